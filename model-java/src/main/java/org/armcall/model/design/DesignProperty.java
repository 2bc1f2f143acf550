// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

/** What is asked of a design. What a call costs is asked too, and is a number: {@link ReadCost}. */
public enum DesignProperty {
  /** On today's hardware, where reserved bits are zero. */
  TELLS_APART("tells-apart", "tells interfaces apart", "each call reaches the interface it meant"),
  SURVIVES_LEGACY(
      "survives-legacy",
      "survives legacy software",
      "the same beside software of before, whose r0 is an argument and can be any number"),
  NEEDS_NO_ARBITER(
      "needs-no-arbiter",
      "needs no arbiter",
      "the same where nobody sees to it that two owners choose differently"),
  DISCOVERABLE(
      "discoverable",
      "discoverable",
      "a client finds out whether the interface is there, without harm where it is not"),
  UNKNOWN_BITS(
      "unknown-bits",
      "safe under UNKNOWN bits",
      "what is picked depends on no bit that a program may not rely on");

  private final String id;
  private final String title;
  private final String meaning;

  DesignProperty(String id, String title, String meaning) {
    this.id = id;
    this.title = title;
    this.meaning = meaning;
  }

  /** The name as ids of counterexamples have it. */
  public String id() {
    return id;
  }

  /** The name as tables have it. */
  public String title() {
    return title;
  }

  /** What it says. */
  public String meaning() {
    return meaning;
  }
}
