// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.armcall.model.instruction.Call;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.format.ReadLog;

/** What is printed as a dump and read back says the same, whoever else prints between the dumps. */
class ConsoleLawsTest {
  private record Printed(
      boolean smc, int imm, long address, long saved, long syndrome, Map<String, Long> registers) {

    static Printed of(Random random) {
      boolean smc = random.nextBoolean();
      int imm = random.nextInt(0x10000);
      Map<String, Long> registers = new TreeMap<>();
      for (int i = 0; i < 30; i++) {
        registers.put("x" + i, random.nextLong());
      }
      // An SMC is UNDEFINED, class 0; an HVC is taken, class 0x16. IL is 1 (DDI 0487 D24.2).
      return new Printed(
          smc,
          imm,
          random.nextLong() & ~3L,
          random.nextInt() & 0xf000_03c0L | (random.nextBoolean() ? 5 : 9),
          smc ? 0x2000000 : 0x5a000000 | imm,
          registers);
    }

    int word() {
      return 0xd4000000 | imm << 5 | (smc ? 3 : 2);
    }

    List<String> linux() {
      List<String> lines = new ArrayList<>();
      lines.add(
          smc
              ? format("Internal error: Oops - Undefined instruction: %016x [#1] SMP", syndrome)
              : format(
                  "Unhandled 64-bit el1h sync exception on CPU0, ESR 0x%016x -- HVC (AArch64)",
                  syndrome));
      lines.add(format("pstate: %08x (nZCv daIF)", saved));
      lines.add(format("pc : %016x", address));
      StringBuilder line = new StringBuilder();
      for (int i = 29; i >= 0; i--) {
        line.append(format("x%-2d: %016x ", i, registers.get("x" + i)));
        if (i % 3 == 0) {
          lines.add(line.toString());
          line.setLength(0);
        }
      }
      String at = smc ? format("d503201f (%08x)", word()) : format("%08x (d503201f)", word());
      lines.add("Code: d503201f d503201f d503201f " + at);
      return lines;
    }

    List<String> uBoot() {
      List<String> lines = new ArrayList<>();
      lines.add(format("\"Synchronous Abort\" handler, esr 0x%08x", syndrome));
      lines.add(format("elr: %016x lr : %016x (reloc)", address - 0x1000, 1L));
      lines.add(format("elr: %016x lr : %016x", address, 2L));
      for (int i = 0; i < 30; i += 2) {
        long next = registers.get("x" + (i + 1));
        lines.add(format("x%-2d: %016x x%-2d: %016x", i, registers.get("x" + i), i + 1, next));
      }
      String at = smc ? format("d503201f (%08x)", word()) : format("%08x (d503201f)", word());
      lines.add("");
      lines.add("Code: d503201f d503201f d503201f " + at);
      return lines;
    }

    void check(TraceEvent.Call call, TraceEvent.Entry entry, boolean hasState) {
      assertEquals(Optional.of(smc ? Call.SMC : Call.HVC), call.insn());
      assertEquals(word(), call.word().orElseThrow().bits());
      assertEquals(registers, new TreeMap<>(call.regs()));
      assertEquals(smc ? OptionalLong.of(address) : OptionalLong.empty(), call.pc());
      assertEquals(OptionalLong.of(syndrome), entry.syndrome());
      assertEquals(OptionalLong.of(address), entry.elr());
      assertEquals(hasState ? OptionalLong.of(saved) : OptionalLong.empty(), entry.spsr());
      int level = (int) (saved >> 2 & 3);
      assertEquals(
          hasState ? Optional.of(level) : Optional.empty(), entry.toEl().map(el -> el.number()));
      assertEquals(entry.toEl(), entry.fromEl());
    }
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }

  // read(print(dumps)) = dumps
  @Property(tries = 200)
  void dumpsOfLinuxAndUBoot(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int dumps) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>();
    List<Printed> printed = new ArrayList<>();
    List<Boolean> linux = new ArrayList<>();
    for (int i = 0; i < dumps; i++) {
      Printed dump = Printed.of(random);
      printed.add(dump);
      linux.add(random.nextBoolean());
      String stamp = random.nextBoolean() ? "[    1.234567] " : "";
      for (String line : linux.get(i) ? dump.linux() : dump.uBoot()) {
        lines.add(stamp + line);
        if (random.nextInt(4) == 0) {
          lines.add("[    1.234568] usb 1-1: new device, number " + random.nextInt(100));
        }
      }
    }
    ReadLog log = ReadLog.of(LogFormat.CONSOLE, lines.toArray(String[]::new));
    assertEquals(List.of(), log.bad(), log.toString());
    assertEquals(2 * dumps, log.events().size());
    for (int i = 0; i < dumps; i++) {
      TraceEvent.Call call = log.event(2 * i, TraceEvent.Call.class);
      printed.get(i).check(call, log.event(2 * i + 1, TraceEvent.Entry.class), linux.get(i));
    }
  }
}
