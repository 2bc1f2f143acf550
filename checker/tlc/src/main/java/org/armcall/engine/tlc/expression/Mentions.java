// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.expression;

import java.util.HashMap;
import java.util.Map;
import tla2sany.semantic.AtNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.SymbolNode;

/** Which of the bound things an expression mentions. */
final class Mentions {
  private final Map<SymbolNode, Integer> bound;
  private final Map<SymbolNode, Integer> found = new HashMap<>();
  private boolean old;

  Mentions(Scope scope, SemanticNode node) {
    bound = scope.bound();
    walk(node);
  }

  Map<SymbolNode, Integer> found() {
    return found;
  }

  /** Whether it mentions the old value of an EXCEPT that it stands in. */
  boolean mentionsOld() {
    return old;
  }

  private void walk(SemanticNode node) {
    if (node instanceof AtNode) {
      old = true;
    } else if (node instanceof OpApplNode applied) {
      Integer slot = bound.get(applied.getOperator());
      if (slot != null) {
        found.put(applied.getOperator(), slot);
      }
      if (applied.getBdedQuantBounds() != null) {
        for (SemanticNode each : applied.getBdedQuantBounds()) {
          walk(each);
        }
      }
      for (SemanticNode each : applied.getArgs()) {
        if (each != null) {
          walk(each);
        }
      }
    } else if (node instanceof LetInNode let) {
      for (OpDefNode each : let.getLets()) {
        walk(each.getBody());
      }
      walk(let.getBody());
    }
  }
}
