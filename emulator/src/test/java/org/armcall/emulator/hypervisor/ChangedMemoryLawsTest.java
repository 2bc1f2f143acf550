// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.armcall.emulator.guest.GuestCall;
import org.armcall.emulator.guest.GuestCalls;
import org.armcall.emulator.guest.PageRights;
import org.armcall.emulator.guest.Patch;
import org.armcall.emulator.guest.Reading;
import org.armcall.emulator.guest.Trial;
import org.armcall.emulator.machine.Schedule;
import org.armcall.emulator.memory.Rights;
import org.armcall.emulator.scenario.Count;
import org.armcall.emulator.scenario.Expectation;
import org.armcall.emulator.scenario.Range;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.Scenario.Action;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.state.SecurityState;

/** What is read where memory is changed between the fetch and the read, or was before. */
class ChangedMemoryLawsTest {
  @Provide
  Arbitrary<GuestCall> guests() {
    return GuestCalls.all();
  }

  @Provide
  Arbitrary<GuestCall> withPages() {
    return GuestCalls.of(kind -> kind.hasPages()).filter(guest -> !guest.straddles());
  }

  @Provide
  Arbitrary<GuestCall> withStageTwo() {
    return GuestCalls.of(
        kind -> kind.stageTwo().isPresent() && kind.security() == SecurityState.NONSECURE);
  }

  @Provide
  Arbitrary<Integer> immediates() {
    return GuestCalls.immediates();
  }

  @Provide
  Arbitrary<Patch.Other> others() {
    return Arbitraries.of(Patch.Other.class);
  }

  /**
   * memory holds another call of the kind at the read => read = immediate(that one), whatever was
   * executed: a read cannot know.
   *
   * <p>IMM-REWRITE, IMM-BREAKPOINT.
   */
  @Property(tries = 300)
  void aRewrittenCallIsReadAsItIsNow(
      @ForAll("guests") GuestCall guest, @ForAll("immediates") int immediate) {
    GuestCall other = Patch.with(guest, immediate);
    Trial trial = Trial.of(guest, GuestMemory.CAREFUL);
    trial.device(Schedule.parse("cpu0 dma*2 cpu0*60"), Patch.writes(guest, other.halfwords()));
    int wrong = other.immediate() == guest.immediate() ? 0 : 1;
    trial.expects(each -> each.counts(Count.WRONG, Range.exactly(wrong)));
    trial.recovers(other.immediate()).counts(1).holds();
  }

  /**
   * memory holds a breakpoint, a NOP, or a call of another class at the read => "contradicted",
   * never an immediate, and the guest goes on behind its call.
   *
   * <p>IMM-BREAKPOINT, IMM-CONTRADICTED, IMM-NO-GUESS.
   */
  @Property(tries = 300)
  void aPatchedInstructionIsAContradiction(
      @ForAll("guests") GuestCall guest, @ForAll("others") Patch.Other other) {
    Trial trial = Trial.of(guest, GuestMemory.CAREFUL);
    trial.device(Schedule.parse("cpu0 dma*2 cpu0*60"), Patch.writes(guest, other.halfwords(guest)));
    trial.contradicted().counts(1).holds();
  }

  /**
   * a monitor's own call is executed in the place of the guest's, and the original is back at the
   * read => read = immediate(original), executed = immediate(monitor's).
   *
   * <p>IMM-BREAKPOINT, IMM-REWRITE.
   */
  @Property(tries = 200)
  void aTapThatIsTakenAwayIsNotSeen(
      @ForAll("guests") GuestCall guest, @ForAll("immediates") int immediate) {
    GuestCall tap = Patch.with(guest, immediate);
    List<Action> actions = new ArrayList<>(List.of(Patch.writes(guest, tap.halfwords())));
    actions.addAll(List.of(Patch.writes(guest, guest.halfwords())));
    Trial trial = Trial.of(guest, GuestMemory.CAREFUL);
    trial.device(Schedule.parse("dma*2 cpu0 dma*2 cpu0*60"), actions.toArray(Action[]::new));
    trial.expects(each -> each.executes(List.of(tap.immediate())));
    trial.recovers(guest.immediate()).counts(1).holds();
  }

  /**
   * a device writes other calls there and back, at any time => read is an immediate of halves that
   * memory held, or none.
   *
   * <p>IMM-REWRITE, IMM-NO-GUESS, IMM-ENDS.
   */
  @Property(tries = 300)
  void noImmediateIsReadThatMemoryNeverHeld(
      @ForAll("guests") GuestCall guest,
      @ForAll("immediates") int immediate,
      @ForAll @IntRange(max = Retries.MOST) int retries,
      @ForAll long seed) {
    GuestCall other = Patch.with(guest, immediate);
    Trial trial = Trial.of(guest, Reading.withRetries(retries));
    trial.device(mixed(seed), flips(guest, other, 60));
    Set<Integer> held = new TreeSet<>();
    for (long first : List.of(guest.halfwords().get(0), other.halfwords().get(0))) {
      for (long second : List.of(guest.halfwords().get(1), other.halfwords().get(1))) {
        held.add(Patch.immediate(guest, first, second));
      }
    }
    trial.expects(each -> bounded(each.among(List.copyOf(held)), retries)).holds();
  }

