// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a fault that stays the same from run to run.
 *
 * <p>It is made from the rule, from what was called (instruction, levels, function) and from what
 * was expected and observed. Left out is what moves though the fault stays: the file, the line, the
 * processor, addresses of the code, and values above 32 bits, which are pointers nearly always. So
 * the same fault at two places of a log, or in the logs of two machines, is one finding that shows
 * twice.
 */
final class FindingId {
  private static final int BYTES = 6;
  private static final long LARGEST_WORD = 0xffff_ffffL;
  private static final long CODE = 8;
  private static final Pattern HEX = Pattern.compile("0x([0-9a-f]{1,16})");
  private static final Pattern COUNT = Pattern.compile("\\b[0-9][0-9,]*\\b");

  private FindingId() {}

  /** The name of what these texts describe: 12 hexadecimal digits. */
  static String of(String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  /**
   * The text without the values that move.
   *
   * @param addresses addresses of the code around the fault
   */
  static String still(String text, Set<Long> addresses) {
    return HEX.matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    moves(Long.parseUnsignedLong(found.group(1), 16), addresses)
                        ? "0x.."
                        : found.group()));
  }

  private static boolean moves(long value, Set<Long> addresses) {
    return value < 0
        || value > LARGEST_WORD
        || addresses.stream().anyMatch(address -> Math.abs(address - value) <= CODE);
  }

  /** The text without its numbers: how many states a search had seen is not the fault. */
  static String uncounted(String text) {
    return COUNT.matcher(text).replaceAll("..");
  }
}
