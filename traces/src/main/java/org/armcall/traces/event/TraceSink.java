// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.event;

/** Takes what a reader finds, in the order of the log. */
public interface TraceSink {
  /** An event. */
  void event(TraceEvent event);

  /**
   * A line that cannot be read.
   *
   * @param why what is wrong with it, in a few words
   */
  void badLine(SourceLine line, String why);
}
