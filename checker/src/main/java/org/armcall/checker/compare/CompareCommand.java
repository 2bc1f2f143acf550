// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.armcall.checker.cli.Command;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.cli.Terminal;
import org.armcall.checker.platform.Platforms;
import org.armcall.model.design.CallerKind;
import org.armcall.model.design.Column;
import org.armcall.model.design.Counterexample;
import org.armcall.model.design.Design;
import org.armcall.model.platform.Platform;
import org.armcall.traces.registry.RegistryFile;

/** {@code armcall compare}: the designs of the mail on every kind of caller. */
public final class CompareCommand implements Command {
  private static final List<String> FORMATS = List.of("text", "md", "html", "json");

  /** Of each kind of caller one machine with EL3 and one without, as far as the kinds differ. */
  private static final List<String> MACHINES =
      List.of(
          "armv7a-virt",
          "armv7a-hyp-only",
          "armv8a-el3-a32",
          "armv8a-el2-a32",
          "armv8a-el3-el2-a64",
          "armv8a-el2-a64");

  private static final List<CallerKind> KINDS =
      List.of(
          CallerKind.ARMV7_A32,
          CallerKind.ARMV7_T32,
          CallerKind.UNDER_AARCH32,
          CallerKind.UNDER_AARCH64,
          CallerKind.A64);

  @Override
  public String operands() {
    return "[COUNTEREXAMPLE...] [--design D...] [--platform P...] [--format text|md|html|json]"
        + " [--summary]";
  }

  @Override
  public String summary() {
    return "Prints designs for telling interfaces apart, on every kind of caller: safe within bounds,"
        + " unsafe with a counterexample, or open with what is missing. With the name of a"
        + " counterexample, prints that one whole. Exits 0.";
  }

  @Override
  public Options options() {
    Options options = new Options();
    options.addOption(option("design", "D...", "only these of D1 to D8"));
    options.addOption(
        option("platform", "P...", "only these kinds of caller, presets or platform files"));
    options.addOption(
        Option.builder()
            .longOpt("format")
            .hasArg()
            .argName("F")
            .desc("text, md, html or json; default text")
            .get());
    options.addOption(
        Option.builder().longOpt("summary").desc("with md: the short table only").get());
    return options;
  }

  /** One that takes as many values as come, joined by commas or not. */
  private static Option option(String name, String value, String description) {
    return Option.builder().longOpt(name).hasArgs().argName(value).desc(description).get();
  }

  @Override
  public Set<String> repeatable() {
    return Set.of("design", "platform");
  }

  @Override
  public String details() {
    return "Kinds of caller: "
        + String.join(", ", KINDS.stream().map(CallerKind::id).toList())
        + ".\nOf a preset or a platform file every Non-secure caller at EL1 is shown.\n"
        + "The table is of these machines: "
        + String.join(", ", MACHINES)
        + ".\n";
  }

  @Override
  public ExitCode run(CommandLine line, Terminal terminal) {
    String format =
        line.getOptionValue("format", line.hasOption("json") ? "json" : "text")
            .toLowerCase(Locale.ROOT);
    if (!FORMATS.contains(format)) {
      throw CommandException.notOneOf("format", FORMATS, format);
    }
    if (line.hasOption("json") && !format.equals("json")) {
      throw CommandException.usage("--json and --format " + format + " exclude each other");
    }
    if (line.hasOption("summary") && !format.equals("md")) {
      throw CommandException.usage("--summary is for --format md");
    }
    List<String> ids = counterexamples(line);
    if (!ids.isEmpty() && !format.equals("text") && !format.equals("json")) {
      throw CommandException.usage("a counterexample is printed as text or json");
    }
    Comparison comparison = Comparison.of(designs(line), columns(line));
    if (ids.isEmpty()) {
      terminal.out().print(table(comparison, format, line.hasOption("summary")));
    } else {
      ids.forEach(id -> show(comparison, id, format, terminal));
    }
    return ExitCode.HOLDS;
  }

