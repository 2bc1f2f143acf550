// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.opencsd;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.LineCursor;

/**
 * What the lines of one trace ID say. An exception is followed by a context, if that changed, and
 * by the first address at its target; an exception return likewise.
 */
final class TraceSource {
  private final OptionalInt cpu;
  private final TraceSink sink;
  private Context context = Context.UNKNOWN;
  private Optional<Taken> taken = Optional.empty();

  /** Where a return came from whose target has not been shown. */
  private Optional<Context> returning = Optional.empty();

  private boolean hasElements;
  private boolean otherNumbers;

  /** An exception packet without the address that is to follow. */
  private Optional<Taken> withoutAddress = Optional.empty();

  TraceSource(int id, TraceSink sink) {
    cpu = OptionalInt.of(id);
    this.sink = sink;
  }

  /** It is of a protocol whose exceptions are not numbered as ETMv4's. */
  void hasOtherNumbers() {
    otherNumbers = true;
  }

  /** Takes an element behind {@code OCSD_GEN_TRC_ELEM_}; false if it is not whole. */
  boolean element(LineCursor c, Supplier<SourceLine> line) {
    hasElements = true;
    if (c.optional("INSTR_RANGE(exec range=0x") || c.optional("I_RANGE_NOPATH(first 0x")) {
      return range(c, line);
    } else if (c.optional("ADDR_NACC( 0x")) {
      long address = c.hex();
      return c.fits() && reached(address, line);
    } else if (c.optional("PE_CONTEXT(")) {
      Optional<Context> now = Context.ofElement(c);
      now.ifPresent(this::context);
      return now.isPresent();
    } else if (c.optional("EXCEPTION_RET(")) {
      returning = Optional.of(context);
    } else if (c.optional("EXCEPTION(")) {
      return exception(c, line);
    } else if (c.looksAt("TRACE_ON") || c.looksAt("NO_SYNC") || c.looksAt("EO_TRACE")) {
      forget();
    }
    return true;
  }

  private boolean range(LineCursor c, Supplier<SourceLine> line) {
    long first = c.hex();
    c.literal(":[").upTo(']');
    if (!c.fits()) {
      return false;
    }
    reached(first, line);
    c.upTo('(');
    while (c.fits() && !c.looksAt("ISA=")) {
      c.upTo('(');
    }
    c.upTo(')');
    if (c.literal(" E ").fits()) {
      c.literal("iBR ");
      if (c.literal("A64:eret").fits()) {
        returning = Optional.of(context);
      }
    }
    return true;
  }

  private boolean exception(LineCursor c, Supplier<SourceLine> line) {
    OptionalLong elr = OptionalLong.empty();
    if (c.optional("pref ret addr:0x")) {
      elr = OptionalLong.of(c.hex());
      c.optional(" [addr also prev br tgt]");
      c.literal("; ");
    }
    long number = c.literal("excep num (0x").hex();
    c.literal(") ");
    if (!c.fits()) {
      return false;
    }
    took(new Taken(otherNumbers ? Taken.OTHER : (int) number, context, elr, line.get()));
    return true;
  }

  /** Takes a packet; false if it is not whole. Where there are elements too, it says no more. */
  boolean packet(LineCursor c, Supplier<SourceLine> line) {
    if (hasElements || !c.optional("I_")) {
      return true;
    }
    if (c.optional("EXCEPT : ")) {
      c.upTo(';');
      String name = c.blanks().upTo(';');
      Taken now = new Taken(Taken.number(name), context, OptionalLong.empty(), line.get());
      if (c.blanks().looksAt("Ret Addr Follows")) {
        withoutAddress = Optional.of(now);
      } else if (c.fits()) {
        took(now);
      }
      return c.fits();
    } else if (c.looksAt("ADDR_")) {
      boolean hasContext = c.looksAt("ADDR_CTXT_");
      c.upTo(';');
      c.blanks();
      long address = c.literal("Addr=").hexWith0x();
      c.optional(";");
      c.blanks();
      return c.fits() && (!hasContext || c.looksAt("Ctxt: ")) && address(address, c, line);
    } else if (c.looksAt("CTXT")) {
      c.upTo(';');
      return contextOf(c);
    } else if (c.looksAt("CANCEL") || c.looksAt("TRACE_ON") || c.looksAt("OVERFLOW")) {
      forget();
    }
    return true;
  }

  private boolean address(long address, LineCursor c, Supplier<SourceLine> line) {
    if (!contextOf(c)) {
      return false;
    }
    if (withoutAddress.isPresent()) {
      Taken now = withoutAddress.get();
      withoutAddress = Optional.empty();
      took(new Taken(now.number(), context, OptionalLong.of(address), now.line()));
    } else {
      reached(address, line);
    }
    return true;
  }

  /** Reads a context, if one follows: {@code Ctxt: Same} is none. */
  private boolean contextOf(LineCursor c) {
    c.optional(";");
    c.blanks();
    if (!c.optional("Ctxt: ") || c.looksAt("Same")) {
      return true;
    }
    Optional<Context> now = Context.ofPacket(c);
    now.ifPresent(this::context);
    return now.isPresent();
  }

  private void context(Context now) {
    boolean down =
        now.level().isPresent()
            && context.level().filter(level -> level.isAbove(now.level().get())).isPresent();
    if (down && taken.isEmpty() && returning.isEmpty()) {
      // A return of AArch32 is not shown as one.
      returning = Optional.of(context);
    }
    context = now;
  }

  private void took(Taken now) {
    // An interrupt before the first instruction behind a return: its return address is that one.
    if (returning.isPresent() && now.isAsynchronous() && now.elr().isPresent()) {
      returned(now.elr().getAsLong(), now.line());
    }
    taken.ifPresent(before -> entered(before, Optional.empty(), List.of(before.line())));
    returning = Optional.empty();
    taken = Optional.of(now);
  }

  /** The first address behind an exception or a return, or any other. */
  private boolean reached(long address, Supplier<SourceLine> line) {
    if (taken.isPresent()) {
      Taken now = taken.get();
      taken = Optional.empty();
      entered(now, Optional.of(address), List.of(now.line(), line.get()));
    } else if (returning.isPresent()) {
      returned(address, line.get());
    }
    return true;
  }

  private void entered(Taken now, Optional<Long> vector, List<SourceLine> lines) {
    Context target = vector.isPresent() ? context : Context.UNKNOWN;
    Optional<ExceptionKind> kind = now.kind(target.level());
    sink.event(
        new TraceEvent.Entry(
            cpu,
            lines,
            kind,
            now.before().level(),
            target.level(),
            target.state(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            now.elr(),
            OptionalLong.empty(),
            vector.isPresent() ? OptionalLong.of(vector.get()) : OptionalLong.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            false),
        "cpu from the trace ID"
            + (now.isCall() && kind.isPresent() ? "; exception from the levels" : ""));
  }

  private void returned(long pc, SourceLine line) {
    Context from = returning.orElseThrow();
    returning = Optional.empty();
    sink.event(
        new TraceEvent.Return(
            cpu,
            List.of(line),
            from.level(),
            from.state(),
            context.level(),
            context.state(),
            pc,
            Map.of()),
        "cpu from the trace ID");
  }

  /** The trace has a gap: what follows is not what became of what was before. */
  void forget() {
    end();
    returning = Optional.empty();
    withoutAddress = Optional.empty();
    context = Context.UNKNOWN;
  }

  /** The trace ends. */
  void end() {
    taken.ifPresent(before -> entered(before, Optional.empty(), List.of(before.line())));
    taken = Optional.empty();
  }
}
