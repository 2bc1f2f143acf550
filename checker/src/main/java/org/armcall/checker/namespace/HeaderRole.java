// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.namespace.CallPattern;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.ClaimedIds;
import org.armcall.model.namespace.ClaimedImmediates;
import org.armcall.model.namespace.Layer;
import org.armcall.model.namespace.Owner;
import org.armcall.model.namespace.OwnerRole;
import org.armcall.model.namespace.Status;
import org.armcall.model.namespace.Width;
import org.armcall.model.state.SecurityState;
import org.armcall.traces.header.DefinedNumber;

/**
 * What software a header is of, and so what its numbers claim. A header does not say who answers:
 * without a role that is whoever may use the number, by HVC or SMC.
 *
 * @param given what the user says
 */
record HeaderRole(Optional<OwnerRole> given) {
  private static final Immediate ZERO = new Immediate(0, 16);

  /** The claim of a number that the registry does not know. */
  Claim claim(CallNumber call, String source) {
    DefinedNumber number = call.number();
    OwnerRole role =
        given.orElseGet(() -> call.isImmediate() ? OwnerRole.HYPERVISOR : of(call.id()));
    return new Claim(
        new Owner(fileName(number.place().file()), role, "a header"),
        number.name(),
        calls(call, role),
        Optional.empty(),
        Status.IN_USE,
        false,
        Optional.empty(),
        Optional.empty(),
        source);
  }

  private CallPattern calls(CallNumber call, OwnerRole role) {
    boolean onlyBySmc = given.isPresent() && (role == OwnerRole.TRUSTED_OS || isBelow(role));
    Set<Conduit> conduits = onlyBySmc ? Set.of(Conduit.SMC) : EnumSet.allOf(Conduit.class);
    Immediate immediate =
        call.isImmediate() ? new Immediate((int) call.number().value(), 16) : ZERO;
    boolean isWide = !call.isImmediate() && call.id().isFast() && call.id().is64Bit();
    return new CallPattern(
        call.isImmediate() ? Set.of(Conduit.HVC) : conduits,
        new ClaimedImmediates(immediate, immediate),
        call.isImmediate() ? ClaimedIds.Range.ANY : ClaimedIds.one(call.id()),
        Optional.empty(),
        isWide ? Width.WIDE : Width.ANY,
        Set.of(SecurityState.NONSECURE),
        call.isImmediate() ? Set.of(Layer.EL2) : layers(role));
  }

  private static boolean isBelow(OwnerRole role) {
    return role == OwnerRole.FIRMWARE || role == OwnerRole.SILICON;
  }

  private Set<Layer> layers(OwnerRole role) {
    if (given.isEmpty()) {
      return EnumSet.allOf(Layer.class);
    }
    return switch (role) {
      case HYPERVISOR -> Set.of(Layer.EL2);
      case TRUSTED_OS -> Set.of(Layer.S_EL1);
      case FIRMWARE, SILICON -> Set.of(Layer.EL3);
      case STANDARD -> Set.of(Layer.EL2, Layer.EL3);
    };
  }

  /** The role of whoever owns the range. */
  private static OwnerRole of(FunctionId id) {
    for (OwnerRole role : OwnerRole.values()) {
      boolean isMaker = role == OwnerRole.FIRMWARE && OwnerRole.SILICON.mayUse(id.owner());
      if (role.mayUse(id.owner()) && !isMaker) {
        return role;
      }
    }
    return OwnerRole.FIRMWARE;
  }

  static String fileName(String file) {
    return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  }
}
