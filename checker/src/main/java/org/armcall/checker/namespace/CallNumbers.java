// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.function.OwningEntity;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.Registry;
import org.armcall.traces.header.DefinedNumber;
import org.armcall.traces.header.Header;

/**
 * Which numbers of a header are those of calls. A header says of no number what it is for; one is
 * taken where its value and its name, or the macro that makes it, show a call, and rather too few
 * are taken than too many. {@code spec/registry/README.md} has the rules in words.
 *
 * @param header the header
 * @param taken what is taken, in its order
 * @param notTaken what is not
 */
record CallNumbers(Header header, List<CallNumber> taken, List<NotTaken> notTaken) {
  /**
   * What the user says of names.
   *
   * @param prefixes of identifiers of before the convention, taken whatever their value
   * @param immediates prefixes of immediates of HVC
   */
  record Asked(List<String> prefixes, List<String> immediates) {
    private static boolean starts(List<String> prefixes, DefinedNumber number) {
      return prefixes.stream().anyMatch(number.name()::startsWith);
    }
  }

  /** Words of names of calls, and of macros that make identifiers. */
  private static final Set<String> CALL =
      Set.of(
          "FID",
          "FN",
          "FN64",
          "FUNC",
          "FUNCID",
          "FC",
          "FC64",
          "SC",
          "CALL",
          "HYPERCALL",
          "FASTCALL",
          "STDCALL",
          "PSCI",
          "FFA",
          "SDEI",
          "TRNG",
          "DRTM",
          "RMI",
          "RMM",
          "RMMD",
          "SPM",
          "SIP",
          "SCM",
          "SVC",
          "AARCH32",
          "AARCH64");

  /** Words of macros that make identifiers, also yielding ones. */
  private static final Set<String> MAKES =
      Set.of("FID", "FN", "CALL", "HYPERCALL", "FASTCALL", "STDCALL", "NR", "FUNCID");

  /** Words of names of the queries that every owner answers. */
  static final Set<String> QUERY = Set.of("UID", "UUID", "COUNT", "REVISION", "VERSION", "REV");

  /** Words of names of what is a part of a number or the result of a call. */
  private static final Set<String> PART =
      Set.of(
          "MASK", "SHIFT", "BIT", "BITS", "OFFSET", "BASE", "END", "MIN", "MAX", "FIRST", "LAST",
          "LIMIT", "RET", "RETURN", "ERRNO", "RANGE", "RESULT", "HINT");

  /** Words of names of such a part, or of what a call is about: READ_REG, ERR_STATUS. */
  private static final Set<String> SUBJECT =
      Set.of(
          "FLAG", "FLAGS", "SIZE", "LEN", "START", "ERR", "LOW", "HIGH", "ADDR", "ADDRESS", "REG");

  /** Words beside which a subject is one. */
  private static final Set<String> SURELY_CALL = Set.of("SMC", "SIP", "FID", "HVC");

  /** Words of names of a whole range, whose number is that of its function 0. */
  private static final Set<String> SERVICE =
      Set.of("SRVC", "STDSRVC", "SVC", "SERVICE", "SERVICES", "VALUE", "CALLS", "OWNER");

  private static final Set<String> UID = Set.of("UID", "UUID");

  private static final Pattern TAG =
      Pattern.compile(
          "\\w*(?:HVC_(?:TAG|IMM|IMMEDIATE|CODE)|HYPERCALL_(?:TAG|IMM|IMMEDIATE))\\d*(_\\w*)?");
  private static final long ALMOST_ALL_ONES = 0xff00_0000L;
  private static final int FIRST_OF_CONVENTION = 0x0200_0000;

  CallNumbers {
    taken = List.copyOf(taken);
    notTaken = List.copyOf(notTaken);
  }

  static CallNumbers of(Header header, Registry registry, Asked asked) {
    List<CallNumber> taken = new ArrayList<>();
    List<NotTaken> notTaken = new ArrayList<>();
    for (DefinedNumber number : header.numbers()) {
      Optional<CallNumber> call = call(number, registry, asked);
      call.ifPresentOrElse(taken::add, () -> notTaken.add(notTaken(number, registry, asked)));
    }
    Set<String> companies = Set.copyOf(taken.stream().map(each -> company(each.number())).toList());
    List<NotTaken> rest = new ArrayList<>();
    for (NotTaken each : notTaken) {
      boolean mayBe =
          each.why() == NotTaken.Why.RESERVED && each.number().value() < ALMOST_ALL_ONES;
      if (mayBe && companies.contains(company(each.number()))) {
        taken.add(
            new CallNumber(
                each.number(), CallNumber.Why.COMPANY, false, Optional.empty(), Optional.empty()));
      } else {
        rest.add(each);
      }
    }
    taken.sort(Comparator.comparing(each -> each.number().place().line()));
    return new CallNumbers(header, taken, rest);
  }

