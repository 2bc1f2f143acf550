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
import org.armcall.model.instruction.InstructionSet;

/**
 * Laws of A32 and T32 execution: arithmetic against integers without bounds, shifts against their
 * definitions in DDI 0487 F2.2, and that nothing reliable depends on an unreliable bit.
 */
final class Aarch32LawsTest {
  private static final Origin HERE = Origin.of("the test");
  private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(32);

  @Provide
  Arbitrary<Integer> words() {
    Arbitrary<Integer> edges =
        Arbitraries.of(
            0,
            1,
            2,
            -1,
            -2,
            Integer.MIN_VALUE,
            Integer.MIN_VALUE + 1,
            Integer.MAX_VALUE,
            0x80,
            0x8000);
    return Arbitraries.oneOf(
        edges, Arbitraries.integers(), Arbitraries.integers().between(-99, 99));
  }

  @Provide
  Arbitrary<InstructionSet> sets() {
    return Arbitraries.of(InstructionSet.A32, InstructionSet.T32);
  }

  private static FakeCore core(InstructionSet isa, int r1, int r2, boolean carry) {
    FakeCore core = new FakeCore();
    core.isa = isa;
    core.registers[1] = word(r1);
    core.registers[2] = word(r2);
    core.c = Truth.of(carry);
    return core;
  }

  private static Word word(int value) {
    return Word.of(Integer.toUnsignedLong(value));
  }

  /**
   * Carry is that the unsigned sum does not fit, overflow that the signed sum does not; a
   * subtraction adds the complement and the carry.
   */
  private static void checkSum(FakeCore core, String text, int left, int right, int carry) {
    core.run(text);
    long unsigned = Integer.toUnsignedLong(left) + Integer.toUnsignedLong(right) + carry;
    long signed = (long) left + right + carry;
    int result = (int) unsigned;
    assertEquals(Integer.toUnsignedLong(result), core.registers[0].value(), text);
    assertEquals(result < 0, core.n.value(), text + " N");
    assertEquals(result == 0, core.z.value(), text + " Z");
    assertEquals(unsigned >>> 32 != 0, core.c.value(), text + " C");
    assertEquals(signed != result, core.v.value(), text + " V");
  }

  @Property(tries = 200)
  void additionAndSubtractionSetFlagsByTheExactSum(
      @ForAll("sets") InstructionSet isa,
      @ForAll("words") int a,
      @ForAll("words") int b,
      @ForAll boolean c) {
    int carry = c ? 1 : 0;
    checkSum(core(isa, a, b, c), "adds r0, r1, r2", a, b, 0);
    checkSum(core(isa, a, b, c), "adcs r0, r1, r2", a, b, carry);
    checkSum(core(isa, a, b, c), "subs r0, r1, r2", a, ~b, 1);
    checkSum(core(isa, a, b, c), "sbcs r0, r1, r2", a, ~b, carry);
    checkSum(core(isa, a, b, c), "rsbs r0, r1, r2", b, ~a, 1);
    checkSum(core(isa, a, 5, c), "subs r0, r1, #5", a, ~5, 1);
    checkSum(core(isa, a, 0, c), "rsbs r0, r1, #0", 0, ~a, 1);
    checkSum(core(isa, a, 0, c), "adds r0, r1, #0xff00", a, 0xff00, 0);
    if (isa == InstructionSet.A32) {
      checkSum(core(isa, a, b, c), "rscs r0, r1, r2", b, ~a, carry);
    }
  }

  @Property(tries = 200)
  void comparisonsSetTheFlagsOfTheOperationThatTheyAre(
      @ForAll("sets") InstructionSet isa,
      @ForAll("words") int a,
      @ForAll("words") int b,
      @ForAll boolean c) {
    String[][] pairs = {
      {"cmp", "subs r0,"}, {"cmn", "adds r0,"}, {"tst", "ands r0,"}, {"teq", "eors r0,"}
    };
    for (String[] pair : pairs) {
      FakeCore compared = core(isa, a, b, c).run(pair[0] + " r1, r2");
      FakeCore computed = core(isa, a, b, c).run(pair[1] + " r1, r2");
      assertEquals(Word.ZERO, compared.registers[0], "a comparison writes no register");
      assertEquals(computed.n, compared.n);
      assertEquals(computed.z, compared.z);
      assertEquals(computed.c, compared.c);
      assertEquals(computed.v, compared.v);
    }
  }

  /** The result and the carry of a shift by its definition: LSL_C, LSR_C, ASR_C, ROR_C. */
  private static void checkShift(String name, FakeCore core, int value, int amount, boolean carry) {
    BigInteger unsigned = BigInteger.valueOf(Integer.toUnsignedLong(value));
    BigInteger shifted =
        switch (name) {
          case "lsl" -> unsigned.shiftLeft(amount).mod(LIMIT);
          case "lsr" -> unsigned.shiftRight(amount);
          case "asr" -> BigInteger.valueOf(value).shiftRight(amount).mod(LIMIT);
          default -> rotated(unsigned, amount);
        };
    boolean out =
        amount == 0
            ? carry
            : switch (name) {
              case "lsl" -> unsigned.shiftLeft(amount).testBit(32);
              case "lsr" -> unsigned.testBit(amount - 1);
              case "asr" -> BigInteger.valueOf(value).testBit(amount - 1);
              default -> shifted.testBit(31);
            };
    assertEquals(shifted.longValueExact(), core.registers[0].value(), name + " " + amount);
    assertEquals(out, core.c.value(), name + " " + amount + " carry");
    assertEquals(shifted.testBit(31), core.n.value());
    assertEquals(shifted.signum() == 0, core.z.value());
  }

