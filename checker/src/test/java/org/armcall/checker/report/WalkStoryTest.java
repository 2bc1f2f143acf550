// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.report.Finding.Descriptor;
import org.armcall.checker.report.Finding.Field;
import org.armcall.checker.report.Finding.Standing;
import org.armcall.checker.report.Finding.Walk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The translation walks of a finding. */
final class WalkStoryTest {
  @TempDir Path directory;

  private List<Walk> walks(String scenario) throws java.io.IOException {
    Path out = directory.resolve(scenario);
    CommandRun.of(
        "emulate",
        Kept.HOME.resolve("traces/scenarios/" + scenario + ".yaml").toString(),
        "--out",
        out.toString());
    JsonNode result = Kept.json(Files.readString(out.resolve(RunDirectory.RESULT)));
    return WalkStory.of(result.at("/scenarios/0/violations/0/walks"));
  }

  /**
   * The tables of the scenario are at 0x40040000; VA 0x8004 has index 0 at level 1 and index 8 at
   * level 2 (short descriptors of 4 bytes: DDI 0406C B3.5.1), and its page is moved from 0x40008000
   * to 0x40009000 after the fetch.
   */
  @Test
  void aStaleTranslationIsSeenToDifferAtTheLastDescriptor() throws java.io.IOException {
    List<Walk> walks = walks("stale-translation");
    assertEquals(2, walks.size());
    Walk fetch = walks.get(0);
    Walk handler = walks.get(1);
    assertTrue(fetch.isFetch() && !handler.isFetch());
    assertEquals("0x8004", fetch.virtual());
    assertEquals("0x40008004", fetch.physical());
    assertEquals("0x40009004", handler.physical());
    for (Walk walk : walks) {
      assertEquals(2, walk.read().size());
      assertEquals("page table", walk.read().get(0).kind());
      assertEquals("0x40040000", walk.read().get(0).at());
      assertEquals("small page", walk.read().get(1).kind());
      assertTrue(walk.read().get(1).at().endsWith("20"), walk.read().get(1).at());
    }
    assertEquals(List.of(false, true), handler.read().stream().map(Descriptor::differs).toList());
    assertTrue(handler.elsewhere() && handler.other());
    assertEquals(List.of("smc #1 (0xe1600071)"), fetch.found());
    assertEquals(List.of("smc #0 (0xe1600070)"), handler.found());
    assertEquals("the immediate is 0x0; taken for PSCI", handler.believed());
  }

  @Test
  void withTranslationOffNoDescriptorIsRead() throws java.io.IOException {
    for (Walk walk : walks("rewrite-by-device")) {
      assertEquals(List.of(), walk.read());
      assertTrue(walk.without().contains("translation is off"), walk.without());
      assertEquals(walk.virtual(), walk.physical());
      assertFalse(walk.elsewhere());
    }
  }

  @Test
  void whatIsUnmappedHasAReasonInsteadOfAnAddress() throws java.io.IOException {
    Walk handler =
        walks("guess").stream().filter(walk -> !walk.isFetch()).findFirst().orElseThrow();
    assertEquals("", handler.physical());
    assertTrue(handler.fault().contains("translation fault"), handler.fault());
  }

  @Test
  void bothStagesAreShown() throws java.io.IOException {
    Path scenario =
        Files.writeString(
            directory.resolve("both.yaml"),
            """
            armcall: scenario 1
            name: both
            platform: armv8a-el2-a64
            memory: [{at: 0x40000000, size: 0x100000}]
            tables:
              - {format: stage2-4k, at: 0x40060000, map: [{from: 0x40000000, to: 0x40000000, size: 0x100000, rights: guest-all}]}
            cpus:
              - start: {at: guest, isa: a64}
            code:
              - {at: 0x40008000, isa: a64, text: "guest: hvc #1\\n"}
            devices:
              - name: other
                does: [{write: 0x40008000, word: 0xd4000002}]
            handler: {level: el2, policy: memory-immediate}
            schedule: cpu0 other cpu0*8
            """);
    Path out = directory.resolve("both");
    CommandRun run = CommandRun.of("emulate", scenario.toString(), "--out", out.toString());
    JsonNode result = Kept.json(Files.readString(out.resolve(RunDirectory.RESULT)));
    List<Walk> walks = WalkStory.of(result.at("/scenarios/0/violations/0/walks"));
    assertEquals(2, walks.size(), run.out() + run.err());
    for (Walk walk : walks) {
      assertTrue(walk.read().stream().allMatch(each -> each.stage() == 2), run.out());
      assertEquals("page", walk.read().get(walk.read().size() - 1).kind());
      assertTrue(walk.read().stream().noneMatch(Descriptor::differs), "the tables are the same");
    }
    assertTrue(walks.get(1).other(), "the instruction is not");
  }

