// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.providers.ArbitraryProvider;
import net.jqwik.api.providers.TypeUsage;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.Flags;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.Architecture;
import org.armcall.model.platform.Choice;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.ImplementationChoice;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.BranchType;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.Reachability;
import org.armcall.model.state.SecurityState;

/**
 * Random questions, every one of a state that its platform has.
 *
 * <p>What comes before a call (PSTATE.IL, a guarded page, ITD) is rare, one in sixteen, since it
 * hides everything behind it. Platforms without EL2 or EL3 and ARMv7 are a third, since most rules
 * need both levels. Immediates are half the time at an edge of the A32 and T32 splits (bits 3/4,
 * 11/12, 15).
 */
public final class Questions implements ArbitraryProvider {
  private static final int RARE = 16;
  private static final List<Mode> PRIVILEGED =
      List.of(Mode.SVC, Mode.SYS, Mode.IRQ, Mode.FIQ, Mode.ABT, Mode.UND);
  private static final List<Mode> AARCH32_EL3 =
      List.of(Mode.SVC, Mode.SYS, Mode.IRQ, Mode.FIQ, Mode.ABT, Mode.UND, Mode.MON);
  private static final List<SecurityState> AT_EL3 =
      List.of(SecurityState.SECURE, SecurityState.ROOT);
  private static final List<SecurityState> BELOW_EL3 =
      List.of(SecurityState.NONSECURE, SecurityState.SECURE, SecurityState.REALM);
  private static final int[] EDGES = {0, 1, 0xf, 0x10, 0xfff, 0x1000, 0xffff};

  @Override
  public boolean canProvideFor(TypeUsage targetType) {
    return targetType.isOfType(Question.class);
  }

  @Override
  public Set<Arbitrary<?>> provideFor(TypeUsage targetType, SubtypeProvider subtypeProvider) {
    return Set.of(Arbitraries.randomValue(Questions::next));
  }

  static Question next(Random random) {
    while (true) {
      Platform platform = platform(random);
      ProcessorState state = state(random, platform);
      if (Reachability.objection(platform, state).isEmpty()) {
        return new Question(platform, state, instruction(random, state.isa()));
      }
    }
  }

  private static Platform platform(Random random) {
    boolean armv7 = random.nextInt(6) == 0;
    EnumMap<ExceptionLevel, ExecutionState> widest = new EnumMap<>(ExceptionLevel.class);
    ExecutionState above = armv7 ? ExecutionState.AARCH32 : ExecutionState.AARCH64;
    if (random.nextInt(6) != 0) {
      above = narrowed(random, above, 3);
      widest.put(ExceptionLevel.EL3, above);
    }
    if (random.nextInt(6) != 0) {
      above = narrowed(random, above, 3);
      widest.put(ExceptionLevel.EL2, above);
    }
    widest.put(ExceptionLevel.EL1, above);
    widest.put(ExceptionLevel.EL0, above);
    EnumSet<Feature> features = EnumSet.noneOf(Feature.class);
    EnumMap<ImplementationChoice, Choice> choices = new EnumMap<>(ImplementationChoice.class);
    for (ImplementationChoice choice : ImplementationChoice.values()) {
      choices.put(choice, pick(random, List.of(Choice.values())));
    }
    for (Feature feature : Feature.values()) {
      if (!armv7 && random.nextInt(4) != 0) {
        features.add(feature);
      }
    }
    return new Platform(
        "random", armv7 ? Architecture.ARMV7A : Architecture.ARMV8A, widest, features, choices);
  }

  private static ExecutionState narrowed(Random random, ExecutionState state, int oneIn) {
    return random.nextInt(oneIn) == 0 ? ExecutionState.AARCH32 : state;
  }

  private static ProcessorState state(Random random, Platform platform) {
    EnumMap<ExceptionLevel, ExecutionState> inForce = new EnumMap<>(ExceptionLevel.class);
    ExecutionState above = ExecutionState.AARCH64;
    for (int number = 3; number >= 0; number--) {
      ExceptionLevel level = ExceptionLevel.of(number);
      if (platform.has(level)) {
        ExecutionState widest = platform.widestOf(level).orElseThrow();
        above =
            above == ExecutionState.AARCH32 || widest == ExecutionState.AARCH32
                ? ExecutionState.AARCH32
                : number == 3 ? widest : narrowed(random, widest, 3);
        inForce.put(level, above);
      }
    }
    ExceptionLevel level = pick(random, List.copyOf(inForce.keySet()));
    boolean a64 = inForce.get(level) == ExecutionState.AARCH64;
    InstructionSet isa =
        a64 ? InstructionSet.A64 : random.nextBoolean() ? InstructionSet.A32 : InstructionSet.T32;
    EnumSet<Control> controls = EnumSet.noneOf(Control.class);
    for (Control control : Control.values()) {
      boolean rare = control == Control.SCTLR_ITD || control == Control.HSCTLR_ITD;
      if (rare ? random.nextInt(RARE) == 0 : random.nextBoolean()) {
        controls.add(control);
      }
    }
    return new ProcessorState(
        level,
        isa,
        pick(random, modes(level, a64)),
        pick(random, level == ExceptionLevel.EL3 ? AT_EL3 : BELOW_EL3),
        inForce,
        new Flags(random.nextInt(16)),
        isa == InstructionSet.T32 && random.nextBoolean() ? it(random) : ItState.NONE,
        new BranchType(a64 && random.nextInt(4) == 0 ? random.nextInt(4) : 0),
        random.nextInt(4) == 0,
        random.nextBoolean(),
        random.nextInt(RARE) == 0,
        controls);
  }

  /** The modes of a level (DDI 0487 D1.6, G1.9): of all sixteen most would be refused. */
  private static List<Mode> modes(ExceptionLevel level, boolean a64) {
    return switch (level) {
      case EL0 -> List.of(a64 ? Mode.EL0 : Mode.USR);
      case EL1 -> a64 ? List.of(Mode.EL1T, Mode.EL1H) : PRIVILEGED;
      case EL2 -> a64 ? List.of(Mode.EL2T, Mode.EL2H) : List.of(Mode.HYP);
      case EL3 -> a64 ? List.of(Mode.EL3T, Mode.EL3H) : AARCH32_EL3;
    };
  }

  private static ItState it(Random random) {
    int left = pick(random, List.of(8, 8, 4, 12, 2, 1, 15));
    return new ItState(random.nextInt(15) << 4 | left);
  }

  private static CallInstruction instruction(Random random, InstructionSet isa) {
    Call call = pick(random, List.of(Call.values()));
    int limit = (1 << Encodings.of(call, isa).immediateWidth()) - 1;
    int immediate =
        random.nextBoolean()
            ? EDGES[random.nextInt(EDGES.length)] & limit
            : random.nextInt(limit + 1);
    Condition condition = random.nextBoolean() ? Condition.AL : Condition.of(random.nextInt(15));
    boolean odd = call == Call.SMC && isa != InstructionSet.A64 && random.nextInt(8) == 0;
    return Samples.call(call, isa, immediate, condition, odd ? 1 + random.nextInt(4095) : 0);
  }

  private static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
