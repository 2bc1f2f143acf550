// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.armcall.checker.rules.Law;
import org.armcall.checker.rules.LawCatalogue;
import org.armcall.checker.rules.RuleCatalogue;
import org.armcall.checker.rules.RuleEntry;
import org.armcall.model.rule.Rule;

/** The page that leads to the findings: by rule, with filters where scripts run. */
final class IndexPage {
  private static final int MOST_TEXT = 110;

  private final Report report;
  private final Predicate<String> hasPage;
  private final Writer out;

  private IndexPage(Report report, Predicate<String> hasPage, Writer out) {
    this.report = report;
    this.hasPage = hasPage;
    this.out = out;
  }

  /**
   * Writes the page as the findings are read.
   *
   * @param hasPage whether the finding of that id has a page of its own beside this one
   */
  static void write(Report report, Predicate<String> hasPage, Writer out) throws IOException {
    new IndexPage(report, hasPage, out).write();
  }

  private void write() throws IOException {
    Markup page = new Markup();
    Pages.begin(page, "Findings");
    page.raw("<header>").raw("<p class=\"kind\">armcall report</p>");
    page.element("h1", verdict());
    page.raw("<ul class=\"results\">");
    for (KeptResult result : report.results()) {
      page.raw("<li><span class=\"path\">").text(result.operand()).raw("</span>: ");
      page.text(result.summary()).raw("</li>");
    }
    page.raw("</ul>");
    if (report.known() > 0) {
      page.element("p", report.known() + " are in the baseline and not shown.");
    }
    page.raw("</header><main>");
    rules(page);
    out.write(page.toString());
    list();
    Markup end = new Markup();
    end.raw("</main>");
    Pages.end(end, "index.js");
    out.write(end.toString());
  }

  private String verdict() {
    int different = report.shown().size();
    if (different == 0) {
      return report.known() > 0 ? "Nothing new was found." : "Nothing was found.";
    }
    String times = report.count() > different ? ", which show " + report.count() + " times" : "";
    return different + (different == 1 ? " finding" : " findings") + times + ".";
  }

  private void rules(Markup page) {
    Map<String, Integer> counts = new TreeMap<>();
    report.shown().values().forEach(shown -> counts.merge(shown.what(), 1, Integer::sum));
    if (counts.isEmpty()) {
      return;
    }
    RuleCatalogue catalogue = report.catalogue();
    LawCatalogue laws = LawCatalogue.load(catalogue);
    page.raw("<section aria-labelledby=\"rules\"><h2 id=\"rules\">By rule</h2>");
    page.raw(
        "<table class=\"rules\"><thead><tr><th scope=\"col\">rule</th><th"
            + " scope=\"col\">findings</th>");
    page.raw("<th scope=\"col\">what it says</th></tr></thead><tbody>");
    counts.forEach(
        (what, count) -> {
          Optional<RuleEntry> entry = Rule.ofId(what.replace('_', '-')).map(catalogue::entry);
          page.raw("<tr><th scope=\"row\">").text(what).raw("</th><td class=\"num\">" + count);
          page.raw("</td><td>")
              .text(
                  entry
                      .map(RuleEntry::sentence)
                      .or(() -> laws.law(what).map(Law::sentence))
                      .orElse(""));
          page.raw("</td></tr>");
        });
    page.raw("</tbody></table></section>");
    page.raw("<form class=\"filter\" hidden=\"hidden\" role=\"search\"><label>Rule <select>");
    page.raw("<option value=\"\">all</option>");
    counts.keySet().forEach(what -> page.element("option", what));
    page.raw("</select></label><label>Text <input type=\"search\"/></label>");
    page.raw("<output aria-live=\"polite\"></output></form>");
  }

  private void list() throws IOException {
    if (report.shown().isEmpty()) {
      return;
    }
    out.write("<section aria-labelledby=\"all\"><h2 id=\"all\">All findings</h2>");
    if (!report.shown().keySet().stream().allMatch(hasPage)) {
      out.write("<p>Not every finding has a page here. One is made of its number: ");
      Markup command = new Markup().words("armcall report RESULT --only NUMBER --format html");
      out.write("<code>" + command + "</code></p>");
    }
    if (report.inShort() > 0) {
      out.write(
          "<p>Of each rule the first "
              + Report.IN_FULL
              + " findings are told in full; "
              + report.inShort()
              + " more are here, and in the other files in short.</p>");
    }
    out.write("<ol class=\"all\">");
    Set<String> seen = new LinkedHashSet<>();
    for (KeptResult result : report.results()) {
      report.forEachOnce(result, seen, this::row);
    }
    out.write("</ol></section>");
  }

  private void row(Finding finding) {
    Markup row = new Markup();
    row.raw("<li").attribute("data-r", finding.what()).raw(">");
    boolean own = hasPage.test(finding.id());
    if (own) {
      row.raw("<a").attribute("href", finding.id() + ".html").raw(">");
    }
    row.element("b", finding.what()).text(" ").path(finding.place().text());
    if (own) {
      row.raw("</a>");
    } else {
      row.raw(" <code>").text(finding.id()).raw("</code>");
    }
    long times = report.shown().get(finding.id()).times();
    if (times > 1) {
      row.text(" and " + (times - 1) + (times == 2 ? " other place" : " other places"));
    }
    row.raw("<p>").text(cut(finding.observed())).raw(" <s>").text(cut(finding.expected()));
    row.raw("</s></p></li>\n");
    try {
      out.write(row.toString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String cut(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "...";
  }
}
