// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import static org.armcall.model.convention.SmcccVersion.PRE_SMCCC;
import static org.armcall.model.convention.SmcccVersion.V1_3;

import java.util.List;
import org.armcall.model.function.FunctionId;
import org.armcall.model.function.OwningEntity;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.syndrome.BitField;

/**
 * An identifier as one version of the convention reads it.
 *
 * @param id what was in W0 or R0
 * @param version the convention
 * @param caller the execution state of the caller
 */
public record CalledFunction(FunctionId id, SmcccVersion version, ExecutionState caller) {

  /**
   * Which function is called.
   *
   * <p>FID-RESERVED-BITS, FID-OWNER and FID-64-FROM-32 in that order; FID-SVE-HINT decides what the
   * canonical identifier is. Before the convention every number may be a function.
   */
  public Naming naming() {
    if (version == PRE_SMCCC) {
      return new Naming.Named(id);
    }
    if (id.isFast() && reservedBits() != 0) {
      return new Naming.NoFunction(Naming.Reason.RESERVED_BITS);
    }
    if (owner() == OwningEntity.RESERVED) {
      return new Naming.NoFunction(Naming.Reason.RESERVED_OWNER);
    }
    if (id.is64Bit() && caller == ExecutionState.AARCH32) {
      return new Naming.NoFunction(Naming.Reason.SMC64_FROM_AARCH32);
    }
    return new Naming.Named(canonical());
  }

  /**
   * The owner of the range, as this version has it ({@link OwnerHistory}).
   *
   * <p>A choice: the range that is reserved for more yielding calls of a Trusted OS is the Trusted
   * OS's in every version: OP-TEE has its calls there (0x32000000).
   */
  public OwningEntity owner() {
    return OwnerHistory.in(version, id.owner());
  }

  /** The identifier without the hint, where this version has one. */
  public FunctionId canonical() {
    return version.isAtLeast(V1_3) ? id.withoutSveHint() : id;
  }

  /**
   * The fields of the identifier in this version, from the highest bit down (FID-LAYOUT).
   *
   * <p>Of a yielding identifier the documents define ranges only, and before the convention there
   * is nothing but a number.
   */
  public List<BitField> layout() {
    if (version == PRE_SMCCC) {
      return List.of(BitField.of("number", 31, 0, "function number"));
    }
    if (!id.isFast()) {
      return FunctionId.YIELDING_LAYOUT;
    }
    return version.isAtLeast(V1_3)
        ? FunctionId.LAYOUT
        : List.of(
            FunctionId.TYPE,
            FunctionId.CONVENTION,
            FunctionId.OWNER,
            FunctionId.MUST_BE_ZERO_BEFORE_1_3,
            FunctionId.NUMBER);
  }

  private int reservedBits() {
    return (version.isAtLeast(V1_3) ? FunctionId.MUST_BE_ZERO : FunctionId.MUST_BE_ZERO_BEFORE_1_3)
        .extract(id.value());
  }
}
