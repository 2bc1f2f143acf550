// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.armcall.checker.cli.CommandException;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.namespace.CallPattern;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.ClaimedIds;
import org.armcall.model.namespace.ClaimedImmediates;
import org.armcall.model.namespace.Finding;
import org.armcall.model.namespace.FreeNumbers;
import org.armcall.model.namespace.Owner;
import org.armcall.model.namespace.Registry;
import org.armcall.model.namespace.Status;
import org.armcall.model.namespace.Width;
import org.armcall.model.state.SecurityState;

/**
 * Numbers that {@code armcall namespace alloc} proposes, and what was checked of them.
 *
 * @param claims the proposal, as claims that a project would make
 * @param checked what holds of them
 * @param duties what is left to who takes them
 */
record Allocation(List<Claim> claims, List<String> checked, List<String> duties) {
  private static final String NAME = "FUNCTION";

  /** Function numbers of an owner's range, as 32-bit and as 64-bit identifiers. */
  static Allocation functions(Applicant applicant, int from, int count, Registry registry) {
    FreeNumbers free = new FreeNumbers(registry);
    for (int owner = applicant.firstOwner(); owner <= applicant.lastOwner(); owner++) {
      OptionalInt first = free.functions(owner, from, count);
      if (first.isPresent()) {
        return functions(applicant, owner, first.getAsInt(), count, registry);
      }
    }
    throw CommandException.input(
        String.format(
            Locale.ROOT,
            "no %d consecutive function numbers are free from 0x%04x to 0x%04x; ask for fewer"
                + (from > 0 ? ", or from a lower one" : ""),
            count,
            from,
            FreeNumbers.FUNCTIONS - 1));
  }

  private static Allocation functions(
      Applicant applicant, int owner, int first, int count, Registry registry) {
    List<Claim> claims = new ArrayList<>();
    for (FunctionId id : FreeNumbers.identifiers(owner, first)) {
      FunctionId last = new FunctionId(id.value() + count - 1);
      claims.add(
          claim(
              applicant,
              applicant.conduits(),
              new Immediate(0, 16),
              new ClaimedIds.Range(id, last)));
    }
    List<String> checked = new ArrayList<>();
    checked.add(
        "no claim has one of them, in either width, with or without the hint of bit 16: "
            + extent(registry));
    checked.add(
        String.format(
            Locale.ROOT,
            "they are fast calls of owner %d (%s), bits 23:17 are zero, and they are below 0xff00,"
                + " where the general queries begin",
            owner,
            applicant.entity().meaning()));
    return checked(claims, checked, applicant.duties(), registry);
  }

  /** Immediates of HVC. */
  static Allocation immediates(Applicant applicant, int from, int count, Registry registry) {
    if (applicant != Applicant.HYPERVISOR) {
      throw CommandException.usage(
          "only HVC has immediates to give out, and only a hypervisor gets HVCs: an SMC's that is"
              + " not zero is reserved, and the syndrome of one from A32 or T32 does not hold it;"
              + " use --for hypervisor, or leave --immediate out");
    }
    Immediate first =
        new FreeNumbers(registry)
            .hvcImmediates(from, count)
            .orElseThrow(
                () ->
                    CommandException.input(
                        "no "
                            + count
                            + " consecutive immediates are free from "
                            + from
                            + " to 65535; ask for fewer"
                            + (from > 1 ? ", or from a lower one" : "")));
    Immediate last = new Immediate(first.value() + count - 1, 16);
    Claim claim =
        claim(
            applicant,
            Set.of(Conduit.HVC),
            new ClaimedImmediates(first, last),
            ClaimedIds.Range.ANY);
    return checked(
        List.of(claim),
        List.of("no claim to HVC has one of them: " + extent(registry)),
        List.of(
            "nobody arbitrates immediates: put the claim into a public registry, or calls of"
                + " another may come with it",
            "read it from ISS[15:0] alone: the bits above are reserved (./armcall compare)"),
        registry);
  }

