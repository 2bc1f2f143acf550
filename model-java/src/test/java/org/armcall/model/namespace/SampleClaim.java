// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.state.SecurityState;

/** A claim that a test changes in one point. */
final class SampleClaim {
  private final Owner owner;
  String name = "function";
  Set<Conduit> conduits = EnumSet.of(Conduit.HVC);
  int immediate;
  ClaimedIds ids = ClaimedIds.one(new FunctionId(0x8600_0001));
  Optional<String> numberIn = Optional.empty();
  Width width = Width.ANY;
  Set<SecurityState> callers = Set.of(SecurityState.NONSECURE);
  Set<Layer> layers = Set.of(Layer.EL2);
  Status status = Status.IN_USE;
  boolean block;
  Optional<String> sameAs = Optional.empty();
  Optional<String> doubt = Optional.empty();

  SampleClaim(Owner owner) {
    this.owner = owner;
  }

  SampleClaim smcTo(Layer layer) {
    conduits = EnumSet.of(Conduit.SMC);
    layers = Set.of(layer);
    return this;
  }

  Claim claim() {
    Immediate value = new Immediate(immediate, 16);
    return new Claim(
        owner,
        name,
        new CallPattern(
            conduits, new ClaimedImmediates(value, value), ids, numberIn, width, callers, layers),
        Optional.empty(),
        status,
        block,
        sameAs,
        doubt,
        "a test");
  }
}
