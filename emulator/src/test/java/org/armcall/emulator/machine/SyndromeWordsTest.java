// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Mode;
import org.armcall.model.syndrome.PartialWord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a syndrome register holds, and what is said of its bits that may not be relied on. */
final class SyndromeWordsTest {
  private static final long UPPER = 0xffffffffL << 32;

  private static Word of(Platform platform, PartialWord partial) {
    boolean narrow = platform == Machines.ARMV7 || platform == Machines.NARROW;
    Bare bare =
        Bare.of(
            platform,
            narrow ? Mode.SVC : Mode.EL1H,
            narrow ? InstructionSet.A32 : InstructionSet.A64);
    var entry = bare.parts.exceptions().entry(ExceptionLevel.EL2, 0x14, Mode.HYP, partial);
    return SyndromeWords.of(partial, entry, "the smc at 0x0", bare.cpu, 0);
  }

  private static List<String> sources(Platform platform, PartialWord partial) {
    return of(platform, partial).origin().sources();
  }

  /** What is reserved is named, and what is UNKNOWN beside it. */
  @Test
  void theBitsOfHsrAreNamed() {
    PartialWord defined = PartialWord.defined(0x4e000000);
    assertEquals(Word.of(0x4e000000), of(Machines.NARROW, defined));
    PartialWord reserved = defined.withReserved(0x1ff0000);
    assertEquals(
        List.of("HSR.ISS[24:16] of the smc at 0x0 is reserved (RES0)"),
        sources(Machines.NARROW, reserved));
    assertEquals(
        List.of("HSR.ISS[24:16] of the smc at 0x0 is reserved (UNK/SBZP)"),
        sources(Machines.ARMV7, reserved));
    assertEquals(
        List.of(
            "HSR.ISS[24:16] of the smc at 0x0 is reserved (RES0)",
            "HSR.ISS[15:0] of the smc at 0x0 is UNKNOWN"),
        sources(Machines.NARROW, reserved.withUnknown(0xffff)));
    assertEquals(
        List.of("HSR.ISS[15:0] of the smc at 0x0 is UNKNOWN"),
        sources(Machines.NARROW, defined.withUnknown(0xffff)));
  }

  /** The upper half of ESR_ELx is named where nothing else is to be named. */
  @Test
  void theBitsOfEsrAreNamed() {
    PartialWord defined = PartialWord.defined(0x5e000000);
    assertEquals(
        List.of("ESR_EL2[63:32] of the smc at 0x0 is reserved (RES0)"),
        sources(Machines.WIDE, defined));
    assertEquals(
        List.of("ESR_EL2.ISS[15:0] of the smc at 0x0 is UNKNOWN"),
        sources(Machines.WIDE, defined.withUnknown(0xffff)));
    assertEquals(
        List.of("ESR_EL2.ISS[24:16] of the smc at 0x0 is reserved (RES0)"),
        sources(Machines.WIDE, defined.withReserved(0x1ff0000)));
  }

  /** Whatever the reason, an open bit has the machine's value and is unreliable. */
  @Test
  void everyKindOfOpenBitIsUnreliable() {
    PartialWord open =
        PartialWord.defined(0x5e000000).withUnknown(1).withNotObserved(4).withReserved(8);
    Word word = of(Machines.WIDE, open);
    assertEquals(UPPER | 13, word.unreliable());
    assertEquals(0x5e000005L, word.value(), "ones, but zeros where it is reserved");
    PartialWord chosen = new PartialWord(0, 0, 0, 2, 0);
    assertEquals(UPPER | 2, of(Machines.WIDE, chosen).unreliable());
  }

  @ParameterizedTest
  @CsvSource({
    "0x1ff0000, .ISS[24:16]",
    "0x1, .ISS[0]",
    "0x5, '.ISS[2,0]'",
    "0xc201, '.ISS[15:14,9,0]'",
    "0x2000000, [25]",
    "0x1ffffff, .ISS[24:0]"
  })
  void bitsAreNamedFromTheHighestDown(String mask, String text) {
    assertEquals(text, SyndromeWords.ranges(Long.decode(mask)));
  }

  @Test
  void aWholeWordIsOneRange() {
    assertEquals("[63:0]", SyndromeWords.ranges(-1));
    assertEquals("[63,0]", SyndromeWords.ranges(1L << 63 | 1));
  }
}
