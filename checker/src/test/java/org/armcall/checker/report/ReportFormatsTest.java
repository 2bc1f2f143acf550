// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each form of a report is what its readers expect. */
final class ReportFormatsTest {
  private static final int WIDTH = 72;

  @TempDir Path directory;
  private Kept kept;

  @BeforeEach
  void keep() {
    kept = new Kept(directory);
  }

  @Test
  void everyKeptResultObeysTheSchema() throws IOException {
    for (String result : kept.all()) {
      Path path = Path.of(result);
      Path file = Files.isDirectory(path) ? path.resolve(RunDirectory.RESULT) : path;
      assertEquals(
          List.of(),
          Kept.problems(
              "result-1.schema.json", VersionFlag.V202012, Kept.JSON.readTree(file.toFile())),
          result);
    }
  }

  /** They were kept once, of engines that are not at hand here. */
  @Test
  void whatCheckAndTlcKeepObeysTheSchemas() throws IOException {
    for (String name : List.of("other-check.json", "stepped.json")) {
      Path file = directory.resolve(name);
      Files.write(file, Kept.class.getResourceAsStream(name).readAllBytes());
      assertEquals(
          List.of(),
          Kept.problems(
              "result-1.schema.json", VersionFlag.V202012, Kept.JSON.readTree(file.toFile())),
          name);
      JsonNode report =
          Kept.json(Kept.report(List.of(file.toString()), "--format", "json", "--expected"));
      assertEquals(
          List.of(), Kept.problems("findings-1.schema.json", VersionFlag.V202012, report), name);
      JsonNode sarif =
          Kept.json(Kept.report(List.of(file.toString()), "--format", "sarif", "--expected"));
      assertEquals(
          List.of(), Kept.problems("/schema/sarif-schema-2.1.0.json", VersionFlag.V7, sarif), name);
    }
  }

  @Test
  void theJsonObeysTheSchemaAndHasEveryFinding() throws IOException {
    JsonNode report = Kept.json(Kept.report(kept.all(), "--format", "json"));
    assertEquals(List.of(), Kept.problems("findings-1.schema.json", VersionFlag.V202012, report));
    List<String> what = new ArrayList<>();
    report.path("findings").forEach(finding -> what.add(finding.path("what").asText()));
    assertEquals(
        List.of(
            "SYN-IL",
            "REG-PRESERVED",
            "RET-RESUME",
            "PSC-MANDATORY",
            "IMM-RELIANCE",
            "IMM-EXECUTED-ONLY",
            "IMM-NO-GUESS",
            "IMM-EXECUTED-ONLY",
            "CallersOf11RunOnCalleesOf10"),
        what);
  }

  @Test
  void theSarifObeysTheSchemaOfTheStandardAndStandsOnTheLineOfTheTrace() throws IOException {
    JsonNode sarif = Kept.json(Kept.report(kept.all(), "--format", "sarif"));
    assertEquals(
        List.of(), Kept.problems("/schema/sarif-schema-2.1.0.json", VersionFlag.V7, sarif));
    JsonNode location = sarif.at("/runs/0/results/0/locations/0/physicalLocation");
    assertEquals(4, location.at("/region/startLine").asInt());
    assertEquals("...with ESR 0x16/0x58000000", location.at("/region/snippet/text").asText());
    assertEquals("il.log", location.at("/artifactLocation/uri").asText());
    assertEquals("LOGS", location.at("/artifactLocation/uriBaseId").asText());
    assertEquals(
        "file://" + directory + "/", sarif.at("/runs/0/originalUriBaseIds/LOGS/uri").asText());
    assertEquals("SYN-IL", sarif.at("/runs/0/tool/driver/rules/0/id").asText());
    assertEquals("note", sarif.at("/runs/4/results/0/level").asText(), "it was expected");
    assertEquals("error", sarif.at("/runs/5/results/0/level").asText());
  }

  /** A run that is kept elsewhere names its trace by the directory it is in. */
  @Test
  void aTraceElsewhereIsRelativeToItsDirectory() {
    JsonNode sarif = Kept.json(Kept.report(List.of(kept.mail()), "--format", "sarif"));
    JsonNode place = sarif.at("/runs/0/results/0/locations/0/physicalLocation/artifactLocation");
    assertEquals("mail-smc-iss-zero.ndjson", place.path("uri").asText());
    assertEquals(
        "file://" + directory.resolve("result-mail-smc-iss-zero") + "/",
        sarif
            .at("/runs/0/originalUriBaseIds")
            .path(place.path("uriBaseId").asText())
            .at("/uri")
            .asText());
  }

