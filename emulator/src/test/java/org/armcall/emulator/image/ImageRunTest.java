// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.armcall.emulator.isa.Assembler;
import org.armcall.emulator.isa.Program;
import org.armcall.emulator.machine.Start;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.Architecture;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;

final class ImageRunTest {
  private static final long CODE = 0x4020_0000L;
  private static final long LIMIT = 20_000;

  /** A machine of EL0 and EL1 that starts the program at EL1. */
  private static ImageRun.Ended run(String text) {
    Program program = Assembler.assemble(InstructionSet.A64, CODE, text);
    ImageBuilder builder = new ImageBuilder();
    builder.put(program.address(), program.bytes());
    Platform platform =
        new Platform(
            "a test's",
            Architecture.ARMV8A,
            Map.of(
                ExceptionLevel.EL0, ExecutionState.AARCH64,
                ExceptionLevel.EL1, ExecutionState.AARCH64),
            Set.of(),
            Map.of());
    return ImageRun.run(
        builder.build(ImageMachine.AARCH64, CODE),
        platform,
        new Start(CODE, Mode.EL1H, InstructionSet.A64, SecurityState.NONSECURE),
        output -> output.endsWith("\n"),
        LIMIT);
  }

  @Test
  void whatStandsBehindTheLastLineIsExecutedToo() {
    ImageRun.Ended run =
        run(
            """
            ldr x0, =0x9000000
            mov w1, #10
            str w1, [x0]
            ldr x3, =0x40280000
            mov w4, #7
            str w4, [x3]
            end: b end
            """);
    assertTrue(run.ended(), run.why());
    assertEquals("\n", run.output());
    assertEquals(7, run.memory().read(0x4028_0000L, 4, SecurityState.NONSECURE).value(), run.why());
  }

  @Test
  void anImageThatNeverEndsIsStopped() {
    ImageRun.Ended run = run("end: b end\n");
    assertFalse(run.ended());
    assertEquals("", run.output());
    assertTrue(run.why().contains(String.valueOf(LIMIT)), run.why());
  }
}
