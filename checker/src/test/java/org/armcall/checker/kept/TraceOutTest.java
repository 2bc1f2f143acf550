// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.kept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the name says that is given to {@code --out}. */
class TraceOutTest {
  private static final Path TRACES = Path.of(System.getProperty("armcall.home")).resolve("traces");
  private static final String LOG = TRACES.resolve("formats/samples/ftrace-kvm.txt").toString();
  private static final String OTHER = TRACES.resolve("formats/samples/ftrace-kvm32.txt").toString();
  private static final String CLEAN = TRACES.resolve("scenarios/mail-smc-a64.yaml").toString();
  private static final String MAIL = TRACES.resolve("scenarios/mail-smc-iss-zero.yaml").toString();

  @TempDir private Path directory;

  private String in(String name) {
    return directory + "/" + name;
  }

  @ParameterizedTest
  @CsvSource({
    "new/, 1, false, true",
    "t.ndjson/, 1, false, true",
    "new, 1, false, false",
    "new, 1, true, true",
    "new, 2, false, true",
    "t.ndjson, 1, true, false",
    "t.ndjson.gz, 1, false, false",
    "there.d, 1, false, true",
    "there.d, 2, true, true",
  })
  void aNameIsOfADirectoryOrATrace(String name, int traces, boolean rule, boolean isDirectory)
      throws IOException {
    Files.createDirectory(directory.resolve("there.d"));
    assertEquals(isDirectory, TraceOut.of(in(name), traces, "logs", rule).isDirectory());
  }

  @ParameterizedTest
  @CsvSource({"t.ndjson.xz", "t.bz2", "t.GZ", "t.tgz", "t.zip"})
  void aCompressionThatIsNotWrittenIsRefused(String name) {
    CommandException refused =
        assertThrows(CommandException.class, () -> TraceOut.of(in(name), 1, "logs", false));
    assertEquals(ExitCode.USAGE, refused.exitCode());
    assertTrue(refused.getMessage().contains(".gz or .zst"), refused.getMessage());
  }

  @Test
  void severalTracesAreNotOneFileAndNothingIsReadForIt() {
    for (List<String> words :
        List.of(
            List.of("convert", LOG, "/no/such/log"), List.of("emulate", CLEAN, "/no/such.yaml"))) {
      CommandRun run =
          CommandRun.of(words.get(0), words.get(1), words.get(2), "--out", in("all.ndjson"));
      assertEquals(ExitCode.USAGE, run.code());
      assertTrue(run.err().contains("all.ndjson is one file, and 2 "), run.err());
      assertTrue(run.err().contains("name a directory, as in all/"), run.err());
      assertFalse(run.err().contains("no such"), run.err());
      assertFalse(Files.exists(directory.resolve("all.ndjson")));
    }
  }

  @Test
  void aDirectoryThatIsNotThereIsMade() {
    assertEquals(ExitCode.HOLDS, CommandRun.of("convert", LOG, "--out", in("one/")).code());
    assertTrue(Files.isRegularFile(directory.resolve("one/ftrace-kvm.txt.ndjson")));
    assertEquals(ExitCode.HOLDS, CommandRun.of("convert", LOG, OTHER, "--out", in("two")).code());
    assertTrue(Files.isRegularFile(directory.resolve("two/ftrace-kvm32.txt.ndjson")));
    assertEquals(ExitCode.HOLDS, CommandRun.of("emulate", CLEAN, "--out", in("three.d/")).code());
    assertTrue(Files.isRegularFile(directory.resolve("three.d/result.json")));
    assertEquals(ExitCode.HOLDS, CommandRun.of("emulate", CLEAN, MAIL, "--out", in("4")).code());
    assertTrue(Files.isRegularFile(directory.resolve("4/mail-smc-a64.ndjson")));
  }

  @Test
  void noEmptyDirectoryIsLeftWhereNoLogCouldBeRead() {
    assertEquals(
        ExitCode.INPUT, CommandRun.of("convert", "/no/such/log", "--out", in("a/b/")).code());
    assertFalse(Files.exists(directory.resolve("a")));
  }
}
