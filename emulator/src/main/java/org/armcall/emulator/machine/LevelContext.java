// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.armcall.emulator.isa.Maintenance;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.memory.Access;
import org.armcall.emulator.memory.ExternalAbortException;
import org.armcall.emulator.memory.MemoryKind;
import org.armcall.emulator.memory.Translation;
import org.armcall.emulator.memory.TranslationRegime;
import org.armcall.emulator.memory.WalkListener;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.state.Mode;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.SecurityState;

/** A handler's view of one exception: nothing but registers and memory of its processor. */
final class LevelContext implements HandlerContext {
  private static final long SMALL = 0xffffffffL;

  private final Cpu cpu;
  private final Machine machine;
  private final Bus bus;
  private final Parts parts;
  private final Regimes regimes;
  private final ExceptionEntry entry;
  private final Cause cause;
  private final long address;
  private final Optional<Word> syndrome;
  private final Optional<ProcessorState> called;

  LevelContext(
      Cpu cpu,
      Machine machine,
      Bus bus,
      Parts parts,
      Regimes regimes,
      ExceptionEntry entry,
      Cause cause,
      long address,
      Optional<Word> syndrome,
      Optional<ProcessorState> called) {
    this.cpu = cpu;
    this.machine = machine;
    this.bus = bus;
    this.parts = parts;
    this.regimes = regimes;
    this.entry = entry;
    this.cause = cause;
    this.address = address;
    this.syndrome = syndrome.map(word -> word.low(32));
    this.called = called;
  }

  @Override
  public int cpu() {
    return cpu.number;
  }

  @Override
  public ExceptionLevel level() {
    return entry.target();
  }

  @Override
  public Cause cause() {
    return cause;
  }

  @Override
  public ExceptionEntry entry() {
    return entry;
  }

  @Override
  public Optional<Word> syndrome() {
    return syndrome;
  }

  private boolean isWide() {
    return entry.targetState() == ExecutionState.AARCH64;
  }

  @Override
  public Word returnAddress() {
    if (isWide() || entry.targetMode() == Mode.HYP) {
      return cpu.system.get(
          switch (entry.target()) {
            case EL3 -> SystemRegister.ELR_EL3;
            case EL2 -> SystemRegister.ELR_EL2;
            default -> SystemRegister.ELR_EL1;
          });
    }
    boolean thumb = interruptedIsa() == InstructionSet.T32;
    Word link = cpu.general.narrow(BankMap.row(entry.targetMode()), 14);
    return link.minus(Word.of(Entering.linkOffset(cause, thumb))).low(32);
  }

  @Override
  public Word savedStatus() {
    if (!isWide()) {
      return cpu.system.get(Entering.spsrOf(entry.targetMode()));
    }
    return cpu.system.get(
        switch (entry.target()) {
          case EL3 -> SystemRegister.SPSR_EL3;
          case EL2 -> SystemRegister.SPSR_EL2;
          default -> SystemRegister.SPSR_EL1;
        });
  }

  @Override
  public InstructionSet interruptedIsa() {
    long spsr = savedStatus().value();
    if ((spsr & 0x10) == 0) {
      return InstructionSet.A64;
    }
    return (spsr & 0x20) != 0 ? InstructionSet.T32 : InstructionSet.A32;
  }

  private Mode interruptedMode() {
    return ModeBits.mode((int) savedStatus().value() & 0x1f).orElse(cpu.status.mode);
  }

  @Override
  public ExceptionLevel interruptedLevel() {
    return ModeBits.level(interruptedMode(), cpu.levels.securePl1IsEl3());
  }

  @Override
  public Word guest(int register) {
    return interruptedIsa() == InstructionSet.A64
        ? cpu.general.wide(register)
        : cpu.general.narrow(BankMap.row(interruptedMode()), register);
  }

  @Override
  public void guest(int register, Word value) {
    if (interruptedIsa() == InstructionSet.A64) {
      cpu.general.wide(register, value);
    } else {
      cpu.general.narrow(BankMap.row(interruptedMode()), register, value);
    }
  }

  @Override
  public Word own(int register) {
    return isWide()
        ? cpu.general.wide(register)
        : cpu.general.narrow(BankMap.row(entry.targetMode()), register);
  }

  @Override
  public void own(int register, Word value) {
    if (isWide()) {
      cpu.general.wide(register, value);
    } else {
      cpu.general.narrow(BankMap.row(entry.targetMode()), register, value);
    }
  }

