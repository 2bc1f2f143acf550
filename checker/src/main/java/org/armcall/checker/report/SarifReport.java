// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.TreeMap;
import org.armcall.checker.Version;
import org.armcall.checker.report.Finding.Evidence;
import org.armcall.checker.report.Finding.Place;
import org.armcall.checker.report.Finding.Step;
import org.armcall.checker.rules.RuleEntry;

/**
 * Findings as SARIF 2.1.0 (OASIS Standard, 27 March 2020), for code hosts and editors: each stands
 * at the line of its trace, with the steps as a code flow.
 */
final class SarifReport {
  /** The address by which tools know the schema; nothing is loaded from it. */
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private static final String FINGERPRINT = "armcallFinding/v1";

  private final Report report;
  private final JsonGenerator json;
  private final TreeMap<String, String> rules = new TreeMap<>();
  private final SarifPlaces places = new SarifPlaces();

  private SarifReport(Report report, JsonGenerator json) {
    this.report = report;
    this.json = json;
  }

  /** Writes one run for each result, as its findings are read. */
  static void write(Report report, Writer out) throws IOException {
    try (JsonGenerator json = JsonReport.generator(out)) {
      new SarifReport(report, json).write();
    }
    out.write("\n");
  }

  private void write() throws IOException {
    json.writeStartObject();
    json.writeStringField("$schema", SCHEMA);
    json.writeStringField("version", "2.1.0");
    json.writeArrayFieldStart("runs");
    for (KeptResult result : report.results()) {
      run(result);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void run(KeptResult result) throws IOException {
    rules.clear();
    places.clear();
    json.writeStartObject();
    json.writeArrayFieldStart("results");
    report.forEach(
        result,
        finding -> {
          try {
            result(finding);
          } catch (IOException failed) {
            throw new UncheckedIOException(failed);
          }
        });
    json.writeEndArray();
    json.writeObjectFieldStart("tool");
    json.writeObjectFieldStart("driver");
    json.writeStringField("name", "armcall");
    json.writeStringField("version", Version.text());
    json.writeArrayFieldStart("rules");
    for (var rule : rules.entrySet()) {
      json.writeStartObject();
      json.writeStringField("id", rule.getKey());
      if (!rule.getValue().isEmpty()) {
        message("shortDescription", rule.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
    invocation(result);
    places.writeBases(json);
    json.writeStringField("columnKind", "utf16CodeUnits");
    json.writeEndObject();
  }

  private void invocation(KeptResult result) throws IOException {
    Finding.Run run = result.head().run("", "", "");
    json.writeArrayFieldStart("invocations");
    json.writeStartObject();
    json.writeBooleanField(
        "executionSuccessful",
        result.head().node().path("problems").isEmpty()
            && !result.head().node().path("interrupted").asBoolean());
    if (!run.command().isEmpty()) {
      json.writeStringField("commandLine", run.command());
    }
    json.writeEndObject();
    json.writeEndArray();
  }

  private void message(String field, String text) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("text", Wrapped.printable(text));
    json.writeEndObject();
  }

  private void result(Finding finding) throws IOException {
    rules.putIfAbsent(finding.what(), finding.sentence());
    json.writeStartObject();
    json.writeStringField("ruleId", finding.what());
    json.writeStringField("level", finding.foreseen() ? "note" : "error");
    message(
        "message",
        finding.verdict()
            + " Expected: "
            + finding.expected()
            + ". Observed: "
            + finding.observed()
            + ".");
    json.writeArrayFieldStart("locations");
    location(finding.place(), finding.place().line(), "", finding);
    json.writeEndArray();
    json.writeObjectFieldStart("partialFingerprints");
    json.writeStringField(FINGERPRINT, finding.id());
    json.writeEndObject();
    steps(finding);
    json.writeObjectFieldStart("properties");
    property("again", finding.run().again());
    property("image", finding.image().command());
    property("noImage", finding.image().why());
    property("emulator", finding.image().run());
    if (!finding.standsFor().isEmpty()) {
      json.writeArrayFieldStart("rules");
      for (RuleEntry rule : finding.standsFor()) {
        json.writeString(rule.rule().id());
      }
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void property(String name, String text) throws IOException {
    if (!text.isEmpty()) {
      json.writeStringField(name, text);
    }
  }

  private void location(Place place, long line, String text, Finding finding) throws IOException {
    json.writeStartObject();
    if (!place.file().isEmpty()) {
      json.writeObjectFieldStart("physicalLocation");
      places.write(json, place.file(), finding.engine().isOfModel());
      if (line > 0) {
        json.writeObjectFieldStart("region");
        json.writeNumberField("startLine", line);
        for (Evidence evidence : finding.evidence()) {
          if (evidence.line() == line) {
            message("snippet", evidence.text());
            break;
          }
        }
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    if (!place.model().isEmpty()) {
      json.writeArrayFieldStart("logicalLocations");
      json.writeStartObject();
      json.writeStringField("fullyQualifiedName", place.model());
      json.writeEndObject();
      json.writeEndArray();
    }
    if (!text.isEmpty()) {
      message("message", text);
    }
    json.writeEndObject();
  }

  private void steps(Finding finding) throws IOException {
    if (finding.story().steps().isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("codeFlows");
    json.writeStartObject();
    json.writeArrayFieldStart("threadFlows");
    json.writeStartObject();
    json.writeArrayFieldStart("locations");
    for (Step step : finding.story().steps()) {
      json.writeStartObject();
      json.writeNumberField("executionOrder", step.number());
      json.writeStringField("importance", step.offending() ? "essential" : "important");
      json.writeFieldName("location");
      String who = step.who().isEmpty() ? "" : step.who() + ": ";
      Place place = step.action().orElse(finding.place());
      long line = step.action().map(Place::line).orElse(step.line().orElse(0));
      location(place, line, who + step.text(), finding);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
  }
}
