// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.armcall.checker.replay.FollowedConvention;
import org.armcall.model.convention.CallWidth;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.function.FunctionId;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.psci.Presence;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.psci.PsciVersion;
import org.armcall.traces.callee.Callee;

/**
 * What is known of the callee of one level: said by the user, or by its own answers so far.
 *
 * <p>Of what it answered at most {@value #REMEMBERED} functions are remembered.
 */
final class Knowledge {
  static final FunctionId SMCCC_VERSION = new FunctionId(0x8000_0000);
  static final int REMEMBERED = 4096;
  private static final int NAMES = 64;
  private static final String NOT_SAID =
      "nothing in the log says which version; --convention or --callee would";

  private final Optional<Callee> preset;
  private final boolean versionGiven;
  private String source;
  private Set<SmcccVersion> versions;
  private Optional<PsciVersion> psci;
  private final Map<FunctionId, Boolean> said = new HashMap<>();
  private final Map<FunctionId, Boolean> did = new HashMap<>();
  private final Map<FunctionId, Integer> words = new HashMap<>();
  private final WaitingThreads threads = new WaitingThreads();
  private boolean steady = true;
  private boolean optee;

  // What follows from the versions, as long as they stay the same.
  private final Named[] names = new Named[NAMES];
  private final ContractMasks[][] contracts =
      new ContractMasks[ExecutionState.values().length][CallWidth.values().length];

  Knowledge(Optional<Callee> preset, Optional<SmcccVersion> convention) {
    this.preset = preset;
    Optional<SmcccVersion> given = convention.or(() -> preset.map(p -> p.policy().version()));
    versionGiven = given.isPresent();
    source =
        convention.isPresent()
            ? "--convention " + convention.get().text()
            : preset.map(p -> "--callee " + p.name()).orElse(NOT_SAID);
    versions = given.map(EnumSet::of).orElse(EnumSet.allOf(SmcccVersion.class));
    psci = preset.map(Callee::psci);
  }

  Optional<Callee> preset() {
    return preset;
  }

  /** The versions that the callee may have; never empty. */
  Set<SmcccVersion> versions() {
    return versions;
  }

  /** Whether it is that version or a later one; empty where it may be either. */
  Optional<Boolean> isAtLeast(SmcccVersion version) {
    boolean some = false;
    boolean all = true;
    for (SmcccVersion possible : versions) {
      some |= possible.isAtLeast(version);
      all &= possible.isAtLeast(version);
    }
    return some == all ? Optional.of(all) : Optional.empty();
  }

  /** The convention that it is held to, and what says that it is that one. */
  FollowedConvention followed() {
    return new FollowedConvention(versions, source);
  }

  /** The PSCI that it offers, where it said so. */
  Optional<PsciVersion> psci() {
    return psci;
  }

  /** The callee has PSCI of that version, and with it the convention. */
  void offers(PsciVersion version) {
    psci = Optional.of(version);
    narrow(EnumSet.range(SmcccVersion.V1_0, SmcccVersion.V1_7));
  }

  /** The callee is of one of those versions; what the user said stands. */
  void narrow(Set<SmcccVersion> to) {
    if (!versionGiven) {
      EnumSet<SmcccVersion> both = EnumSet.copyOf(versions);
      both.retainAll(to);
      Set<SmcccVersion> narrowed = both.isEmpty() ? EnumSet.copyOf(to) : both;
      if (!narrowed.equals(versions)) {
        source = "what the callee itself answers in the log";
        versions = narrowed;
        Arrays.fill(names, null);
        Arrays.stream(contracts).forEach(ofState -> Arrays.fill(ofState, null));
      }
    }
  }

  /** It told two versions, as several callees would. */
  void toldTwoVersions() {
    steady = false;
  }

  /** Whether what it said of its version was the same each time. */
  boolean isSteady() {
    return steady;
  }

  /** Its UID is OP-TEE's. */
  void saysThatItIsOptee() {
    optee = true;
  }

  boolean isOptee() {
    return optee;
  }

  /** The threads that wait to be resumed. */
  WaitingThreads threads() {
    return threads;
  }

  /** What the identifier names by the versions that the callee may have. */
  Named named(FunctionId id, ExecutionState caller) {
    int place = (id.value() ^ id.value() >>> 24) & NAMES - 1;
    Named known = names[place];
    if (known == null || !known.isOf(id, caller)) {
      known = Named.by(versions, id, caller);
      names[place] = known;
    }
    return known;
  }

  /** What a call of that width leaves of the registers, by those versions. */
  ContractMasks contract(ExecutionState caller, CallWidth width) {
    ContractMasks[] ofState = contracts[caller.ordinal()];
    if (ofState[width.ordinal()] == null) {
      ofState[width.ordinal()] = ContractMasks.of(versions, caller, width);
    }
    return ofState[width.ordinal()];
  }

  /** PSCI_FEATURES said whether it has that function. */
  void said(FunctionId id, boolean there) {
    remember(said, id, there);
  }

  Optional<Boolean> said(FunctionId id) {
    return Optional.ofNullable(said.get(id));
  }

  /** It answered a call of that function, with NOT_SUPPORTED or otherwise. */
  void did(FunctionId id, boolean there) {
    remember(did, id, there);
  }

  Optional<Boolean> did(FunctionId id) {
    return Optional.ofNullable(did.get(id));
  }

  private static void remember(Map<FunctionId, Boolean> what, FunctionId id, boolean there) {
    if (what.size() < REMEMBERED || what.containsKey(id)) {
      what.put(id, there);
    }
  }

  /** What it answered to a function whose answer does not change, the first time. */
  Optional<Integer> word(FunctionId id) {
    return Optional.ofNullable(words.get(id));
  }

  void word(FunctionId id, int answer) {
    words.putIfAbsent(id, answer);
  }

  /** Whether its version of PSCI makes that function mandatory. */
  boolean isMandatory(PsciFunction function) {
    return psci.filter(version -> function.presence(version) == Presence.MANDATORY).isPresent();
  }

  /** Whether it has that function: it did it, or its version makes it mandatory. */
  boolean has(FunctionId id) {
    return did(id).orElse(false)
        || PsciFunction.of(id).filter(this::isMandatory).isPresent()
        || id.equals(SMCCC_VERSION) && isAtLeast(SmcccVersion.V1_1).orElse(false);
  }
}
