// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu.trace;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.traces.event.RegisterNames;
import org.armcall.traces.event.RegisterValues;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.source.LineCursor;

/**
 * A call that QEMU took for one of PSCI: {@code PSCI Call x0=0x... x1=0x... x2=0x... x3=0x...
 * cpuid=0x0}. The processor is named by its affinity in MPIDR.
 */
record PsciCall(int cpu, SourceLine line, Map<String, Long> regs) {
  private static final RegisterNames X0_TO_X3 = new RegisterNames("x0", "x1", "x2", "x3");

  /** CPU_ON of PSCI 0.2 and later, of 32 bits and of 64 (DEN0022). */
  private static final long CPU_ON32 = 0x8400_0003L;

  private static final long CPU_ON64 = 0xc400_0003L;

  /** SYSTEM_RESET (DEN0022). */
  private static final long SYSTEM_RESET = 0x8400_0009L;

  /** The call at the cursor; empty if the line is not whole. */
  static Optional<PsciCall> of(LineCursor c, SourceLine line) {
    c.literal("PSCI Call x0=");
    long[] x = new long[4];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i == 0 ? c : c.literal(" x" + i + "=")).hexWith0x();
    }
    long cpu = (c.optional(" cpuid=") ? c : c.literal(" cpu=")).hexWith0x();
    return c.fitsWhole() && cpu >= 0 && cpu < QemuTraceReader.PROCESSORS
        ? Optional.of(new PsciCall((int) cpu, line, new RegisterValues(X0_TO_X3, x)))
        : Optional.empty();
  }

  private long first() {
    return regs.get("x0");
  }

  boolean isCpuOn() {
    return first() == CPU_ON32 || first() == CPU_ON64;
  }

  boolean isSystemReset() {
    return first() == SYSTEM_RESET;
  }

  /** Whom CPU_ON is to start. */
  long target() {
    return regs.get("x1");
  }

  /** The event of the call: with what instruction it was made is not traced. */
  TraceEvent.Call event() {
    return new TraceEvent.Call(
        OptionalInt.of(cpu),
        List.of(line),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        regs);
  }
}
