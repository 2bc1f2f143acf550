// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import java.util.List;
import java.util.stream.Collectors;
import org.armcall.model.platform.ExecutionState;

/**
 * What an image prints if the callee does as the trace says: made from the trace alone, so that a
 * run that prints the same confirms it.
 */
final class Prediction {
  private static final String LINE = "armcall: ";

  private final Script script;
  private final StringBuilder text = new StringBuilder();
  private boolean isBroken;
  private boolean isUndecided;

  private Prediction(Script script) {
    this.script = script;
  }

  /** The lines of a script. */
  static Prediction of(Script script) {
    Prediction prediction = new Prediction(script);
    prediction.predict();
    return prediction;
  }

  /** All lines, each with its end. */
  String text() {
    return text.toString();
  }

  /** The exit status: 1 where the rule is broken, 0 where it holds, 2 where neither is known. */
  int status() {
    return isUndecided ? 2 : isBroken ? 1 : 0;
  }

  /** The line of a run whose call was not answered, without a line end. */
  static String undecided(Script script) {
    return LINE + "rule " + script.rule().id() + " not decided: a call ended in an exception";
  }

  /** The line of a call, without a line end. */
  static String callLine(Script.Step step) {
    return LINE
        + "CALL "
        + step.call().text()
        + step.call().before().keySet().stream()
            .filter(register -> register <= step.call().lastRegister())
            .map(r -> " " + name(step.call(), r) + "=" + hex(step.before(r)))
            .collect(Collectors.joining());
  }

  static String name(RecordedCall call, int register) {
    boolean wide = call.state() == ExecutionState.AARCH64;
    return !wide && register == 14 ? "lr" : (wide ? "x" : "r") + register;
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }

  private void predict() {
    script.own().forEach(this::step);
    isUndecided =
        !script.isAboutResuming()
            && script.own().stream().anyMatch(step -> !step.comesBackNearby());
    if (isUndecided) {
      text.append(undecided(script)).append('\n').append(LINE).append("exit 2\n");
      return;
    }
    for (Requirement requirement : script.requirements()) {
      if (!isAllowed(requirement)) {
        isBroken = true;
        text.append(LINE).append("rule ").append(script.rule().id()).append(" broken: ");
        for (Requirement.Piece piece : requirement.message()) {
          text.append(
              piece instanceof Requirement.Value value
                  ? hex(Requirement.cut(value(value.place()), valueBits(value.place())))
                  : ((Requirement.Text) piece).words());
        }
        text.append('\n');
      }
    }
    if (!isBroken) {
      text.append(LINE).append("rule ").append(script.rule().id()).append(" holds\n");
    }
    text.append(LINE).append("exit ").append(status()).append('\n');
  }

  private int valueBits(Place place) {
    return script.steps().get(place.step()).call().state() == ExecutionState.AARCH64 ? 64 : 32;
  }

  private void step(Script.Step step) {
    text.append(callLine(step)).append('\n');
    script.servedBy(step).forEach(this::step);
    text.append(LINE)
        .append(step.comesBackNearby() ? "BACK at the call + " : "BACK by an exception, ELR ")
        .append(hex(value(Place.landing(step.number()))));
    for (int register : step.shownAfter()) {
      text.append(' ')
          .append(name(step.call(), register))
          .append('=')
          .append(hex(step.after(register)));
    }
    text.append('\n');
  }

  private boolean isAllowed(Requirement requirement) {
    int bits = requirement.bits();
    long value = Requirement.cut(value(requirement.place()), bits);
    List<Requirement.Alternative> alternatives = requirement.alternatives();
    return alternatives.stream().anyMatch(alternative -> isTrue(alternative, value, bits));
  }

  private boolean isTrue(Requirement.Alternative alternative, long value, int bits) {
    if (alternative instanceof Requirement.Is is) {
      return value == is.value();
    }
    if (alternative instanceof Requirement.SameAs same) {
      return value == Requirement.cut(value(same.other()), bits);
    }
    if (alternative instanceof Requirement.NoneOf none) {
      return !none.values().contains(value);
    }
    if (alternative instanceof Requirement.NotNegative) {
      return (value >>> (bits - 1) & 1) == 0;
    }
    return value >>> 31 != 1;
  }

  private long value(Place place) {
    Script.Step step = script.steps().get(place.step());
    return switch (place.kind()) {
      case RESULT -> step.after(place.register());
      case SEEN -> step.before(place.register());
      case LANDING ->
          step.comesBackNearby() ? step.distance() : step.call().back().orElseThrow().pc();
      case STRAY -> step.comesBackNearby() ? 0 : 1;
    };
  }
}
