// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.guest;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.armcall.emulator.machine.Fill;
import org.armcall.emulator.memory.PageTables.Format;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Encoding;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.Flags;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;

/**
 * The generator of guests with a call.
 *
 * <p>The kind is drawn first, each as likely as any other; then numbers, of which about half are
 * edges; numbers are folded into the range that the kind has, so that nothing is thrown away. Edge
 * cases of jqwik's own would be the corners of all these numbers at once, thousands of them.
 */
public final class GuestCalls {
  /**
   * Immediates that something means or that are a limit: PSCI, the smallest other, the largest of
   * A32 and T32 SMC, Xen's, Jailhouse's, the highest bit alone, the largest.
   */
  static final List<Integer> IMMEDIATES = List.of(0, 1, 15, 0xea1, 0x4a48, 0x8000, 0xffff);

  /** Numbers from the start and, negative, from the end of a range. */
  private static final List<Long> ENDS = List.of(0L, 1L, -1L, -2L);

  /** More than any range has: an input address has 48 bits, the smallest page 12. */
  private static final long MANY = 1L << 36;

  private GuestCalls() {}

  /** Unconditional calls of every kind. */
  public static Arbitrary<GuestCall> all() {
    return of(kind -> true);
  }

  /** Unconditional calls of some kinds. */
  public static Arbitrary<GuestCall> of(Predicate<Kind> which) {
    return Combinators.combine(
            kinds(which), numbers(), plain(), fills(), Arbitraries.of(false, true))
        .as(GuestCalls::guest)
        .withoutEdgeCases();
  }

  /** T32 calls whose halves are on two pages. */
  public static Arbitrary<GuestCall> straddling(Predicate<Kind> which) {
    return of(kind -> kind.isa() == InstructionSet.T32 && which.test(kind))
        .map(GuestCall::acrossPages);
  }

  /** SMCs with every condition: in the encoding, or of an IT block that they are the last of. */
  public static Arbitrary<GuestCall> conditional(Predicate<Kind> which) {
    Predicate<Kind> can = kind -> kind.narrow() && kind.route() != Route.HVC && which.test(kind);
    return Combinators.combine(
            kinds(can), numbers(), conditions(), fills(), Arbitraries.of(false, true))
        .as(GuestCalls::guest)
        .withoutEdgeCases();
  }

  private static Arbitrary<Kind> kinds(Predicate<Kind> which) {
    return Arbitraries.of(Kind.ALL.stream().filter(which).toList());
  }

