// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.opencsd;

import java.util.Optional;
import java.util.OptionalLong;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.SourceLine;

/**
 * An exception whose target the trace has not shown yet.
 *
 * @param number its number in ETMv4 and ETE, as OpenCSD names them; -1 in other protocols
 * @param before where it was taken from
 * @param elr the preferred return address
 */
record Taken(int number, Context before, OptionalLong elr, SourceLine line) {
  static final int OTHER = -1;
  private static final int CALL = 2;

  /** By the names of packets, in the order of their numbers. */
  private static final String[] NAMES = {
    "PE Reset", "Debug Halt", "Call", "Trap", "System Error", "Reserved", "Inst Debug",
    "Data Debug", "Reserved", "Reserved", "Alignment", "Inst Fault", "Data Fault", "Reserved",
    "IRQ", "FIQ"
  };

  static int number(String name) {
    return java.util.Arrays.asList(NAMES).indexOf(name);
  }

  boolean isCall() {
    return number == CALL;
  }

  boolean isAsynchronous() {
    return number == 4 || number == 0xe || number == 0xf;
  }

  /** What it is, as far as its number and the levels say. */
  Optional<ExceptionKind> kind(Optional<ExceptionLevel> to) {
    return switch (number) {
      case CALL -> to.flatMap(this::call);
      case 4, 0xe, 0xf -> Optional.of(ExceptionKind.ASYNCHRONOUS);
      case 6, 7 -> Optional.of(ExceptionKind.BREAKPOINT);
      case 0xb -> Optional.of(ExceptionKind.PREFETCH_ABORT);
      case 0xc -> Optional.of(ExceptionKind.DATA_ABORT);
      default -> Optional.empty();
    };
  }

  /**
   * SVC, HVC and SMC have one number. EL0 has SVC alone, and EL1 is the target of no other; EL1
   * calls EL2 by HVC, and whoever is below EL3 calls that by SMC. From EL2 to itself it is SVC or
   * HVC, from EL3 to itself SVC or SMC.
   */
  private Optional<ExceptionKind> call(ExceptionLevel to) {
    if (to == ExceptionLevel.EL1 || before.level().equals(Optional.of(ExceptionLevel.EL0))) {
      return Optional.of(ExceptionKind.SVC);
    }
    boolean up = before.level().filter(to::isAbove).isPresent();
    if (!up) {
      return Optional.empty();
    }
    return Optional.of(to == ExceptionLevel.EL2 ? ExceptionKind.HVC : ExceptionKind.SMC);
  }
}
