// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.instruction;

/** The three instructions that call a more privileged level. */
public enum Call {
  /** Supervisor Call. */
  SVC,
  /** Hypervisor Call. */
  HVC,
  /** Secure Monitor Call. */
  SMC;

  /** The mnemonic in lower case. */
  public String mnemonic() {
    return switch (this) {
      case SVC -> "svc";
      case HVC -> "hvc";
      case SMC -> "smc";
    };
  }
}
