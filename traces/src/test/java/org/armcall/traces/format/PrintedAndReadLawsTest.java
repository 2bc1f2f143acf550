// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;

/**
 * What is printed in a format and read back says the same in the fields that the format has, and
 * nothing in the others.
 */
class PrintedAndReadLawsTest {
  private static final List<SourceLine> NOWHERE = List.of();
  private static final OptionalLong NO_WORD = OptionalLong.empty();

  private static List<TraceEvent> withoutLines(ReadLog read) {
    assertEquals(List.of(), read.bad(), read.toString());
    return read.events().stream().map(PrintedAndReadLawsTest::withoutLines).toList();
  }

  private static TraceEvent withoutLines(TraceEvent event) {
    if (event instanceof TraceEvent.Call c) {
      return new TraceEvent.Call(
          c.cpu(),
          NOWHERE,
          c.insn(),
          c.isa(),
          c.el(),
          c.pc(),
          c.word(),
          c.executed(),
          c.imm(),
          new TreeMap<>(c.regs()));
    }
    if (event instanceof TraceEvent.Entry e) {
      return new TraceEvent.Entry(
          e.cpu(),
          NOWHERE,
          e.exception(),
          e.fromEl(),
          e.toEl(),
          e.toState(),
          e.printedClass(),
          e.syndrome(),
          e.elr(),
          e.spsr(),
          e.vector(),
          e.enteredEl(),
          e.pstate(),
          e.mixed());
    }
    if (event instanceof TraceEvent.Handled h) {
      return new TraceEvent.Handled(
          h.cpu(),
          NOWHERE,
          h.exception(),
          h.fromEl(),
          h.toEl(),
          h.printedClass(),
          h.syndrome(),
          h.by(),
          h.mixed(),
          new TreeMap<>(h.regs()));
    }
    TraceEvent.Return r = (TraceEvent.Return) event;
    return new TraceEvent.Return(
        r.cpu(),
        NOWHERE,
        r.fromEl(),
        r.fromState(),
        r.toEl(),
        r.toState(),
        r.pc(),
        new TreeMap<>(r.regs()));
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }

  private static TraceEvent.Call call(
      int cpu,
      Call insn,
      Optional<InstructionSet> isa,
      Optional<ExceptionLevel> el,
      OptionalLong pc,
      Optional<InstructionWord> word,
      int imm,
      Map<String, Long> regs) {
    return new TraceEvent.Call(
        OptionalInt.of(cpu),
        NOWHERE,
        insn,
        isa,
        el,
        pc,
        word,
        word,
        OptionalInt.of(imm),
        new TreeMap<>(regs));
  }

