// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.List;
import java.util.Optional;
import org.armcall.emulator.isa.Maintenance;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.memory.Access;
import org.armcall.emulator.memory.Translation;
import org.armcall.emulator.memory.TranslationRegime;
import org.armcall.emulator.memory.WalkListener;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.SecurityState;

/**
 * What a handler in Java sees: what a program at its level could find out, and no more.
 *
 * <p>The call itself, its word or its immediate are not here: that is what a handler has to find
 * out.
 */
public interface HandlerContext {
  /** The processor that it runs on. */
  int cpu();

  /** The level that it runs at. */
  ExceptionLevel level();

  /** Why the exception was taken. A real handler has this from the vector and the syndrome's EC. */
  Cause cause();

  /** Where the exception went and what it left behind, as the model says it. */
  ExceptionEntry entry();

  /** The syndrome register of the level; empty where it has none. */
  Optional<Word> syndrome();

  /** The preferred return address: ELR_ELx, ELR_hyp, or from LR_mon, LR_svc, LR_und. */
  Word returnAddress();

  /** SPSR of the level. */
  Word savedStatus();

  /** The instruction set of the code that was interrupted, from SPSR. */
  InstructionSet interruptedIsa();

  /** The level that was interrupted, from SPSR (and SCR). */
  ExceptionLevel interruptedLevel();

  /** X0 to X30 of the interrupted A64 code, or R0 to R14 of the interrupted AArch32 mode. */
  Word guest(int register);

  /** Writes one; a write in AArch32 zeroes bits 63:32. */
  void guest(int register, Word value);

  /** X0 to X30 or R0 to R14 of the handler's own level and mode. */
  Word own(int register);

  /** Writes one. In AArch64 these are the registers of A64 code that was interrupted, too. */
  void own(int register, Word value);

  /** A system register; banked ones in the Security state of the interrupted code. */
  Word system(SystemRegister register);

  /** Writes one. */
  void system(SystemRegister register, Word value);

  /**
   * A choice that the handler makes: the answer, reported as {@link Reliance} if it may not be
   * relied on.
   */
  boolean decide(Truth truth, String what);

  /**
   * The same, where one word decided.
   *
   * @param from the word; its unreliable bits under the mask are reported
   * @param mask the bits that were looked at
   */
  boolean decide(Truth truth, String what, Word from, long mask);

  /**
   * An address translation instruction at the handler's level: what PAR would get (bit 0 is 1 where
   * it failed).
   */
  Word translate(Maintenance operation, Word virtual);

  /**
   * Walks the tables of the interrupted code in software, both stages, as they stand in memory now;
   * the answer's output is a physical address.
   */
  Translation walk(Word virtual, Access access);

  /** The translation regime of the interrupted code, as its registers describe it now. */
  TranslationRegime regime();

  /**
   * Walks in software as a handler does that takes its caller to run in this regime; the listener
   * hears of each descriptor.
   */
  Translation walk(TranslationRegime regime, long virtual, Access access, WalkListener listener);

  /**
   * Reads physical memory of the interrupted code's Security state, little-endian; empty if nothing
   * answers. The listener hears of it as {@link MachineEvent.Fetched}.
   *
   * @param virtual what the guest calls the place, for the listener only
   * @param bytes 1, 2, 4 or 8
   */
  Optional<Word> read(long virtual, long physical, int bytes, Alias alias);

  /** The same in another physical address space, for example by a Non-secure mapping. */
  Optional<Word> read(long virtual, long physical, int bytes, Alias alias, SecurityState space);

  /**
   * Writes physical memory of the interrupted code's Security state, little-endian.
   *
   * @return whether something answered
   */
  boolean write(long physical, int bytes, Word value, Alias alias);

  /** Maintenance of TLBs and caches at the handler's level; by address, of its own regime. */
  void maintain(Maintenance operation, Word argument);

  /** The numbers of the other processors. */
  List<Integer> others();

  /** Stops a processor: its turns pass until it is resumed. */
  void pause(int other);

  /** Lets it go on. */
  void resume(int other);

  /**
   * Powers a processor on that is off: it begins at the handler's level, where {@link
   * Handler#started} says how it goes on.
   */
  void powerOn(int other);

  /** The state in which the call was executed, if the exception came from one; for logs only. */
  Optional<ProcessorState> called();

  /** Tells the machine's listener, for example a {@link MachineEvent.Decided}. */
  void report(MachineEvent event);
}
