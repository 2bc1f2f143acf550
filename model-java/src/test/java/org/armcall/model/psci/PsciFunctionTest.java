// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.psci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.armcall.model.function.FunctionId;
import org.armcall.model.function.OwningEntity;
import org.junit.jupiter.api.Test;

/** The table of PSCI against what other people's headers and sources say of it. */
final class PsciFunctionTest {
  /**
   * Linux include/uapi/linux/psci.h: the version in which a name came, the number n of
   * 0x84000000+n, and whether it has 0xc4000000+n; the name without its prefix.
   */
  private static final List<String> HEADER =
      List.of(
          "0.2 0 32 PSCI_VERSION",
          "0.2 1 64 CPU_SUSPEND",
          "0.2 2 32 CPU_OFF",
          "0.2 3 64 CPU_ON",
          "0.2 4 64 AFFINITY_INFO",
          "0.2 5 64 MIGRATE",
          "0.2 6 32 MIGRATE_INFO_TYPE",
          "0.2 7 64 MIGRATE_INFO_UP_CPU",
          "0.2 8 32 SYSTEM_OFF",
          "0.2 9 32 SYSTEM_RESET",
          "1.0 10 32 PSCI_FEATURES",
          "1.0 11 32 CPU_FREEZE",
          "1.0 12 64 CPU_DEFAULT_SUSPEND",
          "1.0 13 64 NODE_HW_STATE",
          "1.0 14 64 SYSTEM_SUSPEND",
          "1.0 15 32 PSCI_SET_SUSPEND_MODE",
          "1.0 16 64 PSCI_STAT_RESIDENCY",
          "1.0 17 64 PSCI_STAT_COUNT",
          "1.1 18 64 SYSTEM_RESET2",
          "1.1 19 32 MEM_PROTECT",
          "1.1 20 64 MEM_PROTECT_CHECK_RANGE",
          "1.3 21 64 SYSTEM_OFF2");

  @Test
  void theNumbersAreThoseOfLinux() {
    for (String line : HEADER) {
      String[] row = line.split(" ");
      int number = Integer.parseInt(row[1]);
      PsciFunction function = PsciFunction.of(new FunctionId(0x8400_0000 + number)).orElseThrow();
      assertEquals(row[3], function.functionName());
      assertEquals(
          row[2].equals("64")
              ? Optional.of(new FunctionId(0xc400_0000 + number))
              : Optional.empty(),
          function.id64(),
          row[3]);
      assertEquals(
          row[2].equals("64") ? Optional.of(function) : Optional.empty(),
          PsciFunction.of(new FunctionId(0xc400_0000 + number)));
      PsciVersion version = PsciVersion.of(row[0]).orElseThrow();
      boolean of01 = function.since() == PsciVersion.V0_1;
      assertTrue(of01 ? row[0].equals("0.2") : function.since() == version, row[3]);
    }
    long withdrawn = Arrays.stream(PsciFunction.values()).filter(PsciFunction::withdrawn).count();
    assertEquals(HEADER.size(), PsciFunction.values().length - withdrawn);
  }

  /**
   * F. Lavra, linux-kernel, 26 September 2024: dropped in the beta, so that no version has them.
   */
  @Test
  void whatOnlyADraftHadNoVersionHas() {
    Set<PsciFunction> withdrawn =
        Arrays.stream(PsciFunction.values())
            .filter(PsciFunction::withdrawn)
            .collect(Collectors.toSet());
    assertEquals(
        EnumSet.of(PsciFunction.CLEAN_INV_MEMREGION, PsciFunction.CLEAN_INV_MEMREGION_ATTRIBUTES),
        withdrawn);
    for (PsciFunction function : withdrawn) {
      for (PsciVersion version : PsciVersion.values()) {
        assertEquals(Presence.ABSENT, function.presence(version));
        assertEquals(Set.of(), function.results(version));
      }
    }
    assertEquals(
        Optional.of(PsciFunction.SYSTEM_OFF2), PsciFunction.of(new FunctionId(0xc400_0015)));
    assertEquals(
        Optional.of(PsciFunction.CLEAN_INV_MEMREGION),
        PsciFunction.of(new FunctionId(0xc400_0016)));
    assertEquals(Optional.empty(), PsciFunction.of(new FunctionId(0x8400_0016)));
  }

