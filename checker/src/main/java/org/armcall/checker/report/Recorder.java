// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import org.armcall.checker.report.Finding.Gap;
import org.armcall.traces.format.LogFormat;

/**
 * What wrote a log: whether a word in it is the executed one depends on it.
 *
 * @param format the form of the log; empty where it is not known
 */
record Recorder(String format) {
  /** What a console does not show of the instruction, though it prints a word. */
  static final Gap READ_AGAIN =
      new Gap(
          "whether the word that the console printed is the one that was executed: it was read from"
              + " memory after the exception",
          "record the instructions as they execute; traces/formats/README.md says what can");

  /** Whether the instruction was read from memory after the exception, to be printed. */
  boolean readsAgain() {
    return format.equals(LogFormat.CONSOLE.text());
  }

  /** What the word of a call is. */
  String word(KeptEvent call) {
    return readsAgain() && call.has("word")
        ? "Instruction word that the console read" + at(call) + ", after the exception:"
        : "Instruction";
  }

  /** The same in brackets behind the call. */
  String inBrackets(KeptEvent call) {
    if (!call.has("word")) {
      return "";
    }
    String word = call.text("word") + call.isa().map(isa -> ", " + isa).orElse("");
    return readsAgain()
        ? " (instruction word " + word + ", read by the console after the exception)"
        : " (" + word + ")";
  }

  private static String at(KeptEvent call) {
    return call.has("pc") ? " at " + call.text("pc") : "";
  }
}
