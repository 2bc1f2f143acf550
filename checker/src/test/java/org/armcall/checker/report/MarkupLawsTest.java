// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Whatever a log holds stays text. */
final class MarkupLawsTest {
  private static final int WIDTH = 72;

  /** parse(escaped(t)) = printable(t), in an element and in an attribute; and no element is new. */
  @Property(tries = 500)
  void aParserGivesBackWhatWasEscaped(@ForAll @StringLength(max = 80) String text) {
    Markup markup = new Markup().raw("<p").attribute("title", text).raw(">").text(text);
    Element read = Page.of(markup.raw("</p>").toString()).document().getDocumentElement();
    assertEquals(Wrapped.printable(text), read.getTextContent());
    assertEquals(Wrapped.printable(text), read.getAttribute("title"));
    assertEquals(0, read.getElementsByTagName("*").getLength());
  }

  /** The same of text that is made to break out. */
  @Property(tries = 500)
  void markupOfOthersStaysText(@ForAll List<Hostile> parts) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part.text));
    aParserGivesBackWhatWasEscaped(text.toString());
  }

  /** Words in elements of their own are the same text, and no other element is new. */
  @Property(tries = 500)
  void wordsOfOthersStayText(@ForAll List<Hostile> parts) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part.text));
    for (Markup markup :
        List.of(new Markup().words(text.toString()), new Markup().path(text.toString()))) {
      Element read = Page.of("<p>" + markup + "</p>").document().getDocumentElement();
      assertEquals(Wrapped.printable(text.toString()), read.getTextContent());
      assertEquals(
          read.getElementsByTagName("*").getLength(),
          read.getElementsByTagName("span").getLength());
    }
  }

  @Test
  void anOptionAndTheNumberOfAProcessorStayInOnePiece() {
    assertEquals(
        "<span class=\"w\">a/b-c</span> <span class=\"w\">--no-x,</span> <span class=\"w\">CPU 1</span>",
        new Markup().words("a/b-c --no-x, CPU 1").toString());
    assertEquals(
        "<span class=\"w\">a/</span><span class=\"w\">b-c</span>",
        new Markup().path("a/b-c").toString());
  }

  enum Hostile {
    BLANK(" "),
    PATH("/a-b"),
    CPU("CPU "),
    OPEN("<script>"),
    CLOSE("</p>"),
    QUOTE("\""),
    APOSTROPHE("'"),
    ENTITY("&lt;"),
    AMPERSAND("&"),
    CDATA("]]>"),
    COMMENT("<!--"),
    LINES("\r\n\t"),
    NUL("\0"),
    ESCAPE("\u001b[31m"),
    HALF("\ud800"),
    BACKWARDS("\u202e"),
    EMOJI("\ud83d\ude00");

    private final String text;

    Hostile(String text) {
      this.text = text;
    }
  }

  /** printable(t) has no control character, and is t where t had none. */
  @Property
  void nothingThatATerminalObeysIsLeft(@ForAll String text) {
    String shown = Wrapped.printable(text);
    assertTrue(
        shown.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t'), shown);
    assertEquals(shown, Wrapped.printable(shown));
  }

  /** Words are lost nowhere, and only a word that is longer than a line stands over its end. */
  @Property
  void wrappingKeepsTheWords(@ForAll List<@StringLength(min = 1, max = 90) String> words) {
    String text = String.join(" ", words);
    List<String> lines = Wrapped.words("  ", "    ", text);
    assertEquals(
        List.of(Wrapped.printable(text).trim().split("\\s+")),
        List.of(String.join(" ", lines).trim().split("\\s+")));
    for (String line : lines) {
      assertTrue(line.length() <= WIDTH || !line.trim().contains(" "), "too long: '" + line + "'");
    }
  }

  /** A line of a log is cut, and what is left of it is on the lines below. */
  @Property
  void aCutLineIsWhole(@ForAll @StringLength(max = 400) String text) {
    List<String> lines = Wrapped.cut("0123456789", "abcdefghij", text);
    assertTrue(lines.stream().allMatch(line -> line.length() <= WIDTH), lines::toString);
  }
}
