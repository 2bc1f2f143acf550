// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.SourceLines;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.LineCursor;
import org.armcall.traces.source.Literal;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.TraceException;

/**
 * Reads the log of {@code qemu -d int}, of any version that has one.
 *
 * <p>A record is a header and up to six lines that begin with three dots. Those lines do not name
 * their processor, and with several processors they interleave: a line goes to the record that can
 * take it next. Where two records can, that field and those after it are left out of both, and the
 * events say that they are {@code mixed}. A line that no record can take has lost its header, and
 * so have those after it, up to the next header. A last line that is cut is left out: what is
 * missing of it cannot be known, and half a number looks like a number. Memory is bounded: one open
 * record for each processor, {@value #PROCESSORS} of them at most.
 */
public final class QemuIntReader {
  /** Processor numbers from this on are taken for damage. QEMU's largest Arm machine has 512. */
  public static final int PROCESSORS = 1024;

  private static final Literal DOTS = Literal.of("...");
  private static final Literal TAKING = Literal.of("Taking exception ");
  private static final Literal BRACKET = Literal.of(" [");
  private static final Literal ON_CPU = Literal.of(" on CPU ");
  private static final Literal RETURN = Literal.of("Exception return from ");
  private static final Literal ILLEGAL_RETURN = Literal.of("Illegal exception return at EL");
  private static final Literal MODE_SWITCH = Literal.of("AArch32 mode switch from ");
  private static final Literal TRACE = Literal.of("Trace ");

  private static final int NO_NUMBER = -1;

  private final TraceSink sink;
  private final HeldBack events;
  private final DumpLines dumps = new DumpLines();
  private final LineCursor cursor = new LineCursor();
  private final ParsedLine parsed = new ParsedLine();
  private final List<OpenRecord> open = new ArrayList<>();
  private final List<SourceLines.Builder> spare = new ArrayList<>();

  /** One for each number, so that none is made for each record; null until it appears. */
  private final OptionalInt[] numbered = new OptionalInt[PROCESSORS];

  /** How many processors appeared; what has no number counts as one. */
  private int processors;

  private boolean unnumbered;
  private OptionalInt last = OptionalInt.empty();

  private OptionalInt executing = OptionalInt.empty();
  private OptionalInt dumped = OptionalInt.empty();
  private boolean named;

  /** Whether something of a dump, or the line before one, may be held. */
  private boolean mayBeDump;

  private boolean headerLost;
  private long recognised;

  private QemuIntReader(TraceSink sink) {
    this.sink = sink;
    events = new HeldBack(sink);
  }

  /**
   * Reads the log to its end, or to the line that is cut.
   *
   * @return how many lines of the format there were
   * @throws TraceException if reading fails or no line is of the format
   */
  public static long read(LogLines lines, TraceSink sink) throws TraceException {
    QemuIntReader reader = new QemuIntReader(sink);
    while (lines.next() && !lines.cut()) {
      reader.line(lines);
    }
    reader.closeAll();
    reader.events.release();
    if (reader.recognised == 0 && !lines.isDamaged()) {
      throw new TraceException(
          TraceException.Problem.NOT_A_TRACE,
          lines.name()
              + ": none of its "
              + lines.number()
              + " lines is of a QEMU -d int log; record one with: qemu-system-aarch64 -d int -D"
              + " FILE ...");
    }
    return reader.recognised;
  }

  private void line(LogLines lines) {
    if (lines.tooLong()) {
      bad(text(lines), "longer than " + LogLines.LONGEST + " bytes");
      return;
    }
    LineCursor c = cursor.on(lines.bytes(), lines.start(), lines.end());
    switch (c.character()) {
      case '.' -> {
        if (c.optional(DOTS)) {
          noDump();
          continuation(c, lines);
          return;
        }
      }
      case 'T' -> {
        if (c.optional(TAKING)) {
          noDump();
          header(c, lines);
          return;
        }
      }
      case 'E' -> {
        if (c.optional(RETURN)) {
          noDump();
          exceptionReturn(c, lines);
          return;
        }
      }
      default -> {
        // Not of a record.
      }
    }
    between(c, lines);
  }

  /** The lines between records. */
  private void between(LineCursor c, LogLines lines) {
    mayBeDump = true;
    if (dumps.take(c, () -> text(lines))) {
      if (executing.isPresent()) {
        dumped = executing;
        executing = OptionalInt.empty();
      }
      dumps.takeWhole().ifPresent(this::dump);
      return;
    }
    noDump();
    cursor.on(lines.bytes(), lines.start(), lines.end());
    if (c.looksAt(ILLEGAL_RETURN)) {
      note("illegal exception return", lines);
    } else if (c.looksAt(MODE_SWITCH)) {
      note("mode switch", lines);
    } else if (c.looksAt(TRACE)) {
      executed(c);
    } else if (!OtherText.isKnown(lines.bytes(), lines.start(), lines.end())) {
      bad(text(lines), "not a line of a QEMU -d int log");
    }
  }

  /** The line is none of a register dump. */
  private void noDump() {
    if (mayBeDump) {
      dumped = OptionalInt.empty();
      executing = OptionalInt.empty();
      dumps.forget();
      mayBeDump = false;
    }
  }

  private void event(TraceEvent event) {
    events.event(event, named && processors > 1 ? event.cpu() : only());
  }

  /** The only processor that the log shows. */
  private OptionalInt only() {
    return processors == 1 ? last : OptionalInt.empty();
  }

  private void bad(SourceLine line, String why) {
    events.release();
    sink.badLine(line, why);
  }

