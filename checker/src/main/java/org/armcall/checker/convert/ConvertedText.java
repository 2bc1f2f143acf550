// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.convert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.armcall.checker.cli.Amount;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.cli.Terminal;
import org.armcall.traces.format.LogFormat;

/** What is said of logs that were converted or counted, each by itself. */
final class ConvertedText {
  /** A log, what came of it, and what is still to be said of its reading. */
  record Log(Path file, Conversion conversion, List<String> remarks) {}

  private final boolean json;
  private final Terminal terminal;
  private final Consumer<String> remarks;
  private final ArrayNode all = JsonNodeFactory.instance.arrayNode();
  private boolean whole = true;

  ConvertedText(boolean json, Terminal terminal, Consumer<String> remarks) {
    this.json = json;
    this.terminal = terminal;
    this.remarks = remarks;
  }

  /** How many events and bad lines, in words. */
  static String events(Conversion conversion) {
    return Amount.of(conversion.events(), "event")
        + (conversion.badLines() == 0
            ? ""
            : ", " + Amount.of(conversion.badLines(), "line") + " could not be read");
  }

  /** The next log. */
  void add(Log log) {
    Conversion conversion = log.conversion();
    log.remarks().forEach(remarks);
    conversion.problems().forEach(remarks);
    if (!conversion.readNothing()) {
      conversion.badExamples().forEach(remarks);
    }
    boolean read = conversion.problems().isEmpty();
    whole &= read;
    if (json) {
      ObjectNode node = all.addObject();
      node.put("file", log.file().toString());
      conversion.format().map(LogFormat::text).ifPresent(format -> node.put("format", format));
      node.put("lines", conversion.lines());
      node.put("events", conversion.events());
      node.put("badLines", conversion.badLines());
      node.put("whole", read);
    } else if (!conversion.readNothing()) {
      terminal
          .out()
          .printf(
              Locale.ROOT,
              "%s: %s, %s, %s%n",
              log.file(),
              conversion.format().map(LogFormat::text).orElse("no format"),
              Amount.of(conversion.lines(), "line"),
              events(conversion));
    }
  }

  /** All were added. */
  ExitCode end() {
    if (json) {
      terminal.out().println(all.toPrettyString());
    }
    return whole ? ExitCode.HOLDS : ExitCode.INPUT;
  }
}
