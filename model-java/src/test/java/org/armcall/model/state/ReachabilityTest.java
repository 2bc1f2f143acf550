// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.state;

import static org.armcall.model.instruction.InstructionSet.A32;
import static org.armcall.model.instruction.InstructionSet.A64;
import static org.armcall.model.instruction.InstructionSet.T32;
import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;
import static org.armcall.model.platform.ExecutionState.AARCH32;
import static org.armcall.model.platform.ExecutionState.AARCH64;
import static org.armcall.model.state.SecurityState.NONSECURE;
import static org.armcall.model.state.SecurityState.REALM;
import static org.armcall.model.state.SecurityState.ROOT;
import static org.armcall.model.state.SecurityState.SECURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Feature;
import org.junit.jupiter.api.Test;

/**
 * Which states a machine has, each refusal beside its nearest neighbour that is none: the laws of
 * calls are about reachable states only, so that a mistake here would make them say nothing.
 */
final class ReachabilityTest {
  private static void possible(Caller caller) {
    assertEquals(Optional.empty(), caller.objection());
  }

  /** Refused, and for a reason that has the word in it. */
  private static void refused(String word, Caller caller) {
    String why = caller.objection().orElse("possible");
    assertTrue(why.contains(word), why);
  }

  private static Caller aarch32() {
    return new Caller().using32(EL1).at(EL1, A32, Mode.SVC);
  }

  private static Caller monitor() {
    return new Caller().narrow(EL3).at(EL3, A32, Mode.MON).in(SECURE);
  }

  private static Caller root() {
    return new Caller().at(EL3, A64, Mode.EL3H).in(ROOT);
  }

  /** DDI 0487 D1.1: EL2 and EL3 are optional, and only what is implemented has a state. */
  @Test
  void aLevelThatIsNotThereIsNotSpokenOf() {
    possible(new Caller());
    possible(new Caller().without(EL2));
    possible(new Caller().without(EL3));
    possible(new Caller().without(EL2).without(EL3));
    refused("no EL2", new Caller().without(EL2).at(EL2, A64, Mode.EL2H));
    refused("no EL2", new Caller().without(EL2).saying(EL2, AARCH64));
    refused("no EL3", new Caller().without(EL3).saying(EL3, AARCH64));
    for (ExceptionLevel level : EnumSet.of(EL0, EL1, EL2, EL3)) {
      refused("not given", new Caller().silentOf(level));
    }
  }

  /** DDI 0487 D1.1: a level in AArch32 has only AArch32 below it. */
  @Test
  void noLevelIsWiderThanTheMachineOrTheLevelAbove() {
    possible(new Caller().using32(EL0));
    possible(aarch32());
    possible(new Caller().using32(EL2).at(EL1, A32, Mode.SVC));
    refused("while the level above", new Caller().saying(EL1, AARCH32));
    refused("while the level above", new Caller().saying(EL2, AARCH32));
    possible(new Caller().narrow(EL1).at(EL1, A32, Mode.SVC));
    refused("cannot use AArch64", new Caller().narrow(EL1).saying(EL1, AARCH64));
    refused(
        "cannot use AArch64",
        new Caller().narrow(EL0).saying(EL0, AARCH64).at(EL1, A64, Mode.EL1H));
    refused("cannot use AArch64", Caller.armv7().saying(EL3, AARCH64));
  }

  /** DDI 0487 D1.1: EL3's state is fixed, SCR.RW and HCR.RW govern the lower ones only. */
  @Test
  void el3DoesNotChangeItsState() {
    possible(new Caller().narrow(EL3).at(EL1, A32, Mode.SVC));
    refused("does not change", new Caller().using32(EL3).at(EL1, A32, Mode.SVC));
  }

  /** DDI 0487 B1, D1.1.3; DDI 0615: Root is EL3 with FEAT_RME, which needs AArch64 and EL2. */
  @Test
  void rootIsEl3OfAMachineWithRealms() {
    possible(root());
    possible(root().using32(EL2));
    refused("Root", new Caller().in(ROOT));
    refused("Root", root().without(Feature.REALM_MANAGEMENT));
    refused("Root", root().without(EL2));
    refused("Root", root().narrow(EL2));
    refused("Root", new Caller().narrow(EL3).at(EL3, A32, Mode.MON).in(ROOT));
  }

