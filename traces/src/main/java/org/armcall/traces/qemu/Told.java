// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;

/**
 * An event that is passed on.
 *
 * @param reconstructed which of its fields are in no line of it, and from what they follow (ADR 3);
 *     empty where all are
 */
record Told(TraceEvent event, String reconstructed) {
  void to(TraceSink sink) {
    if (reconstructed.isEmpty()) {
      sink.event(event);
    } else {
      sink.event(event, reconstructed);
    }
  }
}
