// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces that no exhibit has. */
final class PlannerTest {
  private static final String HEADER =
      "{\"armcall\":1,\"source\":{\"format\":\"by-hand\",\"file\":\"a test\"},"
          + "\"platform\":\"armv8a-el3-el2-a64\"}\n";

  @TempDir private Path directory;

  /** One HVC of EL1 with these registers, answered with those at that address. */
  private Chosen chosen(Rule rule, String before, String pc, String after) throws Exception {
    Path file = directory.resolve("trace.ndjson");
    Files.writeString(
        file,
        HEADER
            + "{\"seq\":1,\"cpu\":0,\"kind\":\"call\",\"insn\":\"hvc\",\"isa\":\"a64\",\"el\":1,"
            + "\"pc\":\"0x40080000\",\"word\":\"0xd4000002\",\"regs\":"
            + before
            + "}\n{\"seq\":2,\"cpu\":0,\"kind\":\"entry\",\"fromEl\":1,\"toEl\":2,"
            + "\"toState\":\"a64\",\"syndrome\":\"0x5a000000\",\"elr\":\"0x40080004\","
            + "\"spsr\":\"0x3c5\"}\n{\"seq\":3,\"cpu\":0,\"kind\":\"return\",\"fromEl\":2,"
            + "\"toEl\":1,\"pc\":\""
            + pc
            + "\",\"regs\":"
            + after
            + "}\n");
    return new Chosen(file, 4, rule, "", "");
  }

  private static String output(Chosen chosen, int status) throws NotShownException {
    Reproducer made = ReproduceCommand.make(chosen, Optional.empty(), true);
    Reproducer.Emulated run = made.emulate();
    assertEquals(made.prediction().text(), run.output());
    assertEquals(status, run.status());
    return run.output();
  }

  /** 0xc4000004, AFFINITY_INFO of 64 bits, says INVALID_PARAMETERS in 32. */
  @Test
  void anErrorThatIsNotSignExtendedBreaksTheRule() throws Exception {
    Chosen narrow =
        chosen(Rule.RES_SIGN, "{\"x0\":\"0xc4000004\"}", "0x40080004", "{\"x0\":\"0xfffffffe\"}");
    assertTrue(output(narrow, 1).contains("x0 is 0xfffffffe, which is not sign-extended"));
    Chosen wide =
        chosen(
            Rule.RES_SIGN,
            "{\"x0\":\"0xc4000004\"}",
            "0x40080004",
            "{\"x0\":\"0xfffffffffffffffe\"}");
    assertTrue(output(wide, 0).contains("holds"));
  }

  /** AFFINITY_INFO says 0, 1, 2 or a code that it has: not 3, and not ALREADY_ON. */
  @Test
  void aResultThatIsNoCodeOfTheFunctionBreaksTheRule() throws Exception {
    for (String wrong : new String[] {"0x3", "0xfffffffc"}) {
      Chosen chosen =
          chosen(
              Rule.RES_CODE, "{\"x0\":\"0x84000004\"}", "0x40080004", "{\"x0\":\"" + wrong + "\"}");
      assertTrue(output(chosen, 1).contains("x0 is " + wrong));
    }
    for (String right : new String[] {"0x0", "0x2", "0xfffffffe"}) {
      Chosen chosen =
          chosen(
              Rule.RES_CODE, "{\"x0\":\"0x84000004\"}", "0x40080004", "{\"x0\":\"" + right + "\"}");
      assertTrue(output(chosen, 0).contains("holds"));
    }
  }

  @Test
  void aCallerThatIsResumedTooFarBehindBreaksTheRule() throws Exception {
    Chosen chosen =
        chosen(Rule.RET_RESUME, "{\"x0\":\"0x84000000\"}", "0x40080008", "{\"x0\":\"0x2\"}");
    assertTrue(output(chosen, 1).contains("resumed at the call + 0x8"));
  }

  /** X30 was recorded behind the call only: nothing says that it changed. */
  @Test
  void aRegisterThatWasRecordedOnOneSideOnlyIsNotHeldAgainstTheCallee() throws Exception {
    Chosen chosen =
        chosen(
            Rule.REG_PRESERVED,
            "{\"x0\":\"0x84000000\",\"x29\":\"0x5\",\"x28\":\"0x6\"}",
            "0x40080004",
            "{\"x0\":\"0x2\",\"x29\":\"0x1\",\"x30\":\"0x0\"}");
    String output = output(chosen, 1);
    assertTrue(output.contains("x29 was 0x5 is 0x1\n"), output);
    assertEquals(1, output.split("broken: ", -1).length - 1, output);
  }

