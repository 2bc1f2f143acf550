// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of the specification, as far as the manifest and the witnesses depend on them. */
final class SpecFiles {

  private static final Pattern CHECKED =
      Pattern.compile("^\\s*(INVARIANTS?|PROPERTY|PROPERTIES)\\b(.*)", Pattern.DOTALL);

  private static final Pattern STATEMENT =
      Pattern.compile(
          "(?m)^\\s*(?=(?:SPECIFICATION|INIT|NEXT|CONSTANTS?|CONSTRAINTS?|ACTION_CONSTRAINTS?|INVARIANTS?|PROPERTY"
              + "|PROPERTIES|SYMMETRY|VIEW|CHECK_DEADLOCK)\\b)");

  private static final Pattern COMMENT = Pattern.compile("(?s)\\(\\*.*?\\*\\)|\\\\\\*[^\\n]*");
  private static final Pattern EXTENDS = Pattern.compile("\\bEXTENDS\\s+(\\w+(?:\\s*,\\s*\\w+)*)");
  private static final Pattern ASSUMPTION = Pattern.compile("\\bASSUME\\s+(\\w+)\\s*==");
  private static final Pattern INSTANCE = Pattern.compile("\\bINSTANCE\\s+(\\w+)");
  private static final Pattern ACTION_WITNESS = Pattern.compile("\"(action [^\"]+)\"");
  private static final Pattern RULE = Pattern.compile("[A-Z]{3}(_[A-Z0-9]+)+");

  private SpecFiles() {}

  /** What does not fit between the models of the manifest and the files, each a sentence. */
  static List<String> problems(Path spec, List<Model> models) {
    List<String> problems = new ArrayList<>();
    Set<Path> listed = new TreeSet<>();
    for (Model model : models) {
      Path module = spec.resolve(model.module()).normalize();
      listed.add(module);
      checkThere(model, "module", module, problems);
      if (model.config().isPresent()) {
        Path config = spec.resolve(model.config().get()).normalize();
        listed.add(config);
        if (checkThere(model, "config", config, problems)) {
          checkProperties(model, module, config, problems);
        }
      }
    }
    for (Path file : checkable(spec)) {
      if (!listed.contains(file)) {
        problems.add(spec.relativize(file) + " is listed by no model");
      }
    }
    return problems;
  }

  private static boolean checkThere(Model model, String field, Path file, List<String> problems) {
    boolean there = Files.isRegularFile(file);
    if (!there) {
      problems.add("model '" + model.name() + "': field '" + field + "': there is no file " + file);
    }
    return there;
  }

  /**
   * A configuration that checks other properties than the manifest says would make a hollow pass.
   */
  private static void checkProperties(
      Model model, Path module, Path config, List<String> problems) {
    if (model.kind() == Model.Kind.MUTANT && model.properties().isEmpty()) {
      return;
    }
    Set<String> checked = new LinkedHashSet<>(checkedBy(config));
    Set<String> listed = new LinkedHashSet<>(model.properties());
    Set<String> expected = new LinkedHashSet<>(checked);
    if (Files.isRegularFile(module)) {
      ASSUMPTION
          .matcher(withoutComments(module))
          .results()
          .map(found -> found.group(1))
          .forEach(checked::add);
    }
    if (!listed.containsAll(expected) || !checked.containsAll(listed)) {
      problems.add(
          "model '"
              + model.name()
              + "': field 'properties': expected those of "
              + config.getFileName()
              + ", "
              + expected
              + ", found "
              + listed);
    }
  }

  /** The names of the invariants and properties of a TLC configuration, in its order. */
  static List<String> checkedBy(Path config) {
    List<String> names = new ArrayList<>();
    for (String statement : STATEMENT.split(withoutComments(config), -1)) {
      Matcher checked = CHECKED.matcher(statement);
      if (checked.matches()) {
        for (String name : checked.group(2).trim().split("[\\s,]+", -1)) {
          if (!name.isEmpty()) {
            names.add(name);
          }
        }
      }
    }
    return names;
  }

  private static List<Path> checkable(Path spec) {
    try (Stream<Path> files = Files.walk(spec)) {
      return files
          .filter(file -> file.toString().endsWith(".cfg") || file.toString().endsWith(".als"))
          .filter(file -> !spec.relativize(file).startsWith("target"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The witnesses that a model must have seen: one for each property that is named after a rule,
   * and each one that the module, or a module that it extends or instantiates, names.
   */
  static Set<String> witnessesOf(Path spec, Model model) {
    Set<String> witnesses = new LinkedHashSet<>();
    for (String property : model.properties()) {
      if (RULE.matcher(property).matches()) {
        witnesses.add(property.replace('_', '-'));
      }
    }
    for (Path module : modulesOf(spec, model)) {
      ACTION_WITNESS
          .matcher(withoutComments(module))
          .results()
          .forEach(found -> witnesses.add(found.group(1)));
    }
    return witnesses;
  }

  /** The module of a model, and each that it extends or instantiates, itself first. */
  static Set<Path> modulesOf(Path spec, Model model) {
    Map<String, Path> modules = modules(spec);
    Deque<Path> open = new ArrayDeque<>(List.of(spec.resolve(model.module()).normalize()));
    Set<Path> seen = new LinkedHashSet<>();
    while (!open.isEmpty()) {
      Path module = open.pop();
      if (seen.add(module)) {
        namesOf(withoutComments(module)).stream()
            .map(modules::get)
            .filter(path -> path != null)
            .forEach(open::add);
      }
    }
    return seen;
  }

  private static Set<String> namesOf(String text) {
    Set<String> names = new LinkedHashSet<>();
    Matcher extended = EXTENDS.matcher(text);
    if (extended.find()) {
      names.addAll(List.of(extended.group(1).trim().split("[\\s,]+", -1)));
    }
    INSTANCE.matcher(text).results().forEach(found -> names.add(found.group(1)));
    return names;
  }

  private static Map<String, Path> modules(Path spec) {
    Map<String, Path> modules = new HashMap<>();
    try (Stream<Path> files = Files.walk(spec)) {
      files
          .filter(
              file ->
                  file.toString().endsWith(".tla") && !spec.relativize(file).startsWith("target"))
          .forEach(file -> modules.put(file.getFileName().toString().replace(".tla", ""), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return modules;
  }

  private static String withoutComments(Path file) {
    try {
      return COMMENT.matcher(Files.readString(file, StandardCharsets.UTF_8)).replaceAll(" ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
