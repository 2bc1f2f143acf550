// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.Set;
import org.armcall.checker.replay.Unknown;
import org.armcall.model.function.FunctionId;
import org.armcall.model.function.OwningEntity;
import org.armcall.model.rule.Rule;

/**
 * SEQ-YIELDING: only a yielding call is answered before it is done, and the same caller resumes it.
 *
 * <p>The convention has no code for a call that is not done: each Trusted OS has its own, and its
 * own call that resumes. OP-TEE's are known (optee_os, core/arch/arm/include/sm/optee_smc.h): a
 * call to normal world is 0xffff0000 and what is asked for, with the thread in the fourth register,
 * and 0x32000003 with that thread there resumes. So the rule has an answer of a callee that said by
 * its UID that it is OP-TEE. The caller is a level: a thread may be resumed on any processor.
 */
final class YieldingChecks {
  static final FunctionId UID = new FunctionId(0xbf00_ff01);

  /** The first word of OP-TEE's UID, 384fb3e0-e7f8-11e3-af63-0002a5d5c51b. */
  static final int OPTEE = 0x384f_b3e0;

  private static final FunctionId RESUME = new FunctionId(0x3200_0003);
  private static final int THREAD = 3;

  /** Memory to allocate or to free, an interrupt of normal world, a command. */
  private static final Set<Integer> NOT_DONE =
      Set.of(0xffff_0000, 0xffff_0002, 0xffff_0004, 0xffff_0005);

  private static final Set<OwningEntity> YIELDING =
      Set.of(
          OwningEntity.TRUSTED_OS,
          OwningEntity.TRUSTED_OS_YIELDING,
          OwningEntity.RESERVED_YIELDING);

  private YieldingChecks() {}

  /** A call of the convention that was answered, both with their registers. */
  static void check(Answered a, boolean whole) {
    if (!YIELDING.contains(a.id().owner())) {
      return;
    }
    if (!a.callee().isOptee()) {
      a.verdicts().unknown(Rule.SEQ_YIELDING, Unknown.TRUSTED_OS_NOT_KNOWN);
      return;
    }
    int result = (int) a.after().first();
    boolean notDone = NOT_DONE.contains(result);
    if (a.id().isFast()) {
      if (notDone) {
        a.violated(
            Rule.SEQ_YIELDING,
            "an answer when it is done: function " + hex(a.id().value()) + " is a fast call",
            "a call to normal world, " + hex(result));
      } else {
        a.holds(Rule.SEQ_YIELDING);
      }
      return;
    }
    boolean resumes = a.id().equals(RESUME) && a.before().has(THREAD);
    if (resumes && (notDone || result == 0)) {
      resumed(a, whole);
    } else {
      a.holds(Rule.SEQ_YIELDING);
    }
    if (notDone && a.after().has(THREAD)) {
      a.callee().threads().waits((int) a.after().value(THREAD), a.call().taken().from());
    }
  }

  private static void resumed(Answered a, boolean whole) {
    int thread = (int) a.before().value(THREAD);
    switch (a.callee().threads().resumes(thread, a.call().taken().from())) {
      case ITS_OWN:
        a.holds(Rule.SEQ_YIELDING);
        break;
      case ANOTHERS:
        if (whole) {
          a.violated(
              Rule.SEQ_YIELDING,
              "a resume of thread " + hex(thread) + " by the level that it waits for",
              "one by EL" + a.call().taken().from().map(el -> el.number()).orElse(0));
        } else {
          a.verdicts().unknown(Rule.SEQ_YIELDING, Unknown.ANOTHER_CALLER);
        }
        break;
      default:
        a.verdicts().unknown(Rule.SEQ_YIELDING, Unknown.YIELDED_BEFORE);
        break;
    }
  }

  private static String hex(int value) {
    return Answered.hex(value & 0xffff_ffffL);
  }
}
