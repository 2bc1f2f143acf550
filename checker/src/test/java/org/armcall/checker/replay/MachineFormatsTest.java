// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.armcall.checker.replay.convention.Expectations;
import org.armcall.model.instruction.Call;
import org.armcall.model.rule.Rule;
import org.armcall.traces.callee.CalleeFile;
import org.armcall.traces.preset.PresetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings of QEMU's execlog and -trace keep the rules, and one wrong field breaks one. */
class MachineFormatsTest {
  private static final Path SAMPLES = Logs.CORPUS.resolveSibling("formats/samples");

  @TempDir private Path dir;

  private static ReplayResult replay(Path log, String callee) {
    try {
      Expectations expected =
          callee.isEmpty()
              ? ReplayRequest.of(log).callees()
              : new Expectations(Optional.of(CalleeFile.named(callee)), Map.of(), Optional.empty());
      return Replay.run(
          new ReplayRequest(List.of(log), Optional.empty(), Set.of(), TraceFormat.AUTO, expected));
    } catch (PresetException e) {
      throw new IllegalStateException(e);
    }
  }

  private ReplayResult edited(String sample, String from, String to) throws IOException {
    String text = Files.readString(SAMPLES.resolve(sample), StandardCharsets.ISO_8859_1);
    assertTrue(text.contains(from), from);
    Path file = dir.resolve("edited-" + sample);
    Files.writeString(file, text.replace(from, to), StandardCharsets.ISO_8859_1);
    return replay(file, sample.startsWith("qemu-trace") ? "qemu" : "");
  }

  private static Set<Rule> broken(ReplayResult result) {
    return result.violations().stream()
        .map(Judgement::rule)
        .collect(java.util.stream.Collectors.toSet());
  }

  private static long held(ReplayResult result, Rule rule) {
    return Optional.ofNullable(result.tally().byRule().get(rule)).map(Tally.Count::held).orElse(0L);
  }

  // the calls as grep -c '"hvc', '"smc' and '"svc' count them
  @ParameterizedTest
  @CsvSource({
    "bare-a64-el3.execlog.gz, 110",
    "bare-psci-shim.execlog.gz, 27",
    "bare-a32-mon.execlog.gz, 69"
  })
  void recordedInstructionsKeepTheRulesAndEachCallIsOne(String log, long calls) {
    ReplayResult result = replay(Logs.CORPUS.resolve(log), "");
    assertEquals(List.of(), result.violations(), result::toText);
    assertEquals(0, result.census().badLines());
    long undecided = result.census().kinds().getOrDefault("note", 0L);
    assertEquals(calls, result.census().kinds().get("call") + undecided);
  }

  @Test
  void execlogShowsTheHypervisorCallsThatTheLogOfExceptionsShowsOfTheSameImage() {
    // bare-a64-el3.log in traces/corpus/README.md: 34; of the 41 that are executed 7 are UNDEFINED
    Census census = replay(Logs.CORPUS.resolve("bare-a64-el3.execlog.gz"), "").census();
    assertEquals(34, census.calls(Call.HVC));
  }

  @Test
  void registersFromExeclogLetTheConventionBeChecked() {
    ReplayResult result = replay(Logs.CORPUS.resolve("bare-psci-shim.execlog.gz"), "");
    for (Rule rule :
        List.of(Rule.REG_PRESERVED, Rule.RES_SHIM, Rule.PSC_FEATURES, Rule.RES_UNKNOWN)) {
      assertTrue(held(result, rule) > 0, rule.id());
    }
  }

  // the calls as grep -c arm_psci_call counts them
  @ParameterizedTest
  @CsvSource({
    "linux-smp.qemu-trace.gz, 8, 1",
    "linux-kvm.qemu-trace.gz, 8, 1",
    "bare-psci-shim.qemu-trace.gz, 13, 0"
  })
  void recordedPsciCallsKeepTheRulesAndLinuxStartsItsSecondProcessor(
      String log, long calls, long starts) {
    ReplayResult result = replay(Logs.CORPUS.resolve(log), "qemu");
    assertEquals(List.of(), result.violations(), result::toText);
    assertEquals(0, result.census().badLines());
    assertEquals(calls, result.census().kinds().get("call"));
    assertEquals(starts, held(result, Rule.PSC_CPU_ON));
  }

  @Test
  void aStartWithAnotherContextThanWasAskedForIsFound() throws IOException {
    ReplayResult result =
        edited("qemu-trace-psci.txt", "0x40efd2c8 with R0 = 0x1234", "0x40efd2c8 with R0 = 0x1235");
    assertEquals(Set.of(Rule.PSC_CPU_ON), broken(result));
  }

  @Test
  void whatAPresetAnswersToOneConduitOnlyIsLeftOpen() {
    // Jailhouse stops who calls by HVC, and passes on what is called by SMC.
    ReplayResult result = replay(SAMPLES.resolve("qemu-trace-psci.txt"), "jailhouse");
    assertEquals(Set.of(), broken(result));
    assertTrue(result.toText().contains("answers HVC and SMC differently"), result::toText);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // ELR behind the next instruction, and then the return goes there
        "execlog-calls.txt; elr_el2 -> 0x0000000040090010; elr_el2 -> 0x0000000040090014;"
            + " RET-CALL-NEXT",
        "execlog-calls.txt; esr_el2 -> 0x000000005a004a48; esr_el2 -> 0x000000005a004a49;"
            + " IMM-IN-SYNDROME",
        "execlog-calls.txt; 0, 0x40080c00; 0, 0x40080e00; ROU-VECTOR-A64",
        "execlog-a32.txt; esr_el2 -> 0x4a004a48; esr_el2 -> 0x4e004a48; SYN-EC-CALLER",
        "opencsd-decoded.txt; exec range=0xffff800008028648:; exec range=0xffff80000802864c:;"
            + " RET-RESUME",
        "qemu-trace-hvf.txt; exit: 0x2000000 [ec=0x0; exit: 0x2000000 [ec=0x1; SYN-EC-CALLER"
      })
  void oneWrongFieldBreaksTheRuleThatItIsAbout(String sample, String from, String to, String rule)
      throws IOException {
    ReplayResult result = edited(sample, from, to);
    assertTrue(
        broken(result).stream().anyMatch(one -> one.id().equals(rule)),
        () -> result.violations() + "\n" + result.toText());
  }

  @Test
  void theCallThatWasNotSeenToBeOfAConduitIsNoInstructionForOtherRules() {
    ReplayResult result = replay(SAMPLES.resolve("qemu-trace-psci.txt"), "qemu");
    assertEquals(0, result.census().calls(Call.HVC) + result.census().calls(Call.SMC));
    assertEquals(List.of(), result.violations());
  }
}
