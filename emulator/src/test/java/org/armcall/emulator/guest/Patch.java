// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.guest;

import java.util.List;
import org.armcall.emulator.scenario.Scenario.Action;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;

/** What somebody writes over the call of a guest. */
public final class Patch {
  private Patch() {}

  /** The guest with another immediate in the same call. */
  public static GuestCall with(GuestCall guest, int immediate) {
    CallInstruction old = guest.instruction();
    int width = old.immediate().width();
    return guest.with(
        new CallInstruction(
            old.call(),
            old.isa(),
            old.size(),
            new Immediate(immediate & (1 << width) - 1, width),
            old.encodedCondition(),
            0));
  }

  /** Writes of the two halfwords, one a turn, where the call is in physical memory. */
  public static Action[] writes(GuestCall guest, List<Long> halfwords) {
    long call = guest.place().call();
    return new Action[] {
      new Action.Write(guest.place().physical(call), 2, halfwords.get(0)),
      new Action.Write(guest.place().physical(guest.after(call, 2)), 2, halfwords.get(1))
    };
  }

  /** The immediate of the guest's call with those halfwords, by the encodings of DDI 0597, 0596. */
  public static int immediate(GuestCall guest, long first, long second) {
    boolean hvc = guest.instruction().call() == Call.HVC;
    long word = second << 16 | first;
    return (int)
        switch (guest.kind().isa()) {
          case A64 -> word >>> 5 & 0xffff;
          case A32 -> hvc ? (word >>> 8 & 0xfff) << 4 | word & 0xf : word & 0xf;
          case T32 -> hvc ? (first & 0xf) << 12 | second & 0xfff : first & 0xf;
        };
  }

  /** Instructions that cannot have caused the exception of the guest's call. */
  public enum Other {
    /** BKPT #0, BRK #0: what a debugger writes. */
    BREAKPOINT(0xe120_0070, 0xbe00_bf00, 0xd420_0000),
    /** NOP; in T32 two of them. */
    NOP(0xe320_f000, 0xbf00_bf00, 0xd503_201f),
    /** NOP.W in T32: 32 bits, and no call. */
    WIDE_NOP(0xe320_f000, 0xf3af_8000, 0xd503_201f),
    /** SVC #0, in T32 with a NOP behind it. */
    SVC(0xef00_0000, 0xdf00_bf00, 0xd400_0001),
    /** SMC for HVC, HVC for SMC. */
    OTHER_CALL(0, 0, 0),
    /** MOV r0, r0 and the like: all bits zero is ANDEQ, MOVS and UDF. */
    ZEROS(0, 0, 0);

    private final int a32;
    private final int t32;
    private final int a64;

    Other(int a32, int t32, int a64) {
      this.a32 = a32;
      this.t32 = t32;
      this.a64 = a64;
    }

    /** The two halfwords in the order of memory. */
    public List<Long> halfwords(GuestCall guest) {
      long word =
          Integer.toUnsignedLong(
              this == OTHER_CALL
                  ? otherCall(guest)
                  : switch (guest.kind().isa()) {
                    case A32 -> a32;
                    case T32 -> t32;
                    case A64 -> a64;
                  });
      boolean thumb = guest.kind().isa() == InstructionSet.T32;
      return thumb ? List.of(word >>> 16, word & 0xffff) : List.of(word & 0xffff, word >>> 16);
    }

    private static int otherCall(GuestCall guest) {
      boolean hvc = guest.instruction().call() == Call.HVC;
      return switch (guest.kind().isa()) {
        case A32 -> hvc ? 0xe160_0071 : 0xe140_0071;
        case T32 -> hvc ? 0xf7f1_8000 : 0xf7e0_8001;
        case A64 -> hvc ? 0xd400_0023 : 0xd400_0022;
      };
    }
  }
}
