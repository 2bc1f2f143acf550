// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import java.util.List;
import org.armcall.model.instruction.Call;
import org.armcall.model.platform.ExceptionLevel;

/**
 * The assembly text of an AArch32 image: the caller in Non-secure Supervisor mode, callees in Hyp
 * and Monitor mode. A callee makes no calls of its own.
 */
final class A32Listing extends Listing {
  private static final int LAST = 12;
  private static final int LR = 14;
  private static final int FRAME = 64;
  private static final long HCR_TSC = 1L << 19;

  /** NS and HCE; SCD is 0. */
  private static final long SCR = 0x101;

  private static final long SCRATCH = STATE + 0x2_0000;

  private final boolean bare;

  /**
   * The text.
   *
   * @param bare whether the machine starts the image in Supervisor mode, with no level above it
   *     that is the image's
   */
  A32Listing(Script script, boolean bare) {
    super(script, 'r');
    this.bare = bare;
  }

  @Override
  int size() {
    return 4;
  }

  @Override
  String narrow(int register) {
    return "r" + register;
  }

  @Override
  String returning() {
    return "bx      lr";
  }

  @Override
  void cut(int register, int bits) {
    // A register has 32 bits.
  }

  @Override
  void start() {
    line("start:");
    if (!bare) {
      comment("Secure Supervisor mode: by Monitor mode to Hyp mode, with HVC enabled.");
      code("cps     #0x16\nldr     r0, =vectors_el3\nmcr     p15, 0, r0, c12, c0, 1");
      code("ldr     r0, =" + hex(STATE + 0x4_0000) + "\nmov     sp, r0");
      code("ldr     r0, =" + hex(SCR) + "\nmcr     p15, 0, r0, c1, c1, 0\nisb");
      code("ldr     lr, =start_hyp\nmov     r0, #0x1da\nmsr     spsr_cxsf, r0\nmovs    pc, lr");
      comment(
          "Hyp mode"
              + (script().traps() ? ", SMC trapped (HCR.TSC)" : "")
              + "; then Supervisor mode.");
      line("start_hyp:");
      code("ldr     r0, =vectors_el2\nmcr     p15, 4, r0, c12, c0, 0");
      code("ldr     r0, =" + hex(STATE + 0x3_0000) + "\nmov     sp, r0");
      code("ldr     r0, =" + hex(script().traps() ? HCR_TSC : 0));
      code("mcr     p15, 4, r0, c1, c1, 0\nisb");
      code("ldr     r0, =start_svc\nmsr     elr_hyp, r0\nldr     r0, =0x1d3");
      code("msr     spsr_cxsf, r0\neret");
    }
    line("start_svc:");
    code("ldr     r0, =vectors_el1\nmcr     p15, 0, r0, c12, c0, 0\nisb");
    code("ldr     r0, =" + hex(SCRATCH) + "\ncps     #0x1b\nmov     sp, r0");
    code("cps     #0x17\nmov     sp, r0\ncps     #0x13");
    pool();
  }

  @Override
  void make(Script.Step step) {
    int number = step.number();
    remark("The registers of the call; the stack pointer is the block of what the caller finds.");
    code("ldr     r0, =" + hex(block(number)) + "\nmov     sp, r0");
    code("ldr     lr, =" + hex(step.before(LR)));
    for (int register = LAST; register >= 0; register--) {
      code("ldr     r" + register + ", =" + hex(step.before(register)));
    }
    remark("The call. Behind it are the places where the caller may be resumed, 4 bytes apart.");
    line("call_" + number + ":");
    code(step.call().insn().mnemonic() + "     #" + hex(step.call().immediate()));
    code("b       back_" + number + "_4\nb       back_" + number + "_8");
    code("str     r0, [sp]\nmov     r0, #12\nb       keep_" + number);
    line("back_" + number + "_8:");
    code("str     r0, [sp]\nmov     r0, #8\nb       keep_" + number);
    line("again_" + number + ":");
    code("str     r0, [sp]\nmov     r0, #0\nb       keep_" + number);
    line("back_" + number + "_4:");
    code("str     r0, [sp]\nmov     r0, #4");
    remark("What the caller found, and how far behind the call it was resumed, into the block.");
    line("keep_" + number + ":");
    code("str     r0, [sp, #124]");
    line("kept_" + number + ":");
    for (int register = 1; register <= LAST; register++) {
      code("str     r" + register + ", [sp, #" + 4 * register + "]");
    }
    code("str     lr, [sp, #56]\nb       next_" + number + "\n.ltorg");
    line("next_" + number + ":");
  }

  @Override
  void exit() {
    line("        .inst   0xe10f0070      // hlt #0xf000");
  }

  @Override
  void vectors() {
    table(1, 0x04, "stray", 0x0c, "stray", 0x10, "park");
    if (!bare) {
      String hyp = script().answeredAt(ExceptionLevel.EL2).isEmpty() ? "park" : "entry_el2";
      String mon = script().answeredAt(ExceptionLevel.EL3).isEmpty() ? "park" : "entry_el3";
      table(2, 0x14, hyp, 0x08, "park", 0x04, "park");
      table(3, 0x08, mon, 0x0c, "park", 0x04, "park");
    }
  }

