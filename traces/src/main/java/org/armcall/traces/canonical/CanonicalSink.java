// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import java.util.OptionalLong;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;

/** Takes what is in a canonical trace, in its order: the header, then events and bad lines. */
public interface CanonicalSink {
  /** The header; once, before everything else. */
  void header(TraceHeader header);

  /**
   * An event. Its {@link TraceEvent#source} is its line in the trace.
   *
   * @param line the number of the line of the log that the trace was made from, if it was
   */
  void event(OptionalLong line, TraceEvent event);

  /**
   * An event, and what the line says of where it comes from.
   *
   * @param reconstructed which fields were not in the log that it was made from, and from what they
   *     follow; empty where all were
   */
  default void event(OptionalLong line, TraceEvent event, String reconstructed) {
    event(line, event);
  }

  /**
   * A line that cannot be read, or one before which others are missing; the event of such a line
   * follows.
   *
   * @param why what is wrong with it, in a few words
   */
  void badLine(SourceLine line, String why);
}
