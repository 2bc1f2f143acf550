// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recorded consoles, replayed. What is expected follows from Arm's rules and from what each
 * recording shows: which instruction, taken by whom, and with which syndrome.
 */
class ConsoleReplayTest {
  private static final Path SAMPLES =
      Path.of(System.getProperty("armcall.home")).resolve("traces/formats/samples");

  @TempDir private Path dir;

  private static Map<String, String> kept() {
    Map<String, String> kept = new TreeMap<>();
    // An SMC in a kernel at EL1 without EL3: UNDEFINED, to EL1, class 0, IL 1, ISS 0.
    kept.put("console-linux-smc.txt", "ENC-SMC-A64 ROU-UNDEF-TARGET SYN-EC-CALLER SYN-UNDEF");
    kept.put("console-mail.txt", "ENC-SMC-A64 ROU-UNDEF-TARGET SYN-EC-CALLER SYN-UNDEF");
    // The same in U-Boot, which does not say at which level.
    kept.put("console-uboot-smc.txt", "ENC-SMC-A64 SYN-EC-CALLER SYN-UNDEF");
    // AArch32: no syndrome, and Supervisor mode may be of EL1 or EL3.
    kept.put("console-linux32-smc.txt", "ENC-SMC-A32");
    kept.put("console-uboot32-smc.txt", "ENC-SMC-A32");
    // A program's SMC: the kernel prints neither the syndrome nor its own level.
    kept.put("console-linux-el0.txt", "");
    // An HVC at EL2, taken there: class 0x16, IL 1, the immediate in ISS[15:0], SPSR.SS 0.
    String atEl2 = "ROU-HVC-TARGET SYN-EC-CALLER SYN-IL SYN-HVC-IMM RET-SS-ADVANCE IMM-IN-SYNDROME";
    kept.put("console-linux-vhe-hvc.txt", atEl2);
    kept.put("console-xen-panic.txt", atEl2);
    // U-Boot shows the instruction, d401d422, and neither level nor SPSR.
    kept.put(
        "console-uboot-hvc.txt", "ENC-HVC-A64 SYN-EC-CALLER SYN-IL SYN-HVC-IMM IMM-IN-SYNDROME");
    // An SMC #1 at EL3, taken there.
    kept.put(
        "console-tfa-el3.txt",
        "ROU-SMC-TARGET SYN-EC-CALLER SYN-IL SYN-SMC64-IMM RET-SS-ADVANCE IMM-IN-SYNDROME");
    // A call that TF-A refuses, of which nothing is said but the number; then a UDF in U-Boot.
    kept.put("console-tfa-uboot.txt", "SYN-EC-CALLER SYN-UNDEF");
    // An HVC of EL1 that EL2 refuses for its immediate.
    kept.put("console-xen-refused.txt", "ROU-HVC-TARGET");
    // An address alone.
    kept.put("console-edk2-hvc.txt", "");
    return kept;
  }

  private static ReplayResult replay(Path log) {
    ReplayResult result = Replay.run(ReplayRequest.of(log));
    assertEquals(0, result.problems().size(), log + ": " + result.problems());
    return result;
  }

  private static Set<String> rules(String text) {
    return Stream.of(text.split(" ")).filter(id -> !id.isEmpty()).collect(Collectors.toSet());
  }

  private static Set<String> violated(Path log) {
    Set<String> violated = new TreeSet<>();
    replay(log)
        .tally()
        .byRule()
        .forEach(
            (rule, count) -> {
              if (count.violated() > 0) {
                violated.add(rule.id());
              }
            });
    return violated;
  }

  /** The rules that an edited recording breaks. */
  private Set<String> edited(String sample, String from, String to) throws IOException {
    String text = Files.readString(SAMPLES.resolve(sample), StandardCharsets.ISO_8859_1);
    String edited = text.replace(from, to);
    assertEquals(false, edited.equals(text), sample + " has no " + from);
    return violated(
        Files.writeString(dir.resolve("edited.txt"), edited, StandardCharsets.ISO_8859_1));
  }

  @Test
  void whatTheRecordingsShowIsAsTheArchitectureHasIt() {
    kept()
        .forEach(
            (sample, expected) -> {
              Set<String> held = new TreeSet<>();
              replay(SAMPLES.resolve(sample))
                  .tally()
                  .byRule()
                  .forEach(
                      (rule, count) -> {
                        assertEquals(0, count.violated(), sample + " " + rule.id());
                        if (count.held() > 0) {
                          held.add(rule.id());
                        }
                      });
              assertEquals(rules(expected), held, sample);
            });
  }

  @Test
  void everyRecordingHasItsExpectation() {
    Set<String> samples =
        Arrays.stream(SAMPLES.toFile().list())
            .filter(name -> name.startsWith("console-") && !name.equals("console-others.txt"))
            .collect(Collectors.toSet());
    assertEquals(kept().keySet(), samples);
  }

  @Test
  void theLinesWrittenAfterFormatStringsBreakNothing() {
    assertEquals(Set.of(), violated(SAMPLES.resolve("console-others.txt")));
  }

  @Test
  void aSyndromeOfAnUndefinedCallWithoutIlIsFound() throws IOException {
    // DDI 0487 D24.2: IL is 1 for class 0.
    assertEquals(
        Set.of("SYN-UNDEF"),
        edited(
            "console-linux-smc.txt",
            "instruction: 0000000002000000",
            "instruction: 0000000000000001"));
  }

  @Test
  void aClassOfAarch32ForACallerOfAarch64IsFound() throws IOException {
    assertEquals(
        Set.of("SYN-EC-CALLER"),
        edited("console-linux-vhe-hvc.txt", "ESR 0x000000005a000000", "ESR 0x000000004a000000"));
  }

  @Test
  void anImmediateInTheSyndromeThatTheInstructionDoesNotHaveIsFound() throws IOException {
    assertEquals(
        Set.of("IMM-IN-SYNDROME"),
        edited("console-uboot-hvc.txt", "esr 0x5a000ea1", "esr 0x5a000ea2"));
  }

  @Test
  void anHvcAtEl1ThatAKernelAtEl1TakesIsFound() throws IOException {
    // It goes to EL2 or is UNDEFINED.
    assertEquals(
        Set.of("ROU-HVC-TARGET"),
        edited("console-linux-vhe-hvc.txt", "pstate: 600000c9", "pstate: 600000c5"));
  }

  @Test
  void bitsAboveTheImmediateOfAnSmcAreFound() throws IOException {
    assertEquals(
        Set.of("SYN-SMC64-IMM"),
        edited("console-tfa-el3.txt", "= 0x000000005e000001", "= 0x000000005e100001"));
  }

  @Test
  void aClassThatXenPrintsAndThatIsNotInItsHsrIsFound() throws IOException {
    assertEquals(
        Set.of("SYN-EC-CALLER"), edited("console-xen-panic.txt", "EC=0x16 IL=1", "EC=0x17 IL=1"));
  }
}