  @Override
  public Word system(SystemRegister register) {
    return switch (register) {
      case SP_EL0 -> cpu.general.stackPointer(ExceptionLevel.EL0);
      case SP_EL1 -> cpu.general.stackPointer(ExceptionLevel.EL1);
      case SP_EL2 -> cpu.general.stackPointer(ExceptionLevel.EL2);
      default -> cpu.system.get(register, cpu.levels.securePl1IsEl3());
    };
  }

  @Override
  public void system(SystemRegister register, Word value) {
    switch (register) {
      case SP_EL0 -> cpu.general.stackPointer(ExceptionLevel.EL0, value);
      case SP_EL1 -> cpu.general.stackPointer(ExceptionLevel.EL1, value);
      case SP_EL2 -> cpu.general.stackPointer(ExceptionLevel.EL2, value);
      default -> cpu.system.set(register, cpu.levels.securePl1IsEl3(), value);
    }
  }

  @Override
  public boolean decide(Truth truth, String what) {
    return decided(truth, what, -1);
  }

  @Override
  public boolean decide(Truth truth, String what, Word from, long mask) {
    return decided(truth, what, from.unreliable() & mask);
  }

  private boolean decided(Truth truth, String what, long bits) {
    if (!truth.reliable() && cpu.hears()) {
      cpu.tell(
          new MachineEvent.Relied(new Reliance(cpu.number, address, what, bits, truth.origin())));
    }
    return truth.value();
  }

  @Override
  public Word translate(Maintenance operation, Word virtual) {
    return parts.maintaining().translate(operation, virtual);
  }

  @Override
  public Translation walk(Word virtual, Access access) {
    cpu.relied("the address of a walk", virtual, -1);
    long from = interruptedIsa() == InstructionSet.A64 ? virtual.value() : virtual.value() & SMALL;
    return walk(regime(), from, access, parts.memory().listener());
  }

  @Override
  public TranslationRegime regime() {
    return regimes.of(regimes.kind(interruptedLevel()));
  }

  @Override
  public Translation walk(
      TranslationRegime regime, long virtual, Access access, WalkListener listener) {
    return bus.walker.translate(regime, virtual, access, listener);
  }

  @Override
  public Optional<Word> read(long virtual, long physical, int bytes, Alias alias) {
    return read(virtual, physical, bytes, alias, cpu.levels.security(interruptedLevel()));
  }

  @Override
  public Optional<Word> read(
      long virtual, long physical, int bytes, Alias alias, SecurityState space) {
    Word word;
    try {
      word = bus.data.read(physical, bytes, kind(alias), space);
    } catch (ExternalAbortException nothing) {
      return Optional.empty();
    }
    if (cpu.hears()) {
      List<Byte> inOrder = new ArrayList<>(bytes);
      for (int index = 0; index < bytes; index++) {
        inOrder.add((byte) (word.value() >>> (8 * index)));
      }
      cpu.tell(new MachineEvent.Fetched(cpu.number, virtual, physical, inOrder, alias));
    }
    return Optional.of(word);
  }

  @Override
  public boolean write(long physical, int bytes, Word value, Alias alias) {
    try {
      bus.data.write(physical, bytes, kind(alias), cpu.levels.security(interruptedLevel()), value);
    } catch (ExternalAbortException nothing) {
      return false;
    }
    bus.stored(cpu.number, physical);
    return true;
  }

  private static MemoryKind kind(Alias alias) {
    return alias == Alias.CACHEABLE ? MemoryKind.WRITE_BACK : MemoryKind.NON_CACHEABLE;
  }

  @Override
  public void maintain(Maintenance operation, Word argument) {
    parts.maintaining().run(operation, argument);
  }

  @Override
  public List<Integer> others() {
    List<Integer> others = new ArrayList<>();
    for (int number = 0; number < machine.processors().size(); number++) {
      if (number != cpu.number) {
        others.add(number);
      }
    }
    return others;
  }

  @Override
  public void pause(int other) {
    machine.pause(other);
    report(new MachineEvent.Paused(cpu.number, other, true));
  }

  @Override
  public void resume(int other) {
    machine.resume(other);
    report(new MachineEvent.Paused(cpu.number, other, false));
  }

  @Override
  public void powerOn(int other) {
    machine.powerOn(other, level());
    report(new MachineEvent.Powered(cpu.number, other, true));
  }

  @Override
  public Optional<ProcessorState> called() {
    return called;
  }

  @Override
  public void report(MachineEvent event) {
    if (cpu.hears()) {
      cpu.tell(event);
    }
  }

  /** The exception return that ends the handling. */
  void leave(Word target, Word spsr) {
    parts.leave().to(target, spsr);
    parts.memory().clearExclusive();
  }
}
