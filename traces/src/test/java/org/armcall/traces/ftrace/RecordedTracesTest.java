// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.armcall.model.instruction.Call;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.format.ReadLog;
import org.armcall.traces.source.TraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What kernels and tools really print (traces/corpus/ftrace), counted by grep's like. */
class RecordedTracesTest {
  private static final Path RECORDINGS =
      Path.of(System.getProperty("armcall.home", "..")).resolve("traces/corpus/ftrace");

  private static ReadLog read(String name) throws TraceException {
    Path file = RECORDINGS.resolve(name);
    try (InputStream in = Files.newInputStream(file);
        InputStream text = name.endsWith(".gz") ? new GZIPInputStream(in) : in) {
      return ReadLog.of(LogFormat.FTRACE, text);
    } catch (TraceException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<JsonNode> recordings() throws IOException {
    JsonNode expected =
        new ObjectMapper().readTree(Files.readString(RECORDINGS.resolve("expected.json")));
    return StreamSupport.stream(expected.get("recordings").spliterator(), false);
  }

  private static long calls(ReadLog log, Call insn) {
    return log.events().stream()
        .filter(
            event -> event instanceof TraceEvent.Call call && call.insn().equals(Optional.of(insn)))
        .count();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void everyCallOfARecordingIsReadAndNoLineIsLeftUnread(JsonNode recording) throws TraceException {
    ReadLog log = read(recording.get("file").asText());
    assertEquals(recording.get("hvc").asLong(), calls(log, Call.HVC));
    assertEquals(recording.get("smc").asLong(), calls(log, Call.SMC));
    // Lines that say that events were lost count as unread; there are no others.
    assertEquals(recording.get("lost").asInt(), log.bad().size(), log.bad()::toString);
  }

  @Test
  void everyRecordingIsExpected() throws IOException {
    List<String> expected = recordings().map(node -> node.get("file").asText()).sorted().toList();
    try (Stream<Path> files = Files.list(RECORDINGS)) {
      List<String> there =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.contains(".txt") && !name.startsWith("no-context"))
              .sorted()
              .toList();
      assertEquals(there, expected);
    }
  }

  /** All that an event says but where it stands. */
  private static String said(TraceEvent event) {
    List<Object> parts = new ArrayList<>(List.of(event.kind(), event.cpu()));
    if (event instanceof TraceEvent.Call call) {
      parts.addAll(List.of(call.insn(), call.isa(), call.el(), call.imm(), call.regs()));
    } else if (event instanceof TraceEvent.Entry entry) {
      parts.addAll(List.of(entry.exception(), entry.printedClass(), entry.syndrome()));
      parts.addAll(List.of(entry.fromEl(), entry.elr()));
    } else if (event instanceof TraceEvent.Return back) {
      parts.addAll(List.of(back.toEl(), back.pc()));
    }
    return parts.toString();
  }

  /** The same binary recording, printed by the options of trace-cmd report. */
  @ParameterizedTest
  @ValueSource(strings = {"", "-raw", "-latency", "-ts-diff", "-raw-ts", "-ns"})
  void howARecordingIsPrintedDoesNotChangeWhatIsReadInIt(String options) throws TraceException {
    List<String> plain =
        read("trace-cmd-no-plugins.txt.gz").events().stream()
            .map(RecordedTracesTest::said)
            .toList();
    assertTrue(plain.size() > 100);
    ReadLog other = read("trace-cmd" + options + ".txt.gz");
    assertEquals(plain, other.events().stream().map(RecordedTracesTest::said).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"latency.txt.gz", "latency-verbose.txt.gz", "clock-counter.txt.gz"})
  void theProcessorIsFoundInEveryFormOfTheKernelsOwn(String name) throws TraceException {
    ReadLog log = read(name);
    assertFalse(log.events().stream().anyMatch(event -> event.cpu().isEmpty()));
  }

  @Test
  void theResultsOfTheKernelsOwnCallsAreOfTheCallsBeforeThem() throws TraceException {
    List<TraceEvent> events = read("smccc-smc.txt").events();
    List<String> answers = new ArrayList<>();
    for (int i = 1; i < events.size(); i++) {
      if (events.get(i) instanceof TraceEvent.Handled answer) {
        TraceEvent.Call call = (TraceEvent.Call) events.get(i - 1);
        answers.add(Long.toHexString(call.regs().get("x0")) + "=" + answer.regs().get("x0"));
      }
    }
    // AFFINITY_INFO said ON once, before the processor's CPU_OFF, and OFF behind it.
    assertEquals(
        List.of(
            "c4000004=0",
            "c4000004=1",
            "c4000003=0",
            "c4000004=1",
            "c4000003=0",
            "c4000004=1",
            "c4000003=0"),
        answers);
  }

  @Test
  void aTraceWithoutItsContextIsRefused() {
    assertThrows(TraceException.class, () -> read("no-context.txt.gz"));
  }
}
