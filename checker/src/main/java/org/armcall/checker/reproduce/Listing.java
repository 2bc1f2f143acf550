// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import java.util.LinkedHashMap;
import java.util.Map;
import org.armcall.model.platform.ExceptionLevel;

/**
 * The assembly text of an image: what the text of both execution states has in common. Registers
 * are written {@code R4} here and become {@code x4} or {@code r4}.
 */
abstract class Listing {
  /** Where the program lies. */
  static final long CODE = 0x4020_0000L;

  /** What was measured, one block for each step. */
  static final long BLOCKS = 0x4028_0000L;

  /** What the program remembers. */
  static final long STATE = 0x402a_0000L;

  /** The parameter block of semihosting's SYS_EXIT_EXTENDED, within {@link #STATE}. */
  static final long EXIT_BLOCK = STATE + 0x40;

  /** Offsets within {@link #STATE}. */
  static final int SAVED_SP = 16;

  static final int BROKEN = 24;
  static final int FINISHED = 32;

  private static final long REASON_EXIT = 0x20026;

  private final Script script;
  private final char prefix;
  private final StringBuilder text = new StringBuilder();
  private final Map<String, String> strings = new LinkedHashMap<>();
  private int labels;

  Listing(Script script, char prefix) {
    this.script = script;
    this.prefix = prefix;
  }

  /** The whole text. */
  final String write() {
    constants();
    start();
    comment("The caller, at EL" + script.caller().number() + ": its calls, then the comparison.");
    line("client:");
    script.own().forEach(this::makeAndPrint);
    comparison();
    end();
    vectors();
    for (ExceptionLevel level : new ExceptionLevel[] {ExceptionLevel.EL2, ExceptionLevel.EL3}) {
      if (!script.answeredAt(level).isEmpty()) {
        callee(level);
      }
    }
    stray();
    printing();
    line("        .ltorg");
    strings.forEach(
        (words, label) -> {
          line(label + ":");
          line("        .asciz  \"" + words + "\"");
        });
    line("        .balign 8");
    return text.toString();
  }

  final Script script() {
    return script;
  }

  /** Brings the processor from where the machine starts it to {@code client}. */
  abstract void start();

  /** Vectors of every level that the image has code at. */
  abstract void vectors();

  /** The callee at a level. */
  abstract void callee(ExceptionLevel level);

  /** An exception at the caller's level. */
  abstract void stray();

  /** Makes the call of a step and keeps what the caller finds. */
  abstract void make(Script.Step step);

  /** Ends the run with the status that is in the parameter block. */
  abstract void exit();

  /** Makes a register hold the low 32 bits of itself. */
  abstract void cut(int register, int bits);

  /** The size of a measured register in bytes. */
  abstract int size();

  /** The address of a measured value. */
  final long address(Place place) {
    long block = block(place.step());
    return switch (place.kind()) {
      case RESULT -> block + (long) size() * place.register();
      case SEEN -> block + 32L * size() + (long) size() * place.register();
      case LANDING -> block + 31L * size();
      case STRAY -> block + 64L * size();
    };
  }

  /** How often the callee saw the call, behind what it saw. */
  final long arrivals(int step) {
    return block(step) + 63L * size();
  }

  /** The block of a step. */
  final long block(int step) {
    return BLOCKS + (long) step * blockSize();
  }

  /** Bytes of a block. */
  final int blockSize() {
    return 128 * size();
  }

  final void line(String words) {
    text.append(words).append('\n');
  }

  /** Instructions, with the registers of this execution state. */
  final void code(String instructions) {
    for (String one : instructions.split("\n", -1)) {
      line("        " + one.strip().replaceAll("\\bR([0-9]+)\\b", prefix + "$1"));
    }
  }

  final void comment(String words) {
    line("");
    line("// " + words);
  }

  /** A comment within a piece. */
  final void remark(String words) {
    line("        // " + words);
  }

  final String label(String stem) {
    return stem + "_" + labels++;
  }

