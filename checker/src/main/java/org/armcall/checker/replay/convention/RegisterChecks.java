// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.armcall.checker.replay.Unknown;
import org.armcall.model.convention.CallWidth;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.function.FunctionId;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.psci.PsciResult;
import org.armcall.model.psci.ResultKind;
import org.armcall.model.rule.Rule;

/**
 * The rules about registers: which keep their values, where the results are, and whose values the
 * caller may find.
 *
 * <p>Of other callers the registers of the last {@value #OTHERS} calls are remembered, and of calls
 * with zero upper halves {@value #NARROW} answers.
 */
final class RegisterChecks {
  static final int OTHERS = 64;
  static final int NARROW = 1024;

  /** A value below this may be anybody's. */
  private static final long TELLING = 0x1_0000;

  private record Owned(Object caller, RegisterFile registers) {}

  /** A call by what a callee of 32-bit arguments may look at. */
  private record NarrowCall(
      Optional<ExceptionLevel> to, FunctionId id, int first, int second, int third) {
    // As for any record; but the JVM takes milliseconds to link what it makes for one.
    @Override
    public int hashCode() {
      return ((to.hashCode() * 31 + id.value()) * 31 + first) * 961 + second * 31 + third;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof NarrowCall call
          && call.id.value() == id.value()
          && call.first == first
          && call.second == second
          && call.third == third
          && call.to.equals(to);
    }
  }

  private final Deque<Owned> others = new ArrayDeque<>();
  private final Map<NarrowCall, Long> narrow = new HashMap<>();

  /** Forgets whose values were seen. */
  void forget() {
    others.clear();
    narrow.clear();
  }

  /** Remembers what a caller had in its registers, or found in them. */
  void saw(Object caller, RegisterFile registers) {
    if (others.size() == OTHERS) {
      others.removeFirst();
    }
    others.addLast(new Owned(caller, registers));
  }

  /**
   * Checks the registers.
   *
   * @param caller who called: processor and level
   * @param noMoreResults whether the function has no result but the first
   */
  void check(Answered a, Object caller, boolean noMoreResults) {
    ContractMasks contract = a.callee().contract(a.before().state(), a.width());
    long broken = 0;
    long doubtful = 0;
    long leaked = 0;
    long kept = noMoreResults ? contract.preservedIfNoResult() : contract.preserved();
    long unsettled = unsettled(a);
    long recorded = a.before().recorded() & a.after().recorded() & ~1;
    for (long rest = recorded; rest != 0; rest &= rest - 1) {
      int i = Long.numberOfTrailingZeros(rest);
      long bit = 1L << i;
      if (a.before().value(i) == a.after().value(i)) {
        continue;
      }
      if ((kept & bit & unsettled) != 0) {
        doubtful |= bit;
      } else if ((kept & bit) != 0) {
        broken |= bit;
      } else if (((contract.free() | contract.resultOrPreserved()) & bit) == 0) {
        doubtful |= bit;
      } else if (noMoreResults && isOfAnother(caller, a, i)) {
        leaked |= bit;
      }
    }
    preserved(a, contract, recorded, broken, doubtful);
    if (leaked != 0) {
      a.violated(
          Rule.REG_NO_LEAK,
          "nothing of another caller in registers without a result",
          changes(a, leaked) + ", which another caller had");
    } else if (noMoreResults && (recorded & contract.free()) != 0) {
      a.holds(Rule.REG_NO_LEAK);
    }
    passedThrough(a);
  }

  /**
   * Registers that the contract's table has as preserved and no text: r4 to r14 of AArch32 in 1.0.
   * Of 1.1 it is known (Linux f2d3b2e8759a: "only clobbers the first 4 registers, both on 32 and
   * 64bit").
   */
  static long unsettled(Answered a) {
    boolean may =
        a.before().state() == ExecutionState.AARCH32
            && a.callee().versions().contains(SmcccVersion.V1_0);
    return may ? 0x7ff0 : 0;
  }

  private static void preserved(
      Answered a, ContractMasks contract, long recorded, long broken, long doubtful) {
    boolean spKept =
        a.before().sp().isEmpty()
            || a.after().sp().isEmpty()
            || a.before().sp().equals(a.after().sp());
    if (broken != 0 || !spKept) {
      String sp =
          spKept
              ? ""
              : "sp "
                  + Answered.hex(a.before().sp().getAsLong())
                  + " became "
                  + Answered.hex(a.after().sp().getAsLong());
      a.violated(
          Rule.REG_PRESERVED,
          "the same value before and after the call",
          broken == 0 ? sp : changes(a, broken) + (spKept ? "" : ", " + sp));
    } else if (doubtful != 0) {
      boolean only = (doubtful & ~unsettled(a)) == 0;
      a.verdicts()
          .unknown(
              Rule.REG_PRESERVED, only ? Unknown.AARCH32_OF_1_0 : Unknown.CONVENTION_NOT_KNOWN);
    } else if ((recorded & contract.preserved()) == 0) {
      a.verdicts().unknown(Rule.REG_PRESERVED, Unknown.REGISTERS_NOT_RECORDED);
    } else {
      a.holds(Rule.REG_PRESERVED);
    }
  }

