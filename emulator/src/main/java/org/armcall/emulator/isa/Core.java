// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.state.Mode;

/**
 * What an instruction sees of the processor that executes it.
 *
 * <p>An instruction either ends normally (the processor goes on behind it), or calls exactly one of
 * the methods that say where execution goes on, or one of its accesses ends it by an exception that
 * the processor takes.
 */
public interface Core {
  /** The instruction set that executes. */
  InstructionSet isa();

  /** The address of the instruction that executes. */
  long pc();

  /** X0 to X30 in A64, R0 to R14 of the current mode in AArch32. */
  Word register(int number);

  /** Writes a register; in AArch32 bits 63:32 of the value are not looked at. */
  void register(int number, Word value);

  /** SP as PSTATE.SP selects it; A64 only. */
  Word stackPointer();

  /** SP as the base of a load or store: it takes the SP alignment fault, if there is one. */
  default Word stackPointerAsBase() {
    return stackPointer();
  }

  /** Writes SP; A64 only. */
  void stackPointer(Word value);

  /**
   * A register of another AArch32 mode: R8 to R14 as that mode sees them (MRS and MSR banked, LDM
   * and STM of User registers).
   */
  Word banked(Mode mode, int number);

  /** Writes a register of another AArch32 mode. */
  void banked(Mode mode, int number, Word value);

  /** The flag N. */
  Truth negative();

  /** The flag Z. */
  Truth zero();

  /** The flag C. */
  Truth carry();

  /** The flag V. */
  Truth overflow();

  /** Writes the four flags. */
  void flags(Truth negative, Truth zero, Truth carry, Truth overflow);

  /** PSTATE.IT as this instruction executes; advanced by the processor, not by the instruction. */
  ItState it();

  /** Starts an IT block: the state for the next instruction. */
  void startIt(ItState state);

  /**
   * A choice that control flow or a selection makes: the answer, reported if it may not be relied
   * on.
   *
   * @param what the choice in words, for example {@code "cbz"}
   */
  boolean decide(Truth truth, String what);

  /** Goes on at an address in the same instruction set. */
  void branch(Word target);

  /** The same with PSTATE.BTYPE set by an indirect A64 branch: 1, 2 or 3. */
  void branchIndirect(Word target, int branchType);

  /** Goes on at an address whose bit 0 selects T32 (AArch32 BX). */
  void branchExchange(Word target);

  /**
   * Reads memory as data, in the current endianness, with the current level's privilege.
   *
   * @param bytes 1, 2, 4 or 8
   */
  Word load(Word address, int bytes);

  /**
   * Takes the alignment fault of an access that must be aligned whatever SCTLR.A says: of several
   * registers, exclusive or ordered.
   */
  default void aligned(Word address, int bytes, boolean write) {}

  /** Writes memory as data. */
  void store(Word address, int bytes, Word value);

  /** Reads memory and marks the place for an exclusive store of this processor. */
  Word loadExclusive(Word address, int bytes);

  /**
   * Writes memory if the mark of the exclusive load is still there, and clears it.
   *
   * @return 0 if it wrote, 1 if not; which of the two may be unreliable
   */
  Word storeExclusive(Word address, int bytes, Word value);

  /** Clears the mark of this processor (CLREX). */
  void clearExclusive();

  /** Reads a system register as the current level sees it, or takes the exception that stops it. */
  Word system(SystemRegister register);

  /** Writes a system register. */
  void system(SystemRegister register, Word value);

  /** CPSR as MRS reads it. */
  Word cpsr();

  /**
   * Writes the fields of CPSR that the mask selects and the level may write.
   *
   * @param mask the bits to write; MSR selects them in bytes: c is 7:0, x 15:8, s 23:16, f 31:24
   */
  void cpsr(Word value, int mask);

  /** SPSR of the current AArch32 mode. */
  Word spsr();

  /** Writes the fields of SPSR of the current mode that the mask selects, as for CPSR. */
  void spsr(Word value, int mask);

  /** SPSR of another AArch32 mode. */
  Word spsr(Mode mode);

  /** Writes SPSR of another AArch32 mode. */
  void spsr(Mode mode, Word value);

  /** Writes one or more bits of PSTATE: DAIF and SP in A64; E, A, I, F and the mode in AArch32. */
  void pstate(PstateField field, int value);

  /** SVC, HVC or SMC. */
  void call(CallInstruction instruction);

  /** A64 ERET, AArch32 ERET: returns to ELR of the level with its SPSR. */
  void exceptionReturn();

  /** AArch32 SUBS PC, LR; LDM with PC and SPSR: returns to the address with SPSR of the mode. */
  void exceptionReturn(Word target);

  /** AArch32 RFE: returns to the address with that CPSR. */
  void exceptionReturn(Word target, Word status);

  /** Maintenance of caches and TLBs, and address translation. */
  void maintain(Maintenance operation, Word argument);

  /** A barrier; this emulator executes in order, so it only marks a point. */
  void barrier();

  /** YIELD: nothing but an offer to let another processor go on. */
  @SuppressWarnings("NamedLikeContextualKeyword") // the instruction's name
  void yield();

  /** WFI: the same, unless a higher level traps it. */
  default void waitForInterrupt() {
    this.yield();
  }

  /** WFE: the same where no event is waiting. */
  default void waitForEvent() {
    this.yield();
  }

  /**
   * SEVL, SEV.
   *
   * @param everywhere whether every processor hears it
   */
  default void sendEvent(boolean everywhere) {}

  /** The instruction is UNDEFINED here. */
  void undefined();

  /** BRK, BKPT. */
  void breakpoint(int comment);
}
