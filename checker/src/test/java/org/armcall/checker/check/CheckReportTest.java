// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report that {@code check --out} leaves beside its result. */
final class CheckReportTest {
  private static final String SPEC = "SPECIFICATION Spec\nCHECK_DEADLOCK FALSE\n";

  @TempDir Path temporary;

  /** One model that must fail and does, and one that must not and does. */
  private String run(Path out, boolean json, boolean expected) throws CheckException {
    String violated = "{\"verdict\":\"violated\",\"property\":\"SYN_LESS\"}";
    String bad = SPEC + "INVARIANT SYN_LESS\n";
    SampleSpec spec =
        new SampleSpec(temporary.resolve("spec"))
            .counter("must-fail", "mutant", bad, "[\"SYN_LESS\"]", violated, "")
            .counter("fails", "model", bad, "[\"SYN_LESS\"]", "{\"verdict\":\"holds\"}", "")
            .done();
    CheckRequest all = spec.request();
    CheckRequest request =
        new CheckRequest(
            all.spec(),
            all.names(),
            all.profile(),
            all.workers(),
            all.timeLimit(),
            Optional.of(out),
            List.of("armcall", "check", "--out", out.toString()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    assertEquals(
        1, new CheckSession(SampleSpec.check(), print, print).run(request, json, expected));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsNotAsExpectedIsAFindingWithItsSteps() throws CheckException, IOException {
    Path out = temporary.resolve("out");
    String printed = run(out, false, false);
    assertTrue(printed.endsWith("\nreport: " + out.resolve("index.html") + "\n"), printed);
    String text = Files.readString(out.resolve("report.txt"));
    List<String> module = Files.readAllLines(temporary.resolve("spec/counter/Counter.tla"));
    int line = 1;
    while (!module.get(line - 1).startsWith("SYN_LESS ")) {
      line++;
    }
    assertTrue(
        text.contains(
            "\nSYN_LESS\n  at        spec/counter/Counter.tla:" + line + " of model fails"),
        text);
    String sarif = Files.readString(out.resolve("report.sarif"));
    assertTrue(sarif.contains("\"startLine\" : " + line), sarif);
    assertFalse(text.contains("model must-fail"), text);
    try (var files = Files.list(out)) {
      assertEquals(1, files.filter(file -> file.toString().endsWith(".itf.json")).count());
    }
  }

  @Test
  void whatMustFailIsShownWhereItIsAskedFor() throws CheckException, IOException {
    Path out = temporary.resolve("out");
    String printed = run(out, true, true);
    assertTrue(printed.stripTrailing().endsWith("}"), printed);
    String text = Files.readString(out.resolve("report.txt"));
    assertTrue(text.contains("of model must-fail"), text);
    assertTrue(text.contains("(it was expected that this is found)"), text);
  }
}