  /** The layer below says 0x9 in X1, and the caller is told that or something else. */
  private Chosen handedOn(String told) throws Exception {
    Path file = directory.resolve("layers.ndjson");
    Files.writeString(
        file,
        HEADER
            + """
            {"seq":1,"cpu":0,"kind":"call","insn":"hvc","isa":"a64","el":1,"pc":"0x40080000",\
            "word":"0xd4000002","regs":{"x0":"0xc2000001","x1":"0x5"}}
            {"seq":2,"cpu":0,"kind":"entry","fromEl":1,"toEl":2,"toState":"a64",\
            "syndrome":"0x5a000000","elr":"0x40080004","spsr":"0x3c5"}
            {"seq":3,"cpu":0,"kind":"call","insn":"smc","isa":"a64","el":2,"pc":"0x80010000",\
            "word":"0xd4000003","regs":{"x0":"0xc2000001","x1":"0x5"}}
            {"seq":4,"cpu":0,"kind":"entry","fromEl":2,"toEl":3,"toState":"a64",\
            "syndrome":"0x5e000000","elr":"0x80010004","spsr":"0x3c9"}
            {"seq":5,"cpu":0,"kind":"return","fromEl":3,"toEl":2,"pc":"0x80010004",\
            "regs":{"x0":"0x0","x1":"0x9"}}
            {"seq":6,"cpu":0,"kind":"return","fromEl":2,"toEl":1,"pc":"0x40080004",\
            "regs":{"x0":"0x0","x1":"%s"}}
            """
                .formatted(told));
    return new Chosen(file, 7, Rule.REG_RESULTS, "", "");
  }

  @Test
  void aResultThatALayerDoesNotHandOnBreaksTheRule() throws Exception {
    String lost = output(handedOn("0x5"), 1);
    assertTrue(lost.contains("x1 is 0x5, and the layer that was asked said 0x9\n"), lost);
    output(handedOn("0x9"), 0);
  }

  /** PSCI_VERSION is mandatory: NOT_SUPPORTED is no answer to it, whatever else was asked. */
  @Test
  void aMandatoryFunctionThatIsRefusedBreaksTheRule() throws Exception {
    Chosen refused =
        chosen(
            Rule.PSC_MANDATORY, "{\"x0\":\"0x84000000\"}", "0x40080004", "{\"x0\":\"0xffffffff\"}");
    assertTrue(output(refused, 1).contains("PSCI_VERSION says 0xffffffff, and it is mandatory"));
  }

  @Test
  void whatTheTraceDoesNotSayIsNotMadeUp() throws Exception {
    Chosen none = chosen(Rule.REG_PRESERVED, "{\"x5\":\"0x1\"}", "0x40080004", "{\"x0\":\"0x2\"}");
    assertThrows(
        NotShownException.class, () -> ReproduceCommand.make(none, Optional.empty(), true));
    Chosen elsewhere =
        chosen(Rule.SEQ_ENDS, "{\"x0\":\"0x84000000\"}", "0x40090000", "{\"x0\":\"0x2\"}");
    assertThrows(
        NotShownException.class, () -> ReproduceCommand.make(elsewhere, Optional.empty(), true));
    Chosen alone =
        chosen(
            Rule.REG_UPPER_HALVES,
            "{\"x0\":\"0x84000004\",\"x1\":\"0x100000000\",\"x2\":\"0x0\"}",
            "0x40080004",
            "{\"x0\":\"0xfffffffe\"}");
    assertThrows(
        NotShownException.class, () -> ReproduceCommand.make(alone, Optional.empty(), true));
  }

  @Test
  void aCallThatChangesTheMachineIsNotMadeOnTheMachine() throws Exception {
    Chosen off = chosen(Rule.RES_CODE, "{\"x0\":\"0x84000008\"}", "0x40080004", "{\"x0\":\"0x5\"}");
    NotShownException refused =
        assertThrows(
            NotShownException.class, () -> ReproduceCommand.make(off, Optional.empty(), false));
    assertTrue(refused.getMessage().contains("SYSTEM_OFF"), refused.getMessage());
  }
}