  /** The first word of the name and the owner's number. */
  private static String company(DefinedNumber number) {
    List<String> words = SpelledName.of(number.name()).words();
    return (words.isEmpty() ? "" : words.get(0))
        + ' '
        + new FunctionId((int) number.value()).ownerNumber();
  }

  private static Optional<CallNumber> call(DefinedNumber number, Registry registry, Asked asked) {
    SpelledName name = SpelledName.of(number.name());
    if (isImmediate(number, asked)) {
      return Optional.of(immediate(number, registry));
    }
    if (!number.isWord()) {
      return Optional.empty();
    }
    FunctionId id = new FunctionId((int) number.value());
    Optional<Claim> known = known(id, name, registry);
    return why(number, id, name, known, asked)
        .map(
            why ->
                new CallNumber(
                    number,
                    why,
                    false,
                    known,
                    known.isPresent() ? Optional.empty() : registered(id, registry)));
  }

  private static Optional<CallNumber.Why> why(
      DefinedNumber number, FunctionId id, SpelledName name, Optional<Claim> known, Asked asked) {
    if (Asked.starts(asked.prefixes(), number) && !isPart(number)) {
      return Optional.of(CallNumber.Why.ASKED);
    }
    if (known.isPresent() && isOfConvention(id)) {
      return Optional.of(CallNumber.isOwn(known.get()) ? CallNumber.Why.OWN : CallNumber.Why.KNOWN);
    }
    if (isPart(number)) {
      return Optional.empty();
    }
    if (isConstructed(number)) {
      return Optional.of(CallNumber.Why.CONSTRUCTED);
    }
    return whyNot(number) == NotTaken.Why.NO_CALL_BY_NAME && isCallByName(name, id)
        ? Optional.of(CallNumber.Why.SHAPED)
        : Optional.empty();
  }

  private static CallNumber immediate(DefinedNumber number, Registry registry) {
    Optional<Claim> known = knownImmediate(number, registry);
    Optional<Claim> otherwise =
        registry.claimsOf(Conduit.HVC, new Immediate((int) number.value(), 16)).stream()
            .filter(claim -> known.isEmpty() && claim.isConfirmed() && !claim.isBlock())
            .findFirst();
    CallNumber.Why why =
        TAG.matcher(number.name()).matches() ? CallNumber.Why.TAG : CallNumber.Why.ASKED;
    return new CallNumber(number, why, true, known, otherwise);
  }

  /** The function that has the number, whatever its name. */
  private static Optional<Claim> registered(FunctionId id, Registry registry) {
    return registry.claimsOf(id).stream()
        .filter(claim -> claim.isConfirmed() && !claim.isBlock())
        .findFirst();
  }

  /** A number that the registry has is no call for want of a name, and nobody is to overlook it. */
  private static NotTaken notTaken(DefinedNumber number, Registry registry, Asked asked) {
    if (isNamedImmediate(number, asked) && number.value() > 0xffff) {
      return new NotTaken(number, NotTaken.Why.TOO_WIDE, Optional.empty());
    }
    NotTaken.Why why = whyNot(number);
    boolean isByName =
        why == NotTaken.Why.PART
            || why == NotTaken.Why.NO_CALL_BY_NAME
            || why == NotTaken.Why.ONLY_FLAGS;
    FunctionId id = new FunctionId((int) number.value());
    boolean isOnlyOnes = number.value() >= ALMOST_ALL_ONES;
    if (!isByName || isOnlyOnes || id.ownerNumber() == 0) {
      return new NotTaken(number, why, Optional.empty());
    }
    Optional<Claim> registered = registered(id, registry);
    return new NotTaken(number, registered.isPresent() ? NotTaken.Why.REGISTERED : why, registered);
  }

  private static boolean isConstructed(DefinedNumber number) {
    FunctionId id = new FunctionId((int) number.value());
    return number.isWord()
        && isOfConvention(id)
        && number.macros().stream().anyMatch(macro -> makes(macro, id));
  }

  /**
   * Whether the name says that it is a part of a number. What a call may be about is no part in a
   * whole identifier that another word or its macro shows to be one.
   */
  private static boolean isPart(DefinedNumber number) {
    SpelledName name = SpelledName.of(number.name());
    if (name.hasAnyOf(PART) || !name.hasAnyOf(SUBJECT)) {
      return name.hasAnyOf(PART);
    }
    FunctionId id = new FunctionId((int) number.value());
    boolean isWhole =
        number.isWord()
            && id.isFast()
            && !isReserved(id)
            && id.ownerNumber() != 0
            && id.number() != 0;
    boolean isSaid = name.hasAnyOf(SURELY_CALL) && !name.hasAnyOf(UID);
    return !(isWhole && isSaid) && !isConstructed(number);
  }

