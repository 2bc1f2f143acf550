// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.console;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.LineCursor;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.ReadCount;
import org.armcall.traces.source.TraceException;

/**
 * Reads the text of consoles: refused calls and dumps of exceptions, of several programs in one log
 * (traces/formats/console.md says which).
 *
 * <p>A line is looked at behind its prefix, and most are passed over after their first letters. One
 * dump at a time is held, and for at most 256 lines.
 */
public final class ConsoleReader {
  private static final int TEXT_KEPT = 200;
  private static final int MOST_JOINED = 3;
  private static final int LONGEST_JOINED = 4096;
  private static final String CODE = "Code: ";
  private static final List<String> BANNERS =
      List.of(
          "Linux version ",
          "Booting Linux on physical CPU ",
          "Xen version ",
          "U-Boot 20",
          "Booting Trusted Firmware",
          "UEFI firmware (version");

  private final TraceSink sink;
  private final LinePrefix prefix = new LinePrefix();
  private final RegisterLine registers = new RegisterLine();
  private final Openings openings = new Openings();
  private final CallLines calls;
  private final LineCursor cursor = new LineCursor();
  private Optional<Dump> dump = Optional.empty();

  /** The text of a line that waits for its rest. */
  private byte[] half = new byte[0];

  private List<SourceLine> halfSource = List.of();
  private long recognised;
  private long joined;

  /** What was said while a dump is open comes after it, as it does in the log. */
  private final Waiting waiting = new Waiting();

  private ConsoleReader(TraceSink sink) {
    this.sink = sink;
    calls = new CallLines(waiting);
  }

  /**
   * Reads the log to its end, or to the line that is cut.
   *
   * @throws TraceException if reading fails or no line says anything of a call or an exception
   */
  public static ReadCount read(LogLines lines, TraceSink sink) throws TraceException {
    ConsoleReader reader = new ConsoleReader(sink);
    while (lines.next() && !lines.cut()) {
      reader.line(lines);
    }
    reader.giveUpHalf();
    reader.endDump();
    return ReadCount.of(
        lines,
        reader.recognised,
        reader.joined,
        "says that a call was refused or dumps an exception (see traces/formats/console.md)");
  }

  /** What says that a line is of this format: its own first words; empty if nothing does. */
  public static Optional<String> evidence(byte[] bytes, int start, int end) {
    LinePrefix prefix = new LinePrefix().on(bytes, start, end);
    if (prefix.start() == prefix.end()) {
      return Optional.empty();
    }
    return isOfItsOwn(bytes, prefix.start(), prefix.end())
        ? Optional.of("'" + firstWords(bytes, prefix) + "'")
        : Optional.empty();
  }

  /** Whether the text is a whole line that needs no dump before it. */
  private static boolean isOfItsOwn(byte[] b, int start, int end) {
    if (!mayBeOurs(b, start, end)) {
      return false;
    }
    SourceLine line = new SourceLine(0, "");
    return new Openings().take(b, start, end, line) == Fit.WHOLE
        || new CallLines(new Waiting()).take(b, start, end, List.of(line)) == Fit.WHOLE;
  }

  /** What hints at a console: the banners of kernels, hypervisors and firmware. */
  public static Optional<String> hint(byte[] bytes, int start, int end) {
    LinePrefix prefix = new LinePrefix().on(bytes, start, end);
    int from = prefix.start();
    int to = prefix.end();
    boolean half =
        from < to
            && mayBeOurs(bytes, from, to)
            && new Openings().take(bytes, from, to, new SourceLine(0, "")) == Fit.HALF;
    return half || isBanner(new LineCursor().on(bytes, from, to))
        ? Optional.of("'" + firstWords(bytes, prefix) + "'")
        : Optional.empty();
  }

  /** Whether something starts there, whatever was before. */
  private static boolean isBanner(LineCursor c) {
    for (String banner : BANNERS) {
      if (c.looksAt(banner)) {
        return true;
      }
    }
    return false;
  }

