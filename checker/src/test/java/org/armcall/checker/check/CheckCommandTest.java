// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.armcall.checker.engine.tlc.TlcEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

  @TempDir Path temporary;

  private String run(boolean json) throws CheckException {
    SampleSpec spec = new SampleSpec(temporary).slow("a", 3).done();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CheckSession command =
        new CheckSession(
            SampleSpec.check(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    assertEquals(0, command.run(spec.request(), json, false));
    assertEquals("", err.toString(StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aTableForPeopleWithoutColourWhereThereIsNoTerminal() throws CheckException {
    String[] lines = run(false).split("\n");
    assertTrue(lines[0].matches("model  property  verdict  states +time"), lines[0]);
    assertTrue(lines[1].matches("a      Small     holds         4  \\d+\\.\\d s"), lines[1]);
    assertTrue(lines[3].startsWith("1 of 1 model as expected in "), lines[3]);
  }

  @Test
  void oneJsonObjectForMachines() throws CheckException {
    String json = run(true);
    assertTrue(json.startsWith("{\n"), json);
    assertTrue(json.contains("\"distinctStates\" : 4"), json);
  }

  @Test
  void anEngineThatIsNotThereIsSaid() {
    CheckException none = assertThrows(CheckException.class, () -> TlcEngine.of(temporary));
    assertEquals(CheckException.ENGINE, none.exitCode());
    assertThrows(CheckException.class, () -> TlcEngine.of(temporary.resolve("missing")));
    SampleSpec spec = new SampleSpec(temporary).slow("a", 3).done();
    Check without = new Check(List.of());
    CheckException unknown =
        assertThrows(
            CheckException.class,
            () -> without.run(spec.request(), new SampleSpec.Quiet(), new Cancellation()));
    assertEquals("model 'a': there is no engine 'tlc' here", unknown.getMessage());
  }

  @Test
  void aChildThatCannotStartIsAnEngineFailure() throws CheckException {
    SampleSpec spec = new SampleSpec(temporary).slow("a", 3).done();
    Check broken = new Check(List.of(new TlcEngine(List.of(temporary.resolve("no.jar")))));
    CheckReport report = broken.run(spec.request(), new SampleSpec.Quiet(), new Cancellation());
    assertEquals(4, report.exitCode());
    assertTrue(
        report.results().get(0).verdict().toString().contains("BurstMain"), report::toString);
  }

  @Test
  void setsAreComparedElementByElement() {
    SetText records =
        SetText.of("{[a |-> 1, b |-> <<2, 3>>], \"x, }\", {}, (1 :> 2 @@ 3 :> 4)}").orElseThrow();
    assertEquals(
        List.of("[a |-> 1, b |-> <<2, 3>>]", "\"x, }\"", "{}", "(1 :> 2 @@ 3 :> 4)"),
        records.elements());
    assertEquals(
        List.of("{}"),
        records.without(
            SetText.of("{\"x, }\", [a |-> 1, b |-> <<2, 3>>], (1 :> 2 @@ 3 :> 4)}").orElseThrow()));
    assertEquals(List.of(), SetText.of("{}").orElseThrow().elements());
    assertEquals(Optional.empty(), SetText.of("[a |-> {}]"));
  }
}
