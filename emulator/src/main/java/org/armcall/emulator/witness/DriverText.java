// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The assembly text of the drivers: the resources of this package, put together for a machine. */
final class DriverText {
  private DriverText() {}

  /** The AArch64 driver and handlers of a machine whose highest level is AArch64. */
  static String aarch64(WitnessMachine machine, int cases) {
    boolean el3 = machine.driver() == WitnessMachine.Driver.EL3;
    String level = el3 ? "3" : "2";
    StringBuilder text = new StringBuilder(constants(cases, 0));
    text.append("        .equ    DRIVER, ").append(level).append('\n');
    text.append(resource("driver64.s").replace("elD", "el" + level));
    text.append(resource(el3 ? "driver-el3.s" : "driver-el2.s"));
    for (int vectors = 1; vectors <= (el3 ? 3 : 2); vectors++) {
      vectors(text, vectors);
    }
    return text.toString();
  }

  /** The AArch32 handlers, and the driver where the machine has no AArch64. */
  static String aarch32(WitnessMachine machine, int cases, int scr) {
    String text = constants(cases, scr) + resource("handlers32.s");
    return switch (machine.driver()) {
      case EL3, EL2 -> text + resource("leave-guest.s");
      case HYP -> text + resource("driver32.s") + resource("driver-hyp.s");
      case MON -> text + resource("driver32.s") + resource("driver-mon.s");
    };
  }

  private static String constants(int cases, int scr) {
    return """
            .equ    UART, 0x%x
            .equ    STATE, 0x%x
            .equ    CASES, 0x%x
            .equ    CASES_END, 0x%x
            .equ    CASE_SIZE, %d
            .equ    SCR, 0x%x
            .equ    SCTLR_OFF, 0x%x
    """
        .formatted(
            Layout.UART,
            Layout.STATE,
            Layout.CASES,
            Layout.CASES + (long) cases * Layout.CASE_SIZE,
            Layout.CASE_SIZE,
            scr,
            Controls.SCTLR_RES1_A32);
  }

  /** The sixteen vectors of a level; each tells the handler its offset. */
  private static void vectors(StringBuilder text, int level) {
    text.append("        .balign 2048\nvectors_el").append(level).append(":\n");
    for (int offset = 0; offset < 0x800; offset += 0x80) {
      text.append("        mov     x9, #").append(offset).append('\n');
      text.append("        b       entry_el").append(level).append("\n        .balign 128\n");
    }
  }

  static String resource(String name) {
    try (InputStream stream = DriverText.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the resource " + name + " is missing");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
