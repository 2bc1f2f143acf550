// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.emulator.isa.Maintenance;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.machine.Alias;
import org.armcall.emulator.machine.Cause;
import org.armcall.emulator.machine.HandlerContext;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.memory.Access;
import org.armcall.emulator.memory.ControlRegisters;
import org.armcall.emulator.memory.RegimeKind;
import org.armcall.emulator.memory.Translation;
import org.armcall.emulator.memory.TranslationFeatures;
import org.armcall.emulator.memory.TranslationRegime;
import org.armcall.emulator.memory.WalkListener;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.SecurityState;
import org.armcall.model.syndrome.ExceptionClass;

/**
 * A context that says what a test puts in it, for what no machine of this emulator can be brought
 * to show, or shows only behind other things.
 *
 * <p>Registers 0 to 14 are the guest's and the handler's at once, with 64 bits, as they are between
 * EL1 and EL2; above bit 31 a guest in AArch32 may have left anything.
 */
final class FakeContext implements HandlerContext {
  ExceptionLevel level = ExceptionLevel.EL2;
  ExceptionLevel interruptedLevel = ExceptionLevel.EL1;
  InstructionSet isa = InstructionSet.A64;
  Cause cause = Cause.CALL;
  Optional<Word> syndrome = Optional.empty();
  Word returnAddress = Word.ZERO;
  Word savedStatus = Word.ZERO;
  Word par = Word.ZERO;
  SecurityState security = SecurityState.NONSECURE;
  ControlRegisters controls = ControlRegisters.ZERO;

  /** What reads of memory answer, in order; the last one again and again. */
  final List<Optional<Word>> memory = new ArrayList<>();

  final Map<Integer, Word> registers = new HashMap<>();
  final Map<SystemRegister, Word> system = new EnumMap<>(SystemRegister.class);

  final List<Maintenance> asked = new ArrayList<>();
  final List<String> reliances = new ArrayList<>();
  final List<MachineEvent> reports = new ArrayList<>();

  /** Reported by a syndrome of that class; IL says 32 bits. */
  FakeContext reports(ExceptionClass exceptionClass, int iss) {
    syndrome = Optional.of(Word.of((long) exceptionClass.code() << 26 | 1L << 25 | iss));
    return this;
  }

  /** From that instruction set. */
  FakeContext from(InstructionSet set) {
    isa = set;
    return this;
  }

  private static UnsupportedOperationException unsaid() {
    return new UnsupportedOperationException("no test says this");
  }

  @Override
  public int cpu() {
    return 0;
  }

  @Override
  public ExceptionLevel level() {
    return level;
  }

  @Override
  public Cause cause() {
    return cause;
  }

  @Override
  public ExceptionEntry entry() {
    throw unsaid();
  }

  @Override
  public Optional<Word> syndrome() {
    return syndrome;
  }

  @Override
  public Word returnAddress() {
    return returnAddress;
  }

  @Override
  public Word savedStatus() {
    return savedStatus;
  }

  @Override
  public InstructionSet interruptedIsa() {
    return isa;
  }

  @Override
  public ExceptionLevel interruptedLevel() {
    return interruptedLevel;
  }

  @Override
  public Word guest(int register) {
    return own(register);
  }

  @Override
  public void guest(int register, Word value) {
    own(register, isa == InstructionSet.A64 ? value : value.low(32));
  }

  @Override
  public Word own(int register) {
    return registers.getOrDefault(register, Word.ZERO);
  }

  @Override
  public void own(int register, Word value) {
    registers.put(register, value);
  }

  @Override
  public Word system(SystemRegister register) {
    return system.getOrDefault(register, Word.ZERO);
  }

  @Override
  public void system(SystemRegister register, Word value) {
    system.put(register, value);
  }

  @Override
  public boolean decide(Truth truth, String what) {
    if (!truth.reliable()) {
      reliances.add(what);
    }
    return truth.value();
  }

  @Override
  public boolean decide(Truth truth, String what, Word from, long mask) {
    return decide(truth, what);
  }

  @Override
  public Word translate(Maintenance operation, Word virtual) {
    asked.add(operation);
    return par;
  }

  @Override
  public Translation walk(Word virtual, Access access) {
    throw unsaid();
  }

  @Override
  public TranslationRegime regime() {
    return TranslationRegime.of(
        RegimeKind.EL10,
        security,
        isa == InstructionSet.A64,
        true,
        controls,
        TranslationFeatures.ARMV8);
  }

  @Override
  public Translation walk(
      TranslationRegime regime, long virtual, Access access, WalkListener listener) {
    throw unsaid();
  }

  @Override
  public Optional<Word> read(long virtual, long physical, int bytes, Alias alias) {
    return memory.size() > 1 ? memory.remove(0) : memory.get(0);
  }

  @Override
  public Optional<Word> read(
      long virtual, long physical, int bytes, Alias alias, SecurityState space) {
    return read(virtual, physical, bytes, alias);
  }

  @Override
  public boolean write(long physical, int bytes, Word value, Alias alias) {
    throw unsaid();
  }

  @Override
  public void maintain(Maintenance operation, Word argument) {
    throw unsaid();
  }

  @Override
  public List<Integer> others() {
    return List.of();
  }

  @Override
  public void pause(int other) {
    throw unsaid();
  }

  @Override
  public void resume(int other) {
    throw unsaid();
  }

  @Override
  public void powerOn(int other) {
    throw unsaid();
  }

  @Override
  public Optional<ProcessorState> called() {
    return Optional.empty();
  }

  @Override
  public void report(MachineEvent event) {
    reports.add(event);
  }
}
