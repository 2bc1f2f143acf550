// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.syndrome.ExceptionClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a handler takes from the syndrome and the registers before it looks anywhere else. */
final class ReportedCallTest {
  /** HCR_EL2.TGE. */
  private static final long TGE = 1 << 27;

  /**
   * A trap returns to the instruction and has to be stepped past, a call does not (DDI 0487 D1.3):
   * an SVC that HCR_EL2.TGE sends to EL2 is a call, one that HFGITR_EL2 traps is not.
   */
  @ParameterizedTest
  @CsvSource({
    "SVC64, EL2, EL0, true, false",
    "SVC64, EL2, EL0, false, true",
    "SVC64, EL2, EL1, false, true",
    "SVC64, EL2, EL2, false, false",
    "SVC64, EL1, EL0, false, false",
    "SMC64, EL2, EL1, false, true",
    "SMC64, EL3, EL1, false, false",
    "HVC64, EL2, EL1, false, false"
  })
  void aTrapIsToldFromACall(
      ExceptionClass reported,
      ExceptionLevel own,
      ExceptionLevel caller,
      boolean tge,
      boolean trapped) {
    FakeContext context = new FakeContext().reports(reported, 7);
    context.level = own;
    context.interruptedLevel = caller;
    context.system(SystemRegister.HCR_EL2, Word.of(tge ? TGE : 0));
    assertEquals(trapped, ReportedCall.of(context).orElseThrow().trapped());
  }

  @ParameterizedTest
  @CsvSource({"HVC, A32, a32 hvc", "SMC, T32, t32 smc", "SVC, A64, a64 svc"})
  void itIsNamedByInstructionSetAndInstruction(Call call, InstructionSet isa, String text) {
    assertEquals(text, new ReportedCall(call, isa, false, 4, Optional.empty()).text());
  }

  /** IMM-SVC-CONDITIONAL; of A64, which has no conditions, it is ISS[15:0]. */
  @ParameterizedTest
  @CsvSource({"SVC32, A32, false", "SVC32, T32, false", "SVC64, A64, true", "HVC32, A32, true"})
  void theImmediateOfAnSvcIsInTheSyndromeOfA64Alone(
      ExceptionClass reported, InstructionSet isa, boolean there) {
    FakeContext context = new FakeContext().from(isa).reports(reported, 7);
    context.interruptedLevel = ExceptionLevel.EL0;
    ImmediateRead read = SyndromeRead.of(context, ReportedCall.of(context).orElseThrow());
    assertEquals(there ? "recovered" : "unavailable", read.kind());
    if (there) {
      ImmediateRead.Recovered recovered = assertInstanceOf(ImmediateRead.Recovered.class, read);
      assertEquals(7, recovered.immediate().value());
    }
  }

  /** What is relied on is told by the register's name in the caller's state. */
  @ParameterizedTest
  @CsvSource({"A64, w0", "A32, r0", "T32, r0"})
  void anUnknownFunctionIdentifierIsToldByTheCallersRegister(InstructionSet isa, String register) {
    FakeContext context = new FakeContext().from(isa);
    context.own(0, Word.ZERO.withUnreliable(-1, Origin.of("nobody wrote it")));
    Firmware.dispatch(context, isa);
    assertEquals(List.of("the function identifier in " + register), context.reliances);
  }
}
