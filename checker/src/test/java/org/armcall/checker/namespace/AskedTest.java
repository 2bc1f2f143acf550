// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.armcall.checker.cli.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code armcall namespace whois}: how a number, an immediate and a name are written. */
final class AskedTest {
  private static String whois(String value) {
    CommandRun run = CommandRun.of("namespace", "whois", value);
    assertEquals(0, run.code().status(), run.err());
    return run.out();
  }

  /** 84000003 is 0x0501bd03: 84000003 = 5 * 2^24 + 0x01bd03 (113923). */
  @Test
  void ofADecimalNumberTheHexadecimalOneIsSaid() throws IOException {
    String first = whois("84000003").lines().findFirst().orElseThrow();
    assertEquals("84000003 (decimal, 0x0501bd03; did you mean 0x84000003?)", first);
    assertTrue(whois("2214592515").startsWith("2214592515 (decimal, 0x84000003)\n"));
    assertTrue(whois("0x84000003").startsWith("0x84000003\n"));
    assertTrue(whois("hvc#3745").startsWith("hvc#3745 (decimal, 0xea1)\n"));
    String json = CommandRun.of("namespace", "whois", "84000003", "--json").out();
    assertEquals("0x0501bd03", new ObjectMapper().readTree(json).at("/0/number").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "c4000003, 'c4000003' is not a number; did you mean 0xc4000003?",
    "8400000F, '8400000F' is not a number; did you mean 0x8400000f?",
    "no_such_call, nor in the name of any claim; whois takes a number such as 0x84000003",
    "#0x10000, an immediate of HVC and SMC is 0 to 0xffff",
    "#, is not a number",
    "hvc#, is not a number",
  })
  void whatIsNeitherIsRefusedWithAProposal(String value, String words) {
    CommandRun run = CommandRun.of("namespace", "whois", value);
    assertEquals(2, run.code().status(), run.out());
    assertTrue(run.err().contains(words), run.err());
  }

  @ParameterizedTest
  @CsvSource({"CPU_ON", "cpu_on", "PSCI_0_2_FN_CPU_ON"})
  void aNameIsLookedUp(String name) {
    String found = whois(name);
    assertTrue(found.contains("arm-psci: CPU_ON, since PSCI 0.2, standard, 0x84000003"), found);
    assertTrue(found.contains("0xc4000003"), found);
    assertFalse(found.contains("CPU_OFF"), found);
    assertFalse(found.contains("range"), found);
  }

  /** As {@code namespace list} prints it; both conduits have immediates. */
  @Test
  void anImmediateWithoutItsConduitIsOfBoth() {
    assertTrue(whois("#0xea1").contains("xen: Xen hypercalls"));
    String zero = whois("#0");
    assertTrue(zero.contains(" by hvc at"), "HVC #0");
    assertTrue(zero.contains(" by smc at"), "SMC #0");
  }
}
