// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.armcall.checker.engine.tlc.TlcEngine;

/** A main program that checks, and says {@code busy} once a child works on its second model. */
final class InterruptedCheck {

  private InterruptedCheck() {}

  public static void main(String[] args) throws CheckException {
    Engine engine = new TlcEngine(SampleSpec.classPath());
    Engine announcing =
        new Engine() {
          @Override
          public String name() {
            return engine.name();
          }

          @Override
          public void run(List<Model> models, Setting setting) {
            engine.run(models, withListener(setting));
          }
        };
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    CheckRequest request =
        new CheckRequest(
            Path.of(args[0]),
            List.of(),
            Profile.QUICK,
            1,
            Duration.ofMinutes(2),
            Optional.empty(),
            List.of());
    System.exit(
        new CheckSession(new Check(List.of(announcing)), System.out, nowhere)
            .run(request, false, false));
  }

  private static Engine.Setting withListener(Engine.Setting setting) {
    RunListener announcing =
        new SampleSpec.Quiet() {
          @Override
          public void progress(Model model, long distinct, long generated, long queue) {
            System.out.println("busy".substring(0, distinct > 0 ? 4 : 0));
          }

          @Override
          public void finished(Model model, Outcome outcome, Duration time) {
            setting.listener().finished(model, outcome, time);
          }
        };
    return new Engine.Setting(
        setting.spec(),
        setting.profile(),
        setting.workers(),
        setting.timeLimit(),
        setting.rawOutput(),
        announcing,
        setting.cancellation());
  }
}
