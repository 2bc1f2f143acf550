// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What every page begins and ends with: its style and its script are in it. */
final class Pages {
  private Pages() {}

  static void begin(Markup page, String title) {
    page.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
    page.raw("<meta name=\"color-scheme\" content=\"light dark\"/>");
    // Nothing is loaded, whatever stands in a log.
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';");
    page.raw(" style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\"/>");
    page.raw("<link rel=\"icon\" href=\"data:,\"/>");
    page.element("title", title + " - armcall").raw("<style>\n");
    page.raw(resource("report.css")).raw("</style></head><body>");
  }

  static void end(Markup page, String script) {
    page.raw("<footer>").text("armcall " + org.armcall.checker.Version.text());
    page.raw("</footer><script>\n").raw(resource(script)).raw("</script></body></html>\n");
  }

  /** A file that was built with this program; it has no character that HTML or XML would mind. */
  static String resource(String name) {
    try (InputStream in = Pages.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new IllegalStateException(name + " cannot be read", broken);
    }
  }
}
