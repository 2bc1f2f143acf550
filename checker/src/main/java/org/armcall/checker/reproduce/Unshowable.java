// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.rule.Family;
import org.armcall.model.rule.Rule;

/** The rules that no image can break on a machine, why, and what shows them instead. */
final class Unshowable {
  /** The rules that an image compares. */
  static final Set<Rule> SHOWN =
      EnumSet.of(
          Rule.REG_PRESERVED,
          Rule.REG_RESULTS,
          Rule.REG_UPPER_HALVES,
          Rule.REG_NO_LEAK,
          Rule.RES_UNKNOWN,
          Rule.RES_SIGN,
          Rule.RES_CODE,
          Rule.RES_SHIM,
          Rule.RET_RESUME,
          Rule.FID_WIDTH,
          Rule.FID_RESERVED_BITS,
          Rule.FID_ZERO_IMMEDIATE,
          Rule.PSC_FEATURES,
          Rule.PSC_MANDATORY,
          Rule.SEQ_ENDS);

  private Unshowable() {}

  /** Why no image shows the rule; empty where one does. */
  static Optional<String> why(Rule rule) {
    if (SHOWN.contains(rule)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (rule) {
          case RET_CALL_NEXT, RET_TRAP_THIS, RET_UNDEF_THIS ->
              "the machine writes ELR, not the callee: no callee in an image can make it wrong";
          case PSC_CPU_ON -> "it takes a second processor, and images have one";
          case IMM_CONDITION ->
              "it takes a trap of a call whose condition failed, and QEMU takes none";
          default -> family(rule.family());
        });
  }

  private static String family(Family family) {
    return switch (family) {
      case SYN ->
          "the machine writes the syndrome, and UNKNOWN and reserved bits read as zero on it";
      case ROU ->
          "the machine chooses level and vector; no code in an image can choose wrongly for it";
      case IMM ->
          "what a handler reads or relies on is inside it: its caller sees no difference, and UNKNOWN"
              + " bits read as zero";
      default -> "what it asks for is not in the registers of a caller on one processor";
    };
  }

  /** The command whose run on the emulator breaks the rule, where a scenario is there for it. */
  static Optional<String> command(Rule rule) {
    String scenario =
        switch (rule) {
          case IMM_CONDITION -> "condition-ignored";
          case IMM_EXECUTED_ONLY, IMM_NO_GUESS, IMM_RELIANCE -> "mail-smc-iss-zero";
          case IMM_HALFWORD_ORDER -> "halfword-order";
          default -> "";
        };
    return scenario.isEmpty()
        ? Optional.empty()
        : Optional.of(run("traces/scenarios/" + scenario + ".yaml"));
  }

  /** The command that runs a scenario on the emulator. */
  static String run(String scenario) {
    return "./armcall emulate " + scenario;
  }
}
