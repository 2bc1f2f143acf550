// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.armcall.checker.cli.Command;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.cli.Terminal;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.Owner;
import org.armcall.model.namespace.Registry;
import org.armcall.traces.registry.RegistryFile;

/** {@code armcall namespace}: who owns which number and immediate, and what clashes. */
public final class NamespaceCommand implements Command {
  @Override
  public String operands() {
    return "list [OWNER...] | whois VALUE... | check [FILE...] | alloc --for WHOM [FILE...]";
  }

  @Override
  public String summary() {
    return "Lists who claims which function identifiers and immediates, says whose one is"
        + " (0x84000003, hvc#0xea1, CPU_ON), holds claims, C headers and device trees against each other and the registry, or"
        + " proposes numbers that are free."
        + " 'check' exits 0 if nothing clashes and no claim breaks a rule, 1 otherwise; the others"
        + " exit 0.";
  }

  @Override
  public Options options() {
    Options options = NamespaceCheck.options();
    NamespaceAlloc.options().getOptions().forEach(options::addOption);
    return options;
  }

  @Override
  public Set<String> repeatable() {
    return NamespaceCheck.REPEATABLE;
  }

  @Override
  public String details() {
    return NamespaceCheck.DETAILS + NamespaceAlloc.DETAILS;
  }

  @Override
  public ExitCode run(CommandLine line, Terminal terminal) {
    List<String> operands = line.getArgList();
    String what = operands.isEmpty() ? "" : operands.get(0);
    List<String> rest = operands.isEmpty() ? List.of() : operands.subList(1, operands.size());
    boolean json = line.hasOption("json");
    refuseOptionsOfAnother(what, line);
    return switch (what) {
      case "list" -> list(rest, json, terminal);
      case "whois" -> whois(rest, json, terminal);
      case "check" -> NamespaceCheck.of(line, rest).run(json, terminal);
      case "alloc" -> NamespaceAlloc.of(line, rest).run(json, terminal);
      default ->
          throw CommandException.usage(
              "namespace knows list, whois, check and alloc"
                  + (what.isEmpty() ? ", for example: namespace whois 0x84000003" : "")
                  + (what.isEmpty() ? "" : ", not '" + what + "'"));
    };
  }

  /** Each option is of one verb. */
  private static void refuseOptionsOfAnother(String verb, CommandLine line) {
    Map.of("check", NamespaceCheck.options(), "alloc", NamespaceAlloc.options())
        .forEach(
            (owner, options) -> {
              for (Option option : options.getOptions()) {
                if (!verb.equals(owner) && line.hasOption(option.getLongOpt())) {
                  throw CommandException.usage(
                      "--" + option.getLongOpt() + " is of namespace " + owner);
                }
              }
            });
  }

  private static ExitCode list(List<String> owners, boolean json, Terminal terminal) {
    Registry registry = RegistryFile.builtIn();
    List<String> known = registry.owners().stream().map(Owner::name).toList();
    for (String owner : owners) {
      if (!known.contains(owner)) {
        throw CommandException.usage(
            "the registry has no owner '"
                + owner
                + "'; the owners are "
                + String.join(", ", known));
      }
    }
    List<Claim> chosen =
        registry.claims().stream()
            .filter(claim -> owners.isEmpty() || owners.contains(claim.owner().name()))
            .toList();
    if (json) {
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      chosen.forEach(claim -> all.add(NamespaceJson.of(claim)));
      terminal.out().println(all.toPrettyString());
    } else {
      terminal.out().print(NamespaceText.list(chosen));
    }
    return ExitCode.HOLDS;
  }

  private static ExitCode whois(List<String> values, boolean json, Terminal terminal) {
    if (values.isEmpty()) {
      throw CommandException.usage(
          "namespace whois needs a value, for example: namespace whois 0x84000003 hvc#0xea1");
    }
    Registry registry = RegistryFile.builtIn();
    List<Asked> asked = values.stream().map(Asked::of).toList();
    for (Asked one : asked) {
      if (one.isName() && one.claims(registry).isEmpty()) {
        throw CommandException.usage(
            "'"
                + one.text()
                + "' is not a number, nor in the name of any claim; whois takes a number such as"
                + " 0x84000003, an immediate such as hvc#0xea1 or #0xea1, or a name such as CPU_ON");
      }
    }
    if (json) {
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      asked.forEach(one -> all.add(NamespaceJson.of(one, registry)));
      terminal.out().println(all.toPrettyString());
    } else {
      asked.forEach(one -> terminal.out().print(NamespaceText.whois(one, registry)));
    }
    return ExitCode.HOLDS;
  }
}
