// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.console;

import java.util.Optional;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.source.LineCursor;

/** The lines that a dump begins with. */
final class Openings {
  /** How far a process's name and number go. */
  static final int LONGEST_NAME = 40;

  private static final int SYNDROME_DIGITS = 16;

  /** IL, which is 1 in every syndrome of class 0 (DDI 0487 D24.2). */
  private static final long LEAST_SYNDROME = 1L << 25;

  private final LineCursor c = new LineCursor();
  private byte[] b = new byte[0];
  private int start;
  private int end;
  private Optional<Dump> opened = Optional.empty();

  /** Looks at a line; {@link #opened} has the dump, if one begins there. */
  Fit take(byte[] line, int from, int to, SourceLine source) {
    b = line;
    start = from;
    end = to;
    opened = Optional.empty();
    Fit fit = ofOwnWords(source);
    return fit == Fit.NONE ? user(source) : fit;
  }

  private Fit ofOwnWords(SourceLine source) {
    return switch (b[start]) {
      case 'B' -> badMode(source);
      case 'U' -> unhandled(source);
      case 'I' -> oops(source);
      case 'H' -> hypervisorTrap(source);
      case 'C' -> unexpectedTrap(source);
      case '"' -> synchronousAbort(source);
      case 'S' -> synchronousException(source);
      case 'd' -> doSync(source);
      case 'E' -> littleKernel(source);
      case 'u' -> uBoot32(source);
      default -> Fit.NONE;
    };
  }

  /** The dump that the line opens; empty if it opens none that is of a call or an exception. */
  Optional<Dump> opened() {
    return opened;
  }

  private LineCursor at() {
    return c.on(b, start, end);
  }

  private Fit open(boolean whole, Dump dump) {
    opened = whole ? Optional.of(dump) : Optional.empty();
    return Fit.of(whole);
  }

  /** Linux up to 5.12 (arch/arm64/kernel/traps.c: bad_mode). */
  private Fit badMode(SourceLine source) {
    if (!at().optional("Bad mode in ")) {
      return Fit.NONE;
    }
    boolean synchronous = c.optional("Synchronous Abort");
    int cpu = past(" handler detected on CPU").decimal();
    long syndrome = c.literal(", code 0x").hex();
    c.literal(" -- ");
    Dump dump = new Dump(DumpKind.LINUX64, source).cpu(cpu);
    return open(c.fits(), synchronous ? dump.syndrome(syndrome) : dump.asynchronous());
  }

  private Fit unhandled(SourceLine source) {
    if (at().optional("Unhandled Exception in EL3.")
        || at().optional("Unhandled Exception from EL")) {
      return open(true, new Dump(DumpKind.TF_A, source));
    }
    if (at().optional("Unhandled Interrupt Exception in EL3.")) {
      return open(true, new Dump(DumpKind.TF_A, source).asynchronous());
    }
    if (!at().optional("Unhandled 64-bit ") && !at().optional("Unhandled 32-bit ")) {
      return Fit.NONE;
    }
    // Linux from 5.13 on (arch/arm64/kernel/entry-common.c: __panic_unhandled).
    c.upTo(' ');
    boolean synchronous = c.optional("sync");
    int cpu = past(" exception on CPU").decimal();
    long syndrome = c.literal(", ESR 0x").hex();
    c.literal(" -- ");
    Dump dump = new Dump(DumpKind.LINUX64, source).cpu(cpu);
    return open(c.fits(), synchronous ? dump.syndrome(syndrome) : dump.asynchronous());
  }

  /** Linux: {@code Internal error: Oops - Undefined instruction: 0000000002000000 [#1] SMP}. */
  private Fit oops(SourceLine source) {
    if (!at().optional("Internal error: ")) {
      return Fit.NONE;
    }
    int text = c.position();
    int count = indexOf(" [#", text);
    if (count < 0) {
      return matches("Oops", text) ? Fit.HALF : Fit.NONE;
    }
    int number = count;
    while (number > text && b[number - 1] != ' ') {
      number--;
    }
    long value = c.on(b, number, count).hex();
    if (!c.fitsWhole()) {
      return Fit.HALF;
    }
    boolean aarch32 = endsWith(" ARM") || endsWith(" THUMB2");
    Dump dump = new Dump(aarch32 ? DumpKind.LINUX32 : DumpKind.LINUX64, source);
    if (indexOf("ndefined instruction", text) >= 0) {
      dump.exception(ExceptionKind.UNDEFINED_INSTRUCTION);
    }
    // AArch32 has no such syndrome but that of Hyp. Older kernels print 0 where they pass none, and
    // those of AArch32 did not say that they are: a fault status is small, and has no leading
    // zeros.
    boolean none = value == 0 || count - number < SYNDROME_DIGITS && value < LEAST_SYNDROME;
    return open(true, aarch32 || none ? dump : dump.syndrome(value));
  }

