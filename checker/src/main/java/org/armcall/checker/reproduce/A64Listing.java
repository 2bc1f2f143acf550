// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import java.util.List;
import org.armcall.model.instruction.Call;
import org.armcall.model.platform.ExceptionLevel;

/** The assembly text of an AArch64 image. */
final class A64Listing extends Listing {
  private static final int LAST = 30;
  private static final int FRAME = 256;
  private static final long HCR_RW = 1L << 31;
  private static final long HCR_TSC = 1L << 19;

  /** NS, the RES1 bits 5:4, HCE, RW; SMD is 0. */
  private static final long SCR = 0x531;

  private static final long SCTLR_EL1_OFF = 0x30d0_0800L;
  private static final long SCTLR_EL2_OFF = 0x30c5_0830L;

  private final ExceptionLevel entry;

  A64Listing(Script script, ExceptionLevel entry) {
    super(script, 'x');
    this.entry = entry;
  }

  @Override
  int size() {
    return 8;
  }

  @Override
  String narrow(int register) {
    return "w" + register;
  }

  @Override
  String returning() {
    return "ret";
  }

  @Override
  void cut(int register, int bits) {
    if (bits == 32) {
      code("mov     w" + register + ", w" + register);
    }
  }

  @Override
  void start() {
    line("start:");
    if (entry == ExceptionLevel.EL3) {
      comment("EL3: Non-secure, AArch64 below, HVC enabled, SMC not disabled; then EL2.");
      level(3);
      code("ldr     x0, =" + hex(SCR) + "\nmsr     scr_el3, x0");
      code("ldr     x0, =" + hex(SCTLR_EL2_OFF) + "\nmsr     sctlr_el2, x0");
      drop(3, "start_el2", 0x3c9);
      line("start_el2:");
    }
    if (entry != ExceptionLevel.EL1) {
      boolean client = script().caller() == ExceptionLevel.EL2;
      comment(
          "EL2: AArch64 below"
              + (script().traps() ? ", SMC of EL1 trapped (HCR_EL2.TSC)" : "")
              + (client ? "; the caller is here." : "; then EL1."));
      level(2);
      code("ldr     x0, =" + hex(HCR_RW | (script().traps() ? HCR_TSC : 0)));
      code("msr     hcr_el2, x0\nisb");
      if (!client) {
        code("ldr     x0, =" + hex(SCTLR_EL1_OFF) + "\nmsr     sctlr_el1, x0");
        drop(2, "start_el1", 0x3c5);
      }
    }
    if (script().caller() == ExceptionLevel.EL1) {
      line("start_el1:");
      level(1);
    }
    code("isb");
    pool();
  }

  private void level(int level) {
    code("ldr     x0, =vectors_el" + level + "\nmsr     vbar_el" + level + ", x0");
    code("ldr     x0, =" + hex(STATE + 0x1_0000L * level) + "\nmov     sp, x0");
  }

  private void drop(int level, String to, int status) {
    code("ldr     x0, =" + to + "\nmsr     elr_el" + level + ", x0");
    code("mov     x0, #" + hex(status) + "\nmsr     spsr_el" + level + ", x0\nisb\neret");
  }

  @Override
  void make(Script.Step step) {
    int number = step.number();
    remark("The registers of the call; the stack pointer is the block of what the caller finds.");
    code("ldr     x0, =" + hex(block(number)) + "\nmov     sp, x0");
    for (int register = LAST; register >= 0; register--) {
      code("ldr     x" + register + ", =" + hex(step.before(register)));
    }
    remark("The call. Behind it are the places where the caller may be resumed, 4 bytes apart.");
    line("call_" + number + ":");
    code(step.call().insn().mnemonic() + "     #" + hex(step.call().immediate()));
    code("b       back_" + number + "_4\nb       back_" + number + "_8");
    code("str     x0, [sp]\nmov     x0, #12\nb       keep_" + number);
    line("back_" + number + "_8:");
    code("str     x0, [sp]\nmov     x0, #8\nb       keep_" + number);
    line("again_" + number + ":");
    code("str     x0, [sp]\nmov     x0, #0\nb       keep_" + number);
    line("back_" + number + "_4:");
    code("str     x0, [sp]\nmov     x0, #4");
    remark("What the caller found, and how far behind the call it was resumed, into the block.");
    line("keep_" + number + ":");
    code("str     x0, [sp, #248]");
    line("kept_" + number + ":");
    save(1);
    code("b       next_" + number + "\n.ltorg");
    line("next_" + number + ":");
  }

  /** Stores the registers from one on at SP. */
  private void save(int from) {
    for (int register = from; register <= LAST; register++) {
      code("str     x" + register + ", [sp, #" + 8 * register + "]");
    }
  }

  @Override
  void exit() {
    code("hlt     #0xf000");
  }

