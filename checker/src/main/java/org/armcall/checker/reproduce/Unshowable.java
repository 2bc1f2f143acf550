// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.rule.Family;
import org.armcall.model.rule.Rule;

/** The rules that no image can break on a machine, why, and what else there is of them. */
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
          "what a handler reads or relies on is inside it: its caller sees no difference, and"
              + " UNKNOWN bits read as zero";
      default -> "what it asks for is not in the registers of a caller on one processor";
    };
  }

  /** The scenario whose run has to do with the rule, in this repository, where there is one. */
  static Optional<String> scenario(Rule rule) {
    String scenario =
        switch (rule) {
          case IMM_CONDITION -> "condition-ignored";
          case IMM_EXECUTED_ONLY, IMM_NO_GUESS, IMM_RELIANCE -> "mail-smc-iss-zero";
          case IMM_HALFWORD_ORDER -> "halfword-order";
          case IMM_LITTLE_ENDIAN -> "little-endian";
          case IMM_CONTRADICTED -> "contradicted-unseen";
          case IMM_UNPREDICTABLE_ENCODING -> "unpredictable-encoding";
          case RET_EMULATED -> "emulated-pc-only";
          case FID_64_FROM_32 -> "convention-bao";
          case PSC_CPU_ON, PSC_NO_RETURN -> "convention-psci-power";
          default -> "";
        };
    return scenario.isEmpty()
        ? Optional.empty()
        : Optional.of("traces/scenarios/" + scenario + ".yaml");
  }

  /** Whether that run does as the rule says; the others break it. */
  static boolean doesRight(Rule rule) {
    return rule == Rule.PSC_CPU_ON || rule == Rule.PSC_NO_RETURN;
  }

  /** The exhibit that breaks the rule and has an image, where there is one. */
  static Optional<String> exhibit(Rule rule) {
    String exhibit =
        switch (rule) {
          case REG_PRESERVED -> "b15-x18-lost";
          case REG_NO_LEAK -> "b8-tfv-8";
          case REG_UPPER_HALVES -> "b3-upper-halves-at-el3";
          case RES_UNKNOWN -> "b6-number-alone";
          case RES_SHIM -> "b9-result-of-32-bits";
          case RET_RESUME -> "b5-trapped-smc-again";
          case FID_WIDTH -> "b10-identifier-of-64-bits";
          case FID_RESERVED_BITS -> "b23-reserved-bits-used";
          case FID_ZERO_IMMEDIATE -> "b39-immediate-ignored";
          case PSC_FEATURES -> "b22-features-without-version";
          case PSC_MANDATORY -> "b43-version-not-supported";
          case SEQ_ENDS -> "b31-answer-taken-for-a-failure";
          default -> "";
        };
    return exhibit.isEmpty() ? Optional.empty() : Optional.of(exhibit);
  }
}
