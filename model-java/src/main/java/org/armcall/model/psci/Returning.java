// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.psci;

/** Whether a function comes back to its caller (PSC-NO-RETURN, SEQ-ENDS). */
public enum Returning {
  /** Always. */
  RETURNS,
  /** Only with an error. */
  NEVER_ON_SUCCESS,
  /** Not if the state that was asked for loses the context; then at the entry point. */
  MAY_NOT_RETURN
}
