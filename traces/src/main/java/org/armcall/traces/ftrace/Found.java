// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.RegisterNames;
import org.armcall.traces.event.RegisterValues;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;

/** Makes the events of trace lines: what a line does not say is empty. */
final class Found {
  private static final RegisterNames X0 = new RegisterNames("x0");
  private static final RegisterNames R0 = new RegisterNames("r0");

  private Found() {}

  static Map<String, Long> x0(long value) {
    return new RegisterValues(X0, value);
  }

  static Map<String, Long> r0(long value) {
    return new RegisterValues(R0, value);
  }

  static TraceEvent.Call call(
      Place at,
      Call insn,
      Optional<InstructionSet> isa,
      Optional<ExceptionLevel> el,
      OptionalInt imm,
      Map<String, Long> regs) {
    return new TraceEvent.Call(
        at.cpu(),
        at.source(),
        insn,
        isa,
        el,
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        imm,
        regs);
  }

  /** An exception that a hypervisor takes. */
  static TraceEvent.Entry entry(
      OptionalInt cpu,
      List<SourceLine> source,
      Optional<ExceptionKind> exception,
      Optional<ExceptionLevel> from,
      OptionalInt printedClass,
      OptionalLong syndrome,
      OptionalLong elr) {
    return new TraceEvent.Entry(
        cpu,
        source,
        exception,
        from,
        Optional.of(ExceptionLevel.EL2),
        Optional.empty(),
        printedClass,
        syndrome,
        elr,
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        false);
  }

  /** An exception that a hypervisor hands on to the virtual EL2 of its guest. */
  static TraceEvent.Entry injected(
      Place at,
      Optional<ExceptionKind> exception,
      ExceptionLevel from,
      OptionalLong syndrome,
      long elr,
      long spsr) {
    return new TraceEvent.Entry(
        at.cpu(),
        at.source(),
        exception,
        Optional.of(from),
        Optional.of(ExceptionLevel.EL2),
        Optional.of(ExecutionState.AARCH64),
        OptionalInt.empty(),
        syndrome,
        OptionalLong.of(elr),
        OptionalLong.of(spsr),
        OptionalLong.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        false);
  }

  /** A hypervisor goes on with its guest. */
  static TraceEvent.Return back(Place at, Optional<ExceptionLevel> to, long pc) {
    return new TraceEvent.Return(
        at.cpu(),
        at.source(),
        Optional.of(ExceptionLevel.EL2),
        Optional.empty(),
        to,
        Optional.empty(),
        pc,
        Map.of());
  }
}
