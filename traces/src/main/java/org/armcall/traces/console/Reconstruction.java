// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.console;

/** Which fields were not in the log, and from what they follow (ADR 3). */
final class Reconstruction {
  private final StringBuilder text = new StringBuilder();

  Reconstruction add(String part) {
    text.append(text.isEmpty() ? "" : "; ").append(part);
    return this;
  }

  String text() {
    return text.toString();
  }
}
