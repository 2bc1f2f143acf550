// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.armcall.emulator.firmware.Functions;
import org.armcall.emulator.firmware.Landing;
import org.armcall.emulator.firmware.Memory;
import org.armcall.emulator.firmware.Request;
import org.armcall.emulator.machine.HandlerContext;
import org.armcall.emulator.machine.HandlerStep;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;
import org.armcall.model.convention.CallWidth;
import org.armcall.model.convention.ScratchRegisters;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.psci.PsciFunction;

/**
 * Passes a guest's calls to the firmware by an SMC of the hypervisor's own, and the answers back as
 * they are (RES-SHIM).
 *
 * <p>A function with an entry point makes the processor start at the hypervisor's entry; there the
 * context identifier says where the guest wants to go on. The guest's own entry point and context
 * identifier stand in its registers again when it is answered (REG-NO-LEAK).
 */
final class Shim implements Functions {
  private static final int STANDARD_SECURE = 4;
  private static final int LAST_OF_PSCI = 0x1f;
  private static final int NARROW = 32;
  private static final int PASSED = 8;
  private static final int FIRST_SCRATCH = 4;
  private static final int LAST_SCRATCH = 17;
  private static final int LAST_OF_AARCH32 = 14;
  private static final int CLIENT_REGISTER = 7;

  /** Whom it says to the firmware that it calls for: its one guest. */
  private static final Word CLIENT = Word.of(1);

  private final long entry;
  private final Memory memory;
  private final ScratchRegisters scratch;
  private final Map<Long, Landing> landings = new HashMap<>();
  private long lastKey;

  /**
   * A shim.
   *
   * @param entry where the firmware starts the hypervisor
   * @param memory where the guest may have code
   * @param scratch what the guest finds in X4 to X17
   */
  Shim(long entry, Memory memory, ScratchRegisters scratch) {
    this.entry = entry;
    this.memory = memory;
    this.scratch = scratch;
  }

  @Override
  public Optional<Supplier<HandlerStep>> find(Request request, FunctionId id) {
    boolean psci =
        id.isFast() && id.ownerNumber() == STANDARD_SECURE && id.number() <= LAST_OF_PSCI;
    return psci ? Optional.of(() -> pass(request)) : Optional.empty();
  }

  /** Calls the firmware at the next turn. */
  HandlerStep pass(Request request) {
    FunctionId id = request.call().identifier().withoutSveHint();
    OptionalInt entryAt = PsciFunction.of(id).map(Shim::entryAt).orElse(OptionalInt.empty());
    if (entryAt.isPresent()) {
      int register = entryAt.getAsInt();
      CallWidth width = CallWidth.of(id);
      Landing landing =
          Landing.of(
              request, request.argument(register, width), request.passed(register + 1, width));
      // One that cannot be goes down as it is: the firmware says what is wrong, in its order.
      if (landing.isValid(memory)) {
        return new HandlerStep.Continue("smc", then -> start(request, landing, register));
      }
    }
    return new HandlerStep.Continue(
        "smc",
        then -> {
          Map<Integer, Word> kept = kept(request);
          down(request);
          return new HandlerStep.Call("answer", Call.SMC, answered -> answer(request, kept));
        });
  }

  /** The register with the entry point; behind it is the one with the context identifier. */
  private static OptionalInt entryAt(PsciFunction function) {
    return switch (function) {
      case CPU_ON, CPU_SUSPEND -> OptionalInt.of(2);
      case CPU_DEFAULT_SUSPEND, SYSTEM_SUSPEND -> OptionalInt.of(1);
      default -> OptionalInt.empty();
    };
  }

  private HandlerStep start(Request request, Landing landing, int register) {
    HandlerContext context = request.context();
    Word guestEntry = context.guest(register);
    Word guestContext = context.guest(register + 1);
    long key = ++lastKey;
    landings.put(key, landing);
    Map<Integer, Word> kept = kept(request);
    down(request);
    context.own(register, Word.of(entry));
    context.own(register + 1, Word.of(key));
    return new HandlerStep.Call(
        "answer",
        Call.SMC,
        answered -> {
          Truth success = context.own(0).low(NARROW).isZero();
          if (!context.decide(success, "the firmware's answer") || isSuspend(register, request)) {
            // It did not start, or it came back from a suspend that kept everything.
            landings.remove(key);
          }
          context.guest(register, guestEntry);
          context.guest(register + 1, guestContext);
          return answer(request, kept);
        });
  }

  private static boolean isSuspend(int register, Request request) {
    return register == 1
        || PsciFunction.of(request.call().identifier().withoutSveHint())
            .filter(PsciFunction.CPU_SUSPEND::equals)
            .isPresent();
  }

  /**
   * The registers of the guest that hold afterwards what they held before, whoever changed them.
   */
  private Map<Integer, Word> kept(Request request) {
    boolean wide = request.call().caller() == ExecutionState.AARCH64;
    IntStream registers =
        switch (scratch) {
          case PRESERVED ->
              IntStream.rangeClosed(FIRST_SCRATCH, wide ? LAST_SCRATCH : LAST_OF_AARCH32);
          case CLIENT_IN_X7 -> IntStream.of(CLIENT_REGISTER);
          case PRESERVED_UNLESS_RETURNED, AS_THE_LAYER_BELOW_ANSWERS -> IntStream.empty();
        };
    return registers
        .boxed()
        .collect(Collectors.toMap(register -> register, request.context()::guest));
  }

  /** Makes the registers of the call what the firmware is to see. */
  private void down(Request request) {
    widen(request);
    if (scratch == ScratchRegisters.CLIENT_IN_X7) {
      request.context().own(CLIENT_REGISTER, CLIENT);
    }
  }

  /** REG-UPPER-HALVES: what AArch32 leaves in bits 63:32 is no argument. */
  private static void widen(Request request) {
    HandlerContext context = request.context();
    if (request.call().caller() == ExecutionState.AARCH32) {
      for (int register = 0; register < PASSED; register++) {
        context.own(register, context.guest(register).low(NARROW));
      }
    }
  }

  private static HandlerStep answer(Request request, Map<Integer, Word> kept) {
    HandlerContext context = request.context();
    if (context.interruptedIsa() != InstructionSet.A64) {
      for (int register = 0; register < PASSED; register++) {
        context.guest(register, context.own(register).low(NARROW));
      }
    }
    kept.forEach(context::guest);
    return request.resume();
  }

  /** The firmware started the hypervisor: goes on where the guest asked for it. */
  HandlerStep.Done started(int cpu, Word context) {
    Landing landing = context.isReliable() ? landings.remove(context.value()) : null;
    return landing == null
        ? new HandlerStep.Halt("cpu" + cpu + " was started, and no guest asked for it")
        : landing.enter();
  }
}
