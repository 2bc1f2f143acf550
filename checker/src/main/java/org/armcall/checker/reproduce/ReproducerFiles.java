// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.armcall.emulator.image.ElfWriter;

/** The directory of a reproducer: image, listing, what it prints, and how to run it. */
final class ReproducerFiles {
  static final String IMAGE = "image.elf";
  static final String LISTING = "listing.s";
  static final String EXPECTED = "expected.txt";
  static final String README = "README.md";

  private ReproducerFiles() {}

  /** Writes the four files. */
  static void write(Path directory, Chosen chosen, Reproducer reproducer) throws IOException {
    Files.createDirectories(directory);
    Files.write(directory.resolve(IMAGE), ElfWriter.write(reproducer.image()));
    text(directory.resolve(LISTING), reproducer.listing());
    text(directory.resolve(EXPECTED), reproducer.prediction().text());
    text(directory.resolve(README), readme(chosen, reproducer));
  }

  private static void text(Path file, String text) throws IOException {
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String readme(Chosen chosen, Reproducer reproducer) {
    StringBuilder text = new StringBuilder();
    boolean own = reproducer.script().ownCallee();
    text.append("# ").append(chosen.rule().id()).append(", line ").append(chosen.line());
    text.append(" of ").append(chosen.trace().getFileName()).append("\n\n");
    if (!chosen.expected().isEmpty()) {
      text.append("Replay expected ").append(chosen.expected());
      text.append(", and saw ").append(chosen.observed()).append(".\n");
    }
    text.append("`image.elf` makes the call again on ").append(reproducer.target().text());
    text.append(
        own
            ? ", with a callee in the image that answers as the trace says.\n"
            : ", and leaves the answer to the machine's own callee.\n");
    text.append("Registers that the trace does not record are made up: arguments are zero, others");
    text.append(" hold a pattern with their number.\n");
    text.append("`listing.s` is what it was assembled from.\n\n    ");
    text.append(String.join(" ", reproducer.command(IMAGE))).append("\n\n");
    text.append(own ? "It prints" : "A machine with the recorded fault prints");
    text.append(" (`expected.txt`)\n\n```\n").append(reproducer.prediction().text());
    text.append("```\n\n").append(statuses(reproducer)).append("\n");
    if (!own) {
      text.append(
          "On another machine the values may be others; the last lines say what they mean.");
      text.append("\n");
    }
    text.append("On a board without semihosting the last line says the same.\n");
    return text.toString();
  }

  /** What the status of the command means, in sentences. */
  static String statuses(Reproducer reproducer) {
    if (!reproducer.script().ownCallee()) {
      return "It exits with 1 if the machine has the fault, and with 0 if it does not have it.\n"
          + "It exits with 2 if a call was not answered: that decides nothing.";
    }
    return reproducer.prediction().status() == 1
        ? "It exits with 1: the rule is broken. (0 would say that it holds, 2 that a call was not"
            + " answered.)"
        : "It exits with 0: the rule holds. (1 would say that it is broken, 2 that a call was not"
            + " answered.)";
  }
}
