// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL2;

import org.armcall.emulator.isa.Maintenance;
import org.armcall.emulator.isa.PstateField;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.Feature;

/**
 * What executes instructions: one turn of a processor, and what an instruction sees of it. Its
 * methods check privilege and take exceptions.
 */
final class Executing extends CoreState {
  private Fetching.Line line;
  private ItState started = ItState.NONE;
  private boolean starts;
  private int branchTypeNext;

  Executing(Cpu cpu, Parts parts) {
    super(cpu, parts);
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
    if (status.it != 0 && parts.status32().forbidsInBlock(line.word())) {
      undefined();
      return;
    }
    cpu.size = line.size();
    cpu.executing = line.step();
    cpu.executing.run(this);
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
  public Word system(SystemRegister register) {
    allow(register);
    return parts.access().read(register);
  }

  @Override
  public void system(SystemRegister register, Word value) {
    allow(register);
    parts.access().write(register, value);
  }

  /** By what the instruction does: one that writes half a register reads the whole of it too. */
  private void allow(SystemRegister register) {
    int direction = cpu.status.aarch64() ? 21 : 20;
    boolean write = (line.word().bits() >>> direction & 1) == 0;
    if (stops(parts.access().verdict(register, write))) {
      throw Abandoned.NOW;
    }
  }

  /** Takes the exception that a verdict asks for. */
  private boolean stops(SystemVerdict verdict) {
    switch (verdict) {
      case ALLOWED -> {
        return false;
      }
      case UNDEFINED -> undefined();
      case TO_EL1, TO_EL2, TO_EL3 -> parts.trapping().system(verdict, line.word());
    }
    return true;
  }

  @Override
  public void pstate(PstateField field, int value) {
    if (!stops(parts.status32().verdict(field, parts.access()))) {
      parts.status32().field(field, value, parts.access());
    }
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
    parts.memory().sendEvent(false);
  }

  @Override
  public void exceptionReturn(Word target) {
    exceptionReturn(target, spsr());
  }

  @Override
  public void exceptionReturn(Word target, Word status) {
    if (cpu.status.level == EL0) {
      undefined();
      throw Abandoned.NOW;
    }
    parts.leave().to(target, status);
    parts.memory().clearExclusive();
    parts.memory().sendEvent(false);
  }

  @Override
  public void maintain(Maintenance operation, Word argument) {
    if (!stops(parts.maintaining().verdict(operation))) {
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
    // What is not trapped goes on: the schedule decides when.
    parts.trapping().waitForInterrupt(line.word());
  }

  @Override
  public void waitForEvent() {
    if (!parts.memory().takeEvent()) {
      parts.trapping().waitForEvent(line.word());
    }
  }

  @Override
  public void sendEvent(boolean everywhere) {
    parts.memory().sendEvent(everywhere);
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
