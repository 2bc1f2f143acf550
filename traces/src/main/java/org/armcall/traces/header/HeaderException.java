// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

/** A C header that cannot be read. The message is one line: file, line, what is wrong. */
public final class HeaderException extends Exception {
  private static final long serialVersionUID = 1L;

  HeaderException(String message) {
    super(message);
  }

  HeaderException(String file, int line, String what) {
    this(file + ":" + line + ": " + what);
  }
}
