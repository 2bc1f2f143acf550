// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.armcall.emulator.isa.Maintenance;
import org.armcall.emulator.memory.DataCache;
import org.armcall.emulator.memory.PhysicalMemory;
import org.armcall.emulator.memory.Tlb;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Platform;

/**
 * A machine: processors, memory, devices, and the order in which they take turns. The same machine
 * with the same schedule always does the same.
 */
public final class Machine {
  private final Platform platform;
  private final PhysicalMemory memory;
  private final List<Processor> processors = new ArrayList<>();
  private final Map<String, DeviceActor> devices = new LinkedHashMap<>();
  private final boolean[] paused;
  private final boolean[] off;
  private final Bus bus;

  Machine(MachineBuilder builder) {
    platform = builder.platform();
    memory = builder.memory();
    paused = new boolean[builder.processors()];
    off = new boolean[builder.processors()];
    bus = new Bus(memory, builder.coherence(), builder.processors());
    for (int number = 0; number < builder.processors(); number++) {
      Cpu cpu = new Cpu(number, platform, builder.fill(), builder.behaviour(), builder.listener());
      Processor processor = new Processor(cpu, this, bus);
      builder.handlers().forEach(processor::handler);
      processors.add(processor);
    }
    builder.devices().forEach(device -> devices.put(device.name(), device));
  }

  /** A machine of that platform, to be put together. */
  public static MachineBuilder of(Platform platform) {
    return new MachineBuilder(platform);
  }

  /** What kind of machine it is. */
  public Platform platform() {
    return platform;
  }

  /** The memory and what is mapped into it. */
  public PhysicalMemory memory() {
    return memory;
  }

  /** The same memory as data accesses of the processors see it. */
  public DataCache data() {
    return bus.data;
  }

  /** Maintains all processors, as a hypervisor does that has stopped them. */
  public void maintain(Upkeep what) {
    switch (what) {
      case TLB -> bus.tlbs.forEach(Tlb::clear);
      case INSTRUCTIONS -> bus.instructions.maintain(Maintenance.IC_IALLU, 0);
      case DATA -> bus.data.cleanAndInvalidate();
    }
    bus.forget();
  }

  /** The processors in the order of their numbers. */
  public List<Processor> processors() {
    return List.copyOf(processors);
  }

  /** One of them. */
  public Processor processor(int number) {
    return processors.get(number);
  }

  /** The processor's turns pass until it is resumed. */
  public void pause(int number) {
    paused[number] = true;
  }

  /** Lets it go on. */
  public void resume(int number) {
    paused[number] = false;
  }

  /** Whether its turns pass. */
  public boolean isPaused(int number) {
    return paused[number];
  }

  /** The processor takes no turns until it is powered on; what it was about to do is forgotten. */
  public void powerOff(int number) {
    off[number] = true;
    processors.get(number).forget();
  }

  /**
   * Powers a processor on; it begins at a level that a handler in Java has.
   *
   * @throws IllegalArgumentException if no handler has the level
   */
  public void powerOn(int number, ExceptionLevel level) {
    processors.get(number).powerOn(level);
    off[number] = false;
  }

  /** Whether it is powered off. */
  public boolean isOff(int number) {
    return off[number];
  }

  /** The names of the actors of a schedule: processors first. */
  public List<String> actors() {
    List<String> names = new ArrayList<>();
    for (int number = 0; number < processors.size(); number++) {
      names.add("cpu" + number);
    }
    names.addAll(devices.keySet());
    return names;
  }

  /**
   * Runs.
   *
   * @param limit the most turns that are taken; at least 0
   * @throws IllegalArgumentException if the schedule names an actor that the machine does not have
   */
  public Run run(Schedule schedule, long limit) {
    return new Turns(this, limit).run(schedule);
  }

  /** One turn of processor 0, of a machine that has no other actor that matters. */
  public Run step() {
    return run(new Schedule.Listed(List.of(new Schedule.Turn("cpu0", 1))), 1);
  }

  int processorCount() {
    return processors.size();
  }

  boolean canGoOn(int actor) {
    return actor < processors.size() ? !paused[actor] && !off[actor] : device(actor).canGoOn();
  }

  void turn(int actor) {
    if (actor < processors.size()) {
      processors.get(actor).step();
    } else {
      device(actor).turn(this);
    }
  }

  private DeviceActor device(int actor) {
    return devices.values().stream().skip(actor - processors.size()).findFirst().orElseThrow();
  }
}
