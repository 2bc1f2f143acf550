// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.rules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.armcall.checker.cli.Command;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.cli.Terminal;
import org.armcall.model.rule.Family;

/** {@code armcall rules}: the catalogue, with sources. */
public final class RulesCommand implements Command {
  @Override
  public String operands() {
    return "[ID|FAMILY...] [--json]";
  }

  @Override
  public String summary() {
    return "Lists the rules, or explains those named. Exits 0 if every name is a rule or a family.";
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public ExitCode run(CommandLine line, Terminal terminal) {
    RuleCatalogue catalogue = RuleCatalogue.load();
    List<RuleEntry> chosen = choose(catalogue, line.getArgList());
    if (line.hasOption("json")) {
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      chosen.forEach(entry -> all.add(json(entry)));
      terminal.out().println(all.toPrettyString());
    } else if (line.getArgList().isEmpty()) {
      list(catalogue, chosen, terminal);
    } else {
      chosen.forEach(entry -> explain(entry, terminal));
    }
    return ExitCode.HOLDS;
  }

  private static List<RuleEntry> choose(RuleCatalogue catalogue, List<String> names) {
    if (names.isEmpty()) {
      return catalogue.entries();
    }
    List<RuleEntry> chosen = new ArrayList<>();
    for (String name : names) {
      String wanted = name.toUpperCase(Locale.ROOT);
      List<RuleEntry> found =
          catalogue.entries().stream()
              .filter(
                  entry ->
                      entry.rule().id().equals(wanted)
                          || entry.rule().family().name().equals(wanted))
              .toList();
      if (found.isEmpty()) {
        List<String> near =
            catalogue.entries().stream()
                .map(entry -> entry.rule().id())
                .filter(id -> id.contains(wanted))
                .toList();
        throw CommandException.usage(
            "there is no rule '"
                + name
                + "'"
                + (near.isEmpty()
                    ? "; 'armcall rules' lists them"
                    : "; did you mean " + String.join(", ", near) + "?"));
      }
      chosen.addAll(found);
    }
    return chosen;
  }

  private static void list(RuleCatalogue catalogue, List<RuleEntry> chosen, Terminal terminal) {
    for (Family family : Family.values()) {
      terminal.out().println(family + "  " + catalogue.title(family));
      chosen.stream()
          .filter(entry -> entry.rule().family() == family)
          .forEach(
              entry -> terminal.out().printf("  %-22s %s%n", entry.rule().id(), entry.sentence()));
      terminal.out().println();
    }
  }

  private static void explain(RuleEntry entry, Terminal terminal) {
    terminal.out().println(entry.rule().id());
    terminal.out().println("  " + entry.sentence());
    entry.sources().forEach(source -> terminal.out().println("  source      " + source));
    entry.witnesses().forEach(witness -> terminal.out().println("  witness     " + witness));
    terminal.out().println("  applies to  " + String.join(", ", entry.appliesTo()));
    terminal.out().println();
  }

  private static ObjectNode json(RuleEntry entry) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", entry.rule().id());
    node.put("sentence", entry.sentence());
    ArrayNode sources = node.putArray("sources");
    entry.sources().forEach(source -> sources.add(source.toString()));
    ArrayNode witnesses = node.putArray("witnesses");
    entry.witnesses().forEach(witness -> witnesses.add(witness.toString()));
    ArrayNode places = node.putArray("appliesTo");
    entry.appliesTo().forEach(places::add);
    return node;
  }
}
