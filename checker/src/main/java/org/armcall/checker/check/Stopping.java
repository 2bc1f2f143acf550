// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.armcall.checker.kept.Interruption;

/**
 * Turns Ctrl-C into a cancellation, and keeps the JVM alive until what was done has been said.
 * Close it after printing.
 */
final class Stopping implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 10;

  private final Cancellation cancellation;
  private final CountDownLatch said = new CountDownLatch(1);
  private final Interruption interruption;

  Stopping(Cancellation cancellation) {
    this.cancellation = cancellation;
    interruption = Interruption.undoing(this::stop);
  }

  private String stop() {
    cancellation.cancel();
    try {
      if (!said.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return "the check could not be stopped in time; its result is lost";
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "";
  }

  @Override
  public void close() {
    said.countDown();
    interruption.close();
  }
}
