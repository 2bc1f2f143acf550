// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls from A32, answered in Hyp and in Monitor mode, on the emulator and in QEMU. */
final class Aarch32CallsTest {
  private static final String HVC = "0xe1400070";
  private static final String SMC = "0xe1600070";

  @TempDir private Path directory;

  /** A call of PSCI_VERSION at 0x40080000. */
  private String output(Rule rule, String word, int to, String pc, String after, int status)
      throws Exception {
    String insn = word.equals(HVC) ? "hvc" : "smc";
    boolean trapped = word.equals(SMC) && to == 2;
    Path file = directory.resolve("trace.ndjson");
    Files.writeString(
        file,
        """
        {"armcall":1,"source":{"format":"by-hand","file":"a test"},"platform":"armv7a-virt"}
        {"seq":1,"cpu":0,"kind":"call","insn":"%s","isa":"a32","el":1,"pc":"0x40080000","word":"%s",\
        "regs":{"r0":"0x84000000","r11":"0x1234"}}
        {"seq":2,"cpu":0,"kind":"entry","exception":"%s","fromEl":1,"toEl":%d,"toState":"a32",\
        "elr":"%s","spsr":"0x1d3"}
        {"seq":3,"cpu":0,"kind":"return","fromEl":%d,"toEl":1,"pc":"%s","regs":{"r0":"0x2",%s}}
        """
            .formatted(insn, word, insn, to, trapped ? "0x40080000" : "0x40080004", to, pc, after));
    Chosen chosen = new Chosen(file, 4, rule, "", "");
    Reproducer made = ReproduceCommand.make(chosen, Optional.empty(), true);
    Reproducer.Emulated run = made.emulate();
    assertEquals(made.prediction().text(), run.output());
    assertEquals(status, run.status());
    ReproducerFiles.write(directory, chosen, made);
    Booted booted = Booted.of(made, directory);
    assertEquals(run.output(), booted.output());
    assertEquals(status, booted.status());
    return run.output();
  }

  @Test
  void hypModeLosesR11() throws Exception {
    String lost = output(Rule.REG_PRESERVED, HVC, 2, "0x40080004", "\"r11\":\"0x1\"", 1);
    assertTrue(lost.contains("r11 was 0x1234 is 0x1\n"), lost);
    output(Rule.REG_PRESERVED, HVC, 2, "0x40080004", "\"r11\":\"0x1234\"", 0);
  }

  @Test
  void aTrappedSmcIsMadeAgain() throws Exception {
    String again = output(Rule.RET_RESUME, SMC, 2, "0x40080000", "\"r11\":\"0x1234\"", 1);
    assertTrue(again.contains("BACK at the call + 0x0 "), again);
    output(Rule.RET_RESUME, SMC, 2, "0x40080004", "\"r11\":\"0x1234\"", 0);
  }

  @Test
  void monitorModeResumesTooFarBehind() throws Exception {
    String far = output(Rule.RET_RESUME, SMC, 3, "0x4008000c", "\"r11\":\"0x1234\"", 1);
    assertTrue(far.contains("BACK at the call + 0xc "), far);
    output(Rule.RET_RESUME, SMC, 3, "0x40080004", "\"r11\":\"0x1234\"", 0);
  }

  @Test
  void theCallerGoesOnAtZero() throws Exception {
    String output = output(Rule.SEQ_ENDS, HVC, 2, "0x0", "\"r11\":\"0x1234\"", 1);
    assertTrue(output.contains("BACK by an exception, ELR 0x0 "), output);
  }
}
