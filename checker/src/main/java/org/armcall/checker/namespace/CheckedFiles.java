// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.armcall.checker.cli.CommandException;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.Registry;
import org.armcall.traces.devicetree.DeviceTree;
import org.armcall.traces.header.Header;
import org.armcall.traces.header.HeaderException;
import org.armcall.traces.header.HeaderReader;
import org.armcall.traces.registry.ClaimsFile;
import org.armcall.traces.registry.RegistryException;
import org.armcall.traces.registry.RegistryFile;

/**
 * The files that a project gives to be checked; what each is, its beginning says.
 *
 * @param claims of its files of claims
 * @param places where those stand
 * @param headers its C headers
 * @param trees device trees of machines that it is for
 */
record CheckedFiles(
    Registry claims, Map<Claim, String> places, List<Header> headers, List<CheckedTree> trees) {
  private static final int BEGINNING = 1 << 16;
  private static final Pattern DIRECTIVE =
      Pattern.compile("(?m)^[ \t]*#[ \t]*(define|if|ifdef|ifndef|include|pragma)\\b|\\benum\\b");

  private enum Kind {
    CLAIMS,
    HEADER,
    DEVICE_TREE
  }

  CheckedFiles {
    places = Map.copyOf(places);
    headers = List.copyOf(headers);
    trees = List.copyOf(trees);
  }

  static CheckedFiles read(List<String> files) {
    Registry claims = new Registry(List.of(), List.of());
    Map<Claim, String> places = new HashMap<>();
    List<Path> headers = new ArrayList<>();
    List<CheckedTree> trees = new ArrayList<>();
    for (String file : new LinkedHashSet<>(files)) {
      Path path = Path.of(file);
      switch (kind(path)) {
        case CLAIMS -> {
          ClaimsFile read = claims(path);
          claims = claims.with(read.registry());
          read.places().forEach(places::putIfAbsent);
        }
        case HEADER -> headers.add(path);
        case DEVICE_TREE -> trees.add(CheckedTree.read(path));
        default -> throw new AssertionError(path);
      }
    }
    try {
      return new CheckedFiles(claims, places, HeaderReader.read(headers), trees);
    } catch (HeaderException wrong) {
      throw CommandException.input(wrong.getMessage());
    }
  }

  private static ClaimsFile claims(Path file) {
    try {
      return RegistryFile.read(file);
    } catch (RegistryException wrong) {
      throw CommandException.input(wrong.getMessage());
    }
  }

  private static Kind kind(Path file) {
    String name = String.valueOf(file.getFileName());
    byte[] beginning = beginning(file);
    if (DeviceTree.startsOne(beginning)) {
      return Kind.DEVICE_TREE;
    }
    String text = new String(beginning, StandardCharsets.ISO_8859_1);
    String start = text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text;
    String content = start.stripLeading();
    if (content.startsWith("{")) {
      return Kind.CLAIMS;
    }
    if (name.endsWith(".h") || DIRECTIVE.matcher(start).find()) {
      return Kind.HEADER;
    }
    if (content.startsWith("/")) {
      throw CommandException.input(
          file
              + " begins with a comment, which JSON has not, and defines nothing as a C header does");
    }
    if (name.endsWith(".json")) {
      return Kind.CLAIMS;
    }
    throw CommandException.input(
        file + " is neither a file of claims (JSON) nor a C header nor a device tree");
  }

  private static byte[] beginning(Path file) {
    if (Files.isDirectory(file)) {
      throw CommandException.input(file + " cannot be read: it is a directory");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(BEGINNING);
    } catch (NoSuchFileException missing) {
      throw CommandException.input(file + " cannot be read: there is no such file");
    } catch (IOException unreadable) {
      throw CommandException.input(file + " cannot be read: " + unreadable.getMessage());
    }
  }
}
