// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children that die, that are too slow, and that are stopped. */
class ChildDeathTest {

  private static final int FOR_EVER = 50_000_000;
  private static final String TEMPORARY = "-Djava.io.tmpdir=";

  @TempDir Path temporary;

  private static List<ProcessHandle> children() {
    return ProcessHandle.current()
        .children()
        .filter(
            child ->
                Arrays.toString(child.info().arguments().orElse(new String[0]))
                    .contains("BurstMain"))
        .toList();
  }

  private static List<Path> directoriesOf(List<ProcessHandle> children) {
    return children.stream()
        .flatMap(child -> Arrays.stream(child.info().arguments().orElse(new String[0])))
        .filter(argument -> argument.startsWith(TEMPORARY))
        .map(argument -> Path.of(argument.substring(TEMPORARY.length())))
        .toList();
  }

  /** Kills the child as soon as it reports progress on a model. */
  private static class Killer extends SampleSpec.Quiet {
    private final String victim;
    private int left;

    Killer(String victim, int times) {
      this.victim = victim;
      this.left = times;
    }

    @Override
    public synchronized void started(Model model) {
      if (model.name().equals(victim) && left > 0) {
        left--;
        children().forEach(ProcessHandle::destroyForcibly);
      }
    }
  }

  private CheckReport runOneLane(SampleSpec spec, RunListener listener) throws CheckException {
    CheckRequest two = spec.request();
    CheckRequest one =
        new CheckRequest(
            two.spec(),
            two.names(),
            two.profile(),
            1,
            two.timeLimit(),
            Optional.empty(),
            List.of());
    return SampleSpec.check().run(one, listener, new Cancellation());
  }

  @Test
  void aModelWhoseChildIsKilledRunsOnceMoreAndTheOthersGoOn() throws CheckException {
    SampleSpec spec = new SampleSpec(temporary).slow("a", 3).slow("b", 4).slow("c", 5).done();
    Killer killer = new Killer("b", 1);
    CheckReport report = runOneLane(spec, killer);
    assertEquals(0, report.exitCode(), report::toString);
    assertEquals(3, report.met());
    assertEquals(1, killer.notes.size());
    assertTrue(killer.notes.get(0).startsWith("b: its JVM died (exit 137)"), killer.notes.get(0));
  }

  @Test
  void aModelWhoseChildDiesTwiceHasFailedAndIsNamed() throws CheckException {
    SampleSpec spec = new SampleSpec(temporary).slow("a", 3).slow("b", 4).slow("c", 5).done();
    CheckReport report = runOneLane(spec, new Killer("b", 2));
    assertEquals(4, report.exitCode(), report::toString);
    assertEquals(2, report.met());
    Verdict.Failed failed =
        assertInstanceOf(Verdict.Failed.class, report.results().get(1).verdict());
    assertTrue(failed.message().startsWith("its JVM died twice"), failed.message());
  }

  @Test
  void aModelThatTakesTooLongHasFailed() throws CheckException {
    SampleSpec spec = new SampleSpec(temporary).slow("a", FOR_EVER).slow("b", 4).done();
    CheckRequest request = spec.request();
    CheckReport report =
        SampleSpec.check()
            .run(
                new CheckRequest(
                    request.spec(),
                    request.names(),
                    request.profile(),
                    1,
                    Duration.ofSeconds(3),
                    Optional.empty(),
                    List.of()),
                new SampleSpec.Quiet(),
                new Cancellation());
    assertEquals(
        new Verdict.Failed("it was not finished within 3 s"), report.results().get(0).verdict());
    assertInstanceOf(Verdict.Met.class, report.results().get(1).verdict());
  }

  @Test
  void aCancelledCheckSaysWhatWasDoneAndLeavesNothingBehind() throws CheckException {
    SampleSpec spec =
        new SampleSpec(temporary).slow("a", 3).slow("b", FOR_EVER).slow("c", 5).done();
    Cancellation cancellation = new Cancellation();
    List<Path> directories = new CopyOnWriteArrayList<>();
    CheckRequest two = spec.request();
    CheckRequest one =
        new CheckRequest(
            two.spec(),
            two.names(),
            two.profile(),
            1,
            two.timeLimit(),
            Optional.empty(),
            List.of());
    CheckReport report =
        SampleSpec.check()
            .run(
                one,
                new SampleSpec.Quiet() {
                  @Override
                  public void progress(Model model, long distinct, long generated, long queue) {
                    if (distinct > 0 && model.name().equals("b")) {
                      directories.addAll(directoriesOf(children()));
                      cancellation.cancel();
                    }
                  }
                },
                cancellation);
    assertTrue(report.interrupted());
    assertEquals(4, report.exitCode());
    assertEquals(1, report.met());
    assertEquals(List.of(), children());
    assertFalse(directories.isEmpty());
    directories.forEach(directory -> assertFalse(Files.exists(directory), directory::toString));
  }

  @Test
  void controlCPrintsThePartialResultAndEndsTheChildren() throws IOException, InterruptedException {
    SampleSpec spec = new SampleSpec(temporary).slow("a", 3).slow("b", FOR_EVER).done();
    Signals stop = Signals.toStopAChild();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                InterruptedCheck.class.getName(),
                spec.directory().toString())
            .redirectErrorStream(true)
            .start();
    StringBuilder said = new StringBuilder();
    List<ProcessHandle> children = List.of();
    List<Path> directories = List.of();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.append(line).append('\n');
        if (line.equals("busy")) {
          children = process.children().toList();
          directories = directoriesOf(children);
          stop.send(process.pid());
        }
      }
    }
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    assertEquals(stop.exitCode(), process.exitValue(), said::toString);
    assertTrue(said.toString().contains("1 of 2 models as expected"), said::toString);
    assertTrue(said.toString().contains("stopped before all were done"), said::toString);
    assertFalse(children.isEmpty());
    children.forEach(child -> assertFalse(child.isAlive()));
    assertFalse(directories.isEmpty());
    directories.forEach(directory -> assertFalse(Files.exists(directory), directory::toString));
  }
}
