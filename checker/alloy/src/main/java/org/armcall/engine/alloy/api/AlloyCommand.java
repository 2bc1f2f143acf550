// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.alloy.api;

/**
 * A command of an Alloy file.
 *
 * @param check {@code check}, which looks for a counterexample; else {@code run}, which looks for
 *     an instance
 * @param expected what the file expects: 1 that there is one, 0 that there is none, -1 if it does
 *     not say
 * @param line where the command stands in the file, from 1
 */
public record AlloyCommand(String name, boolean check, int expected, int line) {

  public AlloyCommand {
    if (expected < -1 || expected > 1) {
      throw new IllegalArgumentException("expect is 0, 1 or absent, not " + expected);
    }
  }
}