  @Test
  void noIdentifierIsUsedTwiceAndAllAreOfTheStandardSecureOwner() {
    Set<FunctionId> seen = new HashSet<>();
    for (PsciFunction function : PsciFunction.values()) {
      Set<FunctionId> own = new HashSet<>(Set.of(function.id32()));
      function.id64().ifPresent(own::add);
      for (FunctionId id : own) {
        assertTrue(seen.add(id), function.name());
        assertEquals(OwningEntity.STANDARD_SECURE, id.owner());
        // TF-A, PSCI_FID_MASK 0xffe0: PSCI has the first 32 numbers.
        assertEquals(0, id.number() & 0xffe0);
      }
    }
  }

  /**
   * PSC-MANDATORY: DEN0022F.b section 6.9, table 17. Table 1, issue B: nothing was compulsory in
   * 0.1.
   */
  @Test
  void whatIsMandatoryIsWhatTheDocumentsSay() {
    assertEquals(Set.of(), mandatory(PsciVersion.V0_1));
    Set<PsciFunction> of02 =
        EnumSet.of(
            PsciFunction.PSCI_VERSION,
            PsciFunction.CPU_SUSPEND,
            PsciFunction.CPU_OFF,
            PsciFunction.CPU_ON,
            PsciFunction.AFFINITY_INFO,
            PsciFunction.SYSTEM_OFF,
            PsciFunction.SYSTEM_RESET);
    assertEquals(of02, mandatory(PsciVersion.V0_2));
    Set<PsciFunction> of10 = EnumSet.copyOf(of02);
    of10.add(PsciFunction.PSCI_FEATURES);
    for (PsciVersion version : PsciVersion.values()) {
      if (version.isAtLeast(PsciVersion.V1_0)) {
        assertEquals(of10, mandatory(version), version.text());
      }
    }
  }

  private static Set<PsciFunction> mandatory(PsciVersion version) {
    return Arrays.stream(PsciFunction.values())
        .filter(function -> function.presence(version) == Presence.MANDATORY)
        .collect(Collectors.toSet());
  }

  /** A version only adds functions, and makes none of them less than it was. */
  @Test
  void aLaterVersionHasWhatAnEarlierHad() {
    for (PsciFunction function : PsciFunction.values()) {
      for (PsciVersion version : PsciVersion.values()) {
        boolean there = function.presence(version) != Presence.ABSENT;
        assertEquals(!function.withdrawn() && version.isAtLeast(function.since()), there);
      }
    }
  }

  /** PSC-NO-RETURN and SEQ-ENDS: the functions that a fast call need not come back from. */
  @Test
  void whatDoesNotComeBackIsListedByName() {
    assertEquals(
        EnumSet.of(
            PsciFunction.CPU_OFF,
            PsciFunction.CPU_FREEZE,
            PsciFunction.SYSTEM_OFF,
            PsciFunction.SYSTEM_OFF2,
            PsciFunction.SYSTEM_RESET,
            PsciFunction.SYSTEM_RESET2),
        thatAre(Returning.NEVER_ON_SUCCESS));
    assertEquals(
        EnumSet.of(
            PsciFunction.CPU_SUSPEND,
            PsciFunction.CPU_DEFAULT_SUSPEND,
            PsciFunction.SYSTEM_SUSPEND),
        thatAre(Returning.MAY_NOT_RETURN));
    for (PsciFunction function : thatAre(Returning.NEVER_ON_SUCCESS)) {
      assertFalse(function.results().contains(PsciResult.SUCCESS), function.name());
    }
  }

  private static Set<PsciFunction> thatAre(Returning returning) {
    return Arrays.stream(PsciFunction.values())
        .filter(function -> function.returning() == returning)
        .collect(Collectors.toSet());
  }

