// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;
import static org.armcall.model.platform.ExecutionState.AARCH32;
import static org.armcall.model.platform.ExecutionState.AARCH64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.armcall.model.instruction.Call;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Feature;
import org.armcall.model.state.Control;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.Reachability;
import org.armcall.model.state.SecurityState;

/**
 * The callers that are rare among random questions, each with a generator that makes nothing else:
 * Realm, Root, Secure EL2, TGE, a host (E2H and TGE), a fine-grained trap of SVC, ITD.
 */
final class CallerLawsTest {
  private static final int TRIES = 1000;

  private static Arbitrary<Question> where(Predicate<Question> wanted) {
    return Arbitraries.randomValue(
        random -> {
          while (true) {
            Question question = Questions.next(random);
            if (wanted.test(question)) {
              return question;
            }
          }
        });
  }

  private static Set<Outcome> behaviours(Question question) {
    return question.outcomes().stream().map(Outcome::behaviour).collect(Collectors.toSet());
  }

  private static Question with(Question q, ProcessorState state) {
    return new Question(q.platform(), state, q.instruction());
  }

  private static ProcessorState in(SecurityState security, ProcessorState state) {
    return new ProcessorState(
        state.level(),
        state.isa(),
        state.mode(),
        security,
        state.inForce(),
        state.flags(),
        state.it(),
        state.branchType(),
        state.guardedPage(),
        state.singleStep(),
        state.illegalState(),
        state.controls());
  }

  @Provide
  Arbitrary<Question> realm() {
    return where(q -> q.state().security() == SecurityState.REALM);
  }

  /**
   * EL2 is enabled in Realm state as it is in Non-secure state, and nothing else of a call depends
   * on which of the two it is (DDI 0487, EL2Enabled; DDI 0615, "Realm state").
   */
  @Property(tries = TRIES)
  void aRealmCallsAsANonsecureGuestDoes(@ForAll("realm") Question q) {
    Question nonsecure = with(q, in(SecurityState.NONSECURE, q.state()));
    assertEquals(Optional.empty(), Reachability.objection(nonsecure.platform(), nonsecure.state()));
    assertEquals(behaviours(nonsecure), behaviours(q));
  }

  /** A Realm's HVC reaches its own EL2 whatever EEL2 says: that bit is about Secure state. */
  @Property(tries = TRIES)
  void secureEl2EnableDoesNotConcernARealm(@ForAll("realm") Question q) {
    Question other = with(q, q.state().with(Control.SCR_EEL2, !q.state().has(Control.SCR_EEL2)));
    assertEquals(behaviours(q), behaviours(other));
  }

  @Provide
  Arbitrary<Question> root() {
    return where(q -> q.state().security() == SecurityState.ROOT);
  }

  /** Root is EL3: what it calls, it takes itself, from the current level's vectors. */
  @Property(tries = TRIES)
  void rootTakesItsOwnCalls(@ForAll("root") Question q) {
    int vector = q.state().mode().usesOwnStackPointer() ? 0x200 : 0x000;
    assertTrue(
        q.entries()
            .allMatch(e -> e.target() == EL3 && e.vectorOffset() == vector && !trapped(q, e)));
    if (q.isPlain()) {
      boolean disabled =
          q.is(Call.SMC) && q.has(Control.SCR_SMD) || q.is(Call.HVC) && !q.has(Control.SCR_HCE);
      assertEquals(Set.of(disabled ? "undefined" : "taken"), q.kinds());
    }
  }

  private static boolean trapped(Question q, ExceptionEntry entry) {
    return q.isPlain()
        && entry.returnOffset() == 0
        && Question.classOf(entry.syndrome().orElseThrow()) != 0;
  }

  @Provide
  Arbitrary<Question> secureGuest() {
    return where(
        q ->
            q.secure()
                && q.isAt(EL1)
                && q.uses(EL3, AARCH64)
                && q.platform().has(EL2)
                && q.isExecuted());
  }

  /** FEAT_SEL2 and SCR_EL3.EEL2 decide whether a Secure EL1 has an EL2 above it at all. */
  @Property(tries = TRIES)
  void aSecureGuestHasAHypervisorExactlyIfItIsEnabled(@ForAll("secureGuest") Question q) {
    boolean enabled =
        q.platform().has(Feature.SECURE_EL2) && q.has(Control.SCR_EEL2) && q.uses(EL2, AARCH64);
    boolean reaches = q.entries().anyMatch(e -> e.target() == EL2);
    if (q.is(Call.HVC)) {
      assertEquals(enabled && q.has(Control.SCR_HCE), reaches);
    } else if (q.is(Call.SMC)) {
      assertEquals(enabled && q.has(Control.HCR_TSC) && !q.has(Control.HCR_TGE), reaches);
    } else {
      assertTrue(enabled || !reaches);
    }
  }

