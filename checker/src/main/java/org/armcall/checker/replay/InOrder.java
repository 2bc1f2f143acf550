// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.armcall.checker.cli.CommandException;

/**
 * Does the same with many things, several at once, and hands over the results in the order of the
 * things. No more than twice as many results wait as are worked on.
 */
public final class InOrder {
  private InOrder() {}

  /**
   * Works on all.
   *
   * @param jobs how many at once; with 1 all is done on this thread
   * @param done takes each result, on this thread
   * @throws RuntimeException what the work or {@code done} throws, of the first thing that does
   */
  public static <T, R> void run(
      int jobs, Iterable<T> things, Function<T, R> work, Consumer<R> done) {
    if (jobs == 1) {
      things.forEach(thing -> done.accept(work.apply(thing)));
      return;
    }
    ExecutorService workers =
        Executors.newFixedThreadPool(
            jobs,
            task -> {
              Thread worker = new Thread(task, "armcall-job");
              worker.setDaemon(true);
              return worker;
            });
    try {
      Deque<Future<R>> begun = new ArrayDeque<>();
      Iterator<T> rest = things.iterator();
      while (rest.hasNext() || !begun.isEmpty()) {
        while (rest.hasNext() && begun.size() < 2 * jobs) {
          T thing = rest.next();
          begun.add(workers.submit(() -> work.apply(thing)));
        }
        done.accept(result(begun.remove()));
      }
    } finally {
      workers.shutdownNow();
    }
  }

  private static <R> R result(Future<R> work) {
    try {
      return work.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      if (failed.getCause() instanceof Error thrown) {
        throw thrown;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw CommandException.engine("interrupted while logs were read");
    }
  }
}
