// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;

/** Results of each kind, kept in a directory of a test. */
final class Kept {
  static final Path HOME = Path.of(System.getProperty("armcall.home"));
  static final ObjectMapper JSON = new ObjectMapper();

  /** An HVC whose IL is 0, an answer, and text that is no log. */
  static final List<String> BROKEN_IL =
      List.of(
          "Exception return from AArch64 EL2 to AArch64 EL1 PC 0x41868d64",
          "Taking exception 11 [Hypervisor Call] on CPU 0",
          "...from EL1 to EL2",
          "...with ESR 0x16/0x58000000",
          "...with ELR 0xffffac7aabe21988",
          "...to EL2 PC 0x40eee400 PSTATE 0x3c9",
          "Exception return from AArch64 EL2 to AArch64 EL1 PC 0xffffac7aabe21988");

  private final Path directory;

  Kept(Path directory) {
    this.directory = directory;
  }

  /** One of each: replay of QEMU's log and of exhibits, emulate, check. */
  List<String> all() throws IOException {
    List<String> all = new ArrayList<>();
    all.add(log("il", BROKEN_IL));
    for (String exhibit :
        List.of("b15-x18-lost", "b5-trapped-smc-again", "b43-version-not-supported")) {
      all.add(replay(exhibit, HOME.resolve("traces/exhibits/" + exhibit + "/faulty.ndjson")));
    }
    all.add(mail());
    all.add(failedCheck());
    return all;
  }

  /** The result of a replay of these lines. */
  String log(String name, List<String> lines) throws IOException {
    return replay(name, Files.write(directory.resolve(name + ".log"), lines));
  }

  String replay(String name, Path log) {
    Path out = directory.resolve("result-" + name);
    CommandRun run = CommandRun.of("replay", log.toString(), "--out", out.toString());
    assertEquals(ExitCode.VIOLATED, run.code(), run.out() + run.err());
    return out.toString();
  }

  /** The result of the mail's case. */
  String mail() {
    return scenario("mail-smc-iss-zero");
  }

  /** The result of a shipped scenario. */
  String scenario(String name) {
    Path out = directory.resolve("result-" + name);
    CommandRun run =
        CommandRun.of(
            "emulate",
            HOME.resolve("traces/scenarios/" + name + ".yaml").toString(),
            "--out",
            out.toString());
    assertEquals(ExitCode.HOLDS, run.code(), run.out() + run.err());
    return out.toString();
  }

  /**
   * A check of two models that are not as expected: the engines are not at hand in a test of this
   * module, so it was kept once. The instance's XML is shortened.
   */
  String failedCheck() throws IOException {
    Path file = directory.resolve("failed-check.json");
    try (InputStream in = Kept.class.getResourceAsStream("failed-check.json")) {
      Files.write(file, in.readAllBytes());
    }
    return file.toString();
  }

  /** The report of these results as it is printed. */
  static String report(List<String> results, String... options) {
    List<String> words = new ArrayList<>(List.of("report"));
    words.addAll(results);
    words.addAll(List.of(options));
    CommandRun run = CommandRun.of(words.toArray(String[]::new));
    assertEquals(ExitCode.HOLDS, run.code(), run.err());
    return run.out();
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  /** What is wrong with a document by a schema of this class path. */
  static List<String> problems(String schema, SpecVersion.VersionFlag version, JsonNode document)
      throws IOException {
    try (InputStream in = Kept.class.getResourceAsStream(schema)) {
      JsonSchema compiled = JsonSchemaFactory.getInstance(version).getSchema(JSON.readTree(in));
      return compiled.validate(document).stream().map(Object::toString).toList();
    }
  }
}
