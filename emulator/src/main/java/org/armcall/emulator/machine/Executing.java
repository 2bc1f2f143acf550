// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL2;

import org.armcall.emulator.isa.Core;
import org.armcall.emulator.isa.Maintenance;
import org.armcall.emulator.isa.PstateField;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Feature;
import org.armcall.model.state.Mode;

/**
 * What executes instructions: one turn of a processor, and what an instruction sees of it. Its
 * methods check privilege and take exceptions.
 */
final class Executing implements Core {
  private final Cpu cpu;
  private final Parts parts;
  private Fetching.Line line;
  private ItState started = ItState.NONE;
  private boolean starts;
  private int branchTypeNext;

  Executing(Cpu cpu, Parts parts) {
    this.cpu = cpu;
    this.parts = parts;
  }

  /** One instruction, or the exception that comes before it. */
  void step() {
    try {
      execute();
    } catch (Abandoned ended) {
      // The exception has been taken; next is its vector.
    }
    cpu.pc = cpu.next;
  }

  private void execute() {
    ProcessStatus status = cpu.status;
    cpu.gone = false;
    boolean wide = status.isa == InstructionSet.A64;
    if ((cpu.pc & 3) != 0 && (status.isa != InstructionSet.T32 || (cpu.pc & 1) != 0)) {
      parts.aborts().pcAlignment();
      return;
    }
    if (status.illegal) {
      // Alignment and the fetch come first; what is there need not be an instruction.
      parts.fetching().probe();
      parts.exceptions().illegalState();
      return;
    }
    line = parts.fetching().current();
    cpu.next = wide ? cpu.pc + line.size() : cpu.pc + line.size() & 0xffffffffL;
    if (line.fetched().unreliable() != 0) {
      cpu.relied("the instruction", line.fetched(), -1);
    }
    branchTypeNext = 0;
    if (status.branchType != 0 && line.guarded() && !BranchTargets.suits(cpu, line.word())) {
      parts.exceptions().branchTarget();
      return;
    }
    line.step().run(this);
    if (cpu.gone) {
      return;
    }
    status.branchType = branchTypeNext;
    status.step = false;
    if (!wide && (status.it != 0 || starts)) {
      status.it = starts ? started.bits() : Entering.advance(status.it);
      starts = false;
    }
  }

  @Override
  public InstructionSet isa() {
    return cpu.status.isa;
  }

  @Override
  public long pc() {
    return cpu.pc;
  }

  @Override
  public Word register(int number) {
    return cpu.status.isa == InstructionSet.A64
        ? cpu.general.wide(number)
        : cpu.general.narrow(cpu.row, number);
  }

  @Override
  public void register(int number, Word value) {
    if (cpu.status.isa == InstructionSet.A64) {
      cpu.general.wide(number, value);
    } else {
      cpu.general.narrow(cpu.row, number, value);
    }
  }

  private ExceptionLevel stackLevel() {
    return cpu.status.mode.usesOwnStackPointer() ? cpu.status.level : EL0;
  }

  @Override
  public Word stackPointer() {
    return cpu.general.stackPointer(stackLevel());
  }

  @Override
  public void stackPointer(Word value) {
    cpu.general.stackPointer(stackLevel(), value);
  }

  @Override
  public Word banked(Mode mode, int number) {
    return parts.modes().banked(mode, number);
  }

  @Override
  public void banked(Mode mode, int number, Word value) {
    parts.modes().banked(mode, number, value);
  }

  @Override
  public Truth negative() {
    return cpu.status.negative;
  }

  @Override
  public Truth zero() {
    return cpu.status.zero;
  }

  @Override
  public Truth carry() {
    return cpu.status.carry;
  }

  @Override
  public Truth overflow() {
    return cpu.status.overflow;
  }

  @Override
  public void flags(Truth negative, Truth zero, Truth carry, Truth overflow) {
    cpu.status.negative = negative;
    cpu.status.zero = zero;
    cpu.status.carry = carry;
    cpu.status.overflow = overflow;
  }

  @Override
  public ItState it() {
    return cpu.status.it == 0 ? ItState.NONE : new ItState(cpu.status.it);
  }

