// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.armcall.checker.engine.tlc.TlcStepper;
import org.armcall.checker.replay.convention.Expectations;
import org.armcall.checker.replay.engine.EventOutput;
import org.armcall.checker.replay.engine.SteppingException;
import org.junit.jupiter.api.Test;

/** A child that comes to no end gives no verdict, and says why. */
class TlcStepperTest {
  private static final Path MODULE =
      Path.of(System.getProperty("armcall.home", ".."))
          .resolve("spec/convention/TraceConvention.tla");
  private static final String CONFIGURATION =
      "INIT Init\nNEXT Next\nCONSTANT UnloggedImmediates <- NotRecorded\n";

  private static TlcStepper started(List<Path> classPath) throws SteppingException {
    return TlcStepper.start(classPath, MODULE, CONFIGURATION, "RESOLVED");
  }

  private static String noResult(TlcStepper stepper) {
    return assertThrows(SteppingException.class, stepper::result).getMessage();
  }

  private static Set<ProcessHandle> children() {
    return ProcessHandle.current().children().collect(Collectors.toSet());
  }

  @Test
  void eventsThatStopWithoutAnEndAreNoVerdict() throws SteppingException, IOException {
    try (TlcStepper stepper = started(EnginesAgreeTest.classPath())) {
      EventOutput out = new EventOutput(stepper.events());
      out.event("Begin", 0, java.util.OptionalInt.empty(), 1);
      new CalleeOutput(Expectations.NONE).write(out, true);
      out.flush();
      stepper.events().close();
      assertTrue(noResult(stepper).contains("the events end without an end"));
    }
  }

  @Test
  void bytesThatAreNoEventsAreNoVerdict() throws SteppingException, IOException {
    try (TlcStepper stepper = started(EnginesAgreeTest.classPath())) {
      try (OutputStream out = stepper.events()) {
        out.write(new byte[] {0, 3, 'A', 'b', 'c', 1, 1, 1, 77});
      }
      assertTrue(noResult(stepper).contains("no value of kind 77"));
    }
  }

  @Test
  void aChildThatIsKilledBetweenEventsIsNoVerdict() throws SteppingException, IOException {
    Set<ProcessHandle> before = children();
    try (TlcStepper stepper = started(EnginesAgreeTest.classPath())) {
      EventOutput out = new EventOutput(stepper.events());
      out.event("Begin", 0, java.util.OptionalInt.empty(), 1);
      new CalleeOutput(Expectations.NONE).write(out, true);
      out.flush();
      Set<ProcessHandle> started = children();
      started.removeAll(before);
      assertEquals(1, started.size());
      started.forEach(ProcessHandle::destroyForcibly);
      String message = noResult(stepper);
      assertTrue(message.startsWith("TLC gave no result: exit 137"), message);
    }
  }

  @Test
  void aChildThatCannotStartIsToldWithWhatItSaidLast() throws SteppingException {
    try (TlcStepper stepper = started(List.of(Path.of("nothing.jar")))) {
      String message = noResult(stepper);
      assertTrue(message.startsWith("TLC gave no result: exit 1"), message);
      assertTrue(message.contains("ReplayMain"), message);
    }
  }
}
