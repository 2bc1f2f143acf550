// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;

/**
 * Finds numbers and immediates that no claim of a registry has, whether it is confirmed, withdrawn,
 * a block, or by the other conduit: a number that somebody once used is no good one.
 */
public final class FreeNumbers {
  /** From here on are the general queries of each owner (DEN0028 section 6.2), and their like. */
  public static final int FUNCTIONS = 0xff00;

  /** Of an immediate of HVC, which has 16 bits; zero is the convention's. */
  public static final int IMMEDIATES = 0x1_0000;

  private static final int FAST = 0x8000_0000;
  private static final int WIDE = 0x4000_0000;
  private static final int HINT = 0x0001_0000;

  private final List<CallPattern> taken;

  /** The numbers beside those of a registry. */
  public FreeNumbers(Registry registry) {
    this.taken = registry.claims().stream().map(Claim::calls).toList();
  }

  /**
   * The first of the lowest consecutive function numbers of an owner that are free as a 32-bit and
   * as a 64-bit fast identifier, with the hint and without it.
   *
   * @param owner the owning entity number, 0 to 63
   * @param from the lowest to propose, 0 to 0xfeff
   * @param count how many, 1 to 0xff00
   */
  public OptionalInt functions(int owner, int from, int count) {
    List<CallPattern> some =
        taken.stream()
            .filter(each -> each.immediates().hasZero() && !each.takesEveryNumber())
            .filter(each -> !each.ids().equals(ClaimedIds.Range.ANY))
            .toList();
    int first = from;
    while (first + count <= FUNCTIONS) {
      OptionalInt hit = lastHit(some, owner, first, first + count - 1);
      if (hit.isEmpty()) {
        return OptionalInt.of(first);
      }
      first = hit.getAsInt() + 1;
    }
    return OptionalInt.empty();
  }

  /** Both identifiers of a function number of an owner: the 32-bit one, then the 64-bit one. */
  public static List<FunctionId> identifiers(int owner, int number) {
    int narrow = FAST | owner << 24 | number;
    return List.of(new FunctionId(narrow), new FunctionId(narrow | WIDE));
  }

  private static OptionalInt lastHit(List<CallPattern> some, int owner, int first, int last) {
    return identifiers(owner, 0).stream()
        .flatMap(id -> Stream.of(id, new FunctionId(id.value() | HINT)))
        .map(id -> new ClaimedIds.Range(plus(id, first), plus(id, last)))
        .flatMap(range -> some.stream().map(each -> range.firstCommon(each.ids())))
        .flatMap(Optional::stream)
        .mapToInt(FunctionId::number)
        .max();
  }

  private static FunctionId plus(FunctionId id, int number) {
    return new FunctionId(id.value() | number);
  }

  /**
   * The first of the lowest consecutive immediates of HVC that are free.
   *
   * @param from the lowest to propose, 1 to 0xffff
   * @param count how many, from 1
   */
  public Optional<Immediate> hvcImmediates(int from, int count) {
    List<ClaimedImmediates> some =
        taken.stream()
            .filter(each -> each.conduits().contains(Conduit.HVC))
            .map(CallPattern::immediates)
            .toList();
    int first = from;
    while (first + count <= IMMEDIATES) {
      ClaimedImmediates wanted =
          new ClaimedImmediates(new Immediate(first, 16), new Immediate(first + count - 1, 16));
      OptionalInt hit =
          some.stream()
              .filter(wanted::overlaps)
              .flatMapToInt(each -> IntStream.of(each.to().value()))
              .max();
      if (hit.isEmpty()) {
        return Optional.of(wanted.from());
      }
      first = hit.getAsInt() + 1;
    }
    return Optional.empty();
  }
}
