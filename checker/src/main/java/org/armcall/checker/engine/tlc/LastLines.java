// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.engine.tlc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines that a child said on its standard error, for the message about its death. */
final class LastLines {
  private static final int KEPT = 12;

  private final Deque<String> lines = new ArrayDeque<>();

  private LastLines() {}

  /** Reads all that comes, in a thread of that name, so that the child never waits for us. */
  static LastLines of(InputStream errors, String thread) {
    LastLines last = new LastLines();
    Thread reader = new Thread(() -> last.read(errors), thread);
    reader.setDaemon(true);
    reader.start();
    return last;
  }

  private void read(InputStream stream) {
    try (BufferedReader errors =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = errors.readLine(); line != null; line = errors.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add("what it says cannot be read: " + e.getMessage());
    }
  }

  /** Adds a line of our own. */
  synchronized void add(String line) {
    lines.add(line);
    if (lines.size() > KEPT) {
      lines.remove();
    }
  }

  /** The lines, each behind a line end. */
  synchronized String text() {
    return lines.isEmpty() ? "" : "\n" + String.join("\n", lines);
  }
}
