// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What is running, on one line that is written over and over. For a terminal only. */
public final class ProgressLine implements RunListener {

  private static final int WIDTH = 79;
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream err;
  private final boolean terminal;
  private final Map<String, String> running = new LinkedHashMap<>();
  private int finished;

  /**
   * A progress line.
   *
   * @param terminal whether the stream is a terminal; if not, only notes are printed
   */
  public ProgressLine(PrintStream err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public synchronized void started(Model model) {
    running.put(model.name(), "");
    draw();
  }

  @Override
  public synchronized void progress(Model model, long distinct, long generated, long queue) {
    running.computeIfPresent(
        model.name(),
        (name, old) -> String.format(Locale.ROOT, " %,d states, %,d queued", distinct, queue));
    draw();
  }

  @Override
  public synchronized void finished(Model model, Outcome outcome, Duration time) {
    running.remove(model.name());
    finished++;
    draw();
  }

  @Override
  public synchronized void note(Model model, String text) {
    erase();
    err.println("armcall: " + model.name() + ": " + text);
    draw();
  }

  /** Takes the line away, before results are printed. */
  public synchronized void erase() {
    if (terminal) {
      err.print(ERASE);
      err.flush();
    }
  }

  private void draw() {
    if (!terminal) {
      return;
    }
    StringBuilder line = new StringBuilder().append(finished).append(" done");
    running.forEach((name, state) -> line.append(" | ").append(name).append(state));
    err.print(ERASE + line.substring(0, Math.min(line.length(), WIDTH)));
    err.flush();
  }
}
