// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.armcall.engine.tlc.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small specification is stepped: numbers that grow, and what may be said of them. */
class ReplayMainTest {
  private static final String MODULE =
      """
      ---- MODULE Growing ----
      EXTENDS Integers
      VARIABLES n, seen
      Init == n = 0 /\\ seen = {}
      Begin(k) == n' = k /\\ seen' = {}
      SEQ_CALLER(k) == k > n
      SEQ_NESTING(k) == k < 50
      Go(k) == SEQ_CALLER(k) /\\ SEQ_NESTING(k) /\\ n' = k /\\ seen' = seen \\cup {k}
      Either(hidden) == SEQ_CALLER(hidden) /\\ n' = hidden /\\ UNCHANGED seen
      Blind(unsaid) == n' = unsaid /\\ UNCHANGED seen
      Whole(k) == /\\ n' \\in {k, k + 1}
                  /\\ UNCHANGED seen
      Unlogged_hidden == {1, 5, 9}
      LinesAtEnd == {7, 8}
      SEQ_ENDS(line) == line \\notin seen
      End(line) == SEQ_ENDS(line) /\\ UNCHANGED <<n, seen>>
      Next == Go(1)
      ====
      """;

  @TempDir Path directory;
  private final ByteArrayOutputStream events = new ByteArrayOutputStream();
  private int strings;
  private final List<String> table = new ArrayList<>();

  private void string(String text) {
    if (table.contains(text)) {
      events.write(table.indexOf(text));
      return;
    }
    events.write(strings++);
    table.add(text);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    events.write(bytes.length);
    events.writeBytes(bytes);
  }

  private void event(String action, int line, int number) {
    head(action, line, 1);
    events.write(0);
    events.write(2 * number);
  }

  private void head(String action, int line, int arguments) {
    string(action);
    events.write(line);
    events.write(2);
    events.write(arguments);
  }

  private void notLogged(String action, int line) {
    head(action, line, 1);
    events.write(9);
  }

  private List<String> run(Evaluation evaluation) throws IOException {
    return run("Growing", MODULE, evaluation);
  }

  private List<String> run(String name, String module, Evaluation evaluation) throws IOException {
    Files.writeString(directory.resolve(name + ".tla"), module);
    Files.writeString(directory.resolve(name + ".cfg"), "INIT Init\nNEXT Next\n");
    Stepper stepper =
        ReplayMain.stepper(directory, name, directory.resolve(name).toString(), evaluation);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    new ReplayMain(
            stepper,
            new ByteArrayInputStream(events.toByteArray()),
            new PrintStream(said, true, StandardCharsets.UTF_8))
        .run();
    return said.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private List<String> whole() throws IOException {
    string("");
    return run(Evaluation.BOTH);
  }

  /** From 0 it may have gone to 3 unseen, but back from 4 it cannot go. */
  @Test
  void silentStepsBeforeAnEventAreTakenAsOftenAsItTakes() throws IOException {
    String module =
        """
        ---- MODULE Quiet ----
        EXTENDS Integers
        VARIABLE n
        Init == n = 0
        Begin(k) == n' = k
        SEQ_CALLER(k) == n = k
        At(k) == SEQ_CALLER(k) /\\ n' = k + 1
        Silent == n < 3 /\\ n' = n + 1
        Next == Silent
        ====
        """;
    event("Begin", 1, 0);
    event("At", 2, 2);
    event("At", 3, 3);
    event("At", 4, 3);
    string("");
    List<String> said = run("Quiet", module, Evaluation.BOTH);
    assertEquals(2, said.size(), said::toString);
    assertRejected(said.get(0), "4", "3", "SEQ-CALLER");
  }

  private static void assertRejected(String line, String at, String event, String conjuncts) {
    assertTrue(line.startsWith("rejected\t"), line);
    Map<String, String> fields = Wire.map(line);
    assertEquals(
        List.of(at, event, conjuncts),
        List.of(fields.get("line"), fields.get("event"), fields.get("conjuncts")));
  }

  @Test
  void eventsThatAreStepsAreCountedAndNothingElseIsSaid() throws IOException {
    event("Begin", 1, 0);
    event("Go", 2, 3);
    event("Go", 3, 4);
    assertEquals(List.of("done\tevents=3\tstates=3\twidest=1"), whole());
  }

  @Test
  void theViolatedConjunctIsNamedWithTheStateBeforeIt() throws IOException {
    event("Begin", 1, 5);
    event("Go", 2, 5);
    event("Go", 3, 6);
    List<String> said = whole();
    assertEquals(2, said.size(), said::toString);
    assertRejected(said.get(0), "2", "1", "SEQ-CALLER");
    // Of the state what the false rule reads.
    assertEquals("/\\ n = 5\n", Wire.map(said.get(0)).get("frontier"));
  }

  @Test
  void eachConjunctThatIsFalseIsNamedAndTheNextEventGoesOnFromTheForcedState() throws IOException {
    event("Begin", 1, 60);
    event("Go", 2, 55);
    event("Go", 3, 57);
    List<String> said = whole();
    assertRejected(said.get(0), "2", "1", "SEQ-CALLER,SEQ-NESTING");
    assertRejected(said.get(1), "3", "2", "SEQ-NESTING");
  }

  @Test
  void anArgumentThatIsNotLoggedLeavesAStateForEachValueThatIsAStep() throws IOException {
    event("Begin", 1, 4);
    notLogged("Either", 2);
    event("Go", 3, 6);
    event("Go", 4, 7);
    assertEquals(List.of("done\tevents=4\tstates=5\twidest=2"), whole());
  }

  @Test
  void anArgumentWithoutADomainIsNoVerdict() {
    event("Begin", 1, 4);
    notLogged("Blind", 2);
    assertTrue(
        assertThrows(IllegalArgumentException.class, this::whole)
            .getMessage()
            .contains("Unlogged_unsaid"));
  }

  @Test
  void anActionThatIsNotTakenApartIsSteppedByTlcAsAWhole() throws IOException {
    event("Begin", 1, 0);
    event("Whole", 2, 5);
    event("Go", 3, 6);
    assertEquals(List.of("done\tevents=3\tstates=4\twidest=2"), whole());
  }

  @Test
  void theEndDecidesTheLinesThatWaitForIt() throws IOException {
    event("Begin", 1, 0);
    event("Go", 2, 8);
    head("End", 0, 0);
    List<String> said = whole();
    assertRejected(said.get(0), "8", "1", "SEQ-ENDS");
    assertEquals(2, said.size(), said::toString);
  }

  @Test
  void eventsThatStopWithoutAnEndAreNoVerdict() {
    event("Begin", 1, 0);
    assertThrows(EOFException.class, () -> run(Evaluation.RESOLVED));
  }

  @Test
  void anActionThatTheSpecificationDoesNotHaveIsNoVerdict() {
    event("Nothing", 1, 0);
    assertThrows(IllegalArgumentException.class, this::whole);
  }

  @Test
  void aValueOfAnUnknownKindIsNoVerdict() {
    head("Begin", 1, 1);
    events.write(77);
    assertThrows(IOException.class, this::whole);
  }

  @Test
  void tooFewArgumentsAreNoVerdict() {
    head("Begin", 1, 0);
    assertThrows(IllegalArgumentException.class, this::whole);
  }
}
