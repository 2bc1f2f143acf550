// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.Random;

/** Random guest programs of A64, with a handler at EL2 that looks at the syndrome. */
final class GuestPrograms {
  /** What the guest's registers mean: x20 is the data, x0 to x7 have values, x8 to x15 none. */
  private static final String[] STEPS = {
    "add x%1$d, x%2$d, x%3$d",
    "subs x%1$d, x%2$d, x%3$d",
    "and x%1$d, x%2$d, x%3$d",
    "orr x%1$d, x%2$d, x%3$d",
    "eor x%1$d, x%2$d, x%3$d",
    "movz x%1$d, #%4$d",
    "lsl x%1$d, x%2$d, #%5$d",
    "ubfx x%1$d, x%2$d, #%5$d, #8",
    "ldr x%1$d, [x20, #%6$d]",
    "str x%1$d, [x20, #%6$d]",
    "ldrb w%1$d, [x20, #%5$d]",
    "strh w%1$d, [x20, #%6$d]",
    "csel x%1$d, x%2$d, x%3$d, eq",
    "cbz x%1$d, .+8",
    "tbnz x%1$d, #%5$d, .+8",
    "adcs x%1$d, x%2$d, x%3$d",
    "hvc #%4$d",
    "svc #%4$d",
    "mrs x%1$d, esr_el1",
    "msr tpidr_el1, x%1$d",
    "mrs x%1$d, tpidr_el1",
  };

  private GuestPrograms() {}

  /** A program of so many instructions that ends in a loop. */
  static String guest(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < length; index++) {
      text.append(
          String.format(
              STEPS[random.nextInt(STEPS.length)],
              random.nextInt(16),
              random.nextInt(16),
              random.nextInt(16),
              random.nextInt(0x10000),
              random.nextInt(56),
              8 * random.nextInt(8)));
      text.append('\n');
    }
    // Two branches of .+8 may pass over the first.
    return text.append("nop\nend: b end\n").toString();
  }

  /** A handler that keeps the syndrome and its immediate, and goes back. */
  static final String HANDLER =
      "mrs x9, esr_el%1$d\n ubfx x10, x9, #26, #6\n and x11, x9, #0xffff\n eret\n";
}
