// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

/**
 * What a reader of a log had to do with its lines.
 *
 * @param recognised how many lines were of the format and gave an event or a part of one
 * @param quoted how many began with the marks of a quotation in a mail, which were taken off
 * @param joined how many had been wrapped, and were joined to the line before
 */
public record ReadCount(long recognised, long quoted, long joined) {
  /**
   * What was done with the lines of a log that was read to its end.
   *
   * @param missing what none of its lines is, and how to record some that are, to go on "none of
   *     its 7 lines"
   * @throws TraceException if none is of the format, unless it is known that the log is damaged
   */
  public static ReadCount of(LogLines lines, long recognised, long joined, String missing)
      throws TraceException {
    if (recognised == 0 && !lines.isDamaged()) {
      throw new TraceException(
          TraceException.Problem.NOT_A_TRACE,
          lines.name() + ": none of its " + lines.number() + " lines " + missing);
    }
    return new ReadCount(recognised, lines.quoted(), joined);
  }
}
