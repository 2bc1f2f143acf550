// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.FoldedLine;
import org.armcall.traces.source.LineCursor;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.ReadCount;
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

  private static final int TEXT_KEPT = 200;

  private final TraceSink sink;
  private final HeldBack events;
  private final DumpLines dumps = new DumpLines();
  private final LineCursor cursor = new LineCursor();
  private final List<OpenRecord> open = new ArrayList<>();
  private final Set<OptionalInt> processors = new HashSet<>();
  private OptionalInt executing = OptionalInt.empty();
  private OptionalInt dumped = OptionalInt.empty();
  private boolean named;
  private boolean headerLost;
  private long recognised;

  /** A line that may be the first part of one that a mail program folded. */
  private final FoldedLine half = new FoldedLine();

  private long joined;

  private QemuIntReader(TraceSink sink) {
    this.sink = sink;
    events = new HeldBack(sink);
  }

  /**
   * Reads the log to its end, or to the line that is cut.
   *
   * @return how many lines of the format there were, and how many were joined to others
   * @throws TraceException if reading fails or no line is of the format
   */
  public static ReadCount read(LogLines lines, TraceSink sink) throws TraceException {
    QemuIntReader reader = new QemuIntReader(sink);
    while (lines.next() && !lines.cut()) {
      reader.line(lines);
    }
    reader.giveUpHalf();
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
    return new ReadCount(reader.recognised, lines.quoted(), reader.joined);
  }

  private void line(LogLines lines) {
    if (lines.tooLong()) {
      giveUpHalf();
      bad(text(lines), "longer than " + LogLines.LONGEST + " bytes");
      return;
    }
    byte[] b = lines.bytes();
    if (half.isHeld() && !begins(cursor.on(b, lines.start(), lines.end()))) {
      byte[] whole = half.with(b, lines.start(), lines.end());
      if (record(whole, 0, whole.length, half.first().orElseThrow())) {
        joined++;
        half.clear();
        return;
      }
    }
    giveUpHalf();
    LineCursor c = cursor.on(b, lines.start(), lines.end());
    if (dumps.take(c, () -> text(lines))) {
      if (executing.isPresent()) {
        dumped = executing;
        executing = OptionalInt.empty();
      }
      dumps.takeWhole().ifPresent(this::dump);
      return;
    }
    dumped = OptionalInt.empty();
    executing = OptionalInt.empty();
    dumps.forget();
    if (begins(cursor.on(b, lines.start(), lines.end()))) {
      SourceLine source = text(lines);
      if (!record(b, lines.start(), lines.end(), source)) {
        half.hold(b, lines.start(), lines.end(), source);
      }
    } else if (c.looksAt("Trace ")) {
      executed(c);
    } else if (!OtherText.isKnown(b, lines.start(), lines.end())) {
      bad(text(lines), "not a line of a QEMU -d int log");
    }
  }

  /** Whether the line begins as those of exceptions do. */
  private static boolean begins(LineCursor c) {
    return c.looksAt("...")
        || c.looksAt("Taking exception ")
        || c.looksAt("Exception return from ")
        || c.looksAt("Illegal exception return at EL")
        || c.looksAt("AArch32 mode switch from ");
  }

  /** Takes a line of an exception; false if it is not whole. */
  private boolean record(byte[] b, int start, int end, SourceLine source) {
    LineCursor c = cursor.on(b, start, end);
    if (c.optional("...")) {
      return continuation(ParsedLine.of(c), source);
    } else if (c.optional("Taking exception ")) {
      return header(c, source);
    } else if (c.optional("Exception return from ")) {
      return exceptionReturn(c, source);
    } else if (c.looksAt("Illegal exception return at EL")) {
      boolean whole = Character.digit(b[end - 1], 16) >= 0;
      if (whole) {
        note("illegal exception return", source);
      }
      return whole;
    }
    note("mode switch", source);
    return true;
  }

  /** What was held is no first part of a line that was folded. */
  private void giveUpHalf() {
    half.first().ifPresent(line -> bad(line, notWhole(line.text())));
    half.clear();
  }

  private static String notWhole(String text) {
    return text.startsWith("...")
        ? "not a whole continuation line"
        : text.startsWith("Taking") ? "not a whole header" : "not a whole exception return";
  }

  private void event(TraceEvent event) {
    events.event(event, named && processors.size() > 1 ? event.cpu() : only());
  }

  /** The only processor that the log shows. */
  private OptionalInt only() {
    return processors.size() == 1 ? processors.iterator().next() : OptionalInt.empty();
  }

  private void bad(SourceLine line, String why) {
    events.release();
    sink.badLine(line, why);
  }

  /** A dump at the vector ends the record of an exception taken to AArch32. */
  private void dump(RegisterDump dump) {
    List<OpenRecord> whole = open.stream().filter(OpenRecord::mayBeWhole).toList();
    if (processors.size() == 1
        && whole.size() == 1
        && whole.get(0).event() instanceof TraceEvent.Entry entry
        && HeldBack.isVector(entry, dump)) {
      open.remove(whole.get(0));
      close(whole.get(0));
    }
    events.dump(dump, dumped.isPresent() ? dumped : only(), processors.isEmpty());
    dumped = OptionalInt.empty();
  }

  /**
   * A line of {@code -d exec}, {@code Trace 0: 0x7f...}: it names a processor, and that of the dump
   * that follows at once.
   */
  private void executed(LineCursor c) {
    int cpu = c.literal("Trace ").decimal();
    if (!c.literal(":").fits() || cpu >= PROCESSORS) {
      return;
    }
    named = true;
    executing = OptionalInt.of(cpu);
    if (processors.add(executing)) {
      events.release();
    }
  }

  private void note(String what, SourceLine line) {
    recognised++;
    event(new TraceEvent.Note(OptionalInt.empty(), List.of(line), what));
  }

  private boolean header(LineCursor c, SourceLine line) {
    c.decimal();
    c.literal(" [");
    ExceptionKind kind = Names.kindOf(c.upTo(']'));
    OptionalInt cpu = c.optional(" on CPU ") ? OptionalInt.of(c.decimal()) : OptionalInt.empty();
    if (!c.fitsWhole() || cpu.orElse(0) >= PROCESSORS) {
      return false;
    }
    recognised++;
    headerLost = false;
    closeOf(cpu);
    if (processors.add(cpu)) {
      events.release();
    }
    open.add(new OpenRecord(cpu, kind, line));
    return true;
  }

  private boolean continuation(Optional<ParsedLine> parsed, SourceLine line) {
    if (parsed.isEmpty()) {
      return false;
    }
    Continuation kind = parsed.get().kind();
    List<OpenRecord> takers = open.stream().filter(record -> record.accepts(kind)).toList();
    headerLost |= takers.isEmpty();
    if (headerLost || takers.size() > 1) {
      takers.forEach(record -> record.cannotTell(kind));
    }
    if (headerLost) {
      bad(line, "belongs to no header before it");
      return true;
    }
    recognised++;
    OpenRecord taker = takers.get(0);
    taker.take(parsed.get(), line);
    if (taker.isComplete()) {
      open.remove(taker);
      event(taker.event());
    }
    return true;
  }

  private boolean exceptionReturn(LineCursor c, SourceLine source) {
    Optional<ReturnLine> parsed = ReturnLine.of(c);
    if (parsed.isEmpty()) {
      return false;
    }
    recognised++;
    ReturnLine line = parsed.get();
    if (processors.size() == 1) {
      closeAll();
    } else if (line.fromState() == ExecutionState.AARCH32) {
      closeTheOneOfAarch32();
    }
    event(
        new TraceEvent.Return(
            OptionalInt.empty(),
            List.of(source),
            line.fromEl(),
            Optional.of(line.fromState()),
            line.toEl(),
            Optional.of(line.toState()),
            line.pc(),
            Map.of()));
    return true;
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

  private static SourceLine text(LogLines lines) {
    int length = Math.min(lines.end() - lines.start(), TEXT_KEPT);
    return new SourceLine(
        lines.number(),
        new String(lines.bytes(), lines.start(), length, StandardCharsets.ISO_8859_1));
  }
}
