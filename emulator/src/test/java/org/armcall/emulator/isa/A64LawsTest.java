// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;

/** Arithmetic of A64 against integers without bounds, and what it makes of unreliable bits. */
final class A64LawsTest {
  private static final BigInteger ONE = BigInteger.ONE;

  @Provide
  Arbitrary<Long> numbers() {
    Arbitrary<Long> edges =
        Arbitraries.of(
            0L,
            1L,
            -1L,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            0x7fff_ffffL,
            0x8000_0000L,
            0xffff_ffffL,
            0x1_0000_0000L);
    return Arbitraries.oneOf(edges, Arbitraries.longs(), Arbitraries.longs().between(-100, 100));
  }

  private static BigInteger unsigned(long value, int width) {
    return BigInteger.valueOf(value).mod(ONE.shiftLeft(width));
  }

  private static BigInteger signed(long value, int width) {
    BigInteger low = unsigned(value, width);
    return low.testBit(width - 1) ? low.subtract(ONE.shiftLeft(width)) : low;
  }

  private static FakeCore with(long x1, long x2) {
    FakeCore core = new FakeCore();
    core.registers[1] = Word.of(x1);
    core.registers[2] = Word.of(x2);
    return core;
  }

  /** Checks a result and the flags of AddWithCarry: the exact sums and whether they fit. */
  private static void checkSum(
      FakeCore core, BigInteger unsignedSum, BigInteger signedSum, int width) {
    BigInteger result = unsignedSum.mod(ONE.shiftLeft(width));
    assertEquals(result, unsigned(core.registers[0].value(), 64), "result");
    assertEquals(result.testBit(width - 1), core.n.value(), "N");
    assertEquals(result.signum() == 0, core.z.value(), "Z");
    assertEquals(unsignedSum.bitLength() > width, core.c.value(), "C");
    assertEquals(signedSum.bitLength() >= width, core.v.value(), "V");
  }

  @Property
  void addsIsTheSumAndItsFlags(
      @ForAll("numbers") long a, @ForAll("numbers") long b, @ForAll boolean wide) {
    int width = wide ? 64 : 32;
    FakeCore core = with(a, b).run(wide ? "adds x0, x1, x2" : "adds w0, w1, w2");
    checkSum(
        core,
        unsigned(a, width).add(unsigned(b, width)),
        signed(a, width).add(signed(b, width)),
        width);
  }

  @Property
  void subsIsTheDifferenceAndCarryMeansNoBorrow(
      @ForAll("numbers") long a, @ForAll("numbers") long b, @ForAll boolean wide) {
    int width = wide ? 64 : 32;
    FakeCore core = with(a, b).run(wide ? "subs x0, x1, x2" : "subs w0, w1, w2");
    BigInteger difference = unsigned(a, width).subtract(unsigned(b, width));
    assertEquals(
        difference.mod(ONE.shiftLeft(width)), unsigned(core.registers[0].value(), 64), "result");
    assertEquals(difference.signum() >= 0, core.c.value(), "C");
    assertEquals(difference.signum() == 0, core.z.value(), "Z");
    assertEquals(
        signed(a, width).subtract(signed(b, width)).bitLength() >= width, core.v.value(), "V");
    // Signed comparison is N == V.
    assertEquals(
        signed(a, width).compareTo(signed(b, width)) >= 0, core.n.value() == core.v.value());
  }

  @Property
  void adcsAndSbcsChainToTwiceTheWidth(
      @ForAll("numbers") long low1,
      @ForAll("numbers") long high1,
      @ForAll("numbers") long low2,
      @ForAll("numbers") long high2) {
    BigInteger first = unsigned(high1, 64).shiftLeft(64).or(unsigned(low1, 64));
    BigInteger second = unsigned(high2, 64).shiftLeft(64).or(unsigned(low2, 64));
    FakeCore core = with(low1, low2);
    core.registers[3] = Word.of(high1);
    core.registers[4] = Word.of(high2);
    core.run("adds x5, x1, x2").run("adcs x6, x3, x4").run("subs x7, x1, x2").run("sbc x8, x3, x4");
    assertEquals(first.add(second).mod(ONE.shiftLeft(128)), pair(core, 5));
    assertEquals(first.subtract(second).mod(ONE.shiftLeft(128)), pair(core, 7));
  }

  private static BigInteger pair(FakeCore core, int low) {
    return unsigned(core.registers[low + 1].value(), 64)
        .shiftLeft(64)
        .or(unsigned(core.registers[low].value(), 64));
  }

