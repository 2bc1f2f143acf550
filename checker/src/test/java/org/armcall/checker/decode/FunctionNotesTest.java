// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.decode;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.armcall.checker.cli.CommandRun;
import org.junit.jupiter.api.Test;

/** What is said of a function identifier beside its fields. */
final class FunctionNotesTest {
  @Test
  void decodeNamesTheFunctionsOfPsci() {
    String on = CommandRun.of("decode", "fid", "0xc4000003").out();
    assertTrue(on.contains("PSCI CPU_ON, fast 64-bit call"), on);
    assertTrue(on.contains("target_cpu, entry_point_address, context_id"), on);
    assertTrue(on.contains("ALREADY_ON (-4)") && on.contains("not from AArch32"), on);
    String version = CommandRun.of("decode", "fid", "0x84000000").out();
    assertTrue(version.contains("PSCI_VERSION, fast 32-bit call"), version);
    assertTrue(version.contains("no arguments") && version.contains("answers a value"), version);
    String off = CommandRun.of("decode", "fid", "0x84000008").out();
    assertTrue(off.contains("does not return when it succeeds"), off);
    assertFalse(off.contains("answers"), off);
    assertTrue(CommandRun.of("decode", "fid", "0x84000001").out().contains("at the entry point"));
    assertTrue(CommandRun.of("decode", "fid", "0xc4000016").out().contains("withdrawn"));
    String hinted = CommandRun.of("decode", "fid", "0x84010000").out();
    assertTrue(hinted.contains("PSCI_VERSION") && hinted.contains("a hint from version 1.3"));
    String legacy = CommandRun.of("decode", "fid", "0x95c1ba60").out();
    assertTrue(legacy.contains("NOT_SUPPORTED; KVM and U-Boot have PSCI 0.1 CPU_ON there"), legacy);
    assertTrue(
        CommandRun.of("decode", "fid", "0x80008000").out().contains("SMCCC_ARCH_WORKAROUND_1, "));
    String reserved = CommandRun.of("decode", "fid", "0x88000000").out();
    assertTrue(reserved.contains("no version of the convention has a function"), reserved);
  }

  // Linux 821b67fa4639, TF-A 2.13, and table 6-1 of DEN0028 F against that of E.
  @Test
  void decodeSaysWhichVersionOfTheConventionBroughtIt() {
    assertTrue(CommandRun.of("decode", "fid", "0x80000002").out().contains("since SMCCC 1.2\n"));
    assertTrue(CommandRun.of("decode", "fid", "0xc0000003").out().contains("since SMCCC 1.5\n"));
    assertTrue(CommandRun.of("decode", "fid", "0xc0000005").out().contains("since SMCCC 1.7\n"));
    assertTrue(
        CommandRun.of("decode", "fid", "0x87000001").out().contains("owner 7 since SMCCC 1.5\n"));
    assertFalse(CommandRun.of("decode", "fid", "0x80000000").out().contains("since SMCCC"));
  }

  // Of a yielding call the documents define ranges of the whole number and no fields.
  @Test
  void aYieldingIdentifierHasNoFieldsOfAFastOne() {
    String gap = CommandRun.of("decode", "fid", "0x01010000").out();
    assertTrue(gap.contains("[30:0]") && gap.contains("yielding call"), gap);
    assertFalse(gap.contains("SVE") || gap.contains("MBZ") || gap.contains("OEN"), gap);
    String tee = CommandRun.of("decode", "fid", "0x32000004").out();
    assertTrue(tee.contains("reserved for expansion of Trusted OS yielding calls"), tee);
  }

  // arm-psci and qcom_scm-legacy.c of Linux, arch-arm.h of Xen, the driver of MobiCore.
  @Test
  void decodeNamesAllWhoHadANumberBeforeTheConvention() {
    String three = CommandRun.of("decode", "fid", "3").out();
    assertTrue(three.contains("Xen has PSCI 0.1 MIGRATE there"), three);
    assertTrue(three.contains("MobiCore has MC_SMC_N_YIELD there"), three);
    assertTrue(three.contains("the stub of Linux at EL2 has HVC_FINALISE_EL2 there"), three);
    assertTrue(three.contains("arguments in PSCI 0.1: target_cpu\n"), three);
    String one = CommandRun.of("decode", "fid", "1").out();
    assertTrue(one.contains("Xen has PSCI 0.1 CPU_OFF there"), one);
    assertTrue(one.contains("Qualcomm's firmware has the legacy call"), one);
    assertTrue(one.contains("arguments in PSCI 0.1: power_state"), one);
    String on = CommandRun.of("decode", "fid", "0x95c1ba60").out();
    assertTrue(on.contains("arguments in PSCI 0.1: target_cpu, entry_point_address\n"), on);
    assertFalse(CommandRun.of("decode", "fid", "5").out().contains("existing APIs: "));
  }

  // The alpha's numbers stand in real headers.
  @Test
  void decodeSaysWhatTheAlphaHadWhereSystemOff2Is() {
    String off2 = CommandRun.of("decode", "fid", "0xc4000015").out();
    assertTrue(off2.contains("PSCI SYSTEM_OFF2, fast 64-bit call"), off2);
    assertTrue(off2.contains("an alpha of PSCI 1.3 had CLEAN_INV_MEMREGION there"), off2);
    assertFalse(CommandRun.of("decode", "fid", "0x84000015").out().contains("alpha"));
  }

  // DEN0028 gives PSCI the numbers 0x0 to 0x1f of its owner; the alpha of PSCI 1.3 had 0x84000016.
  @Test
  void decodeSaysWhichNumbersOfPsciAreNoFunction() {
    for (String id : new String[] {"0xc4000000", "0x8400001f", "0xc400001f"}) {
      String none = CommandRun.of("decode", "fid", id).out();
      assertTrue(none.endsWith("note: no function of PSCI\n"), none);
    }
    String alpha = CommandRun.of("decode", "fid", "0x84000016").out();
    assertTrue(alpha.contains("no function of PSCI; an alpha of PSCI 1.3 had"), alpha);
    for (String id : new String[] {"0x84000020", "0x84000000", "0x86000000", "0x04000000"}) {
      assertFalse(CommandRun.of("decode", "fid", id).out().contains("no function of PSCI"), id);
    }
  }
}
