// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the specification says what a property is. */
final class Definitions {
  /** What TLC calls the property that no state is without a successor. */
  private static final String DEADLOCK = "Deadlock";

  private static final String NEXT = "Next";

  private final Path spec;
  private final Model model;

  Definitions(Path spec, Model model) {
    this.spec = spec.toAbsolutePath().normalize();
    this.model = model;
  }

  /**
   * A place.
   *
   * @param file relative to the specification
   * @param line from 1
   */
  record Definition(String file, int line) {}

  /** Where a property or a command is defined; empty where no module defines its name. */
  Optional<Definition> of(String property) {
    String name = Pattern.quote(property.equals(DEADLOCK) ? NEXT : property);
    if (!isThere()) {
      return Optional.empty();
    }
    return model.engine().equals("alloy")
        ? in(spec.resolve(model.module()), "^[ \\t]*assert\\s+" + name + "\\b")
            .or(() -> in(spec.resolve(model.module()), "^[ \\t]*(?:check|run)\\s+" + name + "\\b"))
        : SpecFiles.modulesOf(spec, model).stream()
            .map(
                module ->
                    in(module, "^[ \\t]*(?:ASSUME\\s+)?" + name + "(?:\\([^)\\n]*\\))?\\s*=="))
            .flatMap(Optional::stream)
            .findFirst();
  }

  /** The files of the modules that the model is made of, relative to the specification. */
  Map<String, String> modules() {
    Map<String, String> files = new LinkedHashMap<>();
    if (model.engine().equals("tlc") && isThere()) {
      for (Path module : SpecFiles.modulesOf(spec, model)) {
        files.put(String.valueOf(module.getFileName()).replace(".tla", ""), relative(module));
      }
    }
    return files;
  }

  private boolean isThere() {
    return Files.isRegularFile(spec.resolve(model.module()));
  }

  private String relative(Path file) {
    return spec.relativize(file.normalize()).toString().replace('\\', '/');
  }

  private Optional<Definition> in(Path file, String pattern) {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      Matcher found = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
      if (!found.find()) {
        return Optional.empty();
      }
      long before = text.substring(0, found.start()).chars().filter(c -> c == '\n').count();
      return Optional.of(new Definition(relative(file), 1 + (int) before));
    } catch (IOException gone) {
      // Then the report leads nowhere, and says no less for it.
      return Optional.empty();
    }
  }
}
