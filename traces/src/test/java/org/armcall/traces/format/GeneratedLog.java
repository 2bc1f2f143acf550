// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.format;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Writes logs of any size to measure the readers with. It can be started as it is: {@code java
 * GeneratedLog.java FORMAT MEGABYTES FILE}.
 *
 * <ul>
 *   <li>{@code qemu-int}: nothing but records, as in a real log. Of 64 exceptions 32 are IRQs, 14
 *       data aborts, 6 prefetch aborts, 4 SVCs, 6 HVCs and 2 SMCs, with the lines of QEMU 9.0, each
 *       with its return, of two processors; about 44 bytes a line.
 *   <li>{@code ftrace}: of 32 events one is of an HVC that reaches KVM, one the exit before it, one
 *       the entry behind it; the others are of the scheduler, interrupts, timers and system calls.
 *   <li>{@code tarmac}: instructions, the registers that they write, and memory accesses; one in
 *       1024 instructions is an SMC, whose handler returns after four.
 * </ul>
 */
public final class GeneratedLog {
  private static final long SEED = 0x10_6f1ceL;
  private static final long MEGABYTE = 1_000_000;

  private final BufferedWriter out;
  private final StringBuilder text = new StringBuilder(4096);
  private long written;
  private long events;
  private long random = SEED;

  private GeneratedLog(BufferedWriter out) {
    this.out = out;
  }

  /** FORMAT MEGABYTES FILE. */
  public static void main(String[] args) throws IOException {
    long events = write(args[0], Long.parseLong(args[1]) * MEGABYTE, Path.of(args[2]));
    System.out.println(events + " events");
  }

