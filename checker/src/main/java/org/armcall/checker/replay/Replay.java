// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.traces.canonical.CanonicalReader;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.format.Recognised;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.ReadCount;
import org.armcall.traces.source.TraceException;

/** Reads logs and checks what they let one check. */
public final class Replay {
  private Replay() {}

  /**
   * Replays the logs.
   *
   * <p>A log that cannot be read, or not to its end, or has no event, is a problem of the result
   * and does not stop the others; what was read of it is checked.
   */
  public static ReplayResult run(ReplayRequest request) {
    return run(request, LogReading.QUIET);
  }

  /**
   * The same.
   *
   * @throws UnreadableLine at the first line that cannot be read, where that is to be an error
   */
  public static ReplayResult run(ReplayRequest request, LogReading reading) {
    Tally tally = new Tally(request.rules());
    Census census = new Census();
    List<String> problems = new ArrayList<>();
    Map<PossibleEntries.Caller, Set<ExceptionEntry>> possible = new ConcurrentHashMap<>();
    InOrder.run(
        reading.jobs(),
        request.files(),
        file -> Part.of(file, request, reading, possible),
        part -> {
          part.remarks().forEach(reading.remarks());
          tally.add(part.tally());
          census.add(part.census());
          problems.addAll(part.problems());
        });
    return new ReplayResult(
        request.files().stream().map(Path::toString).toList(),
        census,
        tally,
        List.copyOf(problems));
  }

  /** What is said of a log in which there is nothing to replay. */
  static String noEvent(Path file) {
    return file + ": nothing was replayed: it has no event";
  }

  /** What one log adds to the result. */
  private record Part(Tally tally, Census census, List<String> remarks, List<String> problems) {

    /**
     * Reads and checks a log.
     *
     * @param possible what the machine may do, as far as it was worked out for any of the logs
     */
    static Part of(
        Path file,
        ReplayRequest request,
        LogReading reading,
        Map<PossibleEntries.Caller, Set<ExceptionEntry>> possible) {
      Part part =
          new Part(new Tally(request.rules()), new Census(), new ArrayList<>(), new ArrayList<>());
      String name = file.toString();
      part.tally.startFile(name);
      part.census.startFile(name);
      LogReplay replay =
          new LogReplay(
              part.tally,
              part.census,
              request.platform().map(machine -> new PlatformChecks(machine, part.tally, possible)),
              request.callees());
      try (LogLines lines = reading.open(file)) {
        part.read(file, lines, replay, request.format(), reading);
      } catch (TraceException e) {
        part.problems.add(e.getMessage());
      } catch (IOException e) {
        part.problems.add(name + ": closing it failed: " + e.getMessage());
      }
      if (part.problems.isEmpty() && part.census.isEmpty()) {
        part.problems.add(noEvent(file));
      }
      replay.endOfLog();
      part.tally.endFile();
      return part;
    }

    private void read(
        Path file, LogLines lines, LogReplay replay, TraceFormat named, LogReading reading)
        throws TraceException {
      // Several at once speak in turn.
      Consumer<String> say = reading.jobs() == 1 ? reading.remarks() : remarks::add;
      Recognised format = named.of(lines);
      if (named.isAuto() && Reading.isWorthTelling(format)) {
        say.accept(Reading.told(lines.name(), format));
      }
      TraceSink sink = reading.strict() ? new StrictSink(lines.name(), replay) : replay;
      if (format.format() == LogFormat.CANONICAL) {
        CanonicalReader.read(
            lines, new CanonicalReplay(file, replay, sink, tally, census, problems::add));
      } else {
        census.recorded(format.format());
        ReadCount count = format.format().read(lines, sink);
        Reading.mended(lines.name(), count).ifPresent(say);
      }
      if (reading.strict() && lines.truncation().isPresent()) {
        throw new UnreadableLine(lines.truncation().get().getMessage());
      }
      lines.truncation().ifPresent(why -> problems.add(why.getMessage()));
    }
  }
}
