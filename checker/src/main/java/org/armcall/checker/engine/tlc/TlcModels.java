// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.engine.tlc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.armcall.checker.check.CheckException;
import org.armcall.checker.check.Engine;
import org.armcall.checker.check.Model;
import org.armcall.checker.check.Outcome;

/**
 * The TLC models of the manifest. The jars are looked for when there is something to run, so that a
 * wrong command line is said before a missing engine.
 *
 * @param directory the directory of the jars that a child needs
 */
public record TlcModels(Path directory) implements Engine {
  @Override
  public String name() {
    return TlcEngine.NAME;
  }

  @Override
  public void run(List<Model> models, Setting setting) {
    if (models.isEmpty()) {
      return;
    }
    try {
      TlcEngine.of(directory).run(models, setting);
    } catch (CheckException notThere) {
      models.forEach(
          model ->
              setting
                  .listener()
                  .finished(model, new Outcome.Failed(notThere.getMessage()), Duration.ZERO));
    }
  }
}
