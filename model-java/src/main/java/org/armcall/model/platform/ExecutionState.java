// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.platform;

/** The register width and exception model that an Exception level uses (DDI 0487 B1.2). */
public enum ExecutionState {
  AARCH32,
  AARCH64;

  /** The name as the command line and the traces write it: {@code aarch32} or {@code aarch64}. */
  public String text() {
    return this == AARCH32 ? "aarch32" : "aarch64";
  }
}
