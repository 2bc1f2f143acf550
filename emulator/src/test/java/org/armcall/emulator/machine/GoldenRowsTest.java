// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.state.Mode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What QEMU did in the recorded cases, the machine does too: the instruction stands in memory, the
 * caller's state is set up, and one turn is taken.
 */
final class GoldenRowsTest {
  private static final Path ROWS =
      Path.of(System.getProperty("armcall.home", ".."))
          .resolve("checker/src/test/resources/qemu-golden.jsonl");

  /** SPSR.IT. */
  private static final long IT = 0x0600fc00L;

  /**
   * What QEMU does differently, by the number in the list of its known departures, with the bits of
   * SPSR that it concerns.
   */
  enum Departure {
    /**
     * 3: an SMC of T32 inside an IT block that is trapped, or UNDEFINED by SMD, saves SPSR.IT as
     * zero although ELR is the SMC itself.
     */
    IT_LOST_BY_TRAPPED_SMC(IT) {
      @Override
      boolean concerns(JsonNode row) {
        return row.path("insn").asText().equals("smc")
            && row.path("in_it").asBoolean()
            && row.path("elr_minus_insn").asInt() == 0;
      }
    },
    /** 5: a banked SPSR read from AArch64 after an exception taken in AArch32 is stale. */
    BANKED_SPSR_STALE(0xffffffffL) {
      @Override
      boolean concerns(JsonNode row) {
        return row.path("top").asText().startsWith("m64")
            && row.path("target_state").asText().equals("aarch32");
      }
    };

    private final long bits;

    Departure(long bits) {
      this.bits = bits;
    }

    abstract boolean concerns(JsonNode row);
  }

  private static List<JsonNode> rows() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    try (Stream<String> lines = Files.lines(ROWS)) {
      return lines.map(line -> parse(mapper, line)).toList();
    }
  }

  private static JsonNode parse(ObjectMapper mapper, String line) {
    try {
      return mapper.readTree(line);
    } catch (IOException malformed) {
      throw new IllegalStateException(malformed);
    }
  }

  @Test
  void everyRowIsThere() throws IOException {
    assertEquals(164, rows().size());
  }

  @TestFactory
  Stream<DynamicTest> theMachineDoesWhatQemuDid() throws IOException {
    List<JsonNode> rows = rows();
    return IntStream.range(0, rows.size())
        .mapToObj(
            index ->
                dynamicTest(
                    index
                        + " "
                        + rows.get(index).path("top").asText()
                        + " "
                        + rows.get(index).path("caller_state").asText()
                        + " "
                        + rows.get(index).path("asm").asText(),
                    () -> check(rows.get(index))));
  }

  private static void check(JsonNode row) {
    GoldenCase golden = new GoldenCase(row, Behaviour.plainest());
    golden.step();
    String taken = row.path("taken_to_el").asText();
    if (taken.equals("nottaken")) {
      assertEquals(List.of(), golden.entries());
      assertEquals(golden.address() + row.path("insn_size").asLong(), golden.processor().pc());
      return;
    }
    assertEquals(1, golden.entries().size(), "one exception");
    int level = taken.equals("undef") ? row.path("undef_at_el").asInt() : Integer.parseInt(taken);
    Processor processor = golden.processor();
    assertEquals(level, processor.level().number(), "level");
    ExecutionState state = processor.isa().executionState();
    assertEquals(row.path("target_state").asText(), state.text());
    assertEquals(
        GoldenCase.vectors(level) + Long.decode(row.path("vector").asText()),
        processor.pc(),
        "vector");
    MachineEvent.Entered entered = golden.entries().get(0);
    long elr = golden.address() + row.path("elr_minus_insn").asLong();
    assertEquals(elr, entered.returnAddress().value(), "return address");
    if (row.path("elr").isTextual()) {
      assertEquals(Long.decode(row.path("elr").asText()), elr, "the row itself");
    }
    savedState(row, golden, entered, state);
    boolean register = state == ExecutionState.AARCH64 || processor.mode() == Mode.HYP;
    assertEquals(register, entered.syndrome().isPresent());
    if (register) {
      assertEquals(
          Long.decode(row.path("syndrome").asText()).longValue(),
          golden.register(level, "ESR").value(),
          "syndrome");
    }
  }

  private static void savedState(
      JsonNode row, GoldenCase golden, MachineEvent.Entered entered, ExecutionState state) {
    assertEquals(entered.status(), golden.savedStatus(), "SPSR of the mode");
    if (state == ExecutionState.AARCH64 || golden.processor().mode() == Mode.HYP) {
      int level = golden.processor().level().number();
      assertEquals(entered.returnAddress(), golden.register(level, "ELR"), "ELR");
    } else {
      boolean undefined = golden.processor().mode() == Mode.UND;
      int size = undefined ? golden.undefinedOffset() : 0;
      assertEquals(
          entered.returnAddress().value() + size,
          golden.processor().register(14).value(),
          "LR of the mode");
    }
    if (!row.path("spsr").isTextual()) {
      return;
    }
    long compared = 0xffffffffL;
    for (Departure departure : Departure.values()) {
      if (departure.concerns(row)) {
        compared &= ~departure.bits;
      }
    }
    long expected = Long.decode(row.path("spsr").asText());
    assertEquals(
        Long.toHexString(expected & compared),
        Long.toHexString(entered.status().value() & compared),
        "SPSR");
    assertTrue(entered.status().isReliable());
  }
}
