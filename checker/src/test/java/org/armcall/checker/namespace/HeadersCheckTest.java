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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.armcall.checker.cli.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code armcall namespace check} of C headers, in the styles of the projects that have them. */
final class HeadersCheckTest {
  private static final Path HEADERS =
      Path.of(System.getProperty("armcall.home"), "checker/src/test/resources/headers");

  @TempDir Path directory;

  private static String header(String name) {
    return HEADERS.resolve(name + ".h").toString();
  }

  private static CommandRun check(String... operands) {
    List<String> line = new ArrayList<>(List.of("namespace", "check"));
    line.addAll(Arrays.asList(operands));
    return CommandRun.of(line.toArray(String[]::new));
  }

  /** The findings as "line rule name". */
  private static List<String> findings(CommandRun run) throws IOException {
    List<String> found = new ArrayList<>();
    for (JsonNode each : new ObjectMapper().readTree(run.out()).get("headerFindings")) {
      found.add(
          each.get("line").asInt()
              + " "
              + each.get("rule").asText()
              + " "
              + each.get("name").asText());
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(strings = {"linux-arm-smccc", "linux-psci", "tf-a-psci", "xen", "bao-smcc"})
  void aHeaderWithNothingWrongIsSilent(String name) throws IOException {
    CommandRun run = check(header(name), "--json");
    assertEquals(0, run.code().status(), run.out());
    assertEquals(List.of(), findings(run));
    JsonNode taken = new ObjectMapper().readTree(run.out()).get("headers").get(0).get("taken");
    assertFalse(taken.isEmpty());
    taken.forEach(each -> assertTrue(each.has("known"), each.toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "tf-a-spm-mm; 8 NSP-ONE-MEANING SPM_MM_VERSION_AARCH32, 8 NSP-OWNER SPM_MM_VERSION_AARCH32,"
            + " 9 NSP-ONE-MEANING MM_SP_EVENT_COMPLETE_AARCH64, 9 NSP-OWNER MM_SP_EVENT_COMPLETE_AARCH64",
        "op-tee-smc; 25 NSP-RESERVED-ZONE OPTEE_SMC_CALL_WITH_ARG",
        "illumos-psci; 6 NSP-REUSED PSCI_CLEAN_INV_MEMREGION_ID",
        "mobicore-mcifc; 8 NSP-ONE-MEANING MC_FC_SWAP_CPU, 8 NSP-OWNER MC_FC_SWAP_CPU",
        "hyper-v; 4 NSP-RESERVED-ZONE HV_FUNC_ID",
        "tegra; 4 NSP-RESERVED-BITS TEGRA_SIP_PMC_COMMANDS, 5 NSP-RESERVED-BITS TEGRA_SIP_ANOTHER",
        "project; 4 NSP-TWINS ACME_SMC_HELLO_64, 8 NSP-ONE-MEANING ACME_SMC_OTHER,"
            + " 9 NSP-RESERVED-ZONE ACME_SMC_ZONE, 11 NSP-RESERVED-OWNER ACME_SMC_NOBODYS,"
            + " 12 NSP-ONE-MEANING ACME_SMC_CPU_UP, 13 NSP-ONE-MEANING ACME_HVC_TAG",
      })
  void whatIsWrongIsToldAtItsLine(String name, String expected) throws IOException {
    CommandRun run = check(header(name), "--json");
    assertEquals(1, run.code().status(), run.out());
    assertEquals(List.of(expected.split(", +")), findings(run));
  }

  @Test
  void aFindingIsASentenceWithTheSourceOfTheOtherSide() {
    CommandRun run = check(header("illumos-psci"));
    List<String> lines = run.out().lines().toList();
    assertEquals(
        header("illumos-psci")
            + ":6: PSCI_CLEAN_INV_MEMREGION_ID: HVC or SMC #0 with the number 0xc4000015 was"
            + " CLEAN_INV_MEMREGION of arm-psci, withdrawn since, and is now SYSTEM_OFF2 of"
            + " arm-psci. (NSP-REUSED)",
        lines.get(0));
    assertTrue(lines.get(1).contains("include/uapi/linux/psci.h"), lines.get(1));
    assertTrue(
        run.out().contains("illumos-psci.h: 5 function identifiers of 7 numbers"), run.out());
    assertTrue(
        lines.get(lines.size() - 1).startsWith("1 finding: 5 call numbers in 1 header held"),
        run.out());
  }

  @Test
  void aNameWithTwoValuesIsSaidToHaveThem() {
    CommandRun run = check(header("mobicore-mcifc"));
    assertTrue(run.out().contains("1 name is defined twice with different values"), run.out());
    assertTrue(run.out().contains("MC_FC_SWAP_CPU: lines 6, 8"), run.out());
    assertTrue(run.out().lines().noneMatch(line -> line.contains("#if")), "the file may have none");
    assertFalse(check(header("xen")).out().contains("defined twice"));
  }

  /** Numbers of before the convention are small, and only their names say what they are. */
  @Test
  void numbersOfBeforeTheConventionAreTakenWhenAsked() throws IOException {
    CommandRun run = check(header("mobicore-mcifc"), "--prefix", "MC_SMC_N_", "--json");
    assertTrue(findings(run).contains("11 NSP-SHADOWED MC_SMC_N_YIELD"), run.out());
    assertFalse(run.out().contains("MC_STATUS_HALT: "), run.out());
  }

  @Test
  void immediatesAreTakenWhenAsked() throws IOException {
    Path file = directory.resolve("mine.h");
    Files.writeString(file, "#define MINE_CALL_FIRST 1\n#define MINE_CALL_NEXT 0x4000\n");
    assertEquals(0, check(file.toString()).code().status());
    CommandRun run = check(file.toString(), "--hvc-prefix", "MINE_CALL_", "--json");
    assertTrue(findings(run).contains("1 NSP-ONE-MEANING MINE_CALL_FIRST"), run.out());
    assertTrue(findings(run).stream().noneMatch(each -> each.startsWith("2 ")), run.out());
  }

  /** The range is silicon's: that firmware has it is wrong only if it is known to be firmware. */
  @Test
  void whoseRangeItIsIsCheckedWhenTheRoleIsKnown() throws IOException {
    CommandRun without = check(header("project"));
    assertTrue(without.out().contains("was not checked: say --role"), without.out());
    CommandRun hypervisor = check(header("project"), "--role", "hypervisor", "--json");
    assertTrue(findings(hypervisor).contains("5 NSP-OWNER ACME_SMC_GOOD_32"), hypervisor.out());
    CommandRun silicon = check(header("project"), "--role", "silicon", "--json");
    assertFalse(findings(silicon).contains("5 NSP-OWNER ACME_SMC_GOOD_32"), silicon.out());
  }

  @Test
  void headersAndClaimsAreHeldAgainstEachOther() throws IOException {
    Path claims =
        Files.writeString(
            directory.resolve("claims.json"),
            """
            {"owner": "mine", "role": "hypervisor", "about": "a test", "claims": [
              {"name": "HELLO", "conduits": ["hvc"], "immediate": "0x0", "id": "0xc600abcd",
               "width": "any", "layers": ["EL2"], "status": "in use", "source": "acme/hello, a.c"}
            ]}
            """);
    Path agrees = Files.writeString(directory.resolve("a.h"), "#define HVC_HELLO 0xc600abcdU\n");
    Path differs = Files.writeString(directory.resolve("b.h"), "#define HVC_BYE 0xc600abcdU\n");
    assertEquals(0, check(claims.toString(), agrees.toString()).code().status());
    CommandRun run = check(claims.toString(), differs.toString());
    assertEquals(1, run.code().status(), run.out());
    assertTrue(run.out().contains("b.h:1: HVC_BYE: HVC #0 with the number 0xc600abcd"), run.out());
    assertTrue(run.out().contains("HELLO of mine and also HVC_BYE of b.h"), run.out());
  }

  /** Headers that are given together are of one machine, which has one maker. */
  @Test
  void headersAreHeldAgainstEachOther() throws IOException {
    Path one =
        Files.writeString(
            directory.resolve("one.h"),
            "#define ONE_HVC_RUN 0x8600abcd\n#define ONE_SIP_A 0x82000777\n");
    Path other =
        Files.writeString(
            directory.resolve("two.h"),
            "#define TWO_HVC_STOP 0x8600abcd\n#define TWO_SIP_B 0x82000777\n");
    CommandRun run = check(one.toString(), other.toString(), "--json");
    assertEquals(
        List.of("1 NSP-ONE-MEANING TWO_HVC_STOP", "2 NSP-ONE-MEANING TWO_SIP_B"), findings(run));
    assertTrue(
        run.out().contains("TWO_SIP_B and ONE_SIP_A are both 0x82000777; what is checked together"),
        run.out());
    assertTrue(run.out().contains("one.h:1: ONE_HVC_RUN"), run.out());
  }

  @Test
  void verboseListsWhatIsNoCallAndWhatHasNoNumber() {
    CommandRun run = check(header("tf-a-psci"), "-v");
    assertTrue(run.out().contains(":19: PSTATE_VALID_MASK = 0xb0000000: named as"), run.out());
    assertTrue(
        run.out().contains(":22: PSCI_INVALID_PWR_LVL: 'PLAT_MAX_PWR_LVL' is not"), run.out());
    assertFalse(check(header("tf-a-psci")).out().contains("PSTATE_VALID_MASK"));
  }

  @Test
  void whatAFileIsItsContentSays() throws IOException {
    Path header = Files.writeString(directory.resolve("psci"), "\n#define PSCI_MIGRATE 0x84000005");
    assertTrue(check(header.toString()).out().contains("1 function identifier of 1 number"));
    Path neither = Files.writeString(directory.resolve("letter.txt"), "Dear Sirs,\n");
    assertEquals(3, check(neither.toString()).code().status());
    assertTrue(check(neither.toString()).err().contains("is neither a file of claims"));
    CommandRun folder = check(directory.toString());
    assertTrue(folder.err().contains("it is a directory"), folder.err());
    Path binary = Files.write(directory.resolve("b.h"), new byte[] {'#', '\n', 0, 1});
    assertEquals(3, check(binary.toString()).code().status());
    assertTrue(check(binary.toString()).err().contains("b.h:2: a NUL byte"));
    Path broken = Files.writeString(directory.resolve("c.h"), "#define A\n/* no end\n");
    assertTrue(check(broken.toString()).err().contains("c.h:2: this comment does not end"));
  }

  @ParameterizedTest
  @CsvSource({
    "namespace check --role king, 'takes standard, hypervisor, firmware, trusted-os, silicon'",
    "namespace check --prefix=, takes the beginning of a name",
    "namespace whois 1 --role silicon, --role is of namespace check",
    "namespace list -v, --verbose is of namespace check"
  })
  void anOptionThatIsWrongIsOneLine(String command, String words) {
    CommandRun run = CommandRun.of(command.split(" "));
    assertEquals(2, run.code().status());
    assertTrue(run.err().contains(words), run.err());
  }
}
