// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many logs, read one after the other or several at once, and lines that are errors. */
class ManyLogsTest {
  private static final Path TRACES = Path.of(System.getProperty("armcall.home")).resolve("traces");

  @TempDir private Path dir;

  private static List<String> logs() throws IOException {
    try (Stream<Path> samples = Files.list(TRACES.resolve("formats/samples"));
        Stream<Path> exhibits = Files.walk(TRACES.resolve("exhibits"))) {
      return Stream.concat(samples, exhibits.filter(file -> file.toString().endsWith(".ndjson")))
          .map(Path::toString)
          .sorted()
          .toList();
    }
  }

  private static CommandRun replayed(List<String> logs, String... options) {
    return CommandRun.of(
        Stream.of(Stream.of("replay"), logs.stream(), Stream.of(options))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  @Test
  void manyAtOnceGiveTheSameInTheSameOrder() throws IOException {
    List<String> logs = logs();
    CommandRun alone = replayed(logs, "--json");
    assertEquals(ExitCode.VIOLATED, alone.code());
    assertEquals(alone, replayed(logs, "--json", "--jobs", "4"));
    List<String> machine = List.of("--platform", "armv8a-el3-el2-a64");
    CommandRun onMachine = replayed(logs, machine.get(0), machine.get(1));
    assertEquals(onMachine, replayed(logs, machine.get(0), machine.get(1), "--jobs", "3"));
  }

  @Test
  void oneThatIsDamagedHidesNoOther() throws IOException {
    String whole = TRACES.resolve("formats/samples/ftrace-kvm.txt").toString();
    String binary = Files.write(dir.resolve("core"), new byte[100]).toString();
    CommandRun run =
        replayed(List.of(binary, whole, dir.resolve("gone").toString()), "--jobs", "2");
    assertEquals(ExitCode.INPUT, run.code());
    assertTrue(run.err().contains("core: is a binary file"), run.err());
    assertTrue(run.err().contains("gone: no such file"), run.err());
    assertTrue(run.out().contains("holds: "), run.out());
  }

  @Test
  void withStrictTheFirstLineThatCannotBeReadEndsTheReplay() throws IOException {
    Path log =
        Files.writeString(
            dir.resolve("log.txt"),
            "  a-1 [000] .... 1.000001: kvm_entry: PC: 0x1000\n"
                + "  a-1 [000] .... 1.000002: kvm_entry: PC: ---\n"
                + "  a-1 [000] .... 1.000003: kvm_entry: PC: 0x1000\n");
    Path trace =
        Files.writeString(
            dir.resolve("trace.ndjson"),
            "{\"armcall\":1,\"source\":{\"format\":\"emulator\"}}\n{\"seq\":1}\n");
    assertEquals(ExitCode.HOLDS, CommandRun.of("replay", log.toString()).code());
    for (String jobs : List.of("1", "2")) {
      CommandRun run = CommandRun.of("replay", log.toString(), "--strict", "--jobs", jobs);
      assertEquals(ExitCode.INPUT, run.code());
      assertEquals("", run.out());
      assertTrue(run.err().contains("log.txt:2: not a whole event"), run.err());
    }
    CommandRun run = CommandRun.of("replay", trace.toString(), "--strict");
    assertEquals(ExitCode.INPUT, run.code());
    assertTrue(run.err().contains("trace.ndjson:2: "), run.err());
  }

  @Test
  void resultsComeInOrderAndFewWaitForTheFirst() {
    AtomicInteger begun = new AtomicInteger();
    List<Integer> done = new ArrayList<>();
    List<Integer> things = IntStream.range(0, 100).boxed().toList();
    InOrder.run(
        4,
        things,
        thing -> {
          begun.incrementAndGet();
          return thing;
        },
        thing -> {
          done.add(thing);
          // Eight at the most are begun before the first of them is taken.
          assertTrue(begun.get() <= done.size() + 8, begun + " begun, " + done.size() + " done");
        });
    assertEquals(things, done);
  }

  @Test
  void whatFailsFirstInTheOrderIsThrown() {
    List<Integer> done = new ArrayList<>();
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                InOrder.run(
                    3,
                    List.of(0, 1, 2, 3),
                    thing -> {
                      if (thing >= 2) {
                        throw new IllegalStateException("thing " + thing);
                      }
                      return thing;
                    },
                    done::add));
    assertEquals("thing 2", thrown.getMessage());
    assertEquals(List.of(0, 1), done);
  }
}
