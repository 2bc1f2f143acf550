// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The pages in a real browser, where one is installed: as wide as a phone and as a desktop, light
 * and dark. Skipped, and counted as skipped, where there is none.
 */
@EnabledIf("hasBrowser")
final class BrowserTest {
  private static final long PATIENCE_SECONDS = 60;

  /** Says what a page is like, as JSON in an element of the frame around it. */
  private static final String PROBE =
      """
      <body style="margin:0"><iframe id="page" style="border:0;width:%dpx;height:900px"></iframe>
      <script type="text/plain" id="source">%s</script><pre id="said"></pre><script>
      var frame = document.getElementById('page');
      var all = [], said;
      function rgb(text) { return (text.match(/[\\d.]+/g) || []).map(Number); }
      function light(c) {
        var part = c.slice(0, 3).map(function (v) { v /= 255; return v > .04045 ? Math.pow((v + .055) / 1.055, 2.4) : v / 12.92; });
        return .2126 * part[0] + .7152 * part[1] + .0722 * part[2];
      }
      function ground(view, element) {
        for (var at = element; at; at = at.parentElement) {
          var c = rgb(view.getComputedStyle(at).backgroundColor);
          if (c.length === 3 || c[3] === 1) { return c; }
        }
        return [255, 255, 255];
      }
      frame.onload = function () {
        var view = frame.contentWindow, page = frame.contentDocument;
        said.dark = view.matchMedia('(prefers-color-scheme: dark)').matches;
        said.over = page.documentElement.scrollWidth - page.documentElement.clientWidth;
        said.requests = view.performance.getEntriesByType('resource').length;
        said.landmarks = ['header', 'main', 'footer'].map(function (l) { return page.querySelectorAll(l).length; });
        page.querySelectorAll('body *').forEach(function (e) {
          var own = Array.from(e.childNodes).some(function (n) { return n.nodeType === 3 ? n.data.trim() : false; });
          if (!own || !e.getClientRects().length || ['SCRIPT', 'STYLE', 'OPTION'].includes(e.tagName)) { return; }
          var ink = light(rgb(view.getComputedStyle(e).color)), back = light(ground(view, e));
          var ratio = (Math.max(ink, back) + .05) / (Math.min(ink, back) + .05);
          if (ratio < 4.5) { said.poor.push(e.tagName + ' ' + e.className + ' ' + ratio.toFixed(2)); }
        });
        page.querySelectorAll('.command .w').forEach(function (word) {
          if (word.getClientRects().length > 1) { said.torn.push(word.textContent); }
        });
        said.focusable = 0;
        page.querySelectorAll('a[href], button, summary, input, select').forEach(function (e) {
          e.focus();
          if (page.activeElement === e) { said.focusable += 1; }
          else if (e.getClientRects().length) { said.errors.push('no focus: ' + e.outerHTML.slice(0, 80)); }
        });
        said.rows = page.querySelectorAll('.all li:not([hidden])').length;
        var search = page.querySelector('input[type=search]');
        if (search) {
          search.value = 'no-guess';
          search.dispatchEvent(new view.Event('input', { bubbles: true }));
          said.filtered = page.querySelectorAll('.all li:not([hidden])').length;
        }
        all.push(said);
        next();
      };
      var sources = document.getElementById('source').textContent.trim().split(' ');
      function next() {
        if (all.length === sources.length) {
          document.getElementById('said').textContent = JSON.stringify(all);
          return;
        }
        said = window.said = { errors: [], poor: [], torn: [] };
        frame.srcdoc = decodeURIComponent(sources[all.length]).replace('<head>', '<head>' +
        '<scr' + 'ipt>window.onerror = function (m) { parent.said.errors.push(String(m)); };' +
        'window.addEventListener("securitypolicyviolation", function (e) { parent.said.errors.push(e.violatedDirective); });</scr' + 'ipt>');
      }
      next();
      </script></body>
      """;

  @TempDir Path directory;

  static boolean hasBrowser() {
    return browser().findAny().isPresent();
  }

