// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.nio.file.Path;

/** Knows of which findings an image can be made that shows them on a machine. */
public interface Images {
  /** Knows of none. */
  Images UNKNOWN = (finding, trace, result) -> new Known("", "", false);

  /** Nobody tried: the command that makes an image says whether it can. */
  Known UNTRIED = new Known("", "not tried", false);

  /**
   * What is known of one.
   *
   * @param target the machine that the image is for, as {@code reproduce --target} takes it; empty
   *     where no image shows the finding
   * @param why why none does; empty where one does
   * @param run whether {@code reproduce} writes a run of the emulator instead
   */
  record Known(String target, String why, boolean run) {}

  /**
   * What is known of a finding.
   *
   * @param trace its log, where it is now
   * @param result the file of the result that it is in, where that is now
   */
  Known of(Finding finding, Path trace, Path result);
}