  static String changes(Answered a, long registers) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= a.before().last(); i++) {
      if ((registers >>> i & 1) != 0) {
        text.append(text.isEmpty() ? "" : ", ")
            .append(a.before().name(i))
            .append(' ')
            .append(Answered.hex(a.before().value(i)))
            .append(" became ")
            .append(Answered.hex(a.after().value(i)));
      }
    }
    return text.toString();
  }

  private boolean isOfAnother(Object caller, Answered a, int register) {
    long value = a.after().value(register);
    if (value >= 0 && value < TELLING
        || value < 0 && value >= -TELLING
        || a.before().holds(value)) {
      return false;
    }
    return others.stream()
        .anyMatch(owned -> !owned.caller().equals(caller) && owned.registers().holds(value));
  }

  /** What a layer below returned to a call that was passed on reaches the caller (REG-RESULTS). */
  private static void passedThrough(Answered a) {
    Optional<OpenCall.Inner> inner = a.forwarded();
    if (inner.isEmpty() || inner.get().before().state() != a.before().state()) {
      return;
    }
    long mask = a.width() == CallWidth.CALL32 ? 0xffff_ffffL : -1L;
    ContractMasks contract = a.callee().contract(a.before().state(), a.width());
    for (int i = 1; i <= a.before().last(); i++) {
      boolean mayBeResult = (contract.preserved() >>> i & 1) == 0;
      RegisterFile sent = inner.get().before();
      RegisterFile got = inner.get().after();
      if (!mayBeResult || !sent.has(i) || !got.has(i) || !a.after().has(i)) {
        continue;
      }
      // Zero may be a register that the layer below clears, and no result.
      boolean result = ((sent.value(i) ^ got.value(i)) & mask) != 0 && got.value(i) != 0;
      if (result && ((got.value(i) ^ a.after().value(i)) & mask) != 0) {
        a.violated(
            Rule.REG_RESULTS,
            a.after().name(i)
                + " "
                + Answered.hex(got.value(i) & mask)
                + ", as the layer below says",
            a.after().name(i) + " " + Answered.hex(a.after().value(i) & mask));
        return;
      }
    }
    a.holds(Rule.REG_RESULTS);
  }

  /**
   * A 32-bit PSCI call with something in the upper halves of its arguments is answered as the same
   * call without (REG-UPPER-HALVES).
   */
  void checkUpperHalves(Answered a, PsciFunction function) {
    int arguments = function.arguments().size();
    if (a.before().state() != ExecutionState.AARCH64 || a.width() != CallWidth.CALL32) {
      return;
    }
    long upper = 0;
    for (int i = 1; i <= arguments; i++) {
      if (!a.before().has(i)) {
        return;
      }
      upper |= a.before().value(i) >>> 32;
    }
    if (upper == 0 && arguments == 0) {
      return;
    }
    NarrowCall call =
        new NarrowCall(
            a.call().taken().to(),
            function.id32(),
            argument(a, 1, arguments),
            argument(a, 2, arguments),
            argument(a, 3, arguments));
    long refused = PsciResult.INVALID_PARAMETERS.code();
    long result = a.result().signed();
    boolean isRefused =
        function.resultKind() != ResultKind.COUNTER
            && (result == refused || result == PsciResult.INVALID_ADDRESS.code());
    if (upper == 0) {
      if (narrow.size() < NARROW || narrow.containsKey(call)) {
        narrow.put(call, result);
      }
      return;
    }
    Long without = narrow.get(call);
    boolean featureOfMandatory =
        function == PsciFunction.PSCI_FEATURES
            && a.isNotSupported()
            && a.callee().has(new FunctionId(argument(a, 1, arguments)));
    if (!isRefused && !featureOfMandatory) {
      a.holds(Rule.REG_UPPER_HALVES);
    } else if (without != null && without == result) {
      a.holds(Rule.REG_UPPER_HALVES);
    } else if (without != null || featureOfMandatory) {
      a.violated(
          Rule.REG_UPPER_HALVES,
          without == null ? "the answer for the lower halves" : "the result " + without,
          "the result " + result + " with something in the upper half of an argument");
    } else {
      a.verdicts().unknown(Rule.REG_UPPER_HALVES, Unknown.LOWER_HALVES_NOT_CALLED);
    }
  }

  private static int argument(Answered a, int register, int arguments) {
    return register <= arguments ? (int) a.before().value(register) : 0;
  }
}
