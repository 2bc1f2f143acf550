// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.firmware;

import static org.armcall.model.psci.PsciResult.ALREADY_ON;
import static org.armcall.model.psci.PsciResult.DENIED;
import static org.armcall.model.psci.PsciResult.INVALID_ADDRESS;
import static org.armcall.model.psci.PsciResult.INVALID_PARAMETERS;
import static org.armcall.model.psci.PsciResult.ON_PENDING;
import static org.armcall.model.psci.PsciResult.SUCCESS;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.armcall.emulator.machine.HandlerStep;
import org.armcall.emulator.word.Word;
import org.armcall.model.convention.CallWidth;
import org.armcall.model.function.FunctionId;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.psci.Presence;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.psci.PsciResult;
import org.armcall.traces.callee.Callee;

/**
 * PSCI, every function of the version that the callee has (DEN0022F.b section 5).
 *
 * <p>No interrupts are modelled: a processor that suspends itself is woken at its next turn, and
 * until then the others see it suspended. What ends the system ends the run.
 */
public final class Psci implements Functions {
  private static final int RESERVED_OF_POWER_STATE = 0xfcfe_0000;
  private static final int POWER_DOWN = 1 << 16;

  private final Callee callee;
  private final Memory memory;
  private final Power power;
  private final PsciQueries queries;

  /**
   * PSCI of a machine.
   *
   * @param on for each processor, whether it is on when the run begins
   * @param memory where entry points may be
   */
  public Psci(Callee callee, List<Boolean> on, Memory memory, TrustedOs trustedOs) {
    this.callee = callee;
    this.memory = memory;
    this.power = new Power(on);
    this.queries = new PsciQueries(callee, power, memory, trustedOs);
  }

  @Override
  public Optional<Supplier<HandlerStep>> find(Request request, FunctionId id) {
    Optional<PsciFunction> legacy =
        callee.policyFor(request.call()).legacy().psci().flatMap(numbers -> numbers.of(id));
    if (legacy.isPresent()) {
      boolean wide = request.call().caller() == ExecutionState.AARCH64;
      return Optional.of(
          () -> call(legacy.get(), request, wide ? CallWidth.CALL64 : CallWidth.CALL32));
    }
    return PsciFunction.of(id)
        .filter(this::has)
        .map(function -> () -> call(function, request, CallWidth.of(id)));
  }

  private boolean has(PsciFunction function) {
    return function.presence(callee.psci()) != Presence.ABSENT && queries.suits(function);
  }

  /** A processor begins that {@link PsciFunction#CPU_ON} was called for. */
  public HandlerStep.Done started(int cpu) {
    return power.started(cpu);
  }

  private HandlerStep call(PsciFunction function, Request request, CallWidth width) {
    int cpu = request.context().cpu();
    return switch (function) {
      case CPU_ON -> on(request, width);
      case CPU_OFF -> queries.isBound(cpu) ? code(request, DENIED) : off(cpu, PowerState.OFF);
      case CPU_FREEZE -> queries.isBound(cpu) ? code(request, DENIED) : off(cpu, PowerState.FROZEN);
      case CPU_SUSPEND -> suspend(request, width);
      case CPU_DEFAULT_SUSPEND -> powerDown(function, request, width);
      case SYSTEM_SUSPEND ->
          power.isLast(cpu) ? powerDown(function, request, width) : code(request, DENIED);
      case SYSTEM_OFF, SYSTEM_RESET -> ended(function);
      case SYSTEM_RESET2 ->
          request.argument(1, CallWidth.CALL32) == 0
              ? ended(function)
              : code(request, INVALID_PARAMETERS);
      case SYSTEM_OFF2 ->
          request.argument(1, CallWidth.CALL32) <= 1 && request.argument(2, width) == 0
              ? ended(function)
              : code(request, INVALID_PARAMETERS);
      default -> request.answered(queries.value(function, request, width));
    };
  }

  private static HandlerStep code(Request request, PsciResult result) {
    return request.answered(result.code());
  }

  private static HandlerStep ended(PsciFunction function) {
    return new HandlerStep.Halt(function.functionName());
  }

  private HandlerStep off(int cpu, PowerState state) {
    power.state(cpu, state);
    return new HandlerStep.PowerOff();
  }

  /**
   * Checks the target, then the entry point, then the state of the target. A frozen one comes back
   * by CPU_ON, and only so (5.17.3).
   */
  private HandlerStep on(Request request, CallWidth width) {
    Optional<Integer> target = power.number(request.argument(1, width));
    if (target.isEmpty()) {
      return code(request, INVALID_PARAMETERS);
    }
    Landing landing = landing(request, 2, width);
    if (!landing.isValid(memory)) {
      return code(request, badAddress(PsciFunction.CPU_ON));
    }
    switch (power.state(target.get())) {
      case ON, SUSPENDED:
        return code(request, ALREADY_ON);
      case ON_PENDING:
        return code(request, ON_PENDING);
      default:
        power.pending(target.get(), landing);
        request.context().powerOn(target.get());
        return code(request, SUCCESS);
    }
  }

  /** Before 1.0 there was no code of its own for an entry point that cannot be one. */
  private PsciResult badAddress(PsciFunction function) {
    return function.results(callee.psci()).contains(INVALID_ADDRESS)
        ? INVALID_ADDRESS
        : INVALID_PARAMETERS;
  }

  private static Landing landing(Request request, int register, CallWidth width) {
    Word context = request.passed(register + 1, width);
    return Landing.of(request, request.argument(register, width), context);
  }

  private HandlerStep suspend(Request request, CallWidth width) {
    int state = (int) request.argument(1, CallWidth.CALL32);
    if ((state & RESERVED_OF_POWER_STATE) != 0) {
      return code(request, INVALID_PARAMETERS);
    }
    if ((state & POWER_DOWN) != 0) {
      queries.suspends();
      return asleep(PsciFunction.CPU_SUSPEND, request, landing(request, 2, width));
    }
    queries.suspends();
    int cpu = request.context().cpu();
    power.state(cpu, PowerState.SUSPENDED);
    return new HandlerStep.Continue(
        "asleep",
        then -> {
          power.woke(cpu);
          return code(request, SUCCESS);
        });
  }

  private HandlerStep powerDown(PsciFunction function, Request request, CallWidth width) {
    return asleep(function, request, landing(request, 1, width));
  }

  private HandlerStep asleep(PsciFunction function, Request request, Landing landing) {
    if (!landing.isValid(memory)) {
      return code(request, badAddress(function));
    }
    int cpu = request.context().cpu();
    power.state(cpu, PowerState.SUSPENDED);
    return new HandlerStep.Continue(
        "asleep",
        then -> {
          power.woke(cpu);
          return landing.enter();
        });
  }
}
