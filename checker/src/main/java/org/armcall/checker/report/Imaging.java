// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.armcall.checker.report.Finding.Engine;
import org.armcall.checker.report.Finding.Image;

/** Says of each finding by which command an image of it is made. It asks once for each id. */
final class Imaging {
  private final Images images;
  private final UnaryOperator<Path> whereItIsNow;
  private final Map<String, Images.Known> known = new HashMap<>();

  Imaging(Images images) {
    this(images, UnaryOperator.identity());
  }

  /**
   * Of a result that has not got its place yet.
   *
   * @param whereItIsNow from the name that a log will have to the file that it is
   */
  Imaging(Images images, UnaryOperator<Path> whereItIsNow) {
    this.images = images;
    this.whereItIsNow = whereItIsNow;
  }

  /**
   * How an image of a finding is made.
   *
   * @param number which finding of the result it is, from 1
   */
  Image of(Finding finding, KeptResult result, long number) {
    if (finding.engine() == Engine.PROPERTY_TEST) {
      return new Image("", "a failed test is no run of a machine", "");
    }
    Images.Known said =
        known.computeIfAbsent(
            finding.id(),
            id ->
                images.of(
                    finding, whereItIsNow.apply(Path.of(finding.place().file())), result.file()));
    if (!said.target().isEmpty() || said == Images.UNTRIED) {
      return new Image(command(finding, result, number, said.target(), "image"), "", "");
    }
    return new Image("", said.why(), said.run() ? command(finding, result, number, "", "run") : "");
  }

  private static String command(
      Finding finding, KeptResult result, long number, String target, String what) {
    // A step that TLC refuses is a finding of its log: others in its result may name no rule.
    List<String> which =
        switch (finding.engine()) {
          case STEPPED ->
              List.of(
                  finding.place().file(),
                  "--line",
                  String.valueOf(finding.place().line()),
                  "--rule",
                  finding.what());
          case TLC, ALLOY, EXHAUSTION ->
              List.of(result.operand(), "--model", finding.place().modelName());
          default -> List.of(result.operand(), "--finding", String.valueOf(number));
        };
    List<String> words = new java.util.ArrayList<>(List.of("armcall", "reproduce"));
    words.addAll(which);
    if (!target.isEmpty()) {
      words.addAll(List.of("--target", target));
    }
    words.addAll(List.of("--out", what + "-" + finding.id()));
    return RunDirectory.shell(words);
  }
}
