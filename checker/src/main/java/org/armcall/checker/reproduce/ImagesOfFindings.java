// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.report.Finding;
import org.armcall.checker.report.Images;
import org.armcall.model.rule.Rule;

/**
 * Finds out of which findings of a report {@code reproduce} makes an image, by making it. Of long
 * logs it does so for the first ones only.
 */
public final class ImagesOfFindings implements Images {
  /** Of so many bytes of logs images are tried: to find a call its log is read up to it. */
  private static final long MOST = 64L << 20;

  private long read;

  @Override
  public Known of(Finding finding, Path trace, Path result) {
    if (finding.rule().isEmpty()) {
      return new Known("", "what is broken is no rule that an image compares");
    }
    Rule rule = finding.rule().get().rule();
    Optional<String> why = Unshowable.why(rule);
    if (why.isPresent()) {
      return new Known("", why.get());
    }
    boolean stepped = finding.engine() == Finding.Engine.STEPPED;
    Chosen chosen =
        new Chosen(
                trace,
                finding.place().line(),
                rule,
                stepped ? "" : finding.expected(),
                stepped ? "" : finding.observed())
            .besides(result);
    try {
      read += Files.size(chosen.trace());
      if (read > MOST) {
        return UNTRIED;
      }
      return new Known(ReproduceCommand.make(chosen, Optional.empty(), true).target().text(), "");
    } catch (NotShownException refused) {
      return new Known("", refused.getMessage());
    } catch (CommandException unreadable) {
      return new Known("", named(unreadable.getMessage(), chosen.trace(), finding));
    } catch (IOException gone) {
      return new Known("", "its log is not there any more");
    }
  }

  /** A log that has not got its place yet is called as it will be. */
  private static String named(String message, Path trace, Finding finding) {
    return message.replace(trace.toString(), finding.place().file());
  }
}
