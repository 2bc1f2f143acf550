// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.armcall.checker.Checkout;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.rules.Documents;
import org.armcall.checker.rules.RuleCatalogue;
import org.armcall.checker.rules.RuleEntry;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** What the page of a finding says of words, registers, levels, rules and sources. */
final class FindingWordsTest {
  private static final RuleCatalogue CATALOGUE = RuleCatalogue.load();
  private static final Path UBOOT =
      Kept.HOME.resolve("traces/formats/samples/console-uboot-hvc.txt");

  @TempDir Path directory;

  private static Finding finding(RuleEntry rule, String expected) {
    ObjectNode violation = Kept.JSON.createObjectNode();
    violation.put("rule", rule.rule().id()).put("file", "a.log").put("line", 1);
    violation.put("expected", expected).put("observed", "another");
    Head head = new Head(Kept.json("{\"command\":\"replay\"}"));
    return new ViolationFindings(CATALOGUE, head).of(violation, Optional.empty());
  }

  private Page guess() {
    return Page.of(
        Kept.report(
            List.of(new Kept(directory).scenario("guess")),
            "--format",
            "html",
            "--only",
            guessId()));
  }

  private String guessId() {
    String result = directory.resolve("result-guess").toString();
    for (JsonNode each :
        Kept.json(Kept.report(List.of(result), "--format", "json")).path("findings")) {
      if (each.path("what").asText().equals("IMM-NO-GUESS")) {
        return each.path("id").asText();
      }
    }
    throw new AssertionError("the scenario has no such finding");
  }

  @Test
  void everySourceOfEveryRuleIsOnThePageOfItsFinding() {
    for (RuleEntry rule : CATALOGUE.entries()) {
      String id = rule.rule().id();
      assertFalse(rule.sources().isEmpty(), id);
      Page page =
          Page.of(
              FindingPage.of(
                  CATALOGUE,
                  finding(rule, "this"),
                  new Report.Shown(id, 1, List.of()),
                  Optional.empty()));
      List<String> said = page.all("dd").stream().map(Element::getTextContent).toList();
      for (RuleEntry.Source source : rule.sources()) {
        assertFalse(source.document().isBlank() || source.place().isBlank(), id);
        Optional<String> title = Documents.title(source.document());
        assertEquals(
            source.document().matches("(DDI|DEN).*"), title.isPresent(), source.document());
        String wanted = source + title.map(text -> " (" + text + ")").orElse("");
        assertTrue(said.contains(wanted), id + ": " + wanted);
      }
      assertTrue(said.get(0).contains("Source: " + rule.sources().get(0)), said.get(0));
    }
  }

  @Test
  void whatIsSaidOfBitsThatNothingMayRelyOnHasASource() {
    String page = guess().text();
    assertTrue(page.contains("UNK/SBZP"), page);
    RuleEntry rule = CATALOGUE.entry(Rule.SYN_SMC32_V7_ZERO);
    assertTrue(page.contains("instruction only (" + rule.sources().get(0) + ")."), page);
  }

  @Test
  void aConsolesWordIsNotCalledTheExecutedOne() throws IOException {
    // The immediate of the word was 0xea1, and the syndrome says so.
    List<String> lines = new ArrayList<>(Files.readAllLines(UBOOT));
    lines.replaceAll(line -> line.replace("d401d422", "d401d442"));
    Page page =
        Page.of(Kept.report(List.of(new Kept(directory).log("uboot", lines)), "--format", "html"));
    String text = page.text();
    String facts = page.all("dl").get(0).getTextContent();
    assertFalse(facts.contains("executed"), facts);
    assertTrue(text.contains("read by the console after the exception"), text);
    assertTrue(
        page.all("figcaption").stream()
            .anyMatch(
                title ->
                    title
                        .getTextContent()
                        .startsWith("Instruction word that the console read, after the exception")),
        text);
    assertTrue(text.contains("whether the word that the console printed is"), text);
    Path trace = directory.resolve("uboot.ndjson");
    CommandRun converted =
        CommandRun.of(
            "convert", directory.resolve("uboot.log").toString(), "--out", trace.toString());
    assertEquals(ExitCode.HOLDS, converted.code(), converted.err());
    String made = new Kept(directory).replay("made", trace);
    assertTrue(
        Kept.report(List.of(made), "--format", "html")
            .contains("read by the console after the exception"),
        "of a trace that was made from it too");
  }

  @Test
  void theIdentifierInARegisterIsReadOutInAScenarioToo() {
    Page page = guess();
    String text = page.text();
    assertTrue(
        text.contains(
            "with R0 0x84000000: PSCI_VERSION (fast, 32-bit, Standard Secure service calls)"),
        text);
    assertTrue(
        page.all("figcaption").stream()
            .anyMatch(
                title ->
                    title
                        .getTextContent()
                        .equals("Function identifier in R0, PSCI_VERSION 0x84000000")),
        text);
    assertTrue(text.contains("Only a call with the immediate 0 is one of the convention"), text);
  }