  @Property
  void divisionRoundsToZeroAndByZeroIsZero(
      @ForAll("numbers") long a, @ForAll("numbers") long b, @ForAll boolean wide) {
    int width = wide ? 64 : 32;
    String registers = wide ? " x0, x1, x2" : " w0, w1, w2";
    BigInteger modulus = ONE.shiftLeft(width);
    FakeCore core = with(a, b).run("udiv" + registers);
    boolean byZero = unsigned(b, width).signum() == 0;
    assertEquals(
        byZero ? BigInteger.ZERO : unsigned(a, width).divide(unsigned(b, width)),
        unsigned(core.registers[0].value(), 64));
    core.run("sdiv" + registers);
    assertEquals(
        byZero ? BigInteger.ZERO : signed(a, width).divide(signed(b, width)).mod(modulus),
        unsigned(core.registers[0].value(), 64));
  }

  @Property
  void multiplyAddIsModular(
      @ForAll("numbers") long a, @ForAll("numbers") long b, @ForAll("numbers") long c) {
    FakeCore core = with(a, b);
    core.registers[3] = Word.of(c);
    BigInteger product = unsigned(a, 64).multiply(unsigned(b, 64));
    core.run("madd x0, x1, x2, x3");
    assertEquals(
        product.add(unsigned(c, 64)).mod(ONE.shiftLeft(64)),
        unsigned(core.registers[0].value(), 64));
    core.run("msub w0, w1, w2, w3");
    assertEquals(
        unsigned(c, 64).subtract(product).mod(ONE.shiftLeft(32)),
        unsigned(core.registers[0].value(), 64));
  }

  @Property
  void bitfieldsMoveBitsOneByOne(
      @ForAll("numbers") long source,
      @ForAll("numbers") long old,
      @ForAll @IntRange(max = 63) int low,
      @ForAll @IntRange(min = 1, max = 64) int count) {
    int width = Math.min(count, 64 - low);
    BigInteger field = unsigned(source, 64).shiftRight(low).mod(ONE.shiftLeft(width));
    BigInteger inserted = unsigned(source, 64).mod(ONE.shiftLeft(width)).shiftLeft(low);
    BigInteger hole =
        ONE.shiftLeft(width).subtract(ONE).shiftLeft(low).xor(ONE.shiftLeft(64).subtract(ONE));
    FakeCore core = with(source, 0);
    String numbers = ", #" + low + ", #" + width;
    core.registers[0] = Word.of(old);
    core.run("ubfx x3, x1" + numbers)
        .run("sbfx x4, x1" + numbers)
        .run("ubfiz x5, x1" + numbers)
        .run("bfi x0, x1" + numbers);
    assertEquals(field, unsigned(core.registers[3].value(), 64));
    assertEquals(signed(field.longValue(), width), signed(core.registers[4].value(), 64));
    assertEquals(inserted, unsigned(core.registers[5].value(), 64));
    assertEquals(unsigned(old, 64).and(hole).or(inserted), unsigned(core.registers[0].value(), 64));
  }

  @Property
  void shiftsByARegisterAreModuloTheWidth(
      @ForAll("numbers") long value, @ForAll("numbers") long distance) {
    int by = (int) (distance & 63);
    FakeCore core = with(value, distance);
    core.run("lsl x3, x1, x2").run("lsr x4, x1, x2").run("asr x5, x1, x2").run("ror x6, x1, x2");
    BigInteger all = unsigned(value, 64);
    BigInteger modulus = ONE.shiftLeft(64);
    assertEquals(all.shiftLeft(by).mod(modulus), unsigned(core.registers[3].value(), 64));
    assertEquals(all.shiftRight(by), unsigned(core.registers[4].value(), 64));
    assertEquals(
        signed(value, 64).shiftRight(by).mod(modulus), unsigned(core.registers[5].value(), 64));
    assertEquals(
        all.shiftRight(by).or(all.shiftLeft(64 - by)).mod(modulus),
        unsigned(core.registers[6].value(), 64));
  }

  @Property
  void countsAndReversals(@ForAll("numbers") long value) {
    FakeCore core = with(value, 0);
    core.run("clz x2, x1").run("clz w3, w1").run("rbit x4, x1").run("rev x5, x1");
    core.run("rev16 x6, x1").run("rev32 x7, x1").run("rev w8, w1");
    assertEquals(64 - unsigned(value, 64).bitLength(), core.registers[2].value());
    assertEquals(32 - unsigned(value, 32).bitLength(), core.registers[3].value());
    for (int bit = 0; bit < 64; bit++) {
      Truth expected = Word.of(value).bit(bit);
      assertEquals(expected, core.registers[4].bit(63 - bit));
      assertEquals(expected, core.registers[5].bit(56 - (bit & ~7) + (bit & 7)));
      assertEquals(expected, core.registers[6].bit(bit ^ 8));
      assertEquals(expected, core.registers[7].bit(bit ^ 24));
      assertEquals(bit < 32 ? expected : Truth.FALSE, core.registers[8].bit(bit ^ 24));
    }
  }

