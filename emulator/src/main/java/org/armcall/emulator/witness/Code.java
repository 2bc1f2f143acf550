// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import java.util.Map;

/**
 * A piece of the driver, assembled.
 *
 * @param address where it lies
 * @param bytes its contents
 * @param labels the addresses of its labels
 */
record Code(long address, byte[] bytes, Map<String, Long> labels) {
  Code {
    bytes = bytes.clone();
    labels = Map.copyOf(labels);
  }

  long label(String name) {
    Long address = labels.get(name);
    if (address == null) {
      throw new IllegalStateException("the driver has no label " + name);
    }
    return address;
  }
}
