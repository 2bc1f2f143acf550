// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.alloy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.armcall.engine.alloy.api.AlloyCommand;
import org.armcall.engine.alloy.api.Instance;
import org.armcall.engine.alloy.api.Relation;
import org.armcall.engine.alloy.api.Relation.Kind;
import org.junit.jupiter.api.Test;

class InstanceTest {

  private static final Relation TWO = signature(List.of(List.of("Call0"), List.of("Call1")));

  private static Relation signature(List<List<String>> atoms) {
    return new Relation(Kind.SIGNATURE, "Call", List.of("Call"), atoms);
  }

  @Test
  void aWordIsANumberAndASetIsASet() {
    Relation word =
        new Relation(
            Kind.FIELD,
            "word",
            List.of("Call", "Bit"),
            List.of(List.of("Call0", "b31"), List.of("Call0", "b0")));
    Relation levels =
        new Relation(
            Kind.FIELD,
            "at",
            List.of("Call", "Level"),
            List.of(List.of("Call1", "EL1"), List.of("Call1", "EL2")));
    Relation both =
        new Relation(
            Kind.VARIABLE, "s", List.of("Call"), List.of(List.of("Call0"), List.of("Call1")));
    Instance instance = new Instance(List.of(List.of(TWO, word, levels, both)), 0);
    assertEquals(
        List.of(
            "s = {Call0, Call1}",
            "Call0: word = 0x80000001, at = none",
            "Call1: word = 0x0, at = {EL1, EL2}"),
        instance.lines());
  }

  @Test
  void anAtomThatDisappearsIsGone() {
    Relation one = signature(List.of(List.of("Call1")));
    Instance instance = new Instance(List.of(List.of(TWO), List.of(one)), 1);
    assertEquals(
        List.of("step 0:", "  Call0", "  Call1", "step 1:", "  Call0 is gone", "then step 1 again"),
        instance.lines());
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Instance(List.of(), 0));
    assertThrows(IllegalArgumentException.class, () -> new Instance(List.of(List.of(TWO)), 1));
    assertThrows(IllegalArgumentException.class, () -> signature(List.of(List.of("a", "b"))));
    assertThrows(IllegalArgumentException.class, () -> new AlloyCommand("a", true, 2, 1));
  }
}