  /**
   * reads &lt;= 4 * (retries + 1) and steps &lt;= 8 * (retries + 1) + 3, although the bytes change
   * between any two reads; then there is a decision.
   *
   * <p>IMM-ENDS, IMM-REWRITE, IMM-NO-GUESS.
   */
  @Property(tries = 150)
  void readingEndsThoughTheBytesNeverRest(
      @ForAll("guests") GuestCall guest, @ForAll @IntRange(max = Retries.MOST) int retries) {
    GuestCall other = Patch.with(guest, guest.immediate() ^ 1);
    StringBuilder order = new StringBuilder("cpu0 ");
    order.append("cpu0 dma*2 ".repeat(8 * (retries + 1) + 4)).append("cpu0*8");
    Trial trial = Trial.of(guest, Reading.withRetries(retries));
    Schedule schedule = Schedule.parse(order.toString());
    trial.device(schedule, flips(guest, other, 16 * (retries + 1) + 8));
    trial.expects(each -> bounded(each, retries).counts(Count.DECISIONS, Range.exactly(1)));
    trial.holds();
  }

  private static Expectation bounded(Expectation expect, int retries) {
    return expect
        .counts(Count.READS, Range.atMost(4L * (retries + 1)))
        .counts(Count.STEPS, Range.atMost(8L * (retries + 1) + 3));
  }

  /** Writes of the other call and back again. */
  private static Action[] flips(GuestCall guest, GuestCall other, int many) {
    List<Action> all = new ArrayList<>();
    while (all.size() < many) {
      all.addAll(List.of(Patch.writes(guest, other.halfwords())));
      all.addAll(List.of(Patch.writes(guest, guest.halfwords())));
    }
    return all.toArray(Action[]::new);
  }

  /** An order of turns that looks random, after the call. */
  private static Schedule mixed(long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("cpu0 ");
    for (int turn = 0; turn < 60; turn++) {
      text.append(random.nextInt(3) == 0 ? "dma " : "cpu0 ");
    }
    return Schedule.parse(text.toString());
  }

  /**
   * code, its aliases and the tables that map it are protected before the fetch => read(memory) =
   * immediate(executed), whatever a device tries and when.
   *
   * <p>IMM-REWRITE, IMM-WALK-RACE, IMM-EXECUTED-ONLY.
   */
  @Property(tries = 250)
  void whatIsProtectedBeforeTheFetchIsReadAsExecuted(
      @ForAll("withStageTwo") GuestCall guest,
      @ForAll("immediates") int immediate,
      @ForAll long seed) {
    GuestCall other = Patch.with(guest, immediate);
    Trial trial = Trial.of(guest, Reading.protectedBefore());
    trial.rights(PageRights.ALL.withStageTwoPages(Rights.GUEST_ALL));
    List<Action> actions = new ArrayList<>(List.of(flips(guest, other, 8)));
    if (guest.kind().hasPages()) {
      int tables = trial.tablesOf(guest.place().page());
      actions.add(3, new Action.Remap(tables, guest.place().page(), guest.place().nextAt()));
      actions.add(5, new Action.Unmap(tables, guest.place().page()));
    }
    StringBuilder text = new StringBuilder();
    Random random = new Random(seed);
    for (int turn = 0; turn < 40; turn++) {
      text.append(random.nextInt(3) == 0 ? "dma " : "cpu0 ");
    }
    Schedule schedule = Schedule.parse(text.append("cpu0*40").toString());
    trial.device(schedule, actions.toArray(Action[]::new));
    trial.recovers(guest.immediate()).counts(1).holds();
  }

  /**
   * the page is remapped after the trap => read = immediate(in the new page): who walks then walks
   * to another place than the fetch did.
   *
   * <p>IMM-WALK-RACE.
   */
  @Property(tries = 200)
  void aRemappedPageIsReadThroughTheNewTables(
      @ForAll("withPages") GuestCall guest, @ForAll("immediates") int immediate) {
    Assume.that(!guest.endsItsPage());
    GuestCall other = Patch.with(guest, immediate);
    Trial trial = Trial.of(guest, GuestMemory.CAREFUL);
    trial.also(copy(other));
    int tables = trial.tablesOf(guest.place().page());
    // The run ends with the decision: in the new page there is nothing behind the call.
    boolean thumb = guest.kind().isa() == InstructionSet.T32;
    trial.device(
        Schedule.parse("cpu0 dma cpu0*" + (thumb ? 9 : 7)),
        new Action.Remap(tables, guest.place().page(), guest.place().nextAt()));
    trial.recovers(other.immediate()).holds();
  }

  /** The other call where the call would be in the page behind. */
  private static Scenario.Code copy(GuestCall other) {
    long at = other.place().physical(other.place().next() + other.place().offset());
    return new Scenario.Code(
        at,
        at,
        other.kind().isa(),
        String.format(
            ".hword 0x%04x\n.hword 0x%04x\n", other.halfwords().get(0), other.halfwords().get(1)));
  }
}