  private void table(int level, int a, String toA, int b, String toB, int c, String toC) {
    comment("The vectors of EL" + level + ".");
    line("        .balign 32");
    line("vectors_el" + level + ":");
    for (int offset = 0; offset < 0x20; offset += 4) {
      code("b       " + (offset == a ? toA : offset == b ? toB : offset == c ? toC : "park"));
    }
  }

  @Override
  void stray() {
    comment("An exception of the caller: where it went on is no place behind the call.");
    line("stray:");
    code("str     r0, [sp]\nsub     r0, lr, #4\nstr     r0, [sp, #4]\ncps     #0x13");
    code("ldr     r0, =STATE\nldr     r0, [r0, #" + FINISHED + "]\ncmp     r0, #0\nbne     park");
    code("ldr     r0, =" + hex(SCRATCH) + "\nldr     r0, [r0]\nstr     r0, [sp]");
    code("ldr     r0, =" + hex(SCRATCH) + "\nldr     r0, [r0, #4]\nstr     r0, [sp, #124]");
    code("mov     r0, #1\nstr     r0, [sp, #256]\nldr     r0, =STATE\nldr     r0, [r0]");
    for (Script.Step step : script().own()) {
      code("cmp     r0, #" + step.number() + "\nbeq     kept_" + step.number());
    }
    code("b       park\n.ltorg");
  }

  @Override
  void callee(ExceptionLevel level) {
    int el = level.number();
    List<Script.Step> steps = script().answeredAt(level);
    comment("The callee at EL" + el + ": keeps what it finds, and answers as the trace says.");
    line("entry_el" + el + ":");
    code("sub     sp, sp, #" + FRAME);
    for (int register = 0; register <= LAST; register++) {
      code("str     r" + register + ", [sp, #" + 4 * register + "]");
    }
    code("ldr     r0, =STATE\nldr     r1, [r0]\nldr     r2, =BLOCKS + 128");
    code("add     r2, r2, r1, lsl #9\nmov     r3, #0");
    line("seen_el" + el + ":");
    code("add     r4, sp, r3\nldr     r4, [r4]\nadd     r5, r2, r3\nstr     r4, [r5]");
    code("add     r3, r3, #4\ncmp     r3, #52\nbne     seen_el" + el);
    code("ldr     r3, [r2, #124]\nadd     r3, r3, #1\nstr     r3, [r2, #124]\ncmp     r3, #1");
    code("bne     twice_el" + el);
    for (Script.Step step : steps) {
      code("cmp     r1, #" + step.number() + "\nbeq     answer_" + step.number());
    }
    code("b       park");
    comment("The same call again: the caller is resumed where it says so.");
    line("twice_el" + el + ":");
    for (Script.Step step : steps) {
      String other = label("other");
      code("cmp     r1, #" + step.number() + "\nbne     " + other);
      code("ldr     r1, =again_" + step.number());
      setReturn(level);
      code("b       leave_el" + el);
      line(other + ":");
    }
    code("b       park\n.ltorg");
    for (Script.Step step : steps) {
      answer(step, level);
    }
    line("leave_el" + el + ":");
    for (int register = LAST; register >= 0; register--) {
      code("ldr     r" + register + ", [sp, #" + 4 * register + "]");
    }
    code("add     sp, sp, #" + FRAME);
    code(level == ExceptionLevel.EL3 ? "movs    pc, lr" : "eret");
    code(".ltorg");
  }

  private void setReturn(ExceptionLevel level) {
    code(level == ExceptionLevel.EL3 ? "mov     lr, r1" : "msr     elr_hyp, r1");
  }

  private void answer(Script.Step step, ExceptionLevel level) {
    comment("The answer to call " + step.number() + ", as in the trace.");
    line("answer_" + step.number() + ":");
    step.call()
        .back()
        .orElseThrow()
        .registers()
        .forEach(
            (register, value) -> {
              if (register <= LAST) {
                code("ldr     r1, =" + hex(value) + "\nstr     r1, [sp, #" + 4 * register + "]");
              }
            });
    boolean trap = step.call().insn() == Call.SMC && level == ExceptionLevel.EL2;
    long difference = step.distance() - (trap ? 0 : 4);
    if (!step.comesBackNearby()) {
      code("ldr     r1, =" + hex(resumeAt(step)));
      setReturn(level);
    } else if (difference != 0) {
      code(level == ExceptionLevel.EL3 ? "mov     r1, lr" : "mrs     r1, elr_hyp");
      code((difference > 0 ? "add" : "sub") + "     r1, r1, #" + Math.abs(difference));
      setReturn(level);
    }
    code("b       leave_el" + level.number() + "\n.ltorg");
  }
}
