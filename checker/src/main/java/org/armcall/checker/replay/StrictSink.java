// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;

/** Hands on the events of a log, and stops at the first line that cannot be read. */
record StrictSink(String file, TraceSink to) implements TraceSink {
  @Override
  public void event(TraceEvent event) {
    to.event(event);
  }

  @Override
  public void event(TraceEvent event, String reconstructed) {
    to.event(event, reconstructed);
  }

  @Override
  public void badLine(SourceLine line, String why) {
    throw new UnreadableLine(file, line, why);
  }
}
