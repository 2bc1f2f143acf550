// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.emulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.armcall.checker.decode.SyndromeText;
import org.armcall.checker.replay.Judgement;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.machine.MachineListener;
import org.armcall.emulator.scenario.TraceRecorder;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExecutionState;

/**
 * A run as text: each event with its line of the canonical trace, its registers and its syndrome.
 * Digits of which a bit is not known are written {@code ?}.
 */
final class RunText implements MachineListener {
  /** A longer run is for programs. */
  private static final int MOST = 2_000;

  private static final int DIGIT = 4;

  /** The bits above are of no call. */
  private static final long SYNDROME = 0xffff_ffffL;

  private final List<Judgement> violations;
  private final List<String> lines = new ArrayList<>();

  /** The header is the first line of a trace. */
  private long line = 1;

  private final TraceRecorder recorder = new TraceRecorder(event -> line++);
  private long left;

  /**
   * A text.
   *
   * @param violations what replay found, to stand below the events that it is about
   */
  RunText(List<Judgement> violations) {
    this.violations = violations;
  }

  List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    if (left > 0) {
      all.add("  and " + left + " events more, which are in the trace");
    }
    return all;
  }

  @Override
  public void heard(MachineEvent event) {
    long before = line;
    recorder.heard(event);
    if (line == before) {
      return;
    }
    if (lines.size() > MOST) {
      left++;
      return;
    }
    text(event);
    violations.stream()
        .filter(found -> found.line() == line)
        .forEach(
            found -> {
              more("^ breaks " + found.rule().id());
              more("  expected " + found.expected());
              more("  seen     " + found.observed());
            });
  }

  private void first(int cpu, String format, Object... values) {
    lines.add(
        String.format(
            Locale.ROOT, "%5d  cpu%d  %s", line, cpu, String.format(Locale.ROOT, format, values)));
  }

  private void more(String text) {
    lines.add("             " + text);
  }

  private void text(MachineEvent event) {
    if (event instanceof MachineEvent.Called called) {
      first(
          called.cpu(),
          "EL%d, %s: %s at 0x%x, word %s: %s",
          called.state().level().number(),
          called.instruction().isa().text().toUpperCase(Locale.ROOT),
          called.instruction().text(),
          called.address(),
          called.word().text(),
          called.outcome().kind());
      registers(called.registers(), called.instruction().isa() == InstructionSet.A64);
      controls(called);
    } else if (event instanceof MachineEvent.Entered entered) {
      entered(entered);
    } else if (event instanceof MachineEvent.Returned back) {
      first(
          back.cpu(),
          "returns from EL%d to EL%d, goes on at 0x%x%s",
          back.from().number(),
          back.to().number(),
          back.address(),
          back.illegal() ? "; an illegal exception return" : "");
      registers(back.registers(), back.toState() == ExecutionState.AARCH64);
    } else if (event instanceof MachineEvent.Undefined undefined) {
      first(
          undefined.cpu(),
          "0x%x, word %s, is UNDEFINED",
          undefined.address(),
          undefined.word().text());
    } else if (event instanceof MachineEvent.Skipped skipped) {
      first(
          skipped.cpu(),
          "%s at 0x%x fails its condition: it is no call",
          skipped.call().text(),
          skipped.address());
    } else if (event instanceof MachineEvent.Fetched fetched) {
      first(
          fetched.cpu(),
          "the handler reads the code at 0x%x (physical 0x%x): %s",
          fetched.virtual(),
          fetched.physical(),
          bytes(fetched.bytes()));
    } else if (event instanceof MachineEvent.Decided decided) {
      first(decided.cpu(), "%s", EmulationText.words(decided));
    } else if (event instanceof MachineEvent.Relied relied) {
      first(relied.reliance().cpu(), "%s", relied.reliance().text());
    } else if (event instanceof MachineEvent.DeviceActed device) {
      lines.add(String.format(Locale.ROOT, "%5d  %s: %s", line, device.device(), device.what()));
    } else if (event instanceof MachineEvent.Paused paused) {
      first(paused.cpu(), "%s cpu%d", paused.paused() ? "pauses" : "resumes", paused.other());
    } else if (event instanceof MachineEvent.Powered powered) {
      first(powered.cpu(), "powers cpu%d %s", powered.other(), powered.on() ? "on" : "off");
    } else if (event instanceof MachineEvent.NotModelled word) {
      first(word.cpu(), "word %s at 0x%x is not modelled", word.word().text(), word.address());
    }
  }

  private void entered(MachineEvent.Entered entered) {
    first(
        entered.cpu(),
        "taken from EL%d to EL%d (%s), goes on at 0x%x",
        entered.from().number(),
        entered.entry().target().number(),
        entered.cause().text(),
        entered.vector());
    entered
        .syndrome()
        .ifPresent(
            word -> {
              more(
                  "syndrome " + digits(word, 32) + "  " + SyndromeText.oneLine((int) word.value()));
              unknown(word);
            });
    more(
        "returns to "
            + digits(entered.returnAddress(), 64)
            + ", SPSR "
            + digits(entered.status(), 32));
  }

  private void unknown(Word word) {
    if (!word.isReliable()) {
      more(String.format(Locale.ROOT, "  not known: bits 0x%x", word.unreliable() & SYNDROME));
      word.origin().sources().forEach(source -> more("    " + source));
    }
  }

  /** Those that are known, and which are not. */
  private void registers(List<Word> words, boolean wide) {
    List<String> known = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (int number = 0; number < words.size(); number++) {
      String name = (wide ? "x" : "r") + number;
      Word word = words.get(number);
      if (word.isReliable()) {
        known.add(name + " " + digits(word, 64));
      } else {
        unknown.add(name);
      }
    }
    for (int at = 0; at < known.size(); at += DIGIT) {
      more(String.join("  ", known.subList(at, Math.min(known.size(), at + DIGIT))));
    }
    if (!unknown.isEmpty()) {
      String list =
          unknown.size() > 2
              ? unknown.size() + " registers from " + unknown.get(0)
              : String.join(", ", unknown);
      more("not known: " + list + (unknown.size() > 2 ? " to " + last(unknown) : ""));
    }
  }

  private static String last(List<String> names) {
    return names.get(names.size() - 1);
  }

  private void controls(MachineEvent.Called called) {
    List<String> all =
        called.controls().entrySet().stream()
            .sorted(Comparator.comparing(entry -> entry.getKey().text()))
            .map(entry -> control(entry.getKey(), entry.getValue()))
            .toList();
    if (!all.isEmpty()) {
      more(String.join("  ", all));
    }
  }

  private static String control(SystemRegister register, Word word) {
    return register.text() + " " + digits(word, 64);
  }

  /** Hexadecimal, with {@code ?} for a digit of which a bit may be another. */
  static String digits(Word word, int width) {
    StringBuilder text = new StringBuilder();
    boolean begun = false;
    for (int at = width - DIGIT; at >= 0; at -= DIGIT) {
      boolean known = (word.unreliable() >>> at & 0xf) == 0;
      long digit = word.value() >>> at & 0xf;
      begun |= !known || digit != 0 || at == 0;
      if (begun) {
        text.append(known ? Long.toHexString(digit) : "?");
      }
    }
    return "0x" + text;
  }

  private static String bytes(List<Byte> bytes) {
    StringBuilder text = new StringBuilder();
    bytes.forEach(one -> text.append(String.format(Locale.ROOT, "%02x ", one)));
    return text.toString().strip();
  }
}
