// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.armcall.model.instruction.Call;
import org.armcall.traces.event.RegisterNames;
import org.armcall.traces.event.RegisterValues;
import org.armcall.traces.source.LineCursor;

/**
 * Probes on the functions by which the kernel calls firmware: {@code (__arm_smccc_smc+0x0/0x30)
 * x0=0x84000000}, and {@code (caller+0x2c/0x48 <- __arm_smccc_smc) ret=0x10001} of a probe on the
 * return.
 *
 * <p>The names of the fields are the recorder's own: {@code x0}, {@code a0} or {@code r0} is taken
 * for that register, {@code ret} and {@code retval} of a return for the first one, and nothing
 * else. Which register is the call's own at which place is of the functions' code
 * (arch/arm64/kernel/smccc-call.S).
 */
final class ProbeLines {
  private static final Pattern REGISTER = Pattern.compile("[xar](\\d|1[0-7])");
  private static final Pattern PLACE =
      Pattern.compile("(?:.* <- )?__arm_smccc_(smc|hvc)(?:\\+0x(\\p{XDigit}{1,8})/.*)?");

  /** Where trace-cmd prints addresses, the name that the kernel gives a probe without one. */
  private static final Pattern ADDRESS = Pattern.compile("\\p{XDigit}+(?: <- \\p{XDigit}+)?");

  private static final Pattern NAME = Pattern.compile("[pr]___arm_smccc_(smc|hvc)_(\\d{1,4})");

  private final DriverLines calls;

  ProbeLines(DriverLines calls) {
    this.calls = calls;
  }

  /** Whether the text behind an event's name is a probe's, and one of those functions is named. */
  static boolean isOfCall(byte[] b, int name, int nameEnd, int end) {
    int i = nameEnd + 1;
    while (i < end && b[i] == ' ') {
      i++;
    }
    if (i == end || b[i] != '(') {
      return false;
    }
    String text = new String(b, name, end - name, StandardCharsets.ISO_8859_1);
    int closing = text.indexOf(')', i - name);
    return closing > 0
        && Probe.of(text.substring(0, nameEnd - name), text.substring(i - name + 1, closing)).known;
  }

  /** Takes a line from the event's name on; false if it is not whole. */
  boolean take(LineCursor c, Place at) {
    String name = c.upTo(':');
    c.blanks();
    String place = c.literal("(").upTo(')');
    Probe probe = Probe.of(name, place);
    RawFields fields = RawFields.of(c.blanks());
    if (!c.fits() || !fields.isWhole()) {
      return false;
    }
    Map<String, Long> regs = registers(fields, probe);
    if (probe.answers) {
      calls.answered(at, "probe " + probe.insn, "firmware", regs);
    } else {
      calls.begin(
          at,
          "probe " + probe.insn,
          probe.insn,
          Optional.empty(),
          regs,
          "insn, imm from the function that is probed: it calls with #0; regs from the names of"
              + " the fields, named as AArch64's");
    }
    return true;
  }

  private static Map<String, Long> registers(RawFields fields, Probe probe) {
    TreeMap<Integer, Long> found = new TreeMap<>();
    fields
        .hexadecimals()
        .forEach(
            (name, value) -> {
              Matcher register = REGISTER.matcher(name);
              boolean first = probe.answers && (name.equals("ret") || name.equals("retval"));
              int number =
                  first ? 0 : register.matches() ? Integer.parseInt(register.group(1)) : -1;
              if (number >= 0 && number < probe.registers) {
                found.put(number, value);
              }
            });
    if (found.isEmpty()) {
      return Map.of();
    }
    return new RegisterValues(
        new RegisterNames(found.keySet().stream().map(n -> "x" + n).toArray(String[]::new)),
        found.values().stream().mapToLong(Long::longValue).toArray());
  }

  /**
   * What a probe shows.
   *
   * @param known whether it is one that is read
   * @param answers whether it is behind the call
   * @param registers how many registers, from the first on, are there the call's own
   */
  private record Probe(boolean known, Call insn, boolean answers, int registers) {
    private static final Probe OTHER = new Probe(false, Call.SMC, false, 0);
    private static final int OF_ANSWER = 4;
    private static final int OF_CALL = 8;
    private static final int ALL = 18;

    static Probe of(String name, String place) {
      boolean back = place.contains(" <- ");
      Matcher named = PLACE.matcher(place);
      if (named.matches()) {
        String offset = named.group(2);
        return of(named.group(1), back, offset == null ? -1 : Long.parseLong(offset, 16));
      }
      Matcher event = NAME.matcher(name);
      return ADDRESS.matcher(place).matches() && event.matches()
          ? of(event.group(1), back, Long.parseLong(event.group(2)))
          : OTHER;
    }

    /**
     * The function is a landing pad (not in old kernels), the instruction, and what puts four
     * results away. No probe can be on the instruction: one 4 bytes in is behind it where there is
     * no pad, and one 8 bytes in is behind it anyway, at the latest behind a load of X4.
     */
    private static Probe of(String conduit, boolean back, long offset) {
      Call insn = conduit.equals("smc") ? Call.SMC : Call.HVC;
      if (back) {
        return new Probe(true, insn, true, OF_ANSWER);
      }
      if (offset == 0) {
        return new Probe(true, insn, false, OF_CALL);
      }
      if (offset == 4) {
        return new Probe(true, insn, true, ALL);
      }
      return offset == 8 ? new Probe(true, insn, true, OF_ANSWER) : OTHER;
    }
  }
}