  @Override
  void vectors() {
    for (int level = 1; level <= entry.number(); level++) {
      boolean client = script().caller().number() == level;
      boolean callee = !script().answeredAt(levelOf(level)).isEmpty();
      if (level < script().caller().number()) {
        continue;
      }
      comment("The vectors of EL" + level + ".");
      line("        .balign 2048");
      line("vectors_el" + level + ":");
      for (int offset = 0; offset < 0x800; offset += 0x80) {
        String to = "park";
        if (offset == 0x200 && client) {
          to = "stray";
        } else if (offset == 0x400 && callee) {
          to = "entry_el" + level;
        }
        code("b       " + to + "\n.balign 128");
      }
    }
  }

  private static ExceptionLevel levelOf(int number) {
    return switch (number) {
      case 1 -> ExceptionLevel.EL1;
      case 2 -> ExceptionLevel.EL2;
      default -> ExceptionLevel.EL3;
    };
  }

  @Override
  void stray() {
    comment("An exception at the caller's level: where it went on is no place behind the call.");
    int level = script().caller().number();
    line("stray:");
    code("str     x0, [sp]\nldr     x0, =STATE\nldr     x0, [x0, #" + FINISHED + "]");
    code("cbnz    x0, park\nmrs     x0, elr_el" + level + "\nstr     x0, [sp, #248]");
    code("mov     x0, #1\nstr     x0, [sp, #512]\nldr     x0, =STATE\nldr     x0, [x0]");
    for (Script.Step step : script().own()) {
      code("cmp     x0, #" + step.number() + "\nbeq     kept_" + step.number());
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
    save(0);
    code("ldr     x0, =STATE\nldr     x1, [x0]\nldr     x2, =BLOCKS + 256");
    code("add     x2, x2, x1, lsl #10\nmov     x3, #0");
    line("seen_el" + el + ":");
    code("add     x4, sp, x3\nldr     x4, [x4]\nadd     x5, x2, x3\nstr     x4, [x5]");
    code("add     x3, x3, #8\ncmp     x3, #248\nbne     seen_el" + el);
    code("ldr     x3, [x2, #248]\nadd     x3, x3, #1\nstr     x3, [x2, #248]\ncmp     x3, #1");
    code("bne     twice_el" + el);
    for (Script.Step step : steps) {
      code("cmp     x1, #" + step.number() + "\nbeq     answer_" + step.number());
    }
    code("b       park");
    comment("The same call again: the caller is resumed where it says so.");
    line("twice_el" + el + ":");
    for (Script.Step step : steps) {
      String other = label("other");
      code("cmp     x1, #" + step.number() + "\nbne     " + other);
      code("ldr     x1, =again_" + step.number() + "\nmsr     elr_el" + el + ", x1");
      code("b       leave_el" + el);
      line(other + ":");
    }
    code("b       park\n.ltorg");
    for (Script.Step step : steps) {
      answer(step, el);
    }
    line("leave_el" + el + ":");
    for (int register = LAST; register >= 0; register--) {
      code("ldr     x" + register + ", [sp, #" + 8 * register + "]");
    }
    code("add     sp, sp, #" + FRAME + "\neret\n.ltorg");
  }

  private void answer(Script.Step step, int el) {
    comment("The answer to call " + step.number() + ", as in the trace.");
    line("answer_" + step.number() + ":");
    for (Script.Step inner : script().servedBy(step)) {
      code("ldr     x0, =STATE\nmov     x1, sp\nstr     x1, [x0, #" + SAVED_SP + "]");
      code("mrs     x1, elr_el" + el + "\nstr     x1, [x0, #48]");
      code("mrs     x1, spsr_el" + el + "\nstr     x1, [x0, #56]");
      makeAndPrint(inner);
      code("ldr     x0, =STATE\nldr     x1, [x0, #" + SAVED_SP + "]\nmov     sp, x1");
      code("ldr     x1, [x0, #48]\nmsr     elr_el" + el + ", x1");
      code("ldr     x1, [x0, #56]\nmsr     spsr_el" + el + ", x1");
      code("mov     x1, #" + step.number() + "\nstr     x1, [x0]");
    }
    step.call()
        .back()
        .orElseThrow()
        .registers()
        .forEach(
            (register, value) -> {
              if (register <= LAST) {
                code("ldr     x1, =" + hex(value) + "\nstr     x1, [sp, #" + 8 * register + "]");
              }
            });
    if (step.comesBackNearby()) {
      long written = step.call().insn() == Call.SMC && el == 2 ? 0 : 4;
      long difference = step.distance() - written;
      if (difference != 0) {
        code("mrs     x1, elr_el" + el);
        code((difference > 0 ? "add" : "sub") + "     x1, x1, #" + Math.abs(difference));
        code("msr     elr_el" + el + ", x1");
      }
    } else {
      code("ldr     x1, =" + hex(resumeAt(step)) + "\nmsr     elr_el" + el + ", x1");
    }
    code("b       leave_el" + el + "\n.ltorg");
  }
}
