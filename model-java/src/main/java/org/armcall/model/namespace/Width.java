// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

/** The width of the registers of the callers that a claim is for. */
public enum Width {
  NARROW("32"),
  WIDE("64"),
  ANY("any");

  private final String text;

  Width(String text) {
    this.text = text;
  }

  /** The word that the registry's files use. */
  public String text() {
    return text;
  }

  /** Whether one caller can be of both. */
  public boolean meets(Width other) {
    return this == other || this == ANY || other == ANY;
  }
}