  private static String firstWords(byte[] b, LinePrefix prefix) {
    int words = 0;
    int i = prefix.start();
    while (i < prefix.end() && i - prefix.start() < 40) {
      words += b[i] == ' ' ? 1 : 0;
      if (words == 3) {
        break;
      }
      i++;
    }
    return new String(b, prefix.start(), i - prefix.start(), StandardCharsets.ISO_8859_1);
  }

  private void line(LogLines lines) {
    if (lines.tooLong()) {
      giveUpHalf();
      lost(source(lines), "longer than " + LogLines.LONGEST + " bytes");
      return;
    }
    byte[] b = lines.bytes();
    prefix.on(b, lines.start(), lines.end());
    int start = prefix.start();
    int end = prefix.end();
    if (dump.isPresent() && !dump.get().goesOn()) {
      endDump();
    }
    if (start == end) {
      giveUpHalf();
      return;
    }
    if (dump.isEmpty() && half.length == 0 && !mayBeOurs(b, start, end)) {
      return;
    }
    List<SourceLine> source = List.of(source(lines));
    if (half.length > 0 && !prefix.isStamped() && !isOfItsOwn(b, start, end)) {
      join(b, start, end, source);
      return;
    }
    giveUpHalf();
    if (take(b, start, end, source) == Fit.HALF) {
      hold(Arrays.copyOfRange(b, start, end), source);
    }
  }

  /** Whether one of the lines that are read begins so: by two letters, or a process's name. */
  private static boolean mayBeOurs(byte[] b, int start, int end) {
    byte second = start + 1 < end ? b[start + 1] : 0;
    return switch (b[start]) {
          case 'B' -> second == 'a';
          case 'U', 'I', 'u' -> second == 'n';
          case 'H' -> second == 'y' || second == 'V';
          case 'C' -> second == 'P';
          case '"' -> second == 'S';
          case 'S' -> second == 'y' || second == 'M';
          case 'd' -> second == 'o' || second >= '0' && second <= '9';
          case 'E' -> second == 'S';
          case 'P' -> second == 'A';
          case '[' -> second == 'H';
          case 'T' -> second == 'r';
          case 'V' -> second == 'M' || second == 'C';
          default -> false;
        }
        || isOfProcess(b, start, end);
  }

  /** {@code init[77]: }. */
  private static boolean isOfProcess(byte[] b, int start, int end) {
    int limit = Math.min(end - 3, start + Openings.LONGEST_NAME);
    for (int i = start; i < limit; i++) {
      if (b[i] == ']') {
        return b[i + 1] == ':' && b[i + 3] == 'u';
      }
    }
    return false;
  }

  private Fit take(byte[] b, int start, int end, List<SourceLine> source) {
    Fit fit = openings.take(b, start, end, source.get(0));
    if (fit == Fit.WHOLE) {
      opened(openings.opened().orElseThrow(), source);
      recognised++;
      return fit;
    }
    if (fit == Fit.NONE) {
      fit = calls.take(b, start, end, source);
      recognised += fit == Fit.WHOLE ? 1 : 0;
      if (dump.isEmpty()) {
        waiting.handOver(sink);
      }
    }
    return fit == Fit.NONE && dump.isPresent() ? body(b, start, end, source) : fit;
  }

  private void opened(Dump next, List<SourceLine> source) {
    if (dump.filter(open -> open.isContinuedBy(next)).isPresent()) {
      next.cpu().ifPresent(dump.get()::cpu);
      source.forEach(dump.get()::add);
      return;
    }
    endDump();
    source.stream().skip(1).forEach(next::add);
    dump = Optional.of(next);
  }

