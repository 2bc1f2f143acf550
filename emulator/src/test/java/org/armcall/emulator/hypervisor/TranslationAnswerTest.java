// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.armcall.emulator.isa.Maintenance;
import org.armcall.emulator.memory.ControlRegisters;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a handler asks an address translation instruction, and what it makes of PAR (DDI 0487
 * D24.2.158, G8.2.114).
 */
final class TranslationAnswerTest {
  private static final long ADDRESS = 0x1234_5678L;

  /** PAR.LPAE in AArch32, RES1 in AArch64. */
  private static final long LONG = 1 << 11;

  private static final ControlRegisters STAGE_TWO =
      new ControlRegisters(
          Word.ZERO,
          Word.ZERO,
          Word.ZERO,
          Word.ZERO,
          Word.ZERO,
          Word.ZERO,
          Word.ZERO,
          Word.ZERO,
          Word.of(1),
          Word.ZERO,
          Word.ZERO,
          Word.ZERO);

  private static String reason(long par) {
    FakeContext context = new FakeContext();
    context.par = Word.of(par);
    GuestCode.Nowhere nowhere = (GuestCode.Nowhere) AddressTranslation.locate(context, ADDRESS);
    return nowhere.reason();
  }

  /** FST, S and PTW (ESR_ELx.DFSC has the codes). */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "000111|0|0|translation fault, stage 1, level 3",
        "000100|0|0|translation fault, stage 1, level 0",
        "001010|0|0|access flag fault, stage 1, level 2",
        "001111|1|0|permission fault, stage 2, level 3",
        "000110|1|1|translation fault, stage 2, level 2, while reading a stage-1 table",
        "000001|0|0|address size fault, stage 1, level 1",
        "010111|0|0|external abort on a translation table walk, stage 1, level 3",
        "111000|0|0|status 0x38",
      })
  void aFailureInTheLongFormatIsSaidWithStageAndLevel(
      String status, long stage, long walk, String words) {
    long par = LONG | stage << 9 | walk << 8 | Long.parseLong(status, 2) << 1 | 1;
    assertEquals("AT S12E1R of 0x12345678 fails: " + words, reason(par));
  }

  /** PAR[5:1] is FS[4:0] of DFSR. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "00101|translation fault, stage 1, level 1",
        "00111|translation fault, stage 1, level 2",
        "00110|access flag fault, stage 1, level 2",
        "01001|domain fault, stage 1, level 1",
        "01111|permission fault, stage 1, level 2",
        "01100|external abort on a translation table walk, stage 1, level 1",
        "11111|status 0x1f",
      })
  void aFailureInTheShortFormatIsSaidWithItsLevel(String status, String words) {
    long par = Long.parseLong(status, 2) << 1 | 1;
    assertEquals("AT S12E1R of 0x12345678 fails: " + words, reason(par));
  }

  /** Each answer: PA of PAR above the offset of the address. */
  @ParameterizedTest
  @CsvSource({
    // LPAE or AArch64: PA[47:12].
    "0xa5a5_1234_5800, 0xa5a5_1234_5678",
    // Short, a small page: PA[31:12].
    "0x4000_9000, 0x4000_9678",
    // Short, PAR.SS: PA[31:24] in bits 31:24, PA[39:32] in 23:16.
    "0x4012_0002, 0x12_4034_5678"
  })
  void anAnswerIsAPhysicalAddress(String par, String physical) {
    FakeContext context = new FakeContext();
    context.par = Word.of(number(par));
    assertEquals(
        new GuestCode.Place(ADDRESS, number(physical), SecurityState.NONSECURE),
        AddressTranslation.locate(context, ADDRESS));
  }

  private static long number(String text) {
    return Long.parseLong(text.substring(2).replace("_", ""), 16);
  }

  /** PAR.NS says where a Secure caller's address leads; of a Non-secure one it is UNKNOWN. */
  @ParameterizedTest
  @CsvSource({
    "SECURE, 1, NONSECURE",
    "SECURE, 0, SECURE",
    "NONSECURE, 1, NONSECURE",
    "NONSECURE, 0, NONSECURE",
    "REALM, 1, REALM"
  })
  void whereItLeadsIsInParOfASecureCallerAlone(SecurityState caller, long ns, SecurityState space) {
    FakeContext context = new FakeContext();
    context.level = ExceptionLevel.EL3;
    context.security = caller;
    context.par = Word.of(LONG | ns << 9 | 0x4000_9000L);
    GuestCode.Place place = (GuestCode.Place) AddressTranslation.locate(context, ADDRESS);
    assertEquals(space, place.space());
  }

  /**
   * Both stages of a guest; from EL3 of a Secure caller stage 1, which is all there is without
   * Secure EL2: ATS12NSO of Monitor mode would be about the other world.
   */
  @ParameterizedTest
  @CsvSource({
    "EL2, EL1, A32, NONSECURE, false, AT_S12E1R",
    "EL2, EL0, A64, NONSECURE, false, AT_S12E0R",
    "EL2, EL1, A64, SECURE, false, AT_S12E1R",
    "EL2, EL1, A64, SECURE, true, AT_S12E1R",
    "EL3, EL1, A32, NONSECURE, false, AT_S12E1R",
    "EL3, EL1, A32, SECURE, false, AT_S1E1R",
    "EL3, EL0, A32, SECURE, false, AT_S1E0R",
    "EL3, EL1, A64, SECURE, true, AT_S12E1R",
    "EL3, EL2, A64, NONSECURE, false, AT_S1E2R",
    "EL3, EL3, A64, SECURE, false, AT_S1E3R",
    "EL3, EL3, A32, SECURE, false, AT_S1E1R"
  })
  void theCallersRegimeIsAsked(
      ExceptionLevel own,
      ExceptionLevel caller,
      InstructionSet isa,
      SecurityState security,
      boolean stageTwo,
      Maintenance operation) {
    FakeContext context = new FakeContext().from(isa);
    context.level = own;
    context.interruptedLevel = caller;
    context.security = security;
    context.controls = stageTwo ? STAGE_TWO : ControlRegisters.ZERO;
    context.par = Word.of(LONG);
    AddressTranslation.locate(context, ADDRESS);
    assertEquals(List.of(operation), context.asked);
  }

  @Test
  void aHandlerThatTakesUnknownBitsOfParSaysSo() {
    FakeContext context = new FakeContext();
    context.security = SecurityState.SECURE;
    context.par =
        Word.of(LONG).withUnreliable(1 << 9, org.armcall.emulator.word.Origin.of("PAR.NS"));
    AddressTranslation.locate(context, ADDRESS);
    assertEquals(List.of("PAR.NS"), context.reliances);
  }
}
