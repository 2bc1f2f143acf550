// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import org.armcall.checker.Version;
import org.armcall.checker.report.Finding.Change;
import org.armcall.checker.report.Finding.Descriptor;
import org.armcall.checker.report.Finding.Evidence;
import org.armcall.checker.report.Finding.Field;
import org.armcall.checker.report.Finding.Gap;
import org.armcall.checker.report.Finding.Register;
import org.armcall.checker.report.Finding.Standing;
import org.armcall.checker.report.Finding.Step;
import org.armcall.checker.report.Finding.Walk;
import org.armcall.checker.report.Finding.Word;
import org.armcall.checker.rules.RuleEntry;

/**
 * Findings as JSON of the schema {@code findings-1.schema.json}, which stands beside this class.
 * What was not observed is absent.
 */
final class JsonReport {
  /** The field that tells a file of findings from another. */
  static final String FORMAT = "armcall-findings";

  /** Its version. */
  static final int VERSION = 1;

  private final Report report;
  private final JsonGenerator json;

  private JsonReport(Report report, JsonGenerator json) {
    this.report = report;
    this.json = json;
  }

  /** Writes every finding, those that show again too, as they are read. */
  static void write(Report report, Writer out) throws IOException {
    try (JsonGenerator json = generator(out)) {
      new JsonReport(report, json).write();
    }
    out.write("\n");
  }

  /** One that leaves the writer open. */
  static JsonGenerator generator(Writer out) throws IOException {
    return new ObjectMapper()
        .getFactory()
        .createGenerator(out)
        .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
        .useDefaultPrettyPrinter();
  }

