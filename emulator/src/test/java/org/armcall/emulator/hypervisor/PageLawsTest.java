// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.armcall.emulator.guest.GuestCall;
import org.armcall.emulator.guest.GuestCalls;
import org.armcall.emulator.guest.PageRights;
import org.armcall.emulator.guest.Reading;
import org.armcall.emulator.guest.Route;
import org.armcall.emulator.guest.Trial;
import org.armcall.emulator.machine.Schedule;
import org.armcall.emulator.memory.PageTables.Format;
import org.armcall.emulator.memory.Rights;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.Scenario.Action;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.state.SecurityState;

/** Pages that are two, that are gone, that may not be read, and that are another's. */
class PageLawsTest {
  /**
   * The call is the first turn; a device acts behind it, before the handler does. The run ends with
   * the decision (trap, pause, walk, decide): the guest could not go on.
   */
  private static final Schedule AFTER_THE_TRAP = Schedule.parse("cpu0 dma cpu0*4");

  /** The same, with read and walk of the second half. */
  private static final Schedule AFTER_THE_TRAP_OF_TWO = Schedule.parse("cpu0 dma cpu0*6");

  @Provide
  Arbitrary<GuestCall> straddling() {
    return GuestCalls.straddling(kind -> true);
  }

  @Provide
  Arbitrary<GuestCall> straddlingPages() {
    return GuestCalls.straddling(kind -> kind.hasPages());
  }

  @Provide
  Arbitrary<GuestCall> withPages() {
    return GuestCalls.of(kind -> kind.hasPages());
  }

  @Provide
  Arbitrary<GuestCall> withStageTwo() {
    return GuestCalls.of(
        kind -> kind.stageTwo().isPresent() && kind.security() == SecurityState.NONSECURE);
  }

  @Provide
  Arbitrary<GuestCall> secure() {
    return GuestCalls.of(kind -> kind.security() != SecurityState.NONSECURE);
  }

  /**
   * read(half, half) = immediate(executed) for halves on two pages that are apart in physical
   * memory, under every format, and across the split of TTBR0 and TTBR1.
   *
   * <p>IMM-PAGE-STRADDLE.
   */
  @Property(tries = 400)
  void halvesOnTwoPagesAreReadByTwoTranslations(@ForAll("straddling") GuestCall guest) {
    Trial.of(guest, GuestMemory.CAREFUL).recovers(guest.immediate()).counts(1).holds();
  }

  /**
   * who reads the second half behind the first in physical memory has what lies there:
   * immediate(first half, decoy).
   *
   * <p>IMM-PAGE-STRADDLE, IMM-EXECUTED-ONLY.
   */
  @Property(tries = 150)
  void theSecondHalfIsNotBehindTheFirst(
      @ForAll("straddling") GuestCall guest, @ForAll @IntRange(max = 0xfff) int low) {
    Assume.that(guest.instruction().call() == Call.HVC);
    Assume.that(guest.kind().stageOne().format().isPresent());
    long behind = guest.place().physical(guest.place().call()) + 2;
    long size = guest.kind().stageOne().size();
    boolean memory = behind >= 0x4000_0000L && behind < 0xc000_0000L;
    Assume.that(memory && behind != (guest.place().physical(guest.behind()) & -size));
    Scenario.Code decoy =
        new Scenario.Code(
            behind, behind, InstructionSet.T32, String.format(".hword 0x%04x", 0x8000 | low));
    int mixed = guest.immediate() & 0xf000 | low;
    Trial.of(guest, Reading.withHalvesAdjacent()).also(decoy).recovers(mixed).holds();
    Trial.of(guest, GuestMemory.CAREFUL).also(decoy).recovers(guest.immediate()).holds();
  }

  /**
   * the second page is unmapped after the trap => "unavailable".
   *
   * <p>IMM-PAGE-STRADDLE, IMM-NO-GUESS.
   */
  @Property(tries = 150)
  void aSecondHalfThatIsNotMappedMakesItUnavailable(@ForAll("straddlingPages") GuestCall guest) {
    Trial trial = Trial.of(guest, GuestMemory.CAREFUL);
    int tables = trial.tablesOf(guest.place().next());
    trial.device(AFTER_THE_TRAP_OF_TWO, new Action.Unmap(tables, guest.place().next()));
    trial.unavailable().holds();
  }

  /**
   * the page of the call is unmapped in stage 1 after the trap => "unavailable".
   *
   * <p>IMM-WALK-RACE, IMM-NO-GUESS.
   */
  @Property(tries = 150)
  void aPageThatStageOneUnmapsMakesItUnavailable(@ForAll("withPages") GuestCall guest) {
    Trial trial = Trial.of(guest, GuestMemory.CAREFUL);
    int tables = trial.tablesOf(guest.place().page());
    trial.device(AFTER_THE_TRAP, new Action.Unmap(tables, guest.place().page()));
    trial.unavailable().holds();
  }

