// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.armcall.checker.cli.CommandRun;
import org.armcall.model.design.DrawClash;
import org.armcall.traces.registry.RegistryFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;

/** {@code armcall compare}, as a user types it. */
final class CompareCommandTest {
  private static final Path HOME = Path.of(System.getProperty("armcall.home"));
  private static final Pattern ID = Pattern.compile("D[1-8]-(?:hvc|smc)-[a-z0-9-]+[a-z]");

  /** The whole table takes a second, and several tests look at it. */
  private static final Map<List<String>, CommandRun> RUNS = new HashMap<>();

  private static CommandRun compare(String... arguments) {
    List<String> all = new ArrayList<>(List.of("compare"));
    all.addAll(List.of(arguments));
    CommandRun run =
        RUNS.computeIfAbsent(all, words -> CommandRun.of(words.toArray(new String[0])));
    assertEquals(0, run.code().status(), run.err());
    return run;
  }

  private static JsonNode json(String... arguments) throws IOException {
    return new ObjectMapper().readTree(compare(arguments).out());
  }

  private static Set<String> ids(String text) {
    Set<String> ids = new HashSet<>();
    Matcher matcher = ID.matcher(text);
    while (matcher.find()) {
      ids.add(matcher.group());
    }
    return ids;
  }

  @Test
  void theMatrixFitsATerminalAndComesFirst() {
    String out = compare().out();
    assertTrue(out.lines().allMatch(line -> line.length() <= 120), out);
    List<String> rows = out.lines().filter(line -> line.matches("D[1-8] (hvc|smc) .*")).toList();
    assertEquals(16, rows.size());
    assertTrue(out.indexOf("D8 smc") < out.indexOf("dispatch on ISS == 0"));
  }

  /** The mail's two rows: sound for HVC if masked, carried over to SMC unsafe but from A64. */
  @Test
  void theTestOfTheMailHasTwoRows() {
    String out = compare("--design", "d1", "--platform", "armv7-t32,a64").out();
    assertTrue(out.contains("D1 hvc  ++--? 0    ++--? 0    ++--? 0    ++--? 0"), out);
    assertTrue(out.contains("D1 smc  ----- 0    .          ++--? 0    ????? 0"), out);
    assertTrue(out.contains("the handler masks ISS to bits 15:0"), out);
    assertFalse(out.contains("D2"), out);
  }

  @Test
  void everyNameThatIsPrintedCanBeShownWhole() {
    Set<String> ids = ids(compare().out());
    assertTrue(ids.size() > 30, ids.toString());
    CommandRun all = compare(ids.toArray(new String[0]));
    for (String id : ids) {
      assertTrue(all.out().contains(id + "\n"), id);
    }
    assertEquals(ids.size(), all.out().split("In the specification: unsafe by", -1).length - 1);
  }

  @Test
  void aCounterexampleHasItsStepsItsRulesAndItsCommand() {
    String out = compare("D1-smc-armv7-t32-tells-apart").out();
    assertTrue(out.contains("T32 code at EL1 executes smc #1 (0xf7f18000)"), out);
    assertTrue(out.contains("ISS[15:0] is not the immediate"), out);
    assertTrue(out.contains("By what it sees it calls PSCI; the caller meant vendor"), out);
    assertTrue(out.contains("SYN-SMC32-V7-ZERO"), out);
    assertTrue(out.contains("./armcall check namespace/claims"), out);
    String bits = compare("D1-hvc-a64-unknown-bits").out();
    assertTrue(bits.contains("it tests all of ISS, as the mail does"), bits);
  }

  @Test
  void jsonHasEveryCellWithItsBoundsAndWhatDecidesIt() throws IOException {
    JsonNode found = json("--format", "json");
    assertEquals(8 * 20 * 5, found.get("cells").size());
    for (JsonNode cell : found.get("cells")) {
      assertTrue(cell.get("specification").size() > 0, cell.toString());
      switch (cell.get("verdict").asText()) {
        case "safe" -> assertTrue(cell.get("calls").asLong() > 0, cell.toString());
        case "unsafe" -> assertTrue(cell.get("counterexample").get("steps").size() >= 3);
        case "open" -> {
          assertFalse(cell.get("missing").asText().isEmpty());
          assertTrue(cell.has("ifSo") && cell.has("ifNot"));
        }
        default -> assertFalse(cell.get("reason").asText().isEmpty());
      }
    }
    assertEquals(found, json("--json"));
  }

  @Test
  void theDrawIsOfTheOwnersInTheRegistry() throws IOException {
    JsonNode clash = json("--json", "--design", "D3", "--platform", "a64").get("clash");
    int owners = Comparison.drawers(RegistryFile.builtIn());
    assertEquals(owners, clash.get("drawers").asInt());
    assertEquals(DrawClash.FORMULA, clash.get("formula").asText());
    for (JsonNode draw : clash.get("draws")) {
      boolean narrow =
          draw.get("conduit").asText().equals("smc") && !draw.get("isa").asText().equals("a64");
      assertEquals(narrow ? 15 : 65_535, draw.get("tags").asInt());
    }
  }