  /** RES-CODE. Only SYSTEM_SUSPEND may come back and has no SUCCESS (DEN0022F.b 5.1.19, 5.20). */
  @Test
  void whatComesBackWithACodeHasSuccessAmongThem() {
    for (PsciFunction function : PsciFunction.values()) {
      boolean code = function.resultKind() == ResultKind.CODE;
      boolean back =
          function.returning() != Returning.NEVER_ON_SUCCESS
              && function != PsciFunction.SYSTEM_SUSPEND;
      assertTrue(
          function.withdrawn()
              || code && back == function.results().contains(PsciResult.SUCCESS)
              || !code && !function.results().contains(PsciResult.SUCCESS),
          function.name());
    }
  }

  private static void inVersions(PsciFunction function, PsciResult code, String versions) {
    List<String> having =
        Arrays.stream(PsciVersion.values())
            .filter(version -> function.results(version).contains(code))
            .map(PsciVersion::text)
            .toList();
    assertEquals(List.of(versions.split(" ")), having, function + " " + code);
  }

  /** RES-CODE: DEN0022F.b table 1, issues B (0.2), C (1.0) and E (1.2); section 5.2.1 for 0.2. */
  @Test
  void theCodesOfAFunctionAreThoseOfItsVersion() {
    inVersions(PsciFunction.CPU_ON, PsciResult.DENIED, "0.1 1.2 1.3");
    inVersions(PsciFunction.CPU_SUSPEND, PsciResult.DENIED, "0.1 1.0 1.1 1.2 1.3");
    inVersions(PsciFunction.CPU_OFF, PsciResult.DENIED, "0.1 0.2 1.0 1.1 1.2 1.3");
    inVersions(PsciFunction.CPU_OFF, PsciResult.INVALID_PARAMETERS, "0.1");
    inVersions(PsciFunction.MIGRATE_INFO_UP_CPU, PsciResult.INVALID_PARAMETERS, "0.2");
    for (PsciFunction function :
        List.of(PsciFunction.CPU_ON, PsciFunction.CPU_SUSPEND, PsciFunction.CPU_OFF)) {
      inVersions(function, PsciResult.NOT_SUPPORTED, "0.1");
    }
    for (PsciFunction function : List.of(PsciFunction.CPU_ON, PsciFunction.CPU_SUSPEND)) {
      inVersions(function, PsciResult.INVALID_ADDRESS, "1.0 1.1 1.2 1.3");
    }
    for (PsciResult added :
        List.of(PsciResult.ALREADY_ON, PsciResult.ON_PENDING, PsciResult.INTERNAL_FAILURE)) {
      inVersions(PsciFunction.CPU_ON, added, "0.2 1.0 1.1 1.2 1.3");
    }
    inVersions(PsciFunction.MIGRATE, PsciResult.NOT_PRESENT, "0.2 1.0 1.1 1.2 1.3");
    inVersions(PsciFunction.MIGRATE, PsciResult.INTERNAL_FAILURE, "0.2 1.0 1.1 1.2 1.3");
  }

  /** RES-CODE: DEN0022F.b sections 5.18.3, 5.1.19 with 5.20.2, and 5.22.3. */
  @Test
  void suspendsAndStatisticsHaveTheCodesOfTheirSections() {
    assertEquals(
        EnumSet.of(PsciResult.SUCCESS, PsciResult.NOT_SUPPORTED, PsciResult.INVALID_ADDRESS),
        PsciFunction.CPU_DEFAULT_SUSPEND.results());
    assertEquals(
        EnumSet.of(
            PsciResult.NOT_SUPPORTED,
            PsciResult.INVALID_ADDRESS,
            PsciResult.ALREADY_ON,
            PsciResult.DENIED),
        PsciFunction.SYSTEM_SUSPEND.results());
    for (PsciFunction function : PsciFunction.values()) {
      boolean statistic = function.functionName().startsWith("PSCI_STAT_");
      assertEquals(statistic, function.resultKind() == ResultKind.COUNTER, function.name());
      assertTrue(
          !statistic || function.results().equals(EnumSet.of(PsciResult.NOT_SUPPORTED)),
          function.name());
    }
  }

