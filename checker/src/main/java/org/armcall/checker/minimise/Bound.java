// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.minimise;

/**
 * How far minimising goes, by counts: the same log is minimised alike on every machine.
 *
 * @param first events at the beginning of the log that are looked at
 * @param before events before the violation: so many of its processor, and so many of whichever
 * @param behind events behind the violation
 * @param replays replays for one violation; it ends with what it has by then
 * @param events events in all these replays
 */
public record Bound(int first, int before, int behind, int replays, long events) {
  /** For who asks for it. */
  public static final Bound THOROUGH = new Bound(1_000, 10_000, 1_000, 5_000, Long.MAX_VALUE);

  /** For every report: less than it takes to read a log of a million events. */
  public static final Bound QUICK = new Bound(200, 800, 200, 1_000, 60_000);
}
