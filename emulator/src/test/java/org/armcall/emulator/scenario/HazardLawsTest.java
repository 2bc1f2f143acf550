// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.armcall.emulator.guest.GuestCalls;
import org.armcall.emulator.guest.Shown;
import org.armcall.emulator.scenario.Expectation.Decision;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Encoding;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;

/**
 * Hazards that need more of a guest than one call, as scenarios with any immediates: each has the
 * view that goes wrong and the one that does not.
 */
class HazardLawsTest {
  @Provide
  Arbitrary<Integer> immediates() {
    return GuestCalls.immediates();
  }

  private static final String HEAD =
      """
      armcall: scenario 1
      name: law
      platform: %s
      memory: [{at: 0x40000000, size: 0x100000}]
      """;

  private static String head(InstructionSet isa, String more) {
    String platform = isa == InstructionSet.A64 ? "armv8a-el3-el2-a64" : "armv7a-virt";
    return String.format(HEAD, platform) + more;
  }

  /** The word of a trapped SMC with that immediate, folded to the width that it has. */
  private static int word(InstructionSet isa, int immediate) {
    Encoding row = Encodings.of(Call.SMC, isa);
    Optional<Condition> always = row.isConditional() ? Optional.of(Condition.AL) : Optional.empty();
    Immediate field = new Immediate(fold(isa, immediate), row.immediateWidth());
    return Encodings.encode(new CallInstruction(Call.SMC, isa, 4, field, always, 0)).bits();
  }

  private static int fold(InstructionSet isa, int immediate) {
    return isa == InstructionSet.A64 ? immediate : immediate & 0xf;
  }

  /** Runs it; what memory gives and what was executed must be these, in order. */
  private static void holds(String yaml, List<Integer> executed, List<Integer> read) {
    List<Decision> decisions =
        read.stream()
            .map(each -> new Decision("recovered", OptionalInt.of(each), Optional.empty()))
            .toList();
    Expectation expect =
        Expectation.NONE.executes(executed).decides(decisions).relies(Optional.of(false));
    Shown.holds(ScenarioReader.parse("law.yaml", yaml), expect);
  }

