// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the files of a run are named in SARIF. What is in the checkout, and what lies below the
 * current directory, is relative; another file is relative to its directory, which is a base of the
 * run (SARIF 2.1.0 section 3.14.14).
 */
final class SarifPlaces {
  /** By which code hosts know the top of a checkout. */
  private static final String CHECKOUT = "%SRCROOT%";

  private static final String LOGS = "LOGS";

  private final Path here = Path.of("").toAbsolutePath().normalize();
  private final Map<Path, String> directories = new LinkedHashMap<>();
  private boolean ofCheckout;

  /** Another run begins. */
  void clear() {
    directories.clear();
    ofCheckout = false;
  }

  /** Writes where a file is, as {@code artifactLocation}. */
  void write(JsonGenerator json, String file, boolean isOfCheckout) throws IOException {
    json.writeObjectFieldStart("artifactLocation");
    Path path = Path.of(file).normalize();
    if (!path.isAbsolute()) {
      json.writeStringField("uri", uri(file));
      if (isOfCheckout) {
        ofCheckout = true;
        json.writeStringField("uriBaseId", CHECKOUT);
      }
    } else if (path.startsWith(here) && !path.equals(here)) {
      json.writeStringField("uri", uri(here.relativize(path).toString()));
    } else {
      Path directory = path.getParent();
      Path name = path.getFileName();
      if (directory == null || name == null) {
        json.writeStringField("uri", uri(file));
      } else {
        json.writeStringField("uri", uri(name.toString()));
        json.writeStringField("uriBaseId", base(directory));
      }
    }
    json.writeEndObject();
  }

  private String base(Path directory) {
    return directories.computeIfAbsent(
        directory, added -> LOGS + (directories.isEmpty() ? "" : directories.size() + 1));
  }

  /** Writes the bases that the places of the run are relative to, if there are any. */
  void writeBases(JsonGenerator json) throws IOException {
    if (directories.isEmpty() && !ofCheckout) {
      return;
    }
    json.writeObjectFieldStart("originalUriBaseIds");
    for (Map.Entry<Path, String> directory : directories.entrySet()) {
      json.writeObjectFieldStart(directory.getValue());
      json.writeStringField("uri", uri(directory.getKey().toString()).replaceAll("/*$", "/"));
      json.writeEndObject();
    }
    if (ofCheckout) {
      // Where it is on this machine is of no use elsewhere.
      json.writeObjectFieldStart(CHECKOUT);
      json.writeObjectFieldStart("description");
      json.writeStringField("text", "The top of a checkout of armcall.");
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** What stands before a colon at the beginning would be a scheme (RFC 3986 section 4.2). */
  private static String relative(String path) {
    int colon = path.indexOf(':');
    int slash = path.indexOf('/');
    return colon >= 0 && (slash < 0 || colon < slash) ? "./" + path : path;
  }

  /** A relative path stays relative, so that it is found in whoever's checkout. */
  static String uri(String file) {
    Path path = Path.of(file);
    try {
      return path.isAbsolute()
          ? new URI("file", "", path.normalize().toString().replace('\\', '/'), null)
              .toASCIIString()
          : new URI(null, null, relative(path.toString().replace('\\', '/')), null).toASCIIString();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException("a path is a URI when it is quoted: " + file, impossible);
    }
  }
}
