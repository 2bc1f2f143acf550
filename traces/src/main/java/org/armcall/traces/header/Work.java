// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

/** How many tokens may still be read; it bounds the time that any header takes. */
final class Work {
  private static final long FOR_ALL = 50_000_000;
  private static final long FOR_ONE = 200_000;

  private long left = FOR_ALL;
  private long leftForOne;

  /** Begins with the next definition. */
  void next() {
    leftForOne = FOR_ONE;
  }

  /** Takes some. */
  void take(long tokens) throws NotANumber {
    left -= tokens;
    leftForOne -= tokens;
    if (left < 0) {
      throw new NotANumber("the headers' macros together take too long to expand");
    }
    if (leftForOne < 0) {
      throw new NotANumber("its macros expand to more than " + FOR_ONE + " tokens");
    }
  }
}
