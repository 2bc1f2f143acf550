// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import org.armcall.checker.report.Images;
import org.armcall.checker.report.RunDirectory;
import org.armcall.checker.report.RunReport;

/** The sub-command: runs a check, shows how it goes, and prints what came out. */
public final class CheckSession {

  private final Check check;
  private final PrintStream out;
  private final PrintStream err;
  private final Images images;

  /** A command that prints results to the first stream, and progress to the second one. */
  public CheckSession(Check check, PrintStream out, PrintStream err) {
    this(check, out, err, Images.UNKNOWN);
  }

  /**
   * The same.
   *
   * @param images knows what the emulator can run of what is found
   */
  CheckSession(Check check, PrintStream out, PrintStream err, Images images) {
    this.check = check;
    this.out = out;
    this.err = err;
    this.images = images;
  }

  /**
   * Runs the check. Exits 0 if every model is as the manifest expects, 1 if one is not, 3 if a
   * model cannot be read, 4 if an engine failed.
   *
   * @param json whether the result is printed for machines
   * @param expected whether the report shows the models too that fail as the manifest expects
   * @throws CheckException when nothing could be started; it knows the exit code
   */
  public int run(CheckRequest request, boolean json, boolean expected) throws CheckException {
    boolean terminal = isTerminal();
    Cancellation cancellation = new Cancellation();
    ProgressLine progress = new ProgressLine(err, terminal);
    Optional<RunDirectory> directory =
        request.out().map(out -> RunDirectory.begin(out, request.commandLine()));
    try (Stopping untilDone = new Stopping(cancellation)) {
      CheckReport report = check.run(request, directory, progress, cancellation);
      progress.erase();
      if (json) {
        out.println(CheckJson.of(report, request.spec()));
      } else {
        new CheckText(out, terminal && System.getenv("NO_COLOR") == null).print(report);
      }
      out.flush();
      if (directory.isPresent() && !cancellation.isCancelled()) {
        CheckRecord.write(directory.get(), request, report);
        String where = RunReport.keep(directory.get(), expected, images);
        if (!json) {
          out.println(where);
        }
      }
      out.flush();
      return report.exitCode();
    } finally {
      directory.ifPresent(RunDirectory::close);
    }
  }

  /**
   * A console is there on newer JDKs even when nothing is a terminal; those have a method that
   * tells.
   */
  private static boolean isTerminal() {
    if (System.console() == null) {
      return false;
    }
    try {
      return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(System.console());
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }
}
