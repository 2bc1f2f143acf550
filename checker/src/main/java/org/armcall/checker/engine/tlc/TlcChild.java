// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.engine.tlc;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One child JVM: takes a job, answers with its result, takes the next one. */
final class TlcChild implements AutoCloseable {

  /** What a child is started with. */
  record Options(List<Path> classPath, String heap, boolean smallModels, String profile) {}

  /** The child ended before it gave a result. */
  static final class Died extends Exception {
    private static final long serialVersionUID = 1;
    private final boolean interrupted;

    Died(String message, boolean interrupted) {
      super(message);
      this.interrupted = interrupted;
    }

    /**
     * Whether it was ended by what Ctrl-C sends to all processes of a terminal, or by a polite
     * kill.
     */
    boolean interrupted() {
      return interrupted;
    }
  }

  /** The child was ended because the model took too long. */
  static final class TimedOut extends Exception {
    private static final long serialVersionUID = 1;
  }

  private static final int EXIT_OUT_OF_MEMORY = 3;
  private static final int EXIT_INTERRUPTED = 130;
  private static final int EXIT_TERMINATED = 143;
  private static final long ENDING_SECONDS = 5;
  private static final Timer CLOCK = new Timer("tlc time limits", true);

  private final Options options;
  private final TemporaryDirectory temporary;
  private final Process process;
  private final BufferedWriter jobs;
  private final BufferedReader results;
  private final LastLines errors;

  private TlcChild(Options options, TemporaryDirectory temporary, Process process) {
    this.options = options;
    this.temporary = temporary;
    this.process = process;
    this.jobs =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.results =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    errors = LastLines.of(process.getErrorStream(), "tlc errors");
  }

  /** Starts a child. */
  static TlcChild start(Options options) throws IOException {
    TemporaryDirectory temporary = TemporaryDirectory.create();
    try {
      ProcessBuilder builder = new ProcessBuilder(command(options, temporary.path()));
      builder.directory(temporary.path().toFile());
      return new TlcChild(options, temporary, builder.start());
    } catch (IOException e) {
      temporary.close();
      throw e;
    }
  }

  private static List<String> command(Options options, Path temporary) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-Xmx" + options.heap());
    command.add("-Xss4m");
    command.add("-XX:+ExitOnOutOfMemoryError");
    if (options.smallModels()) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-Darmcall.private.tmp=" + temporary);
    command.add("-Darmcall.profile=" + options.profile());
    command.add("-cp");
    command.add(
        String.join(File.pathSeparator, options.classPath().stream().map(Path::toString).toList()));
    command.add("org.armcall.engine.tlc.BurstMain");
    return command;
  }

  /** A directory that this child has for itself. */
  Path directory() {
    return temporary.path();
  }

  long pid() {
    return process.pid();
  }

  /**
   * Runs one job.
   *
   * @param job the fields of the job
   * @param progress takes the fields of each progress line
   * @return the fields of the result line
   */
  List<String> run(Map<String, String> job, Duration limit, Consumer<List<String>> progress)
      throws Died, TimedOut {
    AtomicBoolean late = new AtomicBoolean();
    TimerTask alarm =
        new TimerTask() {
          @Override
          public void run() {
            late.set(true);
            kill();
          }
        };
    CLOCK.schedule(alarm, limit.toMillis());
    try {
      List<String> fields = new ArrayList<>();
      job.forEach((key, value) -> fields.add(key + "=" + value));
      jobs.write(Wire.line(fields) + "\n");
      jobs.flush();
      for (String line = results.readLine(); line != null; line = results.readLine()) {
        List<String> answer = Wire.fields(line);
        if (answer.get(0).equals("progress")) {
          progress.accept(answer);
        } else if (answer.get(0).equals("result") && answer.contains("id=" + job.get("id"))) {
          return answer;
        }
      }
    } catch (IOException e) {
      errors.add("the pipe to it broke: " + e.getMessage());
    } finally {
      alarm.cancel();
    }
    if (late.get()) {
      throw new TimedOut();
    }
    throw died();
  }

  private Died died() {
    int exit = -1;
    try {
      if (process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS)) {
        exit = process.exitValue();
      } else {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String reason =
        exit == EXIT_OUT_OF_MEMORY
            ? "it ran out of its " + options.heap() + " of memory"
            : "exit " + exit;
    return new Died(reason + errors.text(), exit == EXIT_INTERRUPTED || exit == EXIT_TERMINATED);
  }

  /** Ends the child at once. */
  void kill() {
    process.destroyForcibly();
  }

  /**
   * Ends the child, which ends by itself when it is told nothing more, and removes what it left.
   */
  @Override
  public void close() {
    try {
      jobs.close();
    } catch (IOException e) {
      errors.add("it was gone already: " + e.getMessage());
    }
    try {
      if (!process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS)) {
        kill();
        process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
    temporary.close();
  }
}
