// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.armcall.checker.report.Finding.Evidence;
import org.armcall.checker.report.Finding.Gap;
import org.armcall.checker.report.Finding.Register;
import org.armcall.checker.rules.Documents;
import org.armcall.checker.rules.Law;
import org.armcall.checker.rules.RuleCatalogue;
import org.armcall.checker.rules.RuleEntry;
import org.armcall.model.rule.Rule;

/**
 * One finding as one HTML file that needs nothing else: no network, no script, no font. It is also
 * well-formed XML, so that a test can parse it.
 */
final class FindingPage {
  private static final Pattern ID = Pattern.compile("\\b[A-Z]{3}-[0-9A-Z]+(?:-[0-9A-Z]+)*\\b");

  private final RuleCatalogue catalogue;
  private final Finding finding;
  private final Report.Shown shown;
  private final Optional<String> index;
  private final Markup page = new Markup();

  private FindingPage(
      RuleCatalogue catalogue, Finding finding, Report.Shown shown, Optional<String> index) {
    this.catalogue = catalogue;
    this.finding = finding;
    this.shown = shown;
    this.index = index;
  }

  /**
   * The page.
   *
   * @param index the file name of the index page beside it, if there is one
   */
  static String of(
      RuleCatalogue catalogue, Finding finding, Report.Shown shown, Optional<String> index) {
    FindingPage page = new FindingPage(catalogue, finding, shown, index);
    page.write();
    return page.page.toString();
  }

  private void write() {
    Pages.begin(page, finding.what() + " at " + finding.place().text());
    page.raw("<header>");
    page.raw("<p class=\"kind\">armcall finding <code>").text(finding.id());
    page.raw("</code>, from ").text(finding.engine().about());
    index.ifPresent(
        file -> page.raw(" &#183; <a").attribute("href", file).raw(">all findings of the run</a>"));
    page.raw("</p><h1>").path(finding.verdict()).raw("</h1>");
    if (finding.foreseen()) {
      page.element(
          "p class=\"foreseen\"",
          "A known mistake, shown on purpose: who wrote this case says that it is found.");
    }
    page.raw("</header><main>");
    facts();
    story();
    boolean registersBroke = finding.registers().stream().anyMatch(Register::broken);
    if (registersBroke) {
      registers();
    }
    words();
    walks();
    if (!registersBroke) {
      registers();
    }
    evidence();
    unknown();
    rule();
    run();
    page.raw("</main>");
    Pages.end(page, "finding.js");
  }

  private void section(String id, String title) {
    page.raw("<section aria-labelledby=\"" + id + "\"><h2 id=\"" + id + "\">");
    page.text(title).raw("</h2>");
  }

  private void facts() {
    page.raw("<dl class=\"facts\">");
    page.element("dt", finding.rule().isPresent() ? "Rule" : "Property")
        .raw("<dd><a href=\"#rule\">")
        .text(finding.what())
        .raw("</a>");
    if (!finding.sentence().isEmpty()) {
      page.raw("<br/>").text(finding.sentence());
      firstSource();
    }
    page.raw("</dd>");
    page.element("dt", "Where").raw("<dd class=\"path\">").path(finding.place().text());
    if (shown.times() > 1) {
      page.raw("<details><summary>shows ").text(shown.times() + " times").raw("</summary><ul>");
      shown.places().forEach(place -> page.element("li class=\"path\"", place));
      page.raw("</ul>");
      if (shown.times() > shown.places().size()) {
        page.element("p", "and " + (shown.times() - shown.places().size()) + " more");
      }
      page.raw("</details>");
    }
    page.raw("</dd>");
    page.element("dt", "Expected").element("dd class=\"expected\"", finding.expected());
    page.element("dt", "Observed").element("dd class=\"observed\"", finding.observed());
    if (!finding.run().again().isEmpty()) {
      page.raw("<dt>See it again</dt><dd><code class=\"command\" tabindex=\"0\">");
      page.words(finding.run().again()).raw("</code></dd>");
    }
    if (!finding.image().command().isEmpty()) {
      page.raw("<dt>Make an image</dt><dd><code class=\"command\" tabindex=\"0\">");
      page.words(finding.image().command()).raw("</code></dd>");
    }
    if (!finding.image().run().isEmpty()) {
      page.raw("<dt>Have the emulator run it</dt><dd><code class=\"command\" tabindex=\"0\">");
      page.words(finding.image().run()).raw("</code></dd>");
    }
    if (!finding.run().about().isEmpty()) {
      String of = finding.engine().isOfModel() ? "The model" : "The scenario";
      page.element("dt", of).element("dd", finding.run().about());
    }
    page.raw("</dl>");
  }

