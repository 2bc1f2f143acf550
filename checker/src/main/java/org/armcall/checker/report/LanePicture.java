// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.util.List;
import java.util.Optional;
import org.armcall.checker.report.Finding.Change;
import org.armcall.checker.report.Finding.Lane;
import org.armcall.checker.report.Finding.Step;
import org.armcall.checker.report.Finding.Story;

/**
 * The steps as a list, each beside its part of a picture: a lane for each layer of each processor,
 * or for each variable of a model, an arrow from where a step leaves to where it goes, a dot where
 * it stays. The text says all that the picture shows.
 */
final class LanePicture {
  private static final int FEW = 4;

  /** Of a step so many changes are shown without being asked for. */
  private static final int MOST = 16;

  /** Of so many lanes the names are written side by side where there is room. */
  private static final int FEW_LANES = 4;

  private LanePicture() {}

  static void draw(Markup page, Story story) {
    List<Lane> lanes = story.lanes();
    boolean layers = lanes.stream().anyMatch(lane -> !lane.group().isEmpty());
    int longest =
        lanes.stream()
            .mapToInt(lane -> (lane.name() + " " + lane.role()).strip().length())
            .max()
            .orElse(0);
    String kind = layers ? (lanes.size() > FEW_LANES ? " layers" : " layers few") : " vars";
    page.raw("<div class=\"story" + kind + "\" style=\"--n:" + lanes.size());
    page.raw(";--h:" + longest + "\">");
    head(page, lanes);
    page.raw("<ol class=\"steps\">");
    for (Step step : story.steps()) {
      page.raw(step.offending() ? "<li class=\"bad\"" : "<li").raw(" id=\"step-" + step.number());
      page.raw("\">");
      row(page, lanes, step);
      page.raw("<div class=\"what\">");
      text(page, step);
      page.raw("</div></li>");
    }
    page.raw("</ol>");
    if (lanes.stream().anyMatch(lane -> lane.group().equals(EventStory.SOME_CPU))) {
      page.element(
          "p class=\"note\"",
          EventStory.SOME_CPU + ": a step of which the log does not say the processor.");
    }
    story
        .loopTo()
        .ifPresent(
            number ->
                page.raw("<p>and then <a href=\"#step-" + number + "\">step " + number + "</a>")
                    .raw(" again, for ever</p>"));
    if (story.stuttering()) {
      page.raw("<p>and there it stays for ever</p>");
    }
    page.raw("</div>");
  }

  private static void head(Markup page, List<Lane> lanes) {
    if (lanes.isEmpty()) {
      return;
    }
    page.raw("<div class=\"heads\" aria-hidden=\"true\">");
    for (int i = 0; i < lanes.size(); i++) {
      Lane lane = lanes.get(i);
      boolean first = i == 0 || !lanes.get(i - 1).group().equals(lane.group());
      page.raw("<b style=\"--i:" + i + "\">");
      if (first && !lane.group().isEmpty()) {
        page.raw("<span>").text(lane.group()).raw("</span>");
      }
      page.raw("<em>").text(lane.name());
      if (!lane.role().isEmpty()) {
        page.raw(" ").element("small", lane.role());
      }
      page.raw("</em></b>");
    }
    page.raw("</div>");
  }

  private static void row(Markup page, List<Lane> lanes, Step step) {
    page.raw("<div class=\"lanes\" aria-hidden=\"true\">");
    for (int i = 0; i < lanes.size(); i++) {
      page.raw("<i class=\"l\" style=\"--i:" + i + "\"></i>");
    }
    Optional<Integer> from = step.from().map(lanes::indexOf).filter(i -> i >= 0);
    for (Lane touched : step.touched()) {
      int to = lanes.indexOf(touched);
      if (to < 0) {
        continue;
      }
      if (from.isPresent() && from.get() != to) {
        page.raw("<i class=\"" + (from.get() < to ? "a up" : "a down") + "\" style=\"--a:");
        page.raw(Math.min(from.get(), to) + ";--b:" + Math.max(from.get(), to) + "\"></i>");
      } else {
        page.raw("<i class=\"d\" style=\"--i:" + to + "\"></i>");
      }
    }
    page.raw("</div>");
  }

  private static void text(Markup page, Step step) {
    page.raw("<p><span class=\"no\">" + step.number() + "</span> ");
    if (!step.who().isEmpty()) {
      page.element("span class=\"who\"", step.who()).text(" ");
    }
    page.text(step.text());
    if (step.offending()) {
      page.raw(" <strong class=\"mark\">here it breaks</strong>");
    }
    if (step.line().isPresent()) {
      page.raw(" <span class=\"quiet\">line " + step.line().getAsLong() + "</span>");
    }
    page.raw("</p>");
    List<Change> changed =
        step.changes().stream()
            .filter(change -> !change.before().isEmpty() && !change.after().isEmpty())
            .toList();
    changes(page, changed.subList(0, Math.min(MOST, changed.size())));
    folded(page, changed.subList(Math.min(MOST, changed.size()), changed.size()), "more changes");
    folded(
        page,
        step.changes().stream().filter(change -> change.before().isEmpty()).toList(),
        "values that were not there before");
    folded(
        page,
        step.changes().stream().filter(change -> change.after().isEmpty()).toList(),
        "values that are not there any more");
    if (step.number() == 1 && step.line().isEmpty() && !step.values().isEmpty()) {
      page.raw("<details><summary>where it begins</summary><ul class=\"changes\">");
      step.values()
          .forEach(
              (path, value) ->
                  page.raw("<li><code>").text(path).raw("</code> ").text(value).raw("</li>"));
      page.raw("</ul></details>");
    }
  }

  private static void folded(Markup page, List<Change> changes, String what) {
    if (changes.size() <= FEW) {
      changes(page, changes);
      return;
    }
    page.raw("<details><summary>" + changes.size() + " " + what + "</summary>");
    changes(page, changes);
    page.raw("</details>");
  }

  private static void changes(Markup page, List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    page.raw("<ul class=\"changes\">");
    for (Change change : changes) {
      page.raw("<li><code>").text(change.path()).raw("</code> ");
      page.element("span class=\"was\"", change.before().isEmpty() ? "new" : change.before());
      page.raw(" &#8594; ");
      page.element("span class=\"is\"", change.after().isEmpty() ? "gone" : change.after());
      page.raw("</li>");
    }
    page.raw("</ul>");
  }
}
