// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;

/**
 * A call to one of the interfaces of a layer.
 *
 * @param stack the interfaces
 * @param meant the one that the caller means
 * @param sighting how the call comes to the handler
 * @param id what is in r0 or x0
 * @param memory the immediate in memory as the handler looks
 */
record CallInPlay(
    List<Offered> stack, Offered meant, Sighting sighting, FunctionId id, Immediate memory) {

  /** What the handler sees where ISS shows this. */
  Seen seen(OptionalInt iss) {
    boolean narrow =
        sighting.machine().isa().executionState() == ExecutionState.AARCH32
            && sighting.instruction().call() == org.armcall.model.instruction.Call.SMC;
    return new Seen(narrow, iss, id, memory);
  }

  /** The call as a counterexample. */
  Counterexample witness(
      String name, Design design, DesignProperty property, Column column, Mistake mistake) {
    List<String> steps = new ArrayList<>();
    steps.add(
        "The layer offers "
            + stack.stream().map(Offered::text).collect(Collectors.joining(" and "))
            + ".");
    steps.add(called());
    steps.add(arrived(mistake.shown()));
    if (!memory.equals(meant.tag())) {
      steps.add(
          "Before the handler looks, the instruction in memory is overwritten by one with immediate "
              + memory.text()
              + ".");
    }
    if (property == DesignProperty.UNKNOWN_BITS) {
      steps.add(
          String.format(
              "The bits in which it may differ are not to be relied on: with ISS %s the handler calls"
                  + " %s, with ISS %s it calls %s.",
              hex(mistake.other()),
              names(mistake.wanted()),
              hex(mistake.shown()),
              names(mistake.picked())));
    } else {
      steps.add(
          (mistake.shown().isEmpty() ? "Without one it" : "By what it sees it")
              + " calls "
              + names(mistake.picked())
              + "; the caller meant "
              + meant.name()
              + ".");
    }
    return new Counterexample(
        name, design, property, column, steps, sighting.taken().because().rules());
  }

  private String called() {
    CallInstruction instruction = sighting.instruction();
    String set =
        sighting.controls().isEmpty()
            ? ""
            : " with "
                + sighting.controls().stream()
                    .map(this::spelling)
                    .sorted()
                    .collect(Collectors.joining(", "))
                + " = 1";
    return String.format(
        Locale.ROOT,
        "On %s%s, %s code at EL1 executes %s (%s) with r0 = 0x%08x: a call of %s.",
        sighting.machine().platform().name(),
        set,
        sighting.machine().isa(),
        instruction.text(),
        Encodings.encode(instruction).text(),
        id.value(),
        meant.name());
  }

  private String spelling(Control control) {
    return sighting.machine().platform().isArmv7() ? control.spellings().get(1) : control.text();
  }

  private String arrived(OptionalInt iss) {
    ExceptionEntry entry = sighting.taken().entry();
    String where =
        entry.target()
            + (entry.targetMode() == Mode.MON
                ? " (Monitor)"
                : entry.targetState() == ExecutionState.AARCH32 ? " (Hyp)" : " (AArch64)");
    return entry
        .syndrome()
        .map(
            word ->
                String.format(
                    "It is taken to %s; the syndrome is 0x%08x, of which %s.",
                    where,
                    word.value() | iss.orElse(0),
                    word.mayRelyOn(0xffff)
                        ? "ISS[15:0] is the immediate and ISS[24:16] is reserved"
                        : "ISS[15:0] is not the immediate and nothing to rely on"))
        .orElse("It is taken to " + where + ", which has no syndrome register.");
  }

  private static String hex(OptionalInt iss) {
    return iss.isPresent() ? String.format("0x%07x", iss.getAsInt()) : "unread";
  }

  private static String names(List<Offered> picked) {
    return picked.isEmpty()
        ? "nobody"
        : picked.stream().map(Offered::name).sorted().collect(Collectors.joining(" or "));
  }
}
