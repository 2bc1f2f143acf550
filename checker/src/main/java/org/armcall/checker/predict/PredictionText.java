// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.predict;

import java.io.PrintStream;
import java.util.List;
import org.armcall.checker.cli.Words;
import org.armcall.checker.decode.SyndromeText;
import org.armcall.checker.rules.RuleCatalogue;
import org.armcall.model.call.Advance;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.call.Outcome;
import org.armcall.model.call.SavedBranchType;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.syndrome.PartialWord;

/** Prints a prediction for people: each outcome, and the chain of rules in words. */
final class PredictionText {
  private final PrintStream out;
  private final RuleCatalogue catalogue;

  PredictionText(PrintStream out, RuleCatalogue catalogue) {
    this.out = out;
    this.catalogue = catalogue;
  }

  void print(Prediction prediction, Case question) {
    question(question);
    int count = prediction.outcomes().size();
    out.println(
        count == 1
            ? "One outcome is allowed."
            : count + " outcomes are allowed; a machine may show any of them.");
    int number = 1;
    for (Outcome outcome : prediction.outcomes()) {
      out.println();
      out.print("  " + number++ + ". ");
      outcome(outcome);
    }
    out.println();
    out.println("Because");
    for (Rule rule : prediction.rules()) {
      out.printf("  %-22s %s%n", rule.id(), catalogue.entry(rule).sentence());
    }
  }

  private void question(Case question) {
    CallInstruction instruction = question.instruction();
    ProcessorState state = question.states().get(0);
    out.printf(
        "%s  (%s, %s)  at %s, mode %s, %s, on %s%n",
        instruction.text(),
        instruction.isa(),
        Encodings.encode(instruction).text(),
        state.level(),
        state.mode().text(),
        state.security().text(),
        question.platform().name());
    List<String> set =
        state.controls().stream()
            .filter(control -> control != Control.SCR_HCE)
            .map(control -> control.text() + "=1")
            .toList();
    if (!set.isEmpty() && question.states().size() == 1) {
      out.println("with " + String.join(", ", set));
    }
    if (question.states().size() > 1) {
      out.println(
          "over " + question.states().size() + " states, for the control bits that are unknown");
    }
    out.println();
  }

  private void outcome(Outcome outcome) {
    if (outcome instanceof Outcome.Taken taken) {
      out.println("taken to " + destination(taken.entry()));
      entry(taken.entry());
      out.println(
          "     immediate  "
              + taken.immediate().map(this::immediate).orElse("not available in the syndrome"));
    } else if (outcome instanceof Outcome.Undefined undefined) {
      out.println("UNDEFINED, taken to " + destination(undefined.entry()));
      entry(undefined.entry());
    } else if (outcome instanceof Outcome.Skipped skipped) {
      out.println("skipped: the condition fails, execution goes on at +" + skipped.nextOffset());
    } else if (outcome instanceof Outcome.NoOperation nop) {
      out.println("a NOP: execution goes on at +" + nop.nextOffset());
    } else {
      out.println("any behaviour: ARMv7 UNPREDICTABLE");
    }
    out.println(
        "     because    "
            + String.join(", ", outcome.because().rules().stream().map(Rule::id).toList()));
  }

  private String immediate(Immediate immediate) {
    return immediate.text() + ", in ISS[15:0]";
  }

  private static String destination(ExceptionEntry entry) {
    return String.format(
        "%s (%s) at %s + 0x%x",
        entry.target(),
        entry.targetState() == ExecutionState.AARCH64
            ? "AArch64"
            : "AArch32 " + entry.targetMode().text(),
        base(entry),
        entry.vectorOffset());
  }

  private static String base(ExceptionEntry entry) {
    if (entry.targetState() == ExecutionState.AARCH64) {
      return "VBAR_" + entry.target();
    }
    if (entry.target() == ExceptionLevel.EL2) {
      return "HVBAR";
    }
    return entry.targetMode() == Mode.MON ? "MVBAR" : "VBAR";
  }

  private void entry(ExceptionEntry entry) {
    out.println(
        "     syndrome   "
            + entry
                .syndrome()
                .map(PredictionText::syndrome)
                .orElse("none: this level has no syndrome register"));
    out.println(
        "     returns to "
            + (entry.returnOffset() == 0
                ? "+0, the instruction itself"
                : "+" + entry.returnOffset() + ", the next instruction"));
    entry
        .it()
        .ifPresent(
            it ->
                out.println(
                    "     IT state   " + (it == Advance.KEPT ? "not advanced" : it.text())));
    if (entry.branchType() != SavedBranchType.NOT_APPLICABLE) {
      out.println("     SPSR.BTYPE " + entry.branchType().text());
    }
  }

  private static String syndrome(PartialWord syndrome) {
    if (syndrome.known() == 0) {
      return "UNKNOWN";
    }
    String unknown =
        syndrome.known() == -1 ? "" : ", bits " + Words.hex8(~syndrome.known()) + " UNKNOWN";
    return Words.hex8(syndrome.value()) + unknown + "  " + SyndromeText.oneLine(syndrome.value());
  }
}
