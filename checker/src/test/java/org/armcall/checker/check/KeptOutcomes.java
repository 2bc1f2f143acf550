// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.time.Duration;
import java.util.Map;

/** Keeps every outcome of a run, by the name of its model. */
public record KeptOutcomes(Map<String, Outcome> outcomes) implements RunListener {
  @Override
  public void started(Model model) {}

  @Override
  public void progress(Model model, long distinct, long generated, long queue) {}

  @Override
  public void finished(Model model, Outcome outcome, Duration time) {
    outcomes.put(model.name(), outcome);
  }

  @Override
  public void note(Model model, String note) {}
}
