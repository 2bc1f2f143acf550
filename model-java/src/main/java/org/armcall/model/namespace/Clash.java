// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import java.util.List;
import java.util.stream.Collectors;
import org.armcall.model.function.FunctionId;
import org.armcall.model.rule.Rule;

/**
 * Two claims to one call.
 *
 * @param kind how they clash
 * @param first the one that stands first in the registry
 * @param second the other
 * @param example the smallest number that both claim
 */
public record Clash(Kind kind, Claim first, Claim second, FunctionId example) implements Finding {
  /** How two claims to one call are wrong together. */
  public enum Kind {
    /** One call means two things to callees that may stand at the same place. */
    TWO_MEANINGS(Rule.NSP_ONE_MEANING),
    /** A hypervisor that traps SMC answers what was meant for somebody below. */
    SHADOWED(Rule.NSP_SHADOWED),
    /** One claim was withdrawn and its number is used again: software of before is misread. */
    REUSED(Rule.NSP_REUSED);

    private final Rule rule;

    Kind(Rule rule) {
      this.rule = rule;
    }

    /** The rule of the catalogue. */
    public Rule rule() {
      return rule;
    }
  }

  @Override
  public Rule rule() {
    return kind.rule();
  }

  @Override
  public List<Claim> claims() {
    return List.of(first, second);
  }

  @Override
  public String sentence() {
    return switch (kind) {
      case TWO_MEANINGS ->
          call() + " is " + described(first) + " and also " + described(second) + ".";
      case SHADOWED -> {
        Claim above = first.calls().isHypervisorsAlone() ? first : second;
        Claim below = above == first ? second : first;
        yield call()
            + " is meant for "
            + described(below)
            + ", but a hypervisor that traps SMC answers it as "
            + described(above)
            + ".";
      }
      case REUSED -> {
        Claim old = first.status() == Status.WITHDRAWN ? first : second;
        Claim now = old == first ? second : first;
        yield call()
            + " was "
            + described(old)
            + ", withdrawn since, and is now "
            + described(now)
            + ".";
      }
    };
  }

  private String call() {
    CallPattern calls = first.calls();
    String conduits =
        calls.meetingConduits(second.calls()).stream()
            .map(Enum::name)
            .collect(Collectors.joining(" or "));
    ClaimedImmediates narrower =
        second.calls().immediates().from().equals(second.calls().immediates().to())
            ? second.calls().immediates()
            : calls.immediates();
    boolean anyNumber =
        calls.ids().equals(ClaimedIds.Range.ANY)
            || second.calls().ids().equals(ClaimedIds.Range.ANY);
    return conduits
        + " "
        + narrower.text()
        + (anyNumber ? "" : String.format(" with the number 0x%08x", example.value()));
  }

  private static String described(Claim claim) {
    String described = claim.name() + " of " + claim.owner().name();
    return claim.status() == Status.DEBUG_ONLY ? described + " (in debug builds)" : described;
  }
}
