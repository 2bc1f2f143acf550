// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.replay;

import org.armcall.engine.tlc.replay.TraceAction.Assignment;
import org.armcall.engine.tlc.replay.TraceAction.Demand;
import tlc2.value.impl.Value;

/** An action taken with some arguments in one state. */
interface Taken {
  /** Whether a conjunct that is a rule is true. */
  boolean holds(Demand demand);

  /** What a variable becomes. */
  Value value(Assignment assignment);
}
