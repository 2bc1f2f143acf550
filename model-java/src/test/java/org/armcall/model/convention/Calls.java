// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.ArrayList;
import java.util.List;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.platform.ExecutionState;

/** The small spaces over which the laws of the convention are tested, all of them. */
final class Calls {
  /** Identifiers that differ in every way that a rule mentions. */
  static final int[] IDENTIFIERS = {
    0x8400_0000, // PSCI_VERSION
    0xc400_0003, // CPU_ON, 64-bit
    0x8401_0000, // with the hint
    0xc401_0003,
    0x8402_0000, // lowest reserved bit
    0x8480_0000, // highest reserved bit
    0x84ff_0000, // hint and all reserved bits
    0x8500_ff01, // who are you, at owner 5
    0x8600_ff01, // who are you, at owner 6
    0x8600_ff04,
    0x8800_0000, // first reserved owner
    0xef00_ffff, // last reserved owner
    0xb200_0000, // Trusted OS
    0xffff_f200, // Trusted Foundations
    0x95c1_ba60, // PSCI 0.1 of KVM
    0x0000_0002, // PSCI 0.1 of Xen
    0x0101_0000, // gap
    0x0200_0000, // yielding
    0x3200_0004, // OP-TEE, yielding
    0x4600_0001, // Hyper-V, yielding and 64-bit
    0x7fff_ffff
  };

  private Calls() {}

  /** Every contract that is defined. */
  static List<RegisterContract> contracts() {
    List<RegisterContract> all = new ArrayList<>();
    for (SmcccVersion version : SmcccVersion.values()) {
      for (ExecutionState caller : ExecutionState.values()) {
        for (CallWidth width : CallWidth.values()) {
          for (Conduit conduit : Conduit.values()) {
            RegisterContract contract = new RegisterContract(version, caller, width, conduit);
            if (contract.isDefined()) {
              all.add(contract);
            }
          }
        }
      }
    }
    return all;
  }

  /** Every conduit, state, immediate of three, upper half of two and identifier of the list. */
  static List<ConventionCall> calls() {
    List<ConventionCall> all = new ArrayList<>();
    for (Conduit conduit : Conduit.values()) {
      for (ExecutionState caller : ExecutionState.values()) {
        for (int immediate : new int[] {0, 1, 15}) {
          for (long upper : new long[] {0, 1L << 32, -1L << 32}) {
            for (int id : IDENTIFIERS) {
              all.add(call(conduit, caller, immediate, upper | Integer.toUnsignedLong(id)));
            }
          }
        }
      }
    }
    return all;
  }

  static ConventionCall call(Conduit conduit, ExecutionState caller, int immediate, long x0) {
    boolean narrow = conduit == Conduit.SMC && caller == ExecutionState.AARCH32;
    return new ConventionCall(conduit, new Immediate(immediate, narrow ? 4 : 16), x0, caller);
  }

  /** Policies that differ from the documented one in one parameter, for every version. */
  static List<CalleePolicy> policies() {
    List<CalleePolicy> all = new ArrayList<>();
    for (SmcccVersion version : SmcccVersion.values()) {
      Variation base = new Variation(CalleePolicy.asDocumented(version));
      all.addAll(base.each());
    }
    return all;
  }
}
