// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.armcall.model.convention.Conduit;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.Status;
import org.armcall.traces.registry.RegistryFile;
import org.junit.jupiter.api.Test;

/** Every sentence of the page about the namespace names what shows it, and that exists. */
final class NamespacePageTest {
  private static final Path HOME = Path.of(System.getProperty("armcall.home"));
  private static final Pattern COMMAND = Pattern.compile("`([A-Z][A-Za-z0-9]+)`");
  private static final Pattern MODEL = Pattern.compile("`((?:namespace|recovery)/[a-z0-9/-]+)`");

  private static String read(String file) throws IOException {
    return Files.readString(HOME.resolve(file));
  }

  private static Set<String> all(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @Test
  void whatThePageNamesExists() throws IOException {
    String page = read("spec/namespace/README.md");
    Set<String> commands =
        all(
            Pattern.compile("(?m)^(?:check|run) ([A-Za-z0-9]+)"),
            read("spec/namespace/Namespace.als"));
    Set<String> named = all(COMMAND, page);
    assertTrue(named.size() > 40, named.toString());
    named.removeAll(commands);
    assertEquals(Set.of(), named, "no commands of Namespace.als");

    Set<String> models = new TreeSet<>();
    new ObjectMapper()
        .readTree(read("spec/manifest.json"))
        .get("models")
        .forEach(model -> models.add(model.get("name").asText()));
    Set<String> namedModels = all(MODEL, page);
    assertTrue(namedModels.size() > 8, namedModels.toString());
    namedModels.removeAll(models);
    assertEquals(Set.of(), namedModels, "no models of the manifest");
  }

  /** The figures of D3. */
  @Test
  void eightOwnersHaveTagsOfTheirOwn() {
    Set<String> owners = new TreeSet<>();
    for (Claim claim : RegistryFile.builtIn().claims()) {
      boolean tagged =
          claim.calls().conduits().contains(Conduit.HVC)
              && !claim.calls().immediates().hasZero()
              && claim.status() != Status.WITHDRAWN;
      if (tagged) {
        owners.add(claim.owner().name());
      }
    }
    assertEquals(8, owners.size(), owners.toString());
    assertEquals(0.0004, clash(8, 65_535), 0.00005);
    assertEquals(0.90, clash(8, 15), 0.005);
  }

  private static double clash(int owners, int tags) {
    double apart = 1;
    for (int i = 1; i < owners; i++) {
      apart *= 1 - (double) i / tags;
    }
    return 1 - apart;
  }
}
