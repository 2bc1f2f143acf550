// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.ArrayList;
import java.util.List;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.syndrome.PartialWord;

/** Turns the model's syndromes into what a register of this machine holds. */
final class SyndromeWords {
  private static final long UPPER = 0xffffffffL << 32;

  private SyndromeWords() {}

  /**
   * The word in HSR (32 bits) or ESR_ELx (64 bits, of which 63:32 are reserved).
   *
   * @param what what the syndrome is of, for example {@code "the smc at 0x8000"}
   * @param place tells this fill from others
   */
  static Word of(PartialWord partial, ExceptionEntry entry, String what, Cpu cpu, long place) {
    boolean wide = entry.targetState() == ExecutionState.AARCH64;
    String register = wide ? "ESR_EL" + entry.target().number() : "HSR";
    long reserved = (partial.reserved() & 0xffffffffL) | (wide ? UPPER : 0);
    long open =
        (partial.unknown() | partial.implementationDefined() | partial.notObserved()) & 0xffffffffL;
    long value = (partial.value() & 0xffffffffL) | (cpu.fill.bits(place) & open);
    List<String> sources = new ArrayList<>(2);
    if (partial.reserved() != 0 || (wide && open == 0)) {
      String kind = cpu.platform.isArmv7() ? " is reserved (UNK/SBZP)" : " is reserved (RES0)";
      long named = partial.reserved() != 0 ? partial.reserved() & 0xffffffffL : reserved;
      sources.add(register + ranges(named) + " of " + what + kind);
    }
    if (open != 0) {
      sources.add(register + ranges(open) + " of " + what + " is UNKNOWN");
    }
    return new Word(value, reserved | open, new Origin(sources));
  }

  /** For example {@code .ISS[24:16]} where all of it is in the ISS, else {@code [31:0]}. */
  static String ranges(long mask) {
    boolean inSyndrome = (mask & ~0x1ffffffL) == 0;
    StringBuilder text = new StringBuilder(inSyndrome ? ".ISS[" : "[");
    String separator = "";
    for (int high = 63; high >= 0; high--) {
      if ((mask >>> high & 1) != 0) {
        int low = high;
        while (low > 0 && (mask >>> (low - 1) & 1) != 0) {
          low--;
        }
        text.append(separator).append(high == low ? "" + high : high + ":" + low);
        separator = ",";
        high = low;
      }
    }
    return text.append(']').toString();
  }
}
