// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
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
    List<String> clashes = List.of("NSP-ONE-MEANING", "NSP-SHADOWED", "NSP-REUSED");
    long count =
        StreamSupport.stream(found.get("findings").spliterator(), false)
            .filter(each -> clashes.contains(each.get("rule").asText()))
            .count();
    assertEquals(29, count, "each has its reason in RealClashesTest");
    assertTrue(run.out().contains("MC_FC_SWAP_CPU"), "MobiCore's 5 is PSCI's MIGRATE");
  }

  @Test
  void aProjectsOwnClaimsAreHeldAgainstTheRegistryOnly() throws IOException {
    CommandRun free =
        CommandRun.of("namespace", "check", claims("hvc", "0x0", "0xc600abcd").toString());
    assertEquals(0, free.code().status(), free.out());
    assertTrue(
        free.out().startsWith("0 findings: 1 claim held against 528 claims of 45 owners"),
        free.out());
    CommandRun clash =
        CommandRun.of("namespace", "check", claims("hvc", "0x0ea1", "0x00000000").toString());
    assertEquals(1, clash.code().status());
    assertTrue(clash.out().contains("Xen hypercalls of xen"), clash.out());
    assertTrue(clash.out().contains("\n1 finding: "), clash.out());
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
    "namespace check /no/such/file.json, 3, no such file",
    "namespace check --for oem, 2, --for is of namespace alloc",
    "namespace alloc --prefix X --for oem, 2, --prefix is of namespace check",
    "namespace alloc, 2, for example: namespace alloc --for hypervisor",
    "namespace alloc --for nobody, 2, --for takes hypervisor",
    "namespace alloc --for standard, 2, are Arm's to give out",
    "namespace alloc --for oem --immediate, 2, only HVC has immediates",
    "namespace alloc --for oem --count 0, 2, --count is 1 to 65280",
    "namespace alloc --for oem --count many, 2, --count is 1 to 65280",
    "namespace alloc --for oem --from 0xff00, 2, --from is 0 to 65279",
    "namespace alloc --for oem --from 1 --count 65280, 2, --count is 1 to 65279",
    "namespace alloc --for hypervisor --from 0xff00 --count 256 --immediate, 3, no 256 consecutive",
    "namespace alloc --for hypervisor /no/such/file.json, 3, no such file"
  })
  void whatIsWrongIsOneLine(String command, int status, String words) {
    CommandRun run = CommandRun.of(command.split(" "));
    assertEquals(status, run.code().status());
    assertTrue(run.err().contains(words), run.err());
    assertFalse(run.err().contains("internal error"), run.err());
  }

  /** What is proposed, put into a project's file, is silent, and the next proposal avoids it. */
  @ParameterizedTest
  @CsvSource({
    "hypervisor, hypervisor, 3, false",
    "firmware, firmware, 1, false",
    "silicon, silicon, 16, false",
    "oem, silicon, 1, false",
    "cpu, silicon, 2, false",
    "trusted-os, trusted os, 4, false",
    "trusted-application, trusted os, 1, false",
    "hypervisor, hypervisor, 2, true"
  })
  void whatIsProposedIsFreeUntilItIsTaken(String whom, String role, int count, boolean immediate)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("namespace", "alloc", "--json", "--for", whom, "--count", "" + count));
    if (immediate) {
      command.add("--immediate");
    }
    JsonNode first = proposal(command);
    Path file =
        Files.writeString(
            directory.resolve("mine.json"),
            "{\"owner\":\"mine\",\"role\":\"%s\",\"about\":\"a project\",\"claims\":%s}"
                .formatted(role, first.get("claims")));
    CommandRun check = CommandRun.of("namespace", "check", file.toString());
    assertEquals(0, check.code().status(), check.out() + check.err());
    command.add(file.toString());
    assertNotEquals(first.get("claims"), proposal(command).get("claims"));
  }

  private static JsonNode proposal(List<String> command) throws IOException {
    CommandRun run = CommandRun.of(command.toArray(String[]::new));
    assertEquals(0, run.code().status(), run.err());
    return new ObjectMapper().readTree(run.out());
  }

  @Test
  void theTextOfAProposalSaysWhatWasCheckedAndWhatIsLeft() {
    CommandRun run = CommandRun.of("namespace", "alloc", "--for", "hypervisor");
    assertTrue(run.out().contains("fast calls of owner 6"), run.out());
    assertTrue(run.out().contains("UID of your own at 0x8600ff01"), run.out());
  }

  /** Exhibit B45: the test suite calls by SMC, and the machine has PSCI by HVC. */
  @Test
  void aDeviceTreeIsHeldAgainstTheClaims() throws IOException {
    Path exhibit =
        Path.of(System.getProperty("armcall.home"), "traces", "exhibits", "b45-conduit-assumed");
    String tree = exhibit.resolve("machine.dts").toString();
    CommandRun alone = CommandRun.of("namespace", "check", "--json", tree);
    assumeFalse(alone.err().contains("install dtc"), "the device-tree compiler is not installed");
    CommandRun faulty =
        CommandRun.of("namespace", "check", exhibit.resolve("faulty.json").toString(), tree);
    assertEquals(1, faulty.code().status());
    assertTrue(faulty.out().contains("faulty.json:6: CPU_ON of sbsa-acs"), faulty.out());
    assertTrue(faulty.out().contains("(NSP-CONDUIT)"), faulty.out());
    assertTrue(faulty.out().contains("/psci                    PSCI 1.0 or later, by HVC"));
    CommandRun fixed =
        CommandRun.of("namespace", "check", exhibit.resolve("fixed.json").toString(), tree);
    assertEquals(0, fixed.code().status(), fixed.out());
    JsonNode json = new ObjectMapper().readTree(alone.out());
    assertEquals(
        "hvc", json.at("/deviceTrees/0/interfaces/0/conduit").asText(), json.toPrettyString());
  }

  /** The number of CPU_ON for SCMI, and one number for PSCI 0.1 and SCMI. */
  @Test
  void numbersOfADeviceTreeAreHeldAgainstTheRegistryAndEachOther() throws IOException {
    String psci = "psci { compatible=\"%s\"; method=\"smc\"; %s };";
    String scmi = "firmware { scmi { compatible=\"arm,scmi-smc\"; arm,smc-id=<%s>; }; };";
    CommandRun standard = tree(psci.formatted("arm,psci-1.0", "") + scmi.formatted("0x84000003"));
    assumeFalse(
        standard.err().contains("install dtc"), "the device-tree compiler is not installed");
    assertEquals(1, standard.code().status(), standard.out());
    assertTrue(standard.out().contains("is also CPU_ON of arm-psci. (NSP-ONE-MEANING)"));
    CommandRun twice =
        tree(
            psci.formatted("arm,psci", "cpu_on=<0xc2000012>; cpu_off=<0xc2000013>;")
                + scmi.formatted("0xc2000012"));
    assertEquals(1, twice.code().status(), twice.out());
    assertTrue(twice.out().contains("is also cpu_on of /psci. (NSP-ONE-MEANING)"), twice.out());
    CommandRun right = tree(psci.formatted("arm,psci-1.0", "") + scmi.formatted("0x82000010"));
    assertEquals(0, right.code().status(), right.out());
    CommandRun kvm = tree(psci.formatted("arm,psci", "cpu_on=<0x95c1ba60>; cpu_off=<0x95c1ba5f>;"));
    assertEquals(0, kvm.code().status(), kvm.out());
  }

  private CommandRun tree(String nodes) throws IOException {
    Path file = directory.resolve("tree.dts");
    Files.writeString(file, "/dts-v1/; / { " + nodes + " };");
    return CommandRun.of("namespace", "check", file.toString());
  }

  @Test
  void aTreeThatIsCutOffIsOneLine() throws IOException {
    byte[] head = {(byte) 0xd0, 0x0d, (byte) 0xfe, (byte) 0xed, 0, 1, 0, 0};
    Path file = Files.write(directory.resolve("cut.dtb"), head);
    CommandRun run = CommandRun.of("namespace", "check", file.toString());
    assertEquals(3, run.code().status());
    assertTrue(run.err().startsWith("armcall: " + file + ": "), run.err());
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
