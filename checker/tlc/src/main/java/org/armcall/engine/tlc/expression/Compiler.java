// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.expression;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import tla2sany.semantic.AtNode;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SymbolNode;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.FastTool;
import tlc2.tool.impl.WorkerValue;
import tlc2.value.impl.MethodValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/** Makes {@link Code} of expressions of one specification. */
public final class Compiler {

  /** An expression that only TLC can evaluate. */
  static final class Unsupported extends Exception {
    private static final long serialVersionUID = 1;

    Unsupported(String what) {
      super(what);
    }
  }

  private final FastTool tool;
  private final Set<String> remembered;
  private final Map<OpDefNode, Operation> operations = new HashMap<>();
  private int leftToTlc;

  /**
   * For that specification.
   *
   * @param remembered the operators whose values depend on their arguments alone, and are kept
   */
  public Compiler(FastTool tool, Set<String> remembered) {
    this.tool = tool;
    this.remembered = Set.copyOf(remembered);
  }

  /** How many expressions that are not constant were left to TLC so far. */
  public int leftToTlc() {
    return leftToTlc;
  }

  /** The code of an expression. */
  public Code compile(ExprNode node, Scope scope) {
    try {
      return code(node, scope);
    } catch (Unsupported e) {
      throw new IllegalStateException("the expression at " + node.getLocation() + " has an @", e);
    }
  }

  /** The code of an expression, or of an argument, which is an expression too. */
  Code code(ExprOrOpArgNode given, Scope scope) throws Unsupported {
    if (!(given instanceof ExprNode node)) {
      throw new Unsupported("an operator as an argument");
    }
    Mentions mentions = new Mentions(scope, node);
    if (node.getLevel() == 0 && mentions.found().isEmpty() && !mentions.mentionsOld()) {
      return new ByTlc.Constant(tool, node);
    }
    try {
      if (node instanceof OpApplNode applied) {
        return applied(applied, scope);
      }
      if (node instanceof LetInNode let) {
        return let(let, scope);
      }
      if (node instanceof AtNode && scope.old().isPresent()) {
        int slot = scope.old().get();
        return new Bound(slot);
      }
      throw new Unsupported(node.getClass().getSimpleName());
    } catch (Unsupported e) {
      if (mentions.mentionsOld() && scope.old().isPresent()) {
        throw e; // Only as part of the whole EXCEPT can TLC evaluate it.
      }
      leftToTlc++;
      return new ByTlc(tool, node, mentions.found());
    }
  }

  private Code let(LetInNode let, Scope scope) throws Unsupported {
    OpDefNode[] definitions = let.getLets();
    int[] slots = new int[definitions.length];
    Code[] codes = new Code[definitions.length];
    for (int i = 0; i < slots.length; i++) {
      if (definitions[i].getArity() != 0 || definitions[i].getInRecursive()) {
        throw new Unsupported("a definition with parameters");
      }
      codes[i] = code(definitions[i].getBody(), scope);
      slots[i] = scope.add(definitions[i]);
    }
    Code body = code(let.getBody(), scope);
    return new Code() {
      @Override
      public Value eval(Frame frame) {
        define(frame);
        return body.eval(frame);
      }

      @Override
      public boolean holds(Frame frame) {
        define(frame);
        return body.holds(frame);
      }

      private void define(Frame frame) {
        for (int i = 0; i < slots.length; i++) {
          frame.define(slots[i], codes[i]);
        }
      }
    };
  }

  private Code applied(OpApplNode node, Scope scope) throws Unsupported {
    int opcode = BuiltInOPs.getOpCode(node.getOperator().getName());
    if (opcode == 0) {
      return named(node, scope);
    }
    return switch (opcode) {
      case ToolGlobals.OPCODE_ite,
          ToolGlobals.OPCODE_case,
          ToolGlobals.OPCODE_cl,
          ToolGlobals.OPCODE_land,
          ToolGlobals.OPCODE_dl,
          ToolGlobals.OPCODE_lor,
          ToolGlobals.OPCODE_lnot,
          ToolGlobals.OPCODE_implies,
          ToolGlobals.OPCODE_eq,
          ToolGlobals.OPCODE_noteq ->
          new Logic(this, scope).code(opcode, node);
      case ToolGlobals.OPCODE_rs,
          ToolGlobals.OPCODE_rc,
          ToolGlobals.OPCODE_fa,
          ToolGlobals.OPCODE_exc,
          ToolGlobals.OPCODE_domain,
          ToolGlobals.OPCODE_tup ->
          new Functions(this, scope).code(opcode, node);
      default -> new Sets(this, scope).code(opcode, node);
    };
  }

  private Code named(OpApplNode node, Scope scope) throws Unsupported {
    SymbolNode symbol = node.getOperator();
    OptionalInt slot = scope.slot(symbol);
    if (slot.isPresent() && node.getArgs().length == 0) {
      return new Bound(slot.getAsInt());
    }
    if (symbol instanceof OpDeclNode variable && node.getLevel() == 1) {
      UniqueString name = variable.getName();
      return new Code() {
        @Override
        public Value eval(Frame frame) {
          return (Value) frame.state().lookup(name);
        }
      };
    }
    if (symbol instanceof OpDefNode definition) {
      return definition(definition, node, scope);
    }
    throw new Unsupported(symbol.getName().toString());
  }

  private Code definition(OpDefNode definition, OpApplNode node, Scope scope) throws Unsupported {
    if (node.getLevel() > 1 || definition.getBody() == null) {
      throw new Unsupported("a formula about two states");
    }
    Code[] arguments = new Code[node.getArgs().length];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = code(node.getArgs()[i], scope);
    }
    Object method = WorkerValue.mux(definition.getBody().getToolObject(tool.getId()));
    if (method instanceof MethodValue standard) {
      return Standard.code(definition.getName().toString(), standard, arguments);
    }
    Object instead = WorkerValue.mux(definition.getToolObject(tool.getId()));
    if (instead instanceof MethodValue standard) {
      return Standard.code(definition.getName().toString(), standard, arguments);
    }
    if (instead instanceof OpDefNode other) {
      return call(other, arguments);
    }
    return call(definition, arguments);
  }

  private Code call(OpDefNode definition, Code[] arguments) throws Unsupported {
    for (FormalParamNode each : definition.getParams()) {
      if (each.getArity() != 0) {
        throw new Unsupported("an operator as a parameter");
      }
    }
    if (definition.getParams().length != arguments.length) {
      throw new Unsupported("a substituted operator with other parameters");
    }
    Operation operation = operations.get(definition);
    if (operation == null) {
      operation =
          new Operation(arguments.length, remembered.contains(definition.getName().toString()));
      operations.put(definition, operation); // Before its body, which may mention it.
      Scope own = new Scope();
      for (FormalParamNode each : definition.getParams()) {
        own.add(each);
      }
      operation.define(own, code(definition.getBody(), own));
    }
    return operation.call(arguments);
  }
}
