// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.kept;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.armcall.checker.cli.CommandException;

/**
 * Which files of a directory armcall wrote. They are listed in the directory; where there is no
 * list, as in a directory of an earlier version, their names tell. Nothing is written over a file
 * of somebody else.
 *
 * @param listed whether there is a list
 * @param files the names, and what each is
 */
record OwnFiles(boolean listed, SortedMap<String, Kind> files) {
  /** What a file is. A command replaces what is of its kind, and what was made from it. */
  enum Kind {
    /** The record of a run. */
    RUN,
    /** A report. */
    REPORT,
    /** An image and what belongs to it. */
    REPRODUCER
  }

  /** The list. */
  static final String LIST = ".armcall";

  private static final String ID = "[0-9a-f]{12}";
  private static final Pattern REPORT =
      Pattern.compile(
          "report\\.(txt|md|json|sarif)|junit\\.xml|index\\.html|"
              + ID
              + "\\.(html|itf\\.json|xml)");

  /** Without a list one of them is enough: nobody else calls a file so. */
  private static final Pattern MARK =
      Pattern.compile("run\\.txt|report\\.(txt|md|json|sarif)|" + ID + "\\.(html|itf\\.json)");

  private static final Pattern RECORD =
      Pattern.compile(
          "run\\.txt|result\\.json|(minimal|window)-[A-Z0-9-]+\\.(ndjson|platform\\.json)");

  /** Names that others give too. */
  private static final Pattern ALSO_OURS =
      Pattern.compile("result\\.json|junit\\.xml|index\\.html|" + ID + "\\.xml|.*\\.ndjson|\\..*");

  private static final List<String> IMAGE =
      List.of("README.md", "expected.txt", "image.elf", "listing.s");

  /**
   * Those of a directory.
   *
   * @throws CommandException if it has files, none of which armcall wrote
   * @throws IOException if it cannot be read
   */
  static OwnFiles of(Path directory) throws IOException {
    SortedMap<String, Kind> own = new TreeMap<>();
    Path list = directory.resolve(LIST);
    if (Files.isRegularFile(list)) {
      Files.readAllLines(list).forEach(line -> add(directory, line, own));
      return new OwnFiles(true, own);
    }
    List<String> names = names(directory);
    if (names.containsAll(IMAGE)) {
      IMAGE.forEach(name -> own.put(name, Kind.REPRODUCER));
    }
    if (names.stream().anyMatch(name -> MARK.matcher(name).matches())) {
      for (String name : names) {
        if (REPORT.matcher(name).matches()) {
          own.put(name, Kind.REPORT);
        } else if (RECORD.matcher(name).matches()) {
          own.put(name, Kind.RUN);
        }
      }
    }
    Optional<String> foreign =
        names.stream().filter(name -> !ALSO_OURS.matcher(name).matches()).findFirst();
    if (foreign.isPresent() && own.isEmpty()) {
      throw CommandException.usage(
          "--out "
              + directory
              + ": it has files that armcall did not write, such as "
              + foreign.get()
              + "; name a new directory or an empty one");
    }
    return new OwnFiles(false, own);
  }

  /** A line of a list; one that names no file of this directory is not heeded. */
  private static void add(Path directory, String line, Map<String, Kind> own) {
    for (Kind kind : Kind.values()) {
      String name = line.startsWith(kind + " ") ? line.substring(kind.name().length() + 1) : "";
      boolean here =
          !name.isEmpty()
              && !name.startsWith(".")
              && Path.of(name).getNameCount() == 1
              && !directory.resolve(name).endsWith("..");
      if (here) {
        own.put(name, kind);
      }
    }
  }

  /** What a file is that a command writes. */
  static Kind kindOf(String name, Kind command) {
    return command == Kind.RUN && REPORT.matcher(name).matches() ? Kind.REPORT : command;
  }

  /**
   * Those that a command replaces. A new run leaves nothing of an earlier one; a report and an
   * image may lie beside the run that they were made from.
   */
  List<String> replacedBy(Kind command) {
    return files.entrySet().stream()
        .filter(each -> command == Kind.RUN || each.getValue() == command)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether a file may be written over: armcall wrote it, or may have in an earlier version. */
  boolean mayReplace(String name) {
    return files.containsKey(name)
        || !listed
            && !files.isEmpty()
            && name.matches(".*(\\.ndjson|-minimal\\.yaml|\\.(tlc|alloy)\\.txt)");
  }

  /** The list, as it is written. */
  static String text(Map<String, Kind> files) {
    List<String> lines = new ArrayList<>();
    lines.add("# What armcall wrote here: the next run replaces it, and leaves other files alone.");
    files.forEach((name, kind) -> lines.add(kind + " " + name));
    return String.join("\n", lines) + "\n";
  }

  /** The names of what is in a directory. */
  static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .sorted()
          .collect(Collectors.toList());
    }
  }

  /** Whether there is something of that name, be it a link that leads nowhere. */
  static boolean exists(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }
}
