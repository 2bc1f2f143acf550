// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.rule.Rule;

/**
 * What an image does: calls in their order, of which the last of its own is the broken one, and
 * what is to be compared then.
 *
 * @param rule the rule
 * @param steps the calls; what a callee calls comes behind the call that it serves
 * @param requirements what the rule asks for
 * @param ownCallee whether the callee is in the image; else the machine answers
 */
record Script(Rule rule, List<Step> steps, List<Requirement> requirements, boolean ownCallee) {
  private static final int LAST_ARGUMENT = 7;

  /** Of 1.0; what may be a result later is kept where it is none. */
  private static final int LAST_RESULT = 3;

  /** Copies the lists. */
  Script {
    steps = List.copyOf(steps);
    requirements = List.copyOf(requirements);
  }

  /**
   * A call that the image makes.
   *
   * @param number its number, from 0
   * @param call the call of the trace
   * @param servedBy the step whose callee makes it
   */
  record Step(int number, RecordedCall call, OptionalInt servedBy) {
    /** What the image has in a register when it calls; what was not recorded is made up. */
    long before(int register) {
      Long recorded = call.before().get(register);
      if (recorded != null) {
        return recorded;
      }
      Optional<Long> found = call.result(register);
      if (register > LAST_RESULT && found.isPresent()) {
        // The trace does not say that it changed, so it must not look as if it had.
        return found.get();
      }
      boolean wide = call.state() == ExecutionState.AARCH64;
      return register <= LAST_ARGUMENT
          ? 0
          : (wide ? 0xa5a5_a5a5_0000_0000L : 0xa5a5_a500L) | register;
    }

    /** What the caller finds in a register if the callee does as the trace says. */
    long after(int register) {
      return call.result(register).orElse(before(register));
    }

    /** How far from the call the caller goes on, if the callee does as the trace says. */
    long distance() {
      return call.back().map(back -> back.pc() - call.pc()).orElse(4L);
    }

    /** Whether the caller goes on behind the call or on it. */
    boolean comesBackNearby() {
      return distance() == 0 || distance() == 4 || distance() == 8 || distance() == 12;
    }

    /** The registers that are printed: those of the call and of its answer. */
    SortedSet<Integer> shownAfter() {
      SortedSet<Integer> shown = new TreeSet<>();
      shown.add(0);
      call.back().ifPresent(back -> shown.addAll(back.registers().keySet()));
      shown.removeIf(register -> register > call.lastRegister());
      return shown;
    }
  }

  /** The steps of a call with its inner ones, numbered from the first. */
  static List<Step> steps(List<RecordedCall> references, RecordedCall broken, boolean nested) {
    List<Step> steps = new ArrayList<>();
    for (RecordedCall reference : references) {
      steps.add(new Step(steps.size(), reference, OptionalInt.empty()));
    }
    int outer = steps.size();
    steps.add(new Step(outer, broken, OptionalInt.empty()));
    if (nested) {
      for (RecordedCall inner : broken.inner()) {
        steps.add(new Step(steps.size(), inner, OptionalInt.of(outer)));
      }
    }
    return steps;
  }

  /** The steps of the caller itself. */
  List<Step> own() {
    return steps.stream().filter(step -> step.servedBy().isEmpty()).toList();
  }

  /** The steps that the callee of a step makes. */
  List<Step> servedBy(Step outer) {
    return steps.stream()
        .filter(step -> step.servedBy().equals(OptionalInt.of(outer.number())))
        .toList();
  }

  /** The step that is the broken call. */
  Step broken() {
    List<Step> own = own();
    return own.get(own.size() - 1);
  }

  /** The level that calls. */
  ExceptionLevel caller() {
    return broken().call().from();
  }

  /** The steps that a level answers. */
  List<Step> answeredAt(ExceptionLevel level) {
    return ownCallee
        ? steps.stream().filter(step -> step.call().to().equals(Optional.of(level))).toList()
        : List.of();
  }

  /** Whether the rule is about where the caller goes on. */
  boolean isAboutResuming() {
    return rule == Rule.RET_RESUME || rule == Rule.SEQ_ENDS;
  }

  /** Whether a trap to EL2 is needed. */
  boolean traps() {
    return ownCallee && steps.stream().anyMatch(step -> step.call().isTrapped());
  }
}
