// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.platform;

/**
 * What is known of an IMPLEMENTATION DEFINED choice.
 *
 * <p>{@link #EITHER} is the honest value for a core whose manual does not say: the model then
 * answers with the behaviours of both.
 */
public enum Choice {
  NO,
  YES,
  EITHER;

  /** Whether a machine with this choice may do it. */
  public boolean allows() {
    return this != NO;
  }

  /** Whether a machine with this choice may leave it. */
  public boolean allowsNot() {
    return this != YES;
  }

  /** The name as a platform file writes it. */
  public String text() {
    return switch (this) {
      case NO -> "no";
      case YES -> "yes";
      case EITHER -> "either";
    };
  }
}
