// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** The pages hold together without anything beside them, and say what a newcomer asks. */
final class FindingPageTest {
  private static final double READABLE = 4.5;
  private static final int MANY = 10_000;
  private static final long LARGEST_INDEX = 5_000_000;

  @TempDir Path directory;

  private Map<String, Page> pages(List<String> results, String... options) throws IOException {
    Path out = directory.resolve("pages");
    List<String> all = new ArrayList<>(List.of("--format", "html", "--out", out.toString()));
    all.addAll(List.of(options));
    Kept.report(results, all.toArray(String[]::new));
    Map<String, Page> pages = new HashMap<>();
    try (var files = Files.list(out)) {
      for (Path file : files.filter(each -> !each.endsWith(".armcall")).toList()) {
        pages.put(file.getFileName().toString(), Page.of(Files.readString(file)));
      }
    }
    return pages;
  }

  @Test
  void everyPageHoldsTogetherAndNeedsNoNetwork() throws IOException {
    Map<String, Page> pages = pages(new Kept(directory).all());
    assertEquals(10, pages.size(), "nine findings and the index");
    pages.forEach(
        (name, page) -> {
          List<String> ids = page.values("id");
          assertEquals(ids.size(), new HashSet<>(ids).size(), name + ": an id stands twice");
          for (String link : page.values("href")) {
            assertTrue(
                link.equals("data:,")
                    || pages.containsKey(link)
                    || link.startsWith("#") && ids.contains(link.substring(1)),
                name + " leads nowhere: " + link);
          }
          assertEquals(List.of(), page.values("src"), name);
          assertEquals(1, page.all("main").size(), name);
          assertEquals(1, page.all("h1").size(), name);
          assertEquals(List.of("en"), page.values("lang"), name);
          for (String labelled : page.values("aria-labelledby")) {
            assertTrue(ids.contains(labelled), name + ": " + labelled);
          }
          String style = page.all("style").get(0).getTextContent();
          assertFalse(style.contains("url(") || style.contains("@import"), name);
        });
  }

  @Test
  void aNewcomerLearnsRuleLineExpectationAndCommand() throws IOException {
    Kept kept = new Kept(directory);
    Page page = Page.of(Kept.report(List.of(kept.log("il", Kept.BROKEN_IL)), "--format", "html"));
    String facts =
        page.all("dl").stream()
            .filter(list -> list.getAttribute("class").equals("facts"))
            .findFirst()
            .orElseThrow()
            .getTextContent();
    assertTrue(facts.contains("IL is 1 for HVC and SMC"), facts);
    assertTrue(facts.contains("il.log:4, CPU 0"), facts);
    assertTrue(facts.contains("IL 1: the instruction has 32 bits"), facts);
    assertTrue(facts.contains("armcall replay " + directory.resolve("il.log")), facts);
  }

  @Test
  void theOffendingStepAndTheBrokenFieldAreMarked() throws IOException {
    Kept kept = new Kept(directory);
    Page page = Page.of(Kept.report(List.of(kept.log("il", Kept.BROKEN_IL)), "--format", "html"));
    List<String> bad =
        page.all("*").stream()
            .filter(each -> List.of(each.getAttribute("class").split(" ")).contains("bad"))
            .map(Element::getTextContent)
            .toList();
    assertEquals(4, bad.size(), bad::toString);
    assertTrue(bad.get(0).contains("Exception taken from EL1 to EL2"), bad::toString);
    assertEquals("250", bad.get(1), "the number of the bit and the bit");
    assertTrue(bad.get(2).startsWith("IL here"), bad::toString);
    assertEquals("4...with ESR 0x16/0x58000000", bad.get(3));
  }

  @Test
  void bitsThatAreNotKnownAreHatched() throws IOException {
    Page page =
        Page.of(
            Kept.report(
                List.of(new Kept(directory).mail()), "--format", "html", "--only", mailId()));
    long hatched =
        page.all("i").stream().filter(bit -> bit.getAttribute("class").contains("hatched")).count();
    // ISS[24:0] of the syndrome is UNK/SBZP, bits 19:8 of the instruction should be zero, and bits
    // 23:17 of the function identifier must be.
    assertEquals(25 + 12 + 7, hatched);
  }

  private String mailId() throws IOException {
    return Kept.json(
            Kept.report(
                List.of(directory.resolve("result-mail-smc-iss-zero").toString()),
                "--format",
                "json"))
        .at("/findings/2/id")
        .asText();
  }

  @Test
  void tenThousandFindingsHaveASmallIndex() throws IOException {
    List<String> log = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      String next = Integer.toHexString(0x40080004 + 8 * i);
      log.add("Taking exception 11 [Hypervisor Call] on CPU " + i % 4);
      log.add("...from EL1 to EL2");
      log.add("...with ESR 0x16/0x" + Integer.toHexString(0x58000000 + i));
      log.add("...with ELR 0x" + next);
      log.add("...to EL2 PC 0x40001400 PSTATE 0x3c9");
      log.add("Exception return from AArch64 EL2 to AArch64 EL1 PC 0x" + next);
    }
    Map<String, Page> pages = pages(List.of(new Kept(directory).log("many", log)), "--pages", "3");
    assertEquals(4, pages.size(), "three pages and the index");
    assertEquals(
        MANY,
        pages.get("index.html").values("data-r").size(),
        "every finding is in the index, with a page or without");
    assertTrue(Files.size(directory.resolve("pages/index.html")) < LARGEST_INDEX);
    assertTrue(pages.get("index.html").text().contains("--only NUMBER --format html"));
  }

  /**
   * WCAG 2.1, 1.4.3: text against what is behind it, on screen by day and by night and on paper.
   */
  @Test
  void everyTextIsReadableOnEveryGround() {
    String css = Pages.resource("report.css");
    Matcher themes = Pattern.compile(":root \\{([^}]*--back:[^}]*)\\}").matcher(css);
    int seen = 0;
    while (themes.find()) {
      seen++;
      Map<String, String> colours = new HashMap<>();
      Matcher colour = Pattern.compile("--(\\w+): (#[0-9a-f]{6})").matcher(themes.group(1));
      while (colour.find()) {
        colours.put(colour.group(1), colour.group(2));
      }
      for (String text : List.of("ink", "quiet", "link", "bad")) {
        for (String ground : List.of("back", "panel", "badback")) {
          double contrast = contrast(colours.get(text), colours.get(ground));
          assertTrue(
              contrast >= READABLE, text + " on " + ground + " in theme " + seen + ": " + contrast);
        }
      }
      assertTrue(contrast(colours.get("ink"), colours.get("field")) >= READABLE);
    }
    assertEquals(3, seen, "light, dark and paper");
  }

  private static double contrast(String one, String other) {
    double a = luminance(one) + 0.05;
    double b = luminance(other) + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  }

  private static double luminance(String colour) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double channel = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
      sum +=
          weights[i]
              * (channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4));
    }
    return sum;
  }
}
