// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.armcall.model.convention.LegacyClaim;
import org.armcall.model.function.OwningEntity;
import org.junit.jupiter.api.Test;

/** What the model knows of numbers from before the convention is what the registry has there. */
final class LegacyClaimTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("armcall.home")).resolve("spec/registry");
  private static final Pattern CLAIM =
      Pattern.compile("\"immediate\": \"0x0\", \"id\": \"(0x0[01][0-9a-f]{6})\"");

  @Test
  void theModelAndTheRegistryHaveTheSameNumbersFromBeforeTheConvention() throws IOException {
    List<Integer> registered = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).toList()) {
        Matcher claim = CLAIM.matcher(Files.readString(file));
        while (claim.find()) {
          registered.add(Integer.decode(claim.group(1)));
        }
      }
    }
    assertEquals(
        registered.stream().sorted().toList(),
        LegacyClaim.KNOWN.stream()
            .filter(claim -> claim.id().owner() == OwningEntity.LEGACY)
            .map(claim -> claim.id().value())
            .sorted()
            .toList());
  }
}
