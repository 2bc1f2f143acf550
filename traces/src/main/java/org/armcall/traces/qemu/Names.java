// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import java.util.Map;
import org.armcall.traces.event.ExceptionKind;

/**
 * What QEMU calls the exceptions (target/arm, arm_log_exception). The numbers differ by version.
 */
final class Names {
  private static final Map<String, ExceptionKind> KINDS =
      Map.ofEntries(
          Map.entry("Undefined Instruction", ExceptionKind.UNDEFINED_INSTRUCTION),
          Map.entry("SVC", ExceptionKind.SVC),
          Map.entry("Hypervisor Call", ExceptionKind.HVC),
          Map.entry("Hypervisor Trap", ExceptionKind.HYP_TRAP),
          Map.entry("Secure Monitor Call", ExceptionKind.SMC),
          Map.entry("Prefetch Abort", ExceptionKind.PREFETCH_ABORT),
          Map.entry("Data Abort", ExceptionKind.DATA_ABORT),
          Map.entry("Breakpoint", ExceptionKind.BREAKPOINT),
          Map.entry("IRQ", ExceptionKind.ASYNCHRONOUS),
          Map.entry("FIQ", ExceptionKind.ASYNCHRONOUS),
          Map.entry("Virtual IRQ", ExceptionKind.ASYNCHRONOUS),
          Map.entry("Virtual FIQ", ExceptionKind.ASYNCHRONOUS),
          Map.entry("Virtual SERR", ExceptionKind.ASYNCHRONOUS),
          Map.entry("NMI", ExceptionKind.ASYNCHRONOUS),
          Map.entry("Virtual NMI", ExceptionKind.ASYNCHRONOUS),
          Map.entry("Virtual IRQ NMI", ExceptionKind.ASYNCHRONOUS),
          Map.entry("Virtual FIQ NMI", ExceptionKind.ASYNCHRONOUS));

  private Names() {}

  static ExceptionKind kindOf(String name) {
    return KINDS.getOrDefault(name, ExceptionKind.OTHER);
  }
}
