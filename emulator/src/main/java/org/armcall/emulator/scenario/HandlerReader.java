// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.emulator.hypervisor.GuestMemory;
import org.armcall.emulator.hypervisor.Policy;
import org.armcall.emulator.hypervisor.Retries;
import org.armcall.emulator.hypervisor.Returning;
import org.armcall.emulator.hypervisor.Setting;
import org.armcall.emulator.scenario.Scenario.Hypervisor;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Platform;

/** Reads the handler of a scenario. */
final class HandlerReader {
  private static final List<String> OF_MEMORY =
      List.of(
          "pause-others",
          "translation",
          "permission",
          "alias",
          "recheck",
          "retries",
          "protection",
          "regime",
          "byte-order",
          "second-half",
          "halfwords",
          "encoding",
          "address",
          "space",
          "check",
          "on-fault");
  private static final List<String> FIELDS =
      List.of("level", "policy", "callee", "version", "options");
  private static final List<String> OF_EVERY = List.of("refusal", "skip", "condition");

  private final Fields top;

  HandlerReader(Fields top) {
    this.top = top;
  }

  List<HandlerPlan> handlers(Platform platform) {
    Optional<Fields> one = top.mapping("handler", FIELDS);
    if (one.isPresent() && top.has("handlers")) {
      throw top.refuse("handlers", "a scenario has 'handler' or 'handlers', not both");
    }
    List<HandlerPlan> plans = new ArrayList<>();
    for (Fields fields : one.map(List::of).orElseGet(() -> top.mappings("handlers", FIELDS))) {
      HandlerPlan plan = handler(fields, platform);
      if (plans.stream().anyMatch(other -> other.level() == plan.level())) {
        throw fields.refuse("level", "el" + plan.level().number() + " has a handler already");
      }
      plans.add(plan);
    }
    return plans;
  }

  private static HandlerPlan handler(Fields fields, Platform platform) {
    Map<String, ExceptionLevel> levels = new LinkedHashMap<>();
    for (ExceptionLevel level : List.of(ExceptionLevel.EL2, ExceptionLevel.EL3)) {
      if (platform.has(level)) {
        levels.put("el" + level.number(), level);
      }
    }
    if (levels.isEmpty()) {
      throw fields.refuse("level", platform.name() + " has neither EL2 nor EL3");
    }
    ExceptionLevel level =
        fields
            .oneOf("level", levels)
            .orElseThrow(() -> fields.refuse("level", "this field is missing"));
    String policy = fields.required("policy");
    Optional<ReferencePlan> reference = new ReferenceReader(fields, platform, level).plan(policy);
    return reference.isPresent() ? reference.get() : hypervisor(fields, level, policy);
  }

  private static HandlerPlan hypervisor(Fields fields, ExceptionLevel level, String policy) {
    boolean memory = policy.equals("memory-immediate");
    List<String> known = new ArrayList<>(memory ? OF_MEMORY : List.of());
    known.addAll(OF_EVERY);
    Optional<Fields> options = fields.mapping("options", known);
    return new Hypervisor(
        level,
        policy(fields, policy, options),
        options.map(HandlerReader::returning).orElse(Returning.PROPER));
  }

  private static Policy policy(Fields fields, String policy, Optional<Fields> options) {
    return switch (policy) {
      case "iss-zero" -> new Policy.IssZero();
      case "iss16-zero" -> new Policy.Iss16Zero();
      case "syndrome-immediate" -> new Policy.SyndromeImmediate();
      case "memory-immediate" ->
          new Policy.MemoryImmediate(
              options.map(HandlerReader::memory).orElse(GuestMemory.CAREFUL));
      case "function-id" -> new Policy.FunctionId();
      default ->
          throw fields.refuse(
              "policy",
              "there is no policy '"
                  + policy
                  + "'; the policies are iss-zero, iss16-zero, syndrome-immediate,"
                  + " memory-immediate, function-id, reference-hypervisor,"
                  + " reference-firmware");
    };
  }

  private static <S extends Enum<S> & Setting> S setting(
      Fields options, String name, Class<S> type, S usual) {
    return options.oneOf(name, Setting.words(type)).orElse(usual);
  }

  private static Returning returning(Fields options) {
    Returning usual = Returning.PROPER;
    return new Returning(
        setting(options, "refusal", Returning.Refusal.class, usual.refusal()),
        setting(options, "skip", Returning.Skip.class, usual.skip()),
        setting(options, "condition", Returning.ConditionCheck.class, usual.condition()));
  }

  private static GuestMemory memory(Fields options) {
    GuestMemory usual = GuestMemory.CAREFUL;
    return new GuestMemory(
        options.flag("pause-others").orElse(usual.pauseOthers()),
        setting(options, "translation", GuestMemory.Translation.class, usual.translation()),
        setting(options, "permission", GuestMemory.Permission.class, usual.permission()),
        setting(options, "alias", GuestMemory.Alias.class, usual.alias()),
        options.flag("recheck").orElse(usual.recheck()),
        retries(options).orElse(usual.retries()),
        setting(options, "protection", GuestMemory.Protection.class, usual.protection()),
        setting(options, "regime", GuestMemory.Regime.class, usual.regime()),
        setting(options, "byte-order", GuestMemory.ByteOrder.class, usual.byteOrder()),
        setting(options, "second-half", GuestMemory.SecondHalf.class, usual.secondHalf()),
        setting(options, "halfwords", GuestMemory.Halfwords.class, usual.halfwords()),
        setting(options, "encoding", GuestMemory.Encodings.class, usual.encoding()),
        setting(options, "address", GuestMemory.Address.class, usual.address()),
        setting(options, "space", GuestMemory.Space.class, usual.space()),
        setting(options, "check", GuestMemory.Check.class, usual.check()),
        setting(options, "on-fault", GuestMemory.OnFault.class, usual.onFault()));
  }

  private static Optional<Retries> retries(Fields options) {
    return options
        .text("retries")
        .map(
            text ->
                text.equals(Retries.UNBOUNDED.word())
                    ? Retries.UNBOUNDED
                    : Numbers.parse(text)
                        .filter(number -> number >= 0 && number <= Retries.MOST)
                        .map(number -> Retries.atMost(number.intValue()))
                        .orElseThrow(
                            () ->
                                options.refuse(
                                    "retries",
                                    "it is a number from 0 to "
                                        + Retries.MOST
                                        + ", or unbounded")));
  }
}
