// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.armcall.traces.source.Literal;

/**
 * Text that stands between the records of a log and is no defect of it: what other {@code -d} and
 * {@code -trace} options write, and the guest's console.
 */
final class OtherText {
  private static final int LOOKED_AT = 200;

  private static final List<Pattern> KNOWN =
      List.of(
          // -d in_asm
          Pattern.compile("-{4,}|IN: .*|IN:|PRIV=.*|OBJD-.*|\\s*0x[0-9a-f]{6,16}: .*"),
          // -d cpu: registers, flags, floating point
          Pattern.compile("\\s*(PC|X\\d\\d|R\\d\\d|Q\\d\\d|s\\d\\d|PSTATE|PSR|FPSCR|FPCR)=.*"),
          Pattern.compile("FPCR=.*|SVCR.*|\\s*[dDpPzZ]\\d\\d?=.*"),
          // -d exec, nochain, mmu, guest_errors, unimp
          Pattern.compile("(Trace|Linking TBs|Stopped execution|cpu_io_recompile|cpu_tb_).*"),
          Pattern.compile("(Invalid (read|write)|tlb_flush|[A-Za-z0-9_.-]+: (Bad|bad|un|Un)).*"),
          Pattern.compile("(.*: )?(read|write|write to|read of) .*(unimplemented|not supported).*"),
          // -trace, with or without process id and time, or a date
          Pattern.compile(
              "(\\d+@\\d+\\.\\d+: *|\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z )?(arm|hvf|gic|psci|arm_gt|memory|cpu)[a-z0-9_]* .*"),
          // consoles: Linux, Xen, TF-A, OP-TEE, EDK2, U-Boot
          Pattern.compile("\\[ *\\d+\\.\\d+\\].*|\\((XEN|d\\d+|d\\d+v\\d+)\\).*|- UART enabled -"),
          Pattern.compile("(NOTICE|INFO|WARNING|VERBOSE|ERROR):.*|[DIEF]/(TC|LD|TA):.*"),
          Pattern.compile("(U-Boot|DRAM:|Core:|Flash:|Loading Environment|In: |Out: |Err: ).*"),
          Pattern.compile("qemu-system-[a-z0-9]+: .*"));

  private static final Literal ZERO_X = Literal.of("0x");
  private static final Literal COLON = Literal.of(": ");

  private OtherText() {}

  static boolean isKnown(byte[] bytes, int start, int end) {
    if (isBlank(bytes, start, end) || isInstruction(bytes, start, end)) {
      return true;
    }
    int length = Math.min(end - start, LOOKED_AT);
    String text = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    return KNOWN.stream().anyMatch(pattern -> pattern.matcher(text).matches());
  }

  /** A line of -d in_asm, which a log has more of than of all else: told without a pattern. */
  private static boolean isInstruction(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end && (bytes[i] == ' ' || bytes[i] == '\t')) {
      i++;
    }
    if (!ZERO_X.isAt(bytes, i, end)) {
      return false;
    }
    i += ZERO_X.length();
    int first = i;
    while (i < end && (bytes[i] >= '0' && bytes[i] <= '9' || bytes[i] >= 'a' && bytes[i] <= 'f')) {
      i++;
    }
    boolean address = i - first >= 6 && i - first <= 16 && COLON.isAt(bytes, i, end);
    int last = Math.min(end, start + LOOKED_AT);
    while (address && i < last) {
      address = bytes[i] >= ' ';
      i++;
    }
    return address && i <= last;
  }

  private static boolean isBlank(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }
}
