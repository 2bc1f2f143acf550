// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The case that the project grew from, as code of a hypervisor on ARMv7: {@code if (!hsr.iss)} with
 * HVC and with SMC, with and without a mask.
 */
final class MailTest {
  private static final String DISPATCH =
      """
      mrc p15, 4, r1, c5, c2, 0
      %s
      beq psci
      mov r2, #2
      end: b end
      psci: mov r2, #1
      here: b here
      """;

  private static List<Reliance> dispatch(String call, String test, int[] decided) {
    List<Reliance> reliances = new ArrayList<>();
    Machine machine =
        Machine.of(Machines.ARMV7)
            .ram(Machines.RAM, Machines.RAM_SIZE)
            .listener(
                event -> {
                  if (event instanceof MachineEvent.Relied relied) {
                    reliances.add(relied.reliance());
                  }
                })
            .build();
    Processor processor = machine.processor(0);
    processor.start(
        new Start(Machines.GUEST, Mode.SVC, InstructionSet.A32, SecurityState.NONSECURE));
    Machines.setVectors(processor);
    processor.control(Control.HCR_TSC, true);
    processor.control(Control.SCR_HCE, true);
    Machines.load(machine, InstructionSet.A32, Machines.GUEST, call + "\n");
    Machines.load(
        machine, InstructionSet.A32, Machines.vectors(2) + 0x14, String.format(DISPATCH, test));
    Machines.turns(machine, 7);
    decided[0] = (int) processor.banked(Mode.USR, 2).value();
    return reliances;
  }

  /** r2 is 1 where the hypervisor takes the call for PSCI. */
  @ParameterizedTest
  @CsvSource({
    // the whole ISS
    "hvc #0, 'lsls r3, r1, #7', 1, 1, ISS[24:16] of the hvc",
    "smc #0, 'lsls r3, r1, #7', 1, 1, ISS[24:0] of the smc",
    "smc #1, 'lsls r3, r1, #7', 1, 1, ISS[24:0] of the smc",
    // a 1 that is defined decides whatever the reserved bits are
    "hvc #1, 'lsls r3, r1, #7', 2, 0, ''",
    // ISS[15:0] only
    "hvc #0, 'lsls r3, r1, #16', 1, 0, ''",
    "hvc #1, 'lsls r3, r1, #16', 2, 0, ''",
    "smc #1, 'lsls r3, r1, #16', 1, 1, ISS[24:0] of the smc",
  })
  void dispatchOnIssIsZero(String call, String test, int decided, int relied, String origin) {
    int[] saw = new int[1];
    List<Reliance> reliances = dispatch(call, test, saw);
    assertEquals(decided, saw[0]);
    if (relied == 0) {
      assertEquals(List.of(), reliances);
      return;
    }
    // Every conditional choice that follows the first is reported too.
    assertEquals(
        List.of("HSR." + origin + " at 0x40000000 is reserved (UNK/SBZP)"),
        reliances.get(0).origin().sources());
  }
}