  /** A dump at the vector ends the record of an exception taken to AArch32. */
  private void dump(RegisterDump dump) {
    List<OpenRecord> whole = open.stream().filter(OpenRecord::mayBeWhole).toList();
    if (processors == 1
        && whole.size() == 1
        && whole.get(0).event() instanceof TraceEvent.Entry entry
        && HeldBack.isVector(entry, dump)) {
      open.remove(whole.get(0));
      close(whole.get(0));
    }
    events.dump(dump, dumped.isPresent() ? dumped : only(), processors == 0);
    dumped = OptionalInt.empty();
  }

  /**
   * A line of {@code -d exec}, {@code Trace 0: 0x7f...}: it names a processor, and that of the dump
   * that follows at once.
   */
  private void executed(LineCursor c) {
    int cpu = c.literal(TRACE).decimal();
    if (!c.literal(":").fits() || cpu >= PROCESSORS) {
      return;
    }
    named = true;
    boolean first = numbered[cpu] == null;
    executing = numbered(cpu);
    if (first) {
      appeared(executing);
    }
  }

  private void note(String what, LogLines lines) {
    recognised++;
    event(new TraceEvent.Note(OptionalInt.empty(), List.of(text(lines)), what));
  }

  private void header(LineCursor c, LogLines lines) {
    c.decimal();
    c.literal(BRACKET);
    ExceptionKind kind = Names.kindAt(c);
    int number = c.optional(ON_CPU) ? c.decimal() : NO_NUMBER;
    if (!c.fitsWhole() || number >= PROCESSORS) {
      bad(text(lines), "not a whole header");
      return;
    }
    recognised++;
    headerLost = false;
    boolean first = number == NO_NUMBER ? !unnumbered : numbered[number] == null;
    OptionalInt cpu = number == NO_NUMBER ? OptionalInt.empty() : numbered(number);
    closeOf(cpu);
    if (first) {
      unnumbered |= number == NO_NUMBER;
      appeared(cpu);
    }
    OpenRecord record = new OpenRecord(cpu, kind, spare());
    addTo(record, lines);
    open.add(record);
  }

  private void continuation(LineCursor c, LogLines lines) {
    if (!parsed.read(c)) {
      bad(text(lines), "not a whole continuation line");
      return;
    }
    Continuation kind = parsed.kind();
    int takers = 0;
    int taking = 0;
    for (int i = open.size() - 1; i >= 0; i--) {
      if (open.get(i).accepts(kind)) {
        takers++;
        taking = i;
      }
    }
    headerLost |= takers == 0;
    if (headerLost || takers > 1) {
      open.stream().filter(record -> record.accepts(kind)).forEach(r -> r.cannotTell(kind));
    }
    if (headerLost) {
      bad(text(lines), "belongs to no header before it");
      return;
    }
    recognised++;
    OpenRecord taker = open.get(taking);
    taker.take(parsed);
    addTo(taker, lines);
    if (taker.isComplete()) {
      open.remove(taking);
      event(taker.event());
      spare.add(taker.source());
    }
  }

  private void exceptionReturn(LineCursor c, LogLines lines) {
    Optional<ReturnLine> parsed = ReturnLine.of(c);
    if (parsed.isEmpty()) {
      bad(text(lines), "not a whole exception return");
      return;
    }
    recognised++;
    ReturnLine line = parsed.get();
    if (processors == 1) {
      closeAll();
    } else if (line.fromState() == ExecutionState.AARCH32) {
      closeTheOneOfAarch32();
    }
    event(
        new TraceEvent.Return(
            OptionalInt.empty(),
            SourceLines.of(lines.number(), lines.bytes(), lines.start(), lines.end()),
            line.fromEl(),
            Optional.of(line.fromState()),
            line.toEl(),
            Optional.of(line.toState()),
            line.pc(),
            Map.of()));
  }

  /**
   * The record of an exception taken to AArch32 has no last line. A return from AArch32 ends it, if
   * it is the only one that may be such a record.
   */
  private void closeTheOneOfAarch32() {
    List<OpenRecord> whole = open.stream().filter(OpenRecord::mayBeWhole).toList();
    if (whole.size() == 1) {
      open.remove(whole.get(0));
      close(whole.get(0));
    }
  }

  /** A processor that takes an exception has finished logging the one before. */
  private void closeOf(OptionalInt cpu) {
    if (open.isEmpty()) {
      return;
    }
    Iterator<OpenRecord> records = open.iterator();
    while (records.hasNext()) {
      OpenRecord record = records.next();
      if (record.cpu().equals(cpu)) {
        records.remove();
        close(record);
      }
    }
  }

  private void closeAll() {
    open.forEach(this::close);
    open.clear();
  }

  private void close(OpenRecord record) {
    if (record.isHalf()) {
      bad(record.header(), "half a record: no '...from' line follows");
    } else {
      event(record.event());
    }
  }

  /** A processor appears for the first time. */
  private void appeared(OptionalInt cpu) {
    processors++;
    last = cpu;
    events.release();
  }

  private OptionalInt numbered(int cpu) {
    if (numbered[cpu] == null) {
      numbered[cpu] = OptionalInt.of(cpu);
    }
    return numbered[cpu];
  }

  /** What the lines of a record are collected in: that of one that is complete, if there is one. */
  private SourceLines.Builder spare() {
    return spare.isEmpty() ? new SourceLines.Builder() : spare.remove(spare.size() - 1).clear();
  }

  private static void addTo(OpenRecord record, LogLines lines) {
    record.source().add(lines.number(), lines.bytes(), lines.start(), lines.end());
  }

  private static SourceLine text(LogLines lines) {
    return SourceLines.of(lines.number(), lines.bytes(), lines.start(), lines.end()).get(0);
  }
}
