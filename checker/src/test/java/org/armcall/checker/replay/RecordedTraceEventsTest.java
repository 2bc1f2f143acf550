// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What real kernels did under their own tracing keeps the rules (traces/corpus/ftrace). */
class RecordedTraceEventsTest {
  static List<Path> recordings() throws IOException {
    try (Stream<Path> files = Files.list(Logs.CORPUS.resolve("ftrace"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("(?!no-context).*\\.txt(\\.gz)?"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void aRealKernelViolatesNothing(Path recording) {
    ReplayResult result = Replay.run(ReplayRequest.of(recording));
    assertEquals(List.of(), result.violations(), result::toText);
    assertTrue(result.census().events() > 0);
  }
}
