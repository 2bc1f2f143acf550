// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.minimise;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.armcall.traces.event.TraceEvent;

/**
 * Which events belong together: a call, what it was taken as, what its handler did, and the return.
 * It need not be right: what it puts together is tried together, and then each by itself.
 */
final class CallGroups {
  /** Deeper than the levels are: the returns were not logged. */
  private static final int DEEPEST = 4;

  /** A call on its way. */
  private static final class Open {
    private final int group;
    private boolean entered;

    Open(int group, boolean entered) {
      this.group = group;
      this.entered = entered;
    }
  }

  private final Map<Integer, Deque<Open>> openOf = new HashMap<>();
  private final Map<Integer, List<KeptEvent>> outer = new LinkedHashMap<>();
  private final Map<Integer, List<KeptEvent>> inner = new LinkedHashMap<>();
  private int groups;

  private CallGroups(List<KeptEvent> events) {
    events.forEach(this::add);
  }

  /** The calls of the events, each with those that its handlers made. */
  static List<List<KeptEvent>> outermost(List<KeptEvent> events) {
    return List.copyOf(new CallGroups(events).outer.values());
  }

  /** The calls of the events, each without those that its handlers made. */
  static List<List<KeptEvent>> each(List<KeptEvent> events) {
    return List.copyOf(new CallGroups(events).inner.values());
  }

  private void add(KeptEvent kept) {
    TraceEvent event = kept.event();
    Deque<Open> open = openOf.computeIfAbsent(event.cpu().orElse(-1), cpu -> new ArrayDeque<>());
    boolean isCall = event instanceof TraceEvent.Call;
    boolean isEntry = event instanceof TraceEvent.Entry;
    boolean pending = !open.isEmpty() && !open.peek().entered;
    if (isCall && pending) {
      open.pop();
    }
    if (isCall || isEntry && !pending) {
      if (open.size() == DEEPEST) {
        open.clear();
      }
      open.push(new Open(groups++, isEntry));
    } else if (isEntry) {
      open.peek().entered = true;
    }
    int own = open.isEmpty() ? groups++ : open.peek().group;
    int all = open.isEmpty() ? own : open.peekLast().group;
    inner.computeIfAbsent(own, group -> new ArrayList<>()).add(kept);
    outer.computeIfAbsent(all, group -> new ArrayList<>()).add(kept);
    boolean ends =
        event instanceof TraceEvent.Return
            || pending
                && (event instanceof TraceEvent.Handled
                    || event instanceof TraceEvent.Skipped
                    || event instanceof TraceEvent.Undefined);
    if (ends && !open.isEmpty()) {
      open.pop();
    }
  }
}