  @Provide
  Arbitrary<Question> underTge() {
    return where(q -> q.isExecuted() && q.isAt(EL0) && q.el2Enabled() && q.has(Control.HCR_TGE));
  }

  /** Under TGE an application's kernel is EL2: SVC and what is UNDEFINED go there. */
  @Property(tries = TRIES)
  void underTgeTheKernelIsEl2(@ForAll("underTge") Question q) {
    assertTrue(q.entries().allMatch(e -> e.target() == EL2));
    assertEquals(Set.of(q.is(Call.SVC) ? "taken" : "undefined"), q.kinds());
  }

  /** TSC traps EL1, and under TGE there is no EL1 that runs: TSC changes nothing. */
  @Property(tries = TRIES)
  void underTgeTheTrapOfSmcIsIdle(@ForAll("underTge") Question q) {
    Question other = with(q, q.state().with(Control.HCR_TSC, !q.has(Control.HCR_TSC)));
    assertEquals(behaviours(q), behaviours(other));
  }

  private static boolean isHost(Question q) {
    return q.el2Enabled()
        && q.uses(EL2, AARCH64)
        && q.platform().has(Feature.VIRTUALIZATION_HOST)
        && q.has(Control.HCR_E2H)
        && q.has(Control.HCR_TGE);
  }

  @Provide
  Arbitrary<Question> hostApplication() {
    return where(q -> q.isExecuted() && q.isAt(EL0) && isHost(q));
  }

  /** The vector of a host's application is by its own state, and no fine-grained trap applies. */
  @Property(tries = TRIES)
  void aHostsApplicationCountsByItself(@ForAll("hostApplication") Question q) {
    int vector = q.uses(EL0, AARCH32) ? 0x600 : 0x400;
    assertTrue(q.entries().allMatch(e -> e.target() == EL2 && e.vectorOffset() == vector));
    for (Control trap : EnumSet.of(Control.HFGITR_SVC_EL0, Control.HFGITR_SVC_EL1)) {
      assertEquals(
          behaviours(q), behaviours(with(q, q.state().with(trap, !q.has(trap)))), trap.name());
    }
  }

  @Provide
  Arbitrary<Question> fineGrained() {
    return where(
        q ->
            q.isExecuted()
                && q.is(Call.SVC)
                && q.el2Enabled()
                && q.uses(EL1, AARCH64)
                && q.platform().has(Feature.FINE_GRAINED_TRAPS)
                && (!q.platform().has(EL3) || q.has(Control.SCR_FGTEN))
                && !isHost(q)
                && (q.isAt(EL0) && q.has(Control.HFGITR_SVC_EL0)
                    || q.isAt(EL1) && q.has(Control.HFGITR_SVC_EL1)));
  }

  /**
   * A trapped SVC looks like the call but for three things: it goes to EL2, returns to itself, and
   * has stepped nothing on.
   */
  @Property(tries = TRIES)
  void aTrappedSvcReturnsToItself(@ForAll("fineGrained") Question q) {
    int call = q.from32() ? 0x11 : 0x15;
    assertTrue(
        q.entries()
            .allMatch(
                e ->
                    e.target() == EL2
                        && e.returnOffset() == 0
                        && e.singleStep() == Advance.KEPT
                        && Question.classOf(e.syndrome().orElseThrow()) == call));
    assertEquals(Set.of("taken"), q.kinds());
  }

  @Provide
  Arbitrary<Question> itDisabled() {
    return where(
        q ->
            q.inItBlock()
                && !q.state().illegalState()
                && !q.platform().isArmv7()
                && q.has(Control.SCTLR_ITD)
                && q.has(Control.HSCTLR_ITD));
  }

  /** With IT disabled every call in a block is UNDEFINED, whether its condition holds or not. */
  @Property(tries = TRIES)
  void itDisabledComesBeforeTheCondition(@ForAll("itDisabled") Question q) {
    assertEquals(Set.of("undefined"), q.kinds());
    assertTrue(q.entries().allMatch(e -> e.returnOffset() == 0));
    assertTrue(q.entries().allMatch(e -> e.it().equals(Optional.of(Advance.KEPT))));
    ExceptionLevel above = q.isAt(EL0) ? EL1 : q.state().level();
    assertTrue(
        q.entries().allMatch(e -> e.target().compareTo(above) >= 0),
        "never to a level below the caller's kernel");
  }
}
