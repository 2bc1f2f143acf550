// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.concretise.NotConcreteException;
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

  private final Map<Path, Map<String, CheckedModel>> models = new HashMap<>();
  private long read;

  @Override
  public Known of(Finding finding, Path trace, Path result) {
    if (!finding.place().modelName().isEmpty()) {
      return ofModel(finding, result);
    }
    if (finding.rule().isEmpty()) {
      return new Known("", "what is broken is no rule that an image compares", false);
    }
    Rule rule = finding.rule().get().rule();
    boolean stepped = finding.engine() == Finding.Engine.STEPPED;
    Chosen chosen =
        new Chosen(
                trace,
                finding.place().line(),
                rule,
                stepped ? "" : finding.expected(),
                stepped ? "" : finding.observed())
            .besides(result);
    Optional<String> why = Unshowable.why(rule);
    if (why.isPresent()) {
      return none(why.get(), chosen);
    }
    try {
      read += Files.size(chosen.trace());
      if (read > MOST) {
        return UNTRIED;
      }
      return new Known(
          ReproduceCommand.make(chosen, Optional.empty(), true).target().text(), "", false);
    } catch (NotShownException refused) {
      return none(refused.getMessage(), chosen);
    } catch (CommandException unreadable) {
      return new Known("", named(unreadable.getMessage(), chosen.trace(), finding), false);
    } catch (IOException gone) {
      return new Known("", "its log is not there any more", false);
    }
  }

  private static Known none(String why, Chosen chosen) {
    return new Known("", why, Instead.of(chosen).isPresent());
  }

  private Known ofModel(Finding finding, Path result) {
    CheckedModel model =
        models.computeIfAbsent(result, ImagesOfFindings::models).get(finding.place().modelName());
    if (model == null) {
      return new Known("", "a counterexample of a model is no run of a machine", false);
    }
    try {
      model.run();
      return new Known("", model.why(), true);
    } catch (NotConcreteException no) {
      return new Known("", model.why(), false);
    }
  }

  private static Map<String, CheckedModel> models(Path result) {
    Map<String, CheckedModel> models = new HashMap<>();
    CheckedModel.of(Chosen.read(result, result)).forEach(each -> models.put(each.name(), each));
    return models;
  }

  /** A log that has not got its place yet is called as it will be. */
  private static String named(String message, Path trace, Finding finding) {
    return message.replace(trace.toString(), finding.place().file());
  }
}
