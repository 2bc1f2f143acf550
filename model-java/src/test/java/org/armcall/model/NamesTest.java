// SPDX-License-Identifier: Apache-2.0
package org.armcall.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.armcall.model.call.Advance;
import org.armcall.model.call.SavedBranchType;
import org.armcall.model.function.FunctionId;
import org.armcall.model.function.OwningEntity;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.Architecture;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.ImplementationChoice;
import org.armcall.model.rule.Family;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.armcall.model.syndrome.ExceptionClass;
import org.junit.jupiter.api.Test;

/**
 * The words that files, traces and the command line know: they are a contract, so they are here.
 */
final class NamesTest {
  private static <T> List<String> names(T[] values, Function<T, String> name) {
    return Arrays.stream(values).map(name).toList();
  }

  @Test
  void wordsOfTheCommandLineAndTheTraces() {
    assertEquals(List.of("svc", "hvc", "smc"), names(Call.values(), Call::mnemonic));
    assertEquals(
        List.of("a32", "t32", "a64"), names(InstructionSet.values(), InstructionSet::text));
    assertEquals(
        List.of("aarch32", "aarch64"), names(ExecutionState.values(), ExecutionState::text));
    assertEquals(List.of("armv7a", "armv8a"), names(Architecture.values(), Architecture::text));
    assertEquals(
        List.of("nonsecure", "secure", "realm", "root"),
        names(SecurityState.values(), SecurityState::text));
    assertEquals(List.of("advanced", "kept", "cleared"), names(Advance.values(), Advance::text));
    assertEquals(
        List.of("not_applicable", "kept", "zeroed"),
        names(SavedBranchType.values(), SavedBranchType::text));
    assertEquals(
        List.of("secureEl2", "fgt", "vhe", "nv", "rme", "bti"),
        names(Feature.values(), Feature::key));
    assertEquals(
        List.of(
            "trapsFailedConditionalSmc",
            "reportsPassedSmcAsConditional",
            "t32TrapReportsCondition",
            "trapsSmcWithoutEl3",
            "trapsAarch32SmcWithoutEl3",
            "undefinedDespiteCondition"),
        names(ImplementationChoice.values(), ImplementationChoice::key));
  }

  @Test
  void aModeIsFoundByItsName() {
    for (Mode mode : Mode.values()) {
      assertEquals(Optional.of(mode), Mode.ofText(mode.text()));
      boolean wide = mode.text().startsWith("el");
      assertEquals(wide ? ExecutionState.AARCH64 : ExecutionState.AARCH32, mode.executionState());
      assertEquals(mode.text().matches("el.h"), mode.usesOwnStackPointer());
    }
    assertEquals("el1h", Mode.EL1H.text());
    assertEquals(Optional.empty(), Mode.ofText("EL1H"));
  }

  @Test
  void aControlIsFoundByEachSpellingInAnyCase() {
    for (Control control : Control.values()) {
      assertEquals(control.spellings().get(0), control.text());
      for (String spelling : control.spellings()) {
        assertEquals(Optional.of(control), Control.ofText(spelling));
        assertEquals(
            Optional.of(control), Control.ofText(spelling.toLowerCase(java.util.Locale.ROOT)));
      }
    }
    assertEquals(Optional.of(Control.SCR_SMD), Control.ofText("SCR.SCD"));
    assertEquals("HCR_EL2.TSC", Control.HCR_TSC.text());
    assertEquals(Optional.empty(), Control.ofText("HCR.XYZ"));
  }

  @Test
  void aRuleIsFoundByItsIdInAnyCase() {
    Set<String> ids = new HashSet<>();
    for (Rule rule : Rule.values()) {
      assertTrue(ids.add(rule.id()));
      assertEquals(rule.id(), rule.toString());
      assertFalse(rule.id().contains("_"));
      assertEquals(Optional.of(rule), Rule.ofId(rule.id().toLowerCase(java.util.Locale.ROOT)));
      assertTrue(rule.id().startsWith(rule.family().name() + "-"));
    }
    assertEquals("SYN-SMC32-NO-IMM", Rule.SYN_SMC32_NO_IMM.id());
    assertEquals(Family.SYN, Rule.SYN_SMC32_NO_IMM.family());
    assertEquals(Optional.empty(), Rule.ofId("no such rule"));
  }

  /** DDI 0487 D24.2.40 and G8.2.66: some classes by their codes, and where HSR has none. */
  @Test
  void anExceptionClassIsFoundByItsCode() {
    for (ExceptionClass each : ExceptionClass.values()) {
      assertEquals(Optional.of(each), ExceptionClass.of(each.code()));
      assertFalse(each.meaning().isEmpty());
    }
    assertEquals(Optional.empty(), ExceptionClass.of(0x3f));
    assertEquals(Optional.of(ExceptionClass.DATA_ABORT_LOWER), ExceptionClass.of(0x24));
    assertEquals(Optional.empty(), ExceptionClass.DATA_ABORT_LOWER.call());
    assertTrue(ExceptionClass.DATA_ABORT_LOWER.inHsr());
    assertFalse(ExceptionClass.SMC64.inHsr());
    assertTrue(ExceptionClass.SMC32.meaning().contains("SMC"));
  }

  /** DEN0028 tables 6-1 and 6-2: the first and the last identifier of every range. */
  @Test
  void aFunctionHasTheOwnerOfItsRange() {
    owner(OwningEntity.ARM_ARCHITECTURE, 0x80000000, 0x8000ffff, 0xc0000000);
    owner(OwningEntity.CPU_SERVICE, 0x81000000, 0xc100ffff);
    owner(OwningEntity.SILICON_PROVIDER, 0x82000000, 0xc200ffff);
    owner(OwningEntity.OEM, 0x83000000, 0xc300ffff);
    owner(OwningEntity.STANDARD_SECURE, 0x84000000, 0xc400ffff);
    owner(OwningEntity.STANDARD_HYPERVISOR, 0x85000000, 0xc500ffff);
    owner(OwningEntity.VENDOR_HYPERVISOR, 0x86000000, 0xc600ffff);
    owner(OwningEntity.VENDOR_EL3, 0x87000000, 0xc700ffff);
    owner(OwningEntity.RESERVED, 0x88000000, 0xaf00ffff);
    owner(OwningEntity.TRUSTED_APPLICATION, 0xb0000000, 0xb100ffff, 0xf0000000);
    owner(OwningEntity.TRUSTED_OS, 0xb2000000, 0xbf00ffff, 0xf2000000, 0xff00ffff);
    owner(OwningEntity.LEGACY, 0x00000000, 0x0100ffff);
    owner(OwningEntity.RESERVED, 0x01010000, 0x01ffffff);
    owner(OwningEntity.TRUSTED_OS_YIELDING, 0x02000000, 0x1fffffff);
    owner(OwningEntity.RESERVED_YIELDING, 0x20000000, 0x7fffffff);
    assertTrue(new FunctionId(0x84000000).isFast());
    assertFalse(new FunctionId(0x04000000).isFast());
    assertTrue(new FunctionId(0xc4000000).is64Bit());
    assertFalse(new FunctionId(0x84000000).is64Bit());
    assertTrue(OwningEntity.STANDARD_SECURE.meaning().contains("PSCI"));
  }

  private static void owner(OwningEntity owner, int... identifiers) {
    for (int identifier : identifiers) {
      assertEquals(owner, new FunctionId(identifier).owner(), Integer.toHexString(identifier));
    }
  }
}
