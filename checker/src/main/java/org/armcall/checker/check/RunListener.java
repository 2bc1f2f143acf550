// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.time.Duration;

/** Hears of each model as it runs; called from several threads. */
public interface RunListener {

  /** The model has started, or starts again after its JVM died. */
  void started(Model model);

  /** How far the search is. */
  void progress(Model model, long distinct, long generated, long queue);

  /** The model is done. Called exactly once for each model. */
  void finished(Model model, Outcome outcome, Duration time);

  /**
   * Something that a person should know but that is no result: a child that died and is started
   * again.
   */
  void note(Model model, String text);
}
