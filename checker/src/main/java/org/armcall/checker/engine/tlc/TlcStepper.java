// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.engine.tlc;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.armcall.checker.replay.engine.Stepped;
import org.armcall.checker.replay.engine.SteppingException;

/** A child JVM that steps a specification over the events that are written to it. */
public final class TlcStepper implements AutoCloseable {
  private static final String HEAP = "384m";
  private static final String MAIN = "org.armcall.engine.tlc.replay.ReplayMain";
  private static final int KEPT_REJECTIONS = 10_000;
  private static final int EXIT_OUT_OF_MEMORY = 3;
  private static final long ENDING_SECONDS = 5;

  private final TemporaryDirectory temporary;
  private final Process process;
  private final Thread answers;
  private final LastLines errors;
  private final List<Stepped.Rejection> rejections = new ArrayList<>();
  private volatile Optional<Map<String, String>> done = Optional.empty();
  private volatile Optional<String> failed = Optional.empty();

  private TlcStepper(TemporaryDirectory temporary, Process process) {
    this.temporary = temporary;
    this.process = process;
    errors = LastLines.of(process.getErrorStream(), "stepper errors");
    answers = new Thread(this::readAnswers, "stepper");
    answers.setDaemon(true);
    answers.start();
  }

  /**
   * Starts a child.
   *
   * @param classPath what it needs: TLC, the engine, the Java model
   * @param module the module, whose initial states it starts in
   * @param configuration what to put into the configuration of the module
   * @param evaluation the name of the child's Evaluation: who evaluates what an action says
   */
  public static TlcStepper start(
      List<Path> classPath, Path module, String configuration, String evaluation)
      throws SteppingException {
    try {
      TemporaryDirectory temporary = TemporaryDirectory.create();
      Path config = temporary.path().resolve("Replay.cfg");
      Files.writeString(config, configuration);
      String file = module.getFileName().toString();
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(
          List.of("-XX:+UseSerialGC", "-Xmx" + HEAP, "-Xss4m", "-XX:+ExitOnOutOfMemoryError"));
      // As the launcher says: compiling takes half the time, and the code is no slower.
      command.add("-XX:FreqInlineSize=50");
      command.add("-Djava.io.tmpdir=" + temporary.path());
      command.add("-cp");
      command.add(
          String.join(
              File.pathSeparator,
              classPath.stream().map(path -> path.toAbsolutePath().toString()).toList()));
      command.add(MAIN);
      command.add(module.toAbsolutePath().getParent().toString());
      command.add(file.substring(0, file.length() - ".tla".length()));
      command.add(config.toString().substring(0, config.toString().length() - ".cfg".length()));
      command.add(evaluation);
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.directory(temporary.path().toFile());
      return new TlcStepper(temporary, builder.start());
    } catch (IOException e) {
      throw new SteppingException("TLC cannot be started: " + e.getMessage());
    }
  }

  /** Where the events are written. */
  public OutputStream events() {
    return process.getOutputStream();
  }

  private void readAnswers() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        List<String> fields = Wire.fields(line);
        Map<String, String> map = new HashMap<>();
        for (String field : fields) {
          int equals = field.indexOf('=');
          if (equals > 0) {
            map.put(field.substring(0, equals), field.substring(equals + 1));
          }
        }
        switch (fields.get(0)) {
          case "rejected" -> rejected(map);
          case "done" -> done = Optional.of(map);
          case "failed" -> failed = Optional.of(map.getOrDefault("message", ""));
          default -> {}
        }
      }
    } catch (IOException e) {
      errors.add("what it answers cannot be read: " + e.getMessage());
    }
  }

  private void rejected(Map<String, String> why) {
    if (rejections.size() == KEPT_REJECTIONS) {
      return;
    }
    int cpu = Integer.parseInt(why.get("cpu"));
    rejections.add(
        new Stepped.Rejection(
            Integer.parseInt(why.get("trace")),
            Long.parseLong(why.get("event")),
            Long.parseLong(why.get("line")),
            cpu < 0 ? OptionalInt.empty() : OptionalInt.of(cpu),
            why.get("action"),
            List.of(why.get("conjuncts").split(",", -1)),
            Integer.parseInt(why.get("states")),
            why.get("frontier")));
  }

  /**
   * What it found, once all events are written.
   *
   * @throws SteppingException if it came to no result
   */
  public Stepped result() throws SteppingException {
    try {
      answers.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SteppingException("stepping was interrupted");
    }
    if (done.isEmpty()) {
      throw new SteppingException("TLC gave no result: " + failed.orElseGet(this::death));
    }
    Map<String, String> counts = done.get();
    return new Stepped(
        Long.parseLong(counts.get("events")),
        Long.parseLong(counts.get("states")),
        Long.parseLong(counts.get("widest")),
        rejections);
  }

  private String death() {
    int exit = -1;
    try {
      if (process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS)) {
        exit = process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return (exit == EXIT_OUT_OF_MEMORY
            ? "it ran out of its " + HEAP + " of memory"
            : "exit " + exit)
        + errors.text();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    temporary.close();
  }
}
