// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.armcall.checker.cli.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file is, its content says, whatever its name. */
final class CheckedFilesTest {
  private static final String CLAIMS =
      """
      {"owner": "mine", "role": "hypervisor", "about": "a test", "claims": [
        {"name": "HELLO", "conduits": ["hvc"], "immediate": "0xea1", "ids": "any",
         "width": "any", "layers": ["EL2"], "status": "in use", "source": "acme/hello, a.c"}
      ]}
      """;

  @TempDir Path directory;

  private CommandRun check(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    return CommandRun.of("namespace", "check", file.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ea1.h", "ea1.json", "ea1", "ea1.txt"})
  void claimsAreClaims(String name) throws IOException {
    CommandRun run = check(name, "\n" + CLAIMS);
    assertEquals(1, run.code().status(), run.out() + run.err());
    assertTrue(run.out().contains("Xen hypercalls of xen"), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"l.json", "l.h", "l"})
  void aHeaderIsAHeader(String name) throws IOException {
    CommandRun run = check(name, "/* PSCI */\n#define PSCI_MIGRATE 0x84000005\n");
    assertEquals(0, run.code().status(), run.err());
    assertTrue(run.out().contains("1 function identifier of 1 number"), run.out());
  }

  @Test
  void aCommentInClaimsIsSaidToBeOne() throws IOException {
    CommandRun run = check("c.json", "// mine\n" + CLAIMS);
    assertEquals(3, run.code().status(), run.out());
    assertTrue(run.err().contains("begins with a comment, which JSON has not"), run.err());
    assertFalse(run.err().contains("ALLOW_COMMENTS"), run.err());
  }
}
