// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.call.Outcome;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;

/** Calls of handlers that are not answered yet: what waits, what is forgotten, what is told. */
final class OpenCallsTest {
  private static final long HYPERVISOR = Machines.GUEST + 0x1000;
  private static final long APPLICATION = Machines.GUEST + 0x2000;

  private final List<MachineEvent> events = new ArrayList<>();
  private final Map<ExceptionLevel, Handler> handlers = new EnumMap<>(ExceptionLevel.class);
  private Processor processor;

  private Machine machine(Platform platform, Mode mode, String text) {
    return machine(platform, mode, text, Behaviour.plainest());
  }

  private Machine machine(Platform platform, Mode mode, String text, Behaviour behaviour) {
    MachineBuilder builder =
        Machine.of(platform)
            .ram(Machines.RAM, Machines.RAM_SIZE)
            .behaviour(behaviour)
            .listener(events::add);
    handlers.forEach(builder::handler);
    Machine machine = builder.build();
    InstructionSet isa = mode.text().startsWith("el") ? InstructionSet.A64 : InstructionSet.A32;
    Machines.load(machine, isa, Machines.GUEST, text + "\n");
    processor = machine.processor(0);
    processor.start(new Start(Machines.GUEST, mode, isa, SecurityState.NONSECURE));
    Machines.setVectors(processor);
    processor.control(Control.SCR_HCE, true);
    return machine;
  }

