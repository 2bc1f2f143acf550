// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.psci;

import java.util.Optional;
import org.armcall.model.function.FunctionId;

/**
 * The identifiers of the alpha of PSCI 1.3, which stand in real headers: its functions were
 * withdrawn, and came with other numbers in a later patch.
 */
public final class AlphaIdentifiers {
  /** SYSTEM_OFF2 now. */
  private static final int CLEAN_INV_MEMREGION = 0xc400_0015;

  private static final int CLEAN_INV_MEMREGION_ATTRIBUTES = 0x8400_0016;

  private AlphaIdentifiers() {}

  /** The withdrawn function that had that identifier. */
  public static Optional<PsciFunction> of(FunctionId id) {
    return switch (id.value()) {
      case CLEAN_INV_MEMREGION -> Optional.of(PsciFunction.CLEAN_INV_MEMREGION);
      case CLEAN_INV_MEMREGION_ATTRIBUTES ->
          Optional.of(PsciFunction.CLEAN_INV_MEMREGION_ATTRIBUTES);
      default -> Optional.empty();
    };
  }
}
