// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.tarmac;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.SourceLine;

/** What the lines between two instructions of a processor say: of an exception, if one is taken. */
final class Between {
  private static final int LEVELS = 4;
  private static final int MOST_LINES = 8;

  private final OptionalLong[] syndrome = new OptionalLong[LEVELS];
  private final OptionalLong[] elr = new OptionalLong[LEVELS];
  private final OptionalLong[] spsr = new OptionalLong[LEVELS];
  private OptionalLong pstate = OptionalLong.empty();
  private OptionalLong bankedSpsr = OptionalLong.empty();
  private boolean link;
  private boolean event;
  private boolean empty;
  private Optional<ExceptionKind> kind = Optional.empty();
  private final List<SourceLine> lines = new ArrayList<>();

  Between() {
    empty = false;
    clear();
  }

  void clear() {
    if (empty) {
      return;
    }
    java.util.Arrays.fill(syndrome, OptionalLong.empty());
    java.util.Arrays.fill(elr, OptionalLong.empty());
    java.util.Arrays.fill(spsr, OptionalLong.empty());
    pstate = OptionalLong.empty();
    bankedSpsr = OptionalLong.empty();
    link = false;
    event = false;
    kind = Optional.empty();
    lines.clear();
    empty = true;
  }

  boolean isEmpty() {
    return empty;
  }

  /** A system register was written; false if it says nothing of an exception. */
  boolean wrote(String name, long value, SourceLine line) {
    String upper = name.toUpperCase(Locale.ROOT);
    boolean ours = true;
    if (upper.startsWith("ESR_EL") && level(upper) > 0) {
      syndrome[level(upper)] = OptionalLong.of(value);
    } else if (upper.startsWith("ELR_EL") && level(upper) > 0) {
      elr[level(upper)] = OptionalLong.of(value);
    } else if (upper.startsWith("SPSR_EL") && level(upper) > 0) {
      spsr[level(upper)] = OptionalLong.of(value);
    } else if (upper.equals("HSR")) {
      syndrome[2] = OptionalLong.of(value);
    } else if (upper.equals("ELR_HYP")) {
      elr[2] = OptionalLong.of(value);
    } else if (upper.equals("SPSR_HYP")) {
      spsr[2] = OptionalLong.of(value);
    } else if (upper.startsWith("SPSR_")) {
      bankedSpsr = OptionalLong.of(value);
    } else if (upper.startsWith("R14_")) {
      link = true;
    } else if (upper.equals("CPSR")) {
      pstate = OptionalLong.of(value);
    } else {
      ours = false;
    }
    if (ours) {
      keep(line);
    }
    return ours;
  }

  private static int level(String name) {
    int level = name.charAt(name.length() - 1) - '0';
    return level >= 1 && level <= 3 ? level : -1;
  }

  private void keep(SourceLine line) {
    empty = false;
    if (lines.size() < MOST_LINES) {
      lines.add(line);
    }
  }

  /** An event of the processor. */
  void event(String name, SourceLine line) {
    String upper = name.toUpperCase(Locale.ROOT);
    boolean change = upper.endsWith("MODECHANGE") || !upper.startsWith("COREEVENT");
    if (change) {
      return;
    }
    event = true;
    if (upper.endsWith("_SWI")) {
      kind = Optional.of(ExceptionKind.SVC);
    } else if (upper.contains("DATAABORT")) {
      kind = Optional.of(ExceptionKind.DATA_ABORT);
    } else if (upper.contains("PREFETCHABORT")) {
      kind = Optional.of(ExceptionKind.PREFETCH_ABORT);
    } else if (upper.contains("IRQ") || upper.contains("FIQ") || upper.contains("SERROR")) {
      kind = Optional.of(ExceptionKind.ASYNCHRONOUS);
    }
    keep(line);
  }

  /**
   * Whether an exception was taken: an event says so, or a return address and a saved state were
   * written at once. An instruction writes one of these at a time.
   */
  boolean isException(Optional<ExceptionLevel> to) {
    int level = to.map(ExceptionLevel::number).orElse(0);
    return event
        || bankedSpsr.isPresent() && link
        || elr[level].isPresent() && spsr[level].isPresent();
  }

  Optional<ExceptionKind> kind() {
    return kind;
  }

  OptionalLong syndrome(Optional<ExceptionLevel> to) {
    return syndrome[to.map(ExceptionLevel::number).orElse(0)];
  }

  OptionalLong elr(Optional<ExceptionLevel> to) {
    return elr[to.map(ExceptionLevel::number).orElse(0)];
  }

  OptionalLong spsr(Optional<ExceptionLevel> to) {
    OptionalLong own = spsr[to.map(ExceptionLevel::number).orElse(0)];
    return own.isPresent() ? own : bankedSpsr;
  }

  OptionalLong pstate() {
    return pstate;
  }

  List<SourceLine> lines() {
    return lines;
  }
}
