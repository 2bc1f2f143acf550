// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.psci;

/** Whether an implementation of a version of PSCI has a function. */
public enum Presence {
  /** Every implementation has it (PSC-MANDATORY). */
  MANDATORY,
  /** An implementation may have it. */
  OPTIONAL,
  /** An implementation has it if something else holds, for example a Trusted OS that migrates. */
  CONDITIONAL,
  /** The version does not know it. */
  ABSENT
}
