// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.armcall.checker.replay.convention.Expectations;
import org.armcall.checker.replay.engine.EventOutput;
import org.armcall.model.convention.CalleePolicy;
import org.armcall.model.convention.Conduit;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.callee.Callee;
import org.armcall.traces.callee.Circumstances;
import org.armcall.traces.callee.Deviation;

/** Writes what the user says of the callees, for {@code TraceConvention.tla}. */
record CalleeOutput(Expectations expectations) {
  private static final List<String> RECORDING =
      List.of("whole", "version", "everywhere", "el2", "el3");
  private static final List<String> PRESET =
      List.of("policy", "psci", "conduits", "vendor", "deviations", "advance", "failed", "scratch");
  private static final List<String> DEVIATION =
      List.of("conduits", "owners", "first", "last", "states", "wide", "nonZero", "policy");
  private static final List<String> POLICY =
      Arrays.stream(CalleePolicy.class.getRecordComponents())
          .map(java.lang.reflect.RecordComponent::getName)
          .toList();

  void write(EventOutput out, boolean whole) throws IOException {
    out.record(RECORDING);
    out.flag(whole);
    out.number(
        expectations
            .convention()
            .map(version -> OptionalInt.of(version.ordinal()))
            .orElse(OptionalInt.empty()));
    preset(out, expectations.everywhere());
    preset(out, Optional.ofNullable(expectations.atLevel().get(ExceptionLevel.EL2)));
    preset(out, Optional.ofNullable(expectations.atLevel().get(ExceptionLevel.EL3)));
  }

  private static void preset(EventOutput out, Optional<Callee> callee) throws IOException {
    if (callee.isEmpty()) {
      out.tuple(0);
      return;
    }
    Callee preset = callee.get();
    out.tuple(1);
    out.record(PRESET);
    policy(out, preset.policy());
    out.number(preset.psci().ordinal());
    conduits(out, preset.conduits());
    numbers(out, preset.vendorImmediates());
    out.tuple(preset.deviations().size());
    for (Deviation deviation : preset.deviations()) {
      deviation(out, deviation);
    }
    out.text(word(preset.care().advance()));
    out.text(word(preset.care().failedCondition()));
    out.text(word(preset.care().scratch()));
  }

  /** Whether a callee is a preset. */
  boolean hasPresets() {
    return expectations.everywhere().isPresent() || !expectations.atLevel().isEmpty();
  }

  private static void deviation(EventOutput out, Deviation deviation) throws IOException {
    out.record(DEVIATION);
    Circumstances when = deviation.when();
    conduits(out, when.conduit().map(EnumSet::of).orElse(EnumSet.allOf(Conduit.class)));
    numbers(out, when.owners());
    out.number(when.firstNumber());
    out.number(when.lastNumber());
    Set<ExecutionState> states =
        when.state().map(EnumSet::of).orElse(EnumSet.allOf(ExecutionState.class));
    out.set(states.size());
    for (ExecutionState state : states) {
      out.text(state == ExecutionState.AARCH32 ? "a32" : "a64");
    }
    flags(out, when.sixtyFourBit());
    flags(out, when.nonZeroImmediate());
    policy(out, deviation.policy());
  }

  /** The set of what it may be. */
  private static void flags(EventOutput out, Optional<Boolean> only) throws IOException {
    out.set(only.isPresent() ? 1 : 2);
    out.flag(only.orElse(false));
    if (only.isEmpty()) {
      out.flag(true);
    }
  }

  private static void conduits(EventOutput out, Set<Conduit> conduits) throws IOException {
    out.set(conduits.size());
    for (Conduit conduit : conduits) {
      out.text(conduit.name().toLowerCase(Locale.ROOT));
    }
  }

  private static void numbers(EventOutput out, Set<Integer> numbers) throws IOException {
    out.set(numbers.size());
    for (int number : new TreeSet<>(numbers)) {
      out.number(number);
    }
  }

  /** Words as the specification has them: the constants' names, in lower case. */
  private static void policy(EventOutput out, CalleePolicy policy) throws IOException {
    Map<String, String> words =
        Map.ofEntries(
            Map.entry("hvcImmediate", word(policy.hvcImmediate())),
            Map.entry("smcImmediate", word(policy.smcImmediate())),
            Map.entry("undefinedReturn", word(policy.undefinedReturn())),
            Map.entry("unknownFunction", word(policy.unknownFunction())),
            Map.entry("identifierWidth", word(policy.identifierWidth())),
            Map.entry("cleared", word(policy.cleared())),
            Map.entry("hint", word(policy.hint())),
            Map.entry("reservedBits", word(policy.reservedBits())),
            Map.entry("smc32Immediate", word(policy.smc32Immediate())),
            Map.entry("thirtyTwoBitCaller", word(policy.thirtyTwoBitCaller())),
            Map.entry("legacy", word(policy.legacy())));
    out.record(POLICY);
    for (String field : POLICY) {
      if (words.containsKey(field)) {
        out.text(words.get(field));
      } else {
        out.number(field.equals("version") ? policy.version().ordinal() : policy.identityOwner());
      }
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
