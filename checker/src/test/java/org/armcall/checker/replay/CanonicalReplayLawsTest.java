// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.armcall.model.instruction.Call;
import org.armcall.traces.canonical.CanonicalWriter;
import org.armcall.traces.canonical.TraceHeader;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.qemu.QemuIntReader;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.LogSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The canonical format loses nothing that a check needs. */
class CanonicalReplayLawsTest {
  @TempDir Path dir;

  static List<Path> logs() {
    return Logs.all();
  }

  private Path converted(Path log) throws IOException {
    Path trace = dir.resolve("trace.ndjson.gz");
    TraceHeader header =
        new TraceHeader(
            new TraceHeader.Source("qemu-int", Optional.empty(), Optional.of(log.toString())),
            Optional.empty());
    try (CanonicalWriter writer = CanonicalWriter.toFile(trace, header);
        LogLines lines = LogSource.open(log)) {
      QemuIntReader.read(
          lines,
          new TraceSink() {
            @Override
            public void event(TraceEvent event) {
              event(event, "");
            }

            @Override
            public void event(TraceEvent event, String reconstructed) {
              try {
                writer.write(OptionalLong.empty(), event, reconstructed);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }

            @Override
            public void badLine(SourceLine line, String why) {
              throw new AssertionError(why);
            }
          });
    }
    return trace;
  }

  // replay(convert(log)) = replay(log)
  @ParameterizedTest
  @MethodSource("logs")
  void aConvertedLogIsReplayedAsTheLogItself(Path log) throws IOException {
    ReplayResult direct = Replay.run(ReplayRequest.of(log));
    ReplayResult converted = Replay.run(ReplayRequest.of(converted(log)));
    assertEquals(direct.tally().byRule(), converted.tally().byRule());
    assertEquals(direct.census().kinds(), converted.census().kinds());
    for (Call call : Call.values()) {
      assertEquals(direct.census().immediates(call), converted.census().immediates(call));
    }
    assertEquals(0, converted.exitCode(), converted::toText);
  }

  @Test
  void theExampleIsReadWhole() {
    Path example = Logs.CORPUS.resolveSibling("schema/example.ndjson");
    ReplayResult result = Replay.run(ReplayRequest.of(example));
    assertEquals(0, result.census().badLines(), result::toText);
    assertEquals(15, result.census().kinds().values().stream().mapToLong(n -> n).sum());
    assertEquals(List.of(), result.problems());
  }

  @Test
  void aFormatThatIsNamedIsNotGuessed() throws IOException {
    Path trace = converted(Logs.LINUX);
    for (TraceFormat format : List.of(TraceFormat.AUTO, TraceFormat.CANONICAL)) {
      ReplayResult result =
          Replay.run(new ReplayRequest(List.of(trace), Optional.empty(), Set.of(), format));
      assertEquals(0, result.exitCode(), result::toText);
    }
    for (ReplayRequest wrong :
        List.of(
            new ReplayRequest(List.of(trace), Optional.empty(), Set.of(), TraceFormat.QEMU_INT),
            new ReplayRequest(
                List.of(Logs.LINUX), Optional.empty(), Set.of(), TraceFormat.CANONICAL))) {
      ReplayResult result = Replay.run(wrong);
      assertEquals(3, result.exitCode());
      assertEquals(1, result.problems().size());
    }
  }
}
