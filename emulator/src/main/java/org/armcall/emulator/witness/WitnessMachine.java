// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.armcall.emulator.image.ImageMachine;
import org.armcall.model.platform.Architecture;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Platform;

/**
 * A machine that QEMU has and the model knows, with the place from which an image drives it.
 *
 * <p>The 32-bit machine with Monitor mode is here twice: driven from Hyp mode for Non-secure
 * callers, and from Monitor mode for Secure ones.
 */
public enum WitnessMachine {
  /** Cortex-A53: AArch64 EL3 and EL2. */
  A64_EL3(
      "a64-el3",
      ImageMachine.AARCH64,
      Driver.EL3,
      "virt,secure=on,virtualization=on,gic-version=3",
      "cortex-a53",
      new Levels(Architecture.ARMV8A, ExecutionState.AARCH64, true)),
  /** Cortex-A57 without EL3: AArch64 EL2. */
  A64_EL2(
      "a64-el2",
      ImageMachine.AARCH64,
      Driver.EL2,
      "virt,virtualization=on,gic-version=3",
      "cortex-a57",
      new Levels(Architecture.ARMV8A, ExecutionState.AARCH64, false)),
  /** Cortex-A15, Non-secure callers. */
  A32_NONSECURE(
      "a32-nonsecure",
      ImageMachine.ARM,
      Driver.HYP,
      "virt,secure=on,virtualization=on",
      "cortex-a15",
      new Levels(Architecture.ARMV7A, ExecutionState.AARCH32, true)),
  /** Cortex-A15, Secure callers. */
  A32_SECURE(
      "a32-secure",
      ImageMachine.ARM,
      Driver.MON,
      "virt,secure=on,virtualization=on",
      "cortex-a15",
      new Levels(Architecture.ARMV7A, ExecutionState.AARCH32, true)),
  /** Cortex-A15 without Monitor mode, which no architecture has. */
  A32_HYP(
      "a32-hyp",
      ImageMachine.ARM,
      Driver.HYP,
      "virt,virtualization=on",
      "cortex-a15",
      new Levels(Architecture.ARMV7A, ExecutionState.AARCH32, false));

  /** The level or mode that runs the table of cases. */
  enum Driver {
    EL3,
    EL2,
    HYP,
    MON
  }

  /** What the model is told of the machine. */
  private record Levels(Architecture architecture, ExecutionState state, boolean el3) {
    Platform platform(String name) {
      Map<ExceptionLevel, ExecutionState> widest = new EnumMap<>(ExceptionLevel.class);
      for (ExceptionLevel level : List.of(EL0, EL1, EL2)) {
        widest.put(level, state);
      }
      if (el3) {
        widest.put(EL3, state);
      }
      return new Platform(name, architecture, widest, Set.of(), Map.of());
    }
  }

  private final String text;
  private final ImageMachine imageMachine;
  private final Driver driver;
  private final String board;
  private final String cpu;
  private final Platform platform;

  WitnessMachine(
      String text,
      ImageMachine imageMachine,
      Driver driver,
      String board,
      String cpu,
      Levels levels) {
    this.text = text;
    this.imageMachine = imageMachine;
    this.driver = driver;
    this.board = board;
    this.cpu = cpu;
    this.platform = levels.platform("QEMU " + cpu + ", " + text);
  }

  /** The name in messages and in the data file of deviations. */
  public String text() {
    return text;
  }

  /** What its images are written for. */
  public ImageMachine imageMachine() {
    return imageMachine;
  }

  /** What the model knows of it. */
  public Platform platform() {
    return platform;
  }

  /** The program that runs it. */
  public String program() {
    return imageMachine == ImageMachine.AARCH64 ? "qemu-system-aarch64" : "qemu-system-arm";
  }

  /** The arguments that choose the machine. */
  public List<String> arguments() {
    return List.of("-M", board, "-cpu", cpu);
  }

  Driver driver() {
    return driver;
  }

  boolean hasEl3() {
    return platform.has(EL3);
  }

  boolean isAarch64() {
    return imageMachine == ImageMachine.AARCH64;
  }
}
