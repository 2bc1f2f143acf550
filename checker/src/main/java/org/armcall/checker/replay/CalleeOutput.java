// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.armcall.checker.replay.convention.Expectations;
import org.armcall.checker.replay.engine.EventOutput;

/** Writes what the user says of the callees, for {@code TraceConvention.tla}. */
record CalleeOutput(Expectations expectations) {
  private static final List<String> RECORDING =
      List.of("whole", "version", "everywhere", "el2", "el3");

  void write(EventOutput out, boolean whole) throws IOException {
    out.record(RECORDING);
    out.flag(whole);
    out.number(
        expectations
            .convention()
            .map(version -> OptionalInt.of(version.ordinal()))
            .orElse(OptionalInt.empty()));
    out.tuple(0);
    out.tuple(0);
    out.tuple(0);
  }
}
