// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.registry;

/**
 * A file of claims that cannot be read. The message is one line: where, what is wrong, what to do.
 */
public final class RegistryException extends Exception {
  private static final long serialVersionUID = 1L;

  RegistryException(String message) {
    super(message.replaceAll("\\p{Cntrl}+", " "));
  }
}
