// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.function.FunctionId;
import org.armcall.model.function.OwningEntity;
import org.junit.jupiter.api.Test;

/** The Arm Architecture calls against the numbers of Linux and what TF-A answers. */
final class ArchitectureFunctionTest {
  private static Optional<ArchitectureFunction> at(int id) {
    return ArchitectureFunction.of(new FunctionId(id));
  }

  /** Linux include/linux/arm-smccc.h: ARM_SMCCC_CALL_VAL of owner 0. */
  @Test
  void theNumbersAreThoseOfLinux() {
    assertEquals(Optional.of(ArchitectureFunction.SMCCC_VERSION), at(0x8000_0000));
    assertEquals(Optional.of(ArchitectureFunction.SMCCC_ARCH_FEATURES), at(0x8000_0001));
    assertEquals(Optional.of(ArchitectureFunction.SMCCC_ARCH_SOC_ID), at(0x8000_0002));
    assertEquals(Optional.of(ArchitectureFunction.SMCCC_ARCH_WORKAROUND_1), at(0x8000_8000));
    assertEquals(Optional.of(ArchitectureFunction.SMCCC_ARCH_WORKAROUND_2), at(0x8000_7fff));
    assertEquals(Optional.of(ArchitectureFunction.SMCCC_ARCH_WORKAROUND_3), at(0x8000_3fff));
  }

  /** TF-A cb4ee3e4c: the name is asked for with 0xc0000002. TF-A 8db170524: no SMC32 form. */
  @Test
  void someHaveWideIdentifiers() {
    assertEquals(Optional.of(ArchitectureFunction.SMCCC_ARCH_SOC_ID), at(0xc000_0002));
    assertEquals(
        Optional.of(ArchitectureFunction.SMCCC_ARCH_FEATURE_AVAILABILITY), at(0xc000_0003));
    assertEquals(Optional.empty(), at(0x8000_0003));
    assertEquals(Optional.empty(), at(0xc000_0000));
    assertEquals(Optional.empty(), at(0x8000_0005));
    assertEquals(Optional.of(ArchitectureFunction.CLEAN_INV_MEMREGION), at(0xc000_0005));
    assertEquals(Optional.of(ArchitectureFunction.CLEAN_INV_MEMREGION_ATTRIBUTES), at(0xc000_0006));
  }

  /** RES-CODE: no architecture call answers with a code of PSCI, which go down to -9. */
  @Test
  void theirCodesAreThoseOfTheConvention() {
    Set<FunctionId> seen = new HashSet<>();
    for (ArchitectureFunction function : ArchitectureFunction.values()) {
      assertTrue(seen.add(function.id()));
      assertEquals(OwningEntity.ARM_ARCHITECTURE, function.id().owner());
      boolean code = function.kind() == ArchitectureFunction.Kind.CODE;
      assertEquals(code, function.results().contains(SmcccResult.SUCCESS));
      assertFalse(function.results().contains(SmcccResult.NOT_REQUIRED));
      // TF-A arm_arch_svc_setup.c: SMC_RET0 after a workaround.
      assertEquals(
          function.name().contains("WORKAROUND"),
          function.kind() == ArchitectureFunction.Kind.NOTHING);
    }
  }
}
