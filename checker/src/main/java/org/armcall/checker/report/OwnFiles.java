// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which files of a directory armcall wrote. Nothing is written among files of somebody else, and a
 * page of an earlier report does not stay beside those of a later one.
 */
final class OwnFiles {
  private static final String ID = "[0-9a-f]{12}";

  /** One of them is enough: nobody else calls a file so. */
  private static final Pattern MARK =
      Pattern.compile("run\\.txt|report\\.(txt|md|json|sarif)|" + ID + "\\.(html|itf\\.json)");

  /** Names that others give too. */
  private static final Pattern ALSO_OURS =
      Pattern.compile("result\\.json|junit\\.xml|index\\.html|" + ID + "\\.xml|.*\\.ndjson|\\..*");

  private OwnFiles() {}

  /**
   * Refuses a directory that has files, none of which armcall wrote.
   *
   * @throws FileSystemException if it is one; its reason says what to do
   * @throws IOException if it cannot be read
   */
  static void refuseForeign(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    List<String> names = names(directory);
    Optional<String> foreign =
        names.stream().filter(name -> !ALSO_OURS.matcher(name).matches()).findFirst();
    if (foreign.isPresent() && names.stream().noneMatch(name -> MARK.matcher(name).matches())) {
      throw new FileSystemException(
          directory.toString(),
          null,
          "it has files that armcall did not write, such as "
              + foreign.get()
              + "; name a new directory or an empty one");
    }
  }

  /**
   * Removes what an earlier report had for each finding and this one has not.
   *
   * @param ending how the names of those files end
   * @param written the names of this one's
   */
  static void removeStale(Path directory, String ending, Set<String> written) throws IOException {
    Pattern page = Pattern.compile(ID + Pattern.quote(ending));
    for (String name : names(directory)) {
      if (page.matcher(name).matches() && !written.contains(name)) {
        Files.deleteIfExists(directory.resolve(name));
      }
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .sorted()
          .collect(Collectors.toList());
    }
  }
}