  /**
   * the page of the call is unmapped in stage 2 after the trap => "unavailable", by walk and by AT.
   *
   * <p>IMM-STAGE2-UNMAPPED, IMM-NO-GUESS.
   */
  @Property(tries = 150)
  void aPageThatStageTwoUnmapsMakesItUnavailable(@ForAll("withStageTwo") GuestCall guest) {
    for (GuestMemory way : List.of(GuestMemory.CAREFUL, Reading.byAtInstruction())) {
      Trial trial = Trial.of(guest, way);
      trial.rights(PageRights.ALL.withStageTwoPages(Rights.GUEST_ALL));
      long page = guest.place().intermediate(guest.place().call());
      trial.device(AFTER_THE_TRAP, new Action.Unmap(trial.tablesOfStageTwo(), page));
      trial.unavailable().holds();
    }
  }

  /**
   * Execute-only pages are those of AArch64 stage 2: in AArch32 an instruction fetch needs read
   * permission too (DDI 0406C B3.7.1, DDI 0487 AArch32_CheckS2Permission).
   */
  @Provide
  Arbitrary<GuestCall> withExecuteOnly() {
    return withStageTwo()
        .filter(guest -> guest.kind().stageTwo().orElseThrow() != Format.STAGE2_LPAE);
  }

  /**
   * execute-only in stage 2: by execute permission immediate(executed), by read permission and by
   * AT "unavailable"; the guest goes on either way.
   *
   * <p>IMM-EXECUTE-ONLY, IMM-NO-GUESS.
   */
  @Property(tries = 200)
  void anExecuteOnlyPageIsReadByExecutePermissionOnly(@ForAll("withExecuteOnly") GuestCall guest) {
    PageRights only = PageRights.ALL.withStageTwoPages(Rights.EXECUTE_ONLY);
    Trial.of(guest, GuestMemory.CAREFUL).rights(only).recovers(guest.immediate()).counts(1).holds();
    for (GuestMemory way : List.of(Reading.byReadPermission(), Reading.byAtInstruction())) {
      Trial.of(guest, way).rights(only).unavailable().counts(1).holds();
    }
  }

  /**
   * memory of the caller's Security state alone: immediate(executed) through its own mapping,
   * "unavailable" through a Non-secure one.
   *
   * <p>IMM-PROTECTED-MEMORY, IMM-NO-GUESS.
   */
  @Property(tries = 150)
  void memoryOfAnotherStateIsUnavailable(@ForAll("secure") GuestCall guest) {
    Trial plain = Trial.of(guest, GuestMemory.CAREFUL).memory(owned(guest));
    plain.recovers(guest.immediate()).counts(1).holds();
    Trial.of(guest, Reading.byNonSecureMapping())
        .memory(owned(guest))
        .unavailable()
        .counts(1)
        .holds();
  }

  /** All memory but that of the tables, which the builder writes as Non-secure, is the caller's. */
  private static List<Scenario.MemoryRegion> owned(GuestCall guest) {
    return Trial.of(guest, GuestMemory.CAREFUL).scenario().memory().stream()
        .map(
            region ->
                region.at() == 0x1000_0000L
                    ? region
                    : new Scenario.MemoryRegion(
                        region.at(), region.size(), Optional.of(guest.kind().security())))
        .toList();
  }

  /**
   * the call is the last of the 32-bit address space, so that its return address is 0 (or, for a
   * trap, its own): immediate(executed) in 32 bits; by 64-bit arithmetic "unavailable" behind a
   * call that was taken, and right behind a trap.
   *
   * <p>IMM-ADDRESS.
   */
  @Property(tries = 400)
  void theTopOfTheAddressSpaceWraps(@ForAll("narrow") GuestCall guest) {
    Assume.that(guest.behind() == 0 && !guest.straddles());
    Trial.of(guest, GuestMemory.CAREFUL).recovers(guest.immediate()).counts(1).holds();
    Trial plain = Trial.of(guest, Reading.atPlainAddress()).counts(1);
    boolean right = guest.kind().route() == Route.TRAPPED_SMC;
    (right ? plain.recovers(guest.immediate()) : plain.unavailable()).holds();
  }

  @Provide
  Arbitrary<GuestCall> narrow() {
    return GuestCalls.of(kind -> kind.narrow()).map(GuestCall::atTheTop);
  }
}
