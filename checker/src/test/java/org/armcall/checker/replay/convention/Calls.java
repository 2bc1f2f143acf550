// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.armcall.checker.replay.Judgement;
import org.armcall.checker.replay.Replay;
import org.armcall.checker.replay.ReplayRequest;
import org.armcall.checker.replay.ReplayResult;
import org.armcall.checker.replay.Tally;
import org.armcall.checker.replay.TraceFormat;
import org.armcall.model.rule.Rule;

/** Writes canonical traces of calls of the convention, with registers, by hand. */
final class Calls {
  private static final long PC = 0x8000;
  private static final long INNER = 0x4_0000;

  private final StringBuilder text;
  private int seq;
  private int damaged;
  private Expectations expectations = Expectations.NONE;

  private Calls(String format) {
    text = new StringBuilder("{\"armcall\":1,\"source\":{\"format\":\"" + format + "\"}}\n");
  }

  static Calls trace() {
    return new Calls("emulator");
  }

  static Calls ofQemu() {
    return new Calls("qemu-int");
  }

  /** A trace whose EL2 has said that it is SMCCC 1.1 with PSCI 1.1. */
  static Calls ofVersion11() {
    return trace()
        .hvc("x0=0x84000000", "x0=0x10001")
        .hvc("x0=0x8400000a x1=0x80000000", "x0=0x0")
        .hvc("x0=0x80000000", "x0=0x10001");
  }

  /** A trace whose EL2 has said that it is SMCCC 1.3 with PSCI 1.1. */
  static Calls ofVersion13() {
    return trace().hvc("x0=0x84000000", "x0=0x10001").hvc("x0=0x80000000", "x0=0x10003");
  }

  Calls with(Expectations who) {
    expectations = who;
    return this;
  }

  /** An event; quotes are written as apostrophes. */
  Calls event(int cpu, String fields) {
    text.append("{\"seq\":")
        .append(++seq)
        .append(",\"cpu\":")
        .append(cpu)
        .append(',')
        .append(fields.replace('\'', '"'))
        .append("}\n");
    return this;
  }

  private static String regs(String registers) {
    return registers.isEmpty()
        ? ""
        : ",'regs':{'" + registers.replace("=", "':'").replace(" ", "','") + "'}";
  }

  /** An A64 HVC #0 at EL1 and its answer. */
  Calls hvc(String before, String after) {
    return hvcTaken(0, before).hvcAnswered(0, after);
  }

  /** The call and the exception only. */
  Calls hvcTaken(int imm, String before) {
    String word = String.format("0xd4%06x", imm << 5 | 2);
    return event(
            0,
            "'kind':'call','insn':'hvc','isa':'a64','el':1,'pc':'0x8000','word':'"
                + word
                + "'"
                + regs(before))
        .event(
            0,
            "'kind':'entry','fromEl':1,'toEl':2,'toState':'a64','syndrome':'"
                + Answered.hex(0x5a00_0000L | imm)
                + "','elr':'0x8004','spsr':'0x3c5'");
  }

  Calls hvcAnswered(int cpu, String after) {
    return back(cpu, 2, 1, PC + 4, after);
  }

  /** An A64 SMC of EL2 and its answer by EL3. */
  Calls smc(String before, String after) {
    return smcTaken(before).back(0, 3, 2, INNER + 4, after);
  }

  Calls smcTaken(String before) {
    return event(
            0,
            "'kind':'call','insn':'smc','isa':'a64','el':2,'pc':'0x40000','word':'0xd4000003'"
                + regs(before))
        .event(
            0,
            "'kind':'entry','fromEl':2,'toEl':3,'toState':'a64','syndrome':'0x5e000000','elr':'0x40004','spsr':'0x3c9'");
  }

  /** An A64 SMC #0 of EL1 to EL3, past EL2, and its answer. */
  Calls smcOfEl1(String before, String after) {
    return event(
            0,
            "'kind':'call','insn':'smc','isa':'a64','el':1,'pc':'0x8000','word':'0xd4000003'"
                + regs(before))
        .event(
            0,
            "'kind':'entry','fromEl':1,'toEl':3,'toState':'a64','syndrome':'0x5e000000','elr':'0x8004','spsr':'0x3c5'")
        .back(0, 3, 1, PC + 4, after);
  }

  /** An A64 SMC of EL1, trapped to EL2, with an immediate. */
  Calls trapped(int imm, String before) {
    return event(
            0,
            "'kind':'call','insn':'smc','isa':'a64','el':1,'pc':'0x8000','word':'"
                + String.format("0xd4%06x", imm << 5 | 3)
                + "'"
                + regs(before))
        .event(
            0,
            "'kind':'entry','fromEl':1,'toEl':2,'toState':'a64','syndrome':'"
                + Answered.hex(0x5e00_0000L | imm)
                + "','elr':'0x8000','spsr':'0x3c5'");
  }

  /** An A32 HVC #0 at EL1 and its answer. */
  Calls narrow(String before, String after) {
    return event(
            0,
            "'kind':'call','insn':'hvc','isa':'a32','el':1,'pc':'0x8000','word':'0xe1400070'"
                + regs(before))
        .event(
            0,
            "'kind':'entry','fromEl':1,'toEl':2,'toState':'a64','syndrome':'0x4a000000','elr':'0x8004','spsr':'0x1d3'")
        .hvcAnswered(0, after);
  }

  Calls back(int cpu, int from, int to, long pc, String after) {
    return event(
        cpu,
        "'kind':'return','fromEl':"
            + from
            + ",'toEl':"
            + to
            + ",'pc':'"
            + Answered.hex(pc)
            + "'"
            + regs(after));
  }

  /** An exception on another processor, so that it has run. */
  Calls running(int cpu) {
    return event(
        cpu, "'kind':'entry','exception':'asynchronous','fromEl':1,'toEl':1,'toState':'a64'");
  }

  /** A line that cannot be read. */
  Calls damaged() {
    damaged++;
    text.append("{\"seq\":").append(++seq).append(",\"ki\n");
    return this;
  }

  /** The trace. */
  String text() {
    return text.toString();
  }

  ReplayResult replay() {
    try {
      Path file = Files.createTempFile("armcall-calls", ".ndjson");
      try {
        Files.writeString(file, text);
        return Replay.run(
            new ReplayRequest(
                List.of(file), Optional.empty(), Set.of(), TraceFormat.AUTO, expectations));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rules that the trace breaks, in the order of the lines. */
  List<Rule> broken() {
    ReplayResult result = replay();
    if (result.census().badLines() != damaged) {
      throw new IllegalStateException(result.toText());
    }
    return result.violations().stream().map(Judgement::rule).toList();
  }

  /** How the trace answers to a rule. */
  Tally.Count answers(Rule rule) {
    return replay().tally().byRule().getOrDefault(rule, new Tally.Count(0, 0, java.util.Map.of()));
  }
}
