// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;

/** Handlers that call the one above them, and that power processors on and off. */
final class HandlerCallsTest {
  private static final String TWO_CALLS = "hvc #0\nadd x5, x5, #1\nhvc #1\nadd x5, x5, #1\nb .";
  private static final long WORKER = Machines.GUEST + 0x4000;

  private final List<String> told = new ArrayList<>();

  private static Start at(long address, InstructionSet isa) {
    Mode mode = isa == InstructionSet.A64 ? Mode.EL1H : Mode.SVC;
    return new Start(address, mode, isa, SecurityState.NONSECURE);
  }

  private Machine machine(Platform platform, InstructionSet isa, Handler el2, Handler el3) {
    Machine machine =
        Machine.of(platform)
            .processors(2)
            .ram(Machines.RAM, Machines.RAM_SIZE)
            .listener(event -> told.add(text(event)))
            .handler(ExceptionLevel.EL2, el2)
            .handler(ExceptionLevel.EL3, el3)
            .build();
    boolean wide = isa == InstructionSet.A64;
    Machines.load(
        machine, isa, Machines.GUEST, wide ? TWO_CALLS : TWO_CALLS.replaceAll("x5", "r5"));
    Machines.load(
        machine, isa, WORKER, wide ? "add x6, x6, #1\nb " + WORKER : "add r6, r6, #1\nb " + WORKER);
    for (Processor processor : machine.processors()) {
      Machines.setVectors(processor);
      processor.start(at(processor.number() == 0 ? Machines.GUEST : WORKER, isa));
      processor.control(Control.SCR_HCE, true);
      for (int register = 0; register < 8; register++) {
        processor.register(register, Word.ZERO);
      }
    }
    return machine;
  }

  private static String text(MachineEvent event) {
    if (event instanceof MachineEvent.Called called) {
      return called.cpu() + " " + called.instruction().text() + " at " + called.state().level();
    }
    if (event instanceof MachineEvent.Entered entered) {
      return entered.cpu() + " to " + entered.entry().target();
    }
    if (event instanceof MachineEvent.Returned returned) {
      return returned.cpu() + " " + returned.from() + " back to " + returned.to();
    }
    if (event instanceof MachineEvent.Powered powered) {
      return powered.cpu() + " turns " + powered.other() + (powered.on() ? " on" : " off");
    }
    return event.getClass().getSimpleName();
  }

  private List<String> exceptions() {
    return told.stream().filter(line -> Character.isDigit(line.charAt(0))).toList();
  }

  /** EL2 asks EL3 and adds 1 to what it says, once for each HVC. */
  private static HandlerStep asks(HandlerContext context) {
    context.own(1, Word.of(7));
    return new HandlerStep.Call(
        "answer",
        Call.SMC,
        then -> {
          then.guest(0, then.own(0).plus(1));
          return new HandlerStep.Resume();
        });
  }

  private static HandlerStep doubles(HandlerContext context) {
    context.guest(0, context.guest(1).plus(context.guest(1)));
    return new HandlerStep.Continue("resume", then -> new HandlerStep.Resume());
  }

  @Test
  void aHandlerCallsTheOneAboveAndGoesOnWhenItIsAnswered() {
    for (InstructionSet isa : List.of(InstructionSet.A64, InstructionSet.A32)) {
      told.clear();
      boolean wide = isa == InstructionSet.A64;
      Machine machine =
          machine(
              wide ? Machines.WIDE : Machines.ARMV7,
              isa,
              HandlerCallsTest::asks,
              HandlerCallsTest::doubles);
      Machines.turns(machine, 12);
      List<String> once =
          List.of("0 smc #0 at EL2", "0 to EL3", "0 EL3 back to EL2", "0 EL2 back to EL1");
      List<String> expected = new ArrayList<>(List.of("0 hvc #0 at EL1", "0 to EL2"));
      expected.addAll(once);
      expected.addAll(List.of("0 hvc #1 at EL1", "0 to EL2"));
      expected.addAll(once);
      assertEquals(expected, exceptions());
      assertEquals(15, machine.processor(0).register(0).value());
      assertEquals(2, machine.processor(0).register(5).value());
    }
  }

  @Test
  void otherProcessorsRunWhileACallIsOpen() {
    Machine machine =
        machine(
            Machines.WIDE, InstructionSet.A64, HandlerCallsTest::asks, HandlerCallsTest::doubles);
    machine.run(Schedule.parse("cpu0*2 cpu1*3 cpu0 cpu1*2 cpu0*2"), 100);
    assertEquals(3, machine.processor(1).register(6).value());
    assertEquals(15, machine.processor(0).register(0).value());
    assertEquals(Machines.GUEST + 4, machine.processor(0).pc());
  }

