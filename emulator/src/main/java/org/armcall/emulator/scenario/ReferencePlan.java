// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.List;
import java.util.Optional;
import org.armcall.emulator.firmware.ReferenceFirmware;
import org.armcall.emulator.firmware.TrustedOs;
import org.armcall.emulator.hypervisor.Offered;
import org.armcall.emulator.hypervisor.ReferenceHypervisor;
import org.armcall.model.convention.CalleePolicy;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.traces.callee.Callee;
import org.armcall.traces.callee.CalleeFile;
import org.armcall.traces.callee.Deviation;
import org.armcall.traces.preset.PresetException;

/**
 * The reference hypervisor or firmware, or a variant of it that answers as an implementation does.
 *
 * @param role which of the two
 * @param callee the preset of {@code spec/implementations}
 * @param version of the convention; that of the preset where it is empty
 */
public record ReferencePlan(Role role, String callee, Optional<SmcccVersion> version)
    implements HandlerPlan {
  /** The preset that does what the documents say. */
  public static final String REFERENCE = "reference";

  /** Which of the two, with its options. */
  public sealed interface Role {
    /** The word in scenarios. */
    String policy();

    /** Where it sits. */
    ExceptionLevel level();
  }

  /**
   * At EL2.
   *
   * @param offered how it offers the firmware's functions
   */
  public record AtEl2(Offered offered) implements Role {
    @Override
    public String policy() {
      return ReferenceHypervisor.NAME;
    }

    @Override
    public ExceptionLevel level() {
      return ExceptionLevel.EL2;
    }
  }

  /**
   * At EL3.
   *
   * @param trustedOs what it says of a Trusted OS
   */
  public record AtEl3(TrustedOs trustedOs) implements Role {
    @Override
    public String policy() {
      return ReferenceFirmware.NAME;
    }

    @Override
    public ExceptionLevel level() {
      return ExceptionLevel.EL3;
    }
  }

  @Override
  public ExceptionLevel level() {
    return role.level();
  }

  /**
   * The implementation.
   *
   * <p>Of the reference, another version is what the documents of that version say; of another
   * implementation only the version differs.
   *
   * @throws ScenarioException if there is no such preset
   */
  public Callee implementation() {
    try {
      Callee preset = CalleeFile.named(callee);
      return version.map(other -> with(preset, other)).orElse(preset);
    } catch (PresetException wrong) {
      throw new ScenarioException(wrong.getMessage());
    }
  }

  private Callee with(Callee preset, SmcccVersion other) {
    CalleePolicy policy =
        callee.equals(REFERENCE)
            ? CalleePolicy.asDocumented(other)
            : versioned(preset.policy(), other);
    List<Deviation> deviations =
        preset.deviations().stream()
            .map(
                each ->
                    new Deviation(
                        each.when(),
                        versioned(each.policy(), other),
                        each.parameter(),
                        each.source()))
            .toList();
    return new Callee(
        preset.name(),
        policy,
        preset.care(),
        preset.psci(),
        preset.sources(),
        preset.conduits(),
        preset.vendorImmediates(),
        deviations);
  }

  private static CalleePolicy versioned(CalleePolicy policy, SmcccVersion other) {
    return new CalleePolicy(
        other,
        policy.hvcImmediate(),
        policy.smcImmediate(),
        policy.undefinedReturn(),
        policy.unknownFunction(),
        policy.identifierWidth(),
        policy.cleared(),
        policy.hint(),
        policy.reservedBits(),
        policy.identityOwner(),
        policy.smc32Immediate(),
        policy.thirtyTwoBitCaller(),
        policy.legacy());
  }
}
