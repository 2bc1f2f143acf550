// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Control;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.Reachability;

/**
 * What a deviation may ask of a comparison, by name: every fact is a word or a number.
 *
 * <p>The case: machine, call, isa, el, mode, security, el1, el2 (execution states), el2-enabled,
 * tge and itd (in force), stage1, it (outside, last, not-last), condition (holds, fails, always),
 * illegal, sbz, and each control bit by its AArch64 name. The report: taker, vector, ec, went-on,
 * and differs: the parts that differ from the closest outcome; closest: its kind; it-reported:
 * whether SPSR.IT is zero, kept or advanced.
 */
final class Facts {
  private Facts() {}

  static Map<String, String> of(Comparison comparison) {
    Map<String, String> facts = new TreeMap<>();
    WitnessCase one = comparison.witnessed();
    addCase(facts, one);
    addState(facts, one);
    Report report = comparison.report();
    facts.put("taker", report.takerText());
    facts.put("vector", "0x" + Integer.toHexString(report.vector()));
    facts.put("ec", report.hasSyndrome() ? "0x%02x".formatted(report.exceptionClass()) : "none");
    facts.put("went-on", yes(comparison.wentOn()));
    facts.put(
        "differs",
        comparison.differences().stream()
            .map(Comparison.Difference::text)
            .collect(Collectors.joining(" ")));
    facts.put("closest", comparison.closest().kind());
    facts.put("it-reported", reportedIt(one, report));
    return facts;
  }

  private static void addCase(Map<String, String> facts, WitnessCase one) {
    facts.put("machine", one.machine().text());
    facts.put("call", one.instruction().call().mnemonic());
    facts.put("isa", one.instruction().isa().text());
    facts.put("sbz", yes(one.instruction().setsShouldBeZero()));
    Condition condition = one.instruction().condition(one.state().it());
    facts.put(
        "condition",
        condition.isConditional()
            ? condition.holds(one.state().flags()) ? "holds" : "fails"
            : "always");
    ItState.Position position =
        one.instruction().isa() == InstructionSet.T32
            ? one.state().it().position()
            : ItState.Position.OUTSIDE;
    facts.put("it", position.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    facts.put(
        "stage1", one.controls().translation().stageOne() == Regime.Format.OFF ? "off" : "on");
  }

  private static void addState(Map<String, String> facts, WitnessCase one) {
    ProcessorState state = one.state();
    facts.put("el", Integer.toString(state.level().number()));
    facts.put("mode", state.mode().text());
    facts.put("security", state.security().text());
    facts.put("el1", stateOf(state, EL1));
    facts.put("el2", stateOf(state, EL2));
    facts.put("illegal", yes(state.illegalState()));
    boolean el2Enabled = Reachability.el2Enabled(one.machine().platform(), state);
    facts.put("el2-enabled", yes(el2Enabled));
    boolean host =
        state.level() == ExceptionLevel.EL0
            && el2Enabled
            && state.has(Control.HCR_TGE)
            && state.has(Control.HCR_E2H);
    boolean byEl2 = state.level() == EL2 || host;
    facts.put("itd", yes(state.has(byEl2 ? Control.HSCTLR_ITD : Control.SCTLR_ITD)));
    facts.put("tge", yes(el2Enabled && state.has(Control.HCR_TGE)));
    for (Control control : Control.values()) {
      facts.put(control.text(), state.has(control) ? "1" : "0");
    }
  }

  private static String stateOf(ProcessorState state, ExceptionLevel level) {
    return state.inForce().get(level).text();
  }

  /** What SPSR.IT holds: the caller's, the next instruction's, or nothing. */
  private static String reportedIt(WitnessCase one, Report report) {
    ItState before = one.state().it();
    long it = report.status() & Status.IT;
    if (it == 0) {
      return "zero";
    }
    if (it == Status.withIt(0, before.bits())) {
      return "kept";
    }
    return it == Status.withIt(0, before.advance().bits()) ? "advanced" : "other";
  }

  private static String yes(boolean value) {
    return value ? "yes" : "no";
  }
}
