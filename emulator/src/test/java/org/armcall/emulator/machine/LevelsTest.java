// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;
import static org.armcall.model.platform.ExecutionState.AARCH32;
import static org.armcall.model.platform.ExecutionState.AARCH64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What SCR and HCR say about levels; each question as the first one after a write. */
final class LevelsTest {
  private static final long NS = 1;
  private static final long RW_SCR = 1L << 10;
  private static final long EEL2 = 1L << 18;
  private static final long NSE = 1L << 62;
  private static final long RW = 1L << 31;
  private static final long TGE = 1L << 27;
  private static final long E2H = 1L << 34;
  private static final long NV = 1L << 42;

  private static Levels levels(Platform platform, long scr, long hcr) {
    boolean narrow = platform.widestOf(EL1).orElseThrow() == AARCH32;
    SystemRegisters system = new SystemRegisters(0, narrow, Fill.ZEROS);
    system.set(SystemRegister.SCR_EL3, false, Word.of(scr));
    system.set(SystemRegister.HCR_EL2, false, Word.of(hcr));
    return new Levels(platform, system);
  }

  @Test
  void everyQuestionIsAnsweredByTheRegistersAsTheyAre() {
    assertEquals(SecurityState.SECURE, levels(Machines.WIDE, 0, 0).security(EL1));
    assertFalse(levels(Machines.NARROW, 0, 0).monitorOfNonsecure(Mode.MON));
    assertTrue(levels(Machines.NARROW, NS, 0).monitorOfNonsecure(Mode.MON));
    assertTrue(levels(Machines.WIDE, NS | RW_SCR, NV).nested());
    assertTrue(levels(Machines.WIDE, NS | RW_SCR, TGE).tge());
    assertTrue(levels(Machines.WIDE, NS | RW_SCR, E2H).e2h());
    assertTrue(levels(Machines.WIDE, NS, 0).el2Enabled());
    assertTrue(levels(Machines.NARROW, 0, 0).securePl1IsEl3());
    assertEquals(AARCH32, levels(Machines.WIDE, NS, 0).state(EL1));
  }

  /**
   * HCR_EL2.RW with E2H and TGE both 1 behaves as 1; SCR_EL3.RW=0 makes all below AArch32, but is
   * taken for 1 with EEL2,NS = 1,0 (descriptions of the two registers).
   */
  @ParameterizedTest
  @CsvSource({
    "ns rw, rw, AARCH64, AARCH64",
    "ns rw, '', AARCH64, AARCH32",
    "ns rw, e2h, AARCH64, AARCH32",
    "ns rw, tge, AARCH64, AARCH32",
    "ns rw, e2h tge, AARCH64, AARCH64",
    "ns, rw, AARCH32, AARCH32",
    "ns, e2h tge, AARCH32, AARCH32",
    "eel2, rw, AARCH64, AARCH64",
    "eel2, '', AARCH64, AARCH32",
    "'', rw, AARCH32, AARCH32",
    "rw, '', AARCH64, AARCH64"
  })
  void theExecutionStateIsThatOfTheRegisters(
      String scr, String hcr, ExecutionState el2, ExecutionState el1) {
    long controls =
        (scr.contains("ns") ? NS : 0)
            | (scr.contains("rw") ? RW_SCR : 0)
            | (scr.contains("eel2") ? EEL2 : 0);
    long hypervisor =
        (hcr.contains("rw") ? RW : 0)
            | (hcr.contains("tge") ? TGE : 0)
            | (hcr.contains("e2h") ? E2H : 0);
    Levels levels = levels(Machines.WIDE, controls, hypervisor);
    assertEquals(el2, levels.state(EL2));
    assertEquals(el1, levels.state(EL1));
    assertEquals(AARCH64, levels.state(EL3));
  }

  /** SCR_EL3.NSE and NS: 0,0 Secure, 0,1 Non-secure, 1,1 Realm; 1,0 is reserved. */
  @Test
  void theWorldBelowEl3() {
    assertEquals(SecurityState.NONSECURE, levels(Machines.WIDE, NS, 0).security(EL2));
    assertEquals(SecurityState.REALM, levels(Machines.WIDE, NS | NSE, 0).security(EL2));
    assertEquals(SecurityState.ROOT, levels(Machines.WIDE, 0, 0).security(EL3));
    assertEquals(SecurityState.NONSECURE, levels(Machines.NARROW, NS | NSE, 0).security(EL1));
    assertTrue(levels(Machines.WIDE, NSE, 0).isReservedWorld());
    assertFalse(levels(Machines.WIDE, NSE | NS, 0).isReservedWorld());
    assertFalse(levels(Machines.WIDE, 0, 0).isReservedWorld());
  }

  /** EL0 may be narrower than EL1; at a higher level it is what EL1 is. */
  @Test
  void theStateOfAnApplicationIsItsOwn() {
    Levels wide = levels(Machines.WIDE, NS | RW_SCR, RW);
    assertEquals(
        Map.of(EL0, AARCH32, EL1, AARCH64, EL2, AARCH64, EL3, AARCH64), wide.inForce(EL0, AARCH32));
    Levels narrow = levels(Machines.WIDE, NS | RW_SCR, 0);
    assertEquals(
        Map.of(EL0, AARCH32, EL1, AARCH32, EL2, AARCH64, EL3, AARCH64),
        narrow.inForce(EL2, AARCH64));
  }
}
