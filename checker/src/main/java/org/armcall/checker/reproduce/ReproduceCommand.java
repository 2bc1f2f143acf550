// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.armcall.checker.cli.Command;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.cli.Help;
import org.armcall.checker.cli.Terminal;
import org.armcall.checker.kept.StagedDirectory;
import org.armcall.checker.kept.Unwritable;
import org.armcall.checker.report.NoResult;
import org.armcall.model.rule.Rule;

/** {@code armcall reproduce}: makes a bootable image of a finding, or has the emulator run it. */
public final class ReproduceCommand implements Command {
  private static final String CALLEE = "callee";
  private static final String MODEL = "model";

  @Override
  public String operands() {
    return "RESULT|TRACE [--finding N] [--line N] [--rule R] [--target T] [--callee C] --out DIR";
  }

  @Override
  public String summary() {
    return "Makes a bootable image of a broken call. Exits 0 if the image is written, 1 if no image"
        + " can show the finding: then the emulator's run is written, where there is one.";
  }

  @Override
  public String details() {
    return "RESULT is what replay, emulate or check kept with --out, or its result.json; TRACE a"
        + " canonical trace.\n"
        + "DIR gets image.elf, listing.s, expected.txt and README.md with the command for"
        + " QEMU. What no machine\n"
        + "shows is run on the emulator: DIR gets scenario.yaml, run.ndjson, events.txt,"
        + " expected.txt and README.md.\n";
  }

  @Override
  public Options options() {
    Options options = new Options();
    add(options, "finding", "N", "which finding, from 1; default the first");
    add(options, MODEL, "NAME", "of a RESULT of check: the finding of that model");
    add(options, "line", "N", "of a TRACE: the finding of that line");
    add(
        options,
        "rule",
        "R",
        "of a TRACE: the finding of that rule; with --line also where none is");
    add(options, "target", "T", Target.texts() + "; default: what fits the caller and its callee");
    add(
        options,
        CALLEE,
        "C",
        "image (default): the image answers as the trace says; machine: the machine's own firmware"
            + " or hypervisor answers");
    add(options, "out", "DIR", "write the files there");
    return options;
  }

  private static void add(Options options, String name, String argument, String description) {
    options.addOption(
        Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get());
  }

  @Override
  public ExitCode run(CommandLine line, Terminal terminal) {
    if (line.getArgList().size() != 1) {
      throw CommandException.usage(
          "reproduce needs one result or trace, for example: reproduce run/result.json --out DIR");
    }
    if (!line.hasOption("out")) {
      throw CommandException.usage("reproduce needs --out DIR");
    }
    String callee = line.getOptionValue(CALLEE, "image");
    if (!callee.equals("image") && !callee.equals("machine")) {
      throw CommandException.usage("--callee is image or machine, not '" + callee + "'");
    }
    Optional<Target> asked = Optional.ofNullable(line.getOptionValue("target")).map(this::target);
    Path operand = Path.of(line.getArgList().get(0));
    if (operand.toString().endsWith(".xml")) {
      return FoundElsewhere.test(operand, line, terminal);
    }
    Optional<CheckedModel> model = isResult(operand) ? model(operand, line) : Optional.empty();
    if (model.isPresent()) {
      return FoundElsewhere.model(model.get(), line, terminal);
    }
    if (line.hasOption(MODEL)) {
      throw CommandException.usage("--" + MODEL + " is for a result of check");
    }
    Chosen chosen = chosen(line);
    try {
      Reproducer made = make(chosen, asked, callee.equals("image"));
      write(line, chosen, made);
      said(line, chosen, made, terminal);
      return ExitCode.HOLDS;
    } catch (NotShownException refused) {
      return FoundElsewhere.finding(chosen, refused.getMessage(), line, terminal);
    }
  }

  private static boolean isResult(Path operand) {
    return Files.isDirectory(operand) || operand.toString().endsWith(".json");
  }

  /** Where the result is one of check. */
  private static Optional<CheckedModel> model(Path operand, CommandLine line) {
    Path file = Chosen.resultOf(operand);
    JsonNode result = Chosen.read(operand, file);
    if (!result.path("command").asText().equals("check")) {
      return Optional.empty();
    }
    List<CheckedModel> found = CheckedModel.of(result);
    if (line.hasOption(MODEL)) {
      String name = line.getOptionValue(MODEL);
      return Optional.of(
          found.stream()
              .filter(model -> model.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      CommandException.usage(
                          "--" + MODEL + " " + name + ": " + file + " has no violation of it")));
    }
    int number = (int) Math.min(number(line, "finding").orElse(1), Integer.MAX_VALUE);
    if (found.isEmpty()) {
      throw CommandException.input(file + ": has no violations to reproduce");
    }
    if (number > found.size()) {
      throw CommandException.usage("--finding " + number + ": " + file + " has " + found.size());
    }
    return Optional.of(found.get(number - 1));
  }

