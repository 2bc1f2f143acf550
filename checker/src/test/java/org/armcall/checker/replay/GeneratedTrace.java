// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a canonical trace of as many events as one likes, to measure replay with: calls of four
 * processors, with arguments that never come back, answered as a callee of SMCCC 1.3 with PSCI 1.1
 * does. It can be started as it is: {@code java GeneratedTrace.java EVENTS FILE
 * [hidden|broken=EVENT]}.
 *
 * <p>hidden: after the first two calls the immediates are not in the trace, for they are SMCs from
 * AArch32, of a function that the callee does not have. broken=EVENT: the first answer from that
 * event on changes a register that it has to preserve.
 */
public final class GeneratedTrace {
  private static final long SEED = 0x5eed_0a11L;
  private static final int CPUS = 4;
  private static final int REGISTERS = 8;

  /** The last register is one that every version preserves. */
  private static final int LAST_OF_A64 = 19;

  private static final int LAST_OF_A32 = 8;

  private final BufferedWriter out;
  private final boolean hides;
  private final long broken;
  private boolean hidden;
  private final StringBuilder line = new StringBuilder(512);
  private long events;
  private long random = SEED;
  private boolean isBroken;

  private GeneratedTrace(BufferedWriter out, boolean hidden, long broken) {
    this.out = out;
    hides = hidden;
    this.broken = broken;
  }

  /** EVENTS FILE [hidden|broken=EVENT]. */
  public static void main(String[] args) throws IOException {
    String more = args.length > 2 ? args[2] : "";
    long broken =
        more.startsWith("broken=") ? Long.parseLong(more.substring("broken=".length())) : -1;
    write(Path.of(args[1]), Long.parseLong(args[0]), more.equals("hidden"), broken);
  }

  /** Writes so many events, and those that complete the last call. */
  static void write(Path file, long count, boolean hidden, long broken) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      new GeneratedTrace(out, hidden, broken).write(count);
    }
  }

  private void write(long count) throws IOException {
    out.write("{\"armcall\":1,\"source\":{\"format\":\"emulator\"}}\n");
    call(0, 0x8400_0000L, 0x1_0001L);
    call(0, 0x8000_0000L, 0x1_0003L);
    hidden = hides;
    while (events < count) {
      long next = next();
      int cpu = (int) (next >>> 7) & CPUS - 1;
      if (hidden) {
        call(cpu, 0x8600_0001L, 0xffff_ffffL);
        continue;
      }
      switch ((int) (next >>> 20) & 3) {
        case 0 -> call(cpu, 0x8400_0004L, next >>> 30 & 1);
        case 1 -> call(cpu, 0xc400_0004L, 0);
        case 2 -> call(cpu, 0x8600_0001L, next & 0x7fff_ffffL);
        default -> call(cpu, 0xc600_0002L, next);
      }
    }
  }

  /** A linear congruential generator: the same trace each time. */
  private long next() {
    random = random * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
    return random >>> 1;
  }

  private void call(int cpu, long function, long result) throws IOException {
    long[] registers = new long[REGISTERS];
    registers[0] = function;
    for (int i = 1; i < REGISTERS; i++) {
      boolean narrow = hidden || i < 4 && (function & 1L << 30) == 0;
      registers[i] = narrow ? next() & 0xffff_ffffL : next();
    }
    long site = 0x4008_0000L + ((next() >>> 9 & 0xff) << 2);
    begin(cpu, "call");
    line.append(
        hidden
            ? ",\"insn\":\"smc\",\"isa\":\"a32\",\"el\":1"
            : ",\"insn\":\"hvc\",\"isa\":\"a64\",\"el\":1");
    hex(",\"pc\":\"", site).append('"');
    if (!hidden) {
      line.append(",\"word\":\"0xd4000002\"");
    }
    registers(registers);
    end();
    begin(cpu, "entry");
    line.append(
        hidden
            ? ",\"fromEl\":1,\"toEl\":2,\"toState\":\"a64\",\"syndrome\":\"0x4e000000\""
            : ",\"fromEl\":1,\"toEl\":2,\"toState\":\"a64\",\"syndrome\":\"0x5a000000\"");
    hex(",\"elr\":\"", hidden ? site : site + 4).append("\",\"spsr\":\"");
    line.append(hidden ? "0x1d3" : "0x3c5").append('"');
    end();
    registers[0] = result;
    if (broken >= 0 && events + 1 >= broken && !isBroken) {
      isBroken = true;
      registers[REGISTERS - 1] ^= 1;
    }
    begin(cpu, "return");
    line.append(",\"fromEl\":2,\"toEl\":1");
    hex(",\"pc\":\"", site + 4).append('"');
    registers(registers);
    end();
  }

  private void begin(int cpu, String kind) {
    line.setLength(0);
    line.append("{\"seq\":").append(++events).append(",\"cpu\":").append(cpu);
    line.append(",\"kind\":\"").append(kind).append('"');
  }

  private void registers(long[] values) {
    line.append(",\"regs\":{");
    for (int i = 0; i < REGISTERS; i++) {
      line.append(i == 0 ? "\"" : ",\"").append(hidden ? 'r' : 'x');
      line.append(i < REGISTERS - 1 ? i : hidden ? LAST_OF_A32 : LAST_OF_A64);
      hex("\":\"", values[i]).append('"');
    }
    line.append('}');
  }

  private StringBuilder hex(String before, long value) {
    return line.append(before).append("0x").append(Long.toHexString(value));
  }

  private void end() throws IOException {
    out.write(line.append("}\n").toString());
  }
}