  /**
   * Writes at least so many bytes, to the end of what was begun.
   *
   * @return how many events a reader finds in them
   */
  static long write(String format, long bytes, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      GeneratedLog log = new GeneratedLog(out);
      long turn = 0;
      while (log.written < bytes) {
        switch (format) {
          case "qemu-int" -> log.qemuException(turn++);
          case "ftrace" -> log.traceEvents(turn++);
          case "tarmac" -> log.instructions(turn++);
          default -> throw new IllegalArgumentException(format);
        }
        log.pass();
      }
      return log.events;
    }
  }

  private void pass() throws IOException {
    out.append(text);
    written += text.length();
    text.setLength(0);
  }

  /** A linear congruential generator: the same log each time. */
  private long next() {
    random = random * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
    return random >>> 16;
  }

  private GeneratedLog add(String more) {
    text.append(more);
    return this;
  }

  private GeneratedLog add(long number) {
    text.append(number);
    return this;
  }

  private GeneratedLog hex(long number) {
    text.append(Long.toHexString(number));
    return this;
  }

  /** Hexadecimal with so many digits. */
  private GeneratedLog hex(long number, int digits) {
    for (int shift = digits * 4 - 4; shift >= 0; shift -= 4) {
      text.append(Character.forDigit((int) (number >>> shift) & 15, 16));
    }
    return this;
  }

  private void qemuException(long turn) {
    int kind = (int) (turn * 29 & 63);
    long pc = 0xffff_8000_0800_0000L + (next() & 0xff_fffc);
    if (kind < 32) {
      qemu("5 [IRQ]", 1, 1, 0x5600_0000L, "", pc, 0x280);
    } else if (kind < 46) {
      qemu("4 [Data Abort]", 0, 1, 0x9200_0007L, "...with FAR 0x", pc & 0xffff_ffffffL, 0x400);
    } else if (kind < 52) {
      qemu("3 [Prefetch Abort]", 0, 1, 0x8200_0007L, "...with FAR 0x", pc & 0xffff_ffffffL, 0x400);
    } else if (kind < 56) {
      qemu("2 [SVC]", 0, 1, 0x5600_0000L, "", pc & 0xffff_ffffffL, 0x400);
    } else if (kind < 62) {
      qemu("11 [Hypervisor Call]", 1, 2, 0x5a00_0000L | kind & 3, "", pc, 0x400);
    } else {
      qemu(
          "13 [Secure Monitor Call]", 2, 3, 0x5e00_0000L, "", 0x4000_0000L + (pc & 0xfffff), 0x400);
    }
  }

  private void qemu(String what, int from, int to, long syndrome, String far, long pc, int offset) {
    int spsr = from == 0 ? 0x8000_0000 : from == 1 ? 0x6040_0005 : 0x3c9;
    add("Taking exception ").add(what).add(" on CPU ").add(next() >>> 9 & 1).add("\n");
    add("...from EL").add(from).add(" to EL").add(to).add("\n");
    add("...with ESR 0x").hex(syndrome >>> 26).add("/0x").hex(syndrome).add("\n");
    if (!far.isEmpty()) {
      add(far).hex(next() & 0xffff_ffffffL).add("\n");
    }
    add("...with SPSR 0x").hex(spsr & 0xffff_ffffL).add("\n");
    add("...with ELR 0x").hex(pc).add("\n");
    add("...to EL").add(to).add(" PC 0x").hex(0xffff_8000_0801_0800L + offset - to * 0x10_0000L);
    add(" PSTATE 0x").hex(0x3c1 + to * 4).add("\n");
    add("Exception return from AArch64 EL").add(to).add(" to AArch64 EL").add(from);
    add(" PC 0x").hex(pc).add("\n");
    events += 2;
  }

  private GeneratedLog task(long turn, int step) {
    int cpu = (int) (turn & 3);
    long micros = turn * 40 + step;
    add("       CPU ").add(cpu).add("/KVM-130").add(cpu).add("    [00").add(cpu).add("] d..1.  ");
    add(String.format(Locale.ROOT, "%5d.%06d: ", micros / 1_000_000 + 512, micros % 1_000_000));
    return this;
  }

  private void traceEvents(long turn) {
    long pc = 0xffff_8000_1000_0000L + (next() & 0xff_fffc);
    for (int step = 0; step < 29; step++) {
      task(turn, step);
      switch (step % 5) {
        case 0 ->
            add("sched_switch: prev_comm=swapper/1 prev_pid=0 prev_prio=120 prev_state=R ==>")
                .add(" next_comm=kworker/u8:1 next_pid=")
                .add(next() & 0xfff)
                .add(" next_prio=120\n");
        case 1 -> add("irq_handler_entry: irq=").add(next() & 63).add(" name=arch_timer\n");
        case 2 ->
            add("hrtimer_start: hrtimer=ffff")
                .hex(next(), 12)
                .add(" function=tick_sched_timer expires=")
                .add(next() & 0xffff_ffffL)
                .add(" softexpires=")
                .add(next() & 0xffff_ffffL)
                .add(" mode=ABS\n");
        case 3 ->
            add("sys_enter: NR ")
                .add(next() & 0xff)
                .add(" (")
                .hex(next())
                .add(", ")
                .hex(next())
                .add(", 0, 0, 0, 0)\n");
        default ->
            add("sched_stat_runtime: comm=qemu-system-aar pid=1301 runtime=")
                .add(next() & 0xfffff)
                .add(" [ns] vruntime=")
                .add(next())
                .add(" [ns]\n");
      }
    }
    task(turn, 29).add("kvm_exit: TRAP: HSR_EC: 0x0016 (HVC64), PC: 0x").hex(pc).add("\n");
    task(turn, 30).add("kvm_hvc_arm64: HVC at 0x").hex(pc).add(" (r0: 0x");
    hex(0x8400_0000L + (next() & 15), 16).add(", imm: 0x0)\n");
    task(turn, 31).add("kvm_entry: PC: 0x").hex(pc).add("\n");
    // The exit and the HVC are one exception, before which the call stands.
    events += 3;
  }

  private void instructions(long turn) {
    long clock = turn * 1024;
    long base = 0x4008_0000L;
    for (int step = 0; step < 1024; step++) {
      int register = (int) (next() >>> 5) & 15;
      instruction(clock + step, base + step * 4, 0xd280_0000L | register, "EL1h_n");
      switch (step & 3) {
        case 0 -> add("MOV      x").add(register).add(",#0\n");
        case 1 -> add("ADD      x").add(register).add(",x").add(register).add(",#0x10\n");
        case 2 -> add("LDR      x").add(register).add(",[x20,#0x18]\n");
        default -> add("CBZ      w1,{pc}+0x40 ; 0x40080040\n");
      }
      if ((step & 3) != 3) {
        add(clock)
            .add(" ps cpu0 R X")
            .add(register)
            .add(" ")
            .hex(next() << 16 | step, 16)
            .add("\n");
      }
      if ((step & 3) == 2) {
        add(clock)
            .add(" ps cpu0 MR8 ")
            .hex(base + step * 8, 8)
            .add(":0000")
            .hex(base + step * 8, 8);
        add(" ").hex(next(), 16).add("\n");
      }
    }
    long site = base + 1024 * 4;
    instruction(clock, site, 0xd400_0003L, "EL1h_n").add("SMC      #0\n");
    add(clock).add(" ps cpu0 E ").hex(site, 16).add(" 00000088 CoreEvent_LOWER_64_SYNC\n");
    add(clock).add(" ps cpu0 R cpsr 000003cd\n");
    add(clock).add(" ps cpu0 R ESR_EL3 000000005e000000\n");
    add(clock).add(" ps cpu0 R ELR_EL3 ").hex(site + 4, 16).add("\n");
    add(clock).add(" ps cpu0 R SPSR_EL3 00000000000003c5\n");
    for (int step = 0; step < 3; step++) {
      instruction(clock, 0x400_2400L + step * 4, 0xd280_0020L, "EL3h_s").add("MOV      x0,#1\n");
      add(clock).add(" ps cpu0 R X0 0000000000000001\n");
    }
    instruction(clock, 0x400_240cL, 0xd69f_03e0L, "EL3h_s").add("ERET\n");
    add(clock).add(" ps cpu0 R cpsr 000003c5\n");
    instruction(clock, site + 4, 0xd503_3fdfL, "EL1h_n").add("ISB\n");
    events += 3;
  }

  private GeneratedLog instruction(long clock, long address, long word, String mode) {
    add(clock).add(" ps cpu0 IT (").add(clock).add(") ").hex(address, 16).add(" ").hex(word, 8);
    return add(" O ").add(mode).add(" : ");
  }
}
