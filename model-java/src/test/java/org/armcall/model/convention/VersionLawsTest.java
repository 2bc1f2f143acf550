// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.armcall.model.function.FunctionId;
import org.armcall.model.function.OwningEntity;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.psci.Presence;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.psci.PsciResult;
import org.armcall.model.psci.PsciVersion;
import org.junit.jupiter.api.Test;

/** Laws over the versions of the convention and of PSCI: what there is in one is in the next. */
final class VersionLawsTest {

  /** has(v, x) and v <= w imply has(w, x). */
  @Property
  void whatAVersionHasEveryLaterOneHas(
      @ForAll SmcccVersion version,
      @ForAll SmcccVersion later,
      @ForAll ArchitectureFunction function,
      @ForAll SmcccResult code) {
    if (!later.isAtLeast(version)) {
      return;
    }
    assertTrue(!function.isIn(version) || function.isIn(later));
    assertTrue(!code.isIn(version) || code.isIn(later));
    assertTrue(function.results(later).containsAll(function.results(version)));
  }

  /** The latest version has the whole row, and a version that lacks the function no code of it. */
  @Property
  void theRowIsTheUnionOverTheVersions(
      @ForAll SmcccVersion version, @ForAll ArchitectureFunction function) {
    assertEquals(function.results(), function.results(SmcccVersion.V1_7));
    assertTrue(function.isIn(version) || function.results(version).isEmpty());
  }

  /** An owner is what it was, and what is named stays named: only bit 16 and ranges are given. */
  @Property
  void aNameThatAVersionHasIsNoOthersLater(@ForAll int id, @ForAll SmcccVersion version) {
    SmcccVersion[] all = SmcccVersion.values();
    if (version == SmcccVersion.PRE_SMCCC || version == SmcccVersion.V1_7) {
      return;
    }
    SmcccVersion next = all[version.ordinal() + 1];
    CalledFunction now = called(id, version);
    CalledFunction then = called(id, next);
    assertTrue(now.owner() == OwningEntity.RESERVED || now.owner() == then.owner());
    assertTrue(now.naming() instanceof Naming.NoFunction || now.naming().equals(then.naming()));
  }

  private static CalledFunction called(int id, SmcccVersion version) {
    return new CalledFunction(new FunctionId(id), version, ExecutionState.AARCH64);
  }

  /** DEN0028E table 6-1 against that of F. */
  @Test
  void theOwner7IsReservedBefore1Dot5() {
    for (SmcccVersion version : SmcccVersion.V1_7.claimsCompatibilityWith()) {
      boolean given = version.isAtLeast(SmcccVersion.V1_5);
      for (int id : new int[] {0x8700_0000, 0xc700_0001}) {
        assertEquals(
            given ? OwningEntity.VENDOR_EL3 : OwningEntity.RESERVED, called(id, version).owner());
      }
    }
    assertEquals(OwningEntity.VENDOR_EL3, called(0x8700_0000, SmcccVersion.PRE_SMCCC).owner());
  }

  private static Set<ArchitectureFunction> broughtBy(SmcccVersion version) {
    return Arrays.stream(ArchitectureFunction.values())
        .filter(function -> function.since() == version)
        .collect(Collectors.toSet());
  }

  /** Linux 821b67fa4639 (1.2); TF-A 2.13 (1.5); linux-arm-kernel, 2 June 2026 (1.7). */
  @Test
  void whatAVersionBroughtIsWhatItsReleaseNotesSay() {
    assertEquals(EnumSet.of(ArchitectureFunction.SMCCC_ARCH_SOC_ID), broughtBy(SmcccVersion.V1_2));
    assertEquals(
        EnumSet.of(ArchitectureFunction.SMCCC_ARCH_FEATURE_AVAILABILITY),
        broughtBy(SmcccVersion.V1_5));
    assertEquals(
        EnumSet.of(
            ArchitectureFunction.CLEAN_INV_MEMREGION,
            ArchitectureFunction.CLEAN_INV_MEMREGION_ATTRIBUTES),
        broughtBy(SmcccVersion.V1_7));
    for (SmcccVersion version : List.of(SmcccVersion.V1_3, SmcccVersion.V1_4, SmcccVersion.V1_6)) {
      assertEquals(Set.of(), broughtBy(version), version.text());
    }
    assertEquals(
        EnumSet.of(SmcccResult.RATE_LIMITED, SmcccResult.BUSY),
        Arrays.stream(SmcccResult.values())
            .filter(code -> !code.isIn(SmcccVersion.V1_6))
            .collect(Collectors.toSet()));
  }

  /** DEN0070A: SMCCC_VERSION and SMCCC_ARCH_FEATURES optional in 1.0, workarounds not there. */
  @Test
  void version1Dot0MayTellItsVersionAndHasNoWorkaround() {
    for (ArchitectureFunction function : ArchitectureFunction.values()) {
      boolean asks =
          function == ArchitectureFunction.SMCCC_VERSION
              || function == ArchitectureFunction.SMCCC_ARCH_FEATURES;
      assertEquals(asks, function.isIn(SmcccVersion.V1_0), function.name());
      assertEquals(
          asks || function.kind() == ArchitectureFunction.Kind.NOTHING,
          function.isIn(SmcccVersion.V1_1),
          function.name());
    }
  }

  /**
   * The same of PSCI, from 0.2 on: 0.1 had codes that 0.2 took away; and one code of 0.2 alone is
   * INVALID_PARAMETERS of MIGRATE_INFO_UP_CPU (DEN0022F.b table 1, section 5.2.1).
   */
  @Property
  void psciTakesNoCodeAwayFrom0Dot2On(
      @ForAll PsciVersion version, @ForAll PsciVersion later, @ForAll PsciFunction function) {
    if (version == PsciVersion.V0_1 || !later.isAtLeast(version)) {
      return;
    }
    Set<PsciResult> codes = EnumSet.noneOf(PsciResult.class);
    codes.addAll(function.results(version));
    if (function == PsciFunction.MIGRATE_INFO_UP_CPU) {
      codes.remove(PsciResult.INVALID_PARAMETERS);
    }
    assertTrue(function.results(later).containsAll(codes));
    assertTrue(
        function.presence(version) == Presence.ABSENT
            || function.presence(later) == function.presence(version));
    assertTrue(function.withdrawn() || function.results().containsAll(function.results(version)));
  }
}
