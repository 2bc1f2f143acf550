// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.armcall.emulator.machine.MachineListener;
import org.armcall.emulator.machine.Schedule;
import org.armcall.emulator.scenario.ScenarioRun.Answered;

/**
 * Laws of finding the immediate of a call, over random guests. What fails prints a scenario that
 * {@code armcall emulate} runs.
 */
final class RecoveryLawsTest {
  private static final int TRIES = 40;

  /** How the guest's code is mapped; IMM-WALK-FORMAT and IMM-MMU-OFF. */
  enum Mapping {
    OFF,
    SHORT,
    LPAE,
    A64_4K,
    A64_16K,
    A64_64K;

    boolean suits(Isa isa) {
      return this == OFF || (isa == Isa.A64) == name().startsWith("A64");
    }

    String tables() {
      return this == OFF
          ? ""
          : "tables:\n  - format: %s\n    at: 0x40040000\n    map:\n".formatted(word())
              + "      - {from: 0x40010000, to: 0x40010000, size: 0x10000, rights: kernel-all}\n";
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The caller's instruction set. */
  enum Isa {
    A32,
    T32,
    A64;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static String head(String platform) {
    return """
        armcall: scenario 1
        name: law
        platform: %s
        controls: [HCR.TSC=1, SCR.HCE=1]
        memory: [{at: 0x40000000, size: 0x100000}]
        """
        .formatted(platform);
  }

  private static String guest(Isa isa, String start, String text) {
    return "cpus:\n  - start: {at: 0x40010000, isa: "
        + isa.text()
        + start
        + "}\n    registers: {"
        + (isa == Isa.A64 ? "x" : "r")
        + "0: 0x84000000, "
        + (isa == Isa.A64 ? "x3: 0" : "r3: 0")
        + "}\ncode:\n  - at: 0x40010000\n    isa: "
        + isa.text()
        + "\n    text: |\n"
        + text.indent(6);
  }

  private static String body(Isa isa, String call) {
    String three = isa == Isa.A64 ? "x3" : "r3";
    return call + "\nadd " + three + ", " + three + ", #1\nidle:\nb idle\n";
  }

  private static String memory(String options) {
    return "handler:\n  level: el2\n  policy: memory-immediate\n  options: {" + options + "}\n";
  }

  private static ScenarioRun run(String text) {
    return ScenarioRunner.run(ScenarioReader.parse("law.yaml", text), MachineListener.NONE);
  }

  private static Answered only(ScenarioRun run, String text) {
    assertEquals(1, run.decisions().size(), text);
    return run.decisions().get(0);
  }

  private static String call(boolean hvc, Isa isa, int immediate) {
    int most = hvc || isa == Isa.A64 ? 0xffff : 0xf;
    return (hvc ? "hvc #" : "smc #") + (immediate & most);
  }

  private static String platform(Isa isa, boolean old) {
    return old && isa != Isa.A64 ? "armv7a-virt" : "armv8a-el3-el2-a64";
  }

  /** IMM-NO-GUESS, IMM-EXECUTED-ONLY: syndrome(call #n) ∈ {recovered n, unavailable}. */
  @Property(tries = TRIES)
  void theSyndromeGivesTheExecutedImmediateOrNone(
      @ForAll Isa isa,
      @ForAll boolean hvc,
      @ForAll boolean old,
      @ForAll @IntRange(max = 0xffff) int n) {
    String text =
        head(platform(isa, old))
            + guest(isa, "", body(isa, call(hvc, isa, n)))
            + "handler: {level: el2, policy: syndrome-immediate}\nschedule: cpu0*5\n";
    ScenarioRun run = run(text);
    Answered answer = only(run, text);
    boolean held = hvc || isa == Isa.A64;
    assertEquals(held ? "recovered" : "unavailable", answer.decided().result(), text);
    assertFalse(answer.isWrong(), text);
    assertEquals(0, run.totals().reliances(), text);
  }

  /**
   * IMM-WALK-FORMAT, IMM-MMU-OFF, IMM-HALFWORD-ORDER, IMM-CALLER-REGIME, IMM-ADDRESS: what is read
   * is what was executed where nothing changed in between, whatever the format of the tables.
   */
  @Property(tries = TRIES)
  void memoryGivesTheExecutedImmediateWhereNothingChanged(
      @ForAll Isa isa,
      @ForAll Mapping mapping,
      @ForAll boolean hvc,
      @ForAll boolean old,
      @ForAll @IntRange(max = 0xffff) int n) {
    if (!mapping.suits(isa)) {
      return;
    }
    String text =
        head(platform(isa, old))
            + mapping.tables()
            + guest(isa, "", body(isa, call(hvc, isa, n)))
            + memory("retries: 2")
            + "schedule: cpu0*14\n";
    ScenarioRun run = run(text);
    Answered answer = only(run, text);
    assertEquals("recovered", answer.decided().result(), text);
    assertFalse(answer.isWrong(), text);
    assertEquals(0, run.totals().reliances(), text);
  }

  /** IMM-RELIANCE: fill(zeros), fill(ones), fill(seed) give the same answer. */
  @Property(tries = TRIES)
  void noAnswerDependsOnUnknownBits(
      @ForAll Isa isa, @ForAll @IntRange(max = 15) int n, @ForAll @LongRange(min = 0) long seed) {
    String text =
        head(platform(isa, false))
            + guest(isa, "", body(isa, call(false, isa, n)))
            + memory("retries: 0")
            + "schedule: cpu0*14\nunknown: ";
    List<String> answers =
        List.of("zeros", "ones", "seed " + seed).stream()
            .map(fill -> only(run(text + fill + "\n"), text).decided().toString())
            .distinct()
            .toList();
    assertEquals(1, answers.size(), text);
  }

  /** IMM-LITTLE-ENDIAN: data(big) and data(little) give the same answer. */
  @Property(tries = TRIES)
  void noAnswerDependsOnTheEndiannessOfData(
      @ForAll boolean thumb, @ForAll boolean big, @ForAll @IntRange(max = 15) int n) {
    Isa isa = thumb ? Isa.T32 : Isa.A32;
    String text =
        head("armv7a-virt")
            + guest(isa, big ? ", data: big" : "", body(isa, call(false, isa, n)))
            + memory("retries: 0")
            + "schedule: cpu0*14\n";
    Answered answer = only(run(text), text);
    assertEquals(n, answer.decided().immediate().orElse(-1), text);
  }

  /** IMM-PAGE-STRADDLE: two halves on two pages; unmapped(second) ⇒ unavailable. */
  @Property(tries = TRIES)
  void halvesOnTwoPagesAreReadOnTheirOwnPages(
      @ForAll @IntRange(max = 0xffff) int n, @ForAll boolean unmapped) {
    String text =
        head("armv7a-virt")
            + """
            tables:
              - format: short
                at: 0x40040000
                map:
                  - {from: 0x8000, to: 0x40008000, rights: kernel-all}
                  - {from: 0x9000, to: 0x4000c000, rights: kernel-all}
            cpus:
              - start: {at: 0x8ffe, isa: t32}
                registers: {r0: 0}
            code:
              - {at: 0x40008ffe, runs-at: 0x8ffe, isa: t32, text: ".hword 0x%x"}
              - {at: 0x4000c000, runs-at: 0x9000, isa: t32, text: ".hword 0x%x"}
            devices:
              - name: other
                does: [{unmap: 0x9000}]
            """
                .formatted(0xf7e0 | n >> 12, 0x8000 | n & 0xfff)
            + memory("retries: 0")
            + "schedule: cpu0 "
            + (unmapped ? "other " : "")
            + "cpu0*10\n";
    Answered answer = only(run(text), text);
    assertEquals(unmapped ? "unavailable" : "recovered", answer.decided().result(), text);
    assertFalse(answer.isWrong(), text);
  }

  /**
   * IMM-STAGE2-UNMAPPED, IMM-EXECUTE-ONLY: what cannot be read is unavailable, never an immediate.
   */
  @Property(tries = TRIES)
  void whatCannotBeReadIsUnavailable(
      @ForAll boolean executeOnly, @ForAll @IntRange(max = 15) int n) {
    String text =
        head("armv8a-el3-el2-a64")
            + "tables:\n  - format: stage2-4k\n    at: 0x40060000\n    map:\n"
            + "      - {from: 0x40010000, to: 0x40010000, rights: "
            + (executeOnly ? "execute-only" : "guest-all")
            + "}\n      - {from: 0x40000000, to: 0x40000000, size: 0x8000, rights: guest-all}\n"
            + guest(Isa.A32, "", body(Isa.A32, "smc #" + n))
            + "devices:\n  - name: host\n    does: [{unmap: 0x40010000}]\n"
            + memory("permission: read")
            + "schedule: cpu0 "
            + (executeOnly ? "" : "host ")
            + "cpu0*6\n";
    assertEquals("unavailable", only(run(text), text).decided().result(), text);
  }

  /** IMM-PROTECTED-MEMORY: what the handler may not read is unavailable. */
  @Property(tries = TRIES)
  void protectedMemoryIsUnavailable(@ForAll @IntRange(max = 15) int n) {
    String text =
        head("armv8a-el3-el2-a64").replace("0x100000}", "0x100000, owner: secure}")
            + "security: secure\n"
            + guest(Isa.A32, "", body(Isa.A32, "smc #" + n))
            + memory("space: nonsecure").replace("el2", "el3")
            + "schedule: cpu0*6\n";
    assertEquals("unavailable", only(run(text), text).decided().result(), text);
  }

  /** IMM-CONDITION: ¬holds(c) ⇒ the caller's registers are as before, and it goes on behind. */
  @Property(tries = TRIES)
  void aFailingConditionIsNoCall(@ForAll @IntRange(max = 15) int n, @ForAll boolean thumb) {
    Isa isa = thumb ? Isa.T32 : Isa.A32;
    String calls = thumb ? "cmp r0, r0\nit ne\nsmcne #" + n : "cmp r0, r0\nsmcne #" + n;
    String text =
        head("armv8a-el3-el2-a64")
            + "choices: {trapsFailedConditionalSmc: \"yes\"}\n"
            + guest(isa, "", body(isa, calls))
            + memory("retries: 0")
            + "schedule: cpu0*9\n";
    ScenarioRun run = run(text);
    assertEquals("refused", only(run, text).decided().dispatch(), text);
    assertEquals(0x84000000L, run.registers().get(0).get(0).value(), text);
    assertEquals(1, run.registers().get(0).get(3).value(), text);
  }

  /** IMM-UNPREDICTABLE-ENCODING: the immediate of smc #n with bits set that should be zero is n. */
  @Property(tries = TRIES)
  void bitsThatShouldBeZeroAreNoPartOfTheImmediate(
      @ForAll @IntRange(max = 15) int n, @ForAll @IntRange(min = 1, max = 0xfff) int bits) {
    String word = ".inst 0x" + Integer.toHexString(0xe160_0070 | bits << 8 | n);
    String text =
        head("armv8a-el3-el2-a64")
            + guest(Isa.A32, "", body(Isa.A32, word))
            + memory("retries: 0")
            + "schedule: cpu0*12\n";
    Answered answer = only(run(text), text);
    assertEquals(n, answer.decided().immediate().orElse(-1), text);
    assertTrue(answer.decided().reason().orElse("").contains("UNPREDICTABLE"), text);
  }

  /**
   * IMM-CONTRADICTED, IMM-REWRITE, IMM-BREAKPOINT: after a write of another word the answer is that
   * of the word that is there, or a contradiction; it is the executed immediate by chance only.
   */
  @Property(tries = TRIES)
  void whatIsReadIsWhatMemoryHoldsNow(
      @ForAll @IntRange(max = 15) int n, @ForAll @IntRange(max = 15) int m, @ForAll boolean call) {
    String text =
        head("armv7a-virt")
            + guest(Isa.A32, "", body(Isa.A32, "smc #" + n))
            + "devices:\n  - name: dma\n    does: [{write: 0x40010000, word: 0x"
            + Integer.toHexString(call ? 0xe160_0070 | m : 0xe1a0_0000 | m)
            + "}]\n"
            + memory("retries: 0")
            + "schedule: cpu0 dma cpu0*12\n";
    Answered answer = only(run(text), text);
    assertEquals(call ? "recovered" : "contradicted", answer.decided().result(), text);
    assertEquals(call && m != n, answer.isWrong(), text);
  }

  /** RET-EMULATED: resume(call) executes the next instruction exactly once. */
  @Property(tries = TRIES)
  void theNextInstructionIsExecutedOnce(
      @ForAll Isa isa, @ForAll boolean hvc, @ForAll @IntRange(max = 15) int n) {
    String text =
        head(platform(isa, false))
            + guest(isa, "", body(isa, call(hvc, isa, n)))
            + "handler: {level: el2, policy: function-id}\nschedule: cpu0*12\n";
    assertEquals(1, run(text).registers().get(0).get(3).value(), text);
  }

  /**
   * IMM-EXECUTED-ONLY, IMM-WALK-RACE, IMM-STALE-FETCH, IMM-CACHEABILITY-ALIAS: with everything
   * protected before the fetch no schedule makes the answer wrong.
   */
  @Property(tries = TRIES)
  void protectedBeforeTheFetchNoScheduleMakesItWrong(
      @ForAll @LongRange(min = 0) long seed, @ForAll boolean sticky) {
    String text =
        head("armv7a-virt")
            + (sticky ? "coherence: {tlb: sticky, instructions: sticky, data: sticky}\n" : "")
            + """
            tables:
              - format: stage2-lpae
                at: 0x40060000
                map:
                  - {from: 0x40010000, to: 0x40010000, rights: guest-all}
                  - {from: 0x4000c000, to: 0x4000c000, rights: guest-all}
            cpus:
              - start: {at: guest, isa: a32}
                registers: {r0: 0}
              - start: {at: writer, isa: a32}
                registers: {r1: 0x40010000, r2: 0xe1600070}
            code:
              - {at: 0x40010000, isa: a32, text: "guest: smc #1"}
              - {at: 0x40010004, isa: a32, text: "b . - 4"}
              - {at: 0x4000c000, isa: a32, text: "writer: str r2, [r1]"}
              - {at: 0x4000c004, isa: a32, text: "b . - 4"}
            devices:
              - name: dma
                does: [{write: 0x40010000, word: 0xe1600070}]
            """
            + memory("pause-others: false, protection: before-fetch")
            + "schedule: seed "
            + (seed & 0xffffff)
            + "\nlimit: 200\n";
    ScenarioRun run = run(text);
    assertTrue(run.totals().decisions() > 0, text);
    assertEquals(0, run.totals().wrong(), text);
  }

  /** IMM-ENDS: steps(handler) ≤ 4 + attempts × 7, whatever a device writes meanwhile. */
  @Property(tries = TRIES)
  void readingEnds(@ForAll @IntRange(max = 16) int retries) {
    StringBuilder writes = new StringBuilder();
    for (int count = 0; count < 200; count++) {
      writes.append(count == 0 ? "" : ", ");
      writes.append("{write: 0x40010000, word: 0xe160007").append(count % 2).append('}');
    }
    int most = 4 + (retries + 1) * 7;
    String text =
        head("armv7a-virt")
            + guest(Isa.A32, "", body(Isa.A32, "smc #1"))
            + "devices:\n  - name: dma\n    does: ["
            + writes
            + "]\n"
            + memory("retries: " + retries)
            + "schedule: cpu0 "
            + "cpu0 dma ".repeat(most)
            + "\n";
    assertTrue(run(text).totals().decisions() >= 1, text);
  }

  /** run(list(run(seed))) = run(seed). */
  @Property(tries = TRIES)
  void theTurnsOfASeededRunRepeatIt(@ForAll @LongRange(min = 0) long seed) {
    String text =
        head("armv7a-virt")
            + guest(Isa.A32, "", body(Isa.A32, "smc #1"))
            + "devices:\n  - name: dma\n    does: [{write: 0x40010000, word: 0xe1600070}]\n"
            + memory("retries: 1")
            + "limit: 30\n";
    Scenario scenario = ScenarioReader.parse("law.yaml", text);
    ScenarioRun seeded =
        ScenarioRunner.run(scenario.withSchedule(new Schedule.Seeded(seed)), MachineListener.NONE);
    ScenarioRun listed =
        ScenarioRunner.run(scenario.withSchedule(seeded.run().schedule()), MachineListener.NONE);
    assertEquals(seeded.decisions(), listed.decisions(), text);
    assertEquals(seeded.registers(), listed.registers(), text);
  }
}
