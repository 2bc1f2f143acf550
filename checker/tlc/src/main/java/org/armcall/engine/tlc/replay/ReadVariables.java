// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.replay;

import java.util.HashSet;
import java.util.Set;
import tla2sany.semantic.ASTConstants;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpArgNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.SymbolNode;

/** Which variables a formula reads, itself or in the definitions that it uses. */
final class ReadVariables {
  private final Set<String> names = new HashSet<>();
  private final Set<SemanticNode> seen = new HashSet<>();

  private ReadVariables() {}

  /** Their names. */
  static Set<String> of(ExprNode formula) {
    ReadVariables read = new ReadVariables();
    read.visit(formula);
    return read.names;
  }

  private void visit(SemanticNode node) {
    // The OTHER of a CASE is a child that is not there.
    if (node == null || !seen.add(node)) {
      return;
    }
    if (node instanceof OpApplNode applied) {
      operator(applied.getOperator());
    } else if (node instanceof OpArgNode argument) {
      operator(argument.getOp());
    }
    SemanticNode[] children = node.getChildren();
    if (children != null) {
      for (SemanticNode child : children) {
        visit(child);
      }
    }
  }

  private void operator(SymbolNode operator) {
    if (operator instanceof OpDeclNode declared
        && declared.getKind() == ASTConstants.VariableDeclKind) {
      names.add(declared.getName().toString());
    } else if (operator instanceof OpDefNode defined && defined.getBody() != null) {
      visit(defined.getBody());
    }
  }
}