  private static boolean isReserved(FunctionId id) {
    return FunctionId.MUST_BE_ZERO.extract(id.value()) != 0 || id.owner() == OwningEntity.RESERVED;
  }

  private static boolean isOfConvention(FunctionId id) {
    return Integer.compareUnsigned(id.value(), FIRST_OF_CONVENTION) >= 0;
  }

  private static boolean makes(String macro, FunctionId id) {
    SpelledName name = SpelledName.of(macro);
    return !name.hasAnyOf(PART)
        && !name.hasAnyOf(SUBJECT)
        && (name.hasAnyOf(MAKES) || id.isFast() && isCallByName(name, id));
  }

  private static boolean isCallByName(SpelledName name, FunctionId id) {
    boolean isUid = name.hasAnyOf(UID) && !id.isGeneralQuery();
    return !isUid
        && name.words().stream()
            .anyMatch(word -> CALL.contains(word) || word.contains("SMC") || word.contains("HVC"));
  }

  private static boolean isImmediate(DefinedNumber number, Asked asked) {
    return isNamedImmediate(number, asked) && number.value() > 0 && number.value() <= 0xffff;
  }

  private static boolean isNamedImmediate(DefinedNumber number, Asked asked) {
    Matcher tag = TAG.matcher(number.name());
    if (!tag.matches()) {
      return Asked.starts(asked.immediates(), number);
    }
    SpelledName rest = SpelledName.of(tag.group(1) == null ? "" : tag.group(1));
    return !rest.hasAnyOf(PART) && !rest.hasAnyOf(SUBJECT);
  }

  /** What the value and the name say, the registry and macros aside. */
  private static NotTaken.Why whyNot(DefinedNumber number) {
    if (!number.isWord()) {
      return NotTaken.Why.NO_WORD;
    }
    FunctionId id = new FunctionId((int) number.value());
    if (!id.isFast()) {
      return NotTaken.Why.YIELDING;
    }
    if (isPart(number)) {
      return NotTaken.Why.PART;
    }
    if (isReserved(id)) {
      return NotTaken.Why.RESERVED;
    }
    SpelledName name = SpelledName.of(number.name());
    boolean isFirst = id.number() == 0 && isCallByName(name, id) && !name.hasAnyOf(SERVICE);
    return id.ownerNumber() == 0 || id.number() == 0 && !isFirst
        ? NotTaken.Why.ONLY_FLAGS
        : NotTaken.Why.NO_CALL_BY_NAME;
  }

  /** The claim of the registry to that number by that name; the best one. */
  private static Optional<Claim> known(FunctionId id, SpelledName name, Registry registry) {
    boolean isQuery = id.isGeneralQuery() && name.hasAnyOf(QUERY);
    List<Claim> claims =
        registry.claimsOf(id).stream()
            .filter(claim -> claim.isConfirmed() && (!claim.isBlock() || isQuery))
            .filter(claim -> !claim.calls().takesEveryNumber())
            .toList();
    Optional<Claim> agreeing =
        claims.stream()
            .filter(claim -> name.agreesWith(SpelledName.of(claim.name())))
            .min(Comparator.comparing(claim -> !name.isSameAs(SpelledName.of(claim.name()))));
    if (agreeing.isPresent() || isQuery) {
      return agreeing.isPresent() ? agreeing : claims.stream().filter(Claim::isBlock).findFirst();
    }
    return claims.stream().filter(claim -> isOtherSpelling(name, claim, registry)).findFirst();
  }

  /**
   * Whether the name says that it is of the claim's interface, resembles the function's and is no
   * other function's of that interface.
   */
  private static boolean isOtherSpelling(SpelledName name, Claim claim, Registry registry) {
    return name.isOfInterface(claim.owner().name())
        && name.resembles(SpelledName.of(claim.name()))
        && registry.claims().stream()
            .filter(other -> other.owner().equals(claim.owner()))
            .noneMatch(other -> name.isSameAs(SpelledName.of(other.name())));
  }

  private static Optional<Claim> knownImmediate(DefinedNumber number, Registry registry) {
    SpelledName name = SpelledName.of(number.name());
    return registry.claimsOf(Conduit.HVC, new Immediate((int) number.value(), 16)).stream()
        .filter(Claim::isConfirmed)
        .filter(
            claim ->
                name.agreesWith(SpelledName.of(claim.name()))
                    || name.words().contains(SpelledName.of(claim.owner().name()).words().get(0)))
        .findFirst();
  }
}
