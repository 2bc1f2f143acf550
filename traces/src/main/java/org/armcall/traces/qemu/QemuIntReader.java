// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.SourceLines;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.FoldedLine;
import org.armcall.traces.source.LineCursor;
import org.armcall.traces.source.Literal;
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

  private static final Literal DOTS = Literal.of("...");
  private static final Literal TAKING = Literal.of("Taking exception ");
  private static final Literal BRACKET = Literal.of(" [");
  private static final Literal ON_CPU = Literal.of(" on CPU ");
  private static final Literal RETURN = Literal.of("Exception return from ");
  private static final Literal ILLEGAL_RETURN = Literal.of("Illegal exception return at EL");
  private static final Literal MODE_SWITCH = Literal.of("AArch32 mode switch from ");
  private static final Literal TRACE = Literal.of("Trace ");
  private static final String FROM_HYP = "toEl from the mode: Hyp mode returns to EL1";

  private final TraceSink sink;
  private final HeldBack events;
  private final Listings listings = new Listings();
  private final DumpLines dumps = new DumpLines();
  private final LineCursor cursor = new LineCursor();
  private final ParsedLine parsed = new ParsedLine();
  private final OpenRecords open = new OpenRecords();
  private final Processors processors = new Processors();

  private OptionalInt executing = OptionalInt.empty();
  private OptionalInt dumped = OptionalInt.empty();
  private boolean named;

  /** Whether something of a dump, or the line before one, may be held. */
  private boolean mayBeDump;

  private boolean headerLost;
  private long recognised;

  /** A line that may be the first part of one that a mail program folded. */
  private final FoldedLine half = new FoldedLine();

  private long joined;

  private final LineAtHand hand = new LineAtHand();

  private QemuIntReader(TraceSink sink) {
    this.sink = sink;
    events = new HeldBack(sink, listings);
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
    reader.open.removeAll(reader::close);
    reader.events.release();
    return ReadCount.of(
        lines,
        reader.recognised,
        reader.joined,
        "is of a QEMU -d int log; record one with: qemu-system-aarch64 -d int -D FILE ...");
  }

  private void line(LogLines lines) {
    if (lines.tooLong()) {
      giveUpHalf();
      bad(text(lines), "longer than " + LogLines.LONGEST + " bytes");
      return;
    }
    if (half.isHeld() && isRestOfHalf(lines)) {
      return;
    }
    hand.is(lines);
    LineCursor c = hand.on(cursor);
    switch (c.character()) {
      case '.' -> {
        if (c.optional(DOTS)) {
          noDump();
          heldUnless(continuation(c));
          return;
        }
      }
      case 'T' -> {
        if (c.optional(TAKING)) {
          noDump();
          heldUnless(header(c));
          return;
        }
      }
      case 'E' -> {
        if (c.optional(RETURN)) {
          noDump();
          heldUnless(exceptionReturn(c));
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
      if (dumps.takeTorn()) {
        bad(hand.first(), "ends a register dump of which lines are missing");
      }
      return;
    }
    noDump();
    hand.on(cursor);
    if (c.looksAt(ILLEGAL_RETURN)) {
      heldUnless(illegalReturn());
    } else if (c.looksAt(MODE_SWITCH)) {
      note("mode switch");
    } else if (c.looksAt(TRACE)) {
      heldUnless(executed(c));
    } else if (hand.isOtherText()) {
      listings.see(hand, cursor);
    } else {
      bad(hand.first(), "not a line of a QEMU -d int log");
    }
  }

  /** A line that is not whole may go on in the next. */
  private void heldUnless(boolean whole) {
    if (!whole) {
      hand.holdIn(half);
    }
  }

  /** Whether the line and the one that is held are one of an exception; it is taken then. */
  private boolean isRestOfHalf(LogLines lines) {
    boolean whole = false;
    if (!begins(cursor.on(lines.bytes(), lines.start(), lines.end()))) {
      hand.is(half, lines);
      whole = isRecord(hand.on(cursor));
    }
    if (whole) {
      joined++;
      half.clear();
    } else {
      giveUpHalf();
    }
    return whole;
  }

  /** Whether the line begins as those of exceptions do. */
  private static boolean begins(LineCursor c) {
    return c.looksAt(DOTS)
        || c.looksAt(TAKING)
        || c.looksAt(RETURN)
        || c.looksAt(ILLEGAL_RETURN)
        || c.looksAt(MODE_SWITCH)
        || c.looksAt(TRACE);
  }

  private boolean isRecord(LineCursor c) {
    if (c.optional(DOTS)) {
      return continuation(c);
    }
    if (c.optional(TAKING)) {
      return header(c);
    }
    if (c.looksAt(TRACE)) {
      return executed(c);
    }
    return c.optional(RETURN) ? exceptionReturn(c) : illegalReturn();
  }

  /** What was held is no first part of a line that was folded. */
  private void giveUpHalf() {
    half.first().ifPresent(first -> bad(first, notWhole(first.text())));
    half.clear();
  }

  private static String notWhole(String text) {
    if (text.startsWith("...")) {
      return "not a whole continuation line";
    }
    if (text.startsWith("Trace")) {
      return "not a whole line of -d exec";
    }
    return text.startsWith("Taking") ? "not a whole header" : "not a whole exception return";
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

  private void event(TraceEvent event, String reconstructed) {
    events.event(
        event, reconstructed, named && processors.count() > 1 ? event.cpu() : processors.only());
  }

  private void bad(SourceLine line, String why) {
    listings.forget();
    events.release();
    sink.badLine(line, why);
  }

  /** A dump at the vector ends the record of an exception taken to AArch32. */
  private void dump(RegisterDump dump) {
    Optional<OpenRecord> whole = processors.count() == 1 ? open.onlyWhole() : Optional.empty();
    if (whole.isPresent()
        && whole.get().event() instanceof TraceEvent.Entry entry
        && HeldBack.isVector(entry, dump)) {
      open.remove(whole.get());
      close(whole.get());
    }
    events.dump(dump, dumped.isPresent() ? dumped : processors.only(), processors.count() == 0);
    dumped = OptionalInt.empty();
  }

  /**
   * A line of {@code -d exec}, {@code Trace 0: 0x7f...}: it names a processor, and that of the dump
   * that follows at once. False if it is not whole: it has something in brackets.
   */
  private boolean executed(LineCursor c) {
    int cpu = c.literal(TRACE).decimal();
    if (!c.literal(":").fits() || cpu >= PROCESSORS) {
      return true;
    }
    if (!hand.has(']')) {
      return false;
    }
    named = true;
    boolean first = processors.appears(cpu);
    executing = processors.of(cpu);
    mayBeDump = true;
    if (first) {
      events.release();
    }
    return true;
  }

  private void note(String what) {
    recognised++;
    event(new TraceEvent.Note(OptionalInt.empty(), hand.lines(), what), "");
  }

  /** It ends in an address. */
  private boolean illegalReturn() {
    boolean whole = hand.endsInDigit();
    if (whole) {
      note("illegal exception return");
    }
    return whole;
  }

  /** Takes the line behind its first words, as the next two do; false if it is not whole. */
  private boolean header(LineCursor c) {
    c.decimal();
    c.literal(BRACKET);
    ExceptionKind kind = Names.kindAt(c);
    int processor = c.optional(ON_CPU) ? c.decimal() : Processors.NO_NUMBER;
    if (!c.fitsWhole() || processor >= PROCESSORS) {
      return false;
    }
    recognised++;
    headerLost = false;
    boolean first = processors.appears(processor);
    OptionalInt cpu = processors.of(processor);
    // A processor that takes an exception has finished logging the one before.
    open.removeOf(cpu, this::close);
    if (first) {
      events.release();
    }
    hand.addTo(open.begin(cpu, kind).source());
    return true;
  }

  private boolean continuation(LineCursor c) {
    if (!parsed.read(c)) {
      return false;
    }
    Continuation kind = parsed.kind();
    int accepting = open.accepting(kind);
    headerLost |= accepting == 0;
    if (headerLost || accepting > 1) {
      open.cannotTell(kind);
    }
    if (headerLost) {
      bad(hand.first(), "belongs to no header before it");
      return true;
    }
    recognised++;
    OpenRecord taker = open.oldestAccepting(kind);
    taker.take(parsed);
    hand.addTo(taker.source());
    if (taker.isComplete()) {
      event(taker.event(), taker.reconstructed());
      open.complete(taker);
    }
    return true;
  }

  private boolean exceptionReturn(LineCursor c) {
    Optional<ReturnLine> whole = ReturnLine.of(c);
    if (whole.isEmpty()) {
      return false;
    }
    recognised++;
    ReturnLine line = whole.get();
    if (processors.count() == 1) {
      open.removeAll(this::close);
    } else if (line.fromState() == ExecutionState.AARCH32) {
      closeTheOneOfAarch32();
    }
    event(
        new TraceEvent.Return(
            OptionalInt.empty(),
            hand.lines(),
            line.fromEl(),
            Optional.of(line.fromState()),
            line.toEl(),
            Optional.of(line.toState()),
            line.pc(),
            Map.of()),
        line.fromHyp() ? FROM_HYP : "");
    return true;
  }

  /**
   * The record of an exception taken to AArch32 has no last line. A return from AArch32 ends it, if
   * it is the only one that may be such a record.
   */
  private void closeTheOneOfAarch32() {
    open.onlyWhole()
        .ifPresent(
            whole -> {
              open.remove(whole);
              close(whole);
            });
  }

  private void close(OpenRecord record) {
    if (record.isHalf()) {
      bad(record.header(), "half a record: no '...from' line follows");
    } else {
      event(record.event(), record.reconstructed());
    }
  }

  private static SourceLine text(LogLines lines) {
    return SourceLines.of(lines.number(), lines.bytes(), lines.start(), lines.end()).get(0);
  }
}
