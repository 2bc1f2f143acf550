// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.armcall.checker.Checkout;
import org.armcall.checker.Version;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.report.Finding.Engine;
import org.armcall.checker.report.Finding.Evidence;
import org.armcall.checker.report.Finding.Image;
import org.armcall.checker.report.Finding.Place;
import org.armcall.checker.report.Finding.Run;
import org.armcall.checker.report.Finding.Story;
import org.armcall.checker.rules.Law;
import org.armcall.checker.rules.RuleCatalogue;
import org.armcall.checker.rules.RuleEntry;
import org.armcall.model.rule.Rule;

/**
 * The tests of a {@code TEST-*.xml} of Surefire, as far as they fail: a law that does not hold,
 * with its shrunk sample and its seed.
 */
final class FailedTests {
  private static final int MOST_LINES = 60;
  private static final Pattern COMPARED =
      Pattern.compile("expected: <(.*?)> but was: <(.*?)>", Pattern.DOTALL);
  private static final Pattern ID =
      Pattern.compile("\\b[A-Z]{3}[-_][0-9A-Z]+(?:[-_][0-9A-Z]+)*\\b");

  /** A test that fails, with what it printed. */
  private record Failure(String type, String name, String message, String text) {}

  private final List<Failure> failures = new ArrayList<>();
  private final List<String> passed = new ArrayList<>();
  private final Map<String, String> properties = new HashMap<>();

  private FailedTests() {}

  /**
   * Reads the file.
   *
   * @throws CommandException if it cannot be read or is none
   */
  static FailedTests read(Path file) {
    FailedTests tests = new FailedTests();
    XMLInputFactory xml = XMLInputFactory.newFactory();
    xml.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    xml.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try (InputStream in = Files.newInputStream(file)) {
      tests.read(xml.createXMLStreamReader(in));
    } catch (NoSuchFileException missing) {
      throw NoResult.of(file);
    } catch (IOException unreadable) {
      throw NoResult.unreadable(file, unreadable);
    } catch (XMLStreamException malformed) {
      throw CommandException.input(
          file + " is not XML, from line " + malformed.getLocation().getLineNumber() + " on");
    }
    if (tests.failures.isEmpty() && tests.passed.isEmpty()) {
      throw CommandException.input(
          file + ": has no test: it is not a TEST-*.xml that Surefire writes");
    }
    return tests;
  }

  private void read(XMLStreamReader xml) throws XMLStreamException {
    String type = "";
    String name = "";
    Optional<String> message = Optional.empty();
    StringBuilder text = new StringBuilder();
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        switch (xml.getLocalName()) {
          case "testcase" -> {
            type = attribute(xml, "classname");
            name = attribute(xml, "name");
            message = Optional.empty();
            text.setLength(0);
          }
          case "property" -> properties.put(attribute(xml, "name"), attribute(xml, "value"));
          case "failure", "error" -> message = Optional.of(attribute(xml, "message"));
          default -> {
            // What a test prints is taken as text.
          }
        }
      } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
        text.append(xml.getText());
      } else if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("testcase")) {
        if (message.isPresent()) {
          failures.add(new Failure(type, name, message.get(), text.toString()));
        } else {
          passed.add("test " + type + "." + name);
        }
      }
    }
  }

  private static String attribute(XMLStreamReader xml, String name) {
    return Optional.ofNullable(xml.getAttributeValue(null, name)).orElse("");
  }

  int count() {
    return failures.size();
  }

  List<String> passed() {
    return List.copyOf(passed);
  }

  List<Finding> findings(RuleCatalogue catalogue) {
    String commit = failures.isEmpty() ? "" : commit();
    return failures.stream().map(failure -> finding(failure, catalogue, commit)).toList();
  }

  private Finding finding(Failure failure, RuleCatalogue catalogue, String commit) {
    Optional<RuleEntry> rule = rule(failure).map(catalogue::entry);
    String method = failure.name().replaceAll("[({\\[].*", "").trim();
    String simple = failure.type().substring(failure.type().lastIndexOf('.') + 1);
    Matcher compared = COMPARED.matcher(failure.message());
    boolean both = compared.find();
    Place place =
        TestSource.of(properties, failure.type(), failure.text())
            .place("test " + failure.type() + "." + failure.name());
    String firstLine = failure.message().lines().findFirst().orElse("an exception");
    return new Finding(
        FindingId.of("test", failure.type(), failure.name()),
        Engine.PROPERTY_TEST,
        rule.map(entry -> entry.rule().id()).orElse(simple + "." + method),
        rule,
        rule.isPresent() ? Optional.empty() : Optional.of(law(method, place)),
        "Test " + failure.name() + " of " + simple + " fails.",
        place,
        both ? compared.group(1) : "that the test passes",
        both ? compared.group(2) : firstLine,
        false,
        evidence(failure.text()),
        Story.NONE,
        List.of(),
        List.of(),
        "",
        List.of(),
        List.of(),
        new Run(
            "",
            RunDirectory.shell(
                List.of(
                    "mvn",
                    "-B",
                    "test",
                    "-Dtest=" + simple + "#" + method,
                    "-Dsurefire.failIfNoSpecifiedTests=false")),
            Version.text(),
            commit,
            "",
            "",
            ""),
        Optional.empty(),
        Image.NOT_ASKED);
  }

  /** The name of a test is a sentence. */
  /** The commit of the checkout, if it is the one that was tested. */
  private String commit() {
    return Optional.ofNullable(properties.get("armcall.home"))
        .filter(home -> home.equals(System.getProperty("armcall.home")))
        .flatMap(home -> Checkout.commit())
        .orElse("");
  }

  private static Law law(String method, Place place) {
    String words =
        method
            .replaceAll("([a-z0-9A-Z])(?=[A-Z][a-z])|([a-z0-9])(?=[A-Z])", "$1$2 ")
            .toLowerCase(Locale.ROOT);
    String sentence =
        words.isEmpty()
            ? "The test passes."
            : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
    String line = place.line() > 0 ? "line " + place.line() : "";
    return new Law(sentence, List.of(), List.of(new RuleEntry.Source(place.file(), line)));
  }

  /** The first rule that the test names. */
  private static Optional<Rule> rule(Failure failure) {
    Matcher id = ID.matcher(failure.name() + " " + failure.message() + " " + failure.text());
    while (id.find()) {
      Optional<Rule> rule = Rule.ofId(id.group().replace('_', '-'));
      if (rule.isPresent()) {
        return rule;
      }
    }
    return Optional.empty();
  }

  /** What the test printed but for the frames of the stack. */
  private static List<Evidence> evidence(String text) {
    List<Evidence> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (!line.isBlank() && !line.startsWith("\tat ") && lines.size() < MOST_LINES) {
        lines.add(new Evidence(0, line, false));
      }
    }
    return lines;
  }
}
