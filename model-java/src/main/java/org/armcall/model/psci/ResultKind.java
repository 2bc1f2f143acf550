// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.psci;

/** What a function returns when it did not fail. */
public enum ResultKind {
  /** SUCCESS. */
  CODE,
  /** A value of its own: a version, a state, a count. */
  VALUE,
  /** A number that uses all bits, so that none of them says that it is an error. */
  COUNTER
}
