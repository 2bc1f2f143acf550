// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.state;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.instruction.Flags;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.Architecture;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.Platform;

/**
 * A caller on a machine, changed one thing at a time: at first Non-secure EL1 in AArch64 on an
 * Armv8 machine that has everything.
 */
final class Caller {
  private Architecture architecture = Architecture.ARMV8A;
  private final Map<ExceptionLevel, ExecutionState> widest = new EnumMap<>(ExceptionLevel.class);
  private final Set<Feature> features = EnumSet.allOf(Feature.class);
  private final Map<ExceptionLevel, ExecutionState> inForce = new EnumMap<>(ExceptionLevel.class);
  private ExceptionLevel level = ExceptionLevel.EL1;
  private InstructionSet isa = InstructionSet.A64;
  private Mode mode = Mode.EL1H;
  private SecurityState security = SecurityState.NONSECURE;
  private ItState it = ItState.NONE;
  private BranchType branchType = BranchType.NONE;
  private boolean illegal;
  private final Set<Control> controls = EnumSet.noneOf(Control.class);

  Caller() {
    for (ExceptionLevel each : ExceptionLevel.values()) {
      widest.put(each, ExecutionState.AARCH64);
      inForce.put(each, ExecutionState.AARCH64);
    }
  }

  /** An ARMv7 machine, its caller in supervisor mode. */
  static Caller armv7() {
    Caller caller = new Caller();
    caller.architecture = Architecture.ARMV7A;
    caller.features.clear();
    return caller.narrow(ExceptionLevel.EL3).at(ExceptionLevel.EL1, InstructionSet.A32, Mode.SVC);
  }

  /** The machine has no such level. */
  Caller without(ExceptionLevel each) {
    widest.remove(each);
    inForce.remove(each);
    return this;
  }

  Caller without(Feature feature) {
    features.remove(feature);
    return this;
  }

  /** The machine's levels up to this one know AArch32 only. */
  Caller narrow(ExceptionLevel highest) {
    widest.replaceAll((each, state) -> narrowed(highest, each, state));
    return using32(highest);
  }

  /** The levels up to this one use AArch32 at the moment. */
  Caller using32(ExceptionLevel highest) {
    inForce.replaceAll((each, state) -> narrowed(highest, each, state));
    return this;
  }

  private static ExecutionState narrowed(
      ExceptionLevel highest, ExceptionLevel each, ExecutionState state) {
    return each.isAbove(highest) ? state : ExecutionState.AARCH32;
  }

  /** Says of a level what it uses, whatever the others do. */
  Caller saying(ExceptionLevel each, ExecutionState state) {
    inForce.put(each, state);
    return this;
  }

  /** Says nothing of a level. */
  Caller silentOf(ExceptionLevel each) {
    inForce.remove(each);
    return this;
  }

  Caller at(ExceptionLevel level, InstructionSet isa, Mode mode) {
    this.level = level;
    this.isa = isa;
    this.mode = mode;
    return this;
  }

  Caller in(SecurityState state) {
    security = state;
    return this;
  }

  Caller it(int bits) {
    it = new ItState(bits);
    return this;
  }

  Caller branchType(int value) {
    branchType = new BranchType(value);
    return this;
  }

  Caller illegal() {
    illegal = true;
    return this;
  }

  Caller with(Control... set) {
    controls.addAll(Set.of(set));
    return this;
  }

  Platform platform() {
    return new Platform("the machine", architecture, widest, features, Map.of());
  }

  ProcessorState state() {
    return new ProcessorState(
        level,
        isa,
        mode,
        security,
        inForce,
        Flags.CLEAR,
        it,
        branchType,
        false,
        false,
        illegal,
        controls);
  }

  Optional<String> objection() {
    return Reachability.objection(platform(), state());
  }

  boolean el2Enabled() {
    return Reachability.el2Enabled(platform(), state());
  }
}
