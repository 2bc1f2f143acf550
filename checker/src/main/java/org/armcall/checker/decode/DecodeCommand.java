// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.armcall.checker.cli.Command;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.cli.Terminal;
import org.armcall.checker.predict.InstructionText;
import org.armcall.model.instruction.InstructionSet;

/** {@code armcall decode}: what a hexadecimal number means. */
public final class DecodeCommand implements Command {
  @Override
  public String operands() {
    return "esr|hsr|insn|fid VALUE... [--isa a32|t32|a64]";
  }

  @Override
  public String summary() {
    return "Explains every field of a syndrome, an instruction or a function identifier. Exits 0 if every value could be read.";
  }

  @Override
  public Options options() {
    Options options = new Options();
    options.addOption(
        Option.builder()
            .longOpt("isa")
            .hasArg()
            .argName("A")
            .desc("instruction set of insn: a32, t32 or a64; default: every reading")
            .get());
    return options;
  }

  @Override
  public ExitCode run(CommandLine line, Terminal terminal) {
    List<String> operands = line.getArgList();
    if (operands.size() < 2) {
      throw CommandException.usage(
          "decode needs what to decode and a value, for example: decode esr 0x5a000ea1");
    }
    List<Decoded> decoded = new ArrayList<>();
    for (String value : operands.subList(1, operands.size())) {
      decoded.addAll(decode(operands.get(0), value, isa(line)));
    }
    if (line.hasOption("json")) {
      DecodedJson.print(decoded, terminal.out());
    } else {
      decoded.forEach(one -> one.print(terminal.out()));
    }
    return ExitCode.HOLDS;
  }

  private static List<Decoded> decode(String kind, String value, Optional<InstructionSet> isa) {
    return switch (kind) {
      case "esr" -> List.of(Decoders.esr(value));
      case "hsr" -> List.of(Decoders.hsr(value));
      case "insn" -> Decoders.instruction(value, isa);
      case "fid" -> List.of(Decoders.functionId(value));
      default ->
          throw CommandException.usage("decode knows esr, hsr, insn and fid, not '" + kind + "'");
    };
  }

  private static Optional<InstructionSet> isa(CommandLine line) {
    return Optional.ofNullable(line.getOptionValue("isa"))
        .map(
            text ->
                InstructionText.isa(text)
                    .orElseThrow(
                        () ->
                            CommandException.usage(
                                "--isa is a32, t32 or a64, not '" + text + "'")));
  }
}
