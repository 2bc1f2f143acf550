// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.engine.alloy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.armcall.checker.check.Engine;
import org.armcall.checker.check.Model;
import org.armcall.checker.check.Outcome;
import org.armcall.engine.alloy.api.AlloyEngine;
import org.armcall.engine.alloy.api.AlloyException;
import org.armcall.engine.alloy.api.CommandResult;
import org.armcall.engine.alloy.api.Instance;

/**
 * The Alloy models of the manifest, run one after the other in this JVM, in Alloy's own class
 * loader.
 */
public final class AlloyModels implements Engine {
  private final Path lib;

  /** The engine whose jars are in {@code alloy/} under that directory. */
  public AlloyModels(Path lib) {
    this.lib = lib;
  }

  @Override
  public String name() {
    return "alloy";
  }

  @Override
  public void run(List<Model> models, Setting setting) {
    if (models.isEmpty()) {
      return;
    }
    AlloyEngine engine;
    try {
      engine = AlloyLoader.load(lib);
    } catch (IOException notThere) {
      models.forEach(
          model ->
              setting
                  .listener()
                  .finished(model, new Outcome.Failed(notThere.getMessage()), Duration.ZERO));
      return;
    }
    for (Model model : models) {
      long start = System.nanoTime();
      setting.listener().started(model);
      Outcome outcome = run(engine, model, setting);
      setting.listener().finished(model, outcome, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private static Outcome run(AlloyEngine engine, Model model, Setting setting) {
    AtomicInteger done = new AtomicInteger();
    try {
      List<CommandResult> results =
          engine.check(
              setting.spec().resolve(model.module()),
              name -> setting.listener().progress(model, done.getAndIncrement(), 0, 0),
              setting.cancellation()::isCancelled);
      if (setting.cancellation().isCancelled()) {
        return new Outcome.Cancelled();
      }
      List<Outcome.CommandResult> answers = new ArrayList<>();
      for (CommandResult result : results) {
        String instance =
            result
                .instance()
                .map(Instance::lines)
                .map(lines -> String.join("\n", lines))
                .orElse("");
        answers.add(
            new Outcome.CommandResult(
                result.command().name(), result.satisfiable(), instance, result.xml().orElse("")));
      }
      return new Outcome.Commands(List.copyOf(answers));
    } catch (AlloyException unreadable) {
      return new Outcome.Unreadable(unreadable.getMessage());
    } catch (OutOfMemoryError | StackOverflowError exhausted) {
      return new Outcome.Failed("Alloy ran out of memory: give more with ARMCALL_JAVA_OPTS=-Xmx4g");
    }
  }
}
