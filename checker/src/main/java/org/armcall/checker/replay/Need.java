// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.armcall.traces.format.LogFormat;

/**
 * What a log would have to show, and how each format is recorded so that it does. The pages of
 * traces/formats say the same at length; a format that has no words of its own here is sent there.
 */
enum Need {
  /** Whether it was HVC or SMC. */
  CONDUIT(
      "record the whole log",
      "record kvm_hvc_arm64, or kvm_exit with its class",
      "trace the instructions (IT or ES lines) without a gap",
      "record the call's insn"),
  /** The instruction of the call. */
  INSTRUCTION(
      "-d int shows no instruction; QEMU's plugin execlog does",
      "no trace event shows the instruction; Tarmac of the same code does",
      "trace the instructions (IT or ES lines) without a gap",
      "record the call's word and isa"),
  /**
   * The word of the call's instruction, even if it is not the one that was executed for certain.
   */
  WORD(
      "record with -d int,in_asm, and cpu where QEMU logs no ELR, or with its plugin execlog",
      "no trace event shows the instruction; Tarmac of the same code does",
      "trace the instructions (IT or ES lines) without a gap",
      "record the call's word and isa"),
  /** Whether the caller runs A32 or T32. */
  INSTRUCTION_SET(
      "record with -d int,in_asm, or with a QEMU that logs SPSR (9.0 or newer)",
      "no trace event shows the instruction set; Tarmac of the same code does",
      "trace the instructions (IT or ES lines) without a gap",
      "record the call's isa, or the entry's spsr"),
  /** The caller's execution state. */
  STATE(
      "record from power-on, or with a QEMU that logs SPSR (9.0 or newer)",
      "record kvm_exit beside the event of the call: it prints the class",
      "trace from the start, with the mode in each line",
      "record the call's isa, or the entry's spsr"),
  /** The execution state of the level below the target. */
  STATE_BELOW(
      "record from power-on, so that the exception returns to that level are in the log",
      "no trace event shows the returns to that level",
      "trace from power-on, so that the exception returns to that level are in the log",
      "record every return, with its toState"),
  /** The syndrome. */
  SYNDROME(
      "record the whole log",
      "no trace event prints the syndrome of a call; QEMU's -d int of the same code does",
      "trace the system registers too (ESR_ELx, HSR); gem5 prints none",
      "record the entry's syndrome"),
  /** The preferred return address. */
  RETURN_ADDRESS(
      "record with -d int,cpu, which shows LR at the vector",
      "record kvm_exit or kvm_hvc_arm64, which print it",
      "trace the system registers too (ELR_ELx, R14 of the mode); gem5 prints none",
      "record the entry's elr"),
  /** The returns of handlers. */
  RETURNS(
      "record longer, or with -d int,cpu: QEMU logs no return from AArch32",
      "record kvm_entry too, and longer",
      "record longer, until the handler has returned",
      "record the return events too, and longer"),
  /** Whose line is which. */
  ORDER(
      "record with -smp 1, or with -accel tcg,thread=single",
      "keep the lines of each processor in their order",
      "keep the lines of each processor in their order",
      "record each event with its cpu"),
  /** Between which levels it was. */
  LEVELS(
      "record where the exception is taken",
      "the caller's side does not know who answers: record there too, for example kvm_exit",
      "trace with the mode of every instruction, Secure modes of AArch32 apart",
      "record fromEl and toEl"),
  /** Which call was executed. */
  CALLS(
      "record the call events too: replay a canonical trace of the emulator",
      "record kvm_hvc_arm64 too",
      "trace from before the call",
      "record the call events too"),
  /** The caller's PSTATE beside SPSR. */
  SAVED_STATE(
      "record with -d int,cpu,nochain and a QEMU that logs SPSR (9.0 or newer)",
      "no trace event shows the caller's PSTATE; QEMU's -d int,cpu of the same code does",
      "trace SPSR_ELx; the caller's PSTATE is not printed with its instructions",
      "record the call's cpsr or pstate and the entry's spsr"),
  /** The registers of a call and of its answer. */
  REGISTERS(
      "record with -d int,cpu,nochain (and exec for several processors)",
      "KVM's events have no results: record where the call is made (optee, arm_smccc events)",
      "trace the registers (R lines) from the start: each is known from its last write",
      "record regs at call and return"),
  /** The calls that a hypervisor makes itself. */
  LAYER_BELOW(
      "record with -d int,cpu,nochain (and exec for several processors), which shows the hypervisor's own SMC too",
      "no trace event shows what EL3 answers a hypervisor; Tarmac of the same code does",
      "trace EL2 and EL3 too, with the registers (R lines) from the start",
      "record the call, the entry and the return of each SMC that the hypervisor makes, with regs"),
  /** Somebody else who shows the same. */
  OTHER_SIDE(
      "QEMU takes no exception where it answers itself: run firmware that answers, as TF-A does",
      "record with what shows it by itself: QEMU -d int or Tarmac of the same code",
      "trace who answers, too",
      "record the fields themselves");

  private final String qemuInt;
  private final String ftrace;
  private final String tarmac;
  private final String canonical;

  Need(String qemuInt, String ftrace, String tarmac, String canonical) {
    this.qemuInt = qemuInt;
    this.ftrace = ftrace;
    this.tarmac = tarmac;
    this.canonical = canonical;
  }

  /** How to record it in that format. */
  String in(LogFormat format) {
    return switch (format) {
      case QEMU_INT -> qemuInt;
      case FTRACE -> ftrace;
      case TARMAC -> tarmac;
      case CANONICAL -> canonical;
      default -> "see traces/formats for what else " + format.text() + " can be recorded with";
    };
  }

  /** The same for logs of several formats: each is named where they differ. */
  String in(Set<LogFormat> formats) {
    Map<String, String> named = new LinkedHashMap<>();
    formats.stream()
        .sorted()
        .forEach(format -> named.merge(in(format), format.text(), (a, b) -> a + ", " + b));
    return named.size() < 2
        ? named.keySet().stream().findFirst().orElse(canonical)
        : named.entrySet().stream()
            .map(each -> each.getValue() + ": " + each.getKey())
            .collect(Collectors.joining("; "));
  }
}
