// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.armcall.model.function.FunctionId;

/** How a callee answers a call, as far as the convention and its policy decide it. */
public sealed interface Answer {
  /** The word that the specification and the reports use. */
  String kind();

  /**
   * The function of that identifier answers, or whoever owns its range says that there is none.
   *
   * @param canonical the identifier without what takes no part
   */
  record Dispatched(FunctionId canonical) implements Answer {
    @Override
    public String kind() {
      return "dispatched";
    }
  }

  /**
   * NOT_SUPPORTED in the first register.
   *
   * @param cleared the registers that are written, the first among them
   */
  record NotSupported(SortedSet<Integer> cleared) implements Answer {
    /** Keeps a copy. */
    public NotSupported {
      cleared = Collections.unmodifiableSortedSet(new TreeSet<>(cleared));
    }

    @Override
    public String kind() {
      return "not supported";
    }
  }

  /**
   * The caller gets an Undefined Instruction exception.
   *
   * @param back where its return address points
   */
  record Undefined(UndefinedReturn back) implements Answer {
    @Override
    public String kind() {
      return "undefined";
    }
  }

  /** The caller is stopped. */
  record Killed() implements Answer {
    @Override
    public String kind() {
      return "killed";
    }
  }

  /** The level below is asked, with the same registers. */
  record Forwarded() implements Answer {
    @Override
    public String kind() {
      return "forwarded";
    }
  }

  /** The vendor's own interface answers; the convention says nothing. */
  record Vendor() implements Answer {
    @Override
    public String kind() {
      return "vendor";
    }
  }

  /** The caller goes on behind the call, every register as it was. */
  record Untouched() implements Answer {
    @Override
    public String kind() {
      return "untouched";
    }
  }
}
