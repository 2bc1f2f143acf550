// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.console;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.RegisterNames;
import org.armcall.traces.event.RegisterValues;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.LineCursor;

/** Lines that say all of what they say alone: calls that are refused, and traps in one line. */
final class CallLines {
  private static final RegisterNames X0 = new RegisterNames("x0");
  private static final String FID32 = "regs.x0 from the identifier: its low half";

  private final TraceSink sink;
  private final LineCursor c = new LineCursor();
  private byte[] b = new byte[0];
  private int start;
  private int end;
  private List<SourceLine> source = List.of();

  CallLines(TraceSink sink) {
    this.sink = sink;
  }

  /** Takes the text of a line, which is not empty. */
  Fit take(byte[] line, int from, int to, List<SourceLine> lines) {
    b = line;
    start = from;
    end = to;
    source = lines;
    return switch (b[from]) {
      case 'U' -> tfA();
      case 'S', 'H' -> smcOrHvc();
      case 'P' -> panic();
      case 'd' -> xen();
      case '[' -> gunyah();
      case 'T' -> trappedSmc();
      case 'V' -> sel4();
      default -> Fit.NONE;
    };
  }

  private LineCursor at() {
    return c.on(b, start, end);
  }

  /** TF-A: {@code Unimplemented Arm Architecture Service Call: 0x80003f00}. */
  private Fit tfA() {
    if (!at().optional("Unimplemented ")) {
      return Fit.NONE;
    }
    c.upTo(':');
    boolean call = c.position() >= start + 6 && b[c.position() - 2] == 'l';
    if (!c.fits() || !call) {
      return Fit.NONE;
    }
    long identifier = c.literal(" 0x").hex();
    if (!c.fitsWhole() || identifier >>> 32 != 0) {
      return Fit.HALF;
    }
    call(
        Call.SMC,
        Optional.empty(),
        OptionalInt.empty(),
        fid(identifier),
        "insn from the recorder: TF-A is called by SMC; " + FID32);
    handled(ExceptionKind.SMC, Optional.empty(), ExceptionLevel.EL3, "tf-a");
    return Fit.WHOLE;
  }

  private Fit smcOrHvc() {
    Fit found = hafnium();
    return found == Fit.NONE ? experiment() : found;
  }

  /** Hafnium: {@code SMC 0x84000000 attempted from VM 0x1, blocked=1}. */
  private Fit hafnium() {
    if (!at().optional("SMC 0x")) {
      return Fit.NONE;
    }
    long identifier = c.hex();
    if (!c.optional(" attempted from VM ")) {
      return Fit.NONE;
    }
    c.hexWith0x();
    int blocked = c.literal(", blocked=").decimal();
    if (!c.fitsWhole() || identifier >>> 32 != 0) {
      return Fit.HALF;
    }
    call(
        Call.SMC,
        Optional.of(ExceptionLevel.EL1),
        OptionalInt.empty(),
        fid(identifier),
        "el from the call: a guest's SMC is EL1's; " + FID32);
    if (blocked != 0) {
      handled(
          ExceptionKind.HYP_TRAP, Optional.of(ExceptionLevel.EL1), ExceptionLevel.EL2, "hafnium");
    } else {
      entry(
          Optional.of(ExceptionKind.HYP_TRAP),
          Optional.of(ExceptionLevel.EL1),
          Optional.empty(),
          OptionalInt.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          "exception, fromEl from the call; toEl from the recorder: Hafnium is EL2");
    }
    return Fit.WHOLE;
  }

