// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.opencsd;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.LineCursor;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.ReadCount;
import org.armcall.traces.source.TraceException;
import org.armcall.traces.source.Unfolding;

/**
 * Reads listings of {@code trc_pkt_lister}, decoded or of packets only (traces/formats/opencsd.md).
 *
 * <p>Where a trace ID has decoded elements its packets are passed over. Memory is bounded by the
 * trace IDs, of which there are at most 128.
 */
public final class OpenCsdReader implements Unfolding.Grammar {
  private static final int IDS = 128;
  private static final String ELEMENT = "OCSD_GEN_TRC_ELEM_";
  private static final String PROTOCOL = "Trace Packet Lister :";

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
    long joined = Unfolding.read(lines, reader);
    reader.sources.values().forEach(TraceSource::end);
    return ReadCount.of(
        lines,
        reader.recognised,
        joined,
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

  @Override
  public boolean take(byte[] bytes, int start, int end, Supplier<SourceLine> line) {
    LineCursor c = cursor.on(bytes, start, end).blanks();
    if (!c.optional("Idx:")) {
      if (c.looksAt(PROTOCOL)) {
        protocol(line.get());
      }
      // The end of a packet that was folded: without it the packet said something else.
      return !c.looksAt("Ret Addr Follows");
    }
    c.decimal64();
    long id = c.literal("; ID:").hex();
    c.literal(";");
    if (!c.fits() || id < 0 || id >= IDS) {
      return false;
    }
    c.blanks();
    boolean whole;
    if (c.optional(ELEMENT)) {
      whole = endsIn(')', bytes, start, end) && source((int) id).element(c, line);
    } else {
      if (c.optional("[")) {
        c.upTo(']');
        c.literal(";").blanks();
      }
      boolean mayBeFolded = c.looksAt("I_EXCEPT") && !endsIn(';', bytes, start, end);
      whole = !mayBeFolded && source((int) id).packet(c, line);
    }
    recognised += whole ? 1 : 0;
    return whole;
  }

  /**
   * Whether it ends so, but for blanks: elements in a parenthesis, parts of packets in a semicolon.
   */
  private static boolean endsIn(char last, byte[] bytes, int start, int end) {
    int i = end;
    while (i > start && (bytes[i - 1] == ' ' || bytes[i - 1] == '\t')) {
      i--;
    }
    return i > start && bytes[i - 1] == last;
  }

  @Override
  public boolean begins(byte[] bytes, int start, int end) {
    LineCursor c = cursor.on(bytes, start, end).blanks();
    return c.looksAt("Idx:") || c.looksAt(PROTOCOL);
  }

  private TraceSource source(int id) {
    return sources.computeIfAbsent(id, number -> new TraceSource(number, sink));
  }

  /**
   * {@code Trace Packet Lister : PTM Protocol on Trace ID 0x13}: its exceptions have other numbers.
   */
  private void protocol(SourceLine line) {
    String text = line.text();
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

  @Override
  public void bad(SourceLine line, boolean tooLong) {
    sources.values().forEach(TraceSource::forget);
    sink.badLine(
        line,
        tooLong
            ? "longer than " + LogLines.LONGEST + " bytes"
            : "not a whole packet or element, of a trace ID below 0x80");
  }
}
