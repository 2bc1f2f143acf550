// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.firmware;

import static org.armcall.model.psci.PsciResult.DENIED;
import static org.armcall.model.psci.PsciResult.INTERNAL_FAILURE;
import static org.armcall.model.psci.PsciResult.INVALID_PARAMETERS;
import static org.armcall.model.psci.PsciResult.NOT_PRESENT;
import static org.armcall.model.psci.PsciResult.NOT_SUPPORTED;
import static org.armcall.model.psci.PsciResult.SUCCESS;

import java.util.Optional;
import org.armcall.model.convention.CallWidth;
import org.armcall.model.function.FunctionId;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.psci.Presence;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.psci.PsciVersion;
import org.armcall.traces.callee.Callee;

/** The functions of PSCI that always return, except CPU_ON: each is a number for X0. */
final class PsciQueries {
  private static final int HW_ON = 0;
  private static final int HW_OFF = 1;
  private static final int HW_STANDBY = 2;
  private static final int OS_INITIATED = 1;

  private final Callee callee;
  private final Power power;
  private final Memory memory;
  private final TrustedOs trustedOs;
  private int resident;
  private boolean protects;
  private long mode;
  private boolean suspended;

  PsciQueries(Callee callee, Power power, Memory memory, TrustedOs trustedOs) {
    this.callee = callee;
    this.power = power;
    this.memory = memory;
    this.trustedOs = trustedOs;
  }

  /** Whether the machine has what the function is about: MIGRATE needs a Trusted OS. */
  boolean suits(PsciFunction function) {
    return switch (function) {
      case MIGRATE, MIGRATE_INFO_UP_CPU -> trustedOs != TrustedOs.NONE;
      default -> true;
    };
  }

  /** Whether a Trusted OS needs that processor. */
  boolean isBound(int cpu) {
    return trustedOs != TrustedOs.NONE && resident == cpu;
  }

  long value(PsciFunction function, Request request, CallWidth width) {
    return switch (function) {
      case PSCI_VERSION -> callee.psci().word();
      case PSCI_FEATURES -> features(request);
      case AFFINITY_INFO -> affinity(request, width);
      case MIGRATE -> migrate(request, width);
      case MIGRATE_INFO_TYPE -> trustedOs.type();
      case MIGRATE_INFO_UP_CPU -> resident;
      case NODE_HW_STATE -> hardware(request, width);
      case PSCI_SET_SUSPEND_MODE -> mode(request);
      case PSCI_STAT_RESIDENCY, PSCI_STAT_COUNT ->
          // A suspended processor sleeps for one turn, taken for a microsecond. Zero of a processor
          // that is not there: DEN0022F.b section 5.22.1.
          target(request, width).map(power::sleeps).orElse(0L);
      case MEM_PROTECT -> protect(request);
      case MEM_PROTECT_CHECK_RANGE -> range(request, width);
      default -> NOT_SUPPORTED.code();
    };
  }

  private Optional<Integer> target(Request request, CallWidth width) {
    return power.number(request.argument(1, width));
  }

  /** PSC-FEATURES: flags of what is there, else NOT_SUPPORTED. */
  private long features(Request request) {
    FunctionId asked = new FunctionId((int) request.argument(1, CallWidth.CALL32));
    boolean callable = !asked.is64Bit() || request.call().caller() == ExecutionState.AARCH64;
    Optional<PsciFunction> function =
        PsciFunction.of(asked)
            .filter(each -> callable && suits(each))
            .filter(each -> each.presence(callee.psci()) != Presence.ABSENT);
    if (function.isEmpty()) {
      return NOT_SUPPORTED.code();
    }
    return switch (function.get()) {
      // Bit 0: OS-initiated mode; of SYSTEM_OFF2 the type HIBERNATE_OFF.
      case CPU_SUSPEND, SYSTEM_OFF2 -> 1;
      default -> 0;
    };
  }

  private long affinity(Request request, CallWidth width) {
    Optional<Integer> target = target(request, width);
    // uint32 in both versions (DEN0022F.b section 5.1.5).
    long level = request.argument(2, CallWidth.CALL32);
    // From 1.0 on only level 0 has to be answered; before, what is on at any level is on.
    boolean all = !callee.psci().isAtLeast(PsciVersion.V1_0) && level >= 1 && level <= 3;
    if (all) {
      return power.any(PowerState.ON) ? 0 : 1;
    }
    if (target.isEmpty() || level != 0) {
      return INVALID_PARAMETERS.code();
    }
    return switch (power.state(target.get())) {
      case ON, SUSPENDED, FROZEN -> 0;
      case OFF -> 1;
      case ON_PENDING -> 2;
    };
  }

  /** A target that is there and not awake: DEN0022F.b section 5.8.2. */
  private long migrate(Request request, CallWidth width) {
    Optional<Integer> target = target(request, width);
    if (trustedOs == TrustedOs.FIXED) {
      return DENIED.code();
    }
    if (target.isEmpty()) {
      return INVALID_PARAMETERS.code();
    }
    if (resident != request.context().cpu()) {
      return NOT_PRESENT.code();
    }
    if (power.state(target.get()) != PowerState.ON) {
      return INTERNAL_FAILURE.code();
    }
    resident = target.get();
    return SUCCESS.code();
  }

  /** Power level 0 is a processor, 1 the system. */
  private long hardware(Request request, CallWidth width) {
    Optional<Integer> target = target(request, width);
    long level = request.argument(2, CallWidth.CALL32);
    if (target.isEmpty() || level > 1) {
      return INVALID_PARAMETERS.code();
    }
    if (level == 1) {
      return HW_ON;
    }
    return switch (power.state(target.get())) {
      case ON -> HW_ON;
      case SUSPENDED, FROZEN -> HW_STANDBY;
      case OFF, ON_PENDING -> HW_OFF;
    };
  }

  /** CPU_SUSPEND was called; {@link #mode} asks for it. */
  void suspends() {
    suspended = true;
  }

  /**
   * Changes the mode (DEN0022F.b section 5.21.2): to OS-initiated only if nobody is frozen and no
   * processor has called CPU_SUSPEND since boot or the last change; back only if every other one is
   * off. To set the mode that there is changes nothing; the section does not speak of it.
   */
  private long mode(Request request) {
    long asked = request.argument(1, CallWidth.CALL32);
    if (asked > OS_INITIATED) {
      return INVALID_PARAMETERS.code();
    }
    if (asked == mode) {
      return SUCCESS.code();
    }
    boolean allowed =
        asked == OS_INITIATED
            ? !suspended && !power.any(PowerState.FROZEN)
            : power.isLast(request.context().cpu());
    if (!allowed) {
      return DENIED.code();
    }
    mode = asked;
    suspended = false;
    return SUCCESS.code();
  }

  /** Answers whether memory was protected before. */
  private long protect(Request request) {
    long before = protects ? 1 : 0;
    protects = request.argument(1, CallWidth.CALL32) != 0;
    return before;
  }

  private long range(Request request, CallWidth width) {
    long base = request.argument(1, width);
    long length = request.argument(2, width);
    return (length > 0 && memory.holds(base, length) ? SUCCESS : DENIED).code();
  }
}
