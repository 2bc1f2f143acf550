// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Optional;
import java.util.Set;
import org.armcall.traces.format.LogFormat;

/** Why a check has no answer, and what would have to be recorded or given to have one. */
public enum Unknown {
  BY_CONSTRUCTION(
      "what decides it was filled in by the rule itself: whatever the log said, it would hold",
      Need.OTHER_SIDE),
  CALLER_STATE("nothing before it says whether the caller runs AArch32 or AArch64", Need.STATE),
  LEVEL_BELOW(
      "which of the two vectors for lower levels is right depends on the level below the target",
      Need.STATE_BELOW),
  NO_SYNDROME_REGISTER(
      "the target is an AArch32 mode without a syndrome register: the value printed is QEMU's own",
      Need.INSTRUCTION),
  SYNDROME_NOT_LOGGED("the log has no syndrome for it", Need.SYNDROME),
  IL_EITHER(
      "IL is 1 for an A32 SVC and 0 for a T16 one, and the caller's instruction set is not known",
      Need.INSTRUCTION_SET),
  CONDITION_NOT_LOGGED(
      "the SVC may be conditional, and then the immediate in the syndrome is UNKNOWN", Need.WORD),
  IMMEDIATE_NOT_LOGGED(
      "the immediate of an SMC from AArch32 is in no register: only the instruction has it",
      Need.WORD),
  ELR_NOT_LOGGED(
      "the record has no ELR: it is half a record, or its target uses AArch32",
      Need.RETURN_ADDRESS),
  RETURN_NOT_LOGGED("the log does not show the return, or ends before it", Need.RETURNS),
  RESUMED_ELSEWHERE(
      "the handler resumed somewhere else: a context switch, an injected exception, or an ELR that is not the call's",
      Need.INSTRUCTION),
  CALL_REPEATED(
      "the same call follows at once wherever it is made: a loop, or ELR is the call itself",
      Need.INSTRUCTION),
  RESTARTED(
      "the handler returned onto the SVC, as a kernel does that restarts an interrupted call",
      Need.INSTRUCTION),
  ELR_NOT_CREDIBLE(
      "ELR is wrong already, so that nothing can be said of the return", "correct the ELR first"),
  SEEN_ONCE("the site made one call only", "record longer"),
  IMMEDIATE_CHANGED(
      "the site reported several immediates: its code was rewritten, or several programs share the address",
      Need.WORD),
  USER_SPACE(
      "an address at EL0 belongs to as many programs as there are processes", Need.INSTRUCTION),
  TOO_MANY_SITES("more call sites than replay remembers", "replay the log in parts"),
  CONDUIT_NOT_LOGGED(
      "the preset answers HVC and SMC differently, and the log does not say which was called",
      Need.CONDUIT),
  LAYER_BELOW_NOT_RECORDED(
      "the preset asks the layer below, and the log need not show the calls of a hypervisor itself",
      Need.LAYER_BELOW),
  MIXED("lines of several processors are mixed, and which is whose cannot be told", Need.ORDER),
  LEVELS_NOT_LOGGED("the log does not show between which levels the call was", Need.LEVELS),
  TRAPPED_ACCESS(
      "EC 0x00 is also what some trapped register accesses report, and the instruction is not in the log",
      Need.INSTRUCTION),
  QEMU_HVC_AT_EL3(
      "QEMU before 10.0 takes an HVC at EL3 to EL2: a known deviation of the recording machine",
      "record with QEMU 10.0 or newer"),
  QEMU_SMC_WITHOUT_EL3(
      "QEMU without EL3 traps an SMC where the platform makes it UNDEFINED: a known deviation of the recording machine (its commit b9377d1c5f36)",
      "record on a machine with EL3"),
  CALL_NOT_RECORDED(
      "the trace does not show which call was executed before the handler decided", Need.CALLS),
  WORD_NOT_RECORDED(
      "the trace shows the immediate of the call and not the word that encodes it", Need.WORD),
  READ_NOT_RECORDED(
      "the trace does not show the whole instruction that the handler read",
      "record a fetch event for each read, with its address"),
  DISPATCH_NOT_RECORDED(
      "the trace does not show what the handler took the call for",
      "record the decision's dispatch"),
  SAVED_STATE_NOT_RECORDED(
      "the trace does not show both the caller's PSTATE and SPSR", Need.SAVED_STATE),
  SPSR_NOT_CREDIBLE(
      "SPSR is not the caller's already, so that nothing can be said by it", "correct SPSR first"),
  NESTED_LEVEL(
      "a nested hypervisor at EL1 may be shown EL2 in its SPSR", "record hcr_el2 with the call"),
  FLAGS_NOT_RECORDED(
      "whether the condition held depends on SPSR, which the trace does not show",
      Need.SAVED_STATE),
  RELIANCE_NOT_OBSERVED(
      "the recording machine does not know which bits may not be relied on",
      "run it in the emulator"),
  RELIANCE_ELSEWHERE(
      "a bit was relied on outside a handler, and whether a decision hangs on it cannot be told",
      "record the entry of the handler too"),
  REGISTERS_NOT_RECORDED(
      "the registers of the call or of its answer are not recorded", Need.REGISTERS),
  CONVENTION_NOT_KNOWN(
      "which version of the convention the callee has is not known, and the versions differ",
      "give --callee or --convention, or record the caller's SMCCC_VERSION too"),
  BEFORE_THE_CONVENTION(
      "the identifier is of an interface from before the convention (0 to 0x0100ffff), which owes its caller nothing by it",
      "nothing can, unless --callee names who claims that number"),
  PSCI_NOT_KNOWN(
      "nothing before it shows that the callee has PSCI",
      "give --callee, or record the caller's PSCI_VERSION too"),
  FUNCTION_MAY_BE_MISSING(
      "NOT_SUPPORTED is also the answer of a callee that lacks the function",
      "record a plain call of the same function too"),
  FUNCTION_NOT_CALLED(
      "the function that was asked for is not called before, nor is it mandatory",
      "record a call of it too"),
  NO_RULE_FOR_RESULT(
      "the document leaves open what the result means: SUCCESS of SYSTEM_SUSPEND, -1 of a statistic, or any of MIGRATE_INFO_UP_CPU unless MIGRATE_INFO_TYPE is 0 or 1",
      "nothing can"),
  RESET_TYPE_NOT_RECORDED(
      "a vendor's SYSTEM_RESET2 may fail with codes of its own, and its type is not recorded",
      "record the arguments of the call too"),
  ASKED_FROM_AARCH32(
      "whether PSCI_FEATURES tells a caller in AArch32 of a 64-bit function is IMPLEMENTATION DEFINED",
      "ask from AArch64"),
  VERSION_CHANGED(
      "PSCI_VERSION answered otherwise before, and the document does not say that it may not",
      "nothing can"),
  TWO_VERSIONS(
      "the callee told two versions before, and by one of them the function is not there",
      "record one guest at a time"),
  TRUSTED_OS_NOT_KNOWN(
      "each Trusted OS has its own code for a call that is not done, and which one answers is not known",
      "record the caller's query of the UID, 0xbf00ff01, too: of OP-TEE the codes are known"),
  YIELDED_BEFORE(
      "the thread that is resumed was not seen to wait", "record from before the call that yields"),
  AARCH32_OF_1_0(
      "what 1.0 says of r4 to r14 of a caller in AArch32 was not found in its text",
      "record the caller's SMCCC_VERSION, if the callee has a later one"),
  PSCI_MAY_BE_0_2(
      "PSCI 0.2 answers INVALID_PARAMETERS to a 64-bit function from AArch32",
      "record the caller's PSCI_VERSION too"),
  LOWER_HALVES_NOT_CALLED(
      "the same call with zero upper halves is not recorded before it", "record it too"),
  ANOTHER_CALLER(
      "the handler may have resumed another caller at the same address",
      "record one guest at a time"),
  PERHAPS_ANOTHER_GUEST(
      "a hypervisor may answer each of its guests otherwise", "record one guest at a time"),
  WHOSE_ANSWER("what the call was taken for cannot be told from its result", "give --callee"),
  ANSWER_OR_START(
      "the entry point that the call gave is the address behind it: it may have been suspended",
      "give another entry point"),
  ANSWER_NOT_SEEN("the log does not show an answer to the call", "record longer"),
  ANY_BEHAVIOUR("the platform leaves the call UNPREDICTABLE: it may do anything", "nothing can");

  private final String text;
  private final Optional<Need> need;
  private final String otherwise;

  Unknown(String text, Need need) {
    this.text = text;
    this.need = Optional.of(need);
    otherwise = "";
  }

  Unknown(String text, String otherwise) {
    this.text = text;
    need = Optional.empty();
    this.otherwise = otherwise;
  }

  /** The reason, one clause. */
  public String text() {
    return text;
  }

  /**
   * What to record or give, one clause; of a log of several formats one for each.
   *
   * @param formats the formats of the logs, or of what they were converted from
   */
  public String remedy(Set<LogFormat> formats) {
    return need.map(what -> what.in(formats)).orElse(otherwise);
  }
}
