// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import java.util.SortedSet;
import org.armcall.model.rule.Rule;

/** What was found of a design on a column. */
public sealed interface Verdict {
  /** The word for tables: safe, unsafe, open, no call. */
  String word();

  /**
   * No call of those enumerated goes wrong.
   *
   * @param calls how many calls were enumerated, as seen by the handler
   * @param bounds what they are
   */
  record Safe(long calls, String bounds) implements Verdict {
    @Override
    public String word() {
      return "safe";
    }
  }

  /**
   * One does.
   *
   * @param witness the first
   */
  record Unsafe(Counterexample witness) implements Verdict {
    @Override
    public String word() {
      return "unsafe";
    }
  }

  /**
   * It depends on something that is not said.
   *
   * @param missing what
   * @param ifSo what is found where it holds
   * @param ifNot what is found where it does not
   */
  record Undecided(Assumption missing, Verdict ifSo, Verdict ifNot) implements Verdict {
    @Override
    public String word() {
      return "open";
    }
  }

  /**
   * No call comes to a handler here.
   *
   * @param reason why, in words
   * @param rules the rules by which it is refused; empty if the design makes no such call
   */
  record NoCall(String reason, SortedSet<Rule> rules) implements Verdict {
    @Override
    public String word() {
      return "no call";
    }
  }
}
