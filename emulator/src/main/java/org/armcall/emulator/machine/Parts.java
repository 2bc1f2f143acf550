// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

/** The parts of a processor that carry out what instructions ask for. */
final class Parts {
  private final Calls calls;
  private final Calling calling;
  private final Entering entering;
  private final Exceptions exceptions;
  private final Trapping trapping;
  private final Aborts aborts;
  private final Returns leave;
  private final SystemAccess access;
  private final NarrowStatus status32;
  private final OtherModes modes;
  private final Conditions conditions;
  private final MemoryPort memory;
  private final Fetching fetching;
  private final Maintaining maintaining;
  private final Handling handling;

  Parts(Cpu cpu, Machine machine, Bus bus) {
    calls = new Calls(cpu);
    calling = new Calling(cpu, this);
    entering = new Entering(cpu);
    exceptions = new Exceptions(cpu, entering);
    trapping = new Trapping(cpu, exceptions);
    aborts = new Aborts(cpu, exceptions);
    leave = new Returns(cpu);
    access = new SystemAccess(cpu);
    status32 = new NarrowStatus(cpu);
    modes = new OtherModes(cpu, exceptions);
    conditions = new Conditions(cpu);
    Regimes regimes = new Regimes(cpu);
    memory = new MemoryPort(cpu, bus, regimes, aborts);
    fetching = new Fetching(cpu, bus, regimes, memory);
    maintaining = new Maintaining(cpu, access, bus, regimes, memory, aborts);
    handling = new Handling(cpu, machine, bus, this, regimes);
    cpu.handling = handling;
  }

  Calls calls() {
    return calls;
  }

  Calling calling() {
    return calling;
  }

  Entering entering() {
    return entering;
  }

  Exceptions exceptions() {
    return exceptions;
  }

  Trapping trapping() {
    return trapping;
  }

  Aborts aborts() {
    return aborts;
  }

  Returns leave() {
    return leave;
  }

  SystemAccess access() {
    return access;
  }

  NarrowStatus status32() {
    return status32;
  }

  OtherModes modes() {
    return modes;
  }

  Conditions conditions() {
    return conditions;
  }

  MemoryPort memory() {
    return memory;
  }

  Fetching fetching() {
    return fetching;
  }

  Maintaining maintaining() {
    return maintaining;
  }

  Handling handling() {
    return handling;
  }
}
