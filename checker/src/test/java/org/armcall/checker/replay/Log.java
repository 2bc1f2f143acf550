// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Locale;

/** Writes small logs as QEMU would. */
final class Log {
  private final StringBuilder text = new StringBuilder();
  private String spsr = "";

  /** The next records show that SPSR, as newer versions do. */
  Log withSpsr(long value) {
    spsr = "...with SPSR 0x" + Long.toHexString(value) + "\n";
    return this;
  }

  Log taken(String name, int cpu, int from, int to, long esr, long elr, long vector) {
    header(name, cpu, from, to, esr);
    text.append(spsr);
    text.append(
        String.format(
            Locale.ROOT,
            "...with ELR 0x%x%n...to EL%d PC 0x%x PSTATE 0x%x%n",
            elr,
            to,
            vector,
            0x3c1 | to << 2));
    return this;
  }

  /** An exception taken to AArch32: the record ends with the syndrome. */
  Log header(String name, int cpu, int from, int to, long esr) {
    text.append(
        String.format(
            Locale.ROOT,
            "Taking exception 0 [%s] on CPU %d%n...from EL%d to EL%d%n...with ESR 0x%x/0x%x%n",
            name,
            cpu,
            from,
            to,
            esr >> 26 & 63,
            esr));
    return this;
  }

  Log handled(String name, int cpu, int from, int to, long esr) {
    header(name, cpu, from, to, esr);
    text.append("...handled as PSCI call\n");
    return this;
  }

  Log hvc(int cpu, long esr, long elr) {
    return taken("Hypervisor Call", cpu, 1, 2, esr, elr, 0x40001400);
  }

  Log trap(int cpu, long esr, long elr, long vector) {
    return taken("Hypervisor Trap", cpu, 1, 2, esr, elr, vector);
  }

  Log irq(int cpu, int level, long elr) {
    return taken("IRQ", cpu, level, level, 0x5a000000L, elr, 0x40001280);
  }

  Log back(int from, int to, long pc) {
    return back(from, to, "AArch64", pc);
  }

  Log back(int from, int to, String state, long pc) {
    text.append(
        String.format(
            Locale.ROOT,
            "Exception return from AArch64 EL%d to %s EL%d PC 0x%x%n",
            from,
            state,
            to,
            pc));
    return this;
  }

  Log line(String line) {
    text.append(line).append('\n');
    return this;
  }

  ReplayResult replay() {
    return Logs.replay(text.toString());
  }

  String text() {
    return text.toString();
  }
}