  @Test
  void aFailedTestStandsOnItsLineInTheCheckout() throws IOException {
    Path xml = directory.resolve("TEST-failed.xml");
    Files.write(xml, Kept.class.getResourceAsStream("TEST-failed.xml").readAllBytes());
    String test = "model-java/src/test/java/org/armcall/model/routing/SupervisorCallTest.java";
    JsonNode sarif = Kept.json(Kept.report(List.of(xml.toString()), "--format", "sarif"));
    assertEquals(
        List.of(), Kept.problems("/schema/sarif-schema-2.1.0.json", VersionFlag.V7, sarif));
    List<String> lines = new ArrayList<>();
    for (JsonNode result : sarif.at("/runs/0/results")) {
      JsonNode place = result.at("/locations/0/physicalLocation");
      assertEquals(test, place.at("/artifactLocation/uri").asText());
      assertEquals("%SRCROOT%", place.at("/artifactLocation/uriBaseId").asText());
      lines.add(place.at("/region/startLine").asText());
    }
    assertEquals(List.of("117", "40"), lines, "of the test, and of a class within it");
    assertTrue(sarif.at("/runs/0/originalUriBaseIds").has("%SRCROOT%"));
    JsonNode finding =
        Kept.json(Kept.report(List.of(xml.toString()), "--format", "json")).at("/findings/0");
    assertEquals(
        "A supervisor call of a program is taken to the hypervisor where tge is set.",
        finding.path("law").asText());
    assertEquals(test + ", line 117", finding.at("/sources/0").asText());
    assertTrue(!finding.at("/run/armcall").asText().isEmpty());
  }

  @Test
  void aPathIsAUriWhateverIsInIt() {
    assertEquals("a%20b/c%23d%25.log", SarifPlaces.uri("a b/c#d%.log"));
    assertEquals("file:///a/b.log", SarifPlaces.uri("/a/x/../b.log"));
    assertEquals("%C3%A4.log", SarifPlaces.uri("\u00e4.log"));
  }

  @Test
  void surefireReadsTheJunitXml() throws Exception {
    String xml = Kept.report(kept.all(), "--format", "junit");
    List<ReportTestSuite> suites =
        new TestSuiteXmlParser(new NullConsoleLogger())
            .parse(
                new InputStreamReader(
                    new java.io.ByteArrayInputStream(xml.getBytes("UTF-8")), "UTF-8"));
    assertEquals(6, suites.size());
    assertEquals(
        List.of(1, 1, 1, 1, 0, 2),
        suites.stream().map(ReportTestSuite::getNumberOfFailures).toList());
    assertTrue(suites.get(0).getNumberOfTests() > 1, "rules that hold are tests that pass");
    assertEquals(
        "Line 4 of il.log, on CPU 0, breaks SYN-IL.",
        suites.get(0).getTestCases().stream()
            .filter(test -> test.hasFailure())
            .findFirst()
            .orElseThrow()
            .getFailureMessage());
  }

  @Test
  void theItfReadsBackIntoTheSameSteps() throws IOException {
    int[] read = new int[1];
    for (String result : kept.all()) {
      KeptResult.open(result)
          .forEach(
              org.armcall.checker.rules.RuleCatalogue.load(),
              false,
              finding -> {
                List<java.util.Map<String, String>> steps = new ArrayList<>();
                for (Finding.Step step : finding.story().steps()) {
                  steps.add(new java.util.TreeMap<>(step.values()));
                }
                assertEquals(steps, ItfSteps.of(Kept.json(ItfTrace.of(finding).toString())));
                read[0] += steps.size();
              });
    }
    assertTrue(read[0] > 30, read[0] + " steps");
  }

  @Test
  void valuesOfTlaHaveTheirFormInItf() {
    assertEquals("{\"#set\":[\"a\",1]}", new TlaText("{\"a\", 1}").value().toString());
    assertEquals("{\"#tup\":[]}", new TlaText("<<>>").value().toString());
    assertEquals(
        "{\"a\":true,\"b\":{\"#tup\":[-2]}}",
        new TlaText("[a |-> TRUE, b |-> <<-2>>]").value().toString());
    assertEquals(
        "{\"#bigint\":\"9007199254740992\"}", new TlaText("9007199254740992").value().toString());
    assertEquals("{\"#unserializable\":\"(1 :> 2)\"}", new TlaText("(1 :> 2)").value().toString());
    assertEquals("{\"#unserializable\":\"{1\"}", new TlaText("{1").value().toString());
    assertEquals("\"say \\\"x\\\"\"", new TlaText("\"say \\\"x\\\"\"").value().toString());
  }

  @Test
  void alloysXmlIsHandedOnWhereItCameFromAlloy() throws IOException {
    Path out = directory.resolve("alloy");
    Kept.report(List.of(kept.failedCheck()), "--format", "alloy", "--out", out.toString());
    try (var files = Files.list(out)) {
      List<Path> all = files.filter(file -> !file.endsWith(".armcall")).toList();
      assertEquals(1, all.size(), all::toString);
      assertTrue(Files.readString(all.get(0)).startsWith("<alloy "));
    }
  }

