// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.instruction;

import static org.armcall.model.instruction.Call.HVC;
import static org.armcall.model.instruction.Call.SMC;
import static org.armcall.model.instruction.Call.SVC;
import static org.armcall.model.instruction.InstructionSet.A32;
import static org.armcall.model.instruction.InstructionSet.A64;
import static org.armcall.model.instruction.InstructionSet.T32;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.armcall.model.rule.Rule;

/**
 * The table of encodings of SVC, HVC and SMC (DDI 0597 and DDI 0596, the instruction's page of that
 * name).
 */
public final class Encodings {
  private static final List<Encoding> TABLE =
      List.of(
          new Encoding(
              Rule.ENC_SVC_A32, SVC, A32, 4, "SVC A1", "cccc 1111 iiii iiii iiii iiii iiii iiii"),
          new Encoding(
              Rule.ENC_HVC_A32, HVC, A32, 4, "HVC A1", "cccc 0001 0100 iiii iiii iiii 0111 iiii"),
          new Encoding(
              Rule.ENC_SMC_A32, SMC, A32, 4, "SMC A1", "cccc 0001 0110 zzzz zzzz zzzz 0111 iiii"),
          new Encoding(Rule.ENC_SVC_T16, SVC, T32, 2, "SVC T1", "1101 1111 iiii iiii"),
          new Encoding(
              Rule.ENC_HVC_T32, HVC, T32, 4, "HVC T1", "1111 0111 1110 iiii 1000 iiii iiii iiii"),
          new Encoding(
              Rule.ENC_SMC_T32, SMC, T32, 4, "SMC T1", "1111 0111 1111 iiii 1000 zzzz zzzz zzzz"),
          new Encoding(
              Rule.ENC_SVC_A64, SVC, A64, 4, "SVC", "1101 0100 000 iiiiiiiiiiiiiiii 000 01"),
          new Encoding(
              Rule.ENC_HVC_A64, HVC, A64, 4, "HVC", "1101 0100 000 iiiiiiiiiiiiiiii 000 10"),
          new Encoding(
              Rule.ENC_SMC_A64, SMC, A64, 4, "SMC", "1101 0100 000 iiiiiiiiiiiiiiii 000 11"));

  private static final Map<InstructionSet, List<Encoding>> BY_SET =
      new EnumMap<>(TABLE.stream().collect(Collectors.groupingBy(Encoding::isa)));

  private Encodings() {}

  /** Every row. */
  public static List<Encoding> table() {
    return TABLE;
  }

  /** The row of that call in that instruction set. */
  public static Encoding of(Call call, InstructionSet isa) {
    for (Encoding row : BY_SET.get(isa)) {
      if (row.call() == call) {
        return row;
      }
    }
    throw new IllegalStateException("no row for " + call + " in " + isa);
  }

  /** The call that the word encodes, or nothing where it is another instruction. */
  public static Optional<CallInstruction> decode(InstructionWord word) {
    for (Encoding row : BY_SET.get(word.isa())) {
      if (row.size() == word.size()) {
        Optional<CallInstruction> decoded = row.decode(word.bits());
        if (decoded.isPresent()) {
          return decoded;
        }
      }
    }
    return Optional.empty();
  }

  /** The word of the instruction. */
  public static InstructionWord encode(CallInstruction instruction) {
    return new InstructionWord(
        instruction.isa(),
        instruction.size(),
        of(instruction.call(), instruction.isa()).encode(instruction));
  }
}
