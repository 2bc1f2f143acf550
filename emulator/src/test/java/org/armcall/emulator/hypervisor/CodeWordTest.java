// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the bytes of A32 say that a handler read, by the encodings of DDI 0597. */
final class CodeWordTest {
  /** SPSR.Z. */
  private static final long Z = 1 << 30;

  private static ImmediateRead decode(Call call, long word, long status, boolean conditionCounts) {
    FakeContext context = new FakeContext().from(InstructionSet.A32);
    context.savedStatus = Word.of(status);
    return CodeWord.decode(
        context,
        new ReportedCall(call, InstructionSet.A32, false, 4, Optional.empty()),
        GuestMemory.CAREFUL,
        List.of(Word.of(word)),
        4,
        "here",
        conditionCounts);
  }

  /**
   * IMM-CONTRADICTED, IMM-CONDITION: SMCEQ cannot have caused an exception with Z clear, unless the
   * handler does not look at conditions.
   */
  @ParameterizedTest
  @CsvSource({
    "0x01600071, 0, true, contradicted",
    "0x01600071, 0, false, recovered",
    "0x01600071, 0x40000000, true, recovered",
    "0x11600071, 0x40000000, true, contradicted",
    "0xe1600071, 0, true, recovered"
  })
  void anSmcWhoseConditionFailsIsNoCauseOfTheCall(
      String word, String status, boolean counts, String kind) {
    assertEquals(kind, decode(Call.SMC, Long.decode(word), Long.decode(status), counts).kind());
  }

  @Test
  void aContradictionSaysWhatWasFoundAndWhatCouldHaveBeen() {
    assertEquals(
        new ImmediateRead.Contradicted("smceq #1", "a condition that holds for the caller's flags"),
        decode(Call.SMC, 0x0160_0071L, 0, true));
    assertEquals(
        new ImmediateRead.Contradicted("hvc #1", "a32 smc"),
        decode(Call.SMC, 0xe140_0071L, 0, true));
  }

  /**
   * HVC with a condition is UNPREDICTABLE and may execute as if it had none (DDI 0597 HVC): it is
   * no contradiction, and said. A condition of SMC is as good as any, and so is HVC without one.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HVC|0x01400071|the encoding is UNPREDICTABLE: HVC has a condition",
        "HVC|0xe1400071|",
        "SMC|0x01600071|",
        "SMC|0xe1600071|",
        "SMC|0xe1600171|the encoding is UNPREDICTABLE: bits that should be zero are not",
      })
  void anUnpredictableEncodingIsRemarkedOn(Call call, String word, String remark) {
    long flags = call == Call.SMC ? Z : 0;
    ImmediateRead.Recovered read =
        assertInstanceOf(
            ImmediateRead.Recovered.class, decode(call, Long.decode(word), flags, true));
    assertEquals(Optional.ofNullable(remark), read.remark());
    assertEquals(1, read.immediate().value());
  }
}
