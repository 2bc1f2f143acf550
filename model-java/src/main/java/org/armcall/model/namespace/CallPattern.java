// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.state.SecurityState;

/**
 * The calls that a claim is about.
 *
 * @param conduits by which instructions
 * @param immediates with which immediates
 * @param ids with which numbers in W0 or R0
 * @param numberIn what chooses the function, where that is not W0 or R0
 * @param width from callers of which width
 * @param callers from which Security states
 * @param layers who answers; by HVC, the ones of them that it reaches
 */
public record CallPattern(
    Set<Conduit> conduits,
    ClaimedImmediates immediates,
    ClaimedIds ids,
    Optional<String> numberIn,
    Width width,
    Set<SecurityState> callers,
    Set<Layer> layers) {
  /** Keeps copies; refuses empty sets and a conduit by which no layer is reached. */
  public CallPattern {
    conduits = Collections.unmodifiableSet(EnumSet.copyOf(conduits));
    callers = Collections.unmodifiableSet(EnumSet.copyOf(callers));
    layers = Collections.unmodifiableSet(EnumSet.copyOf(layers));
    for (Conduit conduit : conduits) {
      if (layers.stream().noneMatch(layer -> layer.isReachedBy(conduit))) {
        throw new IllegalArgumentException(conduit + " reaches none of the layers " + layers);
      }
    }
  }

  /** Whether calls of the convention get there whatever their number: it is read elsewhere. */
  public boolean takesEveryNumber() {
    return numberIn.isPresent() && immediates.hasZero();
  }

  /** The smallest number of a call that is of both patterns, if there is such a call. */
  public Optional<FunctionId> firstCommon(CallPattern other) {
    return meetingConduits(other).isEmpty()
            || !immediates.overlaps(other.immediates)
            || !width.meets(other.width)
            || Collections.disjoint(callers, other.callers)
        ? Optional.empty()
        : ids.firstCommon(other.ids);
  }

  /** The conduits by which one call may get to a layer of each. */
  public Set<Conduit> meetingConduits(CallPattern other) {
    EnumSet<Conduit> meeting = EnumSet.copyOf(conduits);
    meeting.retainAll(other.conduits);
    meeting.removeIf(conduit -> conduit == Conduit.HVC && !sharesLayer(other, conduit));
    return meeting;
  }

  /** Whether one layer that the conduit reaches answers both. */
  public boolean sharesLayer(CallPattern other, Conduit conduit) {
    Predicate<Layer> reached = layer -> layer.isReachedBy(conduit);
    return layers.stream().filter(reached).anyMatch(other.layers::contains);
  }

  /** Whether only a hypervisor answers it. */
  public boolean isHypervisorsAlone() {
    return layers.equals(Set.of(Layer.EL2));
  }
}
