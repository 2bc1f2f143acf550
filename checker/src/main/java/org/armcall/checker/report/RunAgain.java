// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import org.armcall.checker.Checkout;
import org.armcall.checker.report.Finding.Engine;
import org.armcall.checker.report.Finding.Image;
import org.armcall.checker.report.Finding.Run;

/** What to do, from nothing, so that a finding shows again. */
final class RunAgain {
  private RunAgain() {}

  static void draw(Markup page, Finding finding) {
    Run run = finding.run();
    page.element(
        "p",
        "armcall holds what a processor, a hypervisor or firmware did with HVC and SMC calls"
            + " against what Arm's documents say.");
    if (!run.again().isEmpty()) {
      page.raw("<ol class=\"todo\"><li>");
      checkout(page, run);
      page.raw("</li><li>");
      boolean test = finding.engine() == Engine.PROPERTY_TEST;
      page.text(
          test
              ? "A JDK, 17 or newer, and Maven, 3.8 or newer, must be installed."
              : "A JDK, 17 or newer, and Maven, 3.8 or newer, must be installed. The command is the"
                  + " file armcall at the top of the checkout (./armcall there); on first use it"
                  + " builds itself, and Maven fetches what it needs.");
      page.raw("</li><li>");
      page.text(
          test
              ? "This runs the test again:"
              : finding.engine().isOfModel()
                  ? "This checks the model again:"
                  : "This shows the finding again. Names of files are as seen from where it was"
                      + " found:");
      page.raw("<pre class=\"command\" tabindex=\"0\"><code>").words(run.again());
      page.raw("</code></pre></li></ol>");
    }
    result(page, finding);
    image(page, finding.image());
    page.raw("<dl>");
    if (!run.command().isEmpty()) {
      page.raw("<dt>found by</dt><dd><code class=\"command\" tabindex=\"0\">");
      page.words(run.command()).raw("</code></dd>");
    }
    fact(page, "armcall", run.armcall());
    fact(page, "commit", run.commit());
    fact(page, "ended", run.ended());
    fact(page, "platform", run.platform());
    page.raw("</dl>");
  }

  /** The image and the run are made of the result, which the reader may not have. */
  private static void result(Markup page, Finding finding) {
    Run run = finding.run();
    boolean needed = !finding.image().command().isEmpty() || !finding.image().run().isEmpty();
    if (needed && run.command().contains(" --out ")) {
      page.element(
          "p", "The next command reads the result that this wrote. Without it, run first:");
      page.raw("<pre class=\"command\" tabindex=\"0\"><code>").words(run.command());
      page.raw("</code></pre>");
    }
  }

  private static void image(Markup page, Image image) {
    if (!image.command().isEmpty()) {
      page.element(
          "p",
          "This makes an image that shows it on a machine, or in QEMU; it says how to boot it:");
      page.raw("<pre class=\"command\" tabindex=\"0\"><code>").words(image.command());
      page.raw("</code></pre>");
    } else if (!image.why().isEmpty()) {
      page.raw("<p>No image shows it on a machine: ").path(image.why()).raw(".</p>");
      if (!image.run().isEmpty()) {
        page.element("p", "This writes a run of the emulator instead, and says what it shows:");
        page.raw("<pre class=\"command\" tabindex=\"0\"><code>").words(image.run());
        page.raw("</code></pre>");
      }
    }
  }

  private static void checkout(Markup page, Run run) {
    page.text("Go to a checkout of armcall");
    if (run.commit().isEmpty()) {
      page.text(run.armcall().isEmpty() ? "." : ", version " + run.armcall() + ".");
      return;
    }
    boolean changed = run.commit().endsWith(Checkout.CHANGED);
    String commit =
        run.commit()
            .substring(0, run.commit().length() - (changed ? Checkout.CHANGED.length() : 0));
    page.text(", at the commit that found it");
    page.text(changed ? " (there were changes too that are in no commit):" : ":");
    page.raw("<pre class=\"command\" tabindex=\"0\"><code>").words("git checkout " + commit);
    page.raw("</code></pre>");
  }

  private static void fact(Markup page, String name, String value) {
    if (!value.isEmpty()) {
      page.element("dt", name).element("dd class=\"path\"", value);
    }
  }
}
