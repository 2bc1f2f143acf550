// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.armcall.checker.replay.KeptReplay;
import org.armcall.checker.replay.Replay;
import org.armcall.checker.replay.ReplayRequest;
import org.armcall.checker.replay.ReplayResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * A fuzz target: any file is replayed, whatever it is told to be. What is wrong with it is a
 * problem or a bad line of the result, and compressing it changes nothing.
 */
class ReplayFuzzTest {
  private static Path log;

  @BeforeAll
  static void makeFile() throws IOException {
    log = Files.createTempFile("armcall-fuzz", ".log");
  }

  @AfterAll
  static void removeFile() throws IOException {
    Files.delete(log);
  }

  @FuzzTarget
  void replay(byte[] content) throws IOException {
    Files.write(log, content);
    List<String> plain = replayed();
    boolean packed = content.length > 1 && (content[0] == 0x1f || content[0] == 0x28);
    if (content.length > 0 && !packed) {
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(log))) {
        out.write(content);
      }
      assertEquals(plain, replayed());
    }
  }

  private static List<String> replayed() {
    ReplayRequest request = ReplayRequest.of(log);
    ReplayResult result = Replay.run(request);
    List<String> all = new ArrayList<>(result.problems());
    for (String problem : result.problems()) {
      assertEquals(1, problem.lines().count(), problem);
      assertTrue(problem.startsWith(log.toString()), problem);
    }
    all.add(result.toText());
    all.add(KeptReplay.of(request, result).toPrettyString());
    return all;
  }
}
