// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.psci;

import static org.armcall.model.psci.Presence.ABSENT;
import static org.armcall.model.psci.Presence.CONDITIONAL;
import static org.armcall.model.psci.Presence.MANDATORY;
import static org.armcall.model.psci.Presence.OPTIONAL;
import static org.armcall.model.psci.PsciResult.ALREADY_ON;
import static org.armcall.model.psci.PsciResult.DENIED;
import static org.armcall.model.psci.PsciResult.DISABLED;
import static org.armcall.model.psci.PsciResult.INTERNAL_FAILURE;
import static org.armcall.model.psci.PsciResult.INVALID_ADDRESS;
import static org.armcall.model.psci.PsciResult.INVALID_PARAMETERS;
import static org.armcall.model.psci.PsciResult.NOT_PRESENT;
import static org.armcall.model.psci.PsciResult.NOT_SUPPORTED;
import static org.armcall.model.psci.PsciResult.ON_PENDING;
import static org.armcall.model.psci.PsciResult.SUCCESS;
import static org.armcall.model.psci.PsciVersion.V0_1;
import static org.armcall.model.psci.PsciVersion.V0_2;
import static org.armcall.model.psci.PsciVersion.V1_0;
import static org.armcall.model.psci.PsciVersion.V1_1;
import static org.armcall.model.psci.PsciVersion.V1_3;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.function.FunctionId;

/**
 * The functions of PSCI, one row each (DEN0022F.b sections 5.1 and, for {@link #presence}, 6.9).
 *
 * <p>RES-CODE: {@link #results} are the codes that a function may answer. PSC-MANDATORY: {@link
 * #presence}, which is also what PSC-FEATURES asks. PSC-NO-RETURN and SEQ-ENDS: {@link #returning}.
 */
