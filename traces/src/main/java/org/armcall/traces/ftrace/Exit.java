// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import java.util.List;
import java.util.OptionalInt;
import org.armcall.model.instruction.Call;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.SourceLine;

/** A guest's exception of which its thread may say more. */
record Exit(OptionalInt cpu, List<SourceLine> source, int exceptionClass, long pc) {

  /** HVC, a trap (of an SMC), or another exception than of these calls. */
  ExceptionKind call() {
    return ExceptionClass.of(exceptionClass)
        .flatMap(ExceptionClass::call)
        .map(call -> call == Call.HVC ? ExceptionKind.HVC : ExceptionKind.HYP_TRAP)
        .orElse(ExceptionKind.OTHER);
  }
}
