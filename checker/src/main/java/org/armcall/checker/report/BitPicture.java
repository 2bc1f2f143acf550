// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.util.ArrayList;
import java.util.List;
import org.armcall.checker.report.Finding.Field;
import org.armcall.checker.report.Finding.Standing;
import org.armcall.checker.report.Finding.Word;

/**
 * A word as a row of bits and a table of its fields. A bit that is not known or not to be relied on
 * is hatched; the table says which and why.
 */
final class BitPicture {
  private BitPicture() {}

  static void draw(Markup page, Word word) {
    page.raw("<figure class=\"word\"><figcaption>").text(word.title());
    if (word.value().isEmpty()) {
      page.raw(" <span class=\"quiet\">not recorded</span>");
    } else {
      page.raw(" <code>").text(word.value()).raw("</code>");
    }
    page.raw("</figcaption>");
    row(page, word);
    page.raw("<table><thead><tr>");
    for (String title : List.of("field", "bits", "value", "meaning")) {
      page.element("th scope=\"col\"", title);
    }
    page.raw("</tr></thead><tbody>");
    word.fields().forEach(field -> row(page, field));
    page.raw("</tbody></table>");
    if (!word.note().isEmpty()) {
      page.element("p class=\"note\"", word.note());
    }
    page.raw("</figure>");
  }

  /** The row alone, for what is said in words beside it. */
  static void row(Markup page, Word word) {
    page.raw("<div class=\"bits\" aria-hidden=\"true\">");
    for (int i = 0; i < word.fields().size(); i++) {
      bits(page, word.fields().get(i), i % 2 == 1);
    }
    page.raw("</div>");
  }

  private static void bits(Markup page, Field field, boolean odd) {
    List<String> of = new ArrayList<>();
    if (odd) {
      of.add("odd");
    }
    if (field.standing() != Standing.KNOWN) {
      of.add("hatched");
    }
    if (field.broken()) {
      of.add("bad");
    }
    String common = String.join(" ", of);
    for (int bit = field.high(); bit >= field.low(); bit--) {
      boolean edge = bit == field.high() || bit == field.low();
      page.raw("<i");
      String kinds = (common + (bit == field.high() ? " first" : "")).strip();
      if (!kinds.isEmpty()) {
        page.raw(" class=\"" + kinds + "\"");
      }
      page.raw("><b>" + (edge ? bit : "") + "</b>");
      page.text(field.bits().substring(field.high() - bit, field.high() - bit + 1)).raw("</i>");
    }
  }

  private static void row(Markup page, Field field) {
    page.raw(field.broken() ? "<tr class=\"bad\">" : "<tr>");
    page.raw("<th scope=\"row\">").text(field.name());
    page.raw(field.broken() ? " <strong class=\"mark\">here</strong>" : "").raw("</th>");
    page.element("td class=\"num\"", field.range());
    page.element("td class=\"num\"", field.value().isEmpty() ? "?" : field.value());
    page.raw("<td>").text(field.meaning());
    if (field.standing() != Standing.KNOWN && !field.meaning().startsWith("reserved")) {
      page.raw(field.meaning().isEmpty() ? "<span" : "; <span").raw(" class=\"standing\">");
      page.text(field.standing().text()).raw("</span>");
    }
    page.raw("</td></tr>");
  }
}
