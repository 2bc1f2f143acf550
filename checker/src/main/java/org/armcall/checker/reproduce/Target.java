// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.armcall.emulator.image.ImageMachine;
import org.armcall.emulator.machine.Start;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.Architecture;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;

/** A machine that an image is made for, by the level at which it starts the image. */
enum Target {
  /** EL1 alone: whoever answers is not in the image. */
  A64_EL1("qemu-virt-a64-el1", EL1, "virt,gic-version=3", "cortex-a57"),
  /** EL2 without EL3. */
  A64_EL2("qemu-virt-a64-el2", EL2, "virt,virtualization=on,gic-version=3", "cortex-a57"),
  /** EL3 with EL2. */
  A64_EL3("qemu-virt-a64-el3", EL3, "virt,secure=on,virtualization=on,gic-version=3", "cortex-a53"),
  /** ARMv7 with Monitor and Hyp mode; Supervisor mode alone where the machine answers. */
  A15("qemu-virt-a15", EL3, "virt,secure=on,virtualization=on", "cortex-a15");

  private final String text;
  private final ExceptionLevel entry;
  private final String board;
  private final String cpu;

  Target(String text, ExceptionLevel entry, String board, String cpu) {
    this.text = text;
    this.entry = entry;
    this.board = board;
    this.cpu = cpu;
  }

  /** What users write. */
  String text() {
    return text;
  }

  static Optional<Target> of(String text) {
    return Arrays.stream(values()).filter(target -> target.text.equals(text)).findFirst();
  }

  static String texts() {
    return Arrays.stream(values()).map(Target::text).collect(Collectors.joining(", "));
  }

  /** The target that fits a script. */
  static Target fitting(Script script) {
    RecordedCall call = script.broken().call();
    if (call.state() == ExecutionState.AARCH32) {
      return A15;
    }
    if (!script.ownCallee()) {
      return call.from() == EL1 ? A64_EL1 : A64_EL2;
    }
    boolean needsEl3 = script.traps() || !script.answeredAt(EL3).isEmpty();
    return needsEl3 ? A64_EL3 : A64_EL2;
  }

  /** Why the script does not run on this target; empty where it does. */
  Optional<String> unfit(Script script) {
    RecordedCall call = script.broken().call();
    if (call.state() != state()) {
      return Optional.of(
          "the call is made from "
              + (this == A15 ? "AArch64" : "AArch32")
              + ", and not on "
              + text);
    }
    if (script.ownCallee()) {
      if (script.traps() && entry != EL3) {
        return Optional.of("an SMC is UNDEFINED without EL3, and " + text + " has none");
      }
      boolean above =
          script.steps().stream()
              .anyMatch(step -> step.call().to().filter(to -> to.isAbove(entry)).isPresent());
      return above ? Optional.of(text + " starts the image below its callee") : Optional.empty();
    }
    ExceptionLevel level = this == A15 ? EL1 : entry;
    return level == call.from()
        ? Optional.empty()
        : Optional.of(
            "with --callee machine the image has to be started at the caller's level, EL"
                + call.from().number());
  }

  private ExecutionState state() {
    return this == A15 ? ExecutionState.AARCH32 : ExecutionState.AARCH64;
  }

  ImageMachine imageMachine() {
    return this == A15 ? ImageMachine.ARM : ImageMachine.AARCH64;
  }

  InstructionSet isa() {
    return this == A15 ? InstructionSet.A32 : InstructionSet.A64;
  }

  Listing listing(Script script) {
    return this == A15
        ? new A32Listing(script, !script.ownCallee())
        : new A64Listing(script, entry);
  }

  /** The command that boots an image in QEMU. */
  List<String> command(Script script, String image) {
    String machine = this == A15 && !script.ownCallee() ? "virt" : board;
    return List.of(
        this == A15 ? "qemu-system-arm" : "qemu-system-aarch64",
        "-M",
        machine,
        "-cpu",
        cpu,
        "-m",
        "64",
        "-display",
        "none",
        "-monitor",
        "none",
        "-serial",
        "stdio",
        "-nodefaults",
        "-no-reboot",
        "-semihosting-config",
        "enable=on,target=native",
        "-kernel",
        image);
  }

  /** What the emulator is told of the machine. */
  Platform platform() {
    Map<ExceptionLevel, ExecutionState> widest = new EnumMap<>(ExceptionLevel.class);
    for (ExceptionLevel level : List.of(EL0, EL1, EL2, EL3)) {
      if (!level.isAbove(entry)) {
        widest.put(level, state());
      }
    }
    Architecture architecture = this == A15 ? Architecture.ARMV7A : Architecture.ARMV8A;
    return new Platform(text, architecture, widest, Set.of(), Map.of());
  }

  /** How the machine starts the image. */
  Start start(long address) {
    return switch (this) {
      case A64_EL1 -> new Start(address, Mode.EL1H, isa(), SecurityState.NONSECURE);
      case A64_EL2 -> new Start(address, Mode.EL2H, isa(), SecurityState.NONSECURE);
      case A64_EL3 -> new Start(address, Mode.EL3H, isa(), SecurityState.SECURE);
      case A15 -> new Start(address, Mode.SVC, isa(), SecurityState.SECURE);
    };
  }
}
