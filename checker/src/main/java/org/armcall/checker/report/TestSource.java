// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.armcall.checker.report.Finding.Place;

/**
 * Where a test stands in the sources.
 *
 * @param file from the top of the checkout, as far as the test's record says where that is
 * @param line the line of the test that the stack names first, from 1; 0 where it names none
 */
record TestSource(String file, long line) {
  private static final String SOURCES = "src/test/java/";

  /**
   * The source of a test.
   *
   * @param properties the system properties that its run recorded
   * @param type its class
   * @param text what it printed, the stack included
   */
  static TestSource of(Map<String, String> properties, String type, String text) {
    String outer = type.replaceAll("\\$.*", "");
    int dot = outer.lastIndexOf('.') + 1;
    Matcher frame =
        Pattern.compile(
                "\\bat (?:[^\\s/]*/)*"
                    + Pattern.quote(outer)
                    + "(?:\\$[\\w$]+)?\\.[\\w$<>]+\\(([\\w$]+\\.\\w+):([0-9]{1,9})\\)")
            .matcher(text);
    boolean found = frame.find();
    String name = found ? frame.group(1) : outer.substring(dot) + ".java";
    String below = outer.substring(0, dot).replace('.', '/') + name;
    return new TestSource(
        module(properties) + SOURCES + below, found ? Long.parseLong(frame.group(2)) : 0);
  }

  /** The module as seen from the checkout; empty where the record does not say it. */
  private static String module(Map<String, String> properties) {
    Optional<Path> module = path(properties.get("basedir"));
    Optional<Path> home = path(properties.get("armcall.home"));
    if (module.isEmpty() || home.isEmpty() || !module.get().startsWith(home.get())) {
      return "";
    }
    String relative = home.get().relativize(module.get()).toString().replace('\\', '/');
    return relative.isEmpty() ? "" : relative + "/";
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.ofNullable(text).map(each -> Path.of(each).normalize());
    } catch (InvalidPathException strange) {
      return Optional.empty();
    }
  }

  Place place(String test) {
    return new Place(file, line, OptionalInt.empty(), test);
  }
}
