// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.call.CallSemantics;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.call.Outcome;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Mode;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;

/** What a processor remembers of calls: always what the model says of the live state. */
final class CallsTest {
  private static final int MOST = 65536;
  private static final CallInstruction NARROW_SMC =
      decoded(Call.SMC, InstructionSet.T32, 0xf7f18000);
  private static final CallInstruction NARROW_SVC =
      decoded(Call.SVC, InstructionSet.A32, 0xef000001);
  private static final CallInstruction WIDE_SVC = decoded(Call.SVC, InstructionSet.A64, 0xd4000021);
  private static final CallInstruction WIDE_HVC = decoded(Call.HVC, InstructionSet.A64, 0xd4000002);

  private static CallInstruction decoded(Call call, InstructionSet isa, int bits) {
    return Encodings.of(call, isa).decode(bits).orElseThrow();
  }

  private static Calls.Place at(Bare bare, CallInstruction instruction, boolean guarded) {
    bare.cpu.pc = Bare.HERE;
    return bare.parts.calls().at(instruction, guarded);
  }

  /**
   * On one machine at one address: each state after each other. Two states that were taken for one
   * another would show the one that was met first.
   */
  private static void everyStateAfterEveryOther(
      Bare bare, CallInstruction instruction, boolean guarded, List<Consumer<Bare>> states) {
    for (Consumer<Bare> first : states) {
      for (Consumer<Bare> second : states) {
        first.accept(bare);
        at(bare, instruction, guarded);
        second.accept(bare);
        ProcessorState live = bare.parts.calls().state(guarded);
        Calls.Place place = at(bare, instruction, guarded);
        assertEquals(live, place.met());
        assertTrue(
            CallSemantics.outcomes(bare.cpu.platform, live, instruction).contains(place.outcome()),
            live::toString);
      }
    }
  }

  private static void level(Bare bare, ExceptionLevel level, Mode mode) {
    bare.cpu.mode(level, mode);
  }

  /** Flags, IT, SS, IL, mode and level of T32, and SCTLR.ITD; each alone. */
  @Test
  void theCallIsThatOfTheStatusItIsMadeIn() {
    Bare bare = Bare.of(Machines.NARROW, Mode.SVC, InstructionSet.T32);
    List<Consumer<ProcessStatus>> changes = new ArrayList<>();
    changes.add(now -> {});
    for (int flags = 1; flags < 16; flags++) {
      long word = (long) flags << 28;
      changes.add(now -> now.flags(Word.of(word)));
    }
    for (int it : new int[] {0x08, 0x18, 0x04, 0xe8, 0x48}) {
      changes.add(now -> now.it = it);
    }
    changes.add(now -> now.step = true);
    changes.add(now -> now.illegal = true);
    for (Mode mode : List.of(Mode.UND, Mode.ABT, Mode.IRQ, Mode.SYS)) {
      changes.add(now -> now.mode = mode);
    }
    List<Consumer<Bare>> states = new ArrayList<>();
    for (Consumer<ProcessStatus> change : changes) {
      states.add(
          machine -> {
            base(machine);
            change.accept(machine.cpu.status);
          });
    }
    states.add(
        machine -> {
          base(machine);
          level(machine, ExceptionLevel.EL0, Mode.USR);
        });
    states.add(
        machine -> {
          base(machine);
          machine.set(SystemRegister.SCTLR_EL1, 1 << 7);
        });
    everyStateAfterEveryOther(bare, NARROW_SMC, false, states);
  }

  private static void base(Bare bare) {
    ProcessStatus now = bare.cpu.status;
    now.flags(Word.ZERO);
    now.it = 0;
    now.step = false;
    now.illegal = false;
    level(bare, ExceptionLevel.EL1, Mode.SVC);
    bare.set(SystemRegister.SCTLR_EL1, 0);
  }

