// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Call;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;

/** A call of a trace with what became of it, as far as it was recorded. */
final class RecordedCall {
  /**
   * Where a call is answered.
   *
   * @param pc where the caller goes on
   * @param toEl at which level
   * @param registers general-purpose registers by number
   */
  record Back(long pc, Optional<ExceptionLevel> toEl, SortedMap<Integer, Long> registers) {}

  private final int cpu;
  private final Call insn;
  private final int immediate;
  private final ExecutionState state;
  private final ExceptionLevel from;
  private final long pc;
  private final SortedMap<Integer, Long> before;
  private final List<Long> lines = new ArrayList<>();
  private final List<RecordedCall> inner = new ArrayList<>();
  private Optional<ExceptionLevel> to = Optional.empty();
  private Optional<Back> back = Optional.empty();

  RecordedCall(
      int cpu,
      Call insn,
      int immediate,
      ExecutionState state,
      ExceptionLevel from,
      long pc,
      SortedMap<Integer, Long> before) {
    this.cpu = cpu;
    this.insn = insn;
    this.immediate = immediate;
    this.state = state;
    this.from = from;
    this.pc = pc;
    this.before = before;
  }

  void line(long number) {
    lines.add(number);
  }

  void taken(ExceptionLevel level) {
    to = Optional.of(level);
  }

  void answered(Back answer) {
    back = Optional.of(answer);
  }

  void makes(RecordedCall call) {
    inner.add(call);
  }

  int cpu() {
    return cpu;
  }

  Call insn() {
    return insn;
  }

  int immediate() {
    return immediate;
  }

  ExecutionState state() {
    return state;
  }

  ExceptionLevel from() {
    return from;
  }

  /** The level that it was taken to; empty where the trace shows no entry. */
  Optional<ExceptionLevel> to() {
    return to;
  }

  long pc() {
    return pc;
  }

  /** The registers of the call by number. */
  SortedMap<Integer, Long> before() {
    return before;
  }

  Optional<Back> back() {
    return back;
  }

  /** The calls that its callee made until it answered. */
  List<RecordedCall> inner() {
    return List.copyOf(inner);
  }

  /** The lines that it was read from, in order. */
  List<Long> lines() {
    return List.copyOf(lines);
  }

  /** The function identifier, where the first register was recorded. */
  Optional<FunctionId> function() {
    return Optional.ofNullable(before.get(0)).map(value -> new FunctionId(value.intValue()));
  }

  /** A recorded result by number. */
  Optional<Long> result(int register) {
    return back.map(answer -> answer.registers().get(register));
  }

  /** Whether the exception is a trap, whose return address is the call itself. */
  boolean isTrapped() {
    return insn == Call.SMC && to.filter(level -> level == ExceptionLevel.EL2).isPresent();
  }

  /** The number of the last register that the caller has and that is no stack pointer. */
  int lastRegister() {
    return state == ExecutionState.AARCH64 ? 30 : 14;
  }

  /** For example {@code smc #0x0 at EL1}. */
  String text() {
    return insn.mnemonic() + " #0x" + Integer.toHexString(immediate) + " at EL" + from.number();
  }
}