  /** Bit by bit: the lowest goes to the top. */
  private static BigInteger rotated(BigInteger value, int amount) {
    BigInteger word = value;
    for (int step = 0; step < amount; step++) {
      boolean low = word.testBit(0);
      word = word.shiftRight(1);
      word = low ? word.setBit(31) : word;
    }
    return word;
  }

  @Property(tries = 200)
  void shiftsByARegisterAreTheirDefinitions(
      @ForAll("sets") InstructionSet isa,
      @ForAll("words") int value,
      @ForAll @IntRange(max = 255) int amount,
      @ForAll("words") int upper,
      @ForAll boolean carry) {
    for (String name : new String[] {"lsl", "lsr", "asr", "ror"}) {
      FakeCore core = core(isa, value, (upper & ~0xff) | amount, carry);
      checkShift(name, core.run(name + "s r0, r1, r2"), value, amount, carry);
    }
  }

  @Property(tries = 200)
  void shiftsByAConstantAreTheirDefinitions(
      @ForAll("sets") InstructionSet isa,
      @ForAll("words") int value,
      @ForAll @IntRange(min = 1, max = 32) int amount,
      @ForAll boolean carry) {
    for (String name : new String[] {"lsl", "lsr", "asr", "ror"}) {
      if (amount < 32 || name.equals("lsr") || name.equals("asr")) {
        FakeCore core = core(isa, value, 0, carry);
        checkShift(name, core.run(name + "s r0, r1, #" + amount), value, amount, carry);
        FakeCore operand = core(isa, value, 0, carry);
        operand.run("movs r0, r1, " + name + " #" + amount);
        checkShift(name, operand, value, amount, carry);
      }
    }
    FakeCore rotated = core(isa, value, 0, carry).run("rrxs r0, r1");
    assertEquals(
        Integer.toUnsignedLong(value >>> 1 | (carry ? 1 << 31 : 0)), rotated.registers[0].value());
    assertEquals((value & 1) != 0, rotated.c.value());
  }

  @Property(tries = 200)
  void multiplicationAndDivisionAreExact(
      @ForAll("sets") InstructionSet isa, @ForAll("words") int a, @ForAll("words") int b) {
    BigInteger x = BigInteger.valueOf(a);
    BigInteger y = BigInteger.valueOf(b);
    BigInteger ux = x.mod(LIMIT);
    BigInteger uy = y.mod(LIMIT);
    assertResult(isa, a, b, "mul r0, r1, r2", x.multiply(y).mod(LIMIT));
    assertResult(isa, a, b, "mla r0, r1, r2, r1", x.multiply(y).add(x).mod(LIMIT));
    assertResult(isa, a, b, "mls r0, r1, r2, r2", y.subtract(x.multiply(y)).mod(LIMIT));
    boolean zero = b == 0;
    assertResult(isa, a, b, "udiv r0, r1, r2", zero ? BigInteger.ZERO : ux.divide(uy));
    assertResult(isa, a, b, "sdiv r0, r1, r2", zero ? BigInteger.ZERO : x.divide(y).mod(LIMIT));
    assertResult(isa, a, b, "umull r0, r3, r1, r2", ux.multiply(uy).mod(LIMIT));
    assertResult(isa, a, b, "umull r3, r0, r1, r2", ux.multiply(uy).shiftRight(32));
    assertResult(isa, a, b, "smull r3, r0, r1, r2", x.multiply(y).shiftRight(32).mod(LIMIT));
  }

  private static void assertResult(
      InstructionSet isa, int a, int b, String text, BigInteger expected) {
    FakeCore core = core(isa, a, b, false).run(text);
    assertEquals(expected.longValueExact(), core.registers[0].value(), text);
  }

