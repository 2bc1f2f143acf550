// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.image;

/** A file that is not an image that can be loaded; the message says why, in one sentence. */
public final class ElfException extends Exception {
  private static final long serialVersionUID = 1L;

  ElfException(String message) {
    super(message);
  }
}
