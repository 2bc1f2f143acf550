// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.event;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.armcall.model.platform.ExecutionState;

/**
 * What the registers of one processor hold, as far as the trace has shown a write of them. R0 to
 * R12 of AArch32 are the lower halves of X0 to X12; the upper halves are not known after a write
 * from AArch32.
 */
public final class RegisterHistory {
  private static final int NUMBERED = 31;
  private static final int LAST_R = 12;
  private static final int BANKED_FROM = 8;
  private static final long LOW = 0xffff_ffffL;

  private final long[] values = new long[NUMBERED];
  private int known64;
  private int known32;
  private OptionalLong hcr = OptionalLong.empty();
  private OptionalLong scr = OptionalLong.empty();
  private RegisterNames lastNames = new RegisterNames();
  private int lastMask;
  private boolean lastHcr;
  private boolean lastScr;
  private Optional<ExecutionState> lastState = Optional.empty();

  /** X was written, or W, which zeroes the upper half. */
  public void wrote64(int register, long value) {
    if (register < NUMBERED) {
      values[register] = value;
      known64 |= 1 << register;
      known32 |= 1 << register;
    }
  }

  /** R was written, in a mode that has those from R8 of its own or not. */
  public void wrote32(int register, long value, boolean banked) {
    if (register <= LAST_R && !(banked && register >= BANKED_FROM)) {
      values[register] = value & LOW;
      known64 &= ~(1 << register);
      known32 |= 1 << register;
    }
  }

  /** Something was written into it that is not known. */
  public void lost(int register) {
    if (register >= 0 && register < NUMBERED) {
      known64 &= ~(1 << register);
      known32 &= ~(1 << register);
    }
  }

  /** HCR_EL2 or HCR was written; empty where with what is not known. */
  public void hcr(OptionalLong value) {
    hcr = value;
  }

  /** SCR_EL3 or SCR was written; empty where with what is not known. */
  public void scr(OptionalLong value) {
    scr = value;
  }

  /** Nothing is known any more. */
  public void forget() {
    known64 = 0;
    known32 = 0;
    hcr = OptionalLong.empty();
    scr = OptionalLong.empty();
  }

  /**
   * The registers as a program of that execution state sees them.
   *
   * @param banked whether R8 and up are those of a mode of its own
   * @param control whether HCR and SCR are wanted too
   */
  public Map<String, Long> registers(ExecutionState state, boolean banked, boolean control) {
    boolean wide = state == ExecutionState.AARCH64;
    int mask = wide ? known64 : known32 & (1 << (banked ? BANKED_FROM : LAST_R + 1)) - 1;
    boolean withHcr = control && hcr.isPresent();
    boolean withScr = control && scr.isPresent();
    int count = Integer.bitCount(mask) + (withHcr ? 1 : 0) + (withScr ? 1 : 0);
    if (count == 0) {
      return Map.of();
    }
    long[] all = new long[count];
    int i = 0;
    for (int rest = mask; rest != 0; rest &= rest - 1) {
      long value = values[Integer.numberOfTrailingZeros(rest)];
      all[i++] = wide ? value : value & LOW;
    }
    if (withHcr) {
      all[i++] = hcr.getAsLong();
    }
    if (withScr) {
      all[i] = scr.getAsLong();
    }
    return new RegisterValues(names(state, mask, withHcr, withScr, count), all);
  }

  private RegisterNames names(
      ExecutionState state, int mask, boolean withHcr, boolean withScr, int count) {
    boolean same =
        mask == lastMask
            && withHcr == lastHcr
            && withScr == lastScr
            && lastState.equals(Optional.of(state));
    if (!same) {
      boolean wide = state == ExecutionState.AARCH64;
      String[] names = new String[count];
      int i = 0;
      for (int rest = mask; rest != 0; rest &= rest - 1) {
        names[i++] = (wide ? "x" : "r") + Integer.numberOfTrailingZeros(rest);
      }
      if (withHcr) {
        names[i++] = wide ? "hcr_el2" : "hcr";
      }
      if (withScr) {
        names[i] = wide ? "scr_el3" : "scr";
      }
      lastNames = new RegisterNames(names);
      lastMask = mask;
      lastHcr = withHcr;
      lastScr = withScr;
      lastState = Optional.of(state);
    }
    return lastNames;
  }
}
