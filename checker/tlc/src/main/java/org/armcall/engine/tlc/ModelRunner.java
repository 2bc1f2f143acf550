// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tlc2.TLC;
import tlc2.TLCGlobals;
import tlc2.output.EC;
import tlc2.output.MP;
import tlc2.tool.AbstractChecker;
import tlc2.tool.ModelChecker;
import util.ToolIO;

/** Runs TLC on one model. Use each class loader's copy of this class, and of TLC, once. */
public final class ModelRunner {

  /** The same fingerprint polynomial in each run: TLC picks one at random otherwise. */
  private static final String FINGERPRINT = "7";

  private static final long PROGRESS_MILLISECONDS = 500;

  private final Map<String, String> job;
  private final MessageLog log = new MessageLog();
  private volatile boolean ended;

  private ModelRunner(Map<String, String> job) {
    this.job = job;
  }

  /**
   * Runs one job.
   *
   * @param job the fields of the job, as the package describes them
   * @param progress takes the fields of each progress line
   * @return the fields of the result
   */
  public static List<String> run(Map<String, String> job, Consumer<List<String>> progress)
      throws IOException {
    return new ModelRunner(job).run(progress);
  }

  private List<String> run(Consumer<List<String>> progress) throws IOException {
    try (PrintStream raw = new PrintStream(job.get("log"), StandardCharsets.UTF_8)) {
      ToolIO.out = raw;
      ToolIO.err = raw;
      MP.setRecorder(log);
      Thread reporter = new Thread(() -> report(progress), "progress");
      reporter.setDaemon(true);
      reporter.start();
      Result result = new Result(log, new File(job.get("log")));
      try {
        int exit = EC.ExitStatus.errorConstantToExitStatus(check());
        raw.flush();
        return result.of(exit);
      } catch (
          RuntimeException e) { // TLC throws what it has not foreseen, from handleParameters too.
        e.printStackTrace(raw);
        return result.crashed(e);
      } finally {
        ended = true;
      }
    }
  }

  private int check() {
    TLC tlc = new TLC();
    tlc.setResolver(new SpecFiles(job.get("library").split(File.pathSeparator)));
    List<String> arguments =
        new ArrayList<>(
            List.of("-fp", FINGERPRINT, "-checkpoint", "0", "-workers", job.get("workers")));
    arguments.addAll(
        List.of("-metadir", job.get("metadir"), "-config", job.get("config"), job.get("module")));
    if (!tlc.handleParameters(arguments.toArray(new String[0]))) {
      throw new IllegalArgumentException("TLC does not take the arguments " + arguments);
    }
    return tlc.process();
  }

  private void report(Consumer<List<String>> progress) {
    while (!ended) {
      try {
        Thread.sleep(PROGRESS_MILLISECONDS);
      } catch (InterruptedException e) {
        return;
      }
      AbstractChecker checker = TLCGlobals.mainChecker;
      if (!ended && checker instanceof ModelChecker search && search.theFPSet != null) {
        progress.accept(
            List.of(
                "distinct=" + search.getDistinctStatesGenerated(),
                "generated=" + search.getStatesGenerated(),
                "queue=" + search.getStateQueueSize()));
      }
    }
  }
}
