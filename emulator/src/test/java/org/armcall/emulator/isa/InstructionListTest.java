// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class InstructionListTest {
  @Test
  void theCommittedListIsThatOfTheTables() throws IOException {
    Path file = Path.of(System.getProperty("armcall.home"), "emulator", "INSTRUCTIONS.md");
    assertEquals(
        InstructionList.markdown(),
        Files.readString(file),
        file + " is stale: run InstructionList with it as the argument");
  }
}
