// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.decode;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.armcall.checker.cli.CommandRun;
import org.junit.jupiter.api.Test;

/** The notes on identifiers that name no function. */
final class FunctionNotesTest {
  // DEN0028 gives PSCI the numbers 0x0 to 0x1f of its owner; the alpha of PSCI 1.3 had 0x84000016.
  @Test
  void decodeSaysWhichNumbersOfPsciAreNoFunction() {
    for (String id : new String[] {"0xc4000000", "0x8400001f", "0xc400001f"}) {
      String none = CommandRun.of("decode", "fid", id).out();
      assertTrue(none.endsWith("note: no function of PSCI\n"), none);
    }
    String alpha = CommandRun.of("decode", "fid", "0x84000016").out();
    assertTrue(alpha.contains("no function of PSCI; an alpha of PSCI 1.3 had"), alpha);
    for (String id : new String[] {"0x84000020", "0x84000000", "0x86000000", "0x04000000"}) {
      assertFalse(CommandRun.of("decode", "fid", id).out().contains("no function of PSCI"), id);
    }
  }
}