  @Property(tries = 200)
  void fieldsAndReversalsMoveBitsOneByOne(
      @ForAll("sets") InstructionSet isa,
      @ForAll("words") int a,
      @ForAll("words") int b,
      @ForAll @IntRange(max = 31) int low,
      @ForAll @IntRange(min = 1, max = 32) int wished) {
    int width = Math.min(wished, 32 - low);
    long extracted = 0;
    long inserted = Integer.toUnsignedLong(b);
    long cleared = inserted;
    for (int bit = 0; bit < width; bit++) {
      long one = a >>> bit & 1L;
      extracted |= (a >>> (low + bit) & 1L) << bit;
      inserted = (inserted & ~(1L << (low + bit))) | (one << (low + bit));
      cleared &= ~(1L << (low + bit));
    }
    String field = ", #" + low + ", #" + width;
    assertResult(isa, a, b, "ubfx r0, r1" + field, BigInteger.valueOf(extracted));
    boolean negative = (extracted >>> (width - 1) & 1) != 0;
    BigInteger signed = BigInteger.valueOf(negative ? extracted - (1L << width) : extracted);
    assertResult(isa, a, b, "sbfx r0, r1" + field, signed.mod(LIMIT));
    FakeCore bfi = core(isa, a, b, false).run("bfi r2, r1" + field);
    assertEquals(inserted, bfi.registers[2].value());
    FakeCore bfc = core(isa, a, b, false).run("bfc r2" + field);
    assertEquals(cleared, bfc.registers[2].value());
    BigInteger reversed = BigInteger.ZERO;
    BigInteger swapped = BigInteger.ZERO;
    for (int bit = 0; bit < 32; bit++) {
      if ((a >>> bit & 1) != 0) {
        reversed = reversed.setBit(31 - bit);
        swapped = swapped.setBit(24 - bit / 8 * 8 + bit % 8);
      }
    }
    assertResult(isa, a, b, "rbit r0, r1", reversed);
    assertResult(isa, a, b, "rev r0, r1", swapped);
    assertResult(isa, a, b, "sxtb r0, r1", BigInteger.valueOf((byte) a).mod(LIMIT));
    assertResult(isa, a, b, "sxth r0, r1", BigInteger.valueOf((short) a).mod(LIMIT));
    assertResult(isa, a, b, "uxtb r0, r1", BigInteger.valueOf(a & 0xff));
    assertResult(isa, a, b, "uxth r0, r1, ror #8", BigInteger.valueOf(a >>> 8 & 0xffff));
  }

  private static final String[] OPERATIONS = {
    "ands r0, r1, r2",
    "eors r0, r1, r2",
    "orrs r0, r1, r2",
    "bics r0, r1, r2",
    "mvns r0, r1",
    "adds r0, r1, r2",
    "subs r0, r1, r2",
    "rsbs r0, r1, r2",
    "adcs r0, r1, r2",
    "sbcs r0, r1, r2",
    "movs r0, r1, lsl #5",
    "movs r0, r1, lsr #32",
    "movs r0, r1, asr #7",
    "movs r0, r1, ror #9",
    "rrxs r0, r1",
    "lsls r0, r1, r2",
    "lsrs r0, r1, r2",
    "asrs r0, r1, r2",
    "rors r0, r1, r2",
    "eors r0, r1, r1",
    "subs r0, r1, r1",
    "adds r0, r1, r2, asr #3",
    "cmp r1, r2",
    "tst r1, #0xff",
    "mul r0, r1, r2",
    "umull r0, r3, r1, r2",
    "udiv r0, r1, r2",
    "sdiv r0, r1, r2",
    "clz r0, r1",
    "rev r0, r1",
    "rbit r0, r1",
    "revsh r0, r1",
    "ubfx r0, r1, #3, #9",
    "sbfx r0, r1, #3, #9",
    "bfi r0, r1, #3, #9",
    "sxth r0, r1, ror #8",
    "movt r1, #1"
  };

  /** Whatever an unreliable bit is, the reliable part of what comes out is the same. */
  @Property(tries = 200)
  void nothingReliableDependsOnAnUnreliableBit(
      @ForAll("sets") InstructionSet isa,
      @ForAll("words") int a,
      @ForAll("words") int b,
      @ForAll("words") int openA,
      @ForAll("words") int openB,
      @ForAll("words") int flip,
      @ForAll boolean carry,
      @ForAll boolean openCarry) {
    for (String text : OPERATIONS) {
      FakeCore one = new FakeCore();
      FakeCore other = new FakeCore();
      one.isa = isa;
      other.isa = isa;
      one.registers[1] = open(a, openA);
      one.registers[2] = open(b, openB);
      other.registers[1] = open(a ^ (flip & openA), openA);
      other.registers[2] = open(b ^ (flip & openB), openB);
      one.c = openCarry ? Truth.unreliable(carry, HERE) : Truth.of(carry);
      other.c = openCarry ? Truth.unreliable(!carry, HERE) : Truth.of(carry);
      one.run(text);
      other.run(text);
      for (int number = 0; number < 4; number++) {
        long differ = one.registers[number].value() ^ other.registers[number].value();
        long open = one.registers[number].unreliable() & other.registers[number].unreliable();
        assertEquals(0, differ & ~open, text + " r" + number);
      }
      assertSame(one.n, other.n, text + " N");
      assertSame(one.z, other.z, text + " Z");
      assertSame(one.c, other.c, text + " C");
      assertSame(one.v, other.v, text + " V");
    }
  }

  private static Word open(int value, int unreliable) {
    return new Word(Integer.toUnsignedLong(value), Integer.toUnsignedLong(unreliable), HERE);
  }

  private static void assertSame(Truth one, Truth other, String what) {
    assertTrue(one.value() == other.value() || (!one.reliable() && !other.reliable()), what);
  }
}
