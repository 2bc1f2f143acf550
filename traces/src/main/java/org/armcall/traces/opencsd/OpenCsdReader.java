// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.opencsd;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.LineCursor;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.ReadCount;
import org.armcall.traces.source.TraceException;

/**
 * Reads listings of {@code trc_pkt_lister}, decoded or of packets only (traces/formats/opencsd.md).
 *
 * <p>Where a trace ID has decoded elements its packets are passed over. Memory is bounded by the
 * trace IDs, of which there are at most 128.
 */
public final class OpenCsdReader {
  private static final int IDS = 128;
  private static final int TEXT_KEPT = 200;
  private static final String ELEMENT = "OCSD_GEN_TRC_ELEM_";

  private final TraceSink sink;
  private final LineCursor cursor = new LineCursor();
  private final Map<Integer, TraceSource> sources = new HashMap<>();
  private long recognised;

  private OpenCsdReader(TraceSink sink) {
    this.sink = sink;
  }

  /**
   * Reads the listing to its end, or to the line that is cut.
   *
   * @throws TraceException if reading fails or no line is of the format
   */
  public static ReadCount read(LogLines lines, TraceSink sink) throws TraceException {
    OpenCsdReader reader = new OpenCsdReader(sink);
    while (lines.next() && !lines.cut()) {
      reader.line(lines);
    }
    reader.sources.values().forEach(TraceSource::end);
    return ReadCount.of(
        lines,
        reader.recognised,
        0,
        "is a packet or an element of OpenCSD's trc_pkt_lister; make one with:"
            + " trc_pkt_lister -ss_dir SNAPSHOT -decode -logfilename FILE");
  }

  /** What says that a line is of this format; empty if nothing does. */
  public static Optional<String> evidence(byte[] bytes, int start, int end) {
    LineCursor c = new LineCursor().on(bytes, start, end).blanks().literal("Idx:");
    c.decimal64();
    c.literal("; ID:").hex();
    return c.literal(";").fits() ? Optional.of("an index and a trace ID") : Optional.empty();
  }

  private void line(LogLines lines) {
    if (lines.tooLong()) {
      bad(lines, "longer than " + LogLines.LONGEST + " bytes");
      return;
    }
    LineCursor c = cursor.on(lines.bytes(), lines.start(), lines.end()).blanks();
    if (!c.optional("Idx:")) {
      if (c.looksAt("Trace Packet Lister :")) {
        protocol(lines);
      }
      return;
    }
    c.decimal64();
    long id = c.literal("; ID:").hex();
    c.literal(";");
    if (!c.fits() || id < 0 || id >= IDS) {
      bad(lines, "not a whole line: an index and a trace ID below 0x80");
      return;
    }
    recognised++;
    TraceSource source = source((int) id);
    c.blanks();
    boolean whole;
    if (c.optional(ELEMENT)) {
      whole = source.element(c, () -> text(lines));
    } else {
      if (c.optional("[")) {
        c.upTo(']');
        c.literal(";").blanks();
      }
      whole = source.packet(c, () -> text(lines));
    }
    if (!whole) {
      bad(lines, "not a whole packet or element");
    }
  }

  private TraceSource source(int id) {
    return sources.computeIfAbsent(id, number -> new TraceSource(number, sink));
  }

  /**
   * {@code Trace Packet Lister : PTM Protocol on Trace ID 0x13}: its exceptions have other numbers.
   */
  private void protocol(LogLines lines) {
    String text = text(lines).text();
    int at = text.indexOf("Trace ID 0x");
    boolean other = text.contains("PTM") || text.contains("ETMV3") || text.contains("ETMv3");
    if (at < 0 || !other) {
      return;
    }
    byte[] b = text.getBytes(StandardCharsets.ISO_8859_1);
    LineCursor c = cursor.on(b, at, b.length).literal("Trace ID 0x");
    long id = c.hex();
    if (c.fits() && id >= 0 && id < IDS) {
      source((int) id).hasOtherNumbers();
    }
  }

  private void bad(LogLines lines, String why) {
    sources.values().forEach(TraceSource::forget);
    sink.badLine(text(lines), why);
  }

  private static SourceLine text(LogLines lines) {
    int length = Math.min(lines.end() - lines.start(), TEXT_KEPT);
    return new SourceLine(
        lines.number(),
        new String(lines.bytes(), lines.start(), length, StandardCharsets.ISO_8859_1));
  }
}
