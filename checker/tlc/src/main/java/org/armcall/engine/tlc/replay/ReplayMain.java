// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.replay;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.armcall.engine.tlc.SpecFiles;
import org.armcall.engine.tlc.Wire;
import tlc2.tool.impl.FastTool;
import tlc2.util.FP64;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.Value;
import util.ToolIO;

/** The main class of a child JVM that steps one specification over one trace. */
public final class ReplayMain {
  private static final int FINGERPRINT = 7;

  /** The action with which a trace begins. */
  private static final String BEGIN = "Begin";

  private static final String END = "End";
  private static final int NO_CPU = -1;

  private final Stepper stepper;
  private final EventInput input;
  private final PrintStream protocol;
  private long events;
  private long begun;
  private int trace;
  private int widest;

  ReplayMain(Stepper stepper, InputStream events, PrintStream protocol) {
    this.stepper = stepper;
    input = new EventInput(events);
    this.protocol = protocol;
  }

  /**
   * Steps until the events end.
   *
   * @param args the directory of the module, the module, the path of its configuration without the
   *     ending, the name of an {@link Evaluation}
   */
  public static void main(String[] args) {
    PrintStream protocol =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    System.setOut(System.err); // What a spec prints must not end up among the results.
    int exit = 0;
    try {
      ReplayMain replay =
          new ReplayMain(
              stepper(Path.of(args[0]), args[1], args[2], Evaluation.valueOf(args[3])),
              System.in,
              protocol);
      replay.say(List.of("ready"));
      replay.run();
    } catch (IOException | RuntimeException | StackOverflowError failed) {
      protocol.print(Wire.line(List.of("failed", "message=" + reason(failed))) + "\n");
      protocol.flush();
      exit = 1;
    }
    Runtime.getRuntime().halt(exit);
  }

  private static String reason(Throwable failed) {
    String message = failed.getMessage();
    return message == null ? failed.toString() : message;
  }

  static Stepper stepper(
      Path directory, String module, String configuration, Evaluation evaluation) {
    FP64.Init(FINGERPRINT);
    ToolIO.setMode(ToolIO.TOOL);
    return new Stepper(
        new FastTool(module, configuration, new SpecFiles(new String[] {directory.toString()})),
        evaluation);
  }

  /** Steps until the events end. */
  void run() throws IOException {
    new EventsAhead(input).forEach(this::take);
    say(List.of("done", "events=" + events, "states=" + stepper.stepped(), "widest=" + widest));
  }

  private void take(EventsAhead.Event event) {
    if (event.action().equals(END)) {
      end(trace, events - begun);
      return;
    }
    events++;
    if (event.action().equals(BEGIN)) {
      trace++;
      begun = events;
    }
    stepper
        .step(event.action(), event.arguments())
        .ifPresent(why -> say(rejected(trace, events - begun, event.line(), event.cpu(), why)));
    widest = Math.max(widest, stepper.width());
  }

  /** What waited for the end of the trace is decided, each at its own line. */
  private void end(int trace, long event) {
    for (Value line : stepper.linesAtEnd()) {
      stepper
          .step(END, List.of(Optional.of(line)))
          .ifPresent(why -> say(rejected(trace, event, ((IntValue) line).val, NO_CPU, why)));
    }
  }

  private static List<String> rejected(int trace, long event, long line, int cpu, Rejection why) {
    return List.of(
        "rejected",
        "trace=" + trace,
        "event=" + event,
        "line=" + line,
        "cpu=" + cpu,
        "action=" + why.action(),
        "conjuncts=" + String.join(",", why.conjuncts()),
        "states=" + why.states(),
        "frontier=" + why.frontier());
  }

  private void say(List<String> fields) {
    protocol.print(Wire.line(fields) + "\n");
    protocol.flush();
  }
}
