// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.instruction.ItState;
import org.armcall.model.state.Mode;

/**
 * A processor for tests of single instructions: registers, flags and memory are what a test put
 * there, and everything else is a line in {@link #events}.
 */
final class FakeCore implements Core {
  final Word[] registers = new Word[31];
  final Map<Long, Word> memory = new HashMap<>();
  final Map<SystemRegister, Word> system = new HashMap<>();
  final List<String> events = new ArrayList<>();
  Word sp = Word.ZERO;
  Truth n = Truth.FALSE;
  Truth z = Truth.FALSE;
  Truth c = Truth.FALSE;
  Truth v = Truth.FALSE;
  long pc = 0x8000;
  InstructionSet isa = InstructionSet.A64;
  ItState it = ItState.NONE;
  Word cpsr = Word.ZERO;
  Word spsr = Word.ZERO;
  boolean marked;

  FakeCore() {
    Arrays.fill(registers, Word.ZERO);
  }

  /** Assembles one instruction and executes it. */
  FakeCore run(String text) {
    Program program = Assembler.assemble(isa, pc, text);
    int size = program.size();
    byte[] bytes = program.bytes();
    int word = (bytes[0] & 0xff) | (bytes[1] & 0xff) << 8;
    if (size == 4) {
      int second = (bytes[2] & 0xff) | (bytes[3] & 0xff) << 8;
      word = isa == InstructionSet.T32 ? word << 16 | second : second << 16 | word;
    }
    Instructions.decode(new InstructionWord(isa, size, word)).orElseThrow().step().run(this);
    return this;
  }

  @Override
  public InstructionSet isa() {
    return isa;
  }

  @Override
  public long pc() {
    return pc;
  }

  @Override
  public Word register(int number) {
    return registers[number];
  }

  @Override
  public void register(int number, Word value) {
    registers[number] = isa == InstructionSet.A64 ? value : value.low(32);
  }

  @Override
  public Word stackPointer() {
    return sp;
  }

  @Override
  public void stackPointer(Word value) {
    sp = value;
  }

  @Override
  public Word banked(Mode mode, int number) {
    events.add("read " + mode + " r" + number);
    return Word.ZERO;
  }

  @Override
  public void banked(Mode mode, int number, Word value) {
    events.add("write " + mode + " r" + number + " " + hex(value));
  }

  @Override
  public Truth negative() {
    return n;
  }

  @Override
  public Truth zero() {
    return z;
  }

  @Override
  public Truth carry() {
    return c;
  }

  @Override
  public Truth overflow() {
    return v;
  }

  @Override
  public void flags(Truth negative, Truth zero, Truth carry, Truth overflow) {
    n = negative;
    z = zero;
    c = carry;
    v = overflow;
  }

  @Override
  public ItState it() {
    return it;
  }

  @Override
  public void startIt(ItState state) {
    events.add("it " + Integer.toHexString(state.bits()));
  }

  @Override
  public boolean decide(Truth truth, String what) {
    if (!truth.reliable()) {
      events.add("relied on " + what);
    }
    return truth.value();
  }

  @Override
  public void branch(Word target) {
    events.add("branch " + hex(target));
  }

  @Override
  public void branchIndirect(Word target, int branchType) {
    events.add("branch " + hex(target) + " btype " + branchType);
  }

  @Override
  public void branchExchange(Word target) {
    events.add("bx " + hex(target));
  }

  @Override
  public Word load(Word address, int bytes) {
    Word value = Word.ZERO;
    for (int index = bytes - 1; index >= 0; index--) {
      Word at = memory.getOrDefault(address.value() + index, Word.ZERO);
      value = value.shiftLeft(8).or(at);
    }
    return value;
  }

  @Override
  public void store(Word address, int bytes, Word value) {
    events.add("store " + hex(address) + " " + bytes);
    for (int index = 0; index < bytes; index++) {
      memory.put(address.value() + index, value.bits(index * 8 + 7, index * 8));
    }
  }

  @Override
  public Word loadExclusive(Word address, int bytes) {
    marked = true;
    return load(address, bytes);
  }

  @Override
  public Word storeExclusive(Word address, int bytes, Word value) {
    if (!marked) {
      return Word.of(1);
    }
    marked = false;
    store(address, bytes, value);
    return Word.ZERO;
  }

  @Override
  public void clearExclusive() {
    marked = false;
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
  public Word cpsr() {
    return cpsr;
  }

  @Override
  public void cpsr(Word value, int mask) {
    events.add("cpsr " + hex(value) + " mask " + Integer.toHexString(mask));
  }

  @Override
  public Word spsr() {
    return spsr;
  }

  @Override
  public void spsr(Word value, int mask) {
    events.add("spsr " + hex(value) + " mask " + Integer.toHexString(mask));
  }

  @Override
  public Word spsr(Mode mode) {
    events.add("read spsr " + mode);
    return spsr;
  }

  @Override
  public void spsr(Mode mode, Word value) {
    events.add("write spsr " + mode + " " + hex(value));
  }

  @Override
  public void pstate(PstateField field, int value) {
    events.add(field + " " + value);
  }

  @Override
  public void call(CallInstruction instruction) {
    events.add(instruction.text());
  }

  @Override
  public void exceptionReturn() {
    events.add("return");
  }

  @Override
  public void exceptionReturn(Word target) {
    events.add("return " + hex(target));
  }

  @Override
  public void exceptionReturn(Word target, Word status) {
    events.add("return " + hex(target) + " " + hex(status));
  }

  @Override
  public void maintain(Maintenance operation, Word argument) {
    events.add(operation + " " + hex(argument));
  }

  @Override
  public void barrier() {
    events.add("barrier");
  }

  @Override
  public void yield() {
    events.add("yield");
  }

  @Override
  public void undefined() {
    events.add("undefined");
  }

  @Override
  public void breakpoint(int comment) {
    events.add("breakpoint " + comment);
  }

  private static String hex(Word word) {
    return Long.toHexString(word.value());
  }
}
