// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.armcall.checker.cli.Words;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.function.OwningEntity;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.namespace.Breach;
import org.armcall.model.namespace.Breaches;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.Clash;
import org.armcall.model.namespace.Clashes;
import org.armcall.model.namespace.Layer;
import org.armcall.model.namespace.Registry;
import org.armcall.model.namespace.Status;
import org.armcall.model.namespace.UidAnswer;
import org.armcall.model.rule.Rule;

/**
 * Holds the numbers of headers against the registry and against each other.
 *
 * <p>A number that the registry has by that name is that owner's claim; of what is known to be
 * wrong with it, the header hears what its owner has to answer for: not that somebody else uses a
 * number that a document gives, or that is in the owner's own range and not in the other's. Any
 * other number is a claim of the header's project.
 */
final class HeaderFindings {
  private final Registry registry;
  private final HeaderRole role;
  private final List<CallNumbers> headers;
  private final Map<Claim, List<Clash>> known = new HashMap<>();
  private final Map<Claim, List<Breach>> breaches = new HashMap<>();
  private final List<HeaderFinding> found = new ArrayList<>();

  private HeaderFindings(Registry registry, HeaderRole role, List<CallNumbers> headers) {
    this.registry = registry;
    this.role = role;
    this.headers = headers;
    for (Breach breach : Breaches.among(registry)) {
      breaches.computeIfAbsent(breach.claim(), claim -> new ArrayList<>()).add(breach);
    }
    for (Clash clash : Clashes.among(registry)) {
      known.computeIfAbsent(clash.first(), claim -> new ArrayList<>()).add(clash);
      known.computeIfAbsent(clash.second(), claim -> new ArrayList<>()).add(clash);
    }
  }

  /** What is wrong, by file and line. */
  static List<HeaderFinding> among(Registry registry, HeaderRole role, List<CallNumbers> headers) {
    HeaderFindings findings = new HeaderFindings(registry, role, headers);
    headers.forEach(findings::ofOne);
    findings.found.addAll(HeaderPairs.among(headers));
    List<String> files = headers.stream().map(each -> each.header().file()).toList();
    Map<String, Integer> order = new HashMap<>();
    files.forEach(file -> order.putIfAbsent(file, order.size()));
    findings.found.sort(
        Comparator.comparing((HeaderFinding each) -> order.get(each.number().place().file()))
            .thenComparing(each -> each.number().place().line()));
    return List.copyOf(findings.found);
  }

  private void ofOne(CallNumbers numbers) {
    Set<String> told = new HashSet<>();
    Set<FunctionId> queries = new HashSet<>();
    for (CallNumber call : numbers.taken()) {
      if (!call.isImmediate() && call.id().isGeneralQuery() && call.id().number() == 0xff01) {
        queries.add(call.id());
      }
    }
    Map<String, Long> values = new HashMap<>();
    numbers.taken().forEach(call -> values.put(call.number().name(), call.number().value()));
    for (CallNumber call : numbers.taken()) {
      boolean isAlias =
          call.number()
              .alias()
              .map(values::get)
              .filter(value -> value == call.number().value())
              .isPresent();
      if (isAlias) {
        continue;
      }
      if (call.known().isEmpty()) {
        ofNew(call, queries);
      } else if (told.add(oncePer(call, call.known().get()))) {
        ofKnown(call, call.known().get());
      }
    }
  }

  /** A block is told once, a function by each name: each is a line to mend. */
  private static String oncePer(CallNumber call, Claim claim) {
    String which = claim.title() + ' ' + claim.calls().ids().text() + ' ' + claim.status();
    return claim.isBlock() ? which : which + ' ' + call.number().name();
  }

  private void ofKnown(CallNumber call, Claim claim) {
    for (Clash clash : known.getOrDefault(claim, List.of())) {
      Claim other = clash.first().equals(claim) ? clash.second() : clash.first();
      if (!isOthersFault(claim, other)) {
        add(call, clash.rule(), clash.sentence(), List.of(other.source()));
      }
    }
    for (Breach breach : distinct(breaches.getOrDefault(claim, List.of()))) {
      add(call, breach, List.of(claim.source()));
    }
  }

  private boolean isOthersFault(Claim claim, Claim other) {
    OwningEntity entity = claim.calls().ids().lowest().owner();
    boolean isOwn = claim.owner().role().mayUse(entity);
    boolean isOthers = other.owner().role().mayUse(entity);
    if (!claim.calls().immediates().hasZero()) {
      return false;
    }
    if (claim.status() == Status.WITHDRAWN) {
      return false;
    }
    return claim.status() == Status.STANDARD && other.status() != Status.STANDARD
        || isOwn && (!isOthers || other.status() == Status.WITHDRAWN)
        || answersUid(claim) && !answersUid(other);
  }

