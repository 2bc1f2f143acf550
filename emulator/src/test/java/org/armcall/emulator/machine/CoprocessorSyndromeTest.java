// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Mode;
import org.junit.jupiter.api.Test;

/** What a trapped MRC, MCR, MRRC or MCRR reports (DDI 0487 D24.2.40; HSR, G8.2.66). */
final class CoprocessorSyndromeTest {
  private static final long EC_MRC = 0x03L << 26 | 1 << 25;
  private static final long EC_MRRC = 0x04L << 26 | 1 << 25;

  /** CV=1, COND=0b1110. */
  private static final int ALWAYS = 0x1e << 20;

  /** ISS of EC 0x03 and 0x04: each field in its place, and which bits are RES0 in HSR and ESR. */
  @Test
  void theCoprocessorSyndromeHasEveryField() {
    int mrc = 0xee100f10 | 5 << 21 | 13 << 16 | 11 << 12 | 3 << 5 | 9;
    long fields = 3 << 17 | 5 << 14 | 13 << 10 | 11 << 5 | 9 << 1 | 1;
    int mrrc = 0xec500f00 | 6 << 16 | 4 << 12 | 5 << 4 | 2;
    long pair = 5 << 16 | 6 << 10 | 4 << 5 | 2 << 1 | 1;
    for (Platform platform : new Platform[] {Machines.ARMV7, Machines.WIDE_EL2}) {
      boolean hyp = platform == Machines.ARMV7;
      long upper = hyp ? 0 : 0xffffffffL << 32;
      Word one = trapped(platform, mrc);
      assertEquals(Long.toHexString(EC_MRC | ALWAYS | fields), Long.toHexString(one.value()));
      assertEquals(upper | (hyp ? 1 << 9 : 0), one.unreliable());
      Word two = trapped(platform, mrrc);
      assertEquals(Long.toHexString(EC_MRRC | ALWAYS | pair), Long.toHexString(two.value()));
      assertEquals(upper | (hyp ? 0xc200 : 1 << 15), two.unreliable());
    }
  }

  private static Word trapped(Platform platform, int bits) {
    Bare bare = Bare.of(platform, Mode.SVC, InstructionSet.A32);
    bare.parts
        .trapping()
        .system(SystemVerdict.TO_EL2, new InstructionWord(InstructionSet.A32, 4, bits));
    return bare.get(SystemRegister.ESR_EL2);
  }
}
