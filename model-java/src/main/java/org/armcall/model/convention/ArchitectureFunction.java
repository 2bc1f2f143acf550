// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import static org.armcall.model.convention.SmcccResult.BUSY;
import static org.armcall.model.convention.SmcccResult.INVALID_PARAMETER;
import static org.armcall.model.convention.SmcccResult.NOT_SUPPORTED;
import static org.armcall.model.convention.SmcccResult.RATE_LIMITED;
import static org.armcall.model.convention.SmcccResult.SUCCESS;
import static org.armcall.model.convention.SmcccVersion.V1_0;
import static org.armcall.model.convention.SmcccVersion.V1_1;
import static org.armcall.model.convention.SmcccVersion.V1_2;
import static org.armcall.model.convention.SmcccVersion.V1_5;
import static org.armcall.model.convention.SmcccVersion.V1_7;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.function.FunctionId;

/**
 * The Arm Architecture calls, one row each (DEN0028 section 7; the numbers as in TF-A 6a164dda,
 * include/services/arm_arch_svc.h; of 1.7 as in "arm64: smccc: add cache clean/invalidate IDs and
 * return codes", v1, linux-arm-kernel, 2 June 2026).
 *
 * <p>RES-UNKNOWN: {@link #since} is the version from which on a callee may have the function; who
 * says that it has an earlier one answers NOT_SUPPORTED. SMCCC_VERSION and SMCCC_ARCH_FEATURES are
 * mandatory from 1.1 on and optional in 1.0; the workarounds 1 and 2 are optional from 1.1 on and
 * "NOT SUPPORTED in SMCCC v1.0" (DEN0070A, which issue C took over). Which issue described the
 * workarounds 3 and 4 was not found, and it would say nothing: a caller asks for each workaround by
 * SMCCC_ARCH_FEATURES, and callees of 1.1 have 3 (Linux, KVM), so that they count from 1.1 on too.
 * SMCCC_ARCH_SOC_ID came with 1.2 (Linux 821b67fa4639), its name with 1.6 (TF-A 2.14); whether its
 * 64-bit identifier is older than its name was not found, so that it counts from 1.2 on.
 * SMCCC_ARCH_FEATURE_AVAILABILITY came with 1.5 (TF-A 2.13).
 *
 * <p>RES-CODE: {@link #results} are the codes that a function may answer; NOT_REQUIRED is what
 * SMCCC_ARCH_FEATURES answers, as a value, when it is asked about a workaround.
 */
public enum ArchitectureFunction {
  SMCCC_VERSION(0x8000_0000, V1_0, Kind.VALUE, List.of(NOT_SUPPORTED)),
  SMCCC_ARCH_FEATURES(0x8000_0001, V1_0, Kind.VALUE, List.of(NOT_SUPPORTED)),
  SMCCC_ARCH_SOC_ID(0x8000_0002, V1_2, Kind.VALUE, List.of(NOT_SUPPORTED, INVALID_PARAMETER)),
  SMCCC_ARCH_FEATURE_AVAILABILITY(
      0xc000_0003, V1_5, Kind.CODE, List.of(SUCCESS, NOT_SUPPORTED, INVALID_PARAMETER)),
  /** 1.7, as posted: what a memory region has in caches is written back and dropped. */
  CLEAN_INV_MEMREGION(
      0xc000_0005,
      V1_7,
      Kind.CODE,
      List.of(SUCCESS, NOT_SUPPORTED, INVALID_PARAMETER, RATE_LIMITED, BUSY)),
  /** 1.7, as posted: what the other can do. */
  CLEAN_INV_MEMREGION_ATTRIBUTES(
      0xc000_0006, V1_7, Kind.CODE, List.of(SUCCESS, NOT_SUPPORTED, INVALID_PARAMETER)),
  SMCCC_ARCH_WORKAROUND_1(0x8000_8000, V1_1, Kind.NOTHING, List.of()),
  SMCCC_ARCH_WORKAROUND_2(0x8000_7fff, V1_1, Kind.NOTHING, List.of()),
  SMCCC_ARCH_WORKAROUND_3(0x8000_3fff, V1_1, Kind.NOTHING, List.of()),
  SMCCC_ARCH_WORKAROUND_4(0x8000_0004, V1_1, Kind.NOTHING, List.of());

  /** What a function returns when it did not fail. */
  public enum Kind {
    /** SUCCESS, and perhaps more in the other registers. */
    CODE,
    /** A value of its own. */
    VALUE,
    /** Nothing: X0 says nothing. */
    NOTHING
  }

  private static final int CONVENTION = 0x4000_0000;

  private static final Map<FunctionId, Optional<ArchitectureFunction>> BY_ID = new HashMap<>();

  static {
    for (ArchitectureFunction function : values()) {
      BY_ID.put(function.id, Optional.of(function));
    }
    BY_ID.put(
        new FunctionId(SMCCC_ARCH_SOC_ID.id.value() | CONVENTION), Optional.of(SMCCC_ARCH_SOC_ID));
  }

  private final FunctionId id;
  private final SmcccVersion since;
  private final Kind kind;
  private final Set<SmcccResult> results;

  ArchitectureFunction(int id, SmcccVersion since, Kind kind, List<SmcccResult> results) {
    this.id = new FunctionId(id);
    this.since = since;
    this.kind = kind;
    EnumSet<SmcccResult> codes = EnumSet.noneOf(SmcccResult.class);
    codes.addAll(results);
    this.results = Collections.unmodifiableSet(codes);
  }

  /** The identifier; of the two of SMCCC_ARCH_SOC_ID the 32-bit one. */
  public FunctionId id() {
    return id;
  }

  /** Whether it has that identifier: SMCCC_ARCH_SOC_ID has two. */
  public boolean has(FunctionId id) {
    return of(id).filter(function -> function == this).isPresent();
  }

  /** The version from which on a callee may have it. */
  public SmcccVersion since() {
    return since;
  }

  /** Whether a callee of that version of the convention may have it. */
  public boolean isIn(SmcccVersion version) {
    return version.isAtLeast(since);
  }

  /** What it returns when it did not fail. */
  public Kind kind() {
    return kind;
  }

  /** The codes that it may answer; a value that is no error is not among them. */
  public Set<SmcccResult> results() {
    return results;
  }

  /** The codes that it may answer by that version; none where it has no such function. */
  public Set<SmcccResult> results(SmcccVersion version) {
    EnumSet<SmcccResult> codes = EnumSet.noneOf(SmcccResult.class);
    if (isIn(version)) {
      codes.addAll(results);
      codes.removeIf(code -> !code.isIn(version));
    }
    return Collections.unmodifiableSet(codes);
  }

  /** The function of that identifier, if it is one of these. */
  public static Optional<ArchitectureFunction> of(FunctionId id) {
    return BY_ID.getOrDefault(id, Optional.empty());
  }
}
