// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.armcall.traces.event.TraceEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sample that a mail program folded says what it said before. Mails have 72 to 78 columns. */
class FoldedLogsTest {
  private static final int[] COLUMNS = {72, 78};

  static Stream<Path> samples() {
    // Of a console it is said what is joined; one that is dumped in columns is not (console.md).
    return ReaderLawsTest.samples().stream()
        .filter(sample -> ReaderLawsTest.formatOf(sample) != LogFormat.CONSOLE);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aFoldedSampleGivesTheSameEvents(Path sample) throws Exception {
    List<String> lines = Files.readAllLines(sample, StandardCharsets.ISO_8859_1);
    LogFormat format = ReaderLawsTest.formatOf(sample);
    ReadLog whole = ReadLog.of(format, lines.toArray(String[]::new));
    for (int columns : COLUMNS) {
      List<String> folded = lines.stream().flatMap(line -> fold(line, columns).stream()).toList();
      ReadLog read = ReadLog.of(format, folded.toArray(String[]::new));

      assertEquals(List.of(), read.bad(), sample + " in " + columns + " columns");
      assertEquals(fields(whole), fields(read), sample + " in " + columns + " columns");
    }
  }

  /** At the last blank before the column, as mail programs do. */
  private static List<String> fold(String line, int columns) {
    List<String> parts = new ArrayList<>();
    String rest = line;
    while (rest.length() > columns && rest.lastIndexOf(' ', columns) > 0) {
      int blank = rest.lastIndexOf(' ', columns);
      parts.add(rest.substring(0, blank));
      rest = rest.substring(blank + 1);
    }
    parts.add(rest);
    return parts;
  }

  /** Each event without the lines that it was read from. */
  private static List<String> fields(ReadLog log) throws ReflectiveOperationException {
    List<String> all = new ArrayList<>();
    for (TraceEvent event : log.events()) {
      StringBuilder text = new StringBuilder(event.getClass().getSimpleName());
      for (RecordComponent field : event.getClass().getRecordComponents()) {
        if (!field.getName().equals("source")) {
          text.append(' ').append(field.getAccessor().invoke(event));
        }
      }
      all.add(text.toString());
    }
    return all;
  }
}
