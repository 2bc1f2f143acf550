// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A way to tell interfaces that share a conduit apart. The mail of April 2013 weighs these. */
public enum Design {
  /** The test of the mail, for HVC, and carried over to SMC. */
  D1("dispatch on ISS == 0", "one interface with immediate zero beside one without, at a layer"),
  D2("a registry of immediates", "no two interfaces of a layer have one immediate"),
  D3("a random immediate that is not zero", "each interface drew its immediate, none is zero"),
  D4("ignore the immediate, number in r0 or x0", "no two interfaces of a layer claim one number"),
  D5(
      "numbers handed over in the device tree",
      "whoever fills in the tree of a layer gives no number to two interfaces"),
  D6("a standard way to probe", "no two interfaces of a layer claim one number"),
  D7(
      "read the instruction where the syndrome lacks the immediate",
      "no two interfaces of a layer have one immediate"),
  D8(
      "a hypervisor's own call mechanism",
      "all at the layer is one hypervisor's: HVC with its immediate, and its own numbers behind it");

  private final String title;
  private final String premise;

  Design(String title, String premise) {
    this.title = title;
    this.premise = premise;
  }

  /** What it is, in a few words. */
  public String title() {
    return title;
  }

  /** What the design itself sees to, which is part of every verdict but "needs no arbiter". */
  public String premise() {
    return premise;
  }

  /** The design of that name, in upper or lower case. */
  public static Optional<Design> ofText(String text) {
    return Arrays.stream(values())
        .filter(each -> each.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst();
  }
}