  /** A line of the dump that is open. */
  private Fit body(byte[] b, int start, int end, List<SourceLine> source) {
    Dump open = dump.get();
    LineCursor c = cursor.on(b, start, end);
    if (c.optional("CPU: ")) {
      int number = c.blanks().decimal();
      if (c.fits()) {
        open.cpu(number);
      }
      return Fit.NONE;
    }
    if (c.optional("ESR : EC ")) {
      open.printedClass(c.hexWith0x());
      return Fit.of(c.fits());
    }
    if (isBanner(c)) {
      endDump();
      return Fit.NONE;
    }
    if (c.optional(CODE) || c.optional(CODE.strip()) && c.fitsWhole()) {
      CodeWords words = new CodeWords();
      Fit fit = words.read(c);
      if (fit == Fit.WHOLE) {
        source.forEach(open::add);
        open.code(words);
        endDump();
      }
      return fit;
    }
    if (endsWith(b, end, "(reloc)")) {
      return Fit.NONE;
    }
    Fit fit = registers.read(b, start, end, open);
    if (open.isTooWide()) {
      return Fit.HALF;
    }
    if (open.isContradicted()) {
      endDump();
      return Fit.NONE;
    }
    if (fit == Fit.WHOLE) {
      source.forEach(open::add);
    }
    return fit;
  }

  private static boolean endsWith(byte[] b, int end, String text) {
    int from = end - text.length();
    return from >= 0
        && new String(b, from, text.length(), StandardCharsets.ISO_8859_1).equals(text);
  }

  private void endDump() {
    dump.ifPresent(open -> open.end(sink));
    dump = Optional.empty();
    waiting.handOver(sink);
  }

  private void hold(byte[] text, List<SourceLine> source) {
    half = text;
    halfSource = source;
  }

  /** A line without a stamp of its own may be the rest of the one before. */
  private void join(byte[] b, int start, int end, List<SourceLine> source) {
    int length = half.length;
    if (length + 1 + end - start > LONGEST_JOINED || halfSource.size() > MOST_JOINED) {
      giveUpHalf();
      return;
    }
    byte[] whole = Arrays.copyOf(half, length + 1 + end - start);
    whole[length] = ' ';
    System.arraycopy(b, start, whole, length + 1, end - start);
    List<SourceLine> all = new ArrayList<>(halfSource);
    all.addAll(source);
    if (take(whole, 0, whole.length, List.copyOf(all)) == Fit.WHOLE) {
      joined += all.size() - 1;
      half = new byte[0];
    } else {
      hold(whole, all);
    }
  }

  private void giveUpHalf() {
    if (half.length > 0) {
      lost(halfSource.get(0), "not whole");
    }
    half = new byte[0];
  }

  /** A line is damaged: what was held may not be of what follows. */
  private void lost(SourceLine line, String why) {
    dump = Optional.empty();
    waiting.handOver(sink);
    sink.badLine(line, why);
  }

  private static SourceLine source(LogLines lines) {
    int end = lines.end();
    while (end > lines.start() && lines.bytes()[end - 1] == '\r') {
      end--;
    }
    int length = Math.min(end - lines.start(), TEXT_KEPT);
    return new SourceLine(
        lines.number(),
        new String(lines.bytes(), lines.start(), length, StandardCharsets.ISO_8859_1));
  }

  /** Events that wait, with what is reconstructed of each. */
  private static final class Waiting implements TraceSink {
    private final List<TraceEvent> events = new ArrayList<>();
    private final List<String> reconstructed = new ArrayList<>();

    @Override
    public void event(TraceEvent event) {
      event(event, "");
    }

    @Override
    public void event(TraceEvent event, String from) {
      events.add(event);
      reconstructed.add(from);
    }

    @Override
    public void badLine(SourceLine line, String why) {
      throw new IllegalStateException("a line of calls is not judged here: " + line);
    }

    void handOver(TraceSink sink) {
      for (int i = 0; i < events.size(); i++) {
        if (reconstructed.get(i).isEmpty()) {
          sink.event(events.get(i));
        } else {
          sink.event(events.get(i), reconstructed.get(i));
        }
      }
      events.clear();
      reconstructed.clear();
    }
  }
}