  /** Xen: the trap of its own code (xen/arch/arm/traps.c: do_trap_hyp_sync). */
  private Fit hypervisorTrap(SourceLine source) {
    if (!at().optional("Hypervisor Trap. HSR=")) {
      return Fit.NONE;
    }
    long syndrome = c.hexWith0x();
    long printed = c.literal(" EC=").hexWith0x();
    c.literal(" IL=").hexWith0x();
    c.literal(" Syndrome=").hexWith0x();
    return open(
        c.fitsWhole(), new Dump(DumpKind.XEN, source).syndrome(syndrome).printedClass(printed));
  }

  /** Xen: {@code CPU0: Unexpected Trap: Hypervisor}, alone or behind the line with the HSR. */
  private Fit unexpectedTrap(SourceLine source) {
    if (!at().optional("CPU")) {
      return Fit.NONE;
    }
    int cpu = c.decimal();
    c.literal(": Unexpected Trap: ");
    if (!c.fits()) {
      return Fit.NONE;
    }
    boolean other = c.looksAt("SError") || c.looksAt("IRQ") || c.looksAt("FIQ");
    Dump dump = new Dump(DumpKind.XEN, source).cpu(cpu);
    return open(true, other ? dump.asynchronous() : dump);
  }

  /** U-Boot (arch/arm/lib/interrupts_64.c). */
  private Fit synchronousAbort(SourceLine source) {
    if (!at().optional("\"Synchronous Abort\" handler, esr ")) {
      return Fit.NONE;
    }
    long syndrome = c.hexWith0x();
    if (c.optional(", far ")) {
      c.hexWith0x();
    }
    return open(c.fitsWhole(), new Dump(DumpKind.U_BOOT64, source).syndrome(syndrome));
  }

  /** EDK2 (ArmPkg/Library/DefaultExceptionHandlerLib): once, or on two consoles. */
  private Fit synchronousException(SourceLine source) {
    if (!at().optional("Synchronous Exception at ")) {
      return Fit.NONE;
    }
    long address = c.hexWith0x();
    return open(c.fitsWhole(), new Dump(DumpKind.EDK2, source).address(address));
  }

  /** Xvisor. */
  private Fit doSync(SourceLine source) {
    if (!at().optional("do_sync: ESR=")) {
      return Fit.NONE;
    }
    long syndrome = c.hexWith0x();
    long printed = c.literal(" EC=").hexWith0x();
    c.literal(" IL=").hexWith0x();
    c.literal(" ISS=").hexWith0x();
    return open(
        c.fitsWhole(), new Dump(DumpKind.XVISOR, source).syndrome(syndrome).printedClass(printed));
  }

  /** Little Kernel and Trusty: {@code ESR 0x56000000: ec 0x15, il 0x2000000, iss 0x0}. */
  private Fit littleKernel(SourceLine source) {
    if (!at().optional("ESR 0x")) {
      return Fit.NONE;
    }
    long syndrome = c.hex();
    if (!c.optional(": ec ")) {
      return Fit.NONE;
    }
    long printed = c.hexWith0x();
    c.literal(", il ").hexWith0x();
    c.literal(", iss ").hexWith0x();
    Dump dump = new Dump(DumpKind.LK, source).syndrome(syndrome).printedClass(printed);
    if (c.optional(", EL")) {
      dump.to(c.decimal());
    }
    return open(c.fitsWhole(), dump);
  }

  private Fit uBoot32(SourceLine source) {
    return at().optional("undefined instruction") && c.fitsWhole()
        ? open(
            true,
            new Dump(DumpKind.U_BOOT32, source).exception(ExceptionKind.UNDEFINED_INSTRUCTION))
        : Fit.NONE;
  }

  /**
   * Linux, with {@code debug.exception-trace}: {@code init[77]: unhandled exception: undefined
   * instruction in ...}, with the class and {@code ESR 0x...} where the kernel has one for it.
   */
  private Fit user(SourceLine source) {
    int limit = Math.min(end - 2, start + LONGEST_NAME);
    int i = start;
    while (i < limit && !(b[i] == ']' && b[i + 1] == ':')) {
      i++;
    }
    if (i >= limit || !c.on(b, i, end).optional("]: unhandled exception: ")) {
      return Fit.NONE;
    }
    int text = c.position();
    Dump dump = new Dump(DumpKind.LINUX64_USER, source);
    int number = indexOf(", ESR 0x", text);
    if (number >= 0) {
      long syndrome = c.on(b, number, end).literal(", ESR 0x").hex();
      if (!c.fits()) {
        return Fit.HALF;
      }
      dump.syndrome(syndrome);
    }
    if (indexOf("undefined instruction", text) >= 0) {
      dump.exception(ExceptionKind.UNDEFINED_INSTRUCTION);
    }
    return open(true, dump);
  }

  /** The cursor behind that text, which must come. */
  private LineCursor past(String text) {
    int from = indexOf(text, c.position());
    // Where it does not, reading it here makes the cursor fail.
    return from >= 0 && c.fits() ? c.on(b, from, end).literal(text) : c.literal(text);
  }

  private int indexOf(String text, int from) {
    for (int i = from; i + text.length() <= end; i++) {
      if (matches(text, i)) {
        return i;
      }
    }
    return -1;
  }

  private boolean endsWith(String text) {
    return end - text.length() >= start && matches(text, end - text.length());
  }

  private boolean matches(String text, int from) {
    if (end - from < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (b[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
