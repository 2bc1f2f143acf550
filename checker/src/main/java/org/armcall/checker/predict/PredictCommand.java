// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.predict;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.armcall.checker.cli.Command;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.cli.Terminal;
import org.armcall.checker.rules.RuleCatalogue;

/**
 * {@code armcall predict}: the outcomes that the architecture allows for one call, or for a batch
 * of them.
 */
public final class PredictCommand implements Command {
  private static final List<String> CALLER =
      List.of("isa", "el", "mode", "security", "nzcv", "it", "ss", "btype", "guarded", "pc");

  @Override
  public String operands() {
    return "--platform P --isa A --el N --insn 'smc #1' [--set HCR_EL2.TSC=1 ...] | --batch";
  }

  @Override
  public String summary() {
    return "Says what a call does and why. Exits 0 if every case could be read.";
  }

  @Override
  public Options options() {
    Options options = new Options();
    options.addOption(
        Option.builder()
            .longOpt("batch")
            .desc("read NDJSON cases from standard input, write one answer a line")
            .get());
    add(
        options,
        "platform",
        "P",
        "a preset's name, or a .json file of the form of spec/platforms/schema.json");
    add(options, "isa", "A", "a32, t32 or a64");
    add(options, "el", "N", "the caller's Exception level, 0 to 3");
    add(
        options,
        "mode",
        "M",
        "usr, svc, sys, irq, fiq, abt, und, hyp, mon, or el0, el1t, el1h, el2t, el2h, el3t, el3h");
    add(options, "security", "S", "nonsecure (default), secure, realm or root");
    add(options, "insn", "TEXT", "the call, for example 'hvc #0xea1'");
    add(options, "word", "HEX", "or its word; T32: first halfword, then second; T16: 4 digits");
    add(options, "nzcv", "N", "the condition flags, for example 0x4");
    add(options, "it", "N", "PSTATE.IT, for example 0x08 (EQ, last of its block)");
    add(options, "ss", "0|1", "PSTATE.SS");
    add(options, "btype", "0..3", "PSTATE.BTYPE");
    add(options, "guarded", "0|1", "whether the page is guarded (BTI)");
    add(options, "pc", "ADDRESS", "the instruction's address");
    options.addOption(
        Option.builder()
            .longOpt("states")
            .hasArgs()
            .argName("elN=STATE")
            .desc("execution state in force, for example el1=aarch32; default: the widest")
            .get());
    options.addOption(
        Option.builder()
            .longOpt("set")
            .hasArgs()
            .argName("REG.FIELD=V")
            .desc(
                "a control bit: 0, 1 or unknown; HCR.{TSC,TGE,E2H,HCD,NV} SCR.{HCE,SMD,SCD,EEL2,FGTEn} SCTLR.ITD HSCTLR.ITD HFGITR_EL2.{SVC_EL0,SVC_EL1} PSTATE.IL")
            .get());
    return options;
  }

  private static void add(Options options, String name, String argument, String description) {
    options.addOption(
        Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get());
  }

  @Override
  public String details() {
    return """
        --batch reads one JSON object a line:
          id        anything; the answer carries it
          platform  a preset's name, or an object {"arch":"armv8a","el3":"aarch64","el2":"aarch64", ...} (spec/platforms/schema.json)
          states    the execution states in force, {"el1":"aarch32"}; default: the widest
          caller    isa, el, mode, security, nzcv, it, ss, btype, guarded, pc, as the options above
          word      the instruction as hexadecimal text, or insn, for example "smceq #1"
          set       control bits, {"HCR_EL2.TSC":1}: 0, 1 or "unknown", which gives the union of both
          comment   ignored
        and writes for each one line {"id", "outcomes":[...], "rules":[...]} or {"id", "error"}. An outcome has
          kind          taken, undefined, skipped, nop, any
          toEl, atEl    the level that takes it; toState, toMode, vectorOffset
          syndrome      the word; known is the mask of the bits that a conforming machine must show as given; ec, il
          returnOffset  the preferred return address minus the instruction's address; returnAddress where pc was given
          immediate     only where it is architecturally in the syndrome
          it, singleStep, btype  what was advanced, kept, cleared or zeroed
          because       the rules that led to it
        """;
  }

  @Override
  public ExitCode run(CommandLine line, Terminal terminal) {
    if (!line.getArgList().isEmpty()) {
      throw CommandException.usage("'" + line.getArgList().get(0) + "' is not expected here");
    }
    if (line.hasOption("batch")) {
      for (Option option : line.getOptions()) {
        if (!option.getLongOpt().equals("batch") && !option.getLongOpt().equals("json")) {
          throw CommandException.usage(
              "--batch reads its cases from standard input; --"
                  + option.getLongOpt()
                  + " has no place there");
        }
      }
      return new Batch().run(terminal) == 0 ? ExitCode.HOLDS : ExitCode.INPUT;
    }
    Case question;
    Prediction prediction;
    try {
      question = CaseReader.read(node(line));
      prediction = Prediction.of(question);
    } catch (IllegalArgumentException impossible) {
      throw CommandException.usage(impossible.getMessage());
    } catch (CommandException wrong) {
      throw wrong.exitCode() == ExitCode.INPUT
              && !line.getOptionValue("platform", "").endsWith(".json")
          ? CommandException.usage(wrong.getMessage())
          : wrong;
    }
    if (line.hasOption("json")) {
      terminal.out().println(PredictionJson.write(prediction, question).toPrettyString());
    } else {
      new PredictionText(terminal.out(), RuleCatalogue.load()).print(prediction, question);
    }
    return ExitCode.HOLDS;
  }

  /** The case that the options describe, in the form of {@code --batch}. */
  private static ObjectNode node(CommandLine line) {
    for (String required : List.of("platform", "isa")) {
      if (!line.hasOption(required)) {
        throw CommandException.usage("--" + required + " is missing");
      }
    }
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("platform", line.getOptionValue("platform"));
    ObjectNode caller = node.putObject("caller");
    CALLER.stream()
        .filter(line::hasOption)
        .forEach(name -> caller.put(name, line.getOptionValue(name)));
    for (String form : List.of("insn", "word")) {
      if (line.hasOption(form)) {
        node.put(form, line.getOptionValue(form));
      }
    }
    List.of("states", "set").forEach(option -> pairs(line, option, node));
    return node;
  }

  private static void pairs(CommandLine line, String option, ObjectNode node) {
    if (!line.hasOption(option)) {
      return;
    }
    ObjectNode pairs = node.putObject(option);
    for (String pair : line.getOptionValues(option)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw CommandException.usage("--" + option + " " + pair + ": write it as NAME=VALUE");
      }
      pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
  }
}
