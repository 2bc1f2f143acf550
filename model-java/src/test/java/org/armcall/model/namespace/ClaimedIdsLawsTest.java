// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.armcall.model.function.FunctionId;

/**
 * Claimed numbers are sets of 32-bit words. The laws look at every word that can be a member: the
 * sets of a run have their members among 256 words, which differ in the low eight bits, or in the
 * high eight with the sign among them.
 */
final class ClaimedIdsLawsTest {
  private static FunctionId id(int value) {
    return new FunctionId(value);
  }

  /** Sets that have members in the window only. */
  @Provide
  Arbitrary<ClaimedIds> small() {
    Arbitrary<Integer> low = Arbitraries.integers().between(0, 255);
    Arbitrary<ClaimedIds> ranges =
        Combinators.combine(low, low)
            .as(
                (one, other) ->
                    new ClaimedIds.Range(id(Math.min(one, other)), id(Math.max(one, other))));
    Arbitrary<ClaimedIds> masks =
        Combinators.combine(low, low)
            .as((mask, value) -> new ClaimedIds.Masked(mask | ~0xff, value & mask));
    return Arbitraries.oneOf(ranges, masks);
  }

  /** The same set with its top 24 bits elsewhere. */
  private static ClaimedIds moved(ClaimedIds ids, int top) {
    if (ids instanceof ClaimedIds.Masked masked) {
      return new ClaimedIds.Masked(masked.mask(), masked.value() | top << 8);
    }
    return new ClaimedIds.Range(
        id(ids.lowest().value() | top << 8), id(ids.highest().value() | top << 8));
  }

  private static boolean isMember(ClaimedIds ids, int word) {
    if (ids instanceof ClaimedIds.Masked masked) {
      return (word & masked.mask()) == masked.value();
    }
    long unsigned = Integer.toUnsignedLong(word);
    return unsigned >= Integer.toUnsignedLong(ids.lowest().value())
        && unsigned <= Integer.toUnsignedLong(ids.highest().value());
  }

  @Property
  void theFirstCommonNumberIsTheSmallestOfBoth(
      @ForAll("small") ClaimedIds first,
      @ForAll("small") ClaimedIds second,
      @ForAll @IntRange(max = 0xff_ffff) int top) {
    ClaimedIds one = moved(first, top);
    ClaimedIds other = moved(second, top);
    Optional<FunctionId> expected =
        IntStream.range(0, 256)
            .map(low -> low | top << 8)
            .filter(word -> isMember(one, word) && isMember(other, word))
            .mapToObj(FunctionId::new)
            .findFirst();
    assertEquals(expected, one.firstCommon(other));
    assertEquals(expected, other.firstCommon(one));
  }

  @Property
  void theFirstFromAFloorIsTheSmallestMemberThatIsNotBelowIt(
      @ForAll("small") ClaimedIds small,
      @ForAll @IntRange(max = 0xff_ffff) int top,
      @ForAll @IntRange(max = 255) int floor) {
    ClaimedIds ids = moved(small, top);
    Optional<FunctionId> expected =
        IntStream.range(floor, 256)
            .map(low -> low | top << 8)
            .filter(word -> isMember(ids, word))
            .mapToObj(FunctionId::new)
            .findFirst();
    assertEquals(expected, ids.firstFrom(id(floor | top << 8)));
  }

  @Property
  void masksOfTheHighBitsAreUnsignedToo(
      @ForAll @IntRange(max = 255) int mask,
      @ForAll @IntRange(max = 255) int value,
      @ForAll @IntRange(max = 0xff_ffff) int low,
      @ForAll int one,
      @ForAll int other) {
    ClaimedIds masked = new ClaimedIds.Masked(mask << 24 | 0xff_ffff, (value & mask) << 24 | low);
    boolean ordered = Integer.compareUnsigned(one, other) <= 0;
    ClaimedIds range = new ClaimedIds.Range(id(ordered ? one : other), id(ordered ? other : one));
    List<FunctionId> members =
        IntStream.range(0, 256)
            .map(high -> high << 24 | low)
            .filter(word -> isMember(masked, word))
            .mapToObj(FunctionId::new)
            .toList();
    assertEquals(
        members.stream().filter(each -> isMember(range, each.value())).findFirst(),
        masked.firstCommon(range));
    assertEquals(
        members.stream()
            .filter(each -> Integer.compareUnsigned(each.value(), one) >= 0)
            .findFirst(),
        masked.firstFrom(id(one)));
    assertEquals(members.get(0), masked.lowest());
    assertEquals(members.get(members.size() - 1), masked.highest());
  }

  @Property
  void aNumberIsContainedWhenItIsAMember(
      @ForAll int mask, @ForAll int value, @ForAll int word, @ForAll boolean hit) {
    ClaimedIds ids = new ClaimedIds.Masked(mask, value & mask);
    int probe = hit ? word & ~mask | value & mask : word;
    assertEquals((probe & mask) == (value & mask), ids.contains(id(probe)));
  }

  /** The one order that matters: 0x80000000 is above 0x7fffffff. */
  @Example
  void numbersAreUnsigned() {
    ClaimedIds middle = new ClaimedIds.Range(id(0x7fff_ffff), id(0x8000_0000));
    assertTrue(middle.contains(id(0x7fff_ffff)));
    assertTrue(middle.contains(id(0x8000_0000)));
    assertFalse(middle.contains(id(0)));
    assertFalse(middle.contains(id(-1)));
    assertTrue(ClaimedIds.Range.ANY.contains(id(-1)));
    assertTrue(middle.within(id(0x2000_0000), id(0x9000_0000)));
    assertFalse(middle.within(id(0x2000_0000), id(0x7fff_ffff)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ClaimedIds.Range(id(0x8000_0000), id(0x7fff_ffff)));
  }

  @Example
  void aValueOutsideItsMaskIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ClaimedIds.Masked(0xff0, 0x221));
  }

  @Example
  void theTextSaysWhichNumbers() {
    assertEquals("0x84000005", ClaimedIds.one(id(0x8400_0005)).text());
    assertEquals(
        "0x84000000 to 0x8400001f", new ClaimedIds.Range(id(0x8400_0000), id(0x8400_001f)).text());
    assertEquals(
        "0x00000220 under the mask 0x00000ff0", new ClaimedIds.Masked(0xff0, 0x220).text());
    assertEquals("any number", ClaimedIds.Range.ANY.text());
  }
}