  private static Stream<Path> browser() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
        .flatMap(
            path ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(path, name)))
        .filter(Files::isExecutable);
  }

  /** What each page is like. */
  private JsonNode probe(List<String> pages, int width, boolean dark)
      throws IOException, InterruptedException {
    String source =
        pages.stream()
            .map(
                page ->
                    java.net.URLEncoder.encode(page, java.nio.charset.StandardCharsets.UTF_8)
                        .replace("+", "%20"))
            .collect(Collectors.joining(" "));
    Path frame = directory.resolve("frame.html");
    Files.writeString(frame, PROBE.formatted(width, source));
    Path dom = directory.resolve("dom.html");
    Process browser =
        new ProcessBuilder(
                browser().findFirst().orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + directory.resolve("profile"),
                "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
                "--window-size=1300,1000",
                "--virtual-time-budget=10000",
                "--dump-dom",
                frame.toUri().toString())
            .redirectOutput(dom.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertTrue(browser.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "the browser does not end");
    } finally {
      browser.destroyForcibly();
    }
    String shown = Files.readString(dom);
    int begin = shown.indexOf("<pre id=\"said\">") + "<pre id=\"said\">".length();
    String said = shown.substring(begin, shown.indexOf("</pre>", begin));
    return Kept.json(said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
  }

  private static void isFine(String name, JsonNode said, boolean dark) {
    assertEquals("[]", said.path("errors").toString(), name);
    assertEquals("[]", said.path("poor").toString(), name + ": contrast");
    assertEquals("[]", said.path("torn").toString(), name + ": words of commands");
    assertEquals(0, said.path("requests").asInt(-1), name + ": requests");
    assertEquals("[1,1,1]", said.path("landmarks").toString(), name);
    assertTrue(said.path("over").asInt(1) <= 0, name + " is wider than the screen: " + said);
    assertEquals(dark, said.path("dark").asBoolean(!dark), name);
    assertTrue(said.path("focusable").asInt() > 0, name);
  }

  @ParameterizedTest
  @CsvSource({"390,false", "1280,true"})
  void everyPageFitsIsReadableAndAsksForNothing(int width, boolean dark)
      throws IOException, InterruptedException {
    Path out = directory.resolve("pages");
    Kept kept = new Kept(directory);
    List<String> results = new ArrayList<>(kept.all());
    results.add(kept.scenario("stale-translation"));
    Kept.report(results, "--format", "html", "--out", out.toString());
    List<String> names = new ArrayList<>();
    List<String> pages = new ArrayList<>();
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.filter(each -> !each.endsWith(".armcall")).sorted().toList()) {
        names.add(file.getFileName().toString());
        pages.add(Files.readString(file));
      }
    }
    JsonNode said = probe(pages, width, dark);
    assertEquals(11, said.size());
    for (int i = 0; i < names.size(); i++) {
      isFine(names.get(i), said.get(i), dark);
    }
    JsonNode index = said.get(names.indexOf("index.html"));
    assertEquals(10, index.path("rows").asInt());
    assertEquals(1, index.path("filtered").asInt(), "the filter");
  }

  @Test
  void aPageThatIsBadIsFoundOut() throws IOException, InterruptedException {
    JsonNode said =
        probe(
                List.of(
                    "<html><head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
                        + " script-src 'unsafe-inline'; style-src 'unsafe-inline'\"/></head><body><p style=\"color:#aaa\">"
                        + "poor</p><p class=\"command\" style=\"width:4em\"><span class=\"w\">--no-such</span></p>"
                        + "<div style=\"width:900px\">wide</div><img src=\"https://localhost/x.png\"/>"
                        + "<script>noSuchThing();</script></body></html>"),
                390,
                false)
            .get(0);
    assertEquals(1, said.path("poor").size(), said::toString);
    assertEquals("[\"--no-such\"]", said.path("torn").toString());
    assertTrue(said.path("over").asInt() > 400, said::toString);
    assertEquals(2, said.path("errors").size(), said::toString);
    assertEquals("[0,0,0]", said.path("landmarks").toString());
  }
}
