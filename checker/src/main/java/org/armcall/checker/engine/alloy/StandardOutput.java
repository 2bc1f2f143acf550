// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.engine.alloy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Standard output with a points lever for each thread: what a diverted one writes goes to standard
 * error. Other threads, which may be printing a result at that moment, are not touched.
 */
final class StandardOutput {

  /** Inherited, since a solver may start threads. */
  private static final InheritableThreadLocal<Boolean> DIVERTED = new InheritableThreadLocal<>();

  private static PrintStream installed;

  private StandardOutput() {}

  static synchronized void install() {
    if (System.out != installed) {
      installed = new PrintStream(new Points(System.out), true, charset());
      System.setOut(installed);
    }
  }

  /** Sets the lever of this thread; returns how it was. */
  static boolean divert(boolean diverted) {
    boolean before = Boolean.TRUE.equals(DIVERTED.get());
    DIVERTED.set(diverted);
    return before;
  }

  /** The encoding of standard output: a property that the JDK names in two ways. */
  private static Charset charset() {
    String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
    return name != null && Charset.isSupported(name)
        ? Charset.forName(name)
        : Charset.defaultCharset();
  }

  private static final class Points extends OutputStream {

    private final PrintStream out;

    Points(PrintStream out) {
      this.out = out;
    }

    private PrintStream target() {
      return Boolean.TRUE.equals(DIVERTED.get()) ? System.err : out;
    }

    @Override
    public void write(int b) {
      target().write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      target().write(bytes, offset, length);
    }

    @Override
    public void flush() {
      target().flush();
    }
  }
}