  /** With AArch32 EL3 there is no Secure EL1: the model says so, whatever was met before. */
  @Test
  void aStateThatTheModelDoesNotHaveIsRefusedEveryTime() {
    Bare bare = Bare.of(Machines.NARROW, Mode.SVC, InstructionSet.A32);
    bare.set(SystemRegister.SCR_EL3, 0);
    level(bare, ExceptionLevel.EL3, Mode.SVC);
    assertEquals(ExceptionLevel.EL3, at(bare, NARROW_SVC, false).met().level());
    level(bare, ExceptionLevel.EL1, Mode.SVC);
    assertThrows(Stop.class, () -> at(bare, NARROW_SVC, false));
  }

  /** Branch type, guarded page, stack pointer, and what HCR_EL2 and HFGITR_EL2 say. */
  @Test
  void theCallIsThatOfItsPageAndItsControls() {
    Bare bare = Bare.of(Machines.WIDE, Mode.EL1H, InstructionSet.A64);
    List<Consumer<Bare>> states = new ArrayList<>();
    for (int type = 0; type < 4; type++) {
      for (long hcr : new long[] {1L << 31, 1L << 31 | 1L << 19, 1L << 31 | 1L << 42}) {
        int branchType = type;
        states.add(
            machine -> {
              machine.cpu.status.branchType = branchType;
              machine.set(SystemRegister.HCR_EL2, hcr);
            });
      }
    }
    states.add(machine -> machine.also(SystemRegister.HFGITR_EL2, 1L << 53));
    states.add(machine -> level(machine, ExceptionLevel.EL1, Mode.EL1T));
    for (boolean guarded : new boolean[] {false, true}) {
      everyStateAfterEveryOther(bare, WIDE_HVC, guarded, states);
    }
    for (Consumer<Bare> state : states) {
      state.accept(bare);
      for (boolean guarded : new boolean[] {false, true, false}) {
        assertEquals(guarded, at(bare, WIDE_HVC, guarded).met().guardedPage());
      }
    }
  }

  /** SCR_EL3.NS, NSE and EEL2: Secure, Non-secure and Realm EL1 have the same mode. */
  @Test
  void theCallIsThatOfItsSecurityState() {
    Bare bare = Bare.of(Machines.WIDE, Mode.EL1H, InstructionSet.A64);
    List<Consumer<Bare>> states = new ArrayList<>();
    for (long scr : new long[] {0, 1, 1 | 1L << 62, 1L << 18}) {
      states.add(machine -> machine.set(SystemRegister.SCR_EL3, scr | 1 << 10 | 1 << 8));
    }
    everyStateAfterEveryOther(bare, WIDE_HVC, false, states);
    states.get(0).accept(bare);
    assertEquals(SecurityState.SECURE, at(bare, WIDE_HVC, false).met().security());
    states.get(2).accept(bare);
    assertEquals(SecurityState.REALM, at(bare, WIDE_HVC, false).met().security());
  }

  /**
   * An application in AArch32 calls an operating system in AArch32 or AArch64, as HCR_EL2.RW and
   * SCR_EL3.RW say (DDI 0487 D1.1): the same state otherwise.
   */
  @Test
  void theCallGoesToTheExecutionStateInForce() {
    Bare bare = Bare.of(Machines.WIDE, Mode.USR, InstructionSet.A32);
    Consumer<Bare> wide = machine -> widths(machine, 1L << 10, 1L << 31);
    Consumer<Bare> narrowEl1 = machine -> widths(machine, 1L << 10, 0);
    Consumer<Bare> narrowEl2 = machine -> widths(machine, 0, 0);
    everyStateAfterEveryOther(bare, NARROW_SVC, false, List.of(wide, narrowEl1, narrowEl2));
    wide.accept(bare);
    assertEquals(ExecutionState.AARCH64, entry(at(bare, NARROW_SVC, false)).targetState());
    narrowEl1.accept(bare);
    assertEquals(ExecutionState.AARCH32, entry(at(bare, NARROW_SVC, false)).targetState());
  }

  private static void widths(Bare bare, long scr, long hcr) {
    bare.set(SystemRegister.SCR_EL3, 1 | scr).set(SystemRegister.HCR_EL2, hcr);
  }

  private static ExceptionEntry entry(Calls.Place place) {
    return ((Outcome.Taken) place.outcome()).entry();
  }

