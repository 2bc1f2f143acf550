// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.equality;

import java.util.Locale;
import org.armcall.model.convention.After;
import org.armcall.model.convention.CalleePolicy;
import org.armcall.model.convention.IdentifierWidth;
import org.armcall.model.convention.Naming;
import org.armcall.model.convention.NonZeroImmediate;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.convention.UnknownFunction;
import org.armcall.model.function.FunctionId;
import org.armcall.model.psci.PsciFunction;

/**
 * Faults that can be seeded into the Java model's calling convention, to see that the comparison
 * finds them. Each is a mistake that real code has made or that the facts invite.
 */
public enum ContractFault {
  /** The model as it is. */
  NONE,
  /** What 1.1 preserves is preserved in 1.0. */
  X4_KEPT_IN_1_0 {
    @Override
    After of(After after) {
      return after == After.UNPREDICTABLE ? After.PRESERVED : after;
    }
  },
  /** 1.2 returns no more than 1.1. */
  RESULTS_STOP_AT_X3 {
    @Override
    After of(After after) {
      return after == After.RESULT_OR_PRESERVED ? After.PRESERVED : after;
    }
  },
  /** The hint is part of the name (Xen and KVM guests, which compare whole identifiers). */
  HINT_IS_PART_OF_NAME {
    @Override
    Naming of(Naming naming, FunctionId id) {
      return naming instanceof Naming.Named ? new Naming.Named(id) : naming;
    }
  },
  /** The upper half of X0 takes part (Jailhouse 02e03d36, Xen before 7f4217cc60). */
  UPPER_HALF_COUNTS {
    @Override
    CalleePolicy of(CalleePolicy p) {
      return p.identifierWidth() == IdentifierWidth.TRUNCATED
          ? with(p, p.smcImmediate(), p.unknownFunction(), IdentifierWidth.COMPARED_64)
          : p;
    }
  },
  /** The immediate of an SMC is not looked at (pKVM before Linux cf6348af645b). */
  SMC_IMMEDIATE_IGNORED {
    @Override
    CalleePolicy of(CalleePolicy p) {
      return p.smcImmediate() == NonZeroImmediate.NOT_SUPPORTED
          ? with(p, NonZeroImmediate.IGNORED, p.unknownFunction(), p.identifierWidth())
          : p;
    }
  },
  /** An unknown function is not answered: X0 still holds the identifier (Hafnium de0ad569). */
  UNKNOWN_IS_LEFT {
    @Override
    CalleePolicy of(CalleePolicy p) {
      return p.unknownFunction() == UnknownFunction.NOT_SUPPORTED
          ? with(p, p.smcImmediate(), UnknownFunction.LEFT, p.identifierWidth())
          : p;
    }
  },
  /** MEM_PROTECT_CHECK_RANGE has the number of MEM_PROTECT (a posted Linux header, and QEMU's). */
  CHECK_RANGE_IS_MEM_PROTECT {
    @Override
    FunctionId of(FunctionId id, PsciFunction function) {
      return function == PsciFunction.MEM_PROTECT_CHECK_RANGE
          ? PsciFunction.MEM_PROTECT.id32()
          : id;
    }
  },
  /** Every version has what the latest has. */
  VERSIONS_HAVE_THE_SAME {
    @Override
    SmcccVersion of(SmcccVersion version) {
      return SmcccVersion.V1_7;
    }
  };

  /** The name in a configuration, in kebab case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The fault of that name. */
  public static ContractFault ofText(String text) {
    for (ContractFault fault : values()) {
      if (fault.text().equals(text)) {
        return fault;
      }
    }
    throw new IllegalArgumentException("there is no seeded fault " + text);
  }

  After of(After after) {
    return after;
  }

  Naming of(Naming naming, FunctionId id) {
    return naming;
  }

  CalleePolicy of(CalleePolicy policy) {
    return policy;
  }

  FunctionId of(FunctionId id, PsciFunction function) {
    return id;
  }

  SmcccVersion of(SmcccVersion version) {
    return version;
  }

  private static CalleePolicy with(
      CalleePolicy p, NonZeroImmediate smc, UnknownFunction unknown, IdentifierWidth width) {
    return new CalleePolicy(
        p.version(),
        p.hvcImmediate(),
        smc,
        p.undefinedReturn(),
        unknown,
        width,
        p.cleared(),
        p.hint(),
        p.reservedBits(),
        p.identityOwner(),
        p.smc32Immediate(),
        p.thirtyTwoBitCaller(),
        p.legacy());
  }
}