  private static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }

  /**
   * a call reached through a tagged address (TBI): read = immediate(executed), whatever the tag.
   *
   * <p>IMM-ADDRESS.
   */
  @Property(tries = 100)
  void theTagOfAnAddressDoesNotMatter(
      @ForAll @IntRange(max = 0xff) int tag,
      @ForAll("immediates") int immediate,
      @ForAll @IntRange(max = 2) int route) {
    String call = route == 0 ? "hvc" : "smc";
    String guest =
        head(InstructionSet.A64, "controls: [SCR_EL3.HCE=1%s]\n")
            + """
            cpus:
              - start: {at: guest, isa: a64}
                registers: {x0: 0x84000000, x1: 0, x2: 1, x5: 0x%02x00000040009000, x9: 0x2000000000}
            code:
              - at: 0x40008000
                isa: a64
                text: |
                  guest: msr tcr_el1, x9   // TBI0
                         isb
                         br x5
              - at: 0x40009000
                isa: a64
                text: |
                  %s #%d
                  add x1, x1, x2
                  b .
            handler: {level: %s, policy: memory-immediate}
            schedule: cpu0*30
            """;
    String trap = route == 1 ? ", HCR_EL2.TSC=1" : "";
    String level = route == 2 ? "el3" : "el2";
    holds(text(guest, trap, tag, call, immediate, level), List.of(immediate), List.of(immediate));
  }

  /**
   * a hypervisor calls its firmware: read in the caller's regime = immediate(executed); read in
   * that of EL1 = what the tables of EL1 lead to.
   *
   * <p>IMM-CALLER-REGIME, IMM-EXECUTED-ONLY.
   */
  @Property(tries = 100)
  void theRegimeIsThatOfTheCaller(
      @ForAll boolean wide, @ForAll("immediates") int own, @ForAll("immediates") int decoy) {
    InstructionSet isa = wide ? InstructionSet.A64 : InstructionSet.A32;
    String form =
        String.format(HEAD, "armv8a-el3-el2-a64")
            + """
            tables:
              - format: %s
                at: 0x40040000
                map: [{from: 0x40008000, to: 0x40009000, rights: kernel-all}]
            cpus:
              - start: {at: guest, isa: %s, mode: %s}
                registers: {%s0: 0x84000000}
            code:
              - {at: 0x40008000, isa: %2$s, text: "guest: smc #%5$d\\nb ."}
              - {at: 0x40009000, isa: %2$s, text: "smc #%6$d"}
            handler: {level: el3, policy: memory-immediate, options: {regime: %7$s}}
            schedule: cpu0*12
            """;
    String format = wide ? "a64-4k" : "short";
    String mode = wide ? "el2h" : "hyp";
    String letter = wide ? "x" : "r";
    int executed = fold(isa, own);
    int other = fold(isa, decoy);
    String caller = text(form, format, isa.text(), mode, letter, executed, other, "caller");
    holds(caller, List.of(executed), List.of(executed));
    String el1 = text(form, format, isa.text(), mode, letter, executed, other, "el1");
    holds(el1, List.of(executed), List.of(other));
  }

  /**
   * the MMU is on: read in the caller's regime = immediate(executed); read as if it were off = what
   * lies at the physical address of that number.
   *
   * <p>IMM-MMU-OFF, IMM-WALK-FORMAT, IMM-EXECUTED-ONLY.
   */
  @Property(tries = 100)
  void anAddressIsPhysicalOnlyWhereTheMmuIsOff(
      @ForAll boolean wide, @ForAll("immediates") int own, @ForAll("immediates") int decoy) {
    InstructionSet isa = wide ? InstructionSet.A64 : InstructionSet.A32;
    String form =
        head(isa, "controls: [HCR_EL2.TSC=1]\n")
            + """
            tables:
              - format: %s
                at: 0x40040000
                map: [{from: 0x40008000, to: 0x40009000, rights: kernel-all}]
            cpus:
              - start: {at: 0x40008000, isa: %s}
                registers: {%s0: 0x84000000}
            code:
              - {at: 0x40009000, runs-at: 0x40008000, isa: %2$s, text: "smc #%4$d\\nb ."}
              - {at: 0x40008000, runs-at: 0x50000000, isa: %2$s, text: "smc #%5$d"}
            handler: {level: el2, policy: memory-immediate, options: {regime: "%6$s"}}
            schedule: cpu0*12
            """;
    String format = wide ? "a64-4k" : "short";
    String letter = wide ? "x" : "r";
    int executed = fold(isa, own);
    int other = fold(isa, decoy);
    String caller = text(form, format, isa.text(), letter, executed, other, "caller");
    holds(caller, List.of(executed), List.of(executed));
    String off = text(form, format, isa.text(), letter, executed, other, "off");
    holds(off, List.of(executed), List.of(other));
  }

  /**
   * a guest writes its own code without maintenance: executed(second) = first where the instruction
   * view is stale, and read(second) = what was written either way.
   *
   * <p>IMM-STALE-FETCH, IMM-REWRITE.
   */
  @Property(tries = 100)
  void aStaleFetchIsNotWhatMemoryHolds(
      @ForAll boolean wide,
      @ForAll boolean stale,
      @ForAll("immediates") int old,
      @ForAll("immediates") int young) {
    InstructionSet isa = wide ? InstructionSet.A64 : InstructionSet.A32;
    String form =
        head(isa, "controls: [HCR_EL2.TSC=1]\n")
            + """
            coherence: {instructions: %s}
            cpus:
              - start: {at: guest, isa: %s}
                registers: {%3$s0: 0x84000000, %3$s1: 0x40008000, %3$s2: 0x%4$x}
            code:
              - at: 0x40008000
                isa: %2$s
                text: |
                  guest: smc #%5$d
                         str %6$s2, [%3$s1]
                         b guest
            handler: {level: el2, policy: memory-immediate}
            schedule: cpu0*20
            """;
    String view = stale ? "sticky" : "coherent";
    int first = fold(isa, old);
    int second = fold(isa, young);
    String letter = wide ? "x" : "r";
    String yaml = text(form, view, isa.text(), letter, word(isa, young), first, wide ? "w" : "r");
    holds(yaml, List.of(first, stale ? first : second), List.of(first, second));
  }

  /**
   * a page is remapped before the call, and a TLB still has the old page: executed = immediate(old
   * page), read = immediate(new page); without a stale TLB both are the new one.
   *
   * <p>IMM-WALK-RACE.
   */
  @Property(tries = 100)
  void aStaleTlbExecutesWhatNoWalkFinds(
      @ForAll boolean wide,
      @ForAll boolean stale,
      @ForAll("immediates") int old,
      @ForAll("immediates") int young) {
    InstructionSet isa = wide ? InstructionSet.A64 : InstructionSet.A32;
    String form =
        head(isa, "controls: [HCR_EL2.TSC=1]\n")
            + """
            coherence: {tlb: %s}
            tables:
              - format: %s
                at: 0x40040000
                map: [{from: 0x8000, to: 0x40008000, rights: kernel-all}]
            cpus:
              - start: {at: 0x8000, isa: %s}
                registers: {%s0: 0x84000000}
            code:
              - {at: 0x40008000, runs-at: 0x8000, isa: %3$s, text: "nop\\nsmc #%5$d\\nb ."}
              - {at: 0x40009000, runs-at: 0x9000, isa: %3$s, text: "nop\\nsmc #%6$d\\nb ."}
            devices:
              - {name: other, does: [{remap: 0x8000, to: 0x40009000}]}
            handler: {level: el2, policy: memory-immediate}
            schedule: cpu0 other cpu0*12
            """;
    int first = fold(isa, old);
    int second = fold(isa, young);
    String yaml =
        text(
            form,
            stale ? "sticky" : "coherent",
            wide ? "a64-4k" : "short",
            isa.text(),
            wide ? "x" : "r",
            first,
            second);
    holds(yaml, List.of(stale ? first : second), List.of(second));
  }

  /**
   * a guest has written its call and cleaned it to where fetches look, not to memory: read by a
   * cacheable mapping = immediate(executed), by a Non-cacheable one = what memory held before.
   *
   * <p>IMM-CACHEABILITY-ALIAS, IMM-EXECUTED-ONLY.
   */
  @Property(tries = 100)
  void aNonCacheableReadMissesWhatACacheHolds(
      @ForAll boolean cacheable, @ForAll("immediates") int old, @ForAll("immediates") int young) {
    InstructionSet isa = InstructionSet.A32;
    String form =
        head(isa, "controls: [HCR_EL2.TSC=1]\n")
            + """
            coherence: {instructions: sticky, data: sticky}
            tables:
              - format: short
                at: 0x40040000
                map: [{from: 0x40000000, to: 0x40000000, size: 0x100000, rights: kernel-all}]
            cpus:
              - start: {at: guest, isa: a32}
                registers: {r0: 0x84000000, r1: 0x40009000, r2: 0x%x}
            code:
              - at: 0x40008000
                isa: a32
                text: |
                  guest: str r2, [r1]
                         mcr p15, 0, r1, c7, c11, 1   // DCCMVAU
                         dsb
                         mcr p15, 0, r0, c7, c5, 0    // ICIALLU
                         dsb
                         isb
                         bx r1
              - {at: 0x40009000, isa: a32, text: "smc #%d\\nb ."}
            handler: {level: el2, policy: memory-immediate, options: {alias: %s}}
            schedule: cpu0*20
            """;
    int before = fold(isa, old);
    int after = fold(isa, young);
    String alias = cacheable ? "cacheable" : "noncacheable";
    String yaml = text(form, word(isa, young), before, alias);
    holds(yaml, List.of(after), List.of(cacheable ? after : before));
  }
}
