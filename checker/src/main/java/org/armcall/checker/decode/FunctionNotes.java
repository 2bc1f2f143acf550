// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.armcall.model.convention.ArchitectureFunction;
import org.armcall.model.convention.CalledFunction;
import org.armcall.model.convention.LegacyClaim;
import org.armcall.model.convention.Naming;
import org.armcall.model.convention.OwnerHistory;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.function.FunctionId;
import org.armcall.model.function.OwningEntity;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.psci.AlphaIdentifiers;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.psci.PsciVersion;
import org.armcall.model.psci.ResultKind;
import org.armcall.model.psci.Returning;

/** What is known of the function that an identifier names. */
public final class FunctionNotes {
  /** DEN0028: 0x84000000-0x8400001f and 0xc4000000-0xc400001f are PSCI's. */
  private static final int PSCI_NUMBERS = 0x20;

  private FunctionNotes() {}

  /** The name of the function, the hint aside. */
  public static Optional<String> function(FunctionId id) {
    FunctionId bare = id.withoutSveHint();
    return PsciFunction.of(bare)
        .map(FunctionNotes::name)
        .or(() -> ArchitectureFunction.of(bare).map(Enum::name));
  }

  private static String name(PsciFunction function) {
    String name = function.functionName();
    return name.startsWith("PSCI_") ? name : "PSCI " + name;
  }

  /** Notes, most important first. */
  static List<String> of(FunctionId id) {
    List<String> notes = new ArrayList<>();
    if (id.isFast() && FunctionId.MUST_BE_ZERO.extract(id.value()) != 0) {
      notes.add("bits 23:17 must be zero in a fast call");
    }
    if (id.hasSveHint()) {
      notes.add("bit 16 is a hint from version 1.3 on; before, it names no function");
    }
    notes.addAll(legacy(id));
    FunctionId bare = id.withoutSveHint();
    PsciFunction.of(bare).ifPresent(function -> notes.addAll(psci(function, id)));
    since(bare).ifPresent(notes::add);
    String alpha =
        AlphaIdentifiers.of(bare)
            .map(old -> "an alpha of PSCI 1.3 had " + old.functionName() + " there, withdrawn")
            .orElse("");
    if (isUnusedByPsci(bare)) {
      notes.add("no function of PSCI" + (alpha.isEmpty() ? "" : "; " + alpha));
    } else if (!alpha.isEmpty()) {
      notes.add(alpha);
    }
    generalQuery(id).ifPresent(notes::add);
    return notes;
  }

  /** The version of the convention that brought the function or gave out its range, after 1.0. */
  private static Optional<String> since(FunctionId bare) {
    SmcccVersion owner = OwnerHistory.since(bare.owner());
    if (owner != SmcccVersion.V1_0) {
      return Optional.of("owner " + bare.ownerNumber() + " since SMCCC " + owner.text());
    }
    return ArchitectureFunction.of(bare)
        .map(ArchitectureFunction::since)
        .filter(version -> version != SmcccVersion.V1_0)
        .map(version -> "since SMCCC " + version.text());
  }

  /** Whether the convention has nothing there, and who had something before it. */
  private static List<String> legacy(FunctionId id) {
    List<LegacyClaim> claims = LegacyClaim.of(id);
    String claimants = claims.stream().map(LegacyClaim::text).collect(Collectors.joining("; "));
    List<String> notes = new ArrayList<>();
    if (namesNothing(id)) {
      notes.add(
          "no version of the convention has a function there: the answer is NOT_SUPPORTED"
              + (claimants.isEmpty() ? "" : "; " + claimants));
    } else if (!claimants.isEmpty()) {
      notes.add("of the range that is left to existing APIs: " + claimants);
    }
    claims.stream()
        .flatMap(claim -> claim.psci().stream())
        .map(function -> String.join(", ", function.arguments(PsciVersion.V0_1)))
        .forEach(arguments -> notes.add("arguments in PSCI 0.1: " + arguments));
    return notes;
  }

  /** A fast call among the numbers that PSCI has for itself, 0x0 to 0x1f, and none of its own. */
  private static boolean isUnusedByPsci(FunctionId bare) {
    return bare.isFast()
        && bare.owner() == OwningEntity.STANDARD_SECURE
        && bare.withoutReservedBits().equals(bare)
        && bare.number() < PSCI_NUMBERS
        && PsciFunction.of(bare).isEmpty();
  }

  private static boolean namesNothing(FunctionId id) {
    for (SmcccVersion version : SmcccVersion.V1_7.claimsCompatibilityWith()) {
      if (new CalledFunction(id, version, ExecutionState.AARCH64).naming()
          instanceof Naming.Named) {
        return false;
      }
    }
    return true;
  }

  private static List<String> psci(PsciFunction function, FunctionId id) {
    if (function.withdrawn()) {
      return List.of("only in drafts of PSCI " + function.since().text() + ", withdrawn");
    }
    List<String> notes = new ArrayList<>();
    String arguments = String.join(", ", function.arguments());
    notes.add(
        "since PSCI "
            + function.since().text()
            + (arguments.isEmpty() ? "; no arguments" : "; arguments " + arguments));
    String codes =
        function.results().stream()
            .map(result -> result.name() + " (" + result.code() + ")")
            .collect(Collectors.joining(", "));
    String value = function.resultKind() == ResultKind.CODE ? "" : "a value";
    String answers = value.isEmpty() || codes.isEmpty() ? value + codes : value + ", or " + codes;
    if (!answers.isEmpty()) {
      notes.add("answers " + answers);
    }
    if (function.returning() != Returning.RETURNS) {
      notes.add(
          function.returning() == Returning.NEVER_ON_SUCCESS
              ? "does not return when it succeeds"
              : "does not return here when it powers down: the caller goes on at the entry point");
    }
    if (id.is64Bit()) {
      notes.add("not from AArch32: a 64-bit identifier names no function there");
    }
    return notes;
  }

  private static Optional<String> generalQuery(FunctionId id) {
    if (!id.isGeneralQuery()) {
      return Optional.empty();
    }
    return switch (id.number()) {
      case 0xff00 ->
          Optional.of("general query: call count of this owner (deprecated from version 1.2 on)");
      case 0xff01 -> Optional.of("general query: UID of this owner");
      case 0xff03 -> Optional.of("general query: revision of this owner");
      default -> Optional.empty();
    };
  }
}