  @Test
  void theTextHasSeventyTwoColumnsButForWhatIsCopied() throws IOException {
    String text = Kept.report(kept.all());
    for (String line : text.lines().toList()) {
      boolean copied =
          Stream.of(directory.toString(), Kept.HOME.toString()).anyMatch(line::contains);
      assertTrue(copied || line.length() <= WIDTH, line);
    }
    assertTrue(text.contains("\nIMM-NO-GUESS\n  at        "), text);
    assertTrue(text.contains("> IL          [25]     0x0       16-bit instruction"), text);
    assertTrue(text.contains("> x18       0xffff80001234     0x0                preserved"), text);
  }

  @Test
  void whatIsWiderThanALineOfMarkdownIsCode() throws IOException {
    String markdown = Kept.report(kept.all(), "--format", "md");
    assertTrue(markdown.contains("\n## SYN-IL\n"), markdown);
    assertTrue(
        markdown.contains("\n> IL          [25]     0x0       16-bit instruction"), markdown);
    assertTrue(markdown.contains("\n> x18       0xffff80001234     0x0                preserved"));
    assertFalse(markdown.contains("\n| "), "no table that is as wide as its text");
  }

  @Test
  void aLineOfALogIsNoMarkup() throws IOException {
    List<String> log = new ArrayList<>(Kept.BROKEN_IL);
    String evil = "...with ESR 0x16/0x58000000 <script>alert(1)</script>";
    log.set(3, "...with ESR 0x16/0x58000000");
    Path file = Files.write(directory.resolve("<b onclick='x'>& `# .log"), log);
    String result = kept.replay("evil", file);
    Path json = Path.of(result).resolve(RunDirectory.RESULT);
    Files.writeString(
        json,
        Files.readString(json)
            .replace(
                "\"...with ESR 0x16/0x58000000\"",
                Kept.JSON.writeValueAsString(evil + "\u001b[31m")));
    String html = Kept.report(List.of(result), "--format", "html");
    assertFalse(html.contains("<script>alert") || html.contains("<b onclick"), html);
    assertTrue(Page.of(html).text().contains(evil + "\\u001b[31m"), html);
    String text = Kept.report(List.of(result));
    assertFalse(text.contains("\u001b"), text);
    String markdown = Kept.report(List.of(result), "--format", "md");
    assertTrue(markdown.contains("\\<b onclick='x'\\>\\& \\`\\# .log"), markdown);
    assertEquals(
        1,
        new TestSuiteXmlParserCount(Kept.report(List.of(result), "--format", "junit")).failures());
  }

  /** How many failures Surefire reads. */
  private record TestSuiteXmlParserCount(String xml) {
    int failures() {
      try {
        return new TestSuiteXmlParser(new NullConsoleLogger())
                .parse(
                    new InputStreamReader(
                        new java.io.ByteArrayInputStream(xml.getBytes("UTF-8")), "UTF-8"))
                .stream()
                .mapToInt(ReportTestSuite::getNumberOfFailures)
                .sum();
      } catch (Exception unreadable) {
        throw new IllegalStateException(xml, unreadable);
      }
    }
  }

  @Test
  void aFenceIsLongerThanAnyInTheText() {
    assertEquals("```", MarkdownReport.fence("a"));
    assertEquals("`````", MarkdownReport.fence("a ```` b ``"));
  }

  @Test
  void aFaultKeepsItsIdWhereLinesAndAddressesMove() throws IOException {
    List<String> moved = new ArrayList<>(Kept.BROKEN_IL.subList(0, 1));
    moved.addAll(Kept.BROKEN_IL.subList(0, 1));
    Kept.BROKEN_IL
        .subList(1, 7)
        .forEach(
            line ->
                moved.add(
                    line.replace("ffffac7aabe21988", "ffffdeadbee21988")
                        .replace("CPU 0", "CPU 1")));
    String old = kept.log("old", Kept.BROKEN_IL);
    String now = kept.log("now", moved);
    JsonNode report = Kept.json(Kept.report(List.of(now), "--format", "json", "--baseline", old));
    assertEquals(0, report.path("findings").size(), report::toString);
    assertEquals(1, report.path("inBaseline").asInt());
    moved.set(4, "...with ESR 0x16/0x5a010000");
    String other = kept.log("other", moved);
    Path before = directory.resolve("before.json");
    Files.writeString(before, Kept.report(List.of(old, now), "--format", "json"));
    JsonNode fresh =
        Kept.json(
            Kept.report(List.of(now, other), "--format", "json", "--baseline", before.toString()));
    assertEquals(1, fresh.path("findings").size(), fresh::toString);
    assertEquals("SYN-HVC-IMM", fresh.at("/findings/0/what").asText());
  }

