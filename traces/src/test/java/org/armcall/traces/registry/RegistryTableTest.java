// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Example;
import org.armcall.model.namespace.Registry;

/** The page that is committed, and that it has everything. */
final class RegistryTableTest {
  private static final Registry REGISTRY = RegistryFile.builtIn();

  @Example
  void theCommittedPageIsThatOfTheFiles() throws IOException {
    Path file = Path.of(System.getProperty("armcall.home"), "spec", "registry", "TABLE.md");
    assertEquals(
        RegistryTable.markdown(REGISTRY),
        Files.readString(file),
        file + " is stale: run RegistryTable with it as the argument");
  }

  @Example
  void everyClaimAndEveryUidHasARow() {
    long rows =
        RegistryTable.markdown(REGISTRY).lines().filter(line -> line.startsWith("| `")).count();
    assertEquals(REGISTRY.claims().size() + REGISTRY.uids().size(), rows);
  }
}
