// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

/** The run ends here. */
final class Stop extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Ending ending;

  Stop(Ending ending) {
    super(ending.text(), null, false, false);
    this.ending = ending;
  }

  Ending ending() {
    return ending;
  }
}
