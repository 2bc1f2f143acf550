// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu.trace;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.RegisterNames;
import org.armcall.traces.event.RegisterValues;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.LineCursor;

/**
 * What QEMU traces of guests under Apple's hypervisor framework: exits that it does not handle,
 * with their syndrome, and calls that it knows nothing of. These lines do not name their processor.
 */
final class HvfLines {
  private static final RegisterNames X0 = new RegisterNames("x0");

  private final TraceSink sink;

  /** What X0 held in the call of the line before: the unknown one may be that. */
  private OptionalLong before = OptionalLong.empty();

  HvfLines(TraceSink sink) {
    this.sink = sink;
  }

  /** A call that QEMU took for one of PSCI; a line that says that it is unknown may follow. */
  void called(PsciCall call) {
    before = OptionalLong.of(call.regs().get("x0"));
  }

  /** Another line follows. */
  void goOn() {
    before = OptionalLong.empty();
  }

  /** {@code exit: 0x<syndrome> [ec=0x.. pc=0x..]}: an exit that QEMU does not handle. */
  boolean exit(LineCursor c, SourceLine line) {
    long syndrome = c.literal("exit: ").hexWith0x();
    long exceptionClass = c.literal(" [ec=").hexWith0x();
    long pc = c.literal(" pc=").hexWith0x();
    c.literal("]");
    if (!c.fitsWhole() || exceptionClass >>> 6 != 0) {
      return false;
    }
    goOn();
    entry(
        line,
        Optional.empty(),
        Optional.empty(),
        OptionalInt.of((int) exceptionClass),
        OptionalLong.of(syndrome),
        OptionalLong.of(pc),
        "toEl from the exit: HVF is at EL2");
    return true;
  }

  /** {@code [pc=0x... ]unknown HVC! 0x<x0>}: a call of which QEMU knows nothing. */
  boolean unknown(EventName name, LineCursor c, SourceLine line) {
    boolean hvc = name == EventName.HVF_UNKNOWN_HVC;
    OptionalLong behind = OptionalLong.empty();
    if (hvc && c.optional("pc=")) {
      behind = OptionalLong.of(c.hexWith0x());
      c.literal(" ");
    }
    long x0 = c.literal(hvc ? "unknown HVC! " : "unknown SMC! ").hexWith0x();
    boolean same = before.equals(OptionalLong.of(x0));
    if (!c.fitsWhole()) {
      return false;
    }
    goOn();
    if (same) {
      sink.event(
          new TraceEvent.Note(
              OptionalInt.empty(),
              List.of(line),
              "QEMU has no function of the identifier in the call before"));
      return true;
    }
    sink.event(
        new TraceEvent.Call(
            OptionalInt.empty(),
            List.of(line),
            hvc ? Call.HVC : Call.SMC,
            Optional.empty(),
            Optional.of(ExceptionLevel.EL1),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            new RegisterValues(X0, x0)),
        "el from the event: a guest's call");
    entry(
        line,
        Optional.of(hvc ? ExceptionKind.HVC : ExceptionKind.HYP_TRAP),
        Optional.of(ExceptionLevel.EL1),
        OptionalInt.empty(),
        OptionalLong.empty(),
        behind,
        "exception, fromEl, toEl from the event: a guest's call, HVF is at EL2");
    return true;
  }

  private void entry(
      SourceLine line,
      Optional<ExceptionKind> exception,
      Optional<ExceptionLevel> from,
      OptionalInt exceptionClass,
      OptionalLong syndrome,
      OptionalLong elr,
      String reconstructed) {
    sink.event(
        new TraceEvent.Entry(
            OptionalInt.empty(),
            List.of(line),
            exception,
            from,
            Optional.of(ExceptionLevel.EL2),
            Optional.empty(),
            exceptionClass,
            syndrome,
            elr,
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            false),
        reconstructed);
  }
}
