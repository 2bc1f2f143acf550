// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A model checker. An implementation runs every model that it is given, says the outcome of each
 * exactly once through the listener, and never throws because of a model: what goes wrong is an
 * {@link Outcome}. It stops soon after a cancellation, leaves nothing behind, and says {@link
 * Outcome.Cancelled} for what is not done.
 *
 * <p>For Alloy: {@link Outcome.Commands} holds one result for each command of the module, in any
 * order; the names are those of the manifest.
 */
public interface Engine {

  /** The engine's name in the manifest. */
  String name();

  /** Runs the models, several at a time where that is faster, and returns when all are done. */
  void run(List<Model> models, Setting setting);

  /**
   * What all models of one check share.
   *
   * @param spec the directory of the specification
   * @param workers how many JVMs or threads may work at a time
   * @param timeLimit for a model whose manifest entry has none
   * @param rawOutput where the engine's own output of each model goes; nowhere when empty
   */
  record Setting(
      Path spec,
      Profile profile,
      int workers,
      Duration timeLimit,
      Optional<Path> rawOutput,
      RunListener listener,
      Cancellation cancellation) {

    /** The limit of this model. */
    public Duration limitOf(Model model) {
      return model.timeLimit().orElse(timeLimit);
    }

    /** The file of a model's raw output, where that is wanted. */
    public Optional<Path> rawOutputOf(Model model, String engine) {
      return rawOutput.map(
          directory -> directory.resolve(model.name().replace('/', '_') + "." + engine + ".txt"));
    }
  }
}