  /** Fills of UNKNOWN bits: none, all, and what looks random. */
  public static Arbitrary<Fill> fills() {
    return Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.of(Fill.ZEROS, Fill.ONES)),
        Tuple.of(1, Arbitraries.integers().between(0, 1000).map(Fill::seeded)));
  }

  /** 16 bits, biased to {@link #IMMEDIATES}. */
  public static Arbitrary<Integer> immediates() {
    return Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.of(IMMEDIATES)),
        Tuple.of(1, Arbitraries.integers().between(0, 0xffff)));
  }

  /**
   * What is folded into a place.
   *
   * @param immediate of the call
   * @param bits which size of input address
   * @param high the upper range of addresses, where there are two
   * @param page which page of the range
   * @param offset which place in the page
   * @param slot which page of memory
   * @param nextSlot which page of memory is behind it
   */
  private record Numbers(
      int immediate, int bits, boolean high, long page, long offset, long slot, long nextSlot) {}

  /**
   * What makes a call conditional.
   *
   * @param code 0 to 14, as encoded
   * @param block instructions of an IT block, 1 to 4, or 0
   * @param flags NZCV
   */
  private record When(int code, int block, int flags) {}

  private static Arbitrary<Long> places() {
    return Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.of(ENDS)), Tuple.of(1, Arbitraries.longs().between(0, MANY)));
  }

  private static Arbitrary<Numbers> numbers() {
    return Combinators.combine(
            immediates(),
            Arbitraries.integers().between(0, 4),
            Arbitraries.of(false, true),
            places(),
            places(),
            places(),
            places())
        .as(Numbers::new);
  }

  private static Arbitrary<When> plain() {
    return Arbitraries.just(new When(Condition.AL.code(), 0, 0));
  }

  /** AL too; a T32 block of AL is left out, because ITE is not written for it. */
  private static Arbitrary<When> conditions() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 14),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(0, 15))
        .as(When::new);
  }

  private static GuestCall guest(
      Kind kind, Numbers numbers, When when, Fill fill, boolean bigEndian) {
    boolean thumb = kind.isa() == InstructionSet.T32;
    int block = thumb && when.code() != Condition.AL.code() ? when.block() : 0;
    Condition condition = Condition.of(when.code());
    Encoding row = Encodings.of(kind.route().call(), kind.isa());
    int width = row.immediateWidth();
    CallInstruction instruction =
        new CallInstruction(
            kind.route().call(),
            kind.isa(),
            row.size(),
            new Immediate(numbers.immediate() & (1 << width) - 1, width),
            row.isConditional() ? Optional.of(condition) : Optional.empty(),
            0);
    boolean setup = condition != Condition.AL && kind.narrow();
    return new GuestCall(
        kind,
        place(kind, numbers, setup),
        instruction,
        block,
        condition,
        new Flags(when.flags()),
        // SCTLR_EL1.EE of AArch64 is that of the tables too, which scenarios have little-endian.
        bigEndian && kind.narrow(),
        fill);
  }

  private static Place place(Kind kind, Numbers numbers, boolean setup) {
    StageOne stageOne = kind.stageOne();
    long size = stageOne.size();
    int bits = stageOne.inputBits().get(numbers.bits() % stageOne.inputBits().size());
    long step = kind.isa() == InstructionSet.T32 ? 2 : 4;
    long first = setup ? GuestCall.SETUP : 0;
    long offset = first + fold(numbers.offset(), (size - first) / step) * step;
    long page = page(kind, numbers, bits);
    long next = kind.narrow() ? page + size & 0xffff_ffffL : page + size;
    if (stageOne == StageOne.OFF) {
      return new Place(stageOne, kind.stageTwo(), bits, page, next, offset, page, next);
    }
    long slots = Place.CODE_SIZE / size;
    long slot = fold(numbers.slot(), slots);
    long nextSlot = fold(numbers.nextSlot(), slots);
    if (nextSlot == slot || nextSlot == slot + 1) {
      nextSlot = (slot + 2) % slots;
    }
    return new Place(
        stageOne,
        kind.stageTwo(),
        bits,
        page,
        next,
        offset,
        Place.CODE + slot * size,
        Place.CODE + nextSlot * size);
  }

  /** A page that has another behind it; in AArch32 the last has the first. */
  private static long page(Kind kind, Numbers numbers, int bits) {
    long size = kind.stageOne().size();
    if (kind.stageOne() == StageOne.OFF) {
      boolean top = numbers.high() && numbers.page() < 0;
      return kind.narrow() && top
          ? Place.TOP + Place.EDGE_SIZE - size
          : Place.CODE + fold(numbers.page(), Place.CODE_SIZE / size - 1) * size;
    }
    if (!kind.narrow()) {
      long index = fold(numbers.page(), (1L << bits) / size - 1) * size;
      return numbers.high() ? index - (1L << bits) : index;
    }
    boolean belowSplit = bits < 32 && numbers.high() && numbers.page() < 0;
    if (kind.stageOne().format().get() == Format.SHORT && belowSplit) {
      return fold(numbers.page(), (1L << bits) / size) * size;
    }
    boolean all = bits == 32 || kind.stageOne().format().get() == Format.SHORT;
    if (all) {
      return fold(numbers.page(), (1L << 32) / size) * size;
    }
    long pages = (1L << bits) / size;
    return numbers.high()
        ? (1L << 32) - (1L << bits) + fold(numbers.page(), pages) * size
        : fold(numbers.page(), pages - 1) * size;
  }

  private static long fold(long number, long range) {
    return Math.floorMod(number, range);
  }
}
