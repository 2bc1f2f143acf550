// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.Optional;
import org.armcall.model.instruction.Call;

/** The instruction that carries a call of the convention. */
public enum Conduit {
  HVC,
  SMC;

  /** The conduit of an instruction; SVC is none. */
  public static Optional<Conduit> of(Call call) {
    return switch (call) {
      case HVC -> Optional.of(HVC);
      case SMC -> Optional.of(SMC);
      case SVC -> Optional.empty();
    };
  }

  /** The instruction. */
  public Call call() {
    return this == HVC ? Call.HVC : Call.SMC;
  }
}