  // KVM: immediate, x0, ELR, where it goes on, and the class where kvm_exit is recorded
  @Property(tries = 300)
  void callsInKvmsEvents(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int calls, @ForAll boolean exits) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>();
    List<TraceEvent> expected = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      int cpu = random.nextInt(8);
      long elr = random.nextBoolean() ? random.nextLong() : random.nextInt() & 0xffff_ffffL;
      long first = random.nextLong();
      int imm = random.nextInt(0x10000);
      boolean narrow = random.nextBoolean();
      String at = format(" CPU %d/KVM-%d [%03d] ....1 %d.%06d: ", cpu, 70 + i, cpu, i, i);
      if (exits) {
        lines.add(
            at
                + format(
                    "kvm_exit: TRAP: HSR_EC: 0x%04x (%s), PC: 0x%016x",
                    narrow ? 0x12 : 0x16, narrow ? "0x12" : "HVC64", elr));
      }
      lines.add(
          at + format("kvm_hvc_arm64: HVC at 0x%016x (r0: 0x%016x, imm: 0x%x)", elr, first, imm));
      lines.add(at + format("kvm_entry: PC: 0x%016x", elr));
      boolean wide = elr >>> 32 != 0 || exits && !narrow;
      expected.add(
          call(
              cpu,
              Call.HVC,
              wide ? Optional.of(InstructionSet.A64) : Optional.empty(),
              Optional.of(ExceptionLevel.EL1),
              NO_WORD,
              Optional.empty(),
              imm,
              Map.of("x0", first)));
      expected.add(
          new TraceEvent.Entry(
              OptionalInt.of(cpu),
              NOWHERE,
              Optional.of(ExceptionKind.HVC),
              Optional.of(ExceptionLevel.EL1),
              Optional.of(ExceptionLevel.EL2),
              Optional.empty(),
              exits ? OptionalInt.of(narrow ? 0x12 : 0x16) : OptionalInt.empty(),
              NO_WORD,
              OptionalLong.of(elr),
              NO_WORD,
              NO_WORD,
              Optional.empty(),
              NO_WORD,
              false));
      expected.add(
          new TraceEvent.Return(
              OptionalInt.of(cpu),
              NOWHERE,
              Optional.of(ExceptionLevel.EL2),
              Optional.empty(),
              Optional.of(ExceptionLevel.EL1),
              Optional.empty(),
              elr,
              new TreeMap<>()));
    }
    assertEquals(
        expected, withoutLines(ReadLog.of(LogFormat.FTRACE, lines.toArray(String[]::new))));
  }

  // OP-TEE: eight arguments, four results, however the threads interleave
  @Property(tries = 200)
  void callsInOpteesEvents(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int threads) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>();
    List<Integer> open = new ArrayList<>();
    Map<Integer, Map<String, Long>> arguments = new LinkedHashMap<>();
    List<TraceEvent> expected = new ArrayList<>();
    int next = 0;
    while (next < threads || !open.isEmpty()) {
      boolean begin = next < threads && (open.isEmpty() || random.nextBoolean());
      int thread = begin ? next++ : open.remove(random.nextInt(open.size()));
      String at = format(" xtest-%d [%03d] 1.%06d: ", 70 + thread, thread, lines.size());
      Map<String, Long> registers = new TreeMap<>();
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < (begin ? 8 : 4); i++) {
        long value = begin ? random.nextInt() & 0xffff_ffffL : random.nextLong();
        registers.put("x" + i, value);
        texts.add(Long.toHexString(value));
      }
      String list = format("(%s)", String.join(", ", texts));
      if (begin) {
        open.add(thread);
        arguments.put(thread, registers);
        lines.add(at + format("optee_invoke_fn_begin: param=%016x %s", thread, list));
        continue;
      }
      lines.add(at + format("optee_invoke_fn_end: param=%016x ret %s", thread, list));
      expected.add(
          call(
              thread,
              Call.SMC,
              Optional.of(InstructionSet.A64),
              Optional.empty(),
              NO_WORD,
              Optional.empty(),
              0,
              arguments.get(thread)));
      expected.add(
          new TraceEvent.Handled(
              OptionalInt.of(thread),
              NOWHERE,
              Optional.of(ExceptionKind.SMC),
              Optional.empty(),
              Optional.empty(),
              OptionalInt.empty(),
              NO_WORD,
              "optee",
              false,
              registers));
    }
    assertEquals(
        expected, withoutLines(ReadLog.of(LogFormat.FTRACE, lines.toArray(String[]::new))));
  }

  // Tarmac: word, address, mode, the registers written so far, syndrome, ELR, SPSR, vector
  @Property(tries = 300)
  void callsInTarmac(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int calls) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>();
    List<TraceEvent> expected = new ArrayList<>();
    List<Map<String, Long>> histories = List.of(new TreeMap<>(), new TreeMap<>());
    for (int cpu = 0; cpu < 2; cpu++) {
      lines.add(format("0 clk cpu%d IT (0) 00001000 d503201f O EL1h_n : NOP", cpu));
    }
    for (int i = 0; i < calls; i++) {
      int cpu = random.nextInt(2);
      Map<String, Long> history = histories.get(cpu);
      boolean smc = random.nextBoolean();
      int to = smc ? 3 : 2;
      int imm = random.nextInt(0x10000);
      int word = 0xd4000000 | imm << 5 | (smc ? 3 : 2);
      long pc = random.nextLong() & ~3L;
      long vector = random.nextLong() & ~0x7ffL | 0x400;
      long syndrome = random.nextInt() & 0xffff_ffffL;
      long elr = random.nextLong();
      long spsr = random.nextInt() & 0xffff_ffffL;
      String at = format("%d clk cpu%d ", i, cpu);
      write(lines, at, random, history);
      lines.add(at + format("IT (%d) %016x %08x O EL1h_n : CALL", i, pc, word));
      lines.add(at + format("R ESR_EL%d %016x", to, syndrome));
      lines.add(at + format("R ELR_EL%d %016x", to, elr));
      lines.add(at + format("R SPSR_EL%d %016x", to, spsr));
      expected.add(
          call(
              cpu,
              smc ? Call.SMC : Call.HVC,
              Optional.of(InstructionSet.A64),
              Optional.of(ExceptionLevel.EL1),
              OptionalLong.of(pc),
              Optional.of(InstructionWord.of(InstructionSet.A64, word)),
              imm,
              history));
      lines.add(at + format("IT (%d) %016x d503201f O EL%dh_s : NOP", i, vector, to));
      expected.add(
          new TraceEvent.Entry(
              OptionalInt.of(cpu),
              NOWHERE,
              Optional.empty(),
              Optional.of(ExceptionLevel.EL1),
              Optional.of(ExceptionLevel.of(to)),
              Optional.of(ExecutionState.AARCH64),
              OptionalInt.empty(),
              OptionalLong.of(syndrome),
              OptionalLong.of(elr),
              OptionalLong.of(spsr),
              OptionalLong.of(vector),
              Optional.empty(),
              NO_WORD,
              false));
      write(lines, at, random, history);
      lines.add(at + format("IT (%d) %016x d69f03e0 O EL%dh_s : ERET", i, vector + 4, to));
      lines.add(at + format("IT (%d) %016x d503201f O EL1h_n : NOP", i, elr));
      expected.add(
          new TraceEvent.Return(
              OptionalInt.of(cpu),
              NOWHERE,
              Optional.of(ExceptionLevel.of(to)),
              Optional.of(ExecutionState.AARCH64),
              Optional.of(ExceptionLevel.EL1),
              Optional.of(ExecutionState.AARCH64),
              elr,
              new TreeMap<>(history)));
    }
    assertEquals(
        expected, withoutLines(ReadLog.of(LogFormat.TARMAC, lines.toArray(String[]::new))));
  }

  /** Some registers are written, and the history knows it. */
  private static void write(
      List<String> lines, String at, Random random, Map<String, Long> history) {
    for (int i = random.nextInt(6); i > 0; i--) {
      int register = random.nextInt(31);
      long value = random.nextLong();
      lines.add(at + format("R X%d %016x", register, value));
      history.put("x" + register, value);
    }
  }
}
