// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A scenario that cannot be used is refused in one line: file, line, field, what to do. */
final class ScenarioRefusalTest {
  private static final String SOUND =
      """
      armcall: scenario 1
      name: sound
      rules: [IMM-REWRITE]
      platform: armv8a-el3-el2-a64
      controls: [HCR.TSC=1]
      memory: [{at: 0x40000000, size: 0x100000}]
      cpus:
        - start: {at: guest, isa: a64}
          registers: {x0: 0x84000000}
      code:
        - at: 0x40008000
          isa: a64
          text: |
            guest: nop
                   nop
      devices:
        - name: dma
          does: [{write: guest+4, word: 0xd4000003}]
      handler: {level: el2, policy: iss-zero}
      schedule: cpu0*3 dma cpu0
      limit: 100
      expect: {reliance: false}
      """;

  @TempDir Path temporary;

  private static String refusal(String text) {
    return assertThrows(ScenarioException.class, () -> ScenarioReader.parse("s.yaml", text))
        .getMessage();
  }

  @Test
  void theSoundOneIsRead() {
    Scenario scenario = ScenarioReader.parse("s.yaml", SOUND);
    assertEquals("sound", scenario.name());
    assertEquals(0x40008000L, scenario.processors().get(0).at());
    assertEquals(
        new Scenario.Action.Write(0x40008004L, 4, 0xd4000003L),
        scenario.devices().get(0).actions().get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scenario 1|scenario 2|s.yaml:1: armcall: this version reads",
        "name: sound|nome: sound|s.yaml:2: nome: there is no such field",
        "name: sound|name: Sound!|s.yaml:2: name: a name has",
        "IMM-REWRITE|REWRITE|s.yaml:3: rules: there is no rule 'REWRITE'",
        "armv8a-el3-el2-a64|pdp11|s.yaml:4: platform: there is no platform 'pdp11'",
        "HCR.TSC=1|HCR.TSK=1|s.yaml:5: controls: 'HCR.TSK=1' is not a control bit",
        "HCR.TSC=1|HCR.TSC=2|s.yaml:5: controls:",
        "size: 0x100000|size: 0x1001|s.yaml:6: memory[0].at: memory is whole pages",
        "size: 0x100000|size: large|s.yaml:6: memory[0].size: 'large' is not a number",
        "at: guest|at: gast|s.yaml:8: cpus[0].start.at: 'gast' is neither a number nor a label",
        "isa: a64}|isa: a16}|s.yaml:8: cpus[0].start.isa: it is one of a32, t32, a64",
        "isa: a64}|'isa: a64, mode: svc}'|s.yaml:8: cpus[0].start.mode: svc does not execute a64",
        "x0: 0x84000000|x31: 1|s.yaml:9: cpus[0].registers.x31: there is no such register",
        "x0: 0x84000000|'x0: 0x1_0000_0000_0000_0000'|s.yaml:9: cpus[0].registers.x0:",
        "at: 0x40008000|at: 0x50008000|s.yaml:11: code[0].at: 0x50008000",
        "guest: nop|guest: frob x1|s.yaml:13: code[0].text: in its line 1:",
        "guest+4|0x30000000|s.yaml:18: devices[0].does[0].write: 0x30000000",
        "name: dma|name: cpu0|s.yaml:17: devices[0].name: a device has a name",
        "level: el2|level: el1|s.yaml:19: handler.level: it is one of el2, el3",
        "policy: iss-zero|policy: iss-one|s.yaml:19: handler.policy: there is no policy 'iss-one'",
        "cpu0*3 dma|cpu0*3 cpu1|s.yaml:20: schedule: there is no 'cpu1'; here are cpu0, dma",
        "cpu0*3 dma|cpu0*-3 dma|s.yaml:20: schedule:",
        "limit: 100|limit: 99999999999|s.yaml:21: limit: it is a number from 1 to 10000000",
        "reliance: false|reliance: maybe|s.yaml:22: expect.reliance: it is one of true, false",
        "name: sound|'name: sound\nname: again'|s.yaml:3: name: it is there twice",
        "limit: 100|'limit: *a'|s.yaml:21: anchors and aliases are not allowed",
        "name: sound|name: [sound]|s.yaml:2: name: one value is expected, not a list",
        "name: sound|name:|s.yaml:2: name: it has no value",
        "handler: {|handler: [{|s.yaml:",
      })
  void aWrongFieldIsNamedWithItsLine(String part, String instead, String message) {
    assertTrue(SOUND.contains(part), part);
    String text = SOUND.replace(part, instead.replace("\\n", "\n"));
    String refusal = refusal(text);
    assertTrue(refusal.startsWith(message), refusal);
    assertEquals(1, refusal.lines().count(), refusal);
  }

  private static String mapped(String platform, String start, String tables) {
    return """
        armcall: scenario 1
        name: mapped
        platform: PLATFORM
        memory: [{at: 0x40000000, size: 0x100000}]
        tables:
          - format: TABLES
        cpus:
          - start: {at: 0x40008000, START}
        """
        .replace("PLATFORM", platform)
        .replace("TABLES", tables)
        .replace("START", start);
  }

