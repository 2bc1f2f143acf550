// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Mode;
import org.junit.jupiter.api.Test;

/** SCTLR_ELx.BT, BT0 and BT1: bit 36 for the level itself, bit 35 for EL0 below it. */
final class BranchTargetControlTest {
  private static final long BT0 = 1L << 35;
  private static final long BT1 = 1L << 36;
  private static final long TGE = 1L << 27;
  private static final long E2H = 1L << 34;

  private static final Map<ExceptionLevel, SystemRegister> OWN =
      Map.of(
          ExceptionLevel.EL1, SystemRegister.SCTLR_EL1,
          ExceptionLevel.EL2, SystemRegister.SCTLR_EL2,
          ExceptionLevel.EL3, SystemRegister.SCTLR_EL3);

  private static Bare clear() {
    Bare bare = Bare.of(Machines.WIDE, Mode.EL1H, InstructionSet.A64);
    OWN.values().forEach(register -> bare.set(register, 0));
    return bare;
  }

  @Test
  void aLevelIsStrictByBit36OfItsOwnRegister() {
    for (ExceptionLevel level : OWN.keySet()) {
      for (SystemRegister register : OWN.values()) {
        for (long bits : new long[] {BT0, BT1, BT0 << 2}) {
          Bare bare = clear().set(register, bits);
          boolean strict = register == OWN.get(level) && bits == BT1;
          assertEquals(strict, bare.cpu.levels.branchTargetStrict(level), level + " " + register);
        }
      }
    }
  }

  @Test
  void el0IsStrictByBit35OfTheRegisterOfItsRegime() {
    for (long host : List.of(0L, TGE, E2H, TGE | E2H)) {
      for (SystemRegister register : OWN.values()) {
        for (long bits : new long[] {BT0, BT1, BT0 >> 1}) {
          Bare bare = clear().also(SystemRegister.HCR_EL2, host).set(register, bits);
          SystemRegister own =
              host == (TGE | E2H) ? SystemRegister.SCTLR_EL2 : SystemRegister.SCTLR_EL1;
          assertEquals(
              register == own && bits == BT0,
              bare.cpu.levels.branchTargetStrict(ExceptionLevel.EL0),
              register + " under HCR_EL2 " + Long.toHexString(host));
        }
      }
    }
  }
}