  @Test
  void bitsThatMayBeAnythingAreUnknown() {
    // A small page whose output address is not known: bit 12 (DDI 0406C B3.5.1).
    List<Field> fields = new DescriptorWord(true, 2, 0x4000845eL, 1L << 12).picture().fields();
    assertEquals(
        List.of("address", "attributes", "type"), fields.stream().map(Field::name).toList());
    assertEquals(Standing.UNKNOWN, fields.get(0).standing());
    assertEquals(Standing.KNOWN, fields.get(1).standing());
    assertEquals("0x40008000", fields.get(0).meaning());
    Markup page = new Markup();
    Walk walk =
        new Walk(
            true,
            "The processor",
            "0x8004",
            List.of(
                new Descriptor(
                    1,
                    2,
                    "0x40044020",
                    "small page",
                    new DescriptorWord(true, 2, 0x4000845eL, 1L << 12).picture(),
                    false)),
            "",
            "0x40008004",
            "",
            "",
            List.of(),
            "",
            false,
            false);
    WalkPicture.draw(page, List.of(walk));
    assertTrue(page.toString().contains("bits [31:12]: UNKNOWN"), page::toString);
    assertTrue(page.toString().contains("hatched first"), page::toString);
  }

  /** Types of descriptors: DDI 0406C B3.5.1 and B3.6.1, DDI 0487 D8.3. */
  @Test
  void theKindOfADescriptorIsThatOfItsLevel() {
    assertEquals("invalid", new DescriptorWord(false, 1, 0x2, 0).kind());
    assertEquals("block", new DescriptorWord(false, 1, 0x1, 0).kind());
    assertEquals("table", new DescriptorWord(false, 2, 0x3, 0).kind());
    assertEquals("page", new DescriptorWord(false, 3, 0x3, 0).kind());
    assertEquals("invalid", new DescriptorWord(false, 3, 0x1, 0).kind());
    assertEquals("section", new DescriptorWord(true, 1, 0x2, 0).kind());
    assertEquals("supersection", new DescriptorWord(true, 1, 0x40002, 0).kind());
    assertEquals("page table", new DescriptorWord(true, 1, 0x1, 0).kind());
    assertEquals("large page", new DescriptorWord(true, 2, 0x1, 0).kind());
    assertEquals("small page", new DescriptorWord(true, 2, 0x3, 0).kind());
    for (boolean small : new boolean[] {false, true}) {
      for (int level = 1; level <= 3; level++) {
        for (int type = 0; type < 4; type++) {
          int bits =
              new DescriptorWord(small, level, type, 0)
                  .picture().fields().stream()
                      .mapToInt(field -> field.high() - field.low() + 1)
                      .sum();
          assertEquals(small ? 32 : 64, bits);
        }
      }
    }
  }

  @Test
  void anInstructionOfTheProcessorShowsNoDescriptor() {
    Walk walk =
        WalkStory.of(
                Kept.json(
                    "[{\"by\":\"at-instruction\",\"va\":\"0x8000\",\"stage1\":\"short\",\"stage2\":false,"
                        + "\"read\":[],\"pa\":\"0x40008000\"}]"))
            .get(0);
    assertTrue(walk.without().contains("is not seen"), walk.without());
    Markup page = new Markup();
    WalkPicture.draw(page, List.of(walk));
    assertTrue(page.toString().contains("<li class=\"unseen\">"), page::toString);
  }

  @Test
  void theModelOfRecoveryHasPagesAndWords() {
    List<Walk> walks =
        WalkStory.ofModel(
            Map.of(
                "cpu.cells[1].page", "\"p\"",
                "cpu.cells[1].word", "\"call0\"",
                "cpu.cells[2].page", "\"none\"",
                "hv.cells[1].page", "\"q\"",
                "hv.cells[1].word", "\"call1\"",
                "hv.answer.kind", "\"recovered\"",
                "hv.answer.imm", "1"));
    assertEquals(2, walks.size());
    assertEquals("page p", walks.get(0).physical());
    assertEquals("page q", walks.get(1).physical());
    assertTrue(walks.get(1).elsewhere() && walks.get(1).other());
    assertEquals("the immediate is 1", walks.get(1).believed());
    assertEquals(List.of(), WalkStory.ofModel(Map.of("cpu.phase", "\"run\"")));
  }
}
