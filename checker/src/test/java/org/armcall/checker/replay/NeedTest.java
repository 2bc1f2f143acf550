// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.armcall.traces.format.LogFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What would have to be recorded is said in the terms of who recorded. */
class NeedTest {
  private static final Path SAMPLES =
      Path.of(System.getProperty("armcall.home")).resolve("traces/formats/samples");

  /** Words that only a user of QEMU's {@code -d} can follow as an instruction. */
  private static final String OF_QEMU = "record with -d ";

  static Stream<String> others() {
    return Stream.of("ftrace-kvm.txt", "ftrace-drivers.txt", "tarmac-gem5.txt", "tarmac-es.txt");
  }

  private static String said(Path... logs) {
    return Replay.run(ReplayRequest.of(logs)).toText();
  }

  @ParameterizedTest
  @MethodSource("others")
  void nobodyIsTaughtTheFlagsOfAnotherRecorder(String sample) {
    String text = said(SAMPLES.resolve(sample));
    assertTrue(text.contains("to decide it: "), text);
    assertFalse(text.contains(OF_QEMU), text);
    assertFalse(text.contains("in_asm"), text);
  }

  @Test
  void aLogOfQemuIsToldItsFlags() {
    assertTrue(said(SAMPLES.resolve("qemu-int-calls.txt")).contains(OF_QEMU));
  }

  @Test
  void aConvertedTraceIsToldWhatItsLogIs() {
    String entry = "'kind':'entry','exception':'hvc','fromEl':1,'toEl':2,'elr':'0x40080004'";
    assertTrue(Trace.recordedBy("tarmac").event(entry).replay().toText().contains("ESR_ELx, HSR"));
    assertTrue(
        Trace.recordedBy("by-hand").event(entry).replay().toText().contains("entry's syndrome"));
  }

  @Test
  void logsOfSeveralFormatsAreEachToldTheirOwn() {
    String text = said(SAMPLES.resolve("qemu-int-calls.txt"), SAMPLES.resolve("ftrace-kvm.txt"));
    assertTrue(text.contains("qemu-int: " + OF_QEMU), text);
    assertTrue(text.contains("; ftrace: "), text);
  }

  @Test
  void everyFormatHasAnAnswerToEveryNeed() {
    for (Need need : Need.values()) {
      for (LogFormat format : LogFormat.values()) {
        assertFalse(need.in(format).isBlank(), need + " " + format);
        assertEquals(need.in(format), need.in(Set.of(format)));
      }
    }
  }
}
