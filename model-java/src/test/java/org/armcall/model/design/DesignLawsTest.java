// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.armcall.model.convention.Conduit;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;

/**
 * What the mail of 2013 and Arm's manuals say of the designs, as far as it can be said without
 * enumerating anything: the decisions must agree, on every column.
 */
final class DesignLawsTest {
  private final Decisions decisions = new Decisions();

  private Verdict decide(Design design, DesignProperty property, Column column) {
    return decisions.decide(design, property, column);
  }

  private static List<Column> columns(Conduit conduit) {
    return Cores.COLUMNS.stream().filter(column -> column.conduit() == conduit).toList();
  }

  private static Verdict ifSo(Assumption missing, Verdict verdict) {
    Verdict.Undecided open = assertInstanceOf(Verdict.Undecided.class, verdict);
    assertEquals(missing, open.missing());
    return open.ifSo();
  }

  private static Verdict ifNot(Assumption missing, Verdict verdict) {
    ifSo(missing, verdict);
    return ((Verdict.Undecided) verdict).ifNot();
  }

  @Test
  void theFiveKindsOfCallerAreThereWithAndWithoutEl3ByBothConduits() {
    assertEquals(20, Cores.COLUMNS.size());
    Set<String> names = new HashSet<>();
    Cores.COLUMNS.forEach(each -> names.add(each.kind() + " " + each.conduit() + " " + each.el3()));
    assertEquals(20, names.size());
  }

  /** The mail: "I thought that the SMC immediate is not available in the HSR". */
  @Test
  void dispatchOnIssBySmcIsUnsafeForEveryNarrowCallerThatIsTaken() {
    for (Column column : columns(Conduit.SMC)) {
      if (column.isNarrowSmc() && column.el3()) {
        for (DesignProperty property :
            List.of(
                DesignProperty.TELLS_APART,
                DesignProperty.SURVIVES_LEGACY,
                DesignProperty.UNKNOWN_BITS)) {
          for (Design design : List.of(Design.D1, Design.D2, Design.D3)) {
            assertInstanceOf(Verdict.Unsafe.class, decide(design, property, column));
          }
        }
      }
    }
  }

  /** The HSR has the immediate of an HVC in ISS[15:0], and nothing else to rely on. */
  @Test
  void dispatchOnIssByHvcIsSafeIfMaskedAndRestsOnReservedBitsIfNot() {
    for (Column column : columns(Conduit.HVC)) {
      assertInstanceOf(Verdict.Safe.class, decide(Design.D1, DesignProperty.TELLS_APART, column));
      assertInstanceOf(
          Verdict.Safe.class, decide(Design.D1, DesignProperty.SURVIVES_LEGACY, column));
      Verdict bits = decide(Design.D1, DesignProperty.UNKNOWN_BITS, column);
      assertInstanceOf(Verdict.Safe.class, ifSo(Assumption.MASKED, bits));
      Verdict.Unsafe asInTheMail =
          assertInstanceOf(Verdict.Unsafe.class, ifNot(Assumption.MASKED, bits));
      assertTrue(
          asInTheMail.witness().steps().stream()
              .anyMatch(step -> step.contains("ISS[24:16] is reserved")),
          asInTheMail.witness().toString());
    }
  }

  @Test
  void theNumberInR0IsIndifferentToInstructionSetAndConduit() {
    for (Design design : List.of(Design.D4, Design.D5, Design.D6)) {
      for (DesignProperty property : DesignProperty.values()) {
        Set<String> words = new HashSet<>();
        for (Column column : Cores.COLUMNS) {
          if (column.el3()) {
            words.add(decide(design, property, column).word());
          }
        }
        assertEquals(1, words.size(), design + " " + property + " " + words);
      }
      assertInstanceOf(
          Verdict.Safe.class,
          decide(design, DesignProperty.UNKNOWN_BITS, columns(Conduit.SMC).get(0)));
      assertInstanceOf(
          Verdict.Unsafe.class,
          decide(design, DesignProperty.SURVIVES_LEGACY, columns(Conduit.SMC).get(0)));
    }
  }

  /** DDI 0487, HCR_EL2.TSC: without EL3 a trap of A64's SMC is IMPLEMENTATION DEFINED. */
  @Test
  void withoutEl3AnSmcComesToNobodyOrOnlyWhereTheCoreTrapsIt() {
    for (Column column : columns(Conduit.SMC)) {
      if (!column.el3()) {
        for (DesignProperty property : DesignProperty.values()) {
          Verdict verdict = decide(Design.D4, property, column);
          Verdict untaken =
              column.kind().isNarrow() ? verdict : ifNot(Assumption.SMC_TRAPPED, verdict);
          assertEquals(
              Set.of(Rule.ROU_SMC_NO_EL3),
              assertInstanceOf(Verdict.NoCall.class, untaken).rules(),
              column.toString());
        }
      }
    }
  }

