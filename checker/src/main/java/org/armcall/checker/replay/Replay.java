// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.armcall.traces.canonical.CanonicalReader;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.format.Recognised;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.LogSource;
import org.armcall.traces.source.ReadCount;
import org.armcall.traces.source.TraceException;

/** Reads logs and checks what they let one check. */
public final class Replay {
  private Replay() {}

  /**
   * Replays the logs, one after the other.
   *
   * <p>A log that cannot be read, or not to its end, is a problem of the result and does not stop
   * the others; what was read of it is checked.
   */
  public static ReplayResult run(ReplayRequest request) {
    return run(request, remark -> {});
  }

  /**
   * The same.
   *
   * @param remarks takes a line about each log: its format and why, and what was mended
   */
  public static ReplayResult run(ReplayRequest request, Consumer<String> remarks) {
    Tally tally = new Tally(request.rules());
    Census census = new Census();
    List<String> problems = new ArrayList<>();
    List<String> files = new ArrayList<>();
    Optional<PlatformChecks> platform =
        request.platform().map(machine -> new PlatformChecks(machine, tally));
    for (Path file : request.files()) {
      String name = file.toString();
      files.add(name);
      tally.startFile(name);
      census.startFile(name);
      LogReplay replay = new LogReplay(tally, census, platform, request.callees());
      try (LogLines lines = LogSource.open(file)) {
        Recognised format = request.format().of(lines);
        if (request.format() == TraceFormat.AUTO && Reading.isWorthTelling(format)) {
          remarks.accept(Reading.told(name, format));
        }
        if (format.format() == LogFormat.CANONICAL) {
          CanonicalReader.read(
              lines, new CanonicalReplay(file, replay, tally, census, problems::add));
        } else {
          census.recorded(format.format());
          ReadCount count = format.format().read(lines, replay);
          Reading.mended(name, count).ifPresent(remarks);
        }
        lines.truncation().ifPresent(why -> problems.add(why.getMessage()));
      } catch (TraceException e) {
        problems.add(e.getMessage());
      } catch (IOException e) {
        problems.add(name + ": closing it failed: " + e.getMessage());
      }
      replay.endOfLog();
      tally.endFile();
    }
    return new ReplayResult(List.copyOf(files), census, tally, List.copyOf(problems));
  }
}