  /** {@code HVC #0 exec EXIT->VMM ESR=0x5a000000 EC=0x16 HVC64}, of programs that try out HVF. */
  private Fit experiment() {
    Call insn;
    if (at().optional("HVC #")) {
      insn = Call.HVC;
    } else if (at().optional("SMC #")) {
      insn = Call.SMC;
    } else {
      return Fit.NONE;
    }
    int immediate = c.decimal();
    if (!c.optional(" exec EXIT->VMM ")) {
      return Fit.NONE;
    }
    long syndrome = c.literal("ESR=").hexWith0x();
    long printed = c.literal(" EC=").hexWith0x();
    if (!c.fits() || printed >>> 6 != 0 || immediate >>> 16 != 0) {
      return Fit.HALF;
    }
    call(insn, Optional.empty(), OptionalInt.of(immediate), Map.of(), "");
    entry(
        Optional.empty(),
        Optional.empty(),
        Optional.of(ExecutionState.AARCH64),
        OptionalInt.of((int) printed),
        OptionalLong.of(syndrome),
        OptionalLong.empty(),
        "toEl, toState from the recorder: the host's EL2 tells the VMM");
    return Fit.WHOLE;
  }

  /** TF-A: what such a dump has in ESR_EL3 and ELR_EL3 is of the exception before. */
  private Fit panic() {
    if (at().optional("PANIC in EL3.") && c.fitsWhole()) {
      note("TF-A panics by its own decision; the syndrome that it prints is an older one");
      return Fit.WHOLE;
    }
    if (!at().optional("PANIC at PC : 0x")) {
      return Fit.NONE;
    }
    long address = c.hex();
    if (c.fitsWhole()) {
      note("TF-A panics by its own decision at 0x" + Long.toHexString(address));
    }
    return Fit.of(c.fitsWhole());
  }

  /** Xen's lines on a virtual processor: {@code d0v1 Unhandled SMC/HVC: 0xc3001234}. */
  private Fit xen() {
    at().literal("d").decimal();
    c.literal("v").decimal();
    if (!c.fits()) {
      return Fit.NONE;
    }
    c.optional(":");
    c.blanks();
    if (c.optional("Unhandled SMC/HVC: ")) {
      long identifier = c.hexWith0x();
      if (c.fitsWhole()) {
        note("Xen refuses function 0x" + Long.toHexString(identifier) + ", by HVC or SMC");
      }
      return Fit.of(c.fitsWhole());
    }
    if (c.optional("Invalid HVC imm ")) {
      return xenImmediate(Call.HVC);
    }
    if (c.optional("Invalid SMC imm ")) {
      return xenImmediate(Call.SMC);
    }
    if (c.optional("HSR=")) {
      return xenAbort();
    }
    return c.optional("Unknown Guest Trap. HSR=") ? xenTrap() : Fit.NONE;
  }

  private Fit xenImmediate(Call insn) {
    long immediate = c.hexWith0x();
    if (!c.fitsWhole() || immediate >>> 16 != 0) {
      return Fit.HALF;
    }
    call(
        insn,
        Optional.of(ExceptionLevel.EL1),
        OptionalInt.of((int) immediate),
        Map.of(),
        "el from the call: a guest's is EL1's");
    handled(
        insn == Call.HVC ? ExceptionKind.HVC : ExceptionKind.HYP_TRAP,
        Optional.of(ExceptionLevel.EL1),
        ExceptionLevel.EL2,
        "xen");
    return Fit.WHOLE;
  }

  private Fit xenAbort() {
    long syndrome = c.hexWith0x();
    long pc = c.literal(" pc=").hexWith0x();
    c.literal(" gva=").hexWith0x();
    c.literal(" gpa=").hexWith0x();
    if (!c.fitsWhole()) {
      return Fit.HALF;
    }
    ofGuest(OptionalInt.empty(), syndrome, OptionalLong.of(pc), "Xen");
    return Fit.WHOLE;
  }

  private Fit xenTrap() {
    long syndrome = c.hexWith0x();
    long printed = c.literal(" EC=").hexWith0x();
    c.literal(" IL=").hexWith0x();
    c.literal(" Syndrome=").hexWith0x();
    if (!c.fitsWhole() || printed >>> 6 != 0) {
      return Fit.HALF;
    }
    ofGuest(OptionalInt.of((int) printed), syndrome, OptionalLong.empty(), "Xen");
    return Fit.WHOLE;
  }