  @Test
  void aBaselineThatIsNoneIsSaid() throws IOException {
    Path strange = Files.writeString(directory.resolve("strange.json"), "{\"findings\":[]}");
    CommandRun run = CommandRun.of("report", kept.failedCheck(), "--baseline", strange.toString());
    assertEquals(ExitCode.INPUT, run.code(), run.out());
  }

  @Test
  void oneFindingIsChosenByItsId() throws IOException {
    List<String> results = kept.all();
    String id = Kept.json(Kept.report(results, "--format", "json")).at("/findings/6/id").asText();
    String html = Kept.report(results, "--format", "html", "--only", id);
    assertTrue(Page.of(html).text().contains("IMM-NO-GUESS"), html);
    assertEquals(ExitCode.USAGE, CommandRun.of("report", results.get(0), "--only", "0").code());
    CommandRun many = CommandRun.of("report", results.get(4), "--format", "html");
    assertEquals(ExitCode.USAGE, many.code(), "several pages have no one stream");
  }

  @Test
  void whatTheManifestExpectsToFailIsShownWhereAskedFor() throws IOException {
    Path file = Path.of(kept.failedCheck());
    Files.writeString(
        file, Files.readString(file).replaceFirst("\"not-as-expected\"", "\"as-expected\""));
    assertEquals(
        1,
        Kept.json(Kept.report(List.of(file.toString()), "--format", "json"))
            .path("findings")
            .size());
    JsonNode both =
        Kept.json(Kept.report(List.of(file.toString()), "--format", "json", "--expected"));
    assertEquals(2, both.path("findings").size(), both::toString);
  }

  @Test
  void theCommandThatShowsItAgainDoes() throws IOException {
    for (String result :
        List.of(
            kept.log("il", Kept.BROKEN_IL),
            kept.replay("x18", Kept.HOME.resolve("traces/exhibits/b15-x18-lost/faulty.ndjson")))) {
      JsonNode finding =
          Kept.json(Kept.report(List.of(result), "--format", "json")).at("/findings/0");
      List<String> words = List.of(finding.at("/run/again").asText().split(" "));
      assertEquals("armcall", words.get(0));
      CommandRun again = CommandRun.of(words.subList(1, words.size()).toArray(String[]::new));
      assertEquals(ExitCode.VIOLATED, again.code(), again.err());
      assertTrue(again.out().contains(finding.path("what").asText() + " violated"), again.out());
    }
  }

  @Test
  void aTestThatFailsIsAFindingToo() throws IOException {
    Path xml =
        Files.writeString(
            directory.resolve("TEST-Laws.xml"),
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="org.armcall.Laws" tests="2" failures="1">
              <testcase name="ilIsOne" classname="org.armcall.Laws" time="0.1">
                <failure message="SYN-IL ==&gt; expected: &lt;1&gt; but was: &lt;0&gt;" type="x"><![CDATA[Error: SYN-IL
            \tat org.armcall.Laws.ilIsOne(Laws.java:1)
            ]]></failure>
                <system-out><![CDATA[Shrunk Sample (2 steps)
              imm: 7
            seed = 42]]></system-out>
              </testcase>
              <testcase name="another" classname="org.armcall.Laws" time="0.1"/>
            </testsuite>
            """);
    List<String> results = List.of(xml.toString());
    JsonNode report = Kept.json(Kept.report(results, "--format", "json"));
    assertEquals(List.of(), Kept.problems("findings-1.schema.json", VersionFlag.V202012, report));
    JsonNode finding = report.at("/findings/0");
    assertEquals("SYN-IL", finding.path("what").asText(), finding::toString);
    assertEquals("1", finding.path("expected").asText());
    assertEquals("0", finding.path("observed").asText());
    assertTrue(
        finding.at("/run/again").asText().contains("-Dtest=Laws#ilIsOne"), finding::toString);
    String html = Kept.report(results, "--format", "html");
    assertTrue(Page.of(html).text().contains("seed = 42"), html);
    assertFalse(html.contains("at org.armcall.Laws"), "no frame of the stack: " + html);
    assertTrue(
        finding.path("where").asText().startsWith("src/test/java/org/armcall/Laws.java:1 of "));
    assertEquals(
        List.of(),
        Kept.problems(
            "/schema/sarif-schema-2.1.0.json",
            VersionFlag.V7,
            Kept.json(Kept.report(results, "--format", "sarif"))));
    Path other = Files.writeString(directory.resolve("other.xml"), "<a/>");
    assertEquals(ExitCode.INPUT, CommandRun.of("report", other.toString()).code());
    Files.writeString(other, "<a>");
    assertEquals(ExitCode.INPUT, CommandRun.of("report", other.toString()).code());
  }
}
