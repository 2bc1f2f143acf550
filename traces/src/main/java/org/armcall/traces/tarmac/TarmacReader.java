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

  private final TraceSink sink;
  private final TarmacLine line = new TarmacLine();
  private final Map<Integer, TracedProcessor> named = new HashMap<>();
  private final TracedProcessor unnamed;
  private TracedProcessor last;
  private int lastCpu = -1;
  private long recognised;

  private TarmacReader(TraceSink sink) {
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
    TarmacReader reader = new TarmacReader(sink);
    while (lines.next() && !lines.cut()) {
      reader.line(lines);
    }
    reader.unnamed.end();
    reader.named.values().forEach(TracedProcessor::end);
    if (reader.recognised == 0 && !lines.isDamaged()) {
      throw new TraceException(
          TraceException.Problem.NOT_A_TRACE,
          lines.name()
              + ": none of its "
              + lines.number()
              + " lines is an instruction of a Tarmac trace; record one with the TarmacTrace plugin"
              + " (see traces/formats/tarmac.md)");
    }
    return new ReadCount(reader.recognised, lines.quoted(), 0);
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
      bad(lines, "longer than " + LogLines.LONGEST + " bytes");
      return;
    }
    TarmacLine.Type type = line.begin(lines.bytes(), lines.start(), lines.end());
    switch (type) {
      case INSTRUCTION, SKIPPED -> instruction(lines, type == TarmacLine.Type.INSTRUCTION);
      case REGISTER -> register(lines);
      case EVENT -> processor().event(line.lastWord(), source(lines));
      case NONE -> {
        if (isGap(lines)) {
          bad(lines, "lines were left out here: what the registers hold is not known behind it");
        }
      }
      case OTHER -> {
        // It says nothing of a call.
      }
    }
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

  private void instruction(LogLines lines, boolean executed) {
    if (!line.instruction()) {
      bad(lines, "not a whole instruction");
      return;
    }
    if (line.isCpuTooLarge()) {
      bad(lines, "a processor's number is below " + PROCESSORS);
      return;
    }
    recognised++;
    TracedProcessor cpu = processor();
    boolean special = TracedProcessor.isSpecial(line);
    if (cpu.isPlain(line) && !special) {
      return;
    }
    SourceLine source = source(lines);
    cpu.reached(line, source);
    if (special) {
      cpu.executes(line, source, executed && !line.saysFailed());
    }
  }

  private void register(LogLines lines) {
    if (line.isCpuTooLarge()) {
      bad(lines, "a processor's number is below " + PROCESSORS);
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
      system(lines);
    }
  }

  private void system(LogLines lines) {
    String name = line.name();
    TracedProcessor cpu = processor();
    boolean read = line.value();
    OptionalLong value = read ? OptionalLong.of(line.number()) : OptionalLong.empty();
    switch (name.toUpperCase(java.util.Locale.ROOT)) {
      case "HCR_EL2", "HCR" -> cpu.history().hcr(value);
      case "SCR_EL3", "SCR" -> cpu.history().scr(value);
      default -> {
        if (read) {
          cpu.wrote(name, line.number(), source(lines));
        }
      }
    }
  }

  private void bad(LogLines lines, String why) {
    sink.badLine(source(lines), why);
    unnamed.forget();
    named.values().forEach(TracedProcessor::forget);
  }

  private static SourceLine source(LogLines lines) {
    int length = Math.min(lines.end() - lines.start(), TEXT_KEPT);
    return new SourceLine(
        lines.number(),
        new String(lines.bytes(), lines.start(), length, StandardCharsets.ISO_8859_1));
  }
}
