// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C into a cancellation, and keeps the JVM alive until what was done has been said.
 * Close it after printing.
 */
final class Interruption implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 10;

  private final Cancellation cancellation;
  private final CountDownLatch said = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "interruption");

  Interruption(Cancellation cancellation) {
    this.cancellation = cancellation;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stop() {
    cancellation.cancel();
    try {
      if (!said.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("armcall: the check could not be stopped in time; its result is lost");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    said.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // The JVM is already going down: the hook is what waits for us.
    }
  }
}
