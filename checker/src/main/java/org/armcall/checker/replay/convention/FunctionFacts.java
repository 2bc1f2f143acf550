// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.Optional;
import org.armcall.model.convention.ArchitectureFunction;
import org.armcall.model.function.FunctionId;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.psci.Returning;

/**
 * What the documents say of one function identifier, whoever is called with it. A log has few, and
 * asks of each again and again: the last {@value #PLACES} are remembered.
 */
final class FunctionFacts {
  private static final int PLACES = 256;

  // What is here is immutable, so that a thread finds whole facts or none, and makes them again.
  private static final FunctionFacts[] KNOWN = new FunctionFacts[PLACES];

  /** PSCI has 32 numbers of the Standard Secure range, whatever the version. */
  private static final int PSCI_NUMBERS = 0x20;

  private static final int PSCI_OWNER = 4;

  private final FunctionId id;
  private final Optional<PsciFunction> psci;
  private final boolean documented;
  private final boolean unusedByPsci;
  private final boolean returns;
  private final boolean resumesAtEntry;

  private FunctionFacts(FunctionId id) {
    this.id = id;
    Optional<PsciFunction> any = PsciFunction.of(id);
    psci = any.filter(function -> !function.withdrawn());
    documented = any.isPresent() || ArchitectureFunction.of(id).isPresent();
    unusedByPsci =
        id.isFast()
            && id.ownerNumber() == PSCI_OWNER
            && id.withoutSveHint().withoutReservedBits().equals(id)
            && id.number() < PSCI_NUMBERS
            && any.isEmpty();
    returns =
        ArchitectureFunction.of(id).isPresent()
            || psci.filter(function -> function.returning() == Returning.RETURNS).isPresent();
    resumesAtEntry =
        psci.filter(function -> function != PsciFunction.CPU_ON)
            .filter(EntryPoint::isArgument)
            .isPresent();
  }

  /** The facts of that identifier. */
  static FunctionFacts of(FunctionId id) {
    int place = (id.value() ^ id.value() >>> 24) & PLACES - 1;
    FunctionFacts known = KNOWN[place];
    if (known == null || known.id.value() != id.value()) {
      known = new FunctionFacts(id);
      KNOWN[place] = known;
    }
    return known;
  }

  /** The function of PSCI that it is, unless a draft only had it. */
  Optional<PsciFunction> psci() {
    return psci;
  }

  /** Whether PSCI, a draft of it or the convention itself has that function. */
  boolean isDocumented() {
    return documented;
  }

  /** A number of PSCI's that no version of PSCI uses for a call of that width. */
  boolean isUnusedByPsci() {
    return unusedByPsci;
  }

  /** Whether its own specification says that it returns. */
  boolean returns() {
    return returns;
  }

  /** Whether it may end at an entry point of the caller's, and is not CPU_ON. */
  boolean resumesAtEntry() {
    return resumesAtEntry;
  }
}
