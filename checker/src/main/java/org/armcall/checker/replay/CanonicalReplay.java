// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.armcall.model.platform.Platform;
import org.armcall.traces.canonical.CanonicalSink;
import org.armcall.traces.canonical.TraceHeader;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.platform.PlatformFile;
import org.armcall.traces.preset.PresetException;

/** Hands a canonical trace to the replay, and the machine that its header names. */
final class CanonicalReplay implements CanonicalSink {
  private final Path file;
  private final LogReplay replay;
  private final TraceSink sink;
  private final Tally tally;
  private final Census census;
  private final Consumer<String> problems;

  /** For that replay. */
  CanonicalReplay(
      Path file, LogReplay replay, Tally tally, Census census, Consumer<String> problems) {
    this(file, replay, replay, tally, census, problems);
  }

  /**
   * For that replay.
   *
   * @param sink takes the events and bad lines, for the replay
   */
  CanonicalReplay(
      Path file,
      LogReplay replay,
      TraceSink sink,
      Tally tally,
      Census census,
      Consumer<String> problems) {
    this.file = file;
    this.replay = replay;
    this.sink = sink;
    this.tally = tally;
    this.census = census;
    this.problems = problems;
  }

  @Override
  public void header(TraceHeader header) {
    census.recorded(LogFormat.ofText(header.source().format()).orElse(LogFormat.CANONICAL));
    if (!LogFormat.isPartial(header.source().format())) {
      replay.recordedWhole();
    }
    replay.header(
        header.source().format().equals(TraceHeader.EMULATOR),
        header
            .platform()
            .flatMap(name -> platform(file, name, problems))
            .map(machine -> new PlatformChecks(machine, tally)));
  }

  /** A preset, or a file beside the trace; if it cannot be had, the trace is checked without. */
  static Optional<Platform> platform(Path file, String name, Consumer<String> problems) {
    try {
      return Optional.of(
          PlatformFile.named(
              PlatformFile.PRESETS.contains(name) || !name.endsWith(".json")
                  ? name
                  : file.resolveSibling(name).toString()));
    } catch (PresetException refused) {
      problems.accept(file + ": the header's platform: " + refused.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void event(OptionalLong line, TraceEvent event) {
    sink.event(event);
  }

  @Override
  public void event(OptionalLong line, TraceEvent event, String reconstructed) {
    if (reconstructed.isEmpty()) {
      sink.event(event);
    } else {
      sink.event(event, reconstructed);
    }
  }

  @Override
  public void badLine(SourceLine line, String why) {
    sink.badLine(line, why);
  }
}