  /** DEN0022F.b section 5.13.5. */
  @Test
  void aVendorsResetFailsWithCodesOfPsciOrWithItsOwn() {
    for (long code : new long[] {-2, -3, -9, -257, Integer.MIN_VALUE, Long.MIN_VALUE}) {
      assertTrue(PsciResult.isOfVendorReset(code), Long.toString(code));
    }
    for (long code : new long[] {0, 1, -1, -10, -256}) {
      assertFalse(PsciResult.isOfVendorReset(code), Long.toString(code));
    }
  }

  /** FID-64-FROM-32: DEN0022F.b table 1, issue C, SWARCH-1. */
  @Test
  void psci02ComparedTheWidthsOfTheFunctionsThatHaveTwoIdentifiers() {
    assertEquals(
        EnumSet.of(
            PsciFunction.CPU_SUSPEND,
            PsciFunction.CPU_ON,
            PsciFunction.AFFINITY_INFO,
            PsciFunction.MIGRATE,
            PsciFunction.MIGRATE_INFO_UP_CPU),
        Arrays.stream(PsciFunction.values())
            .filter(PsciFunction::comparedWidths)
            .collect(Collectors.toSet()));
  }

  /** PSC-CPU-ON: target, entry point and context identifier, in this order. */
  @Test
  void whatStartsAProcessorTakesAnEntryPointAndAContext() {
    assertEquals(
        List.of("target_cpu", "entry_point_address", "context_id"),
        PsciFunction.CPU_ON.arguments());
    for (PsciFunction function : thatAre(Returning.MAY_NOT_RETURN)) {
      List<String> arguments = function.arguments();
      assertEquals(
          List.of("entry_point_address", "context_id"),
          arguments.subList(arguments.size() - 2, arguments.size()));
    }
    for (PsciFunction function : PsciFunction.values()) {
      assertTrue(function.arguments().size() <= 3, function.name());
    }
  }

  /** DEN0022 table 1, issue B: CPU_OFF lost its power_state; starts got a context identifier. */
  @Test
  void argumentsOf01AreOthersThanThoseOf02() {
    assertEquals(List.of("power_state"), PsciFunction.CPU_OFF.arguments(PsciVersion.V0_1));
    assertEquals(List.of(), PsciFunction.CPU_OFF.arguments(PsciVersion.V0_2));
    assertEquals(
        List.of("target_cpu", "entry_point_address"),
        PsciFunction.CPU_ON.arguments(PsciVersion.V0_1));
    assertEquals(
        List.of("power_state", "entry_point_address"),
        PsciFunction.CPU_SUSPEND.arguments(PsciVersion.V0_1));
    assertEquals(List.of("target_cpu"), PsciFunction.MIGRATE.arguments(PsciVersion.V0_1));
    assertEquals(List.of(), PsciFunction.AFFINITY_INFO.arguments(PsciVersion.V0_1));
    assertEquals(PsciFunction.CPU_ON.arguments(), PsciFunction.CPU_ON.arguments(PsciVersion.V1_3));
  }

  /** PSC-FEATURES: from 1.0 on there is a way to ask, and it may say no. */
  @Test
  void featuresCanBeAskedFrom1Dot0On() {
    assertEquals(Presence.ABSENT, PsciFunction.PSCI_FEATURES.presence(PsciVersion.V0_2));
    assertEquals(Presence.MANDATORY, PsciFunction.PSCI_FEATURES.presence(PsciVersion.V1_0));
    assertEquals(EnumSet.of(PsciResult.NOT_SUPPORTED), PsciFunction.PSCI_FEATURES.results());
  }

  /** PSC-VERSION: uapi psci.h, major from bit 16 on. */
  @Test
  void aVersionIsMajorAndMinorAndNeverNegative() {
    assertEquals(Optional.of(PsciVersion.V0_2), PsciVersion.ofWord(2));
    assertEquals(Optional.of(PsciVersion.V1_1), PsciVersion.ofWord(0x10001));
    assertEquals(Optional.of(PsciVersion.V1_3), PsciVersion.ofWord(0x10003));
    for (int other : new int[] {-1, 0, 1, 0x10004, 0x20000, 0x8001_0001}) {
      assertEquals(Optional.empty(), PsciVersion.ofWord(other));
    }
    for (PsciVersion version : PsciVersion.values()) {
      assertTrue(version.word() > 0);
      assertEquals(Optional.of(version), PsciVersion.of(version.text()));
    }
    assertEquals(Optional.empty(), PsciVersion.of("1.4"));
  }

