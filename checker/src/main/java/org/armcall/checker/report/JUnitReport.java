// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/**
 * Findings as JUnit XML, as Surefire writes it and build servers read it: a suite for each result,
 * a failure for each finding, and a test that passes for each rule, model or scenario that is well.
 */
final class JUnitReport {
  private final Report report;
  private final Writer out;

  private JUnitReport(Report report, Writer out) {
    this.report = report;
    this.out = out;
  }

  /** Writes the findings as they are read. */
  static void write(Report report, Writer out) throws IOException {
    JUnitReport junit = new JUnitReport(report, out);
    out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    for (KeptResult result : report.results()) {
      junit.suite(result);
    }
    out.write("</testsuites>\n");
  }

  private void suite(KeptResult result) throws IOException {
    long[] count = new long[2];
    report.forEach(result, finding -> count[finding.foreseen() ? 1 : 0]++);
    List<String> passed = result.passed();
    String suite = "armcall " + result.head().command() + " " + result.operand();
    Markup begin = new Markup();
    begin.raw("<testsuite").attribute("name", suite);
    begin.raw(" tests=\"" + (count[0] + count[1] + passed.size()) + "\" failures=\"" + count[0]);
    begin.raw("\" errors=\"0\" skipped=\"0\" time=\"0\">\n");
    out.write(begin.toString());
    for (String each : passed) {
      Markup test = new Markup();
      test.raw("<testcase").attribute("name", each).attribute("classname", suite);
      out.write(test.raw(" time=\"0\"/>\n").toString());
    }
    report.forEach(result, finding -> test(suite, finding));
    out.write("</testsuite>\n");
  }

  private void test(String suite, Finding finding) {
    Markup test = new Markup();
    test.raw("<testcase");
    test.attribute("name", finding.what() + " at " + finding.place().text());
    test.attribute("classname", suite).raw(" time=\"0\">");
    if (finding.foreseen()) {
      test.element("system-out", "found, as expected: " + details(finding));
    } else {
      test.raw("<failure").attribute("message", finding.verdict());
      test.attribute("type", finding.what()).raw(">").text(details(finding)).raw("</failure>");
    }
    try {
      out.write(test.raw("</testcase>\n").toString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String details(Finding finding) {
    StringBuilder text = new StringBuilder();
    if (!finding.sentence().isEmpty()) {
      text.append(finding.rule().isPresent() ? "rule: " : "law: ");
      text.append(finding.sentence()).append('\n');
    }
    text.append("expected: ").append(finding.expected());
    text.append("\nobserved: ").append(finding.observed());
    finding
        .story()
        .steps()
        .forEach(
            step ->
                text.append(step.offending() ? "\n> " : "\n  ")
                    .append(step.number())
                    .append(' ')
                    .append(step.who().isEmpty() ? "" : step.who() + ": ")
                    .append(step.text()));
    text.append("\nagain: ").append(finding.run().again());
    if (!finding.image().command().isEmpty()) {
      text.append("\nimage: ").append(finding.image().command());
    }
    if (!finding.image().run().isEmpty()) {
      text.append("\nrun of the emulator: ").append(finding.image().run());
    }
    return text.toString();
  }
}
