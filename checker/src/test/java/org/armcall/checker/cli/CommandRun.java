// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.armcall.checker.Main;

/**
 * A command line that was run in this JVM, with nothing to read.
 *
 * @param code what it exits with
 * @param out its standard output
 * @param err its standard error
 */
public record CommandRun(ExitCode code, String out, String err) {
  /** Runs it. */
  public static CommandRun of(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream outStream = new PrintStream(out, false, StandardCharsets.UTF_8);
    ExitCode code =
        Main.run(
            arguments,
            new Terminal(
                new ByteArrayInputStream(new byte[0]),
                outStream,
                new PrintStream(err, true, StandardCharsets.UTF_8)));
    outStream.flush();
    return new CommandRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