  /** The reproducer of a chosen place: it is for the target that fits where none is asked for. */
  static Reproducer make(Chosen chosen, Optional<Target> asked, boolean ownCallee)
      throws NotShownException {
    if (Unshowable.why(chosen.rule()).isPresent()) {
      throw new NotShownException(Unshowable.why(chosen.rule()).get());
    }
    Conversation conversation = Conversation.read(chosen.trace(), chosen.line());
    RecordedCall broken =
        conversation
            .at(chosen.line())
            .orElseThrow(
                () ->
                    CommandException.input(
                        "line " + chosen.line() + " of " + chosen.trace() + " belongs to no call"));
    Script script = Planner.plan(chosen.rule(), broken, conversation.calls(), ownCallee);
    Target target = asked.orElseGet(() -> Target.fitting(script));
    Optional<String> unfit = target.unfit(script);
    if (unfit.isPresent()) {
      throw CommandException.usage("--target " + target.text() + ": " + unfit.get());
    }
    Reproducer made = Reproducer.of(script, target);
    if (ownCallee && !chosen.expected().isEmpty() && made.prediction().status() != 1) {
      throw new NotShownException("what the image compares is less than what replay saw");
    }
    return made;
  }

  private Target target(String text) {
    return Target.of(text)
        .orElseThrow(
            () ->
                CommandException.usage(
                    "--target is one of " + Target.texts() + ", not '" + text + "'"));
  }

  private static Chosen chosen(CommandLine line) {
    Path operand = Path.of(line.getArgList().get(0));
    OptionalLong at = number(line, "line");
    OptionalLong finding = number(line, "finding");
    OptionalInt index =
        finding.isPresent()
            ? OptionalInt.of((int) Math.min(finding.getAsLong(), Integer.MAX_VALUE))
            : OptionalInt.empty();
    Optional<Rule> rule =
        Optional.ofNullable(line.getOptionValue("rule")).map(ReproduceCommand::rule);
    if (isResult(operand)) {
      if (at.isPresent() || rule.isPresent()) {
        throw CommandException.usage("--line and --rule are for a trace; a result has --finding");
      }
      return Chosen.ofResult(operand, index.orElse(1));
    }
    if (!Files.exists(operand)) {
      throw NoResult.orTrace(operand);
    }
    return Chosen.ofTrace(operand, at, rule, index);
  }

  private static Rule rule(String id) {
    return Rule.ofId(id)
        .orElseThrow(
            () ->
                CommandException.usage(
                    "there is no rule '" + id + "'; 'armcall rules' lists them"));
  }

  private static OptionalLong number(CommandLine line, String option) {
    String given = line.getOptionValue(option);
    if (given == null) {
      return OptionalLong.empty();
    }
    if (!given.matches("[1-9][0-9]{0,17}")) {
      throw CommandException.usage("--" + option + " is a number from 1, not '" + given + "'");
    }
    return OptionalLong.of(Long.parseLong(given));
  }

  private static void write(CommandLine line, Chosen chosen, Reproducer made) {
    Path out = Path.of(line.getOptionValue("out"));
    try (StagedDirectory directory =
        StagedDirectory.ofReproducer(out, Help.typed("reproduce", line))) {
      ReproducerFiles.write(directory.stage(), chosen, made);
      directory.keep();
    } catch (IOException unwritable) {
      throw Unwritable.lost(out, unwritable);
    }
  }

  private static void said(CommandLine line, Chosen chosen, Reproducer made, Terminal terminal) {
    Path out = Path.of(line.getOptionValue("out"));
    String command = String.join(" ", made.command(out.resolve(ReproducerFiles.IMAGE).toString()));
    if (line.hasOption("json")) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("rule", chosen.rule().id()).put("shown", true).put("target", made.target().text());
      json.put("run", command).put("expected", made.prediction().text());
      json.put("status", made.prediction().status());
      terminal.out().println(json.toPrettyString());
      return;
    }
    terminal.out().println(chosen.rule().id() + " on " + made.target().text() + ", in " + out);
    terminal.out().println("run      " + command);
    ReproducerFiles.statuses(made).lines().forEach(terminal.out()::println);
    terminal
        .out()
        .println(made.script().ownCallee() ? "It prints" : "A machine with the fault prints");
    made.prediction().text().lines().forEach(one -> terminal.out().println("  " + one));
  }
}
