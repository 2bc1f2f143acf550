// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.armcall.checker.engine.tlc.TlcStepper;
import org.armcall.checker.replay.convention.ConventionReplay;
import org.armcall.checker.replay.engine.EventOutput;
import org.armcall.checker.replay.engine.SteppingException;
import org.armcall.model.rule.Rule;
import org.armcall.traces.canonical.CanonicalReader;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.LogSource;
import org.armcall.traces.source.TraceException;

/** Replays logs by having TLC step {@code TraceConvention.tla} over them. */
public final class SteppedReplay {
  private static final String CONFIGURATION = "INIT Init\nNEXT Next\nCONSTANT UnloggedImmediates ";

  private final List<Path> classPath;
  private final Path module;
  private final SortedSet<Integer> immediates;
  private final String evaluation;

  /**
   * A replay.
   *
   * @param classPath what TLC's child needs
   * @param spec the directory of the specification
   * @param immediates what an immediate that was not recorded may have been, each 0 to 65535; if
   *     there are none it stays unknown, and nothing is held against its call
   */
  public SteppedReplay(List<Path> classPath, Path spec, Set<Integer> immediates) {
    this(classPath, spec.resolve("convention/TraceConvention.tla"), immediates, "RESOLVED");
  }

  SteppedReplay(List<Path> classPath, Path module, Set<Integer> immediates, String evaluation) {
    this.classPath = List.copyOf(classPath);
    this.module = module;
    this.immediates = new TreeSet<>(immediates);
    this.evaluation = evaluation;
  }

  private String configuration() {
    return CONFIGURATION
        + (immediates.isEmpty()
            ? "<- NotRecorded\n"
            : immediates.stream().map(String::valueOf).collect(joining(", ", "= {", "}\n")));
  }

  /**
   * Replays the logs, one after the other.
   *
   * <p>A log that cannot be read, or not to its end, or has no event, is a problem of the result
   * and does not stop the others.
   *
   * @throws SteppingException if TLC fails
   */
  public SteppedResult run(ReplayRequest request) throws SteppingException {
    Census all = new Census();
    Tally tally = new Tally(request.rules());
    List<String> problems = new ArrayList<>();
    try (TlcStepper stepper = TlcStepper.start(classPath, module, configuration(), evaluation)) {
      EventOutput out = new EventOutput(stepper.events());
      CalleeOutput callees = new CalleeOutput(request.callees());
      try {
        for (Path file : request.files()) {
          Census census = new Census();
          census.startFile(file.toString());
          tally.startFile(file.toString());
          ConventionFeed feed =
              new ConventionFeed(
                  out, callees, census, new ConventionReplay(tally, request.callees()));
          boolean read = read(file, request.format(), feed, census, problems);
          feed.end();
          tally.record(Rule.RET_RESUME, feed.resumed(), Answer.holds());
          tally.endFile();
          if (read && census.isEmpty()) {
            problems.add(Replay.noEvent(file));
          }
          all.add(census);
        }
        out.end();
      } catch (IOException | UncheckedIOException gone) {
        stepper.result(); // The child died, and says why.
        throw new SteppingException("TLC stopped reading: " + gone.getMessage());
      }
      return new SteppedResult(
          request.files().stream().map(Path::toString).toList(),
          stepper.result(),
          all,
          tally,
          request.rules(),
          problems);
    }
  }

  /** Whether it could be read to its end. */
  private static boolean read(
      Path file, TraceFormat format, ConventionFeed feed, Census census, List<String> problems) {
    try (LogLines lines = LogSource.open(file)) {
      LogFormat recognised = format.of(lines).format();
      if (recognised == LogFormat.CANONICAL) {
        CanonicalReader.read(lines, feed);
      } else {
        census.recorded(recognised);
        recognised.read(lines, feed);
      }
      lines.truncation().ifPresent(why -> problems.add(why.getMessage()));
      return lines.truncation().isEmpty();
    } catch (TraceException e) {
      problems.add(e.getMessage());
      return false;
    } catch (IOException e) {
      problems.add(file + ": closing it failed: " + e.getMessage());
      return false;
    }
  }
}
