// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.equality;

import java.util.Locale;
import java.util.Optional;
import org.armcall.model.call.Advance;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.call.Outcome;
import org.armcall.model.call.SavedBranchType;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.syndrome.BitField;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.PartialWord;
import org.armcall.model.syndrome.SyndromeLayout;
import tlc2.value.impl.Value;

/**
 * An outcome in the specification's vocabulary, so that the two sides can be compared field by
 * field.
 *
 * <p>-1 where there is nothing, -2 where a value is UNKNOWN, as in {@code Syndrome.tla}.
 */
record FlatOutcome(
    String kind,
    int el,
    String st,
    int vec,
    int ec,
    int il,
    int low,
    int cv,
    int cond,
    int ckp,
    int ret,
    String it,
    String ss,
    String bt) {
  private static final int ABSENT = -1;
  private static final int UNKNOWN = -2;

  /** What the specification says. */
  static FlatOutcome of(Value record) {
    Fields f = Fields.of(record);
    return new FlatOutcome(
        f.text(Names.KIND),
        f.number(Names.EL),
        f.text(Names.ST),
        f.number(Names.VEC),
        f.number(Names.EC),
        f.number(Names.IL),
        f.number(Names.LOW),
        f.number(Names.CV),
        f.number(Names.COND),
        f.number(Names.CKP),
        f.number(Names.RET),
        f.text(Names.IT),
        f.text(Names.SS),
        f.text(Names.BT));
  }

  /** What the model says. */
  static FlatOutcome of(Outcome outcome) {
    if (outcome instanceof Outcome.Taken taken) {
      return entry(outcome.kind(), taken.entry());
    }
    if (outcome instanceof Outcome.Undefined undefined) {
      return entry(outcome.kind(), undefined.entry());
    }
    if (outcome instanceof Outcome.Skipped skipped) {
      return nowhere(outcome.kind(), skipped.nextOffset());
    }
    if (outcome instanceof Outcome.NoOperation nop) {
      return nowhere(outcome.kind(), nop.nextOffset());
    }
    return nowhere(outcome.kind(), ABSENT);
  }

  private static FlatOutcome nowhere(String kind, int ret) {
    return new FlatOutcome(
        kind, ABSENT, "none", ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ret, "none",
        "none", "none");
  }

  private static FlatOutcome entry(String kind, ExceptionEntry e) {
    Optional<PartialWord> syndrome = e.syndrome();
    boolean smc32 =
        syndrome
            .filter(word -> word.known() != 0)
            .flatMap(word -> SyndromeLayout.exceptionClass(word.value()))
            .filter(ec -> ec == ExceptionClass.SMC32)
            .isPresent();
    Optional<PartialWord> condition = smc32 ? syndrome : Optional.empty();
    return new FlatOutcome(
        kind,
        e.target().number(),
        e.targetState() == ExecutionState.AARCH32 ? "a32" : "a64",
        e.vectorOffset(),
        read(SyndromeLayout.EC, syndrome),
        read(SyndromeLayout.IL, syndrome),
        read(SyndromeLayout.IMM16, syndrome),
        read(SyndromeLayout.CV, condition),
        read(SyndromeLayout.COND, condition),
        read(SyndromeLayout.CCKNOWNPASS, condition),
        e.returnOffset(),
        e.it().map(Advance::text).orElse("none"),
        e.singleStep().text(),
        e.branchType() == SavedBranchType.NOT_APPLICABLE
            ? "none"
            : e.branchType().name().toLowerCase(Locale.ROOT));
  }

  private static int read(BitField field, Optional<PartialWord> word) {
    if (word.isEmpty()) {
      return ABSENT;
    }
    boolean known = (word.get().known() & field.mask()) == field.mask();
    return known ? field.extract(word.get().value()) : UNKNOWN;
  }
}