  private static String extent(Registry registry) {
    return String.format(
        Locale.ROOT,
        "%d claims of %d owners, withdrawn and unconfirmed ones too",
        registry.claims().size(),
        registry.owners().size());
  }

  private static Allocation checked(
      List<Claim> claims, List<String> checked, List<String> duties, Registry registry) {
    List<Finding> wrong =
        Finding.among(registry.with(new Registry(claims, List.of()))).stream()
            .filter(found -> found.claims().stream().anyMatch(claims::contains))
            .toList();
    if (!wrong.isEmpty()) {
      throw new IllegalStateException("a free number breaks a rule: " + wrong.get(0).sentence());
    }
    List<String> all = new ArrayList<>(checked);
    all.add("as claims they break no rule of the family NSP (./armcall rules)");
    return new Allocation(claims, all, duties);
  }

  private static Claim claim(
      Applicant applicant, Set<Conduit> conduits, Immediate immediate, ClaimedIds ids) {
    return claim(applicant, conduits, new ClaimedImmediates(immediate, immediate), ids);
  }

  private static Claim claim(
      Applicant applicant, Set<Conduit> conduits, ClaimedImmediates immediates, ClaimedIds ids) {
    return new Claim(
        new Owner("proposed", applicant.role(), "not given out yet"),
        NAME,
        new CallPattern(
            conduits,
            immediates,
            ids,
            Optional.empty(),
            Width.ANY,
            Set.of(SecurityState.NONSECURE),
            Set.of(applicant.layer())),
        Optional.empty(),
        Status.IN_USE,
        false,
        Optional.empty(),
        Optional.empty(),
        "proposed");
  }

  /** As a person reads it. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (Claim claim : claims) {
      text.append(NamespaceText.numbers(claim.calls())).append('\n');
    }
    text.append("\nChecked\n");
    checked.forEach(each -> text.append("  ").append(each).append('\n'));
    text.append("\nLeft to you\n");
    duties.forEach(each -> text.append("  ").append(each).append('\n'));
    text.append("\nAs claims, for your file and for spec/registry\n");
    claims.forEach(each -> text.append("  ").append(line(each)).append('\n'));
    return text.toString();
  }

  /** As a program reads it. */
  ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode listed = node.putArray("claims");
    claims.forEach(each -> listed.add(line(each)));
    ArrayNode held = node.putArray("checked");
    checked.forEach(held::add);
    ArrayNode left = node.putArray("leftToYou");
    duties.forEach(left::add);
    return node;
  }

  /** A claim in the form of a file of claims, name and source still to be written. */
  private static ObjectNode line(Claim claim) {
    CallPattern calls = claim.calls();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", claim.name());
    ArrayNode conduits = node.putArray("conduits");
    calls.conduits().forEach(each -> conduits.add(each.name().toLowerCase(Locale.ROOT)));
    Immediate from = calls.immediates().from();
    Immediate to = calls.immediates().to();
    if (from.equals(to)) {
      node.put("immediate", hex(from));
    } else {
      node.putArray("immediate").add(hex(from)).add(hex(to));
    }
    if (calls.ids().equals(ClaimedIds.Range.ANY)) {
      node.put("ids", "any");
    } else if (calls.ids().lowest().equals(calls.ids().highest())) {
      node.put("id", hex(calls.ids().lowest()));
    } else {
      node.put("from", hex(calls.ids().lowest()));
      node.put("to", hex(calls.ids().highest()));
    }
    node.put("width", calls.width().text());
    ArrayNode layers = node.putArray("layers");
    calls.layers().forEach(each -> layers.add(each.text()));
    node.put("status", claim.status().text());
    node.put("source", "where it is defined");
    return node;
  }

  private static String hex(Immediate value) {
    return "0x" + Integer.toHexString(value.value());
  }

  private static String hex(FunctionId id) {
    return String.format(Locale.ROOT, "0x%08x", id.value());
  }
}
