// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.event;

/** Takes what a reader finds, in the order of the log. */
public interface TraceSink {
  /** An event. */
  void event(TraceEvent event);

  /**
   * An event of which some fields were not in the log but follow from what was.
   *
   * @param reconstructed those fields and from what, as the canonical format's {@code
   *     reconstructed} says it: {@code fromEl from the spsr; isa from the class}
   */
  default void event(TraceEvent event, String reconstructed) {
    event(event);
  }

  /**
   * A line that cannot be read.
   *
   * @param why what is wrong with it, in a few words
   */
  void badLine(SourceLine line, String why);
}
