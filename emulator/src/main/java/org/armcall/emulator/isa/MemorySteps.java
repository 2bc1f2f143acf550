// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import org.armcall.emulator.word.Word;

/** What loads and stores of one or two registers do in A32 and T32 (DDI 0487 F5.1). */
final class MemorySteps {
  private MemorySteps() {}

  /** When the base register is changed, and which address is used. */
  enum Index {
    /** Base and offset; the base stays. */
    OFFSET,
    /** Base and offset; the base becomes the sum. */
    PRE,
    /** The base; the base becomes the sum afterwards. */
    POST;

    /** The mode of the bits P and W of an encoding. */
    static Index of(boolean p, boolean w) {
      return p ? (w ? PRE : OFFSET) : POST;
    }
  }

  /** A distance from the base. */
  sealed interface Offset {
    /** The address at that distance, 32 bits. */
    Word from(Core core, Word base);

    /** A constant. */
    record Fixed(long distance) implements Offset {
      @Override
      public Word from(Core core, Word base) {
        return distance == 0 ? base : base.plus(distance).low(32);
      }
    }

    /** A register, possibly shifted, added or subtracted. */
    record Indexed(ShifterOperand operand, boolean add) implements Offset {
      @Override
      public Word from(Core core, Word base) {
        Word by = operand.value(core);
        return (add ? base.plus(by) : base.minus(by)).low(32);
      }
    }

    /** A constant that is added or subtracted. */
    static Offset fixed(boolean add, long distance) {
      return new Fixed(add ? distance : -distance);
    }
  }

  /**
   * Where a transfer goes.
   *
   * @param base the register; PC is aligned to four first
   * @param offset the distance from it
   * @param index what becomes of the base
   */
  record Place(int base, Offset offset, Index index) {
    private Word base(Core core) {
      return base == Aarch32.PC ? Word.of(Aarch32.literalBase(core)) : Aarch32.read(core, base);
    }

    private void update(Core core, Word sum) {
      if (index != Index.OFFSET) {
        core.register(base, sum);
      }
    }
  }

  /** What is loaded or stored: its size in bytes and whether it is signed. */
  enum Size {
    WORD(4, false),
    BYTE(1, false),
    HALFWORD(2, false),
    SIGNED_BYTE(1, true),
    SIGNED_HALFWORD(2, true);

    private final int bytes;
    private final boolean signed;

    Size(int bytes, boolean signed) {
      this.bytes = bytes;
      this.signed = signed;
    }

    private Word extended(Word loaded) {
      return signed ? loaded.signExtended(8 * bytes).low(32) : loaded;
    }
  }

  /** Loads a register; the base is changed only when the access was not stopped. */
  static Step load(Size size, int target, Place place) {
    Step step =
        core -> {
          Word base = place.base(core);
          Word sum = place.offset.from(core, base);
          Word loaded = core.load(place.index == Index.POST ? base : sum, size.bytes);
          place.update(core, sum);
          Aarch32.writeLoaded(core, target, size.extended(loaded));
        };
    return described(step, size, target, place);
  }

  /** Stores a register. */
  static Step store(Size size, int source, Place place) {
    Step step =
        core -> {
          Word base = place.base(core);
          Word sum = place.offset.from(core, base);
          Word value = Aarch32.read(core, source).low(8 * size.bytes);
          core.store(place.index == Index.POST ? base : sum, size.bytes, value);
          place.update(core, sum);
        };
    return described(step, size, source, place);
  }

  /** Neither writeback nor PC is described by a syndrome. */
  private static Step described(Step step, Size size, int register, Place place) {
    return place.index == Index.OFFSET && register != Aarch32.PC
        ? new Transfer(size.bytes, size.signed, register, false, false).of(step)
        : step;
  }

  /** LDRD: two words, the lower address to the first register. */
  static Step loadPair(int first, int second, Place place) {
    return core -> {
      Word base = place.base(core);
      Word sum = place.offset.from(core, base);
      Word address = place.index == Index.POST ? base : sum;
      core.aligned(address, 4, false);
      Word low = core.load(address, 4);
      Word high = core.load(address.plus(4).low(32), 4);
      place.update(core, sum);
      core.register(first, low);
      core.register(second, high);
    };
  }

  /** STRD. */
  static Step storePair(int first, int second, Place place) {
    return core -> {
      Word base = place.base(core);
      Word sum = place.offset.from(core, base);
      Word address = place.index == Index.POST ? base : sum;
      core.aligned(address, 4, true);
      core.store(address, 4, Aarch32.read(core, first));
      core.store(address.plus(4).low(32), 4, Aarch32.read(core, second));
      place.update(core, sum);
    };
  }

  /** LDREX, LDREXB, LDREXH. */
  static Step loadExclusive(int bytes, int target, int base, int offset) {
    return core -> {
      Word address = Aarch32.read(core, base).plus(offset).low(32);
      core.register(target, core.loadExclusive(address, bytes));
    };
  }

  /** STREX, STREXB, STREXH. */
  static Step storeExclusive(int bytes, int status, int source, int base, int offset) {
    return core -> {
      Word address = Aarch32.read(core, base).plus(offset).low(32);
      Word value = Aarch32.read(core, source).low(8 * bytes);
      core.register(status, core.storeExclusive(address, bytes, value));
    };
  }

  /** LDREXD: the word at the lower address goes to the first register. */
  static Step loadExclusivePair(int first, int second, int base) {
    return core -> {
      Word both = core.loadExclusive(Aarch32.read(core, base), 8);
      boolean big = isBigEndian(core);
      core.register(first, big ? both.bits(63, 32) : both.low(32));
      core.register(second, big ? both.low(32) : both.bits(63, 32));
    };
  }

  /** STREXD. */
  static Step storeExclusivePair(int status, int first, int second, int base) {
    return core -> {
      boolean big = isBigEndian(core);
      Word low = Aarch32.read(core, big ? second : first);
      Word high = Aarch32.read(core, big ? first : second);
      Word both = low.or(high.shiftLeft(32));
      core.register(status, core.storeExclusive(Aarch32.read(core, base), 8, both));
    };
  }

  private static boolean isBigEndian(Core core) {
    return (core.cpsr().value() & 0x200) != 0;
  }
}
