// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.util.Optional;
import org.armcall.model.function.FunctionId;
import org.armcall.model.namespace.Claim;
import org.armcall.traces.header.DefinedNumber;
import org.armcall.traces.registry.RegistryFile;

/**
 * A number of a header that is taken for that of a call.
 *
 * @param number what the header defines
 * @param why it is taken
 * @param isImmediate whether it is an immediate of HVC, not a function identifier
 * @param known the claim that says the same
 * @param otherwise the function that has the number by another name, where nothing says the same
 */
record CallNumber(
    DefinedNumber number,
    Why why,
    boolean isImmediate,
    Optional<Claim> known,
    Optional<Claim> otherwise) {
  /** What shows that a number is that of a call. */
  enum Why {
    KNOWN("the registry has that number by that name"),
    OWN("your claims have that number by that name"),
    CONSTRUCTED("made by a macro that makes identifiers"),
    SHAPED("a fast identifier by its value, a call by its name"),
    COMPANY("beside identifiers of the same owner and with their prefix"),
    ASKED("asked for by its prefix"),
    TAG("an immediate by its name");

    private final String meaning;

    Why(String meaning) {
      this.meaning = meaning;
    }

    String meaning() {
      return meaning;
    }
  }

  /** Whether it is a project's own claim, and not one of the registry. */
  static boolean isOwn(Claim claim) {
    return !RegistryFile.OWNERS.contains(claim.owner().name());
  }

  /** Whose it is, as far as that is known. */
  String standing() {
    if (known.isPresent()) {
      String owner = "known as " + known.get().owner().name() + "'s";
      return isOwn(known.get()) ? owner + ", by your claims" : owner;
    }
    return otherwise
        .map(
            claim ->
                isOwn(claim)
                    ? "in your claims under another name"
                    : "in the registry under another name")
        .orElse("new to the registry");
  }

  FunctionId id() {
    return new FunctionId((int) number.value());
  }

  SpelledName spelled() {
    return SpelledName.of(number.name());
  }
}
