// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.armcall.model.instruction.InstructionSet;

/** Writes the list of instructions that the emulator has, from the tables. */
public final class InstructionList {
  private static final String HEAD =
      """
      <!-- SPDX-License-Identifier: Apache-2.0 -->
      # Instructions that the emulator has

      Generated from the tables of `org.armcall.emulator.isa` by `InstructionList`; a test fails when it is stale.
      Every other word ends an emulation with "not modelled", its address and its bits.

      In the bits, `0` and `1` are fixed, `z` should be zero, `o` should be one, other letters are fields.
      In the forms, `<Rn>` is a register whose number is in field `n` (in A64 an X or a W register, as `s` says),
      `<Xn|SP>` may be SP, `<#i*8>` is a number in field `i` in units of 8 (`+`: signed), and what begins with a comma
      may be left out. Other names say what stands there.

      In A32 and T32, `<c>` is the condition (in T32 that of the IT block: the word does not hold it), `<S>` the `s` that
      sets flags, `<s>` the same for an encoding that sets flags outside of IT blocks and not in them, `<w>` and `<n>`
      the suffixes `.w` and `.n`, and `label`, `literal` and `address` are places, in several encodings.
      """;

  private static final List<InstructionSet> ORDER =
      List.of(InstructionSet.A64, InstructionSet.A32, InstructionSet.T32);

  private InstructionList() {}

  /** The list in Markdown. */
  public static String markdown() {
    StringBuilder text = new StringBuilder(HEAD);
    for (InstructionSet isa : ORDER) {
      List<Row> rows = Instructions.table(isa).rows();
      text.append("\n## ").append(isa).append(": ").append(rows.size()).append(" encodings\n\n");
      text.append("| instruction | bits | written |\n|---|---|---|\n");
      for (Row row : rows) {
        String forms =
            row.forms().stream()
                .map(form -> "`" + form.replace("|", "\\|") + "`")
                .collect(Collectors.joining("<br>"));
        line(text, row.name(), "`" + row.pattern().text() + "`", forms);
      }
    }
    registers(text);
    return text.toString();
  }

  private static void registers(StringBuilder text) {
    text.append("\n## System registers\n\n");
    text.append(
        "Encodings of A64 are op0.op1.CRn.CRm.op2, of AArch32 opc1.CRn.CRm.opc2 or opc1.CRm.\n\n");
    text.append("| AArch64 | encoding | AArch32 | encoding |\n|---|---|---|---|\n");
    for (SystemRegister register : SystemRegister.values()) {
      line(text, register.text(), register.aarch64(), register.aarch32Name(), register.aarch32());
    }
    for (SystemRegister.Part part : SystemRegister.Part.values()) {
      line(text, part.whole().text() + "[63:32]", "", part.name(), part.aarch32());
    }
  }

  private static void line(StringBuilder text, String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  /** Writes the list to the file that is named. */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), markdown());
  }
}
