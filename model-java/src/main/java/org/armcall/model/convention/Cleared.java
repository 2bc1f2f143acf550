// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.armcall.model.platform.ExecutionState;

/** Which registers a callee writes when it answers NOT_SUPPORTED: X0 the code, the others zero. */
public enum Cleared {
  X0_ONLY(0),
  X0_TO_X3(3),
  X0_TO_X17(17);

  private final int last;

  Cleared(int last) {
    this.last = last;
  }

  /** The registers, as far as a caller in that state has them. */
  public SortedSet<Integer> registers(ExecutionState caller) {
    int top = caller == ExecutionState.AARCH64 ? last : Math.min(last, 14);
    return IntStream.rangeClosed(0, top).boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  /** The words that the specification and the implementation files use. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
