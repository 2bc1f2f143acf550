// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.armcall.checker.cli.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code armcall namespace}, as a user types it. */
final class NamespaceCommandTest {
  @TempDir Path directory;

  /** The claims of a hypervisor of one call, with this number and immediate. */
  private Path claims(String conduit, String immediate, String id) throws IOException {
    return Files.writeString(
        directory.resolve("mine.json"),
        """
        {"owner": "mine", "role": "hypervisor", "about": "a test", "claims": [
          {"name": "HELLO", "conduits": ["%s"], "immediate": "%s", "id": "%s", "width": "any",
           "layers": ["EL2"], "status": "in use", "source": "acme/hello 0123456789, hello.c: hello"}
        ]}
        """
            .formatted(conduit, immediate, id));
  }

  @Test
  void whoisNamesTheOwnersOfANumberAndOfAnImmediate() {
    CommandRun number = CommandRun.of("namespace", "whois", "0x84000005");
    assertEquals(0, number.code().status());
    assertTrue(number.out().contains("arm-psci: MIGRATE"), number.out());
    assertTrue(number.out().contains("mobicore: MC_FC_SWAP_CPU"), number.out());
    CommandRun immediate = CommandRun.of("namespace", "whois", "HVC#3745");
    assertTrue(immediate.out().contains("xen: Xen hypercalls"), immediate.out());
    CommandRun nobody = CommandRun.of("namespace", "whois", "0x8600abcd");
    assertTrue(nobody.out().contains("Vendor specific Hypervisor service calls"), nobody.out());
    assertTrue(nobody.out().contains("none that the registry knows"), nobody.out());
  }

  @Test
  void listShowsTheClaimsOfAnOwner() {
    CommandRun run = CommandRun.of("namespace", "list", "jailhouse");
    assertEquals(0, run.code().status());
    assertTrue(run.out().lines().filter(l -> l.endsWith("claims")).count() == 1, run.out());
    assertTrue(run.out().contains("#0x4a48"), run.out());
    assertFalse(run.out().contains("xen"), run.out());
  }

  /** The clashes that the projects' own histories tell. */
  @Test
  void checkFindsTheClashesOfTheRegistry() throws IOException {
    CommandRun run = CommandRun.of("namespace", "check", "--json");
    assertEquals(1, run.code().status());
    JsonNode found = new ObjectMapper().readTree(run.out());
    assertEquals(29, found.get("clashes").size(), "each has its reason in RealClashesTest");
    assertTrue(run.out().contains("MC_FC_SWAP_CPU"), "MobiCore's 5 is PSCI's MIGRATE");
  }

  @Test
  void aProjectsOwnClaimsAreHeldAgainstTheRegistryOnly() throws IOException {
    CommandRun free =
        CommandRun.of("namespace", "check", claims("hvc", "0x0", "0xc600abcd").toString());
    assertEquals(0, free.code().status(), free.out());
    assertTrue(free.out().startsWith("0 clashes, 0 broken rules: 1 claim held"), free.out());
    CommandRun clash =
        CommandRun.of("namespace", "check", claims("hvc", "0x0ea1", "0x00000000").toString());
    assertEquals(1, clash.code().status());
    assertTrue(clash.out().contains("Xen hypercalls of xen"), clash.out());
    assertTrue(clash.out().contains("1 clash,"), clash.out());
    CommandRun bits =
        CommandRun.of("namespace", "check", claims("hvc", "0x0", "0x86200001").toString());
    assertEquals(1, bits.code().status());
    assertTrue(bits.out().contains("must be zero in a fast call"), bits.out());
  }

  @ParameterizedTest
  @CsvSource({
    "namespace, 2, for example",
    "namespace frob, 2, not 'frob'",
    "namespace whois, 2, needs a value",
    "namespace whois banana, 2, is not a number",
    "namespace whois 0x184000000, 2, 32 bits",
    "namespace whois hvc#0x10000, 2, 0xffff",
    "namespace whois hvc#99999999999999999999, 2, 0xffff",
    "namespace list nobody, 2, the registry has no owner",
    "namespace check /no/such/file.json, 3, no such file"
  })
  void whatIsWrongIsOneLine(String command, int status, String words) {
    CommandRun run = CommandRun.of(command.split(" "));
    assertEquals(status, run.code().status());
    assertTrue(run.err().contains(words), run.err());
    assertFalse(run.err().contains("internal error"), run.err());
  }

  @Test
  void malformedClaimsAreRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("bad.json"), "{\n\"owner\": \"x\",\n!");
    CommandRun run = CommandRun.of("namespace", "check", file.toString());
    assertEquals(3, run.code().status());
    assertTrue(run.err().contains(file + ":3: this is not JSON"), run.err());
    Path unknown = Files.writeString(file, "{\"owner\": \"x\", \"colour\": 1}");
    assertTrue(CommandRun.of("namespace", "check", unknown.toString()).err().contains("colour"));
  }
}