  /** A Realm is below EL3, and all of EL1 to EL3 use AArch64; its applications need not. */
  @Test
  void aRealmIsAarch64BelowEl3() {
    possible(new Caller().in(REALM));
    possible(new Caller().in(REALM).at(EL2, A64, Mode.EL2H));
    possible(new Caller().in(REALM).using32(EL0).at(EL0, T32, Mode.USR));
    refused("Realm", new Caller().in(REALM).at(EL3, A64, Mode.EL3H));
    refused("Realm", new Caller().in(REALM).without(Feature.REALM_MANAGEMENT));
    refused("Realm", new Caller().in(REALM).without(EL2));
    refused("Realm", aarch32().in(REALM));
    refused("Realm", aarch32().in(REALM).using32(EL2));
    refused("Realm", new Caller().in(REALM).using32(EL2).at(EL0, T32, Mode.USR));
    refused("Realm", new Caller().narrow(EL3).at(EL1, A32, Mode.SVC).in(REALM));
  }

  /** Every caller at EL3 is Secure or Root. */
  @Test
  void el3IsNeverNonsecure() {
    refused("never Non-secure", new Caller().at(EL3, A64, Mode.EL3H));
    refused("never Non-secure", monitor().in(NONSECURE));
    possible(monitor());
    possible(new Caller().without(Feature.REALM_MANAGEMENT).at(EL3, A64, Mode.EL3H).in(SECURE));
  }

  /** DDI 0487 D1.1.3, G1.9.1. */
  @Test
  void secureStateNeedsEl3AndHasNoEl1UnderAarch32El3() {
    possible(new Caller().in(SECURE));
    refused("without EL3", new Caller().without(EL3).in(SECURE));
    Caller supervisor = new Caller().narrow(EL3).in(SECURE);
    refused("no Secure EL1", supervisor.at(EL1, A32, Mode.SVC));
    possible(supervisor.at(EL3, A32, Mode.SVC));
    possible(supervisor.at(EL0, A32, Mode.USR));
    possible(new Caller().narrow(EL3).at(EL1, A32, Mode.SVC));
  }

  /** FEAT_SEL2: Secure EL2 is there with EEL2=1, and in AArch64 only. */
  @Test
  void secureEl2IsThereWhereItIsEnabled() {
    Caller hypervisor = new Caller().in(SECURE).at(EL2, A64, Mode.EL2H);
    refused("Secure EL2 needs", hypervisor);
    possible(hypervisor.with(Control.SCR_EEL2));
    refused("Secure EL2 needs", hypervisor.without(Feature.SECURE_EL2));
    possible(aarch32().in(SECURE).using32(EL2));
    refused("always uses AArch64", aarch32().in(SECURE).using32(EL2).with(Control.SCR_EEL2));
    possible(aarch32().in(SECURE).with(Control.SCR_EEL2));
    possible(aarch32().using32(EL2).with(Control.SCR_EEL2));
  }

  /** A64 runs in AArch64, A32 and T32 in AArch32 (DDI 0487 B1.2). */
  @Test
  void theInstructionSetIsOneOfTheLevelsState() {
    possible(aarch32().at(EL1, T32, Mode.SVC));
    refused("does not run", new Caller().at(EL1, A32, Mode.SVC));
    refused("does not run", aarch32().at(EL1, A64, Mode.EL1H));
  }

  /** DDI 0487 D1.6 and G1.9: the modes of each level. */
  @Test
  void everyLevelHasItsModes() {
    Set<Mode> privileged = EnumSet.of(Mode.SVC, Mode.SYS, Mode.IRQ, Mode.FIQ, Mode.ABT, Mode.UND);
    modes(EnumSet.of(Mode.EL0), mode -> new Caller().at(EL0, A64, mode));
    modes(EnumSet.of(Mode.EL1T, Mode.EL1H), mode -> new Caller().at(EL1, A64, mode));
    modes(EnumSet.of(Mode.EL2T, Mode.EL2H), mode -> new Caller().at(EL2, A64, mode));
    modes(EnumSet.of(Mode.EL3T, Mode.EL3H), mode -> root().at(EL3, A64, mode));
    modes(EnumSet.of(Mode.USR), mode -> aarch32().at(EL0, A32, mode));
    modes(privileged, mode -> aarch32().at(EL1, T32, mode));
    modes(EnumSet.of(Mode.HYP), mode -> aarch32().using32(EL2).at(EL2, A32, mode));
    EnumSet<Mode> secure = EnumSet.copyOf(privileged);
    secure.add(Mode.MON);
    modes(secure, mode -> monitor().at(EL3, A32, mode));
  }