  static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }

  /** A place where literals may lie, which execution goes around. */
  final void pool() {
    String over = label("over");
    code("b       " + over + "\n.ltorg");
    line(over + ":");
  }

  private void constants() {
    line("// SPDX-License-Identifier: Apache-2.0");
    line("// Written by armcall reproduce for rule " + script.rule().id() + ".");
    line(
        "// UART is the data register of a PL011 (QEMU's virt has it there). BLOCKS has one block for");
    line(
        "// each call: the registers that the caller found, the distance to where it went on, the");
    line(
        "// registers that the callee found, how often it saw the call. STATE: the number of the call");
    line(
        "// that is being made, a saved stack pointer, whether the rule is broken, the exit block.");
    line("        .equ    UART, 0x9000000");
    line("        .equ    BLOCKS, " + hex(BLOCKS));
    line("        .equ    STATE, " + hex(STATE));
  }

  /** Makes a call with a line before it and a line after it. */
  final void makeAndPrint(Script.Step step) {
    comment(
        "Call "
            + step.number()
            + ": "
            + step.call().text()
            + ", lines "
            + step.call().lines()
            + " of the trace.");
    print(Prediction.callLine(step) + "\\n");
    code("ldr     R0, =STATE\nmov     R1, #" + step.number() + "\nstr     R1, [R0]");
    make(step);
    remark("Prints where the caller went on and what it found.");
    String near = label("near");
    String said = label("said");
    code("ldr     R4, =" + hex(address(Place.stray(step.number()))) + "\nldr     R4, [R4]");
    code("cmp     R4, #0\nbeq     " + near);
    print("armcall: BACK by an exception, ELR ");
    code("b       " + said);
    line(near + ":");
    print("armcall: BACK at the call + ");
    line(said + ":");
    print(Place.landing(step.number()));
    for (int register : step.shownAfter()) {
      print(" " + Prediction.name(step.call(), register) + "=");
      print(Place.result(step.number(), register));
    }
    print("\\n");
    pool();
  }

  private void comparison() {
    comment(
        "What rule "
            + script.rule().id()
            + " asks for. STATE + "
            + BROKEN
            + " is 1 if it is broken.");
    String undecided = label("undecided");
    for (Script.Step step : script.own()) {
      unanswered(step, undecided);
    }
    for (Requirement requirement : script.requirements()) {
      requirement(requirement);
    }
    String broken = label("broken");
    String status = label("status");
    code("ldr     R0, =STATE\nldr     R1, [R0, #" + BROKEN + "]\ncmp     R1, #0");
    code("bne     " + broken);
    print("armcall: rule " + script.rule().id() + " holds\\narmcall: exit 0\\n");
    code("mov     R1, #0\nb       " + status);
    line(undecided + ":");
    print(Prediction.undecided(script) + "\\narmcall: exit 2\\n");
    code("mov     R1, #2\nb       " + status);
    line(broken + ":");
    print("armcall: exit 1\\n");
    code("mov     R1, #1");
    line(status + ":");
    pool();
  }

  /** A call that ended in an exception has no result to compare; an UNDEFINED one was not made. */
  private void unanswered(Script.Step step, String undecided) {
    String answered = label("answered");
    load(4, Place.stray(step.number()));
    code("cmp     R4, #0\nbeq     " + answered);
    if (script.isAboutResuming()) {
      load(4, Place.landing(step.number()));
      code("ldr     R5, =call_" + step.number() + "\ncmp     R4, R5\nbne     " + answered);
    }
    code("b       " + undecided);
    line(answered + ":");
  }

  private void end() {
    comment("The end: semihosting SYS_EXIT_EXTENDED with the status, where somebody answers it.");
    code("ldr     R0, =STATE\nmov     R2, #1\nstr     R2, [R0, #" + FINISHED + "]");
    code("ldr     R0, =" + hex(EXIT_BLOCK));
    code("ldr     R2, =" + hex(REASON_EXIT));
    code("str     R2, [R0]\nstr     R1, [R0, #" + size() + "]");
    code("mov     R1, R0\nmov     R0, #0x20");
    exit();
    line("park:");
    code("wfi\nb       park");
    code(".ltorg");
  }

  private void requirement(Requirement requirement) {
    String ok = label("allowed");
    remark(describe(requirement.place()) + ": goes on at " + ok + " if that is allowed.");
    load(4, requirement.place());
    cut(4, requirement.bits());
    for (Requirement.Alternative alternative : requirement.alternatives()) {
      alternative(alternative, requirement.bits(), ok);
    }
    print("armcall: rule " + script.rule().id() + " broken: ");
    for (Requirement.Piece piece : requirement.message()) {
      if (piece instanceof Requirement.Value value) {
        print(value.place());
      } else if (piece instanceof Requirement.Text words) {
        print(words.words());
      }
    }
    print("\\n");
    code("ldr     R0, =STATE\nmov     R1, #1\nstr     R1, [R0, #" + BROKEN + "]");
    line(ok + ":");
    pool();
  }

  private static String describe(Place place) {
    return switch (place.kind()) {
      case RESULT -> "Register " + place.register() + " behind call " + place.step();
      case SEEN ->
          "Register " + place.register() + " as the callee of call " + place.step() + " found it";
      case LANDING -> "The distance of the return from call " + place.step();
      case STRAY -> "Whether call " + place.step() + " ended in an exception";
    };
  }

  private void alternative(Requirement.Alternative alternative, int bits, String ok) {
    if (alternative instanceof Requirement.Is is) {
      code("ldr     R5, =" + hex(is.value()) + "\ncmp     R4, R5\nbeq     " + ok);
    } else if (alternative instanceof Requirement.SameAs same) {
      load(5, same.other());
      cut(5, bits);
      code("cmp     R4, R5\nbeq     " + ok);
    } else if (alternative instanceof Requirement.NoneOf none) {
      String one = label("one_of");
      for (long value : none.values().stream().sorted().toList()) {
        code("ldr     R5, =" + hex(value) + "\ncmp     R4, R5\nbeq     " + one);
      }
      code("b       " + ok);
      line(one + ":");
    } else if (alternative instanceof Requirement.NotNegative) {
      code("lsr     R5, R4, #" + (bits - 1) + "\ncmp     R5, #0\nbeq     " + ok);
    } else {
      code("lsr     R5, R4, #31\ncmp     R5, #1\nbne     " + ok);
    }
  }

  private void load(int register, Place place) {
    code("ldr     R" + register + ", =" + hex(address(place)));
    code("ldr     R" + register + ", [R" + register + "]");
  }

  private void print(Place place) {
    load(0, place);
    code("bl      puthex");
  }

  private void print(String words) {
    String known = strings.computeIfAbsent(words, absent -> "text_" + strings.size());
    code("ldr     R0, =" + known + "\nbl      puts");
  }

  private void printing() {
    comment(
        "Prints the text at R0, and the number in R0. R1 to R3 are theirs."
            .replace("R", String.valueOf(prefix)));
    line("puts:");
    code("ldr     R2, =UART");
    line("puts_next:");
    code("ldrb    " + narrow(1) + ", [R0], #1\ncmp     R1, #0\nbeq     puts_end");
    code("str     " + narrow(1) + ", [R2]\nb       puts_next");
    line("puts_end:");
    code(returning());
    line("puthex:");
    code("ldr     R2, =UART\nmov     R1, #48\nstr     " + narrow(1) + ", [R2]");
    code("mov     R1, #120\nstr     " + narrow(1) + ", [R2]\nmov     R3, #" + (8 * size() - 4));
    line("puthex_skip:");
    code("cmp     R3, #0\nbeq     puthex_digit\nlsr     R1, R0, R3\ncmp     R1, #0");
    code("bne     puthex_digit\nsub     R3, R3, #4\nb       puthex_skip");
    line("puthex_digit:");
    code("lsr     R1, R0, R3\nand     R1, R1, #15\ncmp     R1, #10\nblo     puthex_put");
    code("add     R1, R1, #39");
    line("puthex_put:");
    code(
        "add     R1, R1, #48\nstr     " + narrow(1) + ", [R2]\ncmp     R3, #0\nbeq     puthex_end");
    code("sub     R3, R3, #4\nb       puthex_digit");
    line("puthex_end:");
    code(returning());
  }

  /** The name of the low 32 bits of a register. */
  abstract String narrow(int register);

  /** The instruction that returns from a subroutine. */
  abstract String returning();

  /** The address of the trace at which the caller goes on, where that is nowhere near the call. */
  final long resumeAt(Script.Step step) {
    return step.call().back().orElseThrow().pc();
  }
}