  private void write() throws IOException {
    json.writeStartObject();
    json.writeStringField("format", FORMAT);
    json.writeNumberField("version", VERSION);
    json.writeStringField("armcall", Version.text());
    json.writeArrayFieldStart("results");
    for (KeptResult result : report.results()) {
      json.writeStartObject();
      json.writeStringField("result", result.operand());
      json.writeStringField("summary", result.summary());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("inBaseline", report.known());
    json.writeArrayFieldStart("findings");
    for (KeptResult result : report.results()) {
      report.forEach(
          result,
          finding -> {
            try {
              finding(result.operand(), finding);
            } catch (IOException failed) {
              throw new UncheckedIOException(failed);
            }
          });
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void text(String field, String text) throws IOException {
    if (!text.isEmpty()) {
      json.writeStringField(field, text);
    }
  }

  private void finding(String operand, Finding finding) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", finding.id());
    json.writeStringField("result", operand);
    json.writeStringField("engine", finding.engine().name().toLowerCase(java.util.Locale.ROOT));
    json.writeStringField("what", finding.what());
    broken(finding);
    json.writeStringField("verdict", finding.verdict());
    json.writeStringField("where", finding.place().text());
    text("file", finding.place().file());
    if (finding.place().line() > 0) {
      json.writeNumberField("line", finding.place().line());
    }
    if (finding.place().cpu().isPresent()) {
      json.writeNumberField("cpu", finding.place().cpu().getAsInt());
    }
    text("model", finding.place().model());
    json.writeStringField("expected", finding.expected());
    json.writeStringField("observed", finding.observed());
    json.writeBooleanField("foreseen", finding.foreseen());
    evidence(finding.evidence());
    story(finding.story());
    words(finding.words());
    walks(finding.walks());
    text("contract", finding.contract());
    registers(finding.registers());
    json.writeArrayFieldStart("unknown");
    for (Gap gap : finding.unknown()) {
      json.writeStartObject();
      json.writeStringField("what", gap.what());
      json.writeStringField("remedy", gap.remedy());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("run");
    text("command", finding.run().command());
    text("again", finding.run().again());
    text("armcall", finding.run().armcall());
    text("commit", finding.run().commit());
    text("ended", finding.run().ended());
    text("platform", finding.run().platform());
    text("about", finding.run().about());
    text("image", finding.image().command());
    text("noImage", finding.image().why());
    text("emulator", finding.image().run());
    json.writeEndObject();
    json.writeEndObject();
  }

  private void broken(Finding finding) throws IOException {
    if (finding.rule().isPresent()) {
      json.writeStringField("rule", finding.sentence());
    } else if (finding.law().isPresent()) {
      json.writeStringField("law", finding.sentence());
      json.writeArrayFieldStart("rules");
      for (RuleEntry rule : finding.standsFor()) {
        json.writeStartObject();
        json.writeStringField("id", rule.rule().id());
        json.writeStringField("rule", rule.sentence());
        json.writeEndObject();
      }
      json.writeEndArray();
    } else {
      return;
    }
    json.writeArrayFieldStart("sources");
    for (RuleEntry.Source source : finding.sources()) {
      json.writeString(source.toString());
    }
    json.writeEndArray();
  }

  private void evidence(List<Evidence> lines) throws IOException {
    json.writeArrayFieldStart("evidence");
    for (Evidence line : lines) {
      json.writeStartObject();
      if (line.line() > 0) {
        json.writeNumberField("line", line.line());
      }
      json.writeStringField("text", line.text());
      json.writeBooleanField("offending", line.offending());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void story(Finding.Story story) throws IOException {
    json.writeArrayFieldStart("steps");
    for (Step step : story.steps()) {
      json.writeStartObject();
      json.writeNumberField("number", step.number());
      text("who", step.who());
      json.writeStringField("text", step.text());
      if (step.line().isPresent()) {
        json.writeNumberField("line", step.line().getAsLong());
      }
      json.writeBooleanField("offending", step.offending());
      json.writeArrayFieldStart("changes");
      for (Change change : step.changes()) {
        json.writeStartObject();
        json.writeStringField("path", change.path());
        text("before", change.before());
        text("after", change.after());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    if (story.loopTo().isPresent()) {
      json.writeNumberField("loopTo", story.loopTo().getAsInt());
    }
    json.writeBooleanField("stuttering", story.stuttering());
  }

  private void words(List<Word> words) throws IOException {
    json.writeArrayFieldStart("words");
    for (Word word : words) {
      json.writeStartObject();
      json.writeStringField("title", word.title());
      text("value", word.value());
      json.writeNumberField("width", word.width());
      json.writeArrayFieldStart("fields");
      for (Field field : word.fields()) {
        json.writeStartObject();
        json.writeStringField("name", field.name());
        json.writeNumberField("high", field.high());
        json.writeNumberField("low", field.low());
        json.writeStringField("bits", field.bits());
        text("value", field.value());
        json.writeStringField("meaning", field.meaning());
        if (field.standing() != Standing.KNOWN) {
          json.writeStringField(
              "standing", field.standing().name().toLowerCase(java.util.Locale.ROOT));
        }
        json.writeBooleanField("broken", field.broken());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void walks(List<Walk> walks) throws IOException {
    json.writeArrayFieldStart("walks");
    for (Walk walk : walks) {
      json.writeStartObject();
      json.writeBooleanField("fetch", walk.isFetch());
      json.writeStringField("who", walk.who());
      json.writeStringField("virtual", walk.virtual());
      json.writeArrayFieldStart("read");
      for (Descriptor each : walk.read()) {
        json.writeStartObject();
        json.writeNumberField("stage", each.stage());
        json.writeNumberField("level", each.level());
        json.writeStringField("at", each.at());
        json.writeStringField("kind", each.kind());
        json.writeStringField("value", each.word().value());
        json.writeBooleanField("differs", each.differs());
        json.writeEndObject();
      }
      json.writeEndArray();
      text("without", walk.without());
      text("physical", walk.physical());
      text("space", walk.space());
      text("fault", walk.fault());
      json.writeArrayFieldStart("found");
      for (String found : walk.found()) {
        json.writeString(found);
      }
      json.writeEndArray();
      text("believed", walk.believed());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void registers(List<Register> registers) throws IOException {
    json.writeArrayFieldStart("registers");
    for (Register register : registers) {
      json.writeStartObject();
      json.writeStringField("name", register.name());
      text("before", register.before());
      text("after", register.after());
      text("contract", register.contract());
      json.writeBooleanField("broken", register.broken());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
