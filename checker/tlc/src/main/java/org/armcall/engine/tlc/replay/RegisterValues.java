// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.replay;

import java.util.Arrays;
import org.armcall.model.convention.CallWidth;
import org.armcall.model.convention.ResultWord;
import org.armcall.model.function.FunctionId;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.IntervalValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;

/** The registers of one moment as the record that {@code TraceConvention.tla} describes. */
final class RegisterValues {
  private static final int KEPT = 1 << 11;
  private static final long LOW = 0xffff_ffffL;
  private static final int SMALLEST_CODE = -16;

  /** A value below this may be anybody's. */
  private static final long TELLING = 0x1_0000;

  private static final Records FID = new Records("fast", "wide", "oen", "reserved", "hint", "num");
  private static final Records REGISTERS =
      new Records(
          "st",
          "known",
          "w",
          "l",
          "low",
          "mid",
          "top",
          "telling",
          "sp",
          "fid",
          "upper",
          "n32",
          "n64",
          "err64",
          "narrow32",
          "narrow64",
          "ups",
          "zero",
          "asked",
          "even");
  private static final Value NONE = new Records("st").of(new StringValue("none"));
  private static final Value A32 = new StringValue("a32");
  private static final Value A64 = new StringValue("a64");
  private static final IntervalValue ALL_32 = new IntervalValue(0, 14);
  private static final IntervalValue ALL_64 = new IntervalValue(0, 30);
  private static final int FIRST_THREE = 0xe;

  private record Seen(boolean wide, int known, long[] words, boolean hasSp, Value value) {}

  private final Seen[] recent = new Seen[KEPT];
  private final Value[] identifiers = new Value[KEPT];
  private final int[] identified = new int[KEPT];
  private final Value[] sets = new Value[KEPT];
  private final int[] masks = new int[KEPT];

  /** Registers of which the first was not recorded. */
  Value none() {
    return NONE;
  }

  /**
   * Registers.
   *
   * @param wide whether they are of AArch64
   * @param known a bit for each that was recorded; bit 0 is set
   * @param words the registers by number, 0 where not recorded, and the stack pointer
   */
  Value of(boolean wide, int known, long[] words, boolean hasSp) {
    int slot = Arrays.hashCode(words) * 31 + known & KEPT - 1;
    Seen seen = recent[slot];
    if (seen != null
        && seen.known == known
        && seen.wide == wide
        && seen.hasSp == hasSp
        && Arrays.equals(seen.words, words)) {
      return seen.value;
    }
    Value value = build(wide, known, words, hasSp);
    recent[slot] = new Seen(wide, known, words.clone(), hasSp, value);
    return value;
  }

  private Value build(boolean wide, int known, long[] words, boolean hasSp) {
    int count = wide ? 31 : 15;
    Value[] whole = new Value[count];
    Value[] low = new Value[count];
    int telling = 0;
    int zero = 0;
    int upper = 0;
    for (int i = 0; i < count; i++) {
      long value = words[i];
      whole[i] = value == 0 ? WordValue.ZERO : WordValue.of(value);
      boolean isLow = value >>> 32 == 0;
      low[i] = isLow ? whole[i] : WordValue.of(value & LOW);
      upper |= isLow ? 0 : 1 << i;
      zero |= value == 0 ? 1 << i : 0;
      telling |= value >= TELLING || value < -TELLING ? 1 << i : 0;
    }
    int last = wide ? 18 : 4;
    long first = words[0];
    return REGISTERS.registers(
        wide ? A64 : A32,
        set(known),
        new FcnRcdValue(wide ? ALL_64 : ALL_32, whole),
        new FcnRcdValue(wide ? ALL_64 : ALL_32, low),
        part(whole, 1, 4),
        part(whole, 4, last),
        part(whole, last, count),
        set(telling & known),
        hasSp ? new TupleValue(WordValue.of(words[31])) : TupleValue.EmptyTuple,
        identifier((int) first),
        bool(first >>> 32 != 0),
        IntValue.gen((int) first),
        IntValue.gen(clipped(first)),
        bool(new ResultWord(first, CallWidth.CALL64).isError()),
        bool(isNarrow32(first)),
        bool(isNarrow64(first)),
        set(upper & known & FIRST_THREE),
        set(zero & known),
        identifier((int) words[1]),
        WordValue.of(words[2] & LOW & ~1L));
  }

  private static Value part(Value[] all, int from, int to) {
    return to == from ? TupleValue.EmptyTuple : new TupleValue(Arrays.copyOfRange(all, from, to));
  }

  private static Value bool(boolean value) {
    return value ? BoolValue.ValTrue : BoolValue.ValFalse;
  }

  private static int clipped(long value) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
  }

  private static boolean isNarrow32(long first) {
    long value = first & LOW;
    return value >>> 16 == 0 && isSmallError((short) value);
  }

  private static boolean isNarrow64(long first) {
    return first >>> 16 == 0 && isSmallError((short) first)
        || first >>> 32 == 0 && isSmallError((int) first);
  }

  private static boolean isSmallError(int code) {
    return code < 0 && code >= SMALLEST_CODE;
  }

  private Value identifier(int word) {
    int slot = word * 0x9e37_79b9 >>> 21;
    if (identifiers[slot] == null || identified[slot] != word) {
      FunctionId id = new FunctionId(word);
      identified[slot] = word;
      identifiers[slot] =
          FID.of(
              bool(id.isFast()),
              bool(id.is64Bit()),
              IntValue.gen(id.ownerNumber()),
              IntValue.gen(FunctionId.MUST_BE_ZERO.extract(word)),
              bool(FunctionId.SVE_HINT.extract(word) == 1),
              IntValue.gen(id.number()));
    }
    return identifiers[slot];
  }

  /** The numbers of the bits that are set. */
  private Value set(int mask) {
    int slot = mask * 0x9e37_79b9 >>> 21;
    if (sets[slot] == null || masks[slot] != mask) {
      Value[] numbers = new Value[Integer.bitCount(mask)];
      int next = 0;
      for (int i = 0; i < 32; i++) {
        if ((mask >>> i & 1) != 0) {
          numbers[next++] = IntValue.gen(i);
        }
      }
      masks[slot] = mask;
      sets[slot] = new SetEnumValue(numbers, true);
    }
    return sets[slot];
  }
}
