// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.callee;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.armcall.model.convention.Answer;
import org.armcall.model.convention.Answer.Dispatched;
import org.armcall.model.convention.Answer.NotSupported;
import org.armcall.model.convention.Answer.Undefined;
import org.armcall.model.convention.CalleeSemantics;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.ConventionCall;
import org.armcall.model.convention.UndefinedReturn;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.psci.PsciVersion;
import org.armcall.traces.preset.PresetException;
import org.junit.jupiter.api.Test;

/** The presets answer as their projects' sources, commits and bug reports say. */
final class PresetAnswersTest {
  private static final int VERSION = 0x8400_0000;
  private static final Pattern EXCEPTS =
      Pattern.compile("; (not of|PSCI) .*|; .*calls are cut|in the (32|64)-bit build; ");
  private static final Answer NONE = new NotSupported(new TreeSet<>(Set.of(0)));

  private static ConventionCall call(Conduit conduit, int immediate, long x0) {
    return new ConventionCall(conduit, new Immediate(immediate, 16), x0, ExecutionState.AARCH64);
  }

  private static Answer answer(String preset, ConventionCall call) {
    try {
      return CalleeFile.named(preset).answers(call);
    } catch (PresetException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Answer narrowSmc(String preset, int immediate, long r0) {
    return answer(
        preset,
        new ConventionCall(Conduit.SMC, new Immediate(immediate, 4), r0, ExecutionState.AARCH32));
  }

  private static Answer hvc(String preset, int immediate, long x0) {
    return answer(preset, call(Conduit.HVC, immediate, x0));
  }

  private static Answer smc(String preset, int immediate, long x0) {
    return answer(preset, call(Conduit.SMC, immediate, x0));
  }

  private static Answer named(int id) {
    return new Dispatched(new FunctionId(id));
  }

  @Test
  void everyPresetAnswersPsciVersionOverSmcZero() {
    for (String preset : CalleeFile.PRESETS) {
      assertEquals(named(VERSION), smc(preset, 0, VERSION & 0xffff_ffffL), preset);
    }
  }

  /** Xen 99d9d7a33b: UNDEF for another immediate. The trap of an SMC returns to the SMC. */
  @Test
  void xenRefusesOtherImmediatesWithUndefined() {
    assertEquals(new Undefined(UndefinedReturn.NEXT), hvc("xen", 1, VERSION));
    assertEquals(new Undefined(UndefinedReturn.INSTRUCTION), smc("xen", 1, VERSION));
    assertEquals(new Answer.Vendor(), hvc("xen", 0xea1, 0));
    assertEquals(named(0x8500_ff01), hvc("xen", 0, 0x8500_ff01L));
    assertEquals(NONE, hvc("xen", 0, 0x8600_ff01L));
    assertEquals(named(2), hvc("xen", 0, 2));
  }

  /** Linux handle_smc writes register 0 only; smccc_set_retval writes four. */
  @Test
  void kvmLooksAtTheImmediateOfSmcOnly() {
    assertEquals(named(VERSION), hvc("kvm-guest", 0xea1, VERSION & 0xffff_ffffL));
    assertEquals(NONE, smc("kvm-guest", 1, VERSION & 0xffff_ffffL));
    assertEquals(
        new NotSupported(new TreeSet<>(Set.of(0, 1, 2, 3))), hvc("kvm-guest", 0, 0x8800_0000L));
    assertEquals(named(VERSION), hvc("kvm-guest", 0, 0x1_8400_0000L));
    assertEquals(NONE.kind(), hvc("kvm-guest", 0, 0x8401_0000L).kind());
  }

  /** Linux, nVHE hyp-main.c: what EL2 does not handle goes to EL3; upper half and immediate -1. */
  @Test
  void pkvmForwardsWhatItDoesNotKnow() {
    assertEquals(new Answer.Forwarded(), smc("pkvm-host", 0, 0x8800_0000L));
    assertEquals(NONE, smc("pkvm-host", 1, VERSION));
    assertEquals(NONE, smc("pkvm-host", 0, 0x1_8400_0000L));
    assertEquals(named(VERSION), smc("pkvm-host", 0, 0x8401_0000L));
    assertEquals(NONE, hvc("pkvm-host", 0, 0x8800_0000L));
  }

  /** Jailhouse 075879bd kills by design; psci_dispatch and SiP answer -1. */
  @Test
  void jailhouseStopsTheCellForAnOwnerThatItDoesNotKnow() {
    assertEquals(new Answer.Killed(), smc("jailhouse", 0, 0x8800_0000L));
    assertEquals(new Answer.Killed(), hvc("jailhouse", 0, VERSION));
    assertEquals(new Answer.Killed(), hvc("jailhouse", 1, VERSION));
    assertEquals(new Answer.Vendor(), hvc("jailhouse", 0x4a48, 0));
    assertEquals(NONE, smc("jailhouse", 0, 0x1_8400_0000L));
    assertEquals(NONE, smc("jailhouse", 0, 0x8402_0000L));
    assertEquals(named(VERSION), smc("jailhouse", 7, VERSION & 0xffff_ffffL));
  }

  /** Jailhouse arm/traps.c: the 32-bit build stops the cell for any 64-bit call, PSCI's too. */
  @Test
  void jailhouseStopsACellInAArch32ForASixtyFourBitIdentifier() {
    assertEquals(new Answer.Killed(), narrowSmc("jailhouse", 0, 0xc400_0003L));
    assertEquals(new Answer.Killed(), narrowSmc("jailhouse", 0, 0xc200_0001L));
    assertEquals(named(VERSION), narrowSmc("jailhouse", 0, VERSION));
    assertEquals(named(0xc400_0003), smc("jailhouse", 0, 0xc400_0003L));
    assertEquals(NONE, smc("jailhouse", 0, 0x1_c400_0003L));
  }

  /** Jailhouse arm/traps.c: IS_PSCI_UBOOT is asked in the 32-bit build; psci.c has two of four. */
  @Test
  void jailhouseKnowsTheNumbersOfUBootFromAArch32Only() {
    assertEquals(named(0x95c1_ba60), narrowSmc("jailhouse", 0, 0x95c1_ba60L));
    assertEquals(new Answer.Killed(), smc("jailhouse", 0, 0x95c1_ba60L));
    assertEquals(new Answer.Killed(), narrowSmc("jailhouse", 0, 0x9500_ba60L));
  }

  /**
   * Jailhouse smccc.c, handle_arch: the identifier is a u32; what it does not know is unhandled.
   */
  @Test
  void jailhouseCutsArchitectureCallsToThirtyTwoBits() {
    assertEquals(named(0x8000_0000), smc("jailhouse", 0, 0x1_8000_0000L));
    assertEquals(new Answer.Killed(), smc("jailhouse", 0, 0x1_8802_0000L));
    assertEquals(NONE, smc("jailhouse", 0, 0x1_8400_0000L));
  }

  /** Linux psci.c, kvm_psci_check_allowed_function: 64-bit functions of PSCI, and no others. */
  @Test
  void kvmLooksAtTheStateOfTheCallerForPsciOnly() {
    Answer four = new NotSupported(new TreeSet<>(Set.of(0, 1, 2, 3)));
    assertEquals(four, narrowSmc("kvm-guest", 0, 0xc400_0003L));
    assertEquals(four, narrowSmc("kvm-guest", 1, 0xc400_0003L));
    assertEquals(named(0xc400_0003), smc("kvm-guest", 0, 0xc400_0003L));
    assertEquals(named(0xc400_0053), narrowSmc("kvm-guest", 0, 0xc400_0053L));
    assertEquals(named(0xc600_0001), narrowSmc("kvm-guest", 0, 0xc600_0001L));
  }

  /** Bao aborts.c: neither the immediate nor the caller's state is looked at. */
  @Test
  void baoLooksAtTheIdentifierOnly() {
    assertEquals(named(VERSION), hvc("bao", 9, VERSION & 0xffff_ffffL));
    assertEquals(named(VERSION), smc("bao", 0, 0x1_8400_0000L));
    ConventionCall wide =
        new ConventionCall(Conduit.HVC, new Immediate(0, 16), 0xc400_0003L, ExecutionState.AARCH32);
    assertEquals(named(0xc400_0003), answer("bao", wide));
    assertEquals(NONE, answer("qemu", wide));
  }

  /** Hafnium hvc_handler leaves X0 as it was; class 0x13 is unknown to it. */
  @Test
  void hafniumLeavesAnUnknownHvcAndRefusesANarrowSmc() {
    assertEquals(new Answer.Untouched(), hvc("hafnium", 0, 0x8800_0000L));
    assertEquals(NONE, smc("hafnium", 0, 0x8800_0000L));
    ConventionCall narrow =
        new ConventionCall(Conduit.SMC, new Immediate(0, 4), VERSION, ExecutionState.AARCH32);
    assertEquals(new Undefined(UndefinedReturn.INSTRUCTION), answer("hafnium", narrow));
    assertEquals(named(VERSION), answer("tf-a", narrow));
  }

  /** QEMU psci.c compares 64 bits, and knows 0.1. TF-A masks the hint and cuts to 32 bits. */
  @Test
  void qemuComparesAllOfX0AndTfaDoesNot() {
    assertEquals(NONE, smc("qemu", 0, 0x1_8400_0000L));
    assertEquals(NONE, smc("qemu", 0, 0x8401_0000L));
    assertEquals(named(0x95c1_ba60), smc("qemu", 0, 0x95c1_ba60L));
    assertEquals(named(VERSION), smc("tf-a", 0, 0x1_8400_0000L));
    assertEquals(named(VERSION), smc("tf-a", 0, 0x8401_0000L));
    assertEquals(NONE, smc("tf-a", 0, 0x8402_0000L));
    assertEquals(NONE, smc("tf-a", 0, 0x95c1_ba60L));
  }

  /** The reference never does what the documents of its version do not allow. */
  @Test
  void theReferenceStaysWithinTheDocuments() throws PresetException {
    Callee reference = CalleeFile.named("reference");
    for (Conduit conduit : Conduit.values()) {
      for (int immediate : new int[] {0, 1, 0xea1}) {
        for (long x0 :
            new long[] {0, 0x8400_0000L, 0x8401_0000L, 0x84fe_0000L, 0x8800_0000L, 1L << 40}) {
          ConventionCall call = call(conduit, immediate, x0);
          assertTrue(
              CalleeSemantics.allowed(reference.policy().version(), call)
                  .contains(reference.answers(call)),
              call.toString());
        }
      }
    }
    assertEquals(PsciVersion.V1_3, reference.psci());
    assertEquals(new Answer.Vendor(), hvc("reference", 1, VERSION));
  }

  /** At most one exception is about a call, so that their order does not matter. */
  @Test
  void noCallHasTwoExceptions() throws PresetException {
    for (String preset : CalleeFile.PRESETS) {
      Callee callee = CalleeFile.named(preset);
      for (ConventionCall call : callsOfEveryKind()) {
        long about = callee.deviations().stream().filter(d -> d.isAbout(call)).count();
        assertTrue(about <= 1, preset + " " + call);
        assertEquals(about == 0, callee.policyFor(call).equals(callee.policy()), preset);
      }
    }
  }

  private static List<ConventionCall> callsOfEveryKind() {
    List<ConventionCall> calls = new ArrayList<>();
    for (Conduit conduit : Conduit.values()) {
      for (ExecutionState state : ExecutionState.values()) {
        for (int immediate : new int[] {0, 1}) {
          for (int owner = 0; owner < 64; owner++) {
            for (long type : new long[] {0, 0x4000_0000L, 0x8000_0000L, 0xc000_0000L}) {
              for (int number : new int[] {0, 0x1f, 0x20, 0xba5e, 0xba5f, 0xba61, 0xffff}) {
                long id = type | (long) owner << 24 | number;
                calls.add(new ConventionCall(conduit, new Immediate(immediate, 16), id, state));
              }
            }
          }
        }
      }
    }
    return calls;
  }

  /** A source that excepts some calls from its cell has an exception that says what they get. */
  @Test
  void whatASourceExceptsHasAnException() throws PresetException {
    Set<String> excepted = new TreeSet<>();
    for (String preset : CalleeFile.PRESETS) {
      Callee callee = CalleeFile.named(preset);
      callee
          .sources()
          .forEach(
              (cell, source) -> {
                if (EXCEPTS.matcher(source).find()) {
                  excepted.add(preset + " " + cell);
                  assertTrue(
                      callee.deviations().stream().anyMatch(d -> d.parameter().equals(cell)),
                      preset + " " + cell + ": " + source);
                }
              });
    }
    assertEquals(
        Set.of("jailhouse identifierWidth", "jailhouse legacy", "kvm-guest thirtyTwoBitCaller"),
        excepted);
  }
}
