// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import java.util.List;
import org.armcall.model.rule.Rule;

/**
 * A claim that breaks a rule of the namespace on its own.
 *
 * @param kind the rule
 * @param claim the claim
 */
public record Breach(Kind kind, Claim claim) implements Finding {
  /** The rules that a claim can break on its own. */
  public enum Kind {
    /** A yielding number in 0x01010000 to 0x01ffffff or 0x20000000 to 0x7fffffff. */
    RESERVED_ZONE(
        Rule.NSP_RESERVED_ZONE,
        "lies where yielding calls are reserved (DEN0028 section 6, table 6-2)"),
    /** A fast number whose owner is none. */
    RESERVED_OWNER(
        Rule.NSP_RESERVED_OWNER,
        "has an owning entity number that is reserved (DEN0028 section 6, table 6-1)"),
    /** A fast number with one of bits 23:17 set. */
    MUST_BE_ZERO(
        Rule.NSP_RESERVED_BITS,
        "sets bits 23:17, which must be zero in a fast call (DEN0028 section 2.5)"),
    /** A fast 64-bit number for a 32-bit caller. */
    WRONG_WIDTH(
        Rule.NSP_WIDTH, "is a 64-bit call by its number, and is made by callers of 32 bits"),
    /** A number in the range of an entity that the owner is not. */
    FOREIGN_OWNER(Rule.NSP_OWNER, "is in the range of another owning entity"),
    /** An immediate of SMC that is not zero. */
    SMC_IMMEDIATE(
        Rule.NSP_IMMEDIATE,
        "is an SMC whose immediate is not zero, which is reserved (DEN0028 section 2.10)"),
    /** The convention's immediate, but the number is not in W0. */
    NUMBER_ELSEWHERE(
        Rule.NSP_NUMBER_REGISTER,
        "takes calls of the convention's immediate and does not read W0 or R0");

    private final Rule rule;
    private final String meaning;

    Kind(Rule rule, String meaning) {
      this.rule = rule;
      this.meaning = meaning;
    }

    /** The rule of the catalogue. */
    public Rule rule() {
      return rule;
    }

    /** What is wrong, as the end of a sentence. */
    public String meaning() {
      return meaning;
    }
  }

  @Override
  public Rule rule() {
    return kind.rule();
  }

  @Override
  public List<Claim> claims() {
    return List.of(claim);
  }

  @Override
  public String sentence() {
    return claim.name()
        + " of "
        + claim.owner().name()
        + " ("
        + claim.calls().ids().text()
        + ", "
        + claim.status().text()
        + ") "
        + kind.meaning()
        + (kind == Kind.FOREIGN_OWNER ? ": " + claim.calls().ids().lowest().owner().meaning() : "")
        + ".";
  }
}