  @Property
  void conditionsAreTheComparisonsTheyAreNamedFor(
      @ForAll("numbers") long a, @ForAll("numbers") long b) {
    FakeCore core = with(a, b).run("cmp x1, x2");
    int unsigned = Long.compareUnsigned(a, b);
    int signed = Long.compare(a, b);
    assertEquals(unsigned == 0, holds(core, "eq"));
    assertEquals(unsigned != 0, holds(core, "ne"));
    assertEquals(unsigned >= 0, holds(core, "hs"));
    assertEquals(unsigned < 0, holds(core, "lo"));
    assertEquals(unsigned > 0, holds(core, "hi"));
    assertEquals(unsigned <= 0, holds(core, "ls"));
    assertEquals(signed >= 0, holds(core, "ge"));
    assertEquals(signed < 0, holds(core, "lt"));
    assertEquals(signed > 0, holds(core, "gt"));
    assertEquals(signed <= 0, holds(core, "le"));
  }

  private static boolean holds(FakeCore core, String condition) {
    core.events.clear();
    core.run("b." + condition + " .+8").run("cset w9, " + condition);
    boolean branched = core.events.equals(java.util.List.of("branch 8008"));
    assertEquals(branched, core.registers[9].value() == 1);
    return branched;
  }

  @Property
  void aSelectionByAnUnreliableFlagIsUnreliableWhereTheTwoDiffer(
      @ForAll("numbers") long a, @ForAll("numbers") long b, @ForAll boolean zero) {
    FakeCore core = with(a, b);
    core.z = Truth.unreliable(zero, Origin.of("a test"));
    core.run("csel x0, x1, x2, eq");
    assertEquals(zero ? a : b, core.registers[0].value());
    assertEquals(a ^ b, core.registers[0].unreliable());
    assertTrue(core.events.isEmpty(), "a selection is no decision");
  }

  /**
   * Whatever an instruction computes from other values of the unreliable bits differs there only.
   */
  @Property
  void unreliableBitsReachUnreliableBitsOnly(
      @ForAll("numbers") long a,
      @ForAll("numbers") long b,
      @ForAll("numbers") long mask,
      @ForAll long fill,
      @ForAll("instructions") String instruction) {
    FakeCore first = with(a, b);
    FakeCore second = with((a & ~mask) | (fill & mask), b);
    Origin origin = Origin.of("a test");
    first.registers[1] = first.registers[1].withUnreliable(mask, origin);
    second.registers[1] = second.registers[1].withUnreliable(mask, origin);
    first.run(instruction);
    second.run(instruction);
    Word one = first.registers[0];
    Word other = second.registers[0];
    assertEquals(one.unreliable(), other.unreliable(), "the same bits are open");
    assertEquals(0, (one.value() ^ other.value()) & ~one.unreliable(), instruction);
    assertSameIfReliable(first.n, second.n);
    assertSameIfReliable(first.z, second.z);
    assertSameIfReliable(first.c, second.c);
    assertSameIfReliable(first.v, second.v);
  }

  @Provide
  Arbitrary<String> instructions() {
    return Arbitraries.of(
        "adds x0, x1, x2",
        "subs x0, x2, x1",
        "subs w0, w1, w2",
        "adds w0, w2, w1, sxtb #2",
        "and x0, x1, x2",
        "bics x0, x2, x1, lsr #3",
        "orn x0, x1, x2",
        "eon w0, w1, w2, ror #7",
        "eor x0, x1, #0xff00ff00ff00ff00",
        "madd x0, x1, x2, x1",
        "msub w0, w2, w2, w1",
        "udiv x0, x1, x2",
        "sdiv w0, w2, w1",
        "clz x0, x1",
        "rbit w0, w1",
        "rev16 x0, x1",
        "lsl x0, x1, x2",
        "asr w0, w2, w1",
        "ror x0, x1, #13",
        "asr x0, x1, #60",
        "sbfx x0, x1, #3, #17",
        "bfi x0, x1, #5, #11",
        "ubfiz w0, w1, #30, #2",
        "csneg x0, x1, x2, ne",
        "cinc w0, w1, eq",
        "movk x0, #1, lsl #32",
        "sxtw x0, w1",
        "extr x0, x1, x2, #9",
        "tst x1, x2",
        "cmp x1, x1",
        "eor w0, w1, w1",
        "sub x0, x1, x1",
        "ngcs x0, x1");
  }

  private static void assertSameIfReliable(Truth one, Truth other) {
    if (one.reliable() && other.reliable()) {
      assertEquals(one.value(), other.value());
    }
  }
}
