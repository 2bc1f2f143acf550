// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.TraceException;

/**
 * Reads a trace on a thread of its own, a little ahead of who takes the events: on two processors
 * reading and checking take the time of the slower one.
 *
 * <p>At most {@value #BATCHES} batches of {@value #BATCH} events wait. Everything reaches the sink
 * on the thread that called, in its order.
 */
final class ReadAhead {
  private static final int BATCH = 128;
  private static final int BATCHES = 4;

  /**
   * An event with the line of its log; one without, and all of it observed, is handed over as it
   * is.
   */
  private record Item(OptionalLong line, TraceEvent event, String reconstructed) {}

  private record Bad(SourceLine line, String why) {}

  /** Events, bad lines and a header, in order; whether more follow, and how it ended if not. */
  private record Batch(List<Object> items, boolean last) {}

  private final BlockingQueue<Batch> ready = new ArrayBlockingQueue<>(BATCHES);
  private final LogLines lines;

  // Written by the reading thread before its last batch, read after that batch was taken.
  private long events;
  private Optional<Throwable> failure = Optional.empty();

  private ReadAhead(LogLines lines) {
    this.lines = lines;
  }

  /**
   * Reads the trace into the sink.
   *
   * @return how many events there were
   * @throws TraceException as {@link CanonicalReader#read}
   */
  static long read(LogLines lines, CanonicalSink sink) throws TraceException {
    ReadAhead ahead = new ReadAhead(lines);
    Thread reader = new Thread(ahead::fill, "armcall-reader");
    reader.setDaemon(true);
    reader.start();
    try {
      boolean last = false;
      while (!last) {
        Batch batch = ahead.ready.take();
        batch.items().forEach(item -> hand(item, sink));
        last = batch.last();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new TraceException(
          TraceException.Problem.UNREADABLE, lines.name() + ": interrupted while it was read");
    } finally {
      ahead.stop(reader);
    }
    return ahead.result();
  }

  private static void hand(Object item, CanonicalSink sink) {
    if (item instanceof TraceEvent event) {
      sink.event(OptionalLong.empty(), event);
    } else if (item instanceof Item event) {
      sink.event(event.line(), event.event(), event.reconstructed());
    } else if (item instanceof Bad bad) {
      sink.badLine(bad.line(), bad.why());
    } else {
      sink.header((TraceHeader) item);
    }
  }

  /** The caller closes the lines next: the reader must not use them any more. */
  private void stop(Thread reader) {
    boolean interrupted = false;
    while (reader.isAlive()) {
      reader.interrupt();
      ready.clear();
      try {
        reader.join(100);
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private long result() throws TraceException {
    if (failure.isEmpty()) {
      return events;
    }
    Throwable thrown = failure.get();
    if (thrown instanceof TraceException refused) {
      throw refused;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    throw new IllegalStateException(thrown);
  }

  private void fill() {
    Filling filling = new Filling();
    try {
      try {
        events = CanonicalReader.readHere(lines, filling);
      } catch (TraceException | RuntimeException | Error thrown) {
        failure = Optional.of(thrown);
      }
      ready.put(new Batch(filling.items, true));
    } catch (InterruptedException stopped) {
      // Nobody wants the rest.
    }
  }

  private final class Filling implements CanonicalSink {
    private List<Object> items = new ArrayList<>(BATCH);

    @Override
    public void header(TraceHeader header) {
      items.add(header);
    }

    @Override
    public void event(OptionalLong line, TraceEvent event) {
      event(line, event, "");
    }

    @Override
    public void event(OptionalLong line, TraceEvent event, String reconstructed) {
      boolean bare = line.isEmpty() && reconstructed.isEmpty();
      add(bare ? event : new Item(line, event, reconstructed));
    }

    @Override
    public void badLine(SourceLine line, String why) {
      add(new Bad(line, why));
    }

    private void add(Object item) {
      items.add(item);
      if (items.size() == BATCH) {
        try {
          ready.put(new Batch(items, false));
        } catch (InterruptedException stopped) {
          throw new Stopped();
        }
        items = new ArrayList<>(BATCH);
      }
    }
  }

  /** Nobody wants the rest of the trace. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("stopped", null, false, false);
    }
  }
}
