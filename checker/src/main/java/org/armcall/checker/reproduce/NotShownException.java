// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

/** A finding that no image shows; the message says why, in one line. */
final class NotShownException extends Exception {
  private static final long serialVersionUID = 1L;

  NotShownException(String message) {
    super(message);
  }
}
