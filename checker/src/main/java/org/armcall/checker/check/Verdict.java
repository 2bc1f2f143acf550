// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.util.List;

/** An outcome compared with its expectation. */
public sealed interface Verdict {

  /** As expected; the note says what that was in a few words. */
  record Met(String note) implements Verdict {}

  /** Not as expected: at least one reason, each a sentence. */
  record Missed(String note, List<String> reasons) implements Verdict {}

  /** The specification cannot be read. */
  record Unreadable(String message) implements Verdict {}

  /** The engine failed: nothing is known about the model. */
  record Failed(String message) implements Verdict {}

  /** The check was stopped before. */
  record NotRun() implements Verdict {}
}
