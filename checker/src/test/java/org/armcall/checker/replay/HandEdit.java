// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Locale;
import java.util.function.LongUnaryOperator;

/** One field of one record, changed by hand: the lines that it is in, and the change. */
enum HandEdit {
  EC_IN_BOTH_PLACES("...with ESR") {
    @Override
    String change(String line) {
      // HVC becomes SMC, SMC and SVC become HVC and SMC: another call from the same state.
      int other =
          switch (ec(line) & 3) {
            case 1 -> 2;
            case 2 -> 3;
            default -> 2;
          };
      int ec = (ec(line) & ~3) | other;
      return esr(ec, (esr(line) & 0x3ffffff) | ((long) ec << 26));
    }
  },
  EC_OF_THE_OTHER_STATE("...with ESR") {
    @Override
    String change(String line) {
      return esr(ec(line) ^ 4, esr(line) ^ 4L << 26);
    }
  },
  EC_IN_ESR_ONLY("...with ESR") {
    @Override
    String change(String line) {
      return esr(ec(line), esr(line) ^ 1L << 26);
    }
  },
  IL("...with ESR") {
    @Override
    String change(String line) {
      return esr(ec(line), esr(line) ^ 1L << 25);
    }
  },
  RESERVED_BIT("...with ESR") {
    @Override
    String change(String line) {
      return esr(ec(line), esr(line) ^ 1L << 20);
    }
  },
  IMMEDIATE("...with ESR") {
    @Override
    String change(String line) {
      return esr(ec(line), esr(line) ^ 0x10);
    }
  },
  ELR_PLUS_4("...with ELR") {
    @Override
    String change(String line) {
      return number(line, "ELR 0x", elr -> elr + 4);
    }
  },
  ELR_MINUS_4("...with ELR") {
    @Override
    String change(String line) {
      return number(line, "ELR 0x", elr -> elr - 4);
    }
  },
  ELR_PLUS_1("...with ELR") {
    @Override
    String change(String line) {
      return number(line, "ELR 0x", elr -> elr + 1);
    }
  },
  TARGET_LEVEL("...from EL") {
    @Override
    String change(String line) {
      return number(line, "to EL", el -> el == 3 ? 2 : el + 1);
    }
  },
  ENTERED_LEVEL("...to EL") {
    @Override
    String change(String line) {
      return number(line, "to EL", el -> el == 3 ? 2 : el + 1);
    }
  },
  VECTOR_OF_THE_OTHER_STATE("...to EL") {
    @Override
    String change(String line) {
      return number(line, "PC 0x", pc -> pc ^ 0x200);
    }
  },
  VECTOR_OFFSET("...to EL") {
    @Override
    String change(String line) {
      return number(line, "PC 0x", pc -> pc + 0x80);
    }
  };

  private final String prefix;

  HandEdit(String prefix) {
    this.prefix = prefix;
  }

  /** How the line begins that the edit changes. */
  String prefix() {
    return prefix;
  }

  abstract String change(String line);

  private static int ec(String line) {
    return Integer.parseInt(line.substring(line.indexOf("0x") + 2, line.indexOf('/')), 16);
  }

  private static long esr(String line) {
    return Long.parseLong(line.substring(line.indexOf("/0x") + 3), 16);
  }

  private static String esr(int ec, long esr) {
    return String.format(Locale.ROOT, "...with ESR 0x%x/0x%x", ec, esr);
  }

  private static String number(String line, String before, LongUnaryOperator change) {
    int first = line.indexOf(before) + before.length();
    int last = line.indexOf(' ', first);
    String rest = last < 0 ? "" : line.substring(last);
    String digits = last < 0 ? line.substring(first) : line.substring(first, last);
    long value = change.applyAsLong(Long.parseUnsignedLong(digits, 16));
    return line.substring(0, first) + Long.toHexString(value) + rest;
  }
}