  /** Jailhouse psci.h: CPU_OFF 0x95c1ba5f and CPU_ON 0x95c1ba60. Xen arch-arm.h: 0, 1, 2, 3. */
  @Test
  void beforeTheConventionTheNumbersWereTheImplementations() {
    assertEquals(Optional.of(PsciFunction.CPU_OFF), LegacyPsci.KVM.of(new FunctionId(0x95c1_ba5f)));
    assertEquals(Optional.of(PsciFunction.CPU_ON), LegacyPsci.KVM.of(new FunctionId(0x95c1_ba60)));
    assertEquals(Optional.of(PsciFunction.CPU_SUSPEND), LegacyPsci.XEN.of(new FunctionId(0)));
    assertEquals(Optional.of(PsciFunction.MIGRATE), LegacyPsci.XEN.of(new FunctionId(3)));
    assertEquals(Optional.empty(), LegacyPsci.XEN.of(new FunctionId(4)));
    assertEquals(Optional.empty(), LegacyPsci.KVM.of(new FunctionId(0x8400_0003)));
    assertTrue(new FunctionId(0x95c1_ba60).isFast());
  }

  /** Suspend, off, on and migrate in a row. */
  @Test
  void theFourNumbersAreInARow() {
    LegacyPsci legacy = LegacyPsci.from(0x1000);
    List<PsciFunction> inOrder =
        List.of(
            PsciFunction.CPU_SUSPEND,
            PsciFunction.CPU_OFF,
            PsciFunction.CPU_ON,
            PsciFunction.MIGRATE);
    for (int index = 0; index < inOrder.size(); index++) {
      assertEquals(Optional.of(inOrder.get(index)), legacy.of(new FunctionId(0x1000 + index)));
    }
    assertEquals(Optional.empty(), legacy.of(new FunctionId(0xfff)));
    assertEquals(Optional.empty(), legacy.of(new FunctionId(0x1004)));
  }

  /** uapi psci.h: PSCI_RET_INVALID_PARAMS -2, PSCI_RET_DISABLED -8. */
  @Test
  void aResultIsFoundByItsNumber() {
    assertEquals(Optional.of(PsciResult.INVALID_PARAMETERS), PsciResult.of(-2));
    assertEquals(Optional.of(PsciResult.DISABLED), PsciResult.of(-8));
    assertEquals(-2, PsciResult.INVALID_PARAMETERS.code());
    assertEquals(-8, PsciResult.DISABLED.code());
    assertEquals(Optional.empty(), PsciResult.of(-10));
    assertEquals(Optional.empty(), PsciResult.of(1));
  }

  @Test
  void theIdentifierIsOfItsWidth() {
    assertEquals(0x8400_0003, PsciFunction.CPU_ON.id32().value());
    assertEquals(0xc400_0003, PsciFunction.CPU_ON.id64().orElseThrow().value());
    assertEquals(0x8400_0002, PsciFunction.CPU_OFF.id32().value());
    assertEquals(0xc400_0016, PsciFunction.CLEAN_INV_MEMREGION.id32().value());
  }

  /** Section 6.9 and table 1: nothing was compulsory before 0.2, and what comes back says so. */
  @Test
  void ofTheFirstVersionNothingIsCompulsory() {
    assertEquals(Presence.OPTIONAL, PsciFunction.CPU_ON.presence(PsciVersion.V0_1));
    assertEquals(Presence.ABSENT, PsciFunction.PSCI_VERSION.presence(PsciVersion.V0_1));
    assertTrue(PsciFunction.CPU_ON.results(PsciVersion.V0_1).contains(PsciResult.SUCCESS));
    assertFalse(PsciFunction.CPU_OFF.results(PsciVersion.V0_1).contains(PsciResult.SUCCESS));
  }
}
