// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.armcall.checker.decode.FunctionNotes;
import org.armcall.checker.report.Finding.Field;
import org.armcall.checker.report.Finding.Standing;
import org.armcall.checker.report.Finding.Word;
import org.armcall.model.function.FunctionId;
import org.armcall.model.function.OwningEntity;
import org.armcall.model.instruction.Call;
import org.armcall.model.syndrome.BitField;

/**
 * The register in which an HVC or SMC of the convention has its function identifier (DEN0028,
 * section 2.5), as a call has it.
 *
 * @param name {@code W0} or {@code R0}
 * @param held what the whole register holds
 * @param immediate the call's; empty where it is not known
 */
record IdentifierRegister(String name, long held, String immediate) {

  /** The register of a call; empty for an SVC, and where it was not recorded. */
  static Optional<IdentifierRegister> of(KeptEvent call) {
    if (call.call().filter(insn -> insn == Call.SVC).isPresent()) {
      return Optional.empty();
    }
    Map<String, Long> registers = call.registers();
    String name = registers.containsKey("x0") ? "x0" : "r0";
    return Optional.ofNullable(registers.get(name))
        .map(
            held ->
                new IdentifierRegister(name.equals("x0") ? "W0" : "R0", held, call.text("imm")));
  }

  private FunctionId id() {
    return new FunctionId((int) held);
  }

  /** Whether it looks like one: any number may be in the register of a call of another kind. */
  boolean isLikely() {
    boolean unowned =
        id().owner() == OwningEntity.RESERVED || id().owner() == OwningEntity.RESERVED_YIELDING;
    return FunctionNotes.function(id()).isPresent()
        || id().isFast() && !unowned && FunctionId.MUST_BE_ZERO.extract(id().value()) == 0;
  }

  /** Its number and what the number says, in a line. */
  String inWords() {
    String kind =
        id().isFast()
            ? "fast, " + (id().is64Bit() ? "64-bit" : "32-bit") + ", " + owner()
            : "yielding, " + owner();
    return name
        + " "
        + value()
        + FunctionNotes.function(id()).map(function -> ": " + function).orElse("")
        + " ("
        + kind
        + ")";
  }

  /** Without the examples. */
  private String owner() {
    return id().owner().meaning().replaceAll(" \\(.*", "");
  }

  /** The number bit by bit. */
  Word picture() {
    List<Field> fields = new ArrayList<>();
    for (BitField field : id().layout()) {
      fields.add(field(field));
    }
    String function = FunctionNotes.function(id()).map(known -> ", " + known).orElse("");
    return new Word("Function identifier in " + name + function, value(), 32, fields, note());
  }

  private Field field(BitField field) {
    int value = field.extract(id().value());
    return new Field(
        field.name(),
        field.high(),
        field.low(),
        WordPictures.bits(value, field.width()),
        "0x" + Integer.toHexString(value),
        meaning(field),
        field.reserved() ? Standing.RESERVED : Standing.KNOWN,
        false);
  }

  private String meaning(BitField field) {
    if (field.equals(FunctionId.TYPE)) {
      return id().isFast() ? "fast call" : "yielding call";
    }
    if (field.equals(FunctionId.CONVENTION)) {
      return id().is64Bit() ? "64-bit call" : "32-bit call";
    }
    return field.equals(FunctionId.OWNER) || field.equals(FunctionId.YIELDING_NUMBER)
        ? id().owner().meaning()
        : field.meaning();
  }

  private String note() {
    List<String> notes = new ArrayList<>();
    if (name.equals("W0") && held >>> 32 != 0) {
      notes.add(
          "X0 holds 0x"
              + Long.toHexString(held)
              + "; bits 63:32 are not part of the identifier (DEN0028, section 2.5).");
    }
    if (!immediate.isEmpty() && !immediate.matches("0x0+")) {
      notes.add(
          "Only a call with the immediate 0 is one of the convention (DEN0028, section 2.10); this"
              + " one has "
              + immediate
              + ".");
    }
    return String.join(" ", notes);
  }

  private String value() {
    return String.format(Locale.ROOT, "0x%08x", (int) held);
  }
}