public enum PsciFunction {
  PSCI_VERSION(
      0, Width.NARROW, V0_2, MANDATORY, ResultKind.VALUE, Returning.RETURNS, List.of(), List.of()),
  CPU_SUSPEND(
      1,
      Width.BOTH,
      V0_1,
      MANDATORY,
      ResultKind.CODE,
      Returning.MAY_NOT_RETURN,
      List.of("power_state", "entry_point_address", "context_id"),
      List.of(SUCCESS, INVALID_PARAMETERS, DENIED, INVALID_ADDRESS)),
  CPU_OFF(
      2,
      Width.NARROW,
      V0_1,
      MANDATORY,
      ResultKind.CODE,
      Returning.NEVER_ON_SUCCESS,
      List.of(),
      List.of(DENIED)),
  /** PSC-CPU-ON: the target starts once, at the entry point, with the context identifier. */
  CPU_ON(
      3,
      Width.BOTH,
      V0_1,
      MANDATORY,
      ResultKind.CODE,
      Returning.RETURNS,
      List.of("target_cpu", "entry_point_address", "context_id"),
      List.of(
          SUCCESS,
          INVALID_PARAMETERS,
          DENIED,
          ALREADY_ON,
          ON_PENDING,
          INTERNAL_FAILURE,
          INVALID_ADDRESS)),
  AFFINITY_INFO(
      4,
      Width.BOTH,
      V0_2,
      MANDATORY,
      ResultKind.VALUE,
      Returning.RETURNS,
      List.of("target_affinity", "lowest_affinity_level"),
      List.of(INVALID_PARAMETERS, DISABLED)),
  MIGRATE(
      5,
      Width.BOTH,
      V0_1,
      CONDITIONAL,
      ResultKind.CODE,
      Returning.RETURNS,
      List.of("target_cpu"),
      List.of(SUCCESS, NOT_SUPPORTED, INVALID_PARAMETERS, DENIED, INTERNAL_FAILURE, NOT_PRESENT)),
  MIGRATE_INFO_TYPE(
      6,
      Width.NARROW,
      V0_2,
      OPTIONAL,
      ResultKind.VALUE,
      Returning.RETURNS,
      List.of(),
      List.of(NOT_SUPPORTED)),
  /** UNDEFINED, whatever it answers, unless MIGRATE_INFO_TYPE is 0 or 1 (section 5.1.8). */
  MIGRATE_INFO_UP_CPU(
      7,
      Width.BOTH,
      V0_2,
      CONDITIONAL,
      ResultKind.VALUE,
      Returning.RETURNS,
      List.of(),
      List.of(NOT_SUPPORTED, INVALID_PARAMETERS)),
  SYSTEM_OFF(
      8,
      Width.NARROW,
      V0_2,
      MANDATORY,
      ResultKind.CODE,
      Returning.NEVER_ON_SUCCESS,
      List.of(),
      List.of()),
  SYSTEM_RESET(
      9,
      Width.NARROW,
      V0_2,
      MANDATORY,
      ResultKind.CODE,
      Returning.NEVER_ON_SUCCESS,
      List.of(),
      List.of()),
  PSCI_FEATURES(
      10,
      Width.NARROW,
      V1_0,
      MANDATORY,
      ResultKind.VALUE,
      Returning.RETURNS,
      List.of("psci_func_id"),
      List.of(NOT_SUPPORTED)),
  CPU_FREEZE(
      11,
      Width.NARROW,
      V1_0,
      OPTIONAL,
      ResultKind.CODE,
      Returning.NEVER_ON_SUCCESS,
      List.of(),
      List.of(NOT_SUPPORTED, DENIED)),
  /** Its codes: section 5.18.3. */
  CPU_DEFAULT_SUSPEND(
      12,
      Width.BOTH,
      V1_0,
      OPTIONAL,
      ResultKind.CODE,
      Returning.MAY_NOT_RETURN,
      List.of("entry_point_address", "context_id"),
      List.of(SUCCESS, NOT_SUPPORTED, INVALID_ADDRESS)),
  NODE_HW_STATE(
      13,
      Width.BOTH,
      V1_0,
      OPTIONAL,
      ResultKind.VALUE,
      Returning.RETURNS,
      List.of("target_cpu", "power_level"),
      List.of(NOT_SUPPORTED, INVALID_PARAMETERS)),
  /**
   * Section 5.1.19: it "does not return when successful"; 5.20: it is equivalent to a CPU_SUSPEND,
   * which may come back early with SUCCESS (5.4.5). DENIED: section 5.20.2.
   */
  SYSTEM_SUSPEND(
      14,
      Width.BOTH,
      V1_0,
      OPTIONAL,
      ResultKind.CODE,
      Returning.MAY_NOT_RETURN,
      List.of("entry_point_address", "context_id"),
      List.of(NOT_SUPPORTED, DENIED, ALREADY_ON, INVALID_ADDRESS)),
  PSCI_SET_SUSPEND_MODE(
      15,
      Width.NARROW,
      V1_0,
      OPTIONAL,
      ResultKind.CODE,
      Returning.RETURNS,
      List.of("mode"),
      List.of(SUCCESS, NOT_SUPPORTED, INVALID_PARAMETERS, DENIED)),
  /** Section 5.22.3: no error codes, and NOT_SUPPORTED is no sign that it is not there. */
  PSCI_STAT_RESIDENCY(
      16,
      Width.BOTH,
      V1_0,
      OPTIONAL,
      ResultKind.COUNTER,
      Returning.RETURNS,
      List.of("target_cpu", "power_state"),
      List.of(NOT_SUPPORTED)),
  PSCI_STAT_COUNT(
      17,
      Width.BOTH,
      V1_0,
      OPTIONAL,
      ResultKind.COUNTER,
      Returning.RETURNS,
      List.of("target_cpu", "power_state"),
      List.of(NOT_SUPPORTED)),
  /** The codes of architectural resets; for a vendor's see {@link PsciResult#isOfVendorReset}. */
  SYSTEM_RESET2(
      18,
      Width.BOTH,
      V1_1,
      OPTIONAL,
      ResultKind.CODE,
      Returning.NEVER_ON_SUCCESS,
      List.of("reset_type", "cookie"),
      List.of(NOT_SUPPORTED, INVALID_PARAMETERS)),
  MEM_PROTECT(
      19,
      Width.NARROW,
      V1_1,
      OPTIONAL,
      ResultKind.VALUE,
      Returning.RETURNS,
      List.of("enable"),
      List.of(NOT_SUPPORTED)),
  MEM_PROTECT_CHECK_RANGE(
      20,
      Width.BOTH,
      V1_1,
      CONDITIONAL,
      ResultKind.CODE,
      Returning.RETURNS,
      List.of("base", "length"),
      List.of(SUCCESS, NOT_SUPPORTED, DENIED)),
  SYSTEM_OFF2(
      21,
      Width.BOTH,
      V1_3,
      OPTIONAL,
      ResultKind.CODE,
      Returning.NEVER_ON_SUCCESS,
      List.of("type", "cookie"),
      List.of(NOT_SUPPORTED, INVALID_PARAMETERS)),
  /**
   * Only in drafts of 1.3, dropped before the beta together with the codes -10 to -12
   * (linux-kernel, 26 September 2024). The identifiers are those of the Linux patch; the alpha had
   * others: {@link AlphaIdentifiers}.
   */
  CLEAN_INV_MEMREGION(
      22,
      Width.WIDE,
      V1_3,
      ABSENT,
      ResultKind.CODE,
      Returning.RETURNS,
      List.of("base", "length", "flags"),
      List.of()),
  /** Only in drafts of 1.3, as {@link #CLEAN_INV_MEMREGION}. */
  CLEAN_INV_MEMREGION_ATTRIBUTES(
      23,
      Width.NARROW,
      V1_3,
      ABSENT,
      ResultKind.VALUE,
      Returning.RETURNS,
      List.of("attribute"),
      List.of());

