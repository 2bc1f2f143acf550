// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.armcall.emulator.memory.Coherence;
import org.armcall.emulator.memory.PhysicalMemory;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Platform;

/**
 * Puts a machine together. Without more it has one processor, coherent views, zeros in unknown
 * bits, the plainest behaviour, nobody who listens, and no memory.
 */
public final class MachineBuilder {
  /** Where QEMU's {@code virt} has its UART. */
  public static final long UART = 0x09000000L;

  /** Where QEMU's {@code virt} has its RAM. */
  public static final long RAM = 0x40000000L;

  /** The most processors of a machine. */
  public static final int MOST_PROCESSORS = 64;

  private static final long PAGE = 0x1000;

  private final Platform platform;
  private int processors = 1;
  private Fill fill = Fill.ZEROS;
  private Behaviour behaviour = Behaviour.plainest();
  private MachineListener listener = MachineListener.NONE;
  private Coherence coherence = Coherence.ALL;
  private long memoryLimit = PhysicalMemory.DEFAULT_LIMIT;
  private final List<DeviceActor> devices = new ArrayList<>();
  private final Map<ExceptionLevel, Handler> handlers = new EnumMap<>(ExceptionLevel.class);
  private final List<long[]> regions = new ArrayList<>();
  private Optional<IntConsumer> uart = Optional.empty();
  private Optional<PhysicalMemory> memory = Optional.empty();

  MachineBuilder(Platform platform) {
    this.platform = platform;
  }

  /** How many processors it has, 1 to {@link #MOST_PROCESSORS}. */
  public MachineBuilder processors(int number) {
    if (number < 1 || number > MOST_PROCESSORS) {
      throw new IllegalArgumentException(
          "a machine has 1 to " + MOST_PROCESSORS + " processors, not " + number);
    }
    processors = number;
    return this;
  }

  /** What UNKNOWN and never-written bits hold. */
  public MachineBuilder fill(Fill values) {
    fill = values;
    return this;
  }

  /** Which of several allowed outcomes it shows. */
  public MachineBuilder behaviour(Behaviour choice) {
    behaviour = choice;
    return this;
  }

  /** Who hears what it does. */
  public MachineBuilder listener(MachineListener hearer) {
    listener = hearer;
    return this;
  }

  /** Which views of memory are always up to date. */
  public MachineBuilder coherence(Coherence views) {
    coherence = views;
    return this;
  }

  /** How much memory guests may touch, in bytes. */
  public MachineBuilder memoryLimit(long bytes) {
    memoryLimit = bytes;
    return this;
  }

  /** Memory at a range of physical addresses; both are multiples of 4 KiB. */
  public MachineBuilder ram(long base, long size) {
    regions.add(new long[] {base, size});
    return this;
  }

  /** A PL011 UART where QEMU's {@code virt} has it; the sink gets what is printed, byte by byte. */
  public MachineBuilder uart(IntConsumer sink) {
    uart = Optional.of(sink);
    return this;
  }

  /** An actor of the schedule that is no processor. */
  public MachineBuilder device(DeviceActor device) {
    boolean taken = devices.stream().anyMatch(other -> other.name().equals(device.name()));
    if (taken || device.name().matches("cpu\\d+")) {
      throw new IllegalArgumentException("there is already an actor " + device.name());
    }
    devices.add(device);
    return this;
  }

  /** A program in Java in place of code at the level's vectors, on every processor. */
  public MachineBuilder handler(ExceptionLevel level, Handler handler) {
    handlers.put(level, handler);
    return this;
  }

  /** The machine; its processors have not been started. */
  public Machine build() {
    PhysicalMemory made = new PhysicalMemory(fill::bits, memoryLimit);
    regions.forEach(region -> made.region(region[0], region[1]));
    uart.ifPresent(sink -> made.device(UART, PAGE, new Pl011(sink)));
    memory = Optional.of(made);
    return new Machine(this);
  }

  Platform platform() {
    return platform;
  }

  int processors() {
    return processors;
  }

  Fill fill() {
    return fill;
  }

  Behaviour behaviour() {
    return behaviour;
  }

  MachineListener listener() {
    return listener;
  }

  Coherence coherence() {
    return coherence;
  }

  PhysicalMemory memory() {
    return memory.orElseThrow();
  }

  List<DeviceActor> devices() {
    return devices;
  }

  Map<ExceptionLevel, Handler> handlers() {
    return handlers;
  }
}