  @Test
  void onlyReadingTheInstructionCosts() throws IOException {
    for (JsonNode cost : json("--json").get("costs")) {
      boolean reads =
          cost.get("design").asText().equals("D7")
              && cost.get("conduit").asText().equals("smc")
              && !cost.get("platform").asText().equals("a64");
      assertEquals(reads, cost.get("most").asInt() > 0, cost.toString());
    }
  }

  /** It is well-formed, needs nothing else, and each link leads somewhere. */
  @Test
  void theHtmlPageIsWholeInItself() throws Exception {
    String page = compare("--format", "html").out();
    assertFalse(page.contains("http:") || page.contains("https:"), "no network");
    assertTrue(page.contains("prefers-color-scheme") && page.contains("width=device-width"));
    String xml = page.replace("<!DOCTYPE html>\n", "").replaceAll("(<meta[^>]*)>", "$1/>");
    String body = xml.replaceAll("(?s)<script>.*?</script>", "");
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(body)));
    var cells = document.getElementsByTagName("th");
    for (int each = 0; each < cells.getLength(); each++) {
      assertTrue(
          cells.item(each).getAttributes().getNamedItem("scope") != null, "a head without scope");
    }
    Set<String> targets = new HashSet<>();
    var details = document.getElementsByTagName("details");
    for (int each = 0; each < details.getLength(); each++) {
      targets.add(details.item(each).getAttributes().getNamedItem("id").getNodeValue());
    }
    var links = document.getElementsByTagName("a");
    assertTrue(links.getLength() > 100);
    for (int each = 0; each < links.getLength(); each++) {
      String target = links.item(each).getAttributes().getNamedItem("href").getNodeValue();
      assertTrue(targets.contains(target.substring(1)), target);
    }
  }

  @Test
  void markdownHasTheShortTableAndOneForEachProperty() {
    String all = compare("--format", "md").out();
    String summary = compare("--format", "md", "--summary").out();
    assertTrue(all.contains(summary));
    assertEquals(17, summary.lines().count(), "15 rows: D8 makes no SMC");
    assertTrue(all.contains("## Safe under UNKNOWN bits"), all);
    long widths =
        summary.lines().map(line -> line.chars().filter(c -> c == '|').count()).distinct().count();
    assertEquals(1, widths, summary);
  }

  @Test
  void theReadmeCarriesTheTable() throws IOException {
    String readme = Files.readString(HOME.resolve("README.md"));
    assertTrue(
        readme.contains("\n\n" + compare("--format", "md", "--summary").out() + "\n"),
        "README.md, 'Compare the designs': replace the table by the output of"
            + " ./armcall compare --format md --summary");
    assertTrue(
        readme.contains("```\n" + compare("D1-smc-armv7-t32-tells-apart").out() + "```\n"),
        "README.md: the counterexample is not what the program prints");
  }

  @Test
  void aPresetHasTheCallersThatItCanHave() throws IOException {
    JsonNode cells = json("--json", "--design", "D1", "--platform", "cortex-a53").get("cells");
    Set<String> kinds = new HashSet<>();
    cells.forEach(cell -> kinds.add(cell.get("platform").asText()));
    assertEquals(Set.of("armv8-32-under-32", "armv8-32-under-64", "a64"), kinds);
    String none = compare("--platform", "armv8a-el1-a64").out();
    assertTrue(none.contains("ROU-HVC-NO-EL2"), none);
  }

  @Test
  void valuesMayBeJoinedOrStandApart() {
    String joined = compare("--design", "D1,D7", "--platform", "a64,armv7-a32").out();
    assertEquals(joined, compare("--design", "D7", "d1", "--platform", "armv7-a32", "a64").out());
    String one = compare("D1-smc-armv7-t32-tells-apart").out();
    assertEquals(one, compare("--design", "D1", "D1-smc-armv7-t32-tells-apart").out());
  }

  @ParameterizedTest
  @CsvSource({
    "compare --design D9, 2, --design takes D1 to D8",
    "compare --platform cortex-a99, 2, the kinds of caller are armv7-a32",
    "compare --platform a64 --platform cortex-a53, 2, not both at once",
    "compare --format pdf, 2, 'text, md, html or json'",
    "compare --format md --json, 2, exclude each other",
    "compare --summary, 2, --format md",
    "compare D1-smc-nowhere, 2, armcall compare' lists them",
    "compare --design D1 D2-smc-armv7-a32-tells-apart, 2, no counterexample",
    "compare --format html D1-smc-armv7-a32-tells-apart, 2, text or json",
    "compare --platform /no/such/file.json, 3, there is no such file"
  })
  void whatIsWrongIsOneLine(String command, int status, String words) {
    CommandRun run = CommandRun.of(command.split(" "));
    assertEquals(status, run.code().status(), run.err());
    assertTrue(run.err().lines().findFirst().orElse("").contains(words), run.err());
    assertFalse(run.err().contains("internal error"), run.err());
    assertEquals("", run.out());
  }
}