  @Override
  public void startIt(ItState state) {
    if ((state.bits() & 7) != 0 && cpu.disables(Cpu.ITD)) {
      undefined();
      return;
    }
    started = state;
    starts = true;
  }

  @Override
  public boolean decide(Truth truth, String what) {
    return truth.reliable() ? truth.value() : cpu.decide(truth, what);
  }

  @Override
  public void branch(Word target) {
    BranchTargets.follow(cpu, target);
  }

  @Override
  public void branchIndirect(Word target, int branchType) {
    branch(target);
    if (cpu.platform.has(Feature.BRANCH_TARGET)) {
      // A jump out of a page that is not guarded suits BTI c too (pseudocode of BR).
      branchTypeNext = branchType == 3 && !line.guarded() ? 1 : branchType;
    }
  }

  @Override
  public void branchExchange(Word target) {
    BranchTargets.exchange(cpu, target);
  }

  @Override
  public void aligned(Word address, int bytes, boolean write) {
    parts.memory().aligned(address, bytes, write);
  }

  @Override
  public Word load(Word address, int bytes) {
    return parts.memory().load(address, bytes);
  }

  @Override
  public void store(Word address, int bytes, Word value) {
    parts.memory().store(address, bytes, value);
  }

  @Override
  public Word loadExclusive(Word address, int bytes) {
    return parts.memory().loadExclusive(address, bytes);
  }

  @Override
  public Word storeExclusive(Word address, int bytes, Word value) {
    return parts.memory().storeExclusive(address, bytes, value);
  }

  @Override
  public void clearExclusive() {
    parts.memory().clearExclusive();
  }

  @Override
  public Word system(SystemRegister register) {
    allow(register, false);
    return parts.access().read(register);
  }

  @Override
  public void system(SystemRegister register, Word value) {
    allow(register, true);
    parts.access().write(register, value);
  }

  private void allow(SystemRegister register, boolean write) {
    if (parts.access().isUndefined(register, write)) {
      end();
    }
  }

  private void end() {
    undefined();
    throw Abandoned.NOW;
  }

  @Override
  public Word cpsr() {
    return parts.modes().cpsr();
  }

  @Override
  public void cpsr(Word value, int mask) {
    parts.status32().cpsr(value, mask);
  }

  @Override
  public Word spsr() {
    return parts.modes().spsr();
  }

  @Override
  public void spsr(Word value, int mask) {
    parts.modes().spsr(value, mask);
  }

  @Override
  public Word spsr(Mode mode) {
    return parts.modes().spsr(mode);
  }

  @Override
  public void spsr(Mode mode, Word value) {
    parts.modes().spsr(mode, value);
  }

  @Override
  public void pstate(PstateField field, int value) {
    if (parts.status32().isUndefined(field)) {
      undefined();
      return;
    }
    parts.status32().field(field, value, parts.access());
  }

  @Override
  public void call(CallInstruction instruction) {
    parts.calling().call(instruction, line.word(), line.guarded());
  }

  @Override
  public void exceptionReturn() {
    if (cpu.status.level == EL0) {
      undefined();
    } else if (cpu.status.isa == InstructionSet.A64 || cpu.status.level == EL2) {
      parts.leave().fromLevel();
    } else {
      parts.leave().to(register(14), spsr());
    }
    parts.memory().clearExclusive();
  }

  @Override
  public void exceptionReturn(Word target) {
    exceptionReturn(target, spsr());
  }

  @Override
  public void exceptionReturn(Word target, Word status) {
    if (cpu.status.level == EL0) {
      end();
    }
    parts.leave().to(target, status);
    parts.memory().clearExclusive();
  }

  @Override
  public void maintain(Maintenance operation, Word argument) {
    if (parts.maintaining().isUndefined(operation)) {
      undefined();
    } else {
      parts.maintaining().run(operation, argument);
    }
  }

  @Override
  public void barrier() {
    // In order: nothing to wait for.
  }

  @Override
  public void yield() {
    // The schedule decides who goes on.
  }

  @Override
  public void waitForInterrupt() {
    if (!parts.exceptions().waitTrapped()) {
      this.yield();
    }
  }

  @Override
  public void undefined() {
    parts.calling().undefined(line.word());
  }

  @Override
  public void breakpoint(int comment) {
    parts.exceptions().breakpoint(comment, line.size());
  }
}
