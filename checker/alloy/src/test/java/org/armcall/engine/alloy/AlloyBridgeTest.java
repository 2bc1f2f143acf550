// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.alloy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.armcall.engine.alloy.api.AlloyCommand;
import org.armcall.engine.alloy.api.AlloyEngine;
import org.armcall.engine.alloy.api.AlloyException;
import org.armcall.engine.alloy.api.CommandResult;
import org.armcall.engine.alloy.api.Instance;
import org.armcall.engine.alloy.api.Relation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class AlloyBridgeTest {

  private static final Path SYNDROME =
      Path.of(System.getProperty("armcall.home"), "spec", "syndrome", "Syndrome.als");
  private static final AlloyEngine ENGINE = new AlloyBridge();

  private static List<CommandResult> results;
  private static final List<String> STARTED = new ArrayList<>();
  private static final ByteArrayOutputStream PRINTED = new ByteArrayOutputStream();

  @TempDir Path directory;

  @BeforeAll
  static void checkSyndrome() throws AlloyException {
    PrintStream out = System.out;
    System.setOut(new PrintStream(PRINTED, true, StandardCharsets.UTF_8));
    try {
      results = ENGINE.check(SYNDROME, STARTED::add, () -> false);
    } finally {
      System.setOut(out);
    }
  }

  @Test
  void anInstanceThatTheFileDidNotExpectIsWrittenAsTheAnalyzerReadsIt() throws Exception {
    Path file = file("sig A {}\nrun One { some A } expect 0\nrun Two { some A } expect 1\n");
    List<CommandResult> all = ENGINE.check(file, name -> {}, () -> false);
    String xml = all.get(0).xml().orElseThrow();
    assertTrue(xml.contains("<alloy ") && xml.contains("label=\"this/A\""), xml);
    assertTrue(all.get(1).xml().isEmpty());
  }

  @TestFactory
  Stream<DynamicTest> everyCommandOfSyndromeIsMet() {
    return results.stream()
        .map(
            r ->
                DynamicTest.dynamicTest(
                    r.command().name(),
                    () ->
                        assertTrue(
                            r.met(),
                            () ->
                                "expected %d\n%s"
                                    .formatted(
                                        r.command().expected(),
                                        r.instance().map(Instance::lines).orElse(List.of())))));
  }

  @Test
  void syndromeHasLawsThatHoldLawsThatFailMutantsAndWitnesses() throws AlloyException {
    List<AlloyCommand> commands = ENGINE.commands(SYNDROME);
    assertAll(
        () -> assertEquals(commands, results.stream().map(CommandResult::command).toList()),
        () -> assertEquals(commands.stream().map(AlloyCommand::name).toList(), STARTED),
        () -> assertEquals(STARTED.size(), STARTED.stream().distinct().count()),
        () -> assertTrue(count(c -> c.check() && c.expected() == 0) >= 25),
        () -> assertTrue(count(c -> c.check() && c.name().startsWith("Mut")) >= 4),
        () -> assertTrue(count(c -> !c.check() && c.expected() == 1) >= 10),
        () -> assertEquals(0, count(c -> c.expected() < 0)));
  }

  private static long count(Function<AlloyCommand, Boolean> property) {
    return results.stream().filter(r -> property.apply(r.command())).count();
  }

  @Test
  void nothingIsPrintedOnStandardOutput() {
    assertEquals("", PRINTED.toString(StandardCharsets.UTF_8));
  }

  @Test
  void twoSmcImmediatesThatShareASyndromeAreNamed() {
    Instance instance = instanceOf("DifferentSmcImmediatesNeverShareASyndrome");
    List<String> words = field(instance, "word");
    assertEquals(words.get(0), words.get(1));
    List<String> calls = instance.lines().stream().filter(line -> line.startsWith("Call")).toList();
    assertEquals(2, calls.size(), calls::toString);
    assertFalse(immediate(calls.get(0)).equals(immediate(calls.get(1))), calls::toString);
    List<String> events =
        instance.lines().stream().filter(line -> line.startsWith("Event")).toList();
    assertTrue(
        events.stream().allMatch(e -> e.matches("Event[01] \\([ed]\\): call = Call.*word = 0x4.*")),
        events::toString);
  }

  private static Instance instanceOf(String command) {
    return results.stream()
        .filter(r -> r.command().name().equals(command))
        .findFirst()
        .flatMap(CommandResult::instance)
        .orElseThrow();
  }

  private static List<String> field(Instance instance, String name) {
    Relation field =
        instance.states().get(0).stream()
            .filter(r -> r.kind() == Relation.Kind.FIELD && r.name().equals(name))
            .findFirst()
            .orElseThrow();
    return List.copyOf(
        field.tuples().stream()
            .collect(
                Collectors.groupingBy(
                    t -> t.get(0), Collectors.mapping(t -> t.get(1), Collectors.joining(" "))))
            .values());
  }

  private static String immediate(String line) {
    return line.replaceAll(".*imm = (0x[0-9a-f]+).*", "$1");
  }

  @Test
  void cancelledBeforeTheFirstCommandRunsNone() throws AlloyException {
    assertEquals(List.of(), ENGINE.check(SYNDROME, name -> {}, () -> true));
  }

  @Test
  void aSyntaxErrorIsPlaced() throws IOException {
    Path file = file("sig A {}\nsig B { a: one A\nrun {} expect 1\n");
    AlloyException e = assertThrows(AlloyException.class, () -> ENGINE.commands(file));
    assertAll(
        () -> assertEquals(file, e.file()),
        () -> assertEquals(3, e.line()),
        () -> assertEquals(1, e.column()),
        () -> assertFalse(e.problem().contains("\n")),
        () -> assertTrue(e.getMessage().startsWith(file + ":3:1: "), e::getMessage));
  }

  @Test
  void aTypeErrorIsPlaced() throws IOException {
    Path file = file("sig A {}\nassert Law { all a: A | a.b = a }\ncheck Law for 2 expect 0\n");
    AlloyException e = assertThrows(AlloyException.class, () -> ENGINE.commands(file));
    assertEquals(List.of(2, 27), List.of(e.line(), e.column()), e::getMessage);
  }

  @Test
  void aWarningIsAnError() throws IOException {
    Path file = file("sig A {}\nsig B {}\nassert Law { no A & B }\ncheck Law for 2 expect 0\n");
    AlloyException e = assertThrows(AlloyException.class, () -> ENGINE.commands(file));
    assertEquals(3, e.line(), e::getMessage);
  }

  @Test
  void aFileThatIsNotThereIsSaidSo() {
    Path file = directory.resolve("none.als");
    AlloyException e = assertThrows(AlloyException.class, () -> ENGINE.commands(file));
    assertAll(
        () -> assertEquals(0, e.line()),
        () -> assertEquals(file, e.file()),
        () -> assertEquals(file + ": cannot be read", e.getMessage()));
    assertThrows(AlloyException.class, () -> ENGINE.commands(directory));
  }

  @Test
  void aCommandThatCannotBeSolvedIsSaidSo() throws IOException {
    Path file =
        file(
            "sig A {}\nassert Law { all s: set A | some t: set A | all u: set A | u in s + t }\ncheck Law for 2 expect 1\n");
    AlloyException e =
        assertThrows(AlloyException.class, () -> ENGINE.check(file, name -> {}, () -> false));
    assertEquals(3, e.line(), e::getMessage);
    assertTrue(e.problem().startsWith("Law cannot be solved: "), e::getMessage);
  }

  @Test
  void anUnmetExpectationAndAMissingOneAreNotMet() throws Exception {
    Path file = file("sig A {}\nrun One { some A } expect 0\nrun Two { some A }\n");
    List<CommandResult> two = ENGINE.check(file, name -> {}, () -> false);
    assertEquals(List.of(false, false), two.stream().map(CommandResult::met).toList());
    assertEquals(
        List.of(new AlloyCommand("One", false, 0, 2), new AlloyCommand("Two", false, -1, 3)),
        two.stream().map(CommandResult::command).toList());
  }

  @Test
  void aTraceIsPrintedStepByStep() throws Exception {
    Path file =
        file(
            """
            enum Bit { b0, b1, b2 }
            var sig Busy in Cpu {}
            sig Cpu { var seen: set Bit, var table: Cpu -> Bit }
            fact {
              no seen and no Busy and no table
              seen' = Cpu -> (b0 + b2) and Busy' = Cpu and table' = Cpu -> Cpu -> b1
              always (after always seen' = seen and after always Busy' = Busy and after always table' = table)
            }
            run Fills { some c: Cpu, w: set Cpu | c in w and eventually c.seen = b0 + b2 }
              for exactly 1 Cpu, 2..3 steps expect 1
            """);
    List<String> lines =
        ENGINE.check(file, name -> {}, () -> false).get(0).instance().orElseThrow().lines();
    assertEquals(
        List.of(
            "step 0:",
            "  Cpu0 (c, w): seen = 0x0, table = {}",
            "step 1:",
            "  Cpu0 (c, w): Busy, seen = 0x5, table = {Cpu0: 0x2}",
            "then step 1 again"),
        lines);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("Wrong.als"), text);
  }
}