  @Test
  void aCallWhoseCallerIsPoweredOffIsNeverAnswered() {
    Machine machine =
        machine(
            Machines.WIDE,
            InstructionSet.A64,
            HandlerCallsTest::asks,
            context -> new HandlerStep.PowerOff());
    Machines.turns(machine, 50);
    assertEquals(
        List.of("0 hvc #0 at EL1", "0 to EL2", "0 smc #0 at EL2", "0 to EL3", "0 turns 0 off"),
        exceptions());
    assertTrue(machine.isOff(0));
    assertFalse(machine.processor(0).isHandling());
  }

  @Test
  void whoIsPoweredOffTakesNoTurnsAndNobodyIsLeftWhereAllAre() {
    Machine machine =
        machine(
            Machines.WIDE,
            InstructionSet.A64,
            context -> new HandlerStep.PowerOff(),
            context -> new HandlerStep.Halt("not this one"));
    machine.powerOff(1);
    Run run = machine.run(new Schedule.Seeded(3), 100);
    assertEquals(new Ending.NobodyLeft(), run.ending());
    assertEquals(0, machine.processor(1).register(6).value());
    assertEquals("cpu0*2", run.schedule().text());
  }

  /** Firmware that powers cpu1 on; both handlers say where a processor that begins goes on. */
  private record Starts(Start next, Word register) implements Handler {
    @Override
    public HandlerStep step(HandlerContext context) {
      context.powerOn(1);
      return new HandlerStep.Resume();
    }

    @Override
    public HandlerStep.Done started(int cpu, Word context) {
      return new HandlerStep.Enter(next, register.value() == 0 ? context.plus(1) : register);
    }
  }

  @Test
  void aProcessorThatIsPoweredOnBeginsAtTheHandlerAndGoesDownLevelByLevel() {
    for (InstructionSet isa : List.of(InstructionSet.A64, InstructionSet.A32)) {
      told.clear();
      boolean wide = isa == InstructionSet.A64;
      Start el2 =
          new Start(
              Machines.GUEST + 0x8000, wide ? Mode.EL2H : Mode.HYP, isa, SecurityState.NONSECURE);
      Handler hypervisor =
          new Handler() {
            @Override
            public HandlerStep step(HandlerContext context) {
              return asks(context);
            }

            @Override
            public HandlerStep.Done started(int cpu, Word context) {
              return new HandlerStep.Enter(at(WORKER, isa), context.plus(1));
            }
          };
      Machine machine =
          machine(
              wide ? Machines.WIDE : Machines.ARMV7, isa, hypervisor, new Starts(el2, Word.of(40)));
      machine.powerOff(1);
      machine.run(Schedule.parse("cpu1*3 cpu0*3 cpu1*3"), 100);
      assertEquals(
          List.of(
              "0 hvc #0 at EL1",
              "0 to EL2",
              "0 smc #0 at EL2",
              "0 to EL3",
              "0 turns 1 on",
              "0 EL3 back to EL2",
              "1 EL3 back to EL2",
              "1 EL2 back to EL1"),
          exceptions());
      assertEquals(41, machine.processor(1).register(0).value());
      assertEquals(1, machine.processor(1).register(6).value());
      assertEquals(ExceptionLevel.EL1, machine.processor(1).level());
    }
  }

  @Test
  void aHandlerWithoutAnEntryPointEndsTheRunWhereItIsStarted() {
    Machine machine =
        machine(
            Machines.WIDE, InstructionSet.A64, HandlerCallsTest::asks, HandlerCallsTest::doubles);
    machine.powerOff(1);
    machine.powerOn(1, ExceptionLevel.EL3);
    Ending ending = machine.run(Schedule.parse("cpu1"), 5).ending();
    assertTrue(ending.text().contains("has no entry point"), ending.text());
    assertThrows(IllegalArgumentException.class, () -> machine.powerOn(1, ExceptionLevel.EL1));
  }

  @Test
  void anInjectedExceptionIsOneReturnToTheVector() {
    Machine machine =
        machine(
            Machines.WIDE,
            InstructionSet.A64,
            context -> new HandlerStep.InjectUndefinedAt(0x1234),
            HandlerCallsTest::doubles);
    Machines.turns(machine, 2);
    assertEquals(List.of("0 hvc #0 at EL1", "0 to EL2", "0 EL2 back to EL1"), exceptions());
    assertEquals(Machines.vectors(1) + 0x200, machine.processor(0).pc());
    assertEquals(
        0x1234, machine.processor(0).peek(org.armcall.emulator.isa.SystemRegister.ELR_EL1).value());
  }
}