  /** Code may be rewritten, and addresses that are far apart share what is remembered. */
  @Test
  void theCallIsThatOfItsWordAndItsAddress() {
    Bare bare = Bare.of(Machines.WIDE, Mode.EL1H, InstructionSet.A64);
    CallInstruction other = decoded(Call.SVC, InstructionSet.A64, 0xd4000041);
    for (CallInstruction each : List.of(WIDE_SVC, other, WIDE_HVC, WIDE_SVC)) {
      assertEquals(each, at(bare, each, false).instruction());
    }
    for (long address = Bare.HERE; address < Bare.HERE + 0x10000; address += 0x800) {
      bare.cpu.pc = address;
      Calls.Place place = bare.parts.calls().at(WIDE_SVC, false);
      assertEquals(address, place.address());
      assertTrue(
          place.syndrome().origin().toString().contains("svc at 0x" + Long.toHexString(address)),
          place.syndrome()::toString);
    }
  }

  /** An AArch32 mode but Hyp has no syndrome register. */
  @Test
  void whereThereIsNoSyndromeTheWordIsZero() {
    Bare bare = Bare.of(Machines.ARMV7, Mode.USR, InstructionSet.A32);
    assertEquals(Word.ZERO, at(bare, NARROW_SVC, false).syndrome());
  }

  /** UNKNOWN is not the same everywhere: the immediate of a conditional SVC that Hyp mode takes. */
  @Test
  void whatIsUnknownDiffersFromAddressToAddress() {
    Bare bare =
        new Bare(
            Machines.ARMV7,
            new Start(Bare.HERE, Mode.USR, InstructionSet.A32, SecurityState.NONSECURE),
            Fill.seeded(1),
            Behaviour.plainest());
    bare.also(SystemRegister.HCR_EL2, 1L << 27);
    CallInstruction conditional = decoded(Call.SVC, InstructionSet.A32, 0x1f000001);
    bare.cpu.status.flags(Word.ZERO);
    Word here = at(bare, conditional, false).syndrome();
    bare.cpu.pc = Bare.HERE + 4;
    Word next = bare.parts.calls().at(conditional, false).syndrome();
    assertEquals(0xffff, here.unreliable() & 0xffff);
    assertNotEquals(here.value() & 0xffff, next.value() & 0xffff);
  }

  private static Bare counting(Platform platform, AtomicInteger times) {
    return new Bare(
        platform,
        new Start(Bare.HERE, Mode.EL1H, InstructionSet.A64, SecurityState.NONSECURE),
        Fill.ONES,
        (state, instruction, allowed) -> {
          times.incrementAndGet();
          return Behaviour.plainest().choose(state, instruction, allowed);
        });
  }

  /** The answer for a state and an instruction, and at one address the words that come of it. */
  @Test
  void whatWasAskedOnceIsRemembered() {
    AtomicInteger times = new AtomicInteger();
    Bare bare = counting(Machines.WIDE, times);
    Calls.Place first = at(bare, WIDE_SVC, false);
    assertSame(first, at(bare, WIDE_SVC, false));
    bare.cpu.pc = Bare.HERE + 8;
    assertEquals(first.outcome(), bare.parts.calls().at(WIDE_SVC, false).outcome());
    assertEquals(1, times.get());
    at(bare, WIDE_HVC, false);
    assertEquals(2, times.get());
  }

  /** A machine that runs for long does not fill the memory of its host. */
  @Test
  void whatIsRememberedHasABound() {
    AtomicInteger times = new AtomicInteger();
    Bare bare = counting(Machines.WIDE, times);
    for (int immediate = 0; immediate < MOST; immediate++) {
      at(bare, svc(immediate), false);
    }
    at(bare, svc(0), false);
    assertEquals(MOST, times.get(), "all are remembered");
    at(bare, WIDE_HVC, false);
    at(bare, svc(0), false);
    assertEquals(MOST + 2, times.get(), "one more, and the first again");
  }

  private static CallInstruction svc(int immediate) {
    return new CallInstruction(
        Call.SVC,
        InstructionSet.A64,
        4,
        new Immediate(immediate, 16),
        java.util.Optional.empty(),
        0);
  }
}
