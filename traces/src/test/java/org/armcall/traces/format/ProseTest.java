// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.LogSource;
import org.armcall.traces.source.TraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written about logs is none, and is refused in one line. */
class ProseTest {
  private static final Path HOME = Path.of(System.getProperty("armcall.home", ".."));

  /** Pages that hold a pasted log, with the reason: of each it is right that it is read. */
  private static final Map<String, String> PASTED = Map.of();

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(HOME)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !HOME.relativize(file).toString().matches("(.*/)?(target|\\.git)/.*"))
          .sorted()
          .toList();
    }
  }

  private static LogFormat recognised(String text) throws TraceException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Recognised.of(LogLines.of("text", new ByteArrayInputStream(bytes))).format();
  }

  private static void assertRefusedInOneLine(TraceException refused) {
    assertEquals(TraceException.Problem.NOT_A_TRACE, refused.problem());
    assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
    for (String format : LogFormat.texts()) {
      assertTrue(refused.getMessage().contains(format), refused.getMessage());
    }
  }

  @Test
  void noPageOfTheRepositoryIsTakenForALog() throws IOException {
    Map<String, String> taken = new TreeMap<>();
    List<Path> pages = pages();
    assertTrue(pages.size() > 30, pages::toString);
    for (Path page : pages) {
      try (LogLines lines = LogSource.open(page)) {
        taken.put(HOME.relativize(page).toString(), Recognised.of(lines).toString());
      } catch (TraceException refused) {
        assertRefusedInOneLine(refused);
      }
    }
    assertEquals(PASTED.keySet(), taken.keySet(), taken::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "...",
        "...and so on",
        "...with the rest of them",
        "...from elsewhere",
        "...to ELx, that is",
        "...handled as it deserves",
        "Taking exception to that, they left.",
        "Exception return from a handler is by ERET.",
        "Trace of a boot",
        "It prints `Taking exception 11 [Hypervisor Call] on CPU 0` then.",
        "`[001] 17.924356: hyp_enter reason=smc vcpu=0`",
      })
  void aSentenceThatBeginsLikeALogIsRefused(String sentence) {
    assertRefusedInOneLine(
        assertThrows(TraceException.class, () -> recognised("A text.\n" + sentence + "\n")));
  }

  /** A log of which the first lines are cut off begins in the midst of a record. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "...with ESR 0x16/0x5a000ea1",
        "...with ESR 16/0x5a000ea1",
        "...with ELR 0x40081238",
        "...with SPSR 0x3c5",
        "...with FAR 0x0",
        "...with DFSR 0x1 DFAR 0x2",
        "...with IFSR 0x1 IFAR 0x2",
        "...from EL1 to EL2",
        "...to EL2 PC 0x400 PSTATE 0x3c9",
        "...handled as PSCI call",
        "Exception return from AArch64 EL2 to AArch64 EL1 PC 0x1",
        "Taking exception 13 [Secure Monitor Call]",
        "IN: start_kernel",
        "Trace 0: 0x7f0000000 [00000000/40081238/00000000/ff000000]",
      })
  void aLineOfQemusIsEnoughWhereverTheLogBegins(String line) throws TraceException {
    assertEquals(LogFormat.QEMU_INT, recognised(line + "\n"));
  }
}
