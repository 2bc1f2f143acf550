// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import java.util.List;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.source.LineCursor;
import org.armcall.traces.source.Literal;

/**
 * What QEMU calls the exceptions (target/arm, arm_log_exception). The numbers differ by version.
 */
final class Names {
  /** A name with the bracket behind it. */
  private record Name(Literal text, ExceptionKind kind) {}

  /** The ones that a log is full of stand first. */
  private static final List<Name> NAMES =
      List.of(
          name("IRQ", ExceptionKind.ASYNCHRONOUS),
          name("Data Abort", ExceptionKind.DATA_ABORT),
          name("Prefetch Abort", ExceptionKind.PREFETCH_ABORT),
          name("SVC", ExceptionKind.SVC),
          name("Hypervisor Call", ExceptionKind.HVC),
          name("Secure Monitor Call", ExceptionKind.SMC),
          name("Undefined Instruction", ExceptionKind.UNDEFINED_INSTRUCTION),
          name("Hypervisor Trap", ExceptionKind.HYP_TRAP),
          name("Breakpoint", ExceptionKind.BREAKPOINT),
          name("FIQ", ExceptionKind.ASYNCHRONOUS),
          name("Virtual IRQ", ExceptionKind.ASYNCHRONOUS),
          name("Virtual FIQ", ExceptionKind.ASYNCHRONOUS),
          name("Virtual SERR", ExceptionKind.ASYNCHRONOUS),
          name("NMI", ExceptionKind.ASYNCHRONOUS),
          name("Virtual NMI", ExceptionKind.ASYNCHRONOUS),
          name("Virtual IRQ NMI", ExceptionKind.ASYNCHRONOUS),
          name("Virtual FIQ NMI", ExceptionKind.ASYNCHRONOUS));

  private Names() {}

  private static Name name(String text, ExceptionKind kind) {
    return new Name(Literal.of(text + "]"), kind);
  }

  /** The exception that is named at the cursor, up to the bracket, which is passed too. */
  static ExceptionKind kindAt(LineCursor c) {
    for (Name name : NAMES) {
      if (c.optional(name.text())) {
        return name.kind();
      }
    }
    c.upTo(']');
    return ExceptionKind.OTHER;
  }
}
