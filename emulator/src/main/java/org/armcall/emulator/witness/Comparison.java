// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.armcall.model.call.Advance;
import org.armcall.model.call.CallSemantics;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.call.Outcome;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.state.Mode;

/**
 * A report held against what the model allows.
 *
 * @param witnessed the case
 * @param report what the machine did
 * @param closest the allowed outcome that differs least
 * @param differences where it differs; none if the machine did what the outcome says
 */
record Comparison(
    WitnessCase witnessed, Report report, Outcome closest, Set<Difference> differences) {

  /** A part of a report that is not as the outcome says. */
  enum Difference {
    /** An exception and none. */
    KIND,
    TARGET,
    VECTOR,
    SYNDROME,
    RETURN_ADDRESS,
    /** SPSR.IT. */
    IT,
    /** The rest of SPSR. */
    STATUS,
    X0;

    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static Comparison of(WitnessCase witnessed, Report report) {
    Comparison best = null;
    for (Outcome outcome :
        CallSemantics.outcomes(
            witnessed.machine().platform(), witnessed.state(), witnessed.instruction())) {
      Comparison next =
          new Comparison(
              witnessed, report, outcome, new Against(witnessed, report).differences(outcome));
      if (best == null || next.distance() < best.distance()) {
        best = next;
      }
    }
    return best;
  }

  /** An exception where there was none is further off than anything else. */
  private int distance() {
    return differences.contains(Difference.KIND) ? Difference.values().length : differences.size();
  }

  boolean agrees() {
    return differences.isEmpty();
  }

  /** Whether the machine reached the instruction behind the call. */
  boolean wentOn() {
    return new Against(witnessed, report).wentOn();
  }

  /** Whether the model allows more than one thing here, if only in a bit that is UNKNOWN. */
  boolean isFree() {
    Set<Outcome> allowed =
        CallSemantics.outcomes(
            witnessed.machine().platform(), witnessed.state(), witnessed.instruction());
    return allowed.size() > 1
        || allowed.stream().anyMatch(Outcome.AnyBehaviour.class::isInstance)
        || allowed.stream().anyMatch(Comparison::hasUnknownBits);
  }

  private static boolean hasUnknownBits(Outcome outcome) {
    return outcome instanceof Outcome.Taken taken
        && taken.entry().syndrome().filter(syndrome -> syndrome.unknown() != 0).isPresent();
  }

  /**
   * Whether two machines did the same in a case. Of the instruction behind the call only its state
   * counts: how BKPT is reported is not the matter here.
   */
  boolean didTheSame(Comparison other) {
    if (wentOn() || other.wentOn()) {
      return wentOn() == other.wentOn()
          && report.status() == other.report.status()
          && report.x0() == other.report.x0();
    }
    return report.equals(other.report);
  }

  /** Several lines for a person. */
  String text() {
    return witnessed.text()
        + "\n    machine: "
        + (wentOn() ? "went on; " : "")
        + report.text()
        + "\n    closest: "
        + closest
        + "\n    differs: "
        + differences;
  }

  /** One report against one outcome. */
  private record Against(WitnessCase witnessed, Report report) {

    Set<Difference> differences(Outcome outcome) {
      if (outcome instanceof Outcome.Taken taken) {
        return entry(taken.entry());
      }
      if (outcome instanceof Outcome.Undefined undefined) {
        return entry(undefined.entry());
      }
      if (outcome instanceof Outcome.AnyBehaviour) {
        return EnumSet.noneOf(Difference.class);
      }
      return passed();
    }

    private Set<Difference> passed() {
      if (!wentOn()) {
        return EnumSet.of(Difference.KIND);
      }
      Set<Difference> found = EnumSet.noneOf(Difference.class);
      state(found, Advance.ADVANCED);
      return found;
    }

    private Set<Difference> entry(ExceptionEntry entry) {
      if (wentOn()) {
        return EnumSet.of(Difference.KIND);
      }
      Set<Difference> found = EnumSet.noneOf(Difference.class);
      if (report.taker() != code(entry.targetMode())) {
        found.add(Difference.TARGET);
      }
      if (report.vector() != entry.vectorOffset()) {
        found.add(Difference.VECTOR);
      }
      if (entry.syndrome().isPresent()
          && !entry.syndrome().orElseThrow().mayHaveProduced(report.syndrome())) {
        found.add(Difference.SYNDROME);
      }
      if (returnAddress() != narrowed(witnessed.address() + entry.returnOffset())) {
        found.add(Difference.RETURN_ADDRESS);
      }
      state(found, entry.it().orElse(Advance.KEPT));
      return found;
    }

    private void state(Set<Difference> found, Advance it) {
      ItState before = witnessed.state().it();
      int expectedIt =
          switch (it) {
            case KEPT -> before.bits();
            case ADVANCED -> before.advance().bits();
            case CLEARED -> 0;
          };
      long expected = witnessed.controls().status();
      if (isNarrow()) {
        expected = Status.withIt(expected, expectedIt);
        if (((report.status() ^ expected) & Status.IT) != 0) {
          found.add(Difference.IT);
        }
        expected = expected & ~Status.IT | report.status() & Status.IT;
      }
      if (report.status() != expected) {
        found.add(Difference.STATUS);
      }
      long mask = isNarrow() ? 0xffff_ffffL : -1L;
      if (((report.x0() ^ witnessed.x0()) & mask) != 0) {
        found.add(Difference.X0);
      }
    }

    /** BRK and BKPT: EC 0x3C and 0x38, or in AArch32 a prefetch abort. */
    boolean wentOn() {
      long next = narrowed(witnessed.address() + witnessed.instruction().size());
      if (report.takenInAarch64()) {
        return (report.exceptionClass() == 0x3c || report.exceptionClass() == 0x38)
            && report.link() == next;
      }
      if (report.hasSyndrome()) {
        int ec = report.exceptionClass();
        return (ec == 0x38 || ec == 0x20 || ec == 0x21) && report.link() == next;
      }
      return report.vector() == 0x0c && narrowed(report.link() - 4) == next;
    }

    /** LR of Undefined mode is ahead of the preferred return address (DDI 0487 G1.12.4). */
    private long returnAddress() {
      if (report.taker() != code(Mode.UND)) {
        return report.link();
      }
      boolean thumb = witnessed.state().isa() == InstructionSet.T32;
      return narrowed(report.link() - (thumb ? 2 : 4));
    }

    private boolean isNarrow() {
      return witnessed.state().isa().executionState() == ExecutionState.AARCH32;
    }

    private long narrowed(long address) {
      return isNarrow() ? address & 0xffff_ffffL : address;
    }

    private static int code(Mode mode) {
      return switch (mode) {
        case EL1H -> 0x6401;
        case EL2H -> 0x6402;
        case EL3H -> 0x6403;
        default -> 0x3200 | Status.mode(mode);
      };
    }
  }
}
