// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.equality;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.convention.Answer;
import org.armcall.model.convention.UndefinedReturn;
import org.armcall.model.function.FunctionId;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/**
 * An answer in the vocabulary of {@code spec/convention/Contract.tla}, so that the two sides can be
 * compared field by field.
 */
record FlatAnswer(
    String kind, Optional<FunctionId> identifier, Set<Integer> cleared, UndefinedReturn back) {
  private static final UniqueString BACK = ContractInput.name("back");

  /** What the specification says. */
  static FlatAnswer of(Value record) {
    Fields fields = Fields.of(record);
    return new FlatAnswer(
        fields.text(Names.KIND),
        ContractInput.anyIdentifier(fields.field(ContractInput.FID)),
        ContractInput.numbers(fields.field(ContractInput.CLEARED)),
        ContractInput.constant(UndefinedReturn.class, fields.text(BACK)));
  }

  /** What the specification allows. */
  static Set<FlatAnswer> setOf(Value set) {
    Set<FlatAnswer> flat = new HashSet<>();
    SetEnumValue elements = (SetEnumValue) set.toSetEnum();
    for (int index = 0; index < elements.elems.size(); index++) {
      flat.add(of(elements.elems.elementAt(index)));
    }
    return flat;
  }

  /** What the model says. */
  static FlatAnswer of(Answer answer) {
    if (answer instanceof Answer.Dispatched dispatched) {
      return new FlatAnswer(
          answer.kind(), Optional.of(dispatched.canonical()), Set.of(), UndefinedReturn.NEXT);
    }
    if (answer instanceof Answer.NotSupported refused) {
      return new FlatAnswer(
          answer.kind(), Optional.empty(), refused.cleared(), UndefinedReturn.NEXT);
    }
    return new FlatAnswer(
        answer.kind(),
        Optional.empty(),
        Set.of(),
        answer instanceof Answer.Undefined undefined ? undefined.back() : UndefinedReturn.NEXT);
  }
}
