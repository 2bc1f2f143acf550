// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

/**
 * Where a header says something.
 *
 * @param file the name that it was given by
 * @param line counted from 1
 */
public record Place(String file, int line) {
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