  private void firstSource() {
    int more = finding.sources().size() - 1;
    page.raw("<br/><span class=\"quiet\">Source: ").text(finding.sources().get(0).toString());
    page.raw("</span>");
    if (more > 0) {
      page.raw(" <a class=\"more\" href=\"#rule\">and " + more + " more</a>");
    }
  }

  private void story() {
    if (!finding.story().steps().isEmpty()) {
      section("steps", "What happened");
      LanePicture.draw(page, finding.story());
      page.raw("</section>");
    }
  }

  private void words() {
    if (finding.words().isEmpty()) {
      return;
    }
    section("words", "The words, bit by bit");
    page.element(
        "p class=\"quiet\"",
        "Fields alternate in colour. Hatched bits were not recorded, or nothing may rely on them; red ones"
            + " are where the rule breaks.");
    finding.words().forEach(word -> BitPicture.draw(page, word));
    page.raw("</section>");
  }

  private void walks() {
    if (finding.walks().isEmpty()) {
      return;
    }
    section("walks", "How the instruction was fetched, and how it was looked for");
    page.element(
        "p",
        "The handler looked for the instruction in memory. Each column goes from the address of the"
            + " instruction by the translation tables to what was found there.");
    WalkPicture.draw(page, finding.walks());
    page.raw("</section>");
  }

  private void registers() {
    if (finding.registers().isEmpty()) {
      return;
    }
    section("registers", "Registers across the call");
    page.raw("<p>Held against: ").text(finding.contract()).raw("</p>");
    page.raw("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"registers\">");
    page.raw("<table><thead><tr>");
    for (String title : List.of("register", "before", "after", "by the contract")) {
      page.element("th scope=\"col\"", title);
    }
    page.raw("</tr></thead><tbody>");
    for (Register register : finding.registers()) {
      page.raw(register.broken() ? "<tr class=\"bad\">" : "<tr>");
      page.element("th scope=\"row\"", register.name());
      cell("", register.before());
      cell(" after", register.after());
      page.raw("<td>").text(register.contract());
      page.raw(register.broken() ? " <strong class=\"mark\">broken</strong>" : "");
      page.raw("</td></tr>");
    }
    page.raw("</tbody></table></div></section>");
  }

  private void cell(String kind, String value) {
    if (value.isEmpty()) {
      page.element("td class=\"num unknown" + kind + "\"", "not recorded");
    } else {
      page.element("td class=\"num" + kind + "\"", value);
    }
  }

  private void evidence() {
    if (finding.evidence().isEmpty()) {
      return;
    }
    boolean log = finding.evidence().stream().anyMatch(line -> line.line() > 0);
    section("log", log ? "The lines of the log" : "The evidence");
    page.raw(log ? "<ol class=\"log\">" : "<ol class=\"log plain\">");
    long before = 0;
    for (Evidence line : finding.evidence()) {
      if (before > 0 && line.line() > before + 1) {
        page.raw("<li class=\"gap\"><span class=\"no\">&#8230;</span></li>");
      }
      before = line.line();
      page.raw(line.offending() ? "<li class=\"bad\">" : "<li>");
      if (log) {
        page.element("span class=\"no\"", line.line() > 0 ? String.valueOf(line.line()) : "");
      }
      page.element("code", line.text()).raw("</li>");
    }
    page.raw("</ol></section>");
  }

  private void unknown() {
    if (finding.engine().isOfModel()) {
      return;
    }
    section("unknown", "What was not known");
    if (finding.unknown().isEmpty()) {
      boolean whole =
          finding.registers().stream()
              .noneMatch(register -> register.before().isEmpty() || register.after().isEmpty());
      page.element(
          "p",
          whole
              ? "Everything that the finding rests on was observed."
              : "Everything that the finding rests on was observed. Of the other registers some were"
                  + " not recorded, as the table says; they may have broken the rule too.");
    } else {
      page.raw("<ul>");
      for (Gap gap : finding.unknown()) {
        page.raw("<li>").text(gap.what()).raw(" <span class=\"quiet\">(to know it: ");
        page.text(gap.remedy()).raw(")</span></li>");
      }
      page.raw("</ul>");
    }
    page.raw("</section>");
  }