  private boolean answersUid(Claim claim) {
    return registry.uids().stream()
        .anyMatch(
            uid ->
                uid.owner().equals(claim.owner())
                    && uid.query().ownerNumber() == claim.calls().ids().lowest().ownerNumber());
  }

  /** With reserved bits set it is no identifier of anybody: then the owner is no matter. */
  private static List<Breach> distinct(List<Breach> breaches) {
    boolean hasBits = breaches.stream().anyMatch(each -> each.kind() == Breach.Kind.MUST_BE_ZERO);
    return breaches.stream()
        .filter(each -> !hasBits || each.kind() != Breach.Kind.RESERVED_OWNER)
        .toList();
  }

  private void ofNew(CallNumber call, Set<FunctionId> queries) {
    Claim mine = role.claim(call, call.number().place().toString());
    List<Claim> others =
        (call.isImmediate()
                ? registry.claimsOf(Conduit.HVC, new Immediate((int) call.number().value(), 16))
                : registry.claimsOf(call.id()))
            .stream().filter(other -> !isFamily(other, call) && !isGivenBack(other, mine)).toList();
    List<UidAnswer> uids = new ArrayList<>(registry.uids());
    for (FunctionId query : queries) {
      uids.add(
          new UidAnswer(
              mine.owner(), query, new UUID(0, 0), Optional.empty(), Layer.EL3, mine.source()));
    }
    Map<Claim, Clash> clashes = new LinkedHashMap<>();
    for (Claim other : others) {
      Clashes.among(new Registry(List.of(other, mine), uids))
          .forEach(clash -> clashes.put(other, clash));
    }
    boolean isNamed = clashes.keySet().stream().anyMatch(other -> !other.isBlock());
    if (isNamed) {
      clashes.keySet().removeIf(Claim::isBlock);
    }
    onePerOwner(call, clashes);
    Optional<HeaderFinding> otherNumber =
        clashes.isEmpty() && !call.isImmediate() && !call.id().isGeneralQuery()
            ? OtherNumbers.of(call, registry)
            : Optional.empty();
    otherNumber.ifPresent(found::add);
    for (Breach breach : distinct(Breaches.of(mine))) {
      boolean isOfOwner = breach.kind() == Breach.Kind.FOREIGN_OWNER;
      if (!isOfOwner || role.given().isPresent() && otherNumber.isEmpty()) {
        add(call, breach, List.of());
      }
    }
  }

  /** An immediate is of a whole interface: its functions are not a finding each. */
  private void onePerOwner(CallNumber call, Map<Claim, Clash> clashes) {
    Map<String, List<Claim>> byOwner = new LinkedHashMap<>();
    clashes.forEach(
        (other, clash) ->
            byOwner
                .computeIfAbsent(
                    other.owner().name() + ' ' + clash.kind(), owner -> new ArrayList<>())
                .add(other));
    for (List<Claim> others : byOwner.values()) {
      Claim first = others.get(0);
      String sentence = clashes.get(first).sentence();
      String more = " (and " + (others.size() - 1) + " more of " + first.owner().name() + ").";
      add(
          call,
          clashes.get(first).rule(),
          others.size() == 1 ? sentence : sentence.substring(0, sentence.length() - 1) + more,
          List.of(first.source()));
    }
  }

  /** Whether somebody had a number of mine without right, and has it no longer. */
  private static boolean isGivenBack(Claim other, Claim mine) {
    OwningEntity entity = mine.calls().ids().lowest().owner();
    return other.status() == Status.WITHDRAWN
        && mine.owner().role().mayUse(entity)
        && !other.owner().role().mayUse(entity);
  }

  /** Whether a block is kept for calls such as this one, by its name. */
  private static boolean isFamily(Claim block, CallNumber call) {
    if (!block.isBlock()) {
      return false;
    }
    return SpelledName.of(block.name()).words().stream()
        .filter(word -> !word.equals("NUMBERS"))
        .anyMatch(call.spelled().words()::contains);
  }

  private void add(CallNumber call, Rule rule, String sentence, List<String> sources) {
    found.add(
        new HeaderFinding(rule, call.number(), call.number().name() + ": " + sentence, sources));
  }

  private void add(CallNumber call, Breach breach, List<String> sources) {
    String number = Words.hex8((int) call.number().value());
    found.add(
        new HeaderFinding(
            breach.rule(),
            call.number(),
            call.number().name() + " (" + number + ") " + breach.kind().meaning() + ".",
            sources));
  }
}
