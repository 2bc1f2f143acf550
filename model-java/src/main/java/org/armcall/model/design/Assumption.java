// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

/** What a cell depends on and neither the design nor the architecture says. */
public enum Assumption {
  /** Without EL3 the trap of SMC is IMPLEMENTATION DEFINED, or UNDEFINED by the pseudocode. */
  SMC_TRAPPED(
      "the core traps SMC to EL2 although there is no EL3",
      "the core traps SMC",
      "it does not, and SMC is UNDEFINED"),
  /** The mail tests all of ISS. */
  MASKED(
      "the handler masks ISS to bits 15:0",
      "it masks to ISS[15:0]",
      "it tests all of ISS, as the mail does"),
  /** The tags that were drawn differ. */
  LUCKY("no two draws are the same", "the draws differ", "two drew the same"),
  /** Nobody writes the code between the fetch and the handler's read. */
  UNWRITTEN(
      "memory still holds the instruction that was executed",
      "the code was not written",
      "it was written after the fetch"),
  /** The mail: hypervisors sometimes want to implement foreign hypervisor interfaces. */
  ONE_HYPERVISOR(
      "the layer has no interface of another hypervisor",
      "the layer is one hypervisor's alone",
      "it has another's interface too");

  private final String sentence;
  private final String ifSo;
  private final String ifNot;

  Assumption(String sentence, String ifSo, String ifNot) {
    this.sentence = sentence;
    this.ifSo = ifSo;
    this.ifNot = ifNot;
  }

  /** The assumption. */
  public String sentence() {
    return sentence;
  }

  /** The completion under which it holds, or the one under which it does not. */
  public String completion(boolean holds) {
    return holds ? ifSo : ifNot;
  }
}
