// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.armcall.engine.tlc.expression.Code;
import org.armcall.engine.tlc.expression.Compiler;
import org.armcall.engine.tlc.expression.Frame;
import org.armcall.engine.tlc.expression.Scope;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.SymbolNode;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.TLCState;
import tlc2.tool.ToolGlobals;
import tlc2.tool.coverage.CostModel;
import tlc2.util.Context;
import tlc2.value.impl.LazyValue;
import tlc2.value.impl.Value;

/**
 * An action of a trace specification, taken apart: definitions, the conjuncts that are rules, what
 * it makes of the variables, and the rest.
 *
 * <p>A conjunct is a rule if it is an operator whose name is a rule's, with underscores.
 */
final class TraceAction {
  private static final Pattern RULE = Pattern.compile("[A-Z]{3}(_[A-Z0-9]+)+");

  /** A conjunct that is a rule. */
  record Demand(String rule, ExprNode formula, Code code) {}

  /** What a variable becomes. */
  record Assignment(OpDeclNode variable, ExprNode value, Code code) {}

  private final Compiler compiler;
  private final OpDefNode definition;
  private final Scope scope = new Scope();
  private final List<OpDefNode> definitions = new ArrayList<>();
  private final List<Demand> demands = new ArrayList<>();
  private final List<Assignment> assignments = new ArrayList<>();
  private final List<OpDeclNode> unchanged = new ArrayList<>();
  private final List<ExprNode> rest = new ArrayList<>();

  TraceAction(OpDefNode definition, Compiler compiler) {
    this.definition = definition;
    this.compiler = compiler;
    for (FormalParamNode each : definition.getParams()) {
      scope.add(each);
    }
    take(definition.getBody());
  }

  String name() {
    return definition.getName().toString();
  }

  FormalParamNode[] parameters() {
    return definition.getParams();
  }

  OpDefNode definition() {
    return definition;
  }

  List<Demand> demands() {
    return demands;
  }

  List<Assignment> assignments() {
    return assignments;
  }

  List<OpDeclNode> unchanged() {
    return unchanged;
  }

  /** Conjuncts of other forms; where there are some, TLC has to make the step as a whole. */
  List<ExprNode> rest() {
    return rest;
  }

  /** The arguments and the definitions of the action, for our evaluation. */
  Frame frame(Value[] arguments, TLCState state) {
    return scope.frame(state, arguments);
  }

  /** The arguments, for TLC. */
  Context arguments(Value[] arguments) {
    Context context = Context.Empty;
    for (int i = 0; i < arguments.length; i++) {
      context = context.cons(parameters()[i], arguments[i]);
    }
    return context;
  }

  /** The arguments and the definitions of the action, for TLC; each is evaluated at most once. */
  Context context(Value[] arguments) {
    Context context = arguments(arguments);
    for (OpDefNode each : definitions) {
      context = context.cons(each, new LazyValue(each.getBody(), context, CostModel.DO_NOT_RECORD));
    }
    return context;
  }

  private void take(ExprNode node) {
    if (node instanceof LetInNode let && rest.isEmpty() && demands.isEmpty()) {
      for (OpDefNode each : let.getLets()) {
        if (each.getArity() == 0) {
          definitions.add(each);
          scope.define(each, compiler.compile(each.getBody(), scope));
        }
      }
      take(let.getBody());
    } else if (node instanceof OpApplNode applied) {
      take(applied);
    } else {
      rest.add(node);
    }
  }

  private void take(OpApplNode node) {
    SymbolNode operator = node.getOperator();
    String name = operator.getName().toString();
    switch (BuiltInOPs.getOpCode(operator.getName())) {
      case ToolGlobals.OPCODE_cl, ToolGlobals.OPCODE_land -> {
        for (ExprOrOpArgNode each : node.getArgs()) {
          take((ExprNode) each);
        }
      }
      case ToolGlobals.OPCODE_eq -> assignment(node);
      case ToolGlobals.OPCODE_unchanged -> unchanged((ExprNode) node.getArgs()[0], node);
      default -> {
        if (RULE.matcher(name).matches()) {
          demands.add(new Demand(name.replace('_', '-'), node, compiler.compile(node, scope)));
        } else {
          rest.add(node);
        }
      }
    }
  }

  private void assignment(OpApplNode node) {
    boolean primed =
        node.getArgs()[0] instanceof OpApplNode left
            && BuiltInOPs.getOpCode(left.getOperator().getName()) == ToolGlobals.OPCODE_prime
            && ((OpApplNode) left.getArgs()[0]).getOperator() instanceof OpDeclNode;
    if (primed && node.getArgs()[1].getLevel() < 2) {
      OpApplNode left = (OpApplNode) ((OpApplNode) node.getArgs()[0]).getArgs()[0];
      ExprNode value = (ExprNode) node.getArgs()[1];
      assignments.add(
          new Assignment((OpDeclNode) left.getOperator(), value, compiler.compile(value, scope)));
    } else {
      rest.add(node);
    }
  }

  private void unchanged(ExprNode what, OpApplNode whole) {
    if (!(what instanceof OpApplNode applied)) {
      rest.add(whole);
    } else if (applied.getOperator() instanceof OpDeclNode variable) {
      unchanged.add(variable);
    } else if (BuiltInOPs.getOpCode(applied.getOperator().getName()) == ToolGlobals.OPCODE_tup) {
      for (SemanticNode each : applied.getArgs()) {
        unchanged((ExprNode) each, whole);
      }
    } else if (applied.getOperator() instanceof OpDefNode defined && defined.getArity() == 0) {
      unchanged(defined.getBody(), whole);
    } else {
      rest.add(whole);
    }
  }
}