  private static void modes(Set<Mode> expected, java.util.function.Function<Mode, Caller> caller) {
    Set<Mode> possible = EnumSet.noneOf(Mode.class);
    for (Mode mode : Mode.values()) {
      if (caller.apply(mode).objection().isEmpty()) {
        possible.add(mode);
      }
    }
    assertEquals(expected, possible);
  }

  /** PSTATE.IT is T32's, PSTATE.BTYPE is A64's with FEAT_BTI, PSTATE.IL came with Armv8. */
  @Test
  void everyPartOfTheProcessStateHasItsPlace() {
    possible(aarch32().at(EL1, T32, Mode.SVC).it(0x08));
    refused("IT block", aarch32().it(0x08));
    refused("IT block", new Caller().it(0x08));
    possible(new Caller().branchType(1));
    refused("BTYPE", new Caller().branchType(1).without(Feature.BRANCH_TARGET));
    refused("BTYPE", aarch32().branchType(1));
    possible(aarch32().illegal());
    possible(Caller.armv7());
    refused("ARMv7", Caller.armv7().illegal());
  }

  /** DDI 0487, HCR_EL2.RW: under a host it behaves as 1 at every level but EL3. */
  @Test
  void underAHostEl1CountsAsAarch64() {
    Caller host = aarch32().with(Control.HCR_E2H);
    possible(host);
    refused("under a host", host.with(Control.HCR_TGE));
    possible(host.without(Feature.VIRTUALIZATION_HOST));
    possible(aarch32().with(Control.HCR_TGE));
    possible(aarch32().using32(EL2).with(Control.HCR_E2H, Control.HCR_TGE));
    possible(new Caller().with(Control.HCR_E2H, Control.HCR_TGE));
    possible(aarch32().in(SECURE).with(Control.HCR_E2H, Control.HCR_TGE));
    possible(root().using32(EL1).with(Control.HCR_E2H, Control.HCR_TGE));
  }

  /** Pseudocode EL2Enabled: EL2 is there, and Secure state has it by FEAT_SEL2 and EEL2 only. */
  @Test
  void el2IsEnabledBySecurityState() {
    assertTrue(new Caller().el2Enabled());
    assertFalse(new Caller().without(EL2).el2Enabled());
    assertTrue(new Caller().in(REALM).el2Enabled());
    assertFalse(root().el2Enabled());
    assertFalse(root().with(Control.SCR_EEL2).el2Enabled());
    assertFalse(new Caller().in(SECURE).el2Enabled());
    Caller secure = new Caller().in(SECURE).with(Control.SCR_EEL2);
    assertTrue(secure.el2Enabled());
    assertFalse(secure.without(Feature.SECURE_EL2).el2Enabled());
    Caller narrow = new Caller().in(SECURE).with(Control.SCR_EEL2);
    assertFalse(narrow.narrow(EL2).at(EL1, A32, Mode.SVC).el2Enabled());
    Caller aarch32 = new Caller().in(SECURE).with(Control.SCR_EEL2);
    assertFalse(aarch32.narrow(EL3).at(EL3, A32, Mode.SVC).el2Enabled());
  }

  /** A state with one control bit set or cleared differs in that bit alone. */
  @Test
  void aControlBitChangesAlone() {
    for (Control control : Control.values()) {
      ProcessorState clear = new Caller().state();
      ProcessorState set = clear.with(control, true);
      assertEquals(Set.of(control), set.controls());
      assertTrue(set.has(control));
      assertEquals(clear, set.with(control, false));
      assertEquals(set, set.with(control, true));
    }
    assertFalse(new Caller().state().illegalState());
    assertEquals(new Caller().illegal().state(), new Caller().state().withIllegalState(true));
  }
}
