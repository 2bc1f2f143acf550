// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.emulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.armcall.checker.cli.Amount;
import org.armcall.checker.replay.Judgement;
import org.armcall.emulator.firmware.ReferenceFirmware;
import org.armcall.emulator.hypervisor.ReferenceHypervisor;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.machine.Schedule;
import org.armcall.emulator.scenario.ScenarioRun;
import org.armcall.emulator.scenario.ScenarioRun.Answered;
import org.armcall.emulator.scenario.ScenarioRun.Relied;

/** What a run did, in plain words. */
final class EmulationText {
  /** More lines of one kind are counted, not listed. */
  private static final int LISTED = 20;

  /** Of lines that differ in their addresses only. */
  private static final int ALIKE = 3;

  private final StringBuilder out = new StringBuilder();

  private EmulationText() {}

  static String of(Emulation emulation) {
    EmulationText text = new EmulationText();
    text.head(emulation);
    text.calls(emulation.run());
    text.decisions(emulation.run());
    text.fault(emulation.run());
    text.reliances(emulation.run());
    text.rules(emulation);
    text.verdict(emulation);
    return text.out.toString();
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }

  private void head(Emulation emulation) {
    ScenarioRun run = emulation.run();
    line("%s  on %s", run.scenario().name(), run.scenario().platform().name());
    run.scenario().about().lines().forEach(each -> line("  %s", each.strip()));
    line("");
    if (run.scenario().schedule() instanceof Schedule.Seeded seeded) {
      line("  schedule   seed %d; as a list: %s", seeded.seed(), turns(run));
    } else {
      line("  schedule   %s", turns(run));
    }
    line(
        "  ended      after %s: %s",
        Amount.of(run.run().turns(), "turn"), run.run().ending().text());
  }

  private static String turns(ScenarioRun run) {
    String text = run.run().schedule().text();
    return text.length() <= 200 ? text : text.substring(0, 200) + "... (--json has all)";
  }

  private void more(long all, int shown) {
    if (all > shown) {
      line("             and %d more", all - shown);
    }
  }

  private void calls(ScenarioRun run) {
    List<MachineEvent.Called> calls = run.calls();
    if (calls.isEmpty()) {
      line("  executed   no call");
    }
    calls.stream()
        .limit(LISTED)
        .forEach(
            call ->
                line(
                    "  executed   cpu%d  0x%x  %s  (%s, %s)  %s",
                    call.cpu(),
                    call.address(),
                    call.instruction().text(),
                    call.instruction().isa().text().toUpperCase(Locale.ROOT),
                    call.word().text(),
                    call.outcome().kind()));
    more(run.totals().calls(), Math.min(LISTED, calls.size()));
  }

  private void decisions(ScenarioRun run) {
    run.decisions().stream()
        .limit(LISTED)
        .forEach(
            answered ->
                line(
                    "  decided    cpu%d  %s%s",
                    answered.decided().cpu(), words(answered.decided()), wrong(answered)));
    more(run.totals().decisions(), Math.min(LISTED, run.decisions().size()));
  }

  static String words(MachineEvent.Decided decided) {
    String what =
        switch (decided.result()) {
          case "recovered" ->
              "the immediate is 0x"
                  + Integer.toHexString(decided.immediate().orElse(0))
                  + decided.provenance().map(from -> " (" + from + ")").orElse("");
          case "ignored" -> "does not ask for the immediate";
          default -> decided.result() + decided.reason().map(reason -> ": " + reason).orElse("");
        };
    String taken =
        switch (decided.dispatch()) {
          case "psci" ->
              takenByReference(decided) ? "taken as a call of the convention" : "taken for PSCI";
          case "hypercall" -> "taken for a hypercall";
          default -> "refused";
        };
    return decided.policy() + ": " + what + "; " + taken;
  }

  /** To them the trace's word for PSCI is any call of the convention, discovery among them. */
  private static boolean takenByReference(MachineEvent.Decided decided) {
    return decided.policy().equals(ReferenceHypervisor.NAME)
        || decided.policy().equals(ReferenceFirmware.NAME);
  }

  private static String wrong(Answered answered) {
    return answered.isWrong()
        ? "  WRONG: executed was " + answered.call().instruction().text()
        : "";
  }

  /** Each once; of those that differ in their addresses only, a few. */
  private void reliances(ScenarioRun run) {
    List<Relied> reliances = run.reliances();
    if (reliances.isEmpty()) {
      line("  relied on  nothing that it may not rely on");
    }
    Map<String, List<Relied>> alike = new LinkedHashMap<>();
    for (Relied relied : reliances) {
      String but = relied.reliance().text().replaceAll("0x[0-9a-f]+", "0x");
      alike.computeIfAbsent(but, key -> new ArrayList<>()).add(relied);
    }
    long shown = 0;
    int lines = 0;
    for (List<Relied> group : alike.values()) {
      for (Relied relied : group.subList(0, Math.min(ALIKE, group.size()))) {
        if (lines++ < LISTED) {
          line(
              "  relied on  cpu%d  %s%s",
              relied.reliance().cpu(), relied.reliance().text(), times(relied.times()));
          shown += relied.times();
        }
      }
      List<Relied> rest = group.subList(Math.min(ALIKE, group.size()), group.size());
      if (!rest.isEmpty() && lines++ < LISTED) {
        long times = rest.stream().mapToLong(Relied::times).sum();
        line("             and %d alike at other addresses%s", rest.size(), times(times));
        shown += times;
      }
    }
    if (run.totals().reliances() > shown) {
      line("             and %d more", run.totals().reliances() - shown);
    }
  }

  private static String times(long times) {
    return times > 1 ? "  (" + times + " times)" : "";
  }

  /** Where a guest went astray: what comes behind it tells nothing. */
  private void fault(ScenarioRun run) {
    run.fault()
        .ifPresent(
            entered ->
                line(
                    "  fault      cpu%d  %s at 0x%x, taken to %s%s",
                    entered.cpu(),
                    entered.cause().text(),
                    entered.address(),
                    entered.entry().target(),
                    run.totals().faults() > 1 ? "; the first of " + run.totals().faults() : ""));
  }

  private void rules(Emulation emulation) {
    line(
        "  replay     %s %s, %d violated",
        Amount.of(emulation.replay().held(), "check"),
        emulation.replay().held() == 1 ? "holds" : "hold",
        emulation.replay().violated());
    for (String id : emulation.violated()) {
      Judgement first =
          emulation.replay().violations().stream()
              .filter(finding -> finding.rule().id().equals(id))
              .findFirst()
              .orElseThrow();
      line("    %s  %s", id, text(first));
    }
  }

  private static String text(Judgement finding) {
    return "expected " + finding.expected() + "; seen " + finding.observed();
  }

  private void verdict(Emulation emulation) {
    if (emulation.compared()) {
      List<String> differences = emulation.differences();
      line(
          differences.isEmpty()
              ? "  verdict    as the scenario expects"
              : "  verdict    NOT as the scenario expects");
      differences.forEach(each -> line("    %s", each));
    } else {
      line(
          "  verdict    %s",
          emulation.holds()
              ? "clean (nothing is expected of this run)"
              : "not clean (nothing is expected of this run)");
    }
    line("");
  }
}
