// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an image reported of one case.
 *
 * @param index the number of the case
 * @param taker who took an exception: 0x6401 to 0x6403 for AArch64 EL1 to EL3, 0x3200 plus the mode
 *     for AArch32
 * @param vector the vector's offset
 * @param syndrome ESR_ELx or HSR; 0 where there is none
 * @param link ELR_ELx, ELR_hyp or LR of the mode
 * @param status SPSR
 * @param x0 what x0 or r0 holds then
 */
record Report(int index, int taker, int vector, int syndrome, long link, long status, long x0) {
  private static final Pattern LINE =
      Pattern.compile(
          "([0-9a-f]{8}) (6401|6402|6403|32[0-9a-f]{2}) ([0-9a-f]{3}|[0-9a-f]{4}) ([0-9a-f]{8})"
              + " ([0-9a-f]{8,16}) ([0-9a-f]{8}) ([0-9a-f]{8,16}) ?");

  /** The report in a line; nothing if the line is anything else. */
  static Optional<Report> of(String line) {
    Matcher fields = LINE.matcher(line);
    if (!fields.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Report(
            HexFormat.fromHexDigits(fields.group(1)),
            HexFormat.fromHexDigits(fields.group(2)),
            HexFormat.fromHexDigits(fields.group(3)),
            HexFormat.fromHexDigits(fields.group(4)),
            HexFormat.fromHexDigitsToLong(fields.group(5)),
            HexFormat.fromHexDigitsToLong(fields.group(6)),
            HexFormat.fromHexDigitsToLong(fields.group(7))));
  }

  /** The reports of a whole run, by case; other lines are left out. */
  static Map<Integer, Report> all(String output) {
    Map<Integer, Report> reports = new TreeMap<>();
    output
        .lines()
        .forEach(line -> of(line).ifPresent(report -> reports.put(report.index(), report)));
    return reports;
  }

  boolean takenInAarch64() {
    return taker >> 8 == 0x64;
  }

  /** Whether the taker has a syndrome register. */
  boolean hasSyndrome() {
    return takenInAarch64() || taker == 0x321a;
  }

  int exceptionClass() {
    return syndrome >>> 26;
  }

  /** The taker as the model names modes. */
  String takerText() {
    return takenInAarch64()
        ? "el" + (taker & 0xf) + "h"
        : "mode 0x" + Integer.toHexString(taker & 0xff);
  }

  /** One line for a person. */
  String text() {
    return "taken by %s at 0x%x, syndrome 0x%x, link 0x%x, SPSR 0x%x, x0 0x%x"
        .formatted(takerText(), vector, syndrome, link, status, x0);
  }
}