  /** Gunyah. */
  private Fit gunyah() {
    if (!at().optional("[HYP] Unhandled trap from VM ")) {
      return Fit.NONE;
    }
    c.decimal();
    long syndrome = c.literal(", ESR_EL2 = ").hexWith0x();
    long elr = c.literal(", ELR_EL2 = ").hexWith0x();
    if (!c.fitsWhole()) {
      return Fit.HALF;
    }
    ofGuest(OptionalInt.empty(), syndrome, OptionalLong.of(elr), "Gunyah");
    return Fit.WHOLE;
  }

  /** k-hypervisor, which runs on ARMv7. */
  private Fit trappedSmc() {
    if (!at().optional("Trapped SMC instruction: ")) {
      return Fit.NONE;
    }
    long syndrome = c.hexWith0x();
    if (!c.fitsWhole() || syndrome >>> 32 != 0) {
      return Fit.HALF;
    }
    entry(
        Optional.of(ExceptionKind.HYP_TRAP),
        Optional.empty(),
        Optional.of(ExecutionState.AARCH32),
        OptionalInt.empty(),
        OptionalLong.of(syndrome),
        OptionalLong.empty(),
        "toEl, toState from the recorder: Hyp");
    return Fit.WHOLE;
  }

  /** Monitors on seL4. */
  private Fit sel4() {
    if (at().optional("VMM|INFO: Handling SiP call with function number: ")) {
      int number = c.decimal();
      if (c.fitsWhole()) {
        note("a monitor on seL4 answers SiP function " + number);
      }
      return Fit.of(c.fitsWhole());
    }
    if (!at().optional("VCPUFault HSR=")) {
      return Fit.NONE;
    }
    long syndrome = c.hexWith0x();
    if (!c.fits()) {
      return Fit.HALF;
    }
    ofGuest(OptionalInt.empty(), syndrome, OptionalLong.empty(), "seL4");
    return Fit.WHOLE;
  }

  private void note(String text) {
    sink.event(new TraceEvent.Note(OptionalInt.empty(), source, text));
  }

  private static Map<String, Long> fid(long identifier) {
    return new RegisterValues(X0, identifier);
  }

  private void call(
      Call insn,
      Optional<ExceptionLevel> el,
      OptionalInt immediate,
      Map<String, Long> regs,
      String reconstructed) {
    sink.event(
        new TraceEvent.Call(
            OptionalInt.empty(),
            source,
            insn,
            Optional.empty(),
            el,
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            immediate,
            regs),
        reconstructed);
  }

  private void handled(
      ExceptionKind exception, Optional<ExceptionLevel> from, ExceptionLevel to, String by) {
    sink.event(
        new TraceEvent.Handled(
            OptionalInt.empty(),
            source,
            Optional.of(exception),
            from,
            Optional.of(to),
            OptionalInt.empty(),
            OptionalLong.empty(),
            by,
            false),
        "exception"
            + (from.isPresent() ? ", fromEl" : "")
            + " from the call; toEl, by from the recorder");
  }

  private void ofGuest(OptionalInt printedClass, long syndrome, OptionalLong elr, String who) {
    entry(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        printedClass,
        OptionalLong.of(syndrome),
        elr,
        "toEl from the recorder: " + who + " is EL2");
  }

  private void entry(
      Optional<ExceptionKind> exception,
      Optional<ExceptionLevel> from,
      Optional<ExecutionState> state,
      OptionalInt printedClass,
      OptionalLong syndrome,
      OptionalLong elr,
      String reconstructed) {
    sink.event(
        new TraceEvent.Entry(
            OptionalInt.empty(),
            source,
            exception,
            from,
            Optional.of(ExceptionLevel.EL2),
            state,
            printedClass,
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
