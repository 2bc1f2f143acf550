// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import org.armcall.emulator.machine.DeviceActor;
import org.armcall.emulator.machine.Machine;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.machine.MachineListener;
import org.armcall.emulator.machine.Upkeep;
import org.armcall.emulator.scenario.Scenario.Action;

/** A script in the machine: one action a turn. */
final class ScriptActor implements DeviceActor {
  private static final String REFUSED = ", and is refused: the page is protected";

  private final Scenario.Script script;
  private final Scenario scenario;
  private final Protected guarded;
  private final MachineListener listener;
  private int done;

  ScriptActor(
      Scenario.Script script, Scenario scenario, Protected guarded, MachineListener listener) {
    this.script = script;
    this.scenario = scenario;
    this.guarded = guarded;
    this.listener = listener;
  }

  @Override
  public String name() {
    return script.name();
  }

  @Override
  public boolean canGoOn() {
    return done < script.actions().size();
  }

  @Override
  public void turn(Machine machine) {
    String what = act(script.actions().get(done++), machine);
    listener.heard(new MachineEvent.DeviceActed(name(), what));
  }

  private String act(Action action, Machine machine) {
    TableChange change = new TableChange(machine, scenario);
    if (action instanceof Action.Write write) {
      String what = "writes " + Numbers.hex(write.value()) + " to " + Numbers.hex(write.at());
      if (guarded.covers(write.at(), write.bytes())) {
        return what + REFUSED;
      }
      byte[] bytes = new byte[write.bytes()];
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] = (byte) (write.value() >>> (8 * at));
      }
      machine.memory().load(write.at(), bytes);
      return what;
    }
    if (action instanceof Action.Unmap unmap) {
      String what = "unmaps " + Numbers.hex(unmap.from());
      if (isProtected(unmap.tables())) {
        return what + REFUSED;
      }
      change.unmap(unmap.tables(), unmap.from());
      return what;
    }
    if (action instanceof Action.Remap remap) {
      return remap(remap, change);
    }
    return byHypervisor(action, machine, change);
  }

  private String remap(Action.Remap remap, TableChange change) {
    String what = "maps " + Numbers.hex(remap.from()) + " to " + Numbers.hex(remap.to());
    if (isProtected(remap.tables())) {
      return what + REFUSED;
    }
    change.remap(remap.tables(), remap.from(), remap.to());
    return what;
  }

  /** Nothing of this is refused: the hypervisor is who protects. */
  private static String byHypervisor(Action action, Machine machine, TableChange change) {
    if (action instanceof Action.Protect protect) {
      change.protect(protect.tables(), protect.from());
      return "takes the guest's right to write " + Numbers.hex(protect.from());
    }
    if (action instanceof Action.Arm arm) {
      change.arm(arm.tables(), arm.from());
      return "arms " + Numbers.hex(arm.from());
    }
    Upkeep what = ((Action.Maintain) action).what();
    machine.maintain(what);
    return switch (what) {
      case TLB -> "invalidates every TLB";
      case INSTRUCTIONS -> "invalidates every instruction cache";
      case DATA -> "cleans and invalidates every data cache";
    };
  }

  /** Tables of stage 2 are the hypervisor's own, which it changes when it likes. */
  private boolean isProtected(int tables) {
    Scenario.Tables of = scenario.tables().get(tables);
    return !of.format().stageTwo() && guarded.covers(of.at(), 1);
  }
}
