// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.platform.ExceptionLevel;

/** The threads of a Trusted OS that wait to be resumed, {@value #MOST} at most. */
final class WaitingThreads {
  static final int MOST = 1024;

  /** Whose thread is resumed. */
  enum Whose {
    /** One that waits for that level. */
    ITS_OWN,
    /** One that waits for another level only. */
    ANOTHERS,
    /** One that was not seen to wait. */
    NOT_SEEN
  }

  private record Thread(int number, Optional<ExceptionLevel> caller) {}

  private final Set<Thread> waiting = new HashSet<>();

  void waits(int number, Optional<ExceptionLevel> caller) {
    if (waiting.size() < MOST) {
      waiting.add(new Thread(number, caller));
    }
  }

  /** Takes the thread that goes on away: its caller's own, or else every one of that number. */
  Whose resumes(int number, Optional<ExceptionLevel> caller) {
    if (waiting.remove(new Thread(number, caller))) {
      return Whose.ITS_OWN;
    }
    return waiting.removeIf(thread -> thread.number() == number) ? Whose.ANOTHERS : Whose.NOT_SEEN;
  }

  void forget() {
    waiting.clear();
  }
}
