// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.Mode;

/**
 * What loads and stores of several registers do in A32 and T32 (DDI 0487 F5.1, LDM, STM, RFE, SRS):
 * the lowest register is at the lowest address.
 */
final class BlockSteps {
  private static final Origin UNKNOWN_BASE =
      Origin.of("the base register stored by an STM that changes it and does not store it first");

  private BlockSteps() {}

  /** Where the block lies relative to the base. */
  enum Order {
    /** Increment after: it begins at the base. */
    IA(1, 0),
    /** Increment before. */
    IB(1, 4),
    /** Decrement after: it ends at the base. */
    DA(-1, 4),
    /** Decrement before. */
    DB(-1, 0);

    private final int direction;
    private final int skip;

    Order(int direction, int skip) {
      this.direction = direction;
      this.skip = skip;
    }

    /** The order of the bits P (before) and U (up) of an encoding. */
    static Order of(boolean p, boolean u) {
      return u ? (p ? IB : IA) : (p ? DB : DA);
    }

    private Word lowest(Word base, int bytes) {
      return base.plus(direction > 0 ? skip : skip - bytes).low(32);
    }

    private Word after(Word base, int bytes) {
      return base.plus((long) direction * bytes).low(32);
    }
  }

  /** LDM; with PC in the list it branches. */
  static Step load(Order order, int base, boolean writeBack, int list) {
    int bytes = 4 * Integer.bitCount(list);
    return core -> {
      Word start = core.register(base).low(32);
      Word[] loaded = loadAll(core, order.lowest(start, bytes), list);
      if (writeBack) {
        core.register(base, order.after(start, bytes));
      }
      int next = 0;
      for (int rest = list; rest != 0; rest &= rest - 1) {
        Aarch32.writeLoaded(core, Integer.numberOfTrailingZeros(rest), loaded[next++]);
      }
    };
  }

  /** LDM with PC and the {@code ^}: an exception return. */
  static Step loadAndReturn(Order order, int base, boolean writeBack, int list) {
    int bytes = 4 * Integer.bitCount(list);
    return Aarch32.notInHyp(
        core -> {
          Word start = core.register(base).low(32);
          Word[] loaded = loadAll(core, order.lowest(start, bytes), list);
          if (writeBack) {
            core.register(base, order.after(start, bytes));
          }
          int next = 0;
          for (int rest = list & 0x7fff; rest != 0; rest &= rest - 1) {
            core.register(Integer.numberOfTrailingZeros(rest), loaded[next++]);
          }
          core.exceptionReturn(loaded[next]);
        });
  }

  /** LDM of the User mode registers. */
  static Step loadUser(Order order, int base, int list) {
    int bytes = 4 * Integer.bitCount(list);
    return Aarch32.notInHyp(
        core -> {
          Word start = core.register(base).low(32);
          Word[] loaded = loadAll(core, order.lowest(start, bytes), list);
          int next = 0;
          for (int rest = list; rest != 0; rest &= rest - 1) {
            int number = Integer.numberOfTrailingZeros(rest);
            if (number < 8) {
              core.register(number, loaded[next++]);
            } else {
              core.banked(Mode.USR, number, loaded[next++]);
            }
          }
        });
  }

  private static Word[] loadAll(Core core, Word lowest, int list) {
    core.aligned(lowest, 4, false);
    Word[] loaded = new Word[Integer.bitCount(list)];
    for (int index = 0; index < loaded.length; index++) {
      loaded[index] = core.load(lowest.plus(4L * index).low(32), 4);
    }
    return loaded;
  }

  /** STM. A base that is changed and not the first of the list is stored as UNKNOWN. */
  static Step store(Order order, int base, boolean writeBack, int list) {
    int bytes = 4 * Integer.bitCount(list);
    boolean unknownBase = writeBack && (list & (1 << base) - 1) != 0;
    return core -> {
      Word start = core.register(base).low(32);
      Word address = order.lowest(start, bytes);
      core.aligned(address, 4, true);
      for (int rest = list; rest != 0; rest &= rest - 1) {
        int number = Integer.numberOfTrailingZeros(rest);
        Word value = Aarch32.read(core, number);
        core.store(
            address,
            4,
            unknownBase && number == base
                ? value.withUnreliable(Word.mask(32), UNKNOWN_BASE)
                : value);
        address = address.plus(4).low(32);
      }
      if (writeBack) {
        core.register(base, order.after(start, bytes));
      }
    };
  }

  /** STM of the User mode registers. */
  static Step storeUser(Order order, int base, int list) {
    int bytes = 4 * Integer.bitCount(list);
    return Aarch32.notInHyp(
        core -> {
          Word address = order.lowest(core.register(base).low(32), bytes);
          core.aligned(address, 4, true);
          for (int rest = list; rest != 0; rest &= rest - 1) {
            int number = Integer.numberOfTrailingZeros(rest);
            boolean banked = number >= 8 && number != Aarch32.PC;
            core.store(
                address,
                4,
                banked ? core.banked(Mode.USR, number).low(32) : Aarch32.read(core, number));
            address = address.plus(4).low(32);
          }
        });
  }

  /** RFE: loads PC and CPSR and returns there. */
  static Step returnFrom(Order order, int base, boolean writeBack) {
    return Aarch32.notInHyp(
        core -> {
          Word start = core.register(base).low(32);
          Word address = order.lowest(start, 8);
          core.aligned(address, 4, false);
          Word target = core.load(address, 4);
          Word status = core.load(address.plus(4).low(32), 4);
          if (writeBack) {
            core.register(base, order.after(start, 8));
          }
          core.exceptionReturn(target, status);
        });
  }

  /** SRS: stores LR and SPSR on the stack of a mode. */
  static Step storeReturnState(Order order, Mode mode, boolean writeBack) {
    return Aarch32.notInHyp(
        core -> {
          Word start = core.banked(mode, Aarch32.SP).low(32);
          Word address = order.lowest(start, 8);
          core.aligned(address, 4, true);
          core.store(address, 4, Aarch32.read(core, Aarch32.LR));
          core.store(address.plus(4).low(32), 4, core.spsr().low(32));
          if (writeBack) {
            core.banked(mode, Aarch32.SP, order.after(start, 8));
          }
        });
  }
}
