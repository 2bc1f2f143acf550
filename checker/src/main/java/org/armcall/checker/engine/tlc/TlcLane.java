// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.engine.tlc;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.armcall.checker.check.Engine;
import org.armcall.checker.check.Model;
import org.armcall.checker.check.Outcome;

/**
 * One child at a time. A child that dies is noticed by the end of its output: the model that it was
 * on runs once more in a child of its own, and whoever dies twice has failed; the other models go
 * on in a new child.
 */
final class TlcLane {

  /**
   * A burst keeps the classes of every model that it ran: what was measured to be enough for twice
   * as many.
   */
  private static final String BURST_HEAP = "512m";

  /** Ctrl-C reaches a child before our own shutdown has begun. */
  private static final long CANCELLATION_MILLISECONDS = 1500;

  private static final AtomicInteger IDS = new AtomicInteger();

  private final List<Path> classPath;
  private final Engine.Setting setting;
  private final int burst;

  TlcLane(List<Path> classPath, Engine.Setting setting, int burst) {
    this.classPath = classPath;
    this.setting = setting;
    this.burst = burst;
  }

  /** Runs small models, several in each child, until the queue is empty. */
  void bursts(Queue<Model> models) {
    for (Model next = models.poll(); next != null; next = models.poll()) {
      Model model = next;
      TlcChild.Options options =
          new TlcChild.Options(classPath, BURST_HEAP, true, setting.profile().word());
      inChild(
          options,
          model,
          child -> {
            Model current = model;
            for (int ran = 1; current != null; ran++) {
              if (!runOrRetry(child, current) || ran == burst) {
                return;
              }
              current = models.poll();
            }
          });
    }
  }

  /** Runs one model in a child of its own, and once more if the child dies. */
  void alone(Model model) {
    inChild(optionsOf(model), model, child -> runOrRetry(child, model));
  }

  private TlcChild.Options optionsOf(Model model) {
    return new TlcChild.Options(classPath, model.heap(), false, setting.profile().word());
  }

  /** Whether the child can take another model. */
  private boolean runOrRetry(TlcChild child, Model model) {
    long start = System.nanoTime();
    try {
      finished(model, run(child, model), start);
      return true;
    } catch (TlcChild.TimedOut e) {
      finished(
          model,
          new Outcome.Failed(
              "it was not finished within " + setting.limitOf(model).toSeconds() + " s"),
          start);
    } catch (TlcChild.Died first) {
      if (isCancelled(first)) {
        finished(model, new Outcome.Cancelled(), start);
      } else {
        setting
            .listener()
            .note(model, "its JVM died (" + firstLine(first) + "); it runs once more, alone");
        inChild(optionsOf(model), model, fresh -> runLast(fresh, model, start));
      }
    }
    return false;
  }

  private void runLast(TlcChild child, Model model, long start) {
    Outcome outcome;
    try {
      outcome = run(child, model);
    } catch (TlcChild.TimedOut e) {
      outcome =
          new Outcome.Failed(
              "it was not finished within " + setting.limitOf(model).toSeconds() + " s");
    } catch (TlcChild.Died second) {
      outcome =
          isCancelled(second)
              ? new Outcome.Cancelled()
              : new Outcome.Failed(
                  "its JVM died twice, the second time alone: " + second.getMessage());
    }
    finished(model, outcome, start);
  }

  private boolean isCancelled(TlcChild.Died death) {
    return death.interrupted()
        ? setting.cancellation().isCancelledWithin(CANCELLATION_MILLISECONDS)
        : setting.cancellation().isCancelled();
  }

  private static String firstLine(TlcChild.Died death) {
    return death.getMessage().lines().findFirst().orElse("");
  }

  private void finished(Model model, Outcome outcome, long start) {
    setting.listener().finished(model, outcome, Duration.ofNanos(System.nanoTime() - start));
  }

  /** What is done with a child while it lives. */
  private interface Use {
    void with(TlcChild child);
  }

  private void inChild(TlcChild.Options options, Model first, Use use) {
    if (setting.cancellation().isCancelled()) {
      setting.listener().finished(first, new Outcome.Cancelled(), Duration.ZERO);
      return;
    }
    try (TlcChild child = TlcChild.start(options)) {
      Runnable kill = child::kill;
      setting.cancellation().onCancel(kill);
      try {
        use.with(child);
      } finally {
        setting.cancellation().forget(kill);
      }
    } catch (IOException e) {
      setting
          .listener()
          .finished(
              first,
              new Outcome.Failed("a child JVM cannot be started: " + e.getMessage()),
              Duration.ZERO);
    }
  }

  private Outcome run(TlcChild child, Model model) throws TlcChild.Died, TlcChild.TimedOut {
    setting.listener().started(model);
    List<String> result =
        child.run(job(child, model), setting.limitOf(model), fields -> progress(model, fields));
    return ResultLine.outcome(result);
  }

  private void progress(Model model, List<String> fields) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    for (String field : fields) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        numbers.put(field.substring(0, equals), Long.valueOf(field.substring(equals + 1)));
      }
    }
    setting
        .listener()
        .progress(
            model,
            numbers.getOrDefault("distinct", 0L),
            numbers.getOrDefault("generated", 0L),
            numbers.getOrDefault("queue", 0L));
  }

  private Map<String, String> job(TlcChild child, Model model) {
    String id = Integer.toString(IDS.incrementAndGet());
    Path module = setting.spec().resolve(model.module()).normalize();
    Map<String, String> job = new LinkedHashMap<>();
    job.put("id", id);
    job.put("module", module.toString());
    job.put("config", setting.spec().resolve(model.config().orElseThrow()).normalize().toString());
    job.put("library", library(module));
    job.put("metadir", child.directory().resolve("states-" + id).toString());
    job.put("workers", Integer.toString(model.workers()));
    job.put(
        "log",
        setting
            .rawOutputOf(model, TlcEngine.NAME)
            .orElse(child.directory().resolve("log-" + id + ".txt"))
            .toString());
    return job;
  }

  /**
   * A module may extend those beside it and those of every directory above, up to the
   * specification's.
   */
  private String library(Path module) {
    StringBuilder library = new StringBuilder(module.getParent().toString());
    Path directory = module.getParent();
    while (directory.startsWith(setting.spec()) && !directory.equals(setting.spec())) {
      directory = directory.getParent();
      library.append(File.pathSeparator).append(directory);
    }
    return library.toString();
  }
}
