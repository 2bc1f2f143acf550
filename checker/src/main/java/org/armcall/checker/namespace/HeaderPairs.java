// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.checker.cli.Words;
import org.armcall.model.function.OwningEntity;
import org.armcall.model.namespace.OwnerRole;
import org.armcall.model.rule.Rule;

/** Finds two numbers of headers that are wrong together: one number of two calls, and twins. */
final class HeaderPairs {
  private static final int WIDTH = 1 << 30;

  private HeaderPairs() {}

  static List<HeaderFinding> among(List<CallNumbers> headers) {
    List<HeaderFinding> found = new ArrayList<>();
    List<CallNumber> all =
        headers.stream()
            .flatMap(each -> each.taken().stream())
            .filter(each -> !each.isImmediate())
            .toList();
    oneNumber(all, found);
    headers.forEach(each -> twins(each, found));
    return found;
  }

  /**
   * A number that two names have; an alias and another spelling are none. What the registry knows
   * is held against it elsewhere, but for a number of a maker of machines: two makers never meet
   * there, and files that are checked together are for one machine.
   */
  private static void oneNumber(List<CallNumber> all, List<HeaderFinding> found) {
    Map<Long, List<CallNumber>> byNumber = new LinkedHashMap<>();
    for (CallNumber call : all) {
      boolean isHeldAgainstRegistry =
          call.known().isPresent() && call.known().get().owner().role() != OwnerRole.SILICON;
      if (isHeldAgainstRegistry || call.id().isGeneralQuery()) {
        continue;
      }
      List<CallNumber> before =
          byNumber.computeIfAbsent(call.number().value(), number -> new ArrayList<>());
      boolean isSame = before.stream().anyMatch(other -> isSame(call, other));
      if (!isSame && !before.isEmpty()) {
        CallNumber other = before.get(0);
        found.add(
            new HeaderFinding(
                Rule.NSP_ONE_MEANING,
                call.number(),
                call.number().name()
                    + " and "
                    + other.number().name()
                    + " are both "
                    + Words.hex8((int) call.number().value())
                    + (isOfMakers(call, other)
                        ? "; what is checked together is taken for one machine."
                        : "."),
                List.of(other.number().place() + ": " + other.number().name())));
      }
      if (before.size() < 2) {
        before.add(call);
      }
    }
  }

  private static boolean isSame(CallNumber one, CallNumber other) {
    return one.known().isPresent() && one.known().equals(other.known())
        || one.number().alias().equals(Optional.of(other.number().name()))
        || other.number().alias().equals(Optional.of(one.number().name()))
        || one.number().name().equals(other.number().name())
        || one.spelled().agreesWith(other.spelled());
  }

  private static boolean isOfMakers(CallNumber one, CallNumber other) {
    OwningEntity entity = one.id().owner();
    return OwnerRole.SILICON.mayUse(entity)
        && entity != OwningEntity.LEGACY
        && !one.number().place().file().equals(other.number().place().file());
  }

  /** The numbers of one call for callers of 32 and of 64 bits differ in bit 30 and nowhere else. */
  private static void twins(CallNumbers header, List<HeaderFinding> found) {
    Map<String, List<CallNumber>> narrow = new LinkedHashMap<>();
    Map<String, List<CallNumber>> wide = new LinkedHashMap<>();
    for (CallNumber call : header.taken()) {
      if (!call.isImmediate()) {
        boolean isWide = call.spelled().width().equals(Optional.of(64));
        (isWide ? wide : narrow)
            .computeIfAbsent(call.spelled().withoutWidth(), name -> new ArrayList<>())
            .add(call);
      }
    }
    wide.forEach(
        (name, twins) -> {
          CallNumber twin = twins.get(twins.size() - 1);
          List<CallNumber> others = narrow.getOrDefault(name, List.of());
          boolean fits =
              others.isEmpty()
                  || twins.stream()
                      .anyMatch(each -> others.stream().anyMatch(other -> areTwins(other, each)));
          if (!fits) {
            found.add(finding(others.get(0), twin));
          }
        });
  }

  private static boolean areTwins(CallNumber narrow, CallNumber wide) {
    int one = narrow.id().value();
    int other = wide.id().value();
    // What has no width in its name may be the 64-bit number itself.
    boolean isUnmarked = narrow.spelled().width().isEmpty() && one == other;
    return (one ^ other) == WIDTH && (other & WIDTH) != 0 || isUnmarked;
  }

  private static HeaderFinding finding(CallNumber narrow, CallNumber wide) {
    int one = narrow.id().value();
    int other = wide.id().value();
    return new HeaderFinding(
        Rule.NSP_TWINS,
        wide.number(),
        wide.number().name()
            + " ("
            + Words.hex8(other)
            + ") should be "
            + narrow.number().name()
            + " ("
            + Words.hex8(one)
            + ") with bit 30 set, and is not.",
        List.of(narrow.number().place() + ": " + narrow.number().name()));
  }
}
