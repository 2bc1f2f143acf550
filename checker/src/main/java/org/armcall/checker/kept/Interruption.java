// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.kept;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What is undone when the process is interrupted, as by Ctrl-C, until it is closed. The program
 * says one line then: that it was interrupted, and what is kept or not.
 */
public final class Interruption implements AutoCloseable {
  private static final List<Interruption> OPEN = new ArrayList<>();
  private static Optional<Consumer<String>> line = Optional.empty();
  private static boolean hooked;
  private static volatile boolean ended;
  private static volatile boolean underway;

  private final Supplier<String> undo;

  private Interruption(Supplier<String> undo) {
    this.undo = undo;
  }

  /** The program says that it was interrupted. */
  public static void tellBy(Consumer<String> by) {
    synchronized (OPEN) {
      line = Optional.of(by);
      hook();
    }
  }

  /**
   * That is done, before what was to be done already.
   *
   * @param undo says what is kept or not; nothing if it is empty
   */
  public static Interruption undoing(Supplier<String> undo) {
    Interruption added = new Interruption(undo);
    synchronized (OPEN) {
      OPEN.add(added);
      hook();
    }
    return added;
  }

  /** Whether it has come: what fails from here on fails because of it. */
  public static boolean isUnderway() {
    return underway;
  }

  /** The program ends by itself. */
  public static void none() {
    ended = true;
  }

  private static void hook() {
    if (!hooked) {
      hooked = true;
      Runtime.getRuntime()
          .addShutdownHook(new Thread(Interruption::interrupted, "armcall-interrupted"));
    }
  }

  private static void interrupted() {
    underway = !ended;
    StringJoiner said = new StringJoiner("; ");
    for (Optional<Interruption> next = next(); next.isPresent(); next = next()) {
      String kept = next.get().undo.get();
      if (!kept.isEmpty()) {
        said.add(kept);
      }
      next.get().close();
    }
    // Who was waited for may have ended the program by now.
    if (underway) {
      String what = said.length() == 0 ? "there is no whole result" : said.toString();
      line.ifPresent(by -> by.accept("interrupted; " + what));
    }
  }

  private static Optional<Interruption> next() {
    synchronized (OPEN) {
      return OPEN.isEmpty() ? Optional.empty() : Optional.of(OPEN.get(OPEN.size() - 1));
    }
  }

  /** It is not to be undone any more. */
  @Override
  public void close() {
    synchronized (OPEN) {
      OPEN.remove(this);
    }
  }
}
