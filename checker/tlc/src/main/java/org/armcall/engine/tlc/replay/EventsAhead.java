// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.replay;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import tlc2.value.impl.Value;

/**
 * Reads events on a thread of its own, a little ahead of who steps them: to make the values of a
 * million events takes nearly as long as to compare them.
 *
 * <p>At most {@value #BATCHES} batches of {@value #BATCH} events wait. The reading thread makes
 * values and hands them over whole; it looks at none again that the stepping thread may change.
 */
final class EventsAhead {
  private static final int BATCH = 256;
  private static final int BATCHES = 8;

  /**
   * An event.
   *
   * @param action the action that takes it
   * @param cpu its processor, or -1
   * @param arguments of the action; one that was not logged is empty
   */
  record Event(String action, long line, int cpu, List<Optional<Value>> arguments) {}

  /** Events in order, and whether they are the last. */
  private record Batch(List<Event> events, boolean last) {}

  private final BlockingQueue<Batch> ready = new ArrayBlockingQueue<>(BATCHES);
  private final EventInput input;

  // Written by the reading thread before its last batch, read after that batch was taken.
  private Optional<Throwable> failure = Optional.empty();

  EventsAhead(EventInput input) {
    this.input = input;
  }

  /**
   * Hands over every event, on the thread that called.
   *
   * @throws IOException if reading fails
   */
  void forEach(Consumer<Event> step) throws IOException {
    Thread reader = new Thread(this::fill, "events");
    reader.setDaemon(true);
    reader.start();
    try {
      boolean last = false;
      while (!last) {
        Batch batch = ready.take();
        batch.events().forEach(step);
        last = batch.last();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while events were read");
    } finally {
      reader.interrupt();
    }
    rethrow();
  }

  private void rethrow() throws IOException {
    if (failure.isEmpty()) {
      return;
    }
    Throwable thrown = failure.get();
    if (thrown instanceof IOException io) {
      throw io;
    }
    if (thrown instanceof RuntimeException wrong) {
      throw wrong;
    }
    throw (Error) thrown;
  }

  private void fill() {
    List<Event> events = new ArrayList<>(BATCH);
    try {
      try {
        for (String action = input.string(); !action.isEmpty(); action = input.string()) {
          events.add(event(action));
          if (events.size() == BATCH) {
            ready.put(new Batch(events, false));
            events = new ArrayList<>(BATCH);
          }
        }
      } catch (IOException | RuntimeException | Error thrown) {
        failure = Optional.of(thrown);
      }
      ready.put(new Batch(events, true));
    } catch (InterruptedException stopped) {
      // Nobody wants the rest.
    }
  }

  private Event event(String action) throws IOException {
    long line = input.count();
    int cpu = input.number();
    int count = (int) input.count();
    List<Optional<Value>> arguments = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      arguments.add(input.argument());
    }
    return new Event(action, line, cpu, arguments);
  }
}