  private enum Width {
    NARROW,
    BOTH,
    WIDE
  }

  private static final int BASE_32 = 0x8400_0000;
  private static final int BASE_64 = 0xc400_0000;

  private static final Map<FunctionId, Optional<PsciFunction>> BY_ID = new HashMap<>();

  static {
    for (PsciFunction function : values()) {
      BY_ID.putIfAbsent(function.id32(), Optional.of(function));
      function.id64().ifPresent(id -> BY_ID.putIfAbsent(id, Optional.of(function)));
    }
  }

  private final int number;
  private final Width width;
  private final PsciVersion since;
  private final Presence presence;
  private final ResultKind kind;
  private final Returning returning;
  private final List<String> arguments;
  private final Set<PsciResult> results;

  PsciFunction(
      int number,
      Width width,
      PsciVersion since,
      Presence presence,
      ResultKind kind,
      Returning returning,
      List<String> arguments,
      List<PsciResult> results) {
    this.number = number;
    this.width = width;
    this.since = since;
    this.presence = presence;
    this.kind = kind;
    this.returning = returning;
    this.arguments = arguments;
    EnumSet<PsciResult> codes = EnumSet.noneOf(PsciResult.class);
    codes.addAll(results);
    this.results = Collections.unmodifiableSet(codes);
  }

  /** The name that DEN0022 gives it. */
  public String functionName() {
    return name();
  }

  /** The 32-bit identifier, fixed since 0.2; of a withdrawn one that has none, the 64-bit. */
  public FunctionId id32() {
    return new FunctionId((width == Width.WIDE ? BASE_64 : BASE_32) | number);
  }

  /** The 64-bit identifier, if it has one. */
  public Optional<FunctionId> id64() {
    return width != Width.NARROW ? Optional.of(new FunctionId(BASE_64 | number)) : Optional.empty();
  }

  /** The version that brought it; for a withdrawn one, the version whose draft had it. */
  public PsciVersion since() {
    return since;
  }

  /**
   * Whether an implementation of that version has it (section 6.9, table 17). Nothing was
   * compulsory before issue B, of 0.2, made it so (table 1).
   */
  public Presence presence(PsciVersion version) {
    if (!version.isAtLeast(since)) {
      return ABSENT;
    }
    if (version == V0_1) {
      return OPTIONAL;
    }
    return presence;
  }

  /** The names of the arguments, from register 1 on, in 0.2 and later. */
  public List<String> arguments() {
    return arguments;
  }

  /** The same by that version; none where it has no such function. */
  public List<String> arguments(PsciVersion version) {
    return version.isAtLeast(since) ? ArgumentHistory.of(this, version) : List.of();
  }

  /** The codes that it may answer from 0.2 on; a VALUE that is no error is not among them. */
  public Set<PsciResult> results() {
    return results;
  }

  /** The codes that it may answer by that version. */
  public Set<PsciResult> results(PsciVersion version) {
    return presence(version) == ABSENT ? Set.of() : ResultHistory.of(this, version);
  }

  /** Whether 0.2 answers INVALID_PARAMETERS to an identifier not as wide as the caller (5.2.1). */
  public boolean comparedWidths() {
    return width == Width.BOTH && !since.isAtLeast(V1_0);
  }

  /** What it returns when it did not fail. */
  public ResultKind resultKind() {
    return kind;
  }

  /** Whether it comes back. */
  public Returning returning() {
    return returning;
  }

  /** Whether only a draft had it: no version has it. */
  public boolean withdrawn() {
    return presence == ABSENT;
  }

  /** The function of that identifier, the withdrawn ones included. */
  public static Optional<PsciFunction> of(FunctionId id) {
    return BY_ID.getOrDefault(id, Optional.empty());
  }
}
