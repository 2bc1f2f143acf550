// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stops a check: said once, heard by everything that runs. */
public final class Cancellation {

  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final Set<Runnable> actions = new LinkedHashSet<>();

  /** Stops everything. */
  public void cancel() {
    List<Runnable> stopping;
    synchronized (actions) {
      cancelled.countDown();
      stopping = List.copyOf(actions);
    }
    stopping.forEach(Runnable::run);
  }

  /** Whether {@link #cancel} was called. */
  public boolean isCancelled() {
    return cancelled.getCount() == 0;
  }

  /** Waits a little for a cancellation that may be on its way. */
  public boolean isCancelledWithin(long milliseconds) {
    try {
      return cancelled.await(milliseconds, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return isCancelled();
    }
  }

  /** Runs the action on cancellation, at once when that has been. */
  public void onCancel(Runnable action) {
    synchronized (actions) {
      actions.add(action);
      if (!isCancelled()) {
        return;
      }
    }
    action.run();
  }

  /** Forgets an action. */
  public void forget(Runnable action) {
    synchronized (actions) {
      actions.remove(action);
    }
  }
}