  /** What EL3 changes is whether a call comes to EL2, not what comes. */
  @Test
  void whereACallComesToEl2WithoutEl3TheVerdictIsThatWithEl3() {
    for (Column column : Cores.COLUMNS) {
      for (Design design : Design.values()) {
        for (DesignProperty property : DesignProperty.values()) {
          Verdict without = decide(design, property, column);
          if (without instanceof Verdict.Undecided open
              && open.missing() == Assumption.SMC_TRAPPED) {
            without = open.ifSo();
          }
          if (!(without instanceof Verdict.NoCall)) {
            assertEquals(
                decide(design, property, Cores.withEl3(column)).word(),
                without.word(),
                design + " " + property + " " + column.kind());
          }
        }
      }
    }
  }

  @Test
  void readingTheInstructionMendsNarrowSmcsOnlyWhereTheCodeStays() {
    for (Column column : Cores.COLUMNS) {
      Verdict verdict = decide(Design.D7, DesignProperty.TELLS_APART, column);
      if (column.isNarrowSmc() && column.el3()) {
        assertInstanceOf(Verdict.Safe.class, ifSo(Assumption.UNWRITTEN, verdict));
        assertInstanceOf(Verdict.Unsafe.class, ifNot(Assumption.UNWRITTEN, verdict));
      } else if (column.conduit() == Conduit.HVC) {
        assertInstanceOf(Verdict.Safe.class, verdict);
      }
    }
  }

  @Test
  void aDrawIsAsGoodAsItsLuckWhereItsImmediateIsSeen() {
    Column hvc = Cores.column(CallerKind.A64, Conduit.HVC, true);
    for (DesignProperty property :
        List.of(DesignProperty.TELLS_APART, DesignProperty.NEEDS_NO_ARBITER)) {
      Verdict verdict = decide(Design.D3, property, hvc);
      assertInstanceOf(Verdict.Safe.class, ifSo(Assumption.LUCKY, verdict));
      assertInstanceOf(Verdict.Unsafe.class, ifNot(Assumption.LUCKY, verdict));
    }
  }

  @Test
  void onlyATreeAndProbingLetAClientFindOut() {
    Column hvc = Cores.column(CallerKind.ARMV7_A32, Conduit.HVC, true);
    for (Design design : Design.values()) {
      boolean finds = design == Design.D5 || design == Design.D6;
      assertEquals(
          finds ? "safe" : "unsafe",
          decide(design, DesignProperty.DISCOVERABLE, hvc).word(),
          design.name());
    }
  }

  @Test
  void onlyAnAllocatorOfTheLayerDoesWithoutAnArbiter() {
    Column hvc = Cores.column(CallerKind.A64, Conduit.HVC, true);
    for (Design design : Design.values()) {
      String expected =
          switch (design) {
            case D5 -> "safe";
            case D3, D8 -> "open";
            default -> "unsafe";
          };
      assertEquals(
          expected, decide(design, DesignProperty.NEEDS_NO_ARBITER, hvc).word(), design.name());
    }
  }

  @Test
  void aHypervisorsOwnMechanismMakesNoSmc() {
    for (Column column : columns(Conduit.SMC)) {
      Verdict.NoCall none =
          assertInstanceOf(
              Verdict.NoCall.class, decide(Design.D8, DesignProperty.TELLS_APART, column));
      assertTrue(none.rules().isEmpty());
    }
  }

  @Test
  void everyCounterexampleHasANameOfItsOwnAndStepsAndRules() {
    Set<String> ids = new HashSet<>();
    for (Column column : Cores.COLUMNS) {
      for (Design design : Design.values()) {
        for (DesignProperty property : DesignProperty.values()) {
          if (decide(design, property, column) instanceof Verdict.Unsafe unsafe) {
            Counterexample witness = unsafe.witness();
            assertTrue(ids.add(witness.id()), witness.id());
            assertTrue(witness.id().matches("D[1-8]-(hvc|smc)-[a-z0-9-]+"), witness.id());
            assertTrue(witness.steps().size() >= 3, witness.toString());
            assertFalse(witness.rules().isEmpty(), witness.id());
          }
        }
      }
    }
    assertTrue(ids.contains("D1-smc-armv7-t32-tells-apart"));
  }
}
