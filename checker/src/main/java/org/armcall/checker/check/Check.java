// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.armcall.checker.report.RunDirectory;

/** Runs the models of a specification and judges them. */
public final class Check {

  private final List<Engine> engines;

  /** A check that runs models on these engines. */
  public Check(List<Engine> engines) {
    this.engines = List.copyOf(engines);
  }

  /**
   * Runs what was asked for. On a cancellation it returns soon, with what was done until then.
   *
   * @throws CheckException when nothing could be started
   */
  public CheckReport run(CheckRequest request, RunListener listener, Cancellation cancellation)
      throws CheckException {
    Optional<RunDirectory> directory =
        request.out().map(out -> RunDirectory.begin(out, request.commandLine()));
    try {
      CheckReport report = run(request, directory, listener, cancellation);
      if (directory.isPresent() && !cancellation.isCancelled()) {
        CheckRecord.write(directory.get(), request, report);
        directory.get().keep();
      }
      return report;
    } finally {
      directory.ifPresent(RunDirectory::close);
    }
  }

  /**
   * The same, and leaves it to the caller to write and keep the record.
   *
   * @param directory where the engines' own output goes; nowhere if it is empty
   */
  CheckReport run(
      CheckRequest request,
      Optional<RunDirectory> directory,
      RunListener listener,
      Cancellation cancellation)
      throws CheckException {
    long start = System.nanoTime();
    Manifest manifest = ManifestReader.read(request.spec());
    List<Model> models = manifest.select(request.names(), request.profile());
    for (Model model : models) {
      if (engines.stream().noneMatch(engine -> engine.name().equals(model.engine()))) {
        throw new CheckException(
            CheckException.INPUT,
            "model '" + model.name() + "': there is no engine '" + model.engine() + "' here");
      }
    }
    Outcomes outcomes = new Outcomes(listener);
    Engine.Setting setting =
        new Engine.Setting(
            manifest.spec(),
            request.profile(),
            request.workers(),
            request.timeLimit(),
            directory.map(kept -> kept.stage().toAbsolutePath()),
            outcomes,
            cancellation);
    for (Engine engine : engines) {
      List<Model> own =
          models.stream().filter(model -> model.engine().equals(engine.name())).toList();
      if (!own.isEmpty() && !cancellation.isCancelled()) {
        engine.run(own, setting);
      }
    }
    return new CheckReport(
        request.profile(),
        judge(manifest, models, request.profile(), outcomes, cancellation),
        Duration.ofNanos(System.nanoTime() - start));
  }

  private static List<CheckResult> judge(
      Manifest manifest,
      List<Model> models,
      Profile profile,
      Outcomes outcomes,
      Cancellation cancellation) {
    Judge judge = new Judge(profile);
    List<CheckResult> results = new ArrayList<>();
    for (Model model : models) {
      Outcome silent =
          cancellation.isCancelled()
              ? new Outcome.Cancelled()
              : new Outcome.Failed("the engine said nothing about this model");
      Outcome outcome = outcomes.found.getOrDefault(model.name(), silent);
      Set<String> witnesses =
          model.witnesses() && outcome instanceof Outcome.Holds
              ? SpecFiles.witnessesOf(manifest.spec(), model)
              : Set.of();
      Verdict verdict = judge.judge(model, outcome, witnesses);
      results.add(
          new CheckResult(
              model, outcome, verdict, outcomes.times.getOrDefault(model.name(), Duration.ZERO)));
    }
    return results;
  }

  /** Keeps what the engines say, and passes it on. */
  private static final class Outcomes implements RunListener {
    private final RunListener next;
    private final Map<String, Outcome> found = new ConcurrentHashMap<>();
    private final Map<String, Duration> times = new ConcurrentHashMap<>();

    Outcomes(RunListener next) {
      this.next = next;
    }

    @Override
    public void started(Model model) {
      next.started(model);
    }

    @Override
    public void progress(Model model, long distinct, long generated, long queue) {
      next.progress(model, distinct, generated, queue);
    }

    @Override
    public void finished(Model model, Outcome outcome, Duration time) {
      found.put(model.name(), outcome);
      times.put(model.name(), time);
      next.finished(model, outcome, time);
    }

    @Override
    public void note(Model model, String text) {
      next.note(model, text);
    }
  }
}
