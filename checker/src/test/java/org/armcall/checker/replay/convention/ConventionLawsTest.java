// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.armcall.checker.replay.convention.RandomConversation.Said;

/**
 * Laws of the replay rules of the convention. They are laws of the pair: the reference keeps the
 * rules, and what is changed in its trace is found where it was changed, and nothing else is.
 */
class ConventionLawsTest {
  private static final long CPU_ON = 0xc400_0003L;

  /** Suspending, turning off and resetting end the conversation. */
  private static final Set<Integer> ENDS = Set.of(0x1, 0x2, 0x8, 0x9, 0xb, 0xc, 0xe, 0x12, 0x15);

  private static boolean goesOn(long function) {
    boolean psci = (function & 0xbf00_0000L) == 0x8400_0000L;
    return !psci || !ENDS.contains((int) (function & 0xffff));
  }

  private static Arbitrary<Long> functions() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            0x8400_0000L,
            0x8400_000aL,
            0x8400_0006L,
            0xc400_0004L,
            CPU_ON,
            0x8000_0000L,
            0x8000_0001L,
            0x8400_0013L,
            0xc400_0014L,
            0x8600_ff01L,
            0xc400_000dL,
            0x8400_0050L),
        // PSCI of both widths, there or not.
        Arbitraries.integers().between(0, 0x1f).map(n -> 0x8400_0000L + n),
        Arbitraries.integers().between(0, 0x1f).map(n -> 0xc400_0000L + n),
        // Any fast call, with what must be zero and with what is ignored above it.
        Arbitraries.integers().map(word -> (word | 0x8000_0000L) & 0xffff_ffffL),
        Arbitraries.longs().map(word -> word | 0x8000_0000L));
  }

  private static Arbitrary<Long> arguments() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(0, 3),
        Arbitraries.of(0x8000_0000L, 0x8400_0000L, CPU_ON, 0x4000_8000L, 0x8400_0006L),
        Arbitraries.longs());
  }

  private static Arbitrary<List<Said>> calls() {
    return Combinators.combine(
            functions().filter(ConventionLawsTest::goesOn), arguments().list().ofSize(3))
        .as(Said::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<RandomConversation> conversations() {
    return Combinators.combine(
            Arbitraries.of(false, true),
            calls(),
            Arbitraries.longs().between(0x1_0001_0000_0001L, Long.MAX_VALUE))
        .as(RandomConversation::of)
        .withoutEdgeCases();
  }

  @Provide
  Arbitrary<RandomConversation> withFirmware() {
    return calls()
        .map(
            said -> {
              List<Said> all = new ArrayList<>(said);
              all.add(0, new Said(0x8400_0000L, List.of(0L, 0L, 0L)));
              all.add(new Said(CPU_ON, List.of(0L, 0x4000_8000L, 0L)));
              return RandomConversation.of(false, all, 0x1234_5678_9abc_def1L);
            })
        .withoutEdgeCases();
  }

  private static int one(List<Integer> of, int which) {
    return of.get(which % of.size());
  }

  @Property(tries = 120)
  void whatTheReferenceAnswersKeepsEveryRule(@ForAll("conversations") RandomConversation said) {
    assertTrue(said.answers().size() >= 1, said::toString);
    assertEquals(List.of(), said.violations(Expectations.NONE), said::toString);
    assertEquals(List.of(), said.violations(said.reference()), said::toString);
  }

  @Property(tries = 80)
  void aPreservedRegisterThatChangesIsFoundAtThatAnswer(
      @ForAll("conversations") RandomConversation said,
      @ForAll @IntRange(max = 1000) int which,
      @ForAll @IntRange(min = 19, max = 29) int register) {
    int line = one(said.answers(), which);
    ObjectNode answer = said.event(line);
    ObjectNode registers = (ObjectNode) answer.get("regs");
    long value = Long.parseUnsignedLong(registers.get("x" + register).asText().substring(2), 16);
    registers.put("x" + register, "0x" + Long.toHexString(value ^ 0x5a5a_0000_0000_0001L));
    assertEquals(
        List.of(line + " REG-PRESERVED"),
        said.with(line, answer).violations(said.reference()),
        said::toString);
  }

  @Property(tries = 60)
  void aCallThatIsMissingWithItsAnswerMakesNoViolation(
      @ForAll("conversations") RandomConversation said, @ForAll @IntRange(max = 1000) int which) {
    int call = one(said.calls().subList(0, said.answers().size()), which);
    int answer = said.answers().get(said.calls().indexOf(call));
    RandomConversation rest = said.without(call, answer);
    assertEquals(List.of(), rest.violations(Expectations.NONE), rest::toString);
    assertEquals(List.of(), rest.violations(said.reference()), rest::toString);
  }

  @Property(tries = 60)
  void registersThatAreNotRecordedMakeNoViolation(
      @ForAll("conversations") RandomConversation said, @ForAll long which) {
    RandomConversation less = said;
    for (int line = 2; line <= said.lines().size(); line++) {
      if ((which >>> (line % 64) & 1) == 1) {
        ObjectNode event = less.event(line);
        event.remove("regs");
        less = less.with(line, event);
      }
    }
    assertEquals(List.of(), less.violations(Expectations.NONE), less::toString);
    assertEquals(List.of(), less.violations(said.reference()), less::toString);
  }

  @Property(tries = 60)
  void anAnswerThatIsGivenTwiceIsFoundAtTheSecond(
      @ForAll("conversations") RandomConversation said, @ForAll @IntRange(max = 1000) int which) {
    int line = one(said.answers(), which);
    assertEquals(
        List.of(line + 1 + " SEQ-ONE-ANSWER"),
        said.repeated(line).violations(Expectations.NONE),
        said::toString);
  }

  /** PSCI has codes from 0 to -9, and CPU_ON has not all of them (DEN0022, 5.2.2 and 5.6). */
  @Property(tries = 60)
  void aCodeThatAFunctionDoesNotHaveIsFoundAtThatAnswer(
      @ForAll("withFirmware") RandomConversation said,
      @ForAll @IntRange(min = -64, max = -10) int code) {
    int line = said.answers().get(said.answers().size() - 1);
    ObjectNode answer = said.event(line);
    ((ObjectNode) answer.get("regs")).put("x0", "0x" + Long.toHexString(code));
    assertEquals(
        List.of(line + " RES-CODE"),
        said.with(line, answer).violations(Expectations.NONE),
        said::toString);
  }
}
