// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;

/**
 * The forms of the lines of one trace, learnt from the lines themselves. At most {@value #MOST} are
 * remembered: a trace has a call, an exception and a return for each conduit, and few more.
 */
final class LineForms {
  static final int MOST = 32;

  /** A form, and the one that the line behind such a line had. */
  private static final class Known {
    private final LineForm form;
    private Known next = this;

    private Known(LineForm form) {
      this.form = form;
    }
  }

  private final List<Known> all = new ArrayList<>(MOST);
  private Optional<Known> last = Optional.empty();
  private int replaced;

  /** The event of the line, its numbers in those fields; empty where no form suits it. */
  Optional<TraceEvent> read(
      byte[] bytes, int from, int to, LineFields into, List<SourceLine> source) {
    if (last.isEmpty()) {
      return Optional.empty();
    }
    Known likely = last.get().next;
    Optional<TraceEvent> event = likely.form.read(bytes, from, to, into, source);
    if (event.isPresent()) {
      last = Optional.of(likely);
      return event;
    }
    for (Known known : all) {
      event = known.form.read(bytes, from, to, into, source);
      if (event.isPresent()) {
        follows(known);
        return event;
      }
    }
    return event;
  }

  /** Remembers a form; the oldest gives way where there are too many. */
  void add(LineForm form) {
    Known known = new Known(form);
    if (all.size() < MOST) {
      all.add(known);
    } else {
      all.set(replaced, known);
      replaced = (replaced + 1) % MOST;
    }
    follows(known);
  }

  private void follows(Known known) {
    last.ifPresent(before -> before.next = known);
    last = Optional.of(known);
  }
}
