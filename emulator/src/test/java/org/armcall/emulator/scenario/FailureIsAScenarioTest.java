// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.armcall.emulator.guest.GuestCall;
import org.armcall.emulator.guest.GuestCalls;
import org.armcall.emulator.guest.Trial;
import org.armcall.emulator.hypervisor.GuestMemory;

/** A law that does not hold prints a scenario, and the scenario shows it. */
class FailureIsAScenarioTest {
  private static final String BEGINNING = "armcall: scenario 1\n";

  @Provide
  Arbitrary<GuestCall> guests() {
    return GuestCalls.all();
  }

  /**
   * differences(read(printed scenario)) = differences(law that fails): the predicate here is one
   * that fails deliberately, "the immediate is another than the executed one".
   */
  @Property(tries = 60)
  void aFailingLawPrintsAScenarioThatFailsAlike(@ForAll("guests") GuestCall guest) {
    Trial wrong = Trial.of(guest, GuestMemory.CAREFUL).recovers(guest.immediate() ^ 1);
    AssertionError failure = assertThrows(AssertionError.class, wrong::holds);
    String message = failure.getMessage();
    assertTrue(message.contains("decision 1 should be recovered"), message);
    String printed = message.substring(message.indexOf(BEGINNING));
    Scenario scenario = ScenarioReader.parse("printed.yaml", printed);
    assertEquals(wrong.scenario(), scenario);
    ScenarioRun again = ScenarioRunner.run(scenario, event -> {});
    assertEquals(wrong.run().differences(), again.differences());
    assertEquals(1, again.differences().size());
    assertTrue(message.startsWith(again.differences().get(0)), message);
  }
}
