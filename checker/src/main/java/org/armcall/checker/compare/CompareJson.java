// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.armcall.model.convention.Conduit;
import org.armcall.model.design.Column;
import org.armcall.model.design.Counterexample;
import org.armcall.model.design.Design;
import org.armcall.model.design.DrawClash;
import org.armcall.model.design.ReadCost;
import org.armcall.model.design.Verdict;
import org.armcall.model.instruction.InstructionSet;

/** The comparison as another program reads it. */
final class CompareJson {
  private CompareJson() {}

  static ObjectNode of(Comparison comparison, int drawers) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode designs = node.putArray("designs");
    for (Design design : comparison.designs()) {
      designs
          .addObject()
          .put("design", design.name())
          .put("title", design.title())
          .put("premise", design.premise());
    }
    ArrayNode cells = node.putArray("cells");
    comparison.cells().forEach(cell -> cells.add(of(cell)));
    ArrayNode costs = node.putArray("costs");
    for (Design design : comparison.designs()) {
      for (Column column : comparison.columns()) {
        if (!Phrases.isWithoutCall(comparison, design, column)) {
          boolean paid = ReadCost.isPaid(design, column);
          where(costs.addObject().put("design", design.name()), column)
              .put("least", paid ? ReadCost.least(column.kind()).total() : 0)
              .put("most", paid ? ReadCost.most(column.kind()).total() : 0);
        }
      }
    }
    node.put("costFormula", ReadCost.FORMULA);
    if (comparison.designs().contains(Design.D3)) {
      ObjectNode clash = node.putObject("clash").put("formula", DrawClash.FORMULA);
      clash.put("drawers", drawers);
      ArrayNode draws = clash.putArray("draws");
      for (Conduit conduit : Conduit.values()) {
        for (InstructionSet isa : InstructionSet.values()) {
          DrawClash draw = DrawClash.of(drawers, conduit, isa);
          draws
              .addObject()
              .put("conduit", conduit.call().mnemonic())
              .put("isa", isa.text())
              .put("tags", draw.tags())
              .put("probability", draw.probability());
        }
      }
    }
    return node;
  }

  private static ObjectNode where(ObjectNode node, Column column) {
    return node.put("platform", column.kind().id())
        .put("conduit", column.conduit().call().mnemonic())
        .put("el3", column.el3());
  }

  static ObjectNode of(Cell cell) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    where(node.put("design", cell.design().name()), cell.column());
    node.put("property", cell.property().id());
    verdict(node, cell.verdict());
    ArrayNode specified = node.putArray("specification");
    for (Cell.Leaf leaf : cell.leaves()) {
      SpecifiedBy by = SpecifiedBy.of(cell, leaf);
      ObjectNode each = specified.addObject().put("verdict", leaf.verdict().word());
      each.put("model", by.model());
      by.name().ifPresent(name -> each.put("name", name));
    }
    return node;
  }

  private static void verdict(ObjectNode node, Verdict verdict) {
    node.put("verdict", verdict.word());
    if (verdict instanceof Verdict.Safe safe) {
      node.put("calls", safe.calls()).put("bounds", safe.bounds());
    } else if (verdict instanceof Verdict.Unsafe unsafe) {
      node.set("counterexample", of(unsafe.witness()));
    } else if (verdict instanceof Verdict.Undecided open) {
      node.put("missing", open.missing().sentence());
      verdict(node.putObject("ifSo").put("assumed", open.missing().completion(true)), open.ifSo());
      verdict(
          node.putObject("ifNot").put("assumed", open.missing().completion(false)), open.ifNot());
    } else if (verdict instanceof Verdict.NoCall none) {
      node.put("reason", none.reason());
      ArrayNode rules = node.putArray("rules");
      none.rules().forEach(rule -> rules.add(rule.id()));
    }
  }

  static ObjectNode of(Counterexample witness) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", witness.id());
    ArrayNode steps = node.putArray("steps");
    witness.steps().forEach(steps::add);
    ArrayNode rules = node.putArray("rules");
    witness.rules().forEach(rule -> rules.add(rule.id()));
    return node;
  }
}