  @Test
  void notEveryNumberInTheFirstRegisterIsTakenForAnIdentifier() {
    for (String held : List.of("0x5dcaf000", "0x1", "0xffffffff", "0xffff800008d5c000")) {
      assertFalse(register(held).isLikely(), held);
    }
    for (String held : List.of("0x84000003", "0xc4000003", "0x8600ff01", "0x84000000")) {
      assertTrue(register(held).isLikely(), held);
    }
  }

  @Test
  void aSupervisorCallHasNoIdentifier() {
    JsonNode call =
        Kept.json("{\"kind\":\"call\",\"insn\":\"svc\",\"regs\":{\"x0\":\"0x84000003\"}}");
    assertEquals(Optional.empty(), IdentifierRegister.of(new KeptEvent(call)));
  }

  private static IdentifierRegister register(String held) {
    JsonNode call =
        Kept.json("{\"kind\":\"call\",\"insn\":\"smc\",\"regs\":{\"x0\":\"" + held + "\"}}");
    return IdentifierRegister.of(new KeptEvent(call)).orElseThrow();
  }

  @Test
  void thePictureSaysWhatRunsAtEachLevel() {
    List<String> lanes = guess().all("em").stream().map(Element::getTextContent).toList();
    assertEquals(List.of("EL1 caller", "EL2 hypervisor"), lanes);
  }

  @Test
  void whoMakesAndTakesCallsIsNotTheCallerOnly() {
    LaneRoles roles =
        new LaneRoles(
            KeptEvent.of(
                Kept.json(
                    "[{\"kind\":\"call\",\"cpu\":0,\"el\":1},{\"kind\":\"entry\",\"cpu\":0,\"fromEl\":1,\"toEl\":2},"
                        + "{\"kind\":\"call\",\"cpu\":0,\"el\":2},{\"kind\":\"entry\",\"cpu\":0,\"fromEl\":2,\"toEl\":3},"
                        + "{\"kind\":\"entry\",\"exception\":\"asynchronous\",\"cpu\":1,\"fromEl\":1,\"toEl\":2}]")));
    java.util.OptionalInt cpu = java.util.OptionalInt.of(0);
    assertEquals("caller", roles.of(cpu, 1));
    assertEquals("hypervisor", roles.of(cpu, 2));
    assertEquals("firmware", roles.of(cpu, 3));
    assertEquals("kernel", roles.of(java.util.OptionalInt.of(1), 1), "it was interrupted");
    assertEquals("caller", roles.of(java.util.OptionalInt.empty(), 1), "of some processor");
  }

  @Test
  void theClosestRulesComeFirstAndNoRuleOfTheFamilyIsLost() {
    for (RuleEntry rule : CATALOGUE.entries()) {
      RelatedRules related = RelatedRules.of(CATALOGUE, rule, finding(rule, "this"));
      Set<RuleEntry> all = new HashSet<>(related.close());
      all.addAll(related.others());
      assertEquals(related.close().size() + related.others().size(), all.size(), "once each");
      assertTrue(
          all.containsAll(
              CATALOGUE.entries().stream()
                  .filter(other -> other != rule && other.rule().family() == rule.rule().family())
                  .toList()));
      assertFalse(all.contains(rule));
      assertFalse(related.others().size() == 1, "one alone is not folded away");
    }
    RuleEntry lost = CATALOGUE.entry(Rule.SYN_SMC32_NO_IMM);
    List<String> close =
        RelatedRules.of(CATALOGUE, lost, finding(lost, "zero, see SEQ-CALLER")).close().stream()
            .map(entry -> entry.rule().id())
            .toList();
    assertEquals("SEQ-CALLER", close.get(0), "what the finding names comes first");
    assertEquals(3, close.size());
    assertTrue(
        close.subList(1, 3).stream().allMatch(id -> id.startsWith("SYN-SMC32")), close::toString);
  }

  @Test
  void thePageSaysFromWhichCommitItIs() throws IOException {
    String page =
        Kept.report(List.of(new Kept(directory).log("il", Kept.BROKEN_IL)), "--format", "html");
    String text = Page.of(page).text();
    assertTrue(text.contains("Go to a checkout of armcall"), text);
    String commit = Checkout.commit().map(name -> name.replace(Checkout.CHANGED, "")).orElse("");
    assertEquals(!commit.isEmpty(), text.contains("git checkout"), text);
    assertTrue(commit.isEmpty() || text.contains("git checkout " + commit), text);
  }
}
