// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.tarmac;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.FoldedLine;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.ReadCount;
import org.armcall.traces.source.TraceException;

/**
 * Reads Tarmac of Fast Models and FVPs, of the older style with {@code ES} lines, and of gem5
 * (traces/formats/tarmac.md).
 *
 * <p>An instruction is a call or none by its word. What the registers held when it was executed is
 * what was last written to them. Whether an exception was taken is known at the next instruction of
 * the same processor. Memory is bounded by the processors, {@value #PROCESSORS} at most.
 */
public final class TarmacReader {
  /** Processor numbers from this on are taken for damage. */
  public static final int PROCESSORS = 1024;

  private static final int TEXT_KEPT = 200;

  private final LogLines current;
  private final TraceSink sink;
  private final TarmacLine line = new TarmacLine();
  private final Map<Integer, TracedProcessor> named = new HashMap<>();
  private final TracedProcessor unnamed;
  private TracedProcessor last;
  private int lastCpu = -1;
  private long recognised;

  /** A line that may be the first part of one that a mail program folded. */
  private final FoldedLine half = new FoldedLine();

  private Optional<SourceLine> unfolded = Optional.empty();
  private long joined;

  private TarmacReader(LogLines lines, TraceSink sink) {
    current = lines;
    this.sink = sink;
    unnamed = new TracedProcessor(OptionalInt.empty(), sink);
    last = unnamed;
  }

  /**
   * Reads the trace to its end, or to the line that is cut.
   *
   * @throws TraceException if reading fails or no line is an instruction of the format
   */
  public static ReadCount read(LogLines lines, TraceSink sink) throws TraceException {
    TarmacReader reader = new TarmacReader(lines, sink);
    while (lines.next() && !lines.cut()) {
      reader.line(lines);
    }
    reader.giveUpHalf();
    reader.unnamed.end();
    reader.named.values().forEach(TracedProcessor::end);
    return ReadCount.of(
        lines,
        reader.recognised,
        reader.joined,
        "is an instruction of a Tarmac trace; record one with the TarmacTrace plugin"
            + " (see traces/formats/tarmac.md)");
  }

  /** What says that a line is of this format; empty if nothing does. */
  public static Optional<String> evidence(byte[] bytes, int start, int end) {
    TarmacLine line = new TarmacLine();
    TarmacLine.Type type = line.begin(bytes, start, end);
    boolean instruction = type == TarmacLine.Type.INSTRUCTION || type == TarmacLine.Type.SKIPPED;
    return instruction && line.instruction()
        ? Optional.of("an instruction of Tarmac")
        : Optional.empty();
  }

  private void line(LogLines lines) {
    if (lines.tooLong()) {
      giveUpHalf();
      bad(source(), "longer than " + LogLines.LONGEST + " bytes");
      return;
    }
    TarmacLine.Type type = line.begin(lines.bytes(), lines.start(), lines.end());
    if (half.isHeld()) {
      if (isRest(type) && unfolded(half.with(lines.bytes(), lines.start(), lines.end()))) {
        joined++;
        half.clear();
        return;
      }
      giveUpHalf();
      line.begin(lines.bytes(), lines.start(), lines.end());
    }
    if (!take(type)) {
      half.hold(lines.bytes(), lines.start(), lines.end(), source());
    } else if (type == TarmacLine.Type.NONE && isGap(lines)) {
      bad(source(), "lines were left out here: what the registers hold is not known behind it");
    }
  }

  /** Whether the line may be the rest of one before: it is not one that says something itself. */
  private static boolean isRest(TarmacLine.Type type) {
    return type == TarmacLine.Type.NONE || type == TarmacLine.Type.OTHER;
  }

  /** Takes a line that was put together again; false if it is not whole still. */
  private boolean unfolded(byte[] whole) {
    unfolded = half.first();
    boolean taken = take(line.begin(whole, 0, whole.length));
    unfolded = Optional.empty();
    return taken;
  }

  private void giveUpHalf() {
    half.first().ifPresent(first -> bad(first, "not a whole instruction or register"));
    half.clear();
  }

  /** Takes a line at whose type the cursor stands; false if it is not whole. */
  private boolean take(TarmacLine.Type type) {
    return switch (type) {
      case INSTRUCTION, SKIPPED -> instruction(type == TarmacLine.Type.INSTRUCTION);
      case REGISTER -> {
        boolean whole = !line.isOneWord();
        if (whole) {
          register();
        }
        yield whole;
      }
      case EVENT -> {
        processor().event(line.lastWord(), source());
        yield true;
      }
      // They say nothing of a call.
      case NONE, OTHER -> true;
    };
  }

  /** What grep writes between excerpts. */
  private static boolean isGap(LogLines lines) {
    int start = lines.start();
    return lines.end() - start == 2
        && lines.bytes()[start] == '-'
        && lines.bytes()[start + 1] == '-';
  }

  private TracedProcessor processor() {
    if (!line.hasCpu()) {
      return unnamed;
    }
    if (line.cpu() != lastCpu) {
      lastCpu = line.cpu();
      last =
          named.computeIfAbsent(
              lastCpu, number -> new TracedProcessor(OptionalInt.of(number), sink));
    }
    return last;
  }

  /** False if it is not whole. */
  private boolean instruction(boolean executed) {
    if (!line.instruction()) {
      return false;
    }
    if (line.isCpuTooLarge()) {
      bad(source(), "a processor's number is below " + PROCESSORS);
      return true;
    }
    recognised++;
    TracedProcessor cpu = processor();
    boolean special = TracedProcessor.isSpecial(line);
    if (cpu.isPlain(line) && !special) {
      return true;
    }
    SourceLine source = source();
    cpu.reached(line, source);
    if (special) {
      cpu.executes(line, source, executed && !line.saysFailed());
    }
    return true;
  }

  private void register() {
    if (line.isCpuTooLarge()) {
      bad(source(), "a processor's number is below " + PROCESSORS);
      return;
    }
    int first = line.firstLetter() | 0x20;
    int number = first == 'x' || first == 'r' || first == 'w' ? line.numbered() : -1;
    if (number >= 0) {
      TracedProcessor cpu = processor();
      if (!line.value()) {
        cpu.history().lost(number);
      } else if (first == 'r') {
        cpu.history().wrote32(number, line.number(), cpu.isBanked());
      } else {
        cpu.history().wrote64(number, first == 'w' ? line.number() & 0xffff_ffffL : line.number());
      }
    } else if (first == 'e' || first == 's' || first == 'h' || first == 'c' || first == 'r') {
      system();
    }
  }

  private void system() {
    String name = line.name();
    TracedProcessor cpu = processor();
    boolean read = line.value();
    OptionalLong value = read ? OptionalLong.of(line.number()) : OptionalLong.empty();
    switch (name.toUpperCase(java.util.Locale.ROOT)) {
      case "HCR_EL2", "HCR" -> cpu.history().hcr(value);
      case "SCR_EL3", "SCR" -> cpu.history().scr(value);
      default -> {
        if (read) {
          cpu.wrote(name, line.number(), source());
        }
      }
    }
  }

  private void bad(SourceLine source, String why) {
    sink.badLine(source, why);
    unnamed.forget();
    named.values().forEach(TracedProcessor::forget);
  }

  /** The line that is read, or the first of two that it was put together from. */
  private SourceLine source() {
    if (unfolded.isPresent()) {
      return unfolded.get();
    }
    int length = Math.min(current.end() - current.start(), TEXT_KEPT);
    return new SourceLine(
        current.number(),
        new String(current.bytes(), current.start(), length, StandardCharsets.ISO_8859_1));
  }
}
