// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import java.util.Optional;
import java.util.OptionalLong;
import org.armcall.traces.event.ExceptionKind;

/** What a thread that runs a guest was last seen to do. */
final class VirtualProcessor {
  private static final int SMC_SIZE = 4;

  /** An exception of which the thread may say more. */
  Optional<Exit> exit = Optional.empty();

  /** Where the guest goes on if its last call is answered. */
  private OptionalLong behindCall = OptionalLong.empty();

  /** Whether the answer of the last call can be nothing but that the guest goes on. */
  private boolean comesBack;

  /** Where the instruction is that was trapped last, until the guest goes on. */
  private OptionalLong trapped = OptionalLong.empty();

  /** The guest was left by that exception. */
  void trapped(Exit by) {
    exit = Optional.of(by);
    forgetCall();
    ExceptionKind kind = by.call();
    if (kind == ExceptionKind.HVC) {
      // Which function is asked for is not in the exit: it may be one that does not come back.
      behindCall = OptionalLong.of(by.pc());
      return;
    }
    trapped = OptionalLong.of(by.pc());
    if (kind == ExceptionKind.HYP_TRAP) {
      behindCall = OptionalLong.of(by.pc() + SMC_SIZE);
    }
  }

  /** The guest made an HVC, whose return address that is. */
  void madeHvc(long elr, boolean itComesBack) {
    behindCall = OptionalLong.of(elr);
    comesBack = itComesBack;
    trapped = OptionalLong.empty();
  }

  /** The thread went to the program that made the guest. */
  void left(UserspaceExit exit) {
    if (exit.isEnd()) {
      forgetCall();
    } else if (exit.isHypercall()) {
      comesBack = false;
    }
  }

  /** The exception is no call. */
  void noCall() {
    behindCall = OptionalLong.empty();
    comesBack = false;
  }

  /** Nothing is known of what the guest did last. */
  void forgetCall() {
    noCall();
    trapped = OptionalLong.empty();
  }

  /** Whether an entry of the guest there is the answer of its last call. */
  boolean isAnsweredAt(long pc) {
    return comesBack || behindCall.isPresent() && behindCall.getAsLong() == pc;
  }

  /**
   * Whether an entry there shows the address of what was trapped: {@code kvm_entry} of Linux 6.1 to
   * 7.2 comes before KVM steps over the instruction, if it does.
   */
  boolean isTrappedAt(long pc) {
    return trapped.isPresent() && trapped.getAsLong() == pc;
  }
}
