// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes: results on {@code out}, progress and diagnostics on {@code
 * err}.
 *
 * @param in standard input
 * @param out results
 * @param err progress and diagnostics
 */
public record Terminal(InputStream in, PrintStream out, PrintStream err) {

  /** The process's own streams, in UTF-8, the output buffered until the command ends. */
  public static Terminal system() {
    return new Terminal(
        System.in,
        new PrintStream(
            new java.io.BufferedOutputStream(
                new java.io.FileOutputStream(java.io.FileDescriptor.out), 1 << 16),
            false,
            StandardCharsets.UTF_8),
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.err),
            true,
            StandardCharsets.UTF_8));
  }
}
