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
import java.util.List;
import org.armcall.checker.cli.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which numbers of a header are calls, and what is said of them, one definition at a time. */
final class HeaderNumbersTest {
  @TempDir Path directory;

  private CommandRun check(String text, String... options) throws IOException {
    Path file = Files.writeString(directory.resolve("mine.h"), text);
    List<String> line = new ArrayList<>(List.of("namespace", "check", file.toString()));
    line.addAll(List.of(options));
    return CommandRun.of(line.toArray(String[]::new));
  }

  private JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(check(text, "--json").out());
  }

  /** Numbers as TF-A's platforms of Intel and MediaTek have them, and one of PSCI's. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ACME_SMC_READ_REG 0xc4000003",
        "INTEL_SIP_SMC_SEU_ERR_STATUS 0xc2000099",
        "INTEL_SIP_SMC_V2_REG_READ 0xc2000401",
        "MTK_SIP_SET_AUTHORIZED_SECURE_REG 0x82000001",
        "ACME_SET_ADDR ARM_SMCCC_CALL_VAL(1, 0, 2, 7)",
        "MYHYP_FID_FEATURES 0x86000000",
        "STM32_SMC_VERSION 0x82000000",
      })
  void whatACallIsAboutMakesItNoPartOfANumber(String definition) throws IOException {
    JsonNode header = json("#define " + definition + "\n").at("/headers/0");
    assertEquals(1, header.get("taken").size(), header.toPrettyString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ACME_SMC_MASK 0x8200ffff",
        "ACME_SMC_ADDR 0x82000000",
        "ACME_DRAM_ADDR 0x82001000",
        "ACME_SIP_REG 0x823f1000",
        "ACME_FID_UID_REG 0x82001234",
        "ACME_FID_SIP_SVC 0x82000000",
        "ACME_SMC_FLAG 0x80000000",
        "ACME_HVC_IMM_MASK 0xffff",
        "ACME_HVC_IMM_SIZE 16",
      })
  void whatIsOnlyAPartOfANumberIsNoCall(String definition) throws IOException {
    JsonNode found = json("#define " + definition + "\n");
    assertEquals(0, found.at("/headers/0/taken").size(), found.toPrettyString());
    assertEquals(1, found.at("/headers/0/notTaken").size(), found.toPrettyString());
  }

  /** The RAM of many machines begins at PSCI_VERSION's number. */
  @ParameterizedTest
  @CsvSource({
    "TZDRAM_BASE 0x84000000, PSCI_VERSION",
    "ACME_BOOT 0x84000003, CPU_ON",
    "ACME_SMC_LAST 0x84000008, SYSTEM_OFF"
  })
  void aNumberOfTheRegistryIsNotDroppedInSilenceForItsName(String definition, String function)
      throws IOException {
    CommandRun run = check("#define " + definition + "\n");
    assertEquals(0, run.code().status(), run.out());
    assertTrue(run.out().contains("  not      1: the registry has the number"), run.out());
    String line = "mine.h:1: " + definition.replace(" ", " = ") + ": " + function + " of arm-psci";
    assertTrue(run.out().contains(line), run.out());
    JsonNode first = json("#define " + definition + "\n").at("/headers/0/notTaken/0");
    assertEquals("arm-psci: " + function, first.get("registered").asText());
  }

  @Test
  void aCallWithANumberOfPscisIsItsSecondMeaningWhateverItIsAbout() throws IOException {
    CommandRun run = check("#define ACME_SMC_READ_REG 0xc4000003\n");
    assertEquals(1, run.code().status(), run.out());
    assertTrue(run.out().contains("is CPU_ON of arm-psci and also ACME_SMC_READ_REG"), run.out());
  }

  /** DEN0022: SYSTEM_OFF is 0x84000008, FFA_VERSION 0x84000063 (DEN0077A). */
  @ParameterizedTest
  @CsvSource({
    "PSCI_SYSTEM_OFF 0x84000018, SYSTEM_OFF of arm-psci at 0x84000008",
    "PSCI_0_2_FN64_CPU_ON 0xc4000019, CPU_ON of arm-psci at 0xc4000003",
    "FFA_VERSION_SMC32 0x84000097, FFA_VERSION of arm-ff-a at 0x84000063",
  })
  void aNameOfTheRegistryWithAnotherNumberOfItsOwnerIsTold(String definition, String words)
      throws IOException {
    CommandRun run = check("#define " + definition + "\n", "--role", "firmware");
    assertEquals(1, run.code().status(), run.out());
    assertTrue(run.out().contains("the registry has " + words + ". (NSP-OWNER)"), run.out());
    assertTrue(run.out().contains("\n1 finding: "), run.out());
  }

  /** Another width, another interface, a name of more words, another owner's range. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PSCI_SYSTEM_OFF_64 0xc4000008",
        "PSCI_SYSTEM_OFF 0x84000008",
        "PSCI_SYSTEM_OFF_LATER 0x84000018",
        "ACME_SIP_SYSTEM_OFF 0x82000018",
        "PSCI_CPU_ON_SMC 0x82000018",
        "PSCI_1_3_FN_SYSTEM_OFF2 0x84000015",
      })
  void aNameThatMayBeAnotherFunctionsIsNot(String definition) throws IOException {
    CommandRun run = check("#define " + definition + "\n");
    assertEquals(0, run.code().status(), run.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ACME_HVC_IMM_FOO 0xEA1", "MYHYP_HVC_IMM2 0xea1", "ACME_HYPERCALL_TAG_1 0xea1"})
  void anImmediateIsNamedAtAnyPlace(String definition) throws IOException {
    CommandRun run = check("#define " + definition + "\n");
    assertEquals(1, run.code().status(), run.out());
    assertTrue(run.out().contains("HVC #0xea1 is Xen hypercalls of xen"), run.out());
  }

  @Test
  void anImmediateOfMoreThan16BitsIsSaidToBe() throws IOException {
    CommandRun run = check("#define ACME_HVC_IMM 0x10ea1\n");
    assertTrue(run.out().contains("but it has more than 16 bits"), run.out());
    assertTrue(run.out().contains("mine.h:1: ACME_HVC_IMM = 0x10ea1"), run.out());
    CommandRun asked = check("#define ACME_CALL 0x10ea1\n", "--hvc-prefix", "ACME_");
    assertTrue(asked.out().contains("but it has more than 16 bits"), asked.out());
  }

  /** Jailhouse has nine functions behind its immediate, and one owner. */
  @Test
  void anImmediateOfAnotherIsOneFindingForItsOwner() throws IOException {
    CommandRun run = check("#define GUEST_FOO_HVC_TAG 0x4a48\n");
    assertTrue(run.out().contains("(and 8 more of jailhouse). (NSP-ONE-MEANING)"), run.out());
    assertTrue(run.out().contains("\n1 finding: "), run.out());
  }

  @Test
  void whatTheRegistryHasUnderAnotherNameIsNotNewToIt() throws IOException {
    CommandRun run =
        check(
            """
            #define ACME_SMC_RESET 0x84000009
            #define ACME_SMC_NEW 0x82000777
            #define ACME_HVC_TAG 0x7777
            """);
    assertTrue(run.out().contains("   1 in the registry under another name\n"), run.out());
    assertTrue(run.out().contains("   2 new to the registry\n"), run.out());
    assertTrue(run.out().contains("may use the range of 2 function identifiers, which"), run.out());
    assertFalse(run.out().contains("theirs"), run.out());
  }

  @Test
  void whatAProjectsClaimsHaveIsNotSaidToBeTheRegistrys() throws IOException {
    Path claims =
        Files.writeString(
            directory.resolve("claims.json"),
            """
            {"owner": "mine", "role": "hypervisor", "about": "a test", "claims": [
              {"name": "HELLO", "conduits": ["hvc"], "immediate": "0x0", "id": "0xc600abcd",
               "width": "any", "layers": ["EL2"], "status": "in use", "source": "acme/hello, a.c"}
            ]}
            """);
    CommandRun run = check("#define HVC_HELLO 0xc600abcdU\n", claims.toString());
    assertEquals(0, run.code().status(), run.out());
    assertTrue(run.out().contains("   1 known as mine's, by your claims\n"), run.out());
    assertTrue(run.out().contains("your claims have that number by that name"), run.out());
    assertFalse(run.out().contains("the registry has"), run.out());
    CommandRun other = check("#define HVC_BYE 0xc600abcdU\n", claims.toString());
    assertTrue(other.out().contains("   1 in your claims under another name\n"), other.out());
  }

  @Test
  void aNumberThatWasWithdrawnIsToldForEachNameThatHasIt() throws IOException {
    CommandRun run =
        check(
            """
            #define PSCI_1_3_FN_CLEAN_INV_MEMREGION 0xc4000015
            #define CLEAN_INV_MEMREGION 0xc4000015
            """);
    assertTrue(run.out().contains("mine.h:1: PSCI_1_3_FN_CLEAN_INV_MEMREGION: "), run.out());
    assertTrue(run.out().contains("mine.h:2: CLEAN_INV_MEMREGION: "), run.out());
    assertTrue(run.out().contains("\n2 findings: "), run.out());
  }

  /** Another name for the first is no second definition. */
  @Test
  void anAliasOfAWithdrawnNumberIsNotToldAgain() throws IOException {
    CommandRun run =
        check(
            """
            #define PSCI_1_3_FN_CLEAN_INV_MEMREGION 0xc4000015
            #define CLEAN_INV_MEMREGION PSCI_1_3_FN_CLEAN_INV_MEMREGION
            """);
    assertTrue(run.out().contains("\n1 finding: "), run.out());
  }

  @Test
  void aNameThatIsDefinedTwiceIsToldWithItsLines() throws IOException {
    CommandRun run =
        check(
            """
            #define A_SMC_ONE 0x82000701
            #define A_SMC_ONE 0x82000702
            #define A_SMC_TWO (A_SMC_ONE + 2)
            """);
    assertTrue(run.out().contains("1 name is defined twice with different values"), run.out());
    assertTrue(run.out().contains("A_SMC_ONE: lines 1, 2\n"), run.out());
    assertTrue(run.out().contains("1 name has several values, of names that are"), run.out());
    assertFalse(run.out().contains("#if"), run.out());
  }

  /** A machine has one maker, whether or not the registry knows it. */
  @Test
  void twoMakersNumbersOfOneMachineAreTold() throws IOException {
    Path other =
        Files.writeString(
            directory.resolve("other.h"), "#define TEGRA_SIP_NEW_VIDEOMEM_REGION 0x82000003\n");
    CommandRun run = check("#define ACME_SIP_REBOOT 0x82000003\n", other.toString());
    assertEquals(1, run.code().status(), run.out());
    assertTrue(
        run.out().contains("TEGRA_SIP_NEW_VIDEOMEM_REGION and ACME_SIP_REBOOT are both 0x82000003"),
        run.out());
  }
}
