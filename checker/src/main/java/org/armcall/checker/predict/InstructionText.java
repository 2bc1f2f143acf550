// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.predict;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.armcall.checker.cli.CommandException;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Encoding;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;

/** Reads the instruction of a case: {@code "word":"0xf7f18000"} or {@code "insn":"smceq #1"}. */
public final class InstructionText {
  private static final Pattern ASSEMBLY =
      Pattern.compile("(svc|hvc|smc)([a-z]{2})?(?:\\.[nw])?\\s+#?(0x[0-9a-f]+|[0-9]+)");
  private static final Pattern WORD = Pattern.compile("(?:0x)?([0-9a-f]{1,8})");

  private InstructionText() {}

  /** The instruction set of that name; {@code t16} is part of T32. */
  public static Optional<InstructionSet> isa(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "a32" -> Optional.of(InstructionSet.A32);
      case "t32", "t16" -> Optional.of(InstructionSet.T32);
      case "a64" -> Optional.of(InstructionSet.A64);
      default -> Optional.empty();
    };
  }

  static CallInstruction of(JsonNode node, InstructionSet isa, Condition inItBlock) {
    if (node.has("word") == node.has("insn")) {
      throw CommandException.input("give the instruction once: word or insn");
    }
    if (node.has("insn")) {
      return assembly(node.path("insn").asText(), isa, inItBlock);
    }
    if (!node.path("word").isTextual()) {
      throw CommandException.input("word must be hexadecimal text, for example \"0xd4000003\"");
    }
    InstructionWord word = word(node.path("word").asText(), isa);
    return Encodings.decode(word)
        .orElseThrow(
            () ->
                CommandException.input(
                    "word " + word.text() + " is not SVC, HVC or SMC in " + isa.text()));
  }

  /** The word of that text; in T32 four digits or fewer are a T16 instruction. */
  public static InstructionWord word(String text, InstructionSet isa) {
    Matcher match = WORD.matcher(text.trim().toLowerCase(Locale.ROOT).replace("_", ""));
    if (!match.matches()) {
      throw CommandException.input(
          "word '" + text + "' is not a word of up to 8 hexadecimal digits");
    }
    int bits = Integer.parseUnsignedInt(match.group(1), 16);
    return isa == InstructionSet.T32 && match.group(1).length() <= 4
        ? InstructionWord.t16(bits)
        : InstructionWord.of(isa, bits);
  }

  /**
   * The instruction that the assembly text names, for example {@code smceq #1}. In T32 a condition
   * must be that of the IT block.
   */
  static CallInstruction assembly(String text, InstructionSet isa, Condition inItBlock) {
    Matcher match = ASSEMBLY.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!match.matches()) {
      throw CommandException.input(
          "insn '"
              + text
              + "' is not svc, hvc or smc with an immediate; write for example 'smc #1'");
    }
    Call call = Call.valueOf(match.group(1).toUpperCase(Locale.ROOT));
    Encoding row = Encodings.of(call, isa);
    Immediate immediate = immediate(match.group(3), row);
    Optional<Condition> suffix =
        Optional.ofNullable(match.group(2)).map(InstructionText::condition);
    boolean ofTheBlock =
        isa == InstructionSet.T32 && suffix.filter(c -> c == inItBlock).isPresent();
    if (suffix.isPresent() && isa != InstructionSet.A32 && !ofTheBlock) {
      throw CommandException.input(
          "insn '"
              + text
              + "': only A32 encodes a condition; in T32 it is that of the IT block, which caller.it gives");
    }
    Optional<Condition> encoded =
        row.isConditional() ? Optional.of(suffix.orElse(Condition.AL)) : Optional.empty();
    return new CallInstruction(call, isa, row.size(), immediate, encoded, 0);
  }

  private static Immediate immediate(String text, Encoding row) {
    long value = CaseFields.word(text, "insn");
    long limit = (1L << row.immediateWidth()) - 1;
    if (Long.compareUnsigned(value, limit) > 0) {
      throw CommandException.input(
          "insn: #"
              + text
              + " does not fit the "
              + row.immediateWidth()
              + " bits of "
              + row.name()
              + " (0 to "
              + limit
              + ")");
    }
    return new Immediate((int) value, row.immediateWidth());
  }

  private static Condition condition(String suffix) {
    String name =
        suffix.equals("hs") ? "CS" : suffix.equals("lo") ? "CC" : suffix.toUpperCase(Locale.ROOT);
    try {
      return Condition.valueOf(name);
    } catch (IllegalArgumentException unknown) {
      throw CommandException.input("'" + suffix + "' is not a condition");
    }
  }
}