  private void rule() {
    section("rule", finding.rule().isPresent() ? "The rule" : "The property");
    if (finding.law().isPresent()) {
      law(finding.law().get());
      return;
    }
    if (finding.rule().isEmpty()) {
      page.raw("<p>").element("strong", finding.what());
      page.text(" is not a rule of the catalogue; ");
      String module = finding.place().file();
      page.text(
          finding.engine() == Finding.Engine.PROPERTY_TEST
              ? "the test says what it is."
              : (module.isEmpty() ? "the module of the model" : module) + " says what it is.");
      page.raw("</p></section>");
      return;
    }
    RuleEntry rule = finding.rule().get();
    page.raw("<p>").element("strong", rule.rule().id()).text(" ");
    linked(rule.sentence(), rule.rule());
    page.raw("</p><dl>");
    each("Source", rule.sources().stream().map(FindingPage::titled));
    each("Witness", rule.witnesses().stream().map(Object::toString));
    page.raw("</dl>");
    related(rule);
    page.raw("</section>");
  }

  private void law(Law law) {
    page.raw("<p>").element("strong", finding.what()).text(" ").text(law.sentence());
    page.raw("</p><dl>");
    each("Source", law.sources().stream().map(FindingPage::titled));
    page.raw("</dl>");
    for (RuleEntry rule : law.rules()) {
      page.raw("<p").attribute("id", "rule-" + rule.rule().id()).raw(">It stands for ");
      page.element("strong", rule.rule().id()).text(": ").text(rule.sentence()).raw("</p><dl>");
      each("Source", rule.sources().stream().map(FindingPage::titled));
      each("Witness", rule.witnesses().stream().map(Object::toString));
      page.raw("</dl>");
    }
    page.raw("</section>");
  }

  /** A term and what there is of it, if there is any. */
  private void each(String term, Stream<String> all) {
    List<String> texts = all.toList();
    if (!texts.isEmpty()) {
      page.element("dt", term);
      texts.forEach(text -> page.element("dd", text));
    }
  }

  /** The source with the title of its document, which a number does not say. */
  private static String titled(RuleEntry.Source source) {
    return source + Documents.title(source.document()).map(title -> " (" + title + ")").orElse("");
  }

  private void related(RuleEntry rule) {
    RelatedRules related = RelatedRules.of(catalogue, rule, finding);
    if (!related.close().isEmpty()) {
      page.element("h3", "Close to it");
      entries(related.close());
    }
    if (!related.others().isEmpty()) {
      page.raw("<details class=\"related\"><summary>");
      page.text(related.others().size() + " more: ");
      page.text(catalogue.title(rule.rule().family())).raw("</summary>");
      entries(related.others());
      page.raw("</details>");
    }
  }

  private void entries(List<RuleEntry> entries) {
    page.raw("<dl>");
    for (RuleEntry entry : entries) {
      page.raw("<dt").attribute("id", "rule-" + entry.rule().id()).raw(">");
      page.words(entry.rule().id()).raw("</dt><dd>").text(entry.sentence()).raw("</dd>");
    }
    page.raw("</dl>");
  }

  /** The ids in the sentence lead to where they are explained. */
  private void linked(String sentence, Rule self) {
    Matcher id = ID.matcher(sentence);
    int from = 0;
    while (id.find()) {
      Optional<Rule> other = Rule.ofId(id.group()).filter(rule -> rule != self);
      if (other.isPresent()) {
        page.text(sentence.substring(from, id.start()));
        page.raw("<a").attribute("href", "#rule-" + other.get().id()).raw(">");
        page.text(id.group()).raw("</a>");
        from = id.end();
      }
    }
    page.text(sentence.substring(from));
  }

  private void run() {
    section("again", "Run it again");
    RunAgain.draw(page, finding);
    page.raw("</section>");
  }
}
