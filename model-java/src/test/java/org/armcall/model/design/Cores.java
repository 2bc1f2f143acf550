// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.convention.Conduit;
import org.armcall.model.platform.Architecture;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Platform;

/** Machines with EL2, with and without EL3, of each execution state. */
final class Cores {
  private static final Optional<ExecutionState> NONE = Optional.empty();
  private static final Optional<ExecutionState> NARROW = Optional.of(ExecutionState.AARCH32);
  private static final Optional<ExecutionState> WIDE = Optional.of(ExecutionState.AARCH64);

  static final List<Platform> ALL =
      List.of(
          core("v7", Architecture.ARMV7A, NARROW, ExecutionState.AARCH32),
          core("v7 without EL3", Architecture.ARMV7A, NONE, ExecutionState.AARCH32),
          core("v8 AArch32", Architecture.ARMV8A, NARROW, ExecutionState.AARCH32),
          core("v8 AArch32 without EL3", Architecture.ARMV8A, NONE, ExecutionState.AARCH32),
          core("v8", Architecture.ARMV8A, WIDE, ExecutionState.AARCH64),
          core("v8 without EL3", Architecture.ARMV8A, NONE, ExecutionState.AARCH64));

  static final List<Column> COLUMNS = Column.of(ALL);

  private Cores() {}

  private static Platform core(
      String name, Architecture architecture, Optional<ExecutionState> el3, ExecutionState rest) {
    Map<ExceptionLevel, ExecutionState> widest = new EnumMap<>(ExceptionLevel.class);
    el3.ifPresent(state -> widest.put(ExceptionLevel.EL3, state));
    widest.put(ExceptionLevel.EL2, rest);
    widest.put(ExceptionLevel.EL1, rest);
    widest.put(ExceptionLevel.EL0, rest);
    return new Platform(name, architecture, widest, Set.of(), Map.of());
  }

  static Column column(CallerKind kind, Conduit conduit, boolean el3) {
    return COLUMNS.stream()
        .filter(each -> each.kind() == kind && each.conduit() == conduit && each.el3() == el3)
        .findFirst()
        .orElseThrow();
  }

  /** The column that is the same but for EL3. */
  static Column withEl3(Column column) {
    return column(column.kind(), column.conduit(), true);
  }
}
