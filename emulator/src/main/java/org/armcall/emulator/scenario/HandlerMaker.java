// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.List;
import org.armcall.emulator.firmware.Memory;
import org.armcall.emulator.firmware.Psci;
import org.armcall.emulator.firmware.ReferenceFirmware;
import org.armcall.emulator.firmware.TrustedOs;
import org.armcall.emulator.hypervisor.PolicyHandler;
import org.armcall.emulator.hypervisor.ReferenceHypervisor;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.machine.Handler;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.traces.callee.Callee;

/** Makes the handlers of a scenario, new ones for each run. */
record HandlerMaker(Scenario scenario) {
  /** Where the vectors of a handler in Java are said to be; nothing is ever fetched there. */
  private static final long VECTORS = 0x3ff0_0000L;

  /** Those of the firmware, which may be there beside a hypervisor. */
  private static final long FIRMWARE_VECTORS = 0x3fe0_0000L;

  /** Where the hypervisor begins on a processor that firmware starts: behind its vectors. */
  private static final long ENTRY = VECTORS + 0x800;

  /** The register with the address of the vectors of a level. */
  static SystemRegister vectorRegister(ExceptionLevel level) {
    return level == ExceptionLevel.EL3 ? SystemRegister.VBAR_EL3 : SystemRegister.VBAR_EL2;
  }

  /** The address of the vectors of a handler. */
  static long vectors(HandlerPlan plan) {
    boolean firmware =
        plan instanceof ReferencePlan reference && reference.role() instanceof ReferencePlan.AtEl3;
    return firmware ? FIRMWARE_VECTORS : VECTORS;
  }

  /** The handler. */
  Handler handler(HandlerPlan plan) {
    if (plan instanceof Scenario.Hypervisor hypervisor) {
      return new PolicyHandler(hypervisor.policy(), hypervisor.returning(), scenario.platform());
    }
    ReferencePlan reference = (ReferencePlan) plan;
    Callee callee = reference.implementation();
    if (reference.role() instanceof ReferencePlan.AtEl3 firmware) {
      return new ReferenceFirmware(
          callee, new Psci(callee, on(), this::isPhysical, firmware.trustedOs()));
    }
    Memory memory = guestMemory();
    return new ReferenceHypervisor(
        callee,
        scenario.platform(),
        ((ReferencePlan.AtEl2) reference.role()).offered(),
        new Psci(callee, on(), memory, TrustedOs.NONE),
        ENTRY,
        memory);
  }

  private List<Boolean> on() {
    return scenario.processors().stream().map(Scenario.ProcessorStart::powered).toList();
  }

  /** Where firmware lets its caller begin: in memory, or where a hypervisor in Java is. */
  private boolean isPhysical(long at, long bytes) {
    return isMemory(at, bytes) || (at == ENTRY && bytes <= 4);
  }

  private boolean isMemory(long at, long bytes) {
    return scenario.memory().stream()
        .anyMatch(
            region ->
                Long.compareUnsigned(at, region.at()) >= 0
                    && Long.compareUnsigned(at - region.at(), region.size()) < 0
                    && Long.compareUnsigned(bytes, region.size() - (at - region.at())) <= 0);
  }

  /** Behind stage 2 an address of the guest says nothing about memory. */
  private Memory guestMemory() {
    boolean translated = scenario.tables().stream().anyMatch(tables -> tables.format().stageTwo());
    return translated ? (at, bytes) -> true : this::isMemory;
  }
}
