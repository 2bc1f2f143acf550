// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When two names are of one call. */
final class SpelledNameTest {
  private static boolean agree(String one, String other) {
    return SpelledName.of(one).agreesWith(SpelledName.of(other));
  }

  /** As Linux, TF-A, OP-TEE, U-Boot, Hafnium and tests of TF-A write the registry's names. */
  @ParameterizedTest
  @CsvSource({
    "PSCI_0_2_FN64_CPU_ON, CPU_ON",
    "PSCI_CPU_ON_AARCH64, CPU_ON",
    "SMC_PSCI_CPU_ON32, CPU_ON",
    "PSCI_MIG_INFO_UP_CPU_AARCH32, MIGRATE_INFO_UP_CPU",
    "PSCI_MEM_CHK_RANGE_AARCH64, MEM_PROTECT_CHECK_RANGE",
    "PSCI_1_0_FN_PSCI_FEATURES, PSCI_FEATURES",
    "ARM_SMCCC_VERSION_FUNC_ID, SMCCC_VERSION",
    "ARM_SMCCC_VENDOR_HYP_KVM_PTP_FUNC_ID, KVM PTP",
    "SPM_VERSION_AARCH32, SPM_MM_VERSION_AARCH32",
    "OPTEE_SMC_CALL_GET_OS_UUID, OPTEE_GET_OS_UUID",
    "TRNG_RND64, TRNG_RND64",
    "SMC_YC_VIRTIO_START, SMC_SC_VIRTIO_START",
  })
  void spellingsOfOneCallAgree(String one, String other) {
    assertTrue(agree(one, other));
    assertTrue(agree(other, one));
  }

  @ParameterizedTest
  @CsvSource({
    "SPM_MM_VERSION_AARCH32, FFA_ERROR",
    "MC_FC_SWAP_CPU, MIGRATE",
    "PSCI_CLEAN_INV_MEMREGION_ID, SYSTEM_OFF2",
    "PSCI_SYSTEM_OFF, SYSTEM_OFF2",
    "ACME_VERSION, PSCI_VERSION",
    "MM_SP_EVENT_COMPLETE_AARCH64, FFA_SUCCESS",
    "PSCI_CPU_OFF, CPU_ON",
  })
  void namesOfDifferentCallsDoNot(String one, String other) {
    assertFalse(agree(one, other));
    assertFalse(agree(other, one));
  }

  @Test
  void otherWordsForHalfOfItResembleIt() {
    SpelledName other = SpelledName.of("SMC_PSCI_CPU_HW_STATE64");
    assertTrue(other.resembles(SpelledName.of("NODE_HW_STATE")));
    assertFalse(other.resembles(SpelledName.of("SYSTEM_OFF")));
  }

  @ParameterizedTest
  @CsvSource({
    "PSCI_CPU_ON_AARCH32, 32, PSCI_CPU_ON",
    "PSCI_0_2_FN64_CPU_ON, 64, PSCI_0_2_FN_CPU_ON",
    "FFA_SUCCESS_SMC64, 64, FFA_SUCCESS_SMC",
    "TRNG_RND32, 32, TRNG_RND",
    "TPM_START_SMC_64, 64, TPM_START_SMC",
  })
  void theWidthOfANameIsApart(String name, int width, String rest) {
    assertEquals(Optional.of(width), SpelledName.of(name).width());
    assertEquals(rest, SpelledName.of(name).withoutWidth());
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of("CPU", "ON", "PSCI", "FN64", "VERSION", "MEM", "64", "A", "")
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(words -> String.join("_", words));
  }

  @Property
  void agreementIsMutualAndEveryNameAgreesWithItself(
      @ForAll("names") String one, @ForAll("names") String other) {
    assertEquals(agree(one, other), agree(other, one));
    assertTrue(agree(one, one));
  }
}
