// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

/**
 * A device tree that cannot be read. The message is one line: the file, the byte or the line where
 * that is known, what is wrong, what to do.
 */
public final class DeviceTreeException extends Exception {
  private static final long serialVersionUID = 1L;

  DeviceTreeException(String message) {
    super(message);
  }
}