  private <E extends MachineEvent> List<E> told(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private List<MachineEvent.HandlerContinues> continues() {
    return told(MachineEvent.HandlerContinues.class);
  }

  private static HandlerStep.Call call(Call call, Handler then) {
    return new HandlerStep.Call("then", call, then);
  }

  private static HandlerStep resume(HandlerContext context) {
    return new HandlerStep.Resume();
  }

  /** A program at EL3 takes as many turns as it likes before it returns. */
  @Test
  void aCallThatAProgramAnswersIsOpenUntilItReturns() {
    handlers.put(
        ExceptionLevel.EL2,
        context ->
            call(
                Call.SMC,
                then -> {
                  then.guest(0, then.own(3));
                  return new HandlerStep.Resume();
                }));
    Machine machine = machine(Machines.WIDE, Mode.EL1H, "hvc #0");
    Machines.load(
        machine,
        InstructionSet.A64,
        Machines.vectors(3) + 0x400,
        "movz x3, #1\n add x3, x3, #1\n add x3, x3, #1\n eret\n");
    Machines.turns(machine, 2);
    for (int turn = 0; turn < 4; turn++) {
      assertEquals(ExceptionLevel.EL3, processor.level());
      assertFalse(processor.isHandling(), "EL3 is a program");
      machine.step();
    }
    assertEquals(ExceptionLevel.EL2, processor.level());
    assertTrue(processor.isHandling());
    machine.step();
    assertEquals(ExceptionLevel.EL1, processor.level());
    assertEquals(3, processor.register(0).value());
  }

  /** EL1 has called EL2, which has called EL3: each goes on when the one above it is done. */
  @Test
  void openCallsAreAnsweredFromTheInnermostOut() {
    handlers.put(
        ExceptionLevel.EL1, context -> call(Call.HVC, then -> done(then, 1, context.level())));
    handlers.put(
        ExceptionLevel.EL2, context -> call(Call.SMC, then -> done(then, 10, context.level())));
    handlers.put(ExceptionLevel.EL3, context -> done(context, 100, context.level()));
    Machine machine = machine(Machines.WIDE, Mode.EL0, "svc #0\n b .");
    processor.register(0, Word.ZERO);
    Machines.turns(machine, 7);
    assertEquals(111, processor.register(0).value());
    assertEquals(ExceptionLevel.EL0, processor.level());
    assertFalse(processor.isHandling());
    assertEquals(
        List.of(ExceptionLevel.EL3, ExceptionLevel.EL2, ExceptionLevel.EL1),
        told(MachineEvent.Returned.class).stream().map(MachineEvent.Returned::from).toList());
  }

  private static HandlerStep done(HandlerContext context, int amount, ExceptionLevel level) {
    assertEquals(level, context.level());
    context.guest(0, context.guest(0).plus(amount));
    return new HandlerStep.Resume();
  }

  /**
   * EL3 lets an application go on instead of the hypervisor that has called it. Later it returns to
   * EL2: there is nothing left to go on with, and the program there executes.
   */
  @Test
  void whoStartsALowerLevelForgetsWhatThatHadOpen() {
    List<String> went = new ArrayList<>();
    handlers.put(ExceptionLevel.EL1, context -> call(Call.SMC, OpenCallsTest::resume));
    handlers.put(
        ExceptionLevel.EL2,
        context ->
            call(
                Call.SMC,
                then -> {
                  went.add("on");
                  return new HandlerStep.Resume();
                }));
    handlers.put(ExceptionLevel.EL3, context -> firmware(context, went));
    Machine machine = machine(Machines.WIDE, Mode.EL1H, "hvc #0");
    Machines.load(machine, InstructionSet.A64, APPLICATION, "svc #0\n wfi\n");
    Machines.load(machine, InstructionSet.A64, HYPERVISOR, "movz x6, #6\n b .\n");
    processor.poke(
        SystemRegister.SCR_EL3, processor.peek(SystemRegister.SCR_EL3).or(Word.of(1 << 12)));
    processor.poke(SystemRegister.SCTLR_EL1, Word.of(1 << 16));
    Machines.turns(machine, 10);
    assertEquals(List.of("enter", "answer", "return to EL2"), went);
    assertEquals(ExceptionLevel.EL2, processor.level());
    assertEquals(6, processor.register(6).value());
  }

  private static HandlerStep firmware(HandlerContext context, List<String> went) {
    if (went.isEmpty()) {
      went.add("enter");
      return new HandlerStep.Enter(
          new Start(APPLICATION, Mode.EL0, InstructionSet.A64, SecurityState.NONSECURE), Word.ZERO);
    }
    if (context.cause() == Cause.CALL) {
      went.add("answer");
      return new HandlerStep.Resume();
    }
    went.add("return to EL2");
    context.system(SystemRegister.SPSR_EL3, Word.of(0x3c0 | ModeBits.of(Mode.EL2H)));
    return new HandlerStep.ResumeAt(HYPERVISOR);
  }

  /** A processor that is reset in the middle of a handler begins like any other. */
  @Test
  void whoIsPoweredOnForgetsTheHandlerThatItWasIn() {
    List<String> went = new ArrayList<>();
    handlers.put(
        ExceptionLevel.EL2, context -> new HandlerStep.Continue("again", OpenCallsTest::resume));
    handlers.put(
        ExceptionLevel.EL3,
        new Handler() {
          @Override
          public HandlerStep step(HandlerContext context) {
            return new HandlerStep.Resume();
          }

          @Override
          public HandlerStep.Done started(int cpu, Word context) {
            went.add("started");
            return new HandlerStep.Enter(
                new Start(APPLICATION, Mode.EL1H, InstructionSet.A64, SecurityState.NONSECURE),
                Word.ZERO);
          }
        });
    Machine machine = machine(Machines.WIDE, Mode.EL1H, "hvc #0");
    Machines.turns(machine, 2);
    assertTrue(processor.isHandling());
    assertEquals(List.of(new MachineEvent.HandlerContinues(0, "again")), continues());
    machine.powerOn(0, ExceptionLevel.EL3);
    machine.step();
    assertEquals(List.of("started"), went);
    assertEquals(APPLICATION, processor.pc());
  }

  /** A handler that has just been started has no exception to return from. */
  @Test
  void whoIsStartedHasNothingToReturnTo() {
    handlers.put(
        ExceptionLevel.EL3,
        new Handler() {
          @Override
          public HandlerStep step(HandlerContext context) {
            return new HandlerStep.Resume();
          }

          @Override
          public HandlerStep.Done started(int cpu, Word context) {
            return new HandlerStep.Resume();
          }
        });
    Machine machine = machine(Machines.WIDE, Mode.EL1H, "nop");
    machine.powerOn(0, ExceptionLevel.EL3);
    assertThrows(IllegalStateException.class, machine::step);
  }

  /** The state of a call, taken or UNDEFINED; of another exception there is none. */
  @Test
  void theStateOfACallIsToldToItsHandler() {
    List<Optional<ProcessorState>> called = new ArrayList<>();
    Handler remembers =
        context -> {
          called.add(context.called());
          return new HandlerStep.ResumePast(context.cause() == Cause.CALL ? 0 : 4);
        };
    handlers.put(ExceptionLevel.EL1, remembers);
    handlers.put(ExceptionLevel.EL2, remembers);
    Machine machine = machine(Machines.WIDE, Mode.EL1H, "hvc #0\n wfi\n smc #0");
    processor.poke(SystemRegister.HCR_EL2, Word.of(1L << 31 | 1 << 13));
    processor.control(Control.SCR_SMD, true);
    ProcessorState before = processor.state();
    Machines.turns(machine, 6);
    assertEquals(List.of(Optional.of(before), Optional.empty(), Optional.of(before)), called);
  }

  /** What a handler's call is told to be is what its word says. */
  @Test
  void theInstructionOfAHandlerIsThatOfItsWord() {
    for (Platform platform : List.of(Machines.WIDE, Machines.NARROW)) {
      events.clear();
      handlers.put(ExceptionLevel.EL2, context -> call(Call.SMC, OpenCallsTest::resume));
      handlers.put(ExceptionLevel.EL3, OpenCallsTest::resume);
      Mode mode = platform == Machines.WIDE ? Mode.EL1H : Mode.SVC;
      Machines.turns(machine(platform, mode, "hvc #0"), 4);
      List<MachineEvent.Called> called = told(MachineEvent.Called.class);
      assertEquals(2, called.size());
      for (MachineEvent.Called each : called) {
        assertEquals(Encodings.decode(each.word()), Optional.of(each.instruction()));
      }
      assertEquals(List.of(new MachineEvent.HandlerContinues(0, "then")), continues());
    }
  }

  /** HVC in Hyp mode with SCR.HCE=0 may do nothing: the handler's next word is behind it. */
  @Test
  void aHandlersCallThatDoesNothingIsBehindIt() {
    handlers.put(
        ExceptionLevel.EL2,
        context -> call(Call.HVC, then -> call(Call.SMC, OpenCallsTest::resume)));
    handlers.put(ExceptionLevel.EL3, OpenCallsTest::resume);
    Machine machine =
        machine(
            Machines.NARROW,
            Mode.SVC,
            "wfi",
            (state, instruction, allowed) ->
                allowed.stream()
                    .filter(Outcome.NoOperation.class::isInstance)
                    .findFirst()
                    .orElseGet(() -> Behaviour.plainest().choose(state, instruction, allowed)));
    processor.control(Control.SCR_HCE, false);
    processor.poke(SystemRegister.HCR_EL2, Word.of(1 << 13));
    Machines.turns(machine, 4);
    assertEquals(
        List.of(Machines.vectors(2) + 0x14, Machines.vectors(2) + 0x18),
        told(MachineEvent.Called.class).stream().map(MachineEvent.Called::address).toList());
  }

  /** An injected exception hides its two steps, not what they relied on. */
  @Test
  void whatAnInjectionReliesOnIsTold() {
    handlers.put(ExceptionLevel.EL2, context -> new HandlerStep.InjectUndefinedAt(0x1234));
    Machine machine = machine(Machines.WIDE, Mode.EL1H, "hvc #0");
    processor.poke(SystemRegister.VBAR_EL1, new Word(Machines.vectors(1), -1, Origin.of("a test")));
    Machines.turns(machine, 2);
    assertEquals(
        List.of("the vector of an exception"),
        told(MachineEvent.Relied.class).stream().map(event -> event.reliance().what()).toList());
    assertEquals(1, told(MachineEvent.Returned.class).size());
  }
}
