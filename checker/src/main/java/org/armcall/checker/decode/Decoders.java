// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.Words;
import org.armcall.checker.predict.InstructionText;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Encoding;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.syndrome.BitField;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.SyndromeLayout;

/** Decodes the words that engineers meet: syndromes, instructions and function identifiers. */
final class Decoders {
  private Decoders() {}

  /** ESR_ELx, 64 bits: ISS2 above bit 31 where it is not zero. */
  static Decoded esr(String text) {
    long value = Words.parse64(text);
    int low = (int) value;
    List<DecodedField> fields = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    int high = (int) (value >>> 32);
    if (high != 0) {
      fields.add(
          new DecodedField(
              "RES0",
              "[63:56]",
              Words.hex(high >>> 24),
              high >>> 24 == 0 ? "reserved" : "reserved, and not zero"));
      fields.add(
          new DecodedField(
              "ISS2", "[55:32]", Words.hex(high & 0xff_ffff), "not modelled: no call sets it"));
    }
    syndrome(low, fields, notes);
    return new Decoded(
        "esr", "0x" + Long.toHexString(value), SyndromeText.className(low), fields, notes);
  }

  /** HSR, 32 bits. */
  static Decoded hsr(String text) {
    int value = Words.parse32(text);
    List<DecodedField> fields = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    syndrome(value, fields, notes);
    Optional<ExceptionClass> exceptionClass = SyndromeLayout.exceptionClass(value);
    if (exceptionClass.isPresent() && !exceptionClass.get().inHsr()) {
      notes.add("this class is not reported in HSR: Hyp mode has no AArch64 callers");
    }
    return new Decoded("hsr", Words.hex8(value), SyndromeText.className(value), fields, notes);
  }

  private static void syndrome(int value, List<DecodedField> fields, List<String> notes) {
    for (BitField field : SyndromeLayout.of(SyndromeLayout.exceptionClass(value))) {
      fields.add(
          new DecodedField(
              field.name(),
              field.range(),
              number(field.extract(value)),
              SyndromeText.meaning(field, value)));
    }
    notes.addAll(SyndromeText.objections(value));
    if (SyndromeLayout.exceptionClass(value).filter(ec -> ec == ExceptionClass.SMC32).isPresent()) {
      notes.add(
          "the immediate of the SMC is not in the syndrome (SYN-SMC32-NO-IMM); on ARMv7 the whole ISS is UNK/SBZP");
    }
    if (SyndromeLayout.exceptionClass(value).filter(ec -> ec == ExceptionClass.SVC32).isPresent()) {
      notes.add("imm16 is UNKNOWN if the SVC was conditional (SYN-SVC32-UNKNOWN)");
    }
  }

  /** An instruction; without an instruction set every reading that is a call. */
  static List<Decoded> instruction(String text, Optional<InstructionSet> isa) {
    List<Decoded> readings = new ArrayList<>();
    for (InstructionSet set : isa.map(List::of).orElse(List.of(InstructionSet.values()))) {
      InstructionWord word = word(text, set);
      Encodings.decode(word)
          .map(instruction -> instruction(word, instruction))
          .ifPresent(readings::add);
    }
    if (readings.isEmpty()) {
      InstructionWord word = word(text, isa.orElse(InstructionSet.A64));
      String where = isa.map(set -> " in " + set).orElse(" in A32, T32 or A64");
      readings.add(
          new Decoded(
              "insn",
              word.text(),
              "not SVC, HVC or SMC" + where,
              List.of(),
              List.of("other instructions are not modelled")));
    }
    return readings;
  }

  private static InstructionWord word(String text, InstructionSet isa) {
    try {
      return InstructionText.word(text, isa);
    } catch (CommandException | IllegalArgumentException wrong) {
      throw CommandException.usage(wrong.getMessage());
    }
  }

  private static Decoded instruction(InstructionWord word, CallInstruction instruction) {
    Encoding row = Encodings.of(instruction.call(), instruction.isa());
    List<DecodedField> fields = new ArrayList<>();
    fields.add(
        new DecodedField(
            "encoding", "", row.name(), row.pattern() + "  (" + row.rule().id() + ")"));
    instruction
        .encodedCondition()
        .ifPresent(
            condition ->
                fields.add(
                    new DecodedField("condition", "", number(condition.code()), condition.name())));
    fields.add(
        new DecodedField(
            "immediate",
            "",
            number(instruction.immediate().value()),
            instruction.immediate().width() + " bits"));
    fields.add(new DecodedField("size", "", String.valueOf(instruction.size()), "bytes"));
    List<String> notes = new ArrayList<>();
    if (instruction.setsShouldBeZero()) {
      notes.add(
          "should-be-zero bits are set: CONSTRAINED UNPREDICTABLE on Armv8, UNPREDICTABLE on ARMv7 (ENC-SMC-SBZ)");
    }
    if (instruction.call() == Call.HVC
        && instruction.encodedCondition().filter(Condition::isConditional).isPresent()) {
      notes.add(
          "HVC with a condition is CONSTRAINED UNPREDICTABLE on Armv8, UNPREDICTABLE on ARMv7 (ENC-HVC-COND)");
    }
    if (instruction.isa() == InstructionSet.T32 && instruction.call() == Call.HVC) {
      notes.add("UNPREDICTABLE in an IT block (ENC-HVC-IT)");
    }
    if (instruction.isa() == InstructionSet.T32 && instruction.call() == Call.SMC) {
      notes.add("in an IT block only as its last instruction (ENC-SMC-IT)");
    }
    return new Decoded(
        "insn", word.text(), instruction.isa() + " " + instruction.text(), fields, notes);
  }

  /** A function identifier. */
  static Decoded functionId(String text) {
    long wide = Words.parse64(text);
    FunctionId id = new FunctionId((int) wide);
    List<DecodedField> fields = new ArrayList<>();
    for (BitField field : id.layout()) {
      fields.add(
          new DecodedField(
              field.name(), field.range(), number(field.extract(id.value())), meaning(field, id)));
    }
    List<String> notes = new ArrayList<>();
    if (wide >>> 32 != 0) {
      notes.add(
          "bits 63:32 are not part of the identifier: it is in W0; DEN0028 said that they are zero, later that they are ignored");
    }
    notes.addAll(FunctionNotes.of(id));
    return new Decoded(
        "fid",
        Words.hex8(id.value()),
        FunctionNotes.function(id).map(name -> name + ", ").orElse("")
            + (id.isFast() ? "fast " : "yielding ")
            + (id.is64Bit() ? "64-bit" : "32-bit")
            + " call, "
            + id.owner().meaning(),
        fields,
        notes);
  }

  private static String meaning(BitField field, FunctionId id) {
    if (field.equals(FunctionId.TYPE)) {
      return id.isFast() ? "fast call" : "yielding call";
    }
    if (field.equals(FunctionId.CONVENTION)) {
      return id.is64Bit() ? "SMC64/HVC64" : "SMC32/HVC32";
    }
    return field.equals(FunctionId.OWNER) || field.equals(FunctionId.YIELDING_NUMBER)
        ? id.owner().meaning()
        : field.meaning();
  }

  private static String number(int value) {
    return value >= 0 && value < 10 ? String.valueOf(value) : Words.hex(value);
  }
}