  /** DDI 0487 D8.1, G5.1: which formats there are is a matter of the level's execution state. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "armv8a-el3-el2-a64|isa: a64|short|EL1 of cpu0 is in aarch64 and does not walk short;"
            + " write a64-4k or a64-16k or a64-64k, or start cpu0 in the other state",
        "armv8a-el3-el2-a64|isa: a64|lpae|EL1 of cpu0 is in aarch64 and does not walk lpae",
        "armv8a-el3-el2-a64|isa: t32|a64-4k|EL1 of cpu0 is in aarch32 and does not walk a64-4k;"
            + " write short or lpae, or",
        "armv8a-el3-el2-a64|isa: a32|stage2-lpae|EL2 of cpu0 is in aarch64 and does not walk"
            + " stage2-lpae; write stage2-4k or stage2-16k or stage2-64k, or",
        "armv7a-virt|isa: a32|stage2-4k|EL2 of cpu0 is in aarch32 and does not walk stage2-4k;"
            + " write stage2-lpae, or",
        "armv7a-virt|'isa: a32, mode: hyp'|'short, level: el2'|EL2 of cpu0 is in aarch32 and does"
            + " not walk short; write lpae, or",
      })
  void aFormatThatTheGuestsLevelDoesNotWalkIsRefused(
      String platform, String start, String format, String problem) {
    String[] parts = format.split(", ", -1);
    String more = parts.length > 1 ? "\n    " + parts[1] : "";
    String rest = more + "\n    at: 0x40040000\n    map: []";
    String refusal = refusal(mapped(platform, start, parts[0] + rest));
    assertTrue(refusal.startsWith("s.yaml:6: tables[0].format: " + problem), refusal);
    assertEquals(1, refusal.lines().count(), refusal);
  }

  @ParameterizedTest
  @CsvSource({
    "armv8a-el3-el2-a64,isa: a64,a64-64k",
    "armv8a-el3-el2-a64,isa: a32,short",
    "armv8a-el3-el2-a64,isa: a32,stage2-16k",
    "armv7a-virt,isa: t32,lpae",
    "armv7a-virt,isa: a32,stage2-lpae",
  })
  void aFormatThatItWalksIsRead(String platform, String start, String format) {
    String text = mapped(platform, start, format + "\n    at: 0x40040000\n    map: []");
    assertEquals(1, ScenarioReader.parse("s.yaml", text).tables().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a64-4k|from: 0x8004, to: 0x40008000"
            + "|from: 0x8004 is not a multiple of 0x1000, the page of a64-4k; write 0x8000 or 0x9000",
        "a64-4k|from: 0x8000, to: 0x40008800|to: 0x40008800 is not a multiple of 0x1000",
        "a64-64k|from: 0x8000, to: 0x40010000, size: 0x10000"
            + "|from: 0x8000 is not a multiple of 0x10000, the page of a64-64k",
        "a64-64k|from: 0, to: 0|size: 0x1000 is not a multiple of 0x10000, the page of a64-64k;"
            + " write 0x10000",
        "a64-16k|from: 0, to: 0, size: 0x6000|size: 0x6000 is not a multiple of 0x4000, the page"
            + " of a64-16k; write 0x4000 or 0x8000",
      })
  void aMappingThatIsNoWholePageIsRefused(String format, String mapping, String problem) {
    String map = "\n    map:\n      - {" + mapping + ", rights: kernel-all}";
    String text = mapped("armv8a-el3-el2-a64", "isa: a64", format + "\n    at: 0x40040000" + map);
    String refusal = refusal(text);
    assertTrue(refusal.startsWith("s.yaml:9: tables[0].map[0]." + problem), refusal);
    assertEquals(1, refusal.lines().count(), refusal);
  }

  @Test
  void aBombOfAliasesIsRefusedAtOnce() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int depth = 1; depth < 30; depth++) {
      String before = "*a" + (depth - 1);
      bomb.append("a" + depth + ": &a" + depth + " [" + (before + ", ").repeat(8) + before + "]\n");
    }
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> assertTrue(refusal(bomb.toString()).contains("anchors and aliases")));
  }

  @Test
  void deepNestingAndHugeFilesAreRefused() throws IOException {
    assertTrue(refusal("[".repeat(5000)).startsWith("s.yaml:"));
    Path huge = Files.writeString(temporary.resolve("huge.yaml"), "# \n".repeat(1 << 19));
    String message =
        assertThrows(ScenarioException.class, () -> ScenarioReader.read(huge)).getMessage();
    assertTrue(message.contains("it is larger than"), message);
    Path missing = temporary.resolve("missing.yaml");
    assertTrue(
        assertThrows(ScenarioException.class, () -> ScenarioReader.read(missing))
            .getMessage()
            .contains("there is no such file"));
  }

  @Test
  void whatIsNotYamlOrTwoDocumentsIsSaid() {
    assertTrue(refusal("").contains("it is empty"));
    assertTrue(refusal(SOUND + "---\nb: 1\n").contains("a second document"));
    assertTrue(refusal("armcall: {").startsWith("s.yaml:"));
    assertTrue(refusal("just text").contains("a mapping with armcall"));
  }
}