  private static String table(Comparison comparison, String format, boolean summary) {
    int drawers = Comparison.drawers(RegistryFile.builtIn());
    return switch (format) {
      case "json" -> CompareJson.of(comparison, drawers).toPrettyString() + "\n";
      case "html" -> CompareHtml.of(comparison, drawers);
      case "md" ->
          summary
              ? CompareMarkdown.summary(comparison)
              : CompareMarkdown.whole(comparison, drawers);
      default -> CompareText.of(comparison, drawers);
    };
  }

  private static void show(Comparison comparison, String id, String format, Terminal terminal) {
    Cell cell =
        comparison
            .withCounterexample(id)
            .orElseThrow(
                () ->
                    CommandException.usage(
                        "there is no counterexample '"
                            + id
                            + "'; 'armcall compare' lists them (--design and --platform leave"
                            + " some out)"));
    Counterexample witness = cell.counterexample().orElseThrow();
    terminal
        .out()
        .print(
            format.equals("json")
                ? CompareJson.of(cell).toPrettyString() + "\n"
                : CompareText.of(cell, witness));
  }

  private static List<Design> designs(CommandLine line) {
    List<String> asked = words(line, "design");
    if (asked.isEmpty()) {
      return List.of(Design.values());
    }
    List<Design> chosen = new ArrayList<>();
    for (String name : asked) {
      chosen.add(
          Design.ofText(name)
              .orElseThrow(
                  () ->
                      CommandException.usage(
                          "there is no design '" + name + "'; --design takes D1 to D8")));
    }
    return Arrays.stream(Design.values()).filter(chosen::contains).toList();
  }

  /** The columns of the whole table. */
  static List<Column> everyColumn() {
    return Column.of(MACHINES.stream().map(Platforms::named).toList());
  }

  private static List<Column> columns(CommandLine line) {
    List<String> asked = words(line, "platform");
    List<Column> all = everyColumn();
    if (asked.isEmpty()) {
      return all;
    }
    List<CallerKind> kinds = new ArrayList<>();
    List<Platform> platforms = new ArrayList<>();
    for (String name : asked) {
      Optional<CallerKind> kind = CallerKind.ofText(name).filter(KINDS::contains);
      if (kind.isPresent()) {
        kinds.add(kind.get());
      } else {
        platforms.add(platform(name));
      }
    }
    if (!kinds.isEmpty() && !platforms.isEmpty()) {
      throw CommandException.usage(
          "--platform takes kinds of caller or machines, not both at once");
    }
    return kinds.isEmpty()
        ? Column.of(platforms)
        : all.stream().filter(column -> kinds.contains(column.kind())).toList();
  }

  private static Platform platform(String name) {
    try {
      return Platforms.named(name);
    } catch (CommandException refused) {
      if (refused.exitCode() != ExitCode.USAGE) {
        throw refused;
      }
      throw CommandException.usage(
          refused.getMessage()
              + "; the kinds of caller are "
              + String.join(", ", KINDS.stream().map(CallerKind::id).toList()));
    }
  }

  /**
   * The operands, and the names that stand behind an option, which takes as many values as come.
   */
  private static List<String> counterexamples(CommandLine line) {
    Set<String> ids = new LinkedHashSet<>(line.getArgList());
    for (String option : List.of("design", "platform")) {
      given(line, option).stream().filter(CompareCommand::isCounterexample).forEach(ids::add);
    }
    return List.copyOf(ids);
  }

  private static boolean isCounterexample(String word) {
    return word.matches("[Dd][0-9]+-.*");
  }

  private static List<String> words(CommandLine line, String option) {
    return given(line, option).stream().filter(word -> !isCounterexample(word)).toList();
  }

  private static Set<String> given(CommandLine line, String option) {
    String[] values = line.getOptionValues(option);
    Set<String> words = new LinkedHashSet<>();
    for (String value : values == null ? new String[0] : values) {
      for (String word : value.split(",")) {
        if (!word.isBlank()) {
          words.add(word.trim());
        }
      }
    }
    return words;
  }
}
