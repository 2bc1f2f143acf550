// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.util.List;
import org.armcall.checker.report.Finding.Descriptor;
import org.armcall.checker.report.Finding.Field;
import org.armcall.checker.report.Finding.Standing;
import org.armcall.checker.report.Finding.Walk;

/**
 * Translations beside each other: from the virtual address by each descriptor down to what was
 * found. What is another than at the fetch is marked.
 */
final class WalkPicture {
  private WalkPicture() {}

  static void draw(Markup page, List<Walk> walks) {
    page.raw("<div class=\"walks\">");
    for (Walk walk : walks) {
      page.raw("<figure class=\"walk\"><figcaption>").text(walk.who()).raw("</figcaption><ol>");
      node(page, "address", "", "virtual address", walk.virtual());
      if (!walk.without().isEmpty()) {
        page.raw("<li class=\"unseen\">").text(walk.without()).raw("</li>");
      }
      walk.read().forEach(descriptor -> descriptor(page, descriptor));
      if (walk.fault().isEmpty()) {
        String space = walk.space().isEmpty() ? "" : " (" + walk.space() + ")";
        String mark = walk.elsewhere() ? "not where it was fetched" : "";
        node(page, "address", mark, "physical address", walk.physical() + space);
      } else {
        node(page, "address", "nothing can be read", "no address", walk.fault());
      }
      String wrong = walk.other() ? "not what was executed" : "";
      String there = String.join(", then ", walk.found());
      if (!there.isEmpty()) {
        node(page, "found", wrong, walk.isFetch() ? "executed" : "read there", there);
      }
      if (!walk.believed().isEmpty()) {
        node(page, "believed", wrong, "believed", walk.believed());
      }
      page.raw("</ol></figure>");
    }
    page.raw("</div>");
  }

  private static void node(Markup page, String kind, String mark, String label, String text) {
    boolean bad = !mark.isEmpty();
    page.raw("<li class=\"" + kind + (bad ? " bad" : "") + "\"><span class=\"quiet\">");
    page.text(label).raw("</span> <code>").text(text).raw("</code>");
    if (bad) {
      page.raw(" <strong class=\"mark\">").text(mark).raw("</strong>");
    }
    page.raw("</li>");
  }

  private static void descriptor(Markup page, Descriptor descriptor) {
    page.raw(descriptor.differs() ? "<li class=\"bad\">" : "<li>");
    page.raw("<span class=\"quiet\">stage " + descriptor.stage() + ", level " + descriptor.level());
    page.raw("</span> <b>").text(descriptor.kind()).raw("</b> <code>");
    page.text(descriptor.word().value()).raw("</code> <span class=\"quiet\">at</span> <code>");
    page.text(descriptor.at()).raw("</code>");
    for (Field field : descriptor.word().fields()) {
      if (field.name().equals("address")) {
        page.raw(" <span class=\"quiet\">leads to</span> <code>").text(field.meaning());
        page.raw("</code>");
      }
      if (field.standing() != Standing.KNOWN) {
        page.raw(" <span class=\"standing\">bits ").text(field.range() + ": ");
        page.text(field.standing().text()).raw("</span>");
      }
    }
    page.raw(descriptor.differs() ? " <strong class=\"mark\">not as fetched</strong>" : "");
    BitPicture.row(page, descriptor.word());
    page.raw("</li>");
  }

  /** The same in lines of text. */
  static List<String> lines(Walk walk) {
    List<String> lines = new java.util.ArrayList<>();
    lines.add(walk.who() + ": virtual address " + walk.virtual());
    if (!walk.without().isEmpty()) {
      lines.add(walk.without());
    }
    for (Descriptor each : walk.read()) {
      lines.add(
          "stage "
              + each.stage()
              + ", level "
              + each.level()
              + ": "
              + each.kind()
              + " "
              + each.word().value()
              + " at "
              + each.at()
              + (each.differs() ? " (not as fetched)" : ""));
    }
    lines.add(
        walk.fault().isEmpty()
            ? "physical address " + walk.physical() + (walk.elsewhere() ? " (not as fetched)" : "")
            : "no address: " + walk.fault());
    if (!walk.found().isEmpty()) {
      lines.add(
          (walk.isFetch() ? "executed " : "read there: ") + String.join(", then ", walk.found()));
    }
    if (!walk.believed().isEmpty()) {
      lines.add("believed: " + walk.believed());
    }
    return lines;
  }
}
