// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.TraceEvent;
import org.junit.jupiter.api.Test;

/** Register dumps belong to the events that they are certain to be of, and to no other. */
class RegisterDumpTest {
  private static final String HVC =
      "Taking exception 11 [Hypervisor Call] on CPU 0\n...from EL1 to EL2\n"
          + "...with ESR 0x16/0x5a000000\n...with ELR 0x40080104\n"
          + "...to EL2 PC 0x40081400 PSTATE 0x3c9\n";
  private static final String ERET =
      "Exception return from AArch64 EL2 to AArch64 EL1 PC 0x40080104\n";
  private static final String SMC =
      "Taking exception 13 [Secure Monitor Call] on CPU 0\n...from EL1 to EL3\n"
          + "...with ESR 0x17/0x5e000000\n...handled as PSCI call\n";

  /** A dump of AArch64 in which register n holds base + n. */
  private static String wide(long pc, int level, long base) {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, " PC=%016x", pc));
    for (int i = 0; i <= 30; i++) {
      text.append(String.format(Locale.ROOT, " X%02d=%016x", i, base + i));
      if (i % 3 == 1) {
        text.append('\n');
      }
    }
    return text.append(String.format(Locale.ROOT, "  SP=%016x\n", base + 31))
        .append(
            String.format(Locale.ROOT, "PSTATE=%08x ---- NS EL%dh\n", 0x3c1 | level << 2, level))
        .toString();
  }

  private static String narrow(long pc, int mode, long base) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= 15; i++) {
      text.append(String.format(Locale.ROOT, "R%02d=%08x", i, i == 15 ? pc : base + i))
          .append(i % 4 == 3 ? '\n' : ' ');
    }
    return text.append(String.format(Locale.ROOT, "PSR=%08x ---- A NS mod32\n", 0x1c0 | mode))
        .toString();
  }

  private static List<TraceEvent> events(String log) {
    Collected collected = Collected.from(log);
    assertEquals(List.of(), collected.bad());
    return collected.events();
  }

  private static void noRegisters(String log) {
    for (TraceEvent event : events(log)) {
      assertTrue(!(event instanceof TraceEvent.Call), event::toString);
      if (event instanceof TraceEvent.Return back) {
        assertEquals(Map.of(), back.regs());
      }
    }
  }

  @Test
  void theDumpAtTheVectorHasTheCallersRegisters() {
    List<TraceEvent> events =
        events(wide(0x4008_0100L, 1, 0x50) + HVC + wide(0x4008_1400L, 2, 0x1000));
    TraceEvent.Call call = (TraceEvent.Call) events.get(0);
    assertEquals(Optional.of(Call.HVC), call.insn());
    assertEquals(Optional.of(ExceptionLevel.EL1), call.el());
    assertEquals(Optional.of(InstructionSet.A64), call.isa());
    assertEquals(OptionalLong.empty(), call.pc(), "the dump does not show it");
    assertEquals(0x1000L, call.regs().get("x0"));
    assertEquals(0x101eL, call.regs().get("x30"));
    assertEquals(31, call.regs().size(), "the stack pointer is the handler's");
    assertTrue(events.get(1) instanceof TraceEvent.Entry);
  }

  @Test
  void theDumpAtTheReturnHasWhatTheCallerFinds() {
    List<TraceEvent> events = events(HVC + ERET + wide(0x4008_0104L, 1, 0x2000));
    TraceEvent.Return back = (TraceEvent.Return) events.get(1);
    assertEquals(0x2000L, back.regs().get("x0"));
    assertEquals(0x201fL, back.regs().get("sp"));
  }

  @Test
  void otherLinesMayStandBetween() {
    String code = "----------------\nIN: \n0x40081400:  d4000003  smc      #0\n\n";
    String trace = "Trace 0: 0x7f0000 [0000000000000400/0000000040081400/00000000/00000000] \n";
    List<TraceEvent> events = events(HVC + code + trace + wide(0x4008_1400L, 2, 0x1000));
    assertTrue(events.get(0) instanceof TraceEvent.Call);
  }

  @Test
  void aDumpOfAnotherPlaceOrLevelIsNotTied() {
    noRegisters(HVC + wide(0x4008_1404L, 2, 0x1000));
    noRegisters(HVC + wide(0x4008_1400L, 1, 0x1000));
    noRegisters(HVC + ERET + wide(0x4008_0108L, 1, 0x2000));
    noRegisters(HVC + ERET + wide(0x4008_0104L, 2, 0x2000));
  }

  @Test
  void anExceptionInBetweenLeavesTheReturnWithout() {
    String irq =
        "Taking exception 5 [IRQ] on CPU 0\n...from EL1 to EL1\n...with ESR 0x16/0x5a000000\n"
            + "...with ELR 0x40080104\n...to EL1 PC 0x40082280 PSTATE 0x3c5\n";
    noRegisters(HVC + ERET + irq + wide(0x4008_0104L, 1, 0x2000));
  }

  @Test
  void aSecondProcessorEndsTheTying() {
    noRegisters(HVC + HVC.replace("CPU 0", "CPU 1") + wide(0x4008_1400L, 2, 0x1000));
    noRegisters(HVC + "Trace 1: 0x7f0000 [0/0/0/0] \n" + wide(0x4008_1400L, 2, 0x1000));
    noRegisters(HVC.replace(" on CPU 0", "") + wide(0x4008_1400L, 2, 0x1000));
  }

  @Test
  void aTornDumpIsNoneAndItsEndIsCounted() {
    String dump = wide(0x4008_1400L, 2, 0x1000);
    torn(HVC + dump.replaceFirst(" X05=[0-9a-f]+", ""));
    torn(HVC + dump.replaceFirst("X05=0", "X05="));
    torn(
        HVC
            + dump.substring(0, dump.indexOf("PSTATE"))
            + ERET
            + dump.substring(dump.indexOf("PSTATE")));
    torn(HVC + dump.substring(dump.indexOf("X02=")));
  }

  private static void torn(String log) {
    Collected read = Collected.from(log);
    assertEquals(List.of("ends a register dump of which lines are missing"), read.why());
    assertTrue(read.bad().get(0).text().startsWith("PSTATE="), read.bad()::toString);
    assertTrue(read.events().stream().noneMatch(TraceEvent.Call.class::isInstance));
  }

  /** A line of -d exec has 76 columns and more, of which a mail has 72. */
  @Test
  void aDumpIsOfTheProcessorThatAFoldedLineNames() {
    String line = "Trace 0: 0x7fcc9c630d00 [0000000000007001/ffff800008028644/00000021/ff020201] ";
    String folded = line.replace(" [", "\n[").replaceFirst(" $", "") + "\n";
    String other = exec(1, wide(0x50, 1, 0));
    String before = other + HVC;
    String vector = wide(0x4008_1400L, 2, 0x1000);
    List<TraceEvent> whole = events(before + line + "\n" + vector);
    assertTrue(whole.get(0) instanceof TraceEvent.Call, whole::toString);
    assertEquals(
        ((TraceEvent.Call) whole.get(0)).regs(),
        ((TraceEvent.Call) events(before + folded + vector).get(0)).regs());
  }

  @Test
  void whatIsPutTogetherSaysFromWhat() {
    Collected taken =
        Collected.from(
            wide(0x4008_0100L, 1, 0x50)
                + HVC
                + wide(0x4008_1400L, 2, 0x1000)
                + ERET
                + wide(0x4008_0104L, 1, 0x2000));
    assertEquals(
        List.of(
            "insn, cpu, el from the exception; isa from the dump before it;"
                + " regs from the dump at the vector",
            "",
            "regs from the dump at pc"),
        taken.reconstructed());
    Collected answered =
        Collected.from(SMC + wide(0x100, 1, 0x10) + SMC + wide(0x104, 1, 0x20) + ERET);
    assertEquals(
        List.of(
            "",
            "insn, cpu, el from the exception; isa from the dump before it;"
                + " pc, regs from the dump before it",
            "",
            "cpu, toEl, pc by SEQ-CALLER, SEQ-ONE-ANSWER, SEQ-NESTING: QEMU prints no return, and the caller is"
                + " where the next dump is; toState, regs from that dump",
            ""),
        answered.reconstructed());
  }

  @Test
  void theEntryOfAarch32IsFilledInFromTheDumpAtItsVector() {
    String svc =
        "Taking exception 2 [SVC] on CPU 0\n...from EL0 to EL1\n...with ESR 0x11/0x46000000\n";
    Collected log = Collected.from(narrow(0x10, 0x10, 0x10) + svc + narrow(0xffff0008L, 0x13, 16));
    assertEquals(
        "toState, vector, pstate from the dump at the vector; elr from lr in it",
        log.reconstructed().get(1));
    Collected back = Collected.from("Exception return from AArch32 hyp to svc PC 0x14\n");
    assertEquals(List.of("toEl from the mode: Hyp mode returns to EL1"), back.reconstructed());
  }

  @Test
  void twoDumpsOneInstructionApartEncloseAnAnsweredCall() {
    List<TraceEvent> events = events(SMC + wide(0x100, 1, 0x10) + SMC + wide(0x104, 1, 0x20));
    assertEquals(
        List.of("handled", "call", "handled", "return"),
        events.stream().map(TraceEvent::kind).toList());
    TraceEvent.Call call = (TraceEvent.Call) events.get(1);
    assertEquals(OptionalLong.of(0x100), call.pc());
    assertEquals(0x10L, call.regs().get("x0"));
    TraceEvent.Return back = (TraceEvent.Return) events.get(3);
    assertEquals(Optional.empty(), back.fromEl());
    assertEquals(Optional.of(ExceptionLevel.EL1), back.toEl());
    assertEquals(0x20L, back.regs().get("x0"));
  }

  @Test
  void aBlockThatIsLongerThanTheCallShowsNothingOfIt() {
    noRegisters(SMC + wide(0x100, 1, 0x10) + SMC + wide(0x108, 1, 0x20));
  }

  @Test
  void aConditionalSmcIsTheOneBehindTheDumpWhereTheFlagsAreThose() {
    String smc = SMC.replace("0x17/0x5e000000", "0x13/0x4e000000");
    String dump = narrow(0x100, 0x13, 0x10);
    String after = narrow(0x104, 0x13, 0x20);
    List<TraceEvent> events = events(smc + dump + smc + after);
    TraceEvent.Call call = (TraceEvent.Call) events.get(1);
    assertEquals(0x10L, call.regs().get("r0"));
    TraceEvent.Return back = (TraceEvent.Return) events.get(3);
    assertEquals(0x20L, back.regs().get("r0"));
    noRegisters(smc + dump.replace("PSR=0000", "PSR=4000") + smc + after);
  }

  @Test
  void ofAnAarch32CallerTheSharedRegistersAreKnown() {
    String hvc = HVC.replace("0x16/0x5a000000", "0x12/0x4a000000");
    TraceEvent.Call svc =
        (TraceEvent.Call)
            events(hvc + narrow(0x8000, 0x13, 0) + hvc + wide(0x4008_1400L, 2, 0x1000)).get(1);
    assertEquals(13, svc.regs().size());
    assertEquals(0x100cL, svc.regs().get("r12"));
    TraceEvent.Call fiq =
        (TraceEvent.Call)
            events(hvc + narrow(0x8000, 0x11, 0) + hvc + wide(0x4008_1400L, 2, 0x1000)).get(1);
    assertEquals(8, fiq.regs().size(), "FIQ mode has its own R8 to R12");
  }

  @Test
  void theDumpEndsTheRecordOfAnExceptionTakenToAarch32() {
    String smc =
        "Taking exception 13 [Secure Monitor Call] on CPU 0\n...from EL1 to EL3\n"
            + "...with ESR 0x13/0x4e000000\n";
    List<TraceEvent> events = events(narrow(0x38, 0x13, 0x10) + smc + narrow(0x208, 0x16, 0x30));
    TraceEvent.Call call = (TraceEvent.Call) events.get(0);
    assertEquals(0x30L, call.regs().get("r0"));
    TraceEvent.Entry entry = (TraceEvent.Entry) events.get(1);
    assertEquals(OptionalLong.of(0x30 + 14), entry.elr(), "LR of Monitor mode");
    assertEquals(OptionalLong.of(0x208), entry.vector());
    assertEquals(Optional.of(ExecutionState.AARCH32), entry.toState());
  }

  /** linux-a32-hvc-regs.log: with -dfilter the next dump was of a call, 48 records later. */
  @Test
  void whatLooksLikeAVectorOfAarch32IsNoneWhereTheCallWasNotShown() {
    String svc =
        "Taking exception 2 [SVC] on CPU 0\n...from EL0 to EL1\n...with ESR 0x11/0x46000000\n";
    noRegisters(svc + narrow(0xc04180a8L, 0x13, 0x10));
    noRegisters(narrow(0x4000, 0x10, 0x10) + svc + narrow(0xc04180a8L, 0x13, 0x10));
    List<TraceEvent> events =
        events(narrow(0x10, 0x10, 0x10) + svc + narrow(0xffff0008L, 0x13, 0x10));
    assertEquals(Optional.of(Call.SVC), ((TraceEvent.Call) events.get(0)).insn(), "LR is 0x1e");
  }

  private static String of(int cpu, String text) {
    return text.replace("CPU 0", "CPU " + cpu);
  }

  private static String exec(int cpu, String dump) {
    return "Trace " + cpu + ": 0x7f0000 [0/0/0/0] \n" + dump;
  }

  @Test
  void ofSeveralProcessorsEachDumpIsOfTheOneThatIsNamedBeforeIt() {
    String both = exec(0, wide(0x50, 1, 0)) + exec(1, wide(0x50, 1, 0));
    List<TraceEvent> events =
        events(
            both
                + exec(0, wide(0x100, 1, 0x10))
                + exec(1, wide(0x100, 1, 0x40))
                + of(1, SMC)
                + SMC
                + ERET
                + exec(0, wide(0x104, 1, 0x20))
                + exec(1, wide(0x104, 1, 0x50)));
    assertEquals(
        List.of("call", "handled", "return", "call", "handled", "return", "return"),
        events.stream().map(TraceEvent::kind).toList(),
        "in the order of the log");
    TraceEvent.Call first = (TraceEvent.Call) events.get(0);
    assertEquals(OptionalInt.of(1), first.cpu());
    assertEquals(0x40L, first.regs().get("x0"));
    assertEquals(0x50L, ((TraceEvent.Return) events.get(2)).regs().get("x0"));
    TraceEvent.Call second = (TraceEvent.Call) events.get(3);
    assertEquals(OptionalInt.of(0), second.cpu());
    assertEquals(0x10L, second.regs().get("x0"));
    assertEquals(Map.of(), ((TraceEvent.Return) events.get(6)).regs(), "it is of no processor");
  }

  @Test
  void ofSeveralProcessorsADumpThatIsNotNamedIsOfNone() {
    String both = exec(0, wide(0x50, 1, 0)) + exec(1, wide(0x50, 1, 0));
    noRegisters(both + HVC + of(1, HVC) + wide(0x4008_1400L, 2, 0x1000));
    noRegisters(both + HVC + exec(1, wide(0x4008_1400L, 2, 0x1000)));
    noRegisters(
        both
            + HVC
            + exec(0, "Exception return from AArch64 EL1 to AArch64 EL0 PC 0x8\n")
            + wide(0x4008_1400L, 2, 0x1000));
  }

  @Test
  void aReturnOfAProcessorThatWasNotNamedYetEndsNothing() {
    List<TraceEvent> events =
        events(
            exec(0, wide(0x50, 1, 0))
                + SMC
                + exec(0, wide(0x54, 1, 0))
                + exec(0, wide(0x100, 1, 0x10))
                + SMC
                + ERET
                + exec(0, wide(0x104, 1, 0x20)));
    assertEquals(
        List.of("call", "handled", "return", "call", "handled", "return", "return"),
        events.stream().map(TraceEvent::kind).toList());
    assertEquals(0x20L, ((TraceEvent.Return) events.get(5)).regs().get("x0"));
    assertEquals(Map.of(), ((TraceEvent.Return) events.get(6)).regs());
  }

  @Test
  void aProcessorThatGoesOnHasNoDumpAnyMore() {
    String both = exec(0, wide(0x50, 1, 0)) + exec(1, wide(0x50, 1, 0));
    String irq =
        "Taking exception 5 [IRQ] on CPU 0\n...from EL2 to EL2\n...with ESR 0x16/0x5a000000\n"
            + "...with ELR 0x40081400\n...to EL2 PC 0x40082280 PSTATE 0x3c9\n";
    noRegisters(both + HVC + of(1, irq) + irq + exec(0, wide(0x4008_1400L, 2, 0x1000)));
    assertTrue(
        events(both + HVC + of(1, irq) + exec(0, wide(0x4008_1400L, 2, 0x1000))).get(0)
            instanceof TraceEvent.Call);
  }
}
