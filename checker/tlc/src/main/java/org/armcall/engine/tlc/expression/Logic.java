// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.expression;

import java.util.ArrayList;
import java.util.List;
import org.armcall.engine.tlc.expression.Compiler.Unsupported;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.OpApplNode;
import tlc2.tool.ToolGlobals;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;

/** Connectives, choices and equality. */
final class Logic {
  private final Compiler compiler;
  private final Scope scope;

  Logic(Compiler compiler, Scope scope) {
    this.compiler = compiler;
    this.scope = scope;
  }

  Code code(int opcode, OpApplNode node) throws Unsupported {
    if (opcode == ToolGlobals.OPCODE_case) {
      return choice(node);
    }
    ExprOrOpArgNode[] given = node.getArgs();
    Code[] parts = new Code[given.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = compiler.code(given[i], scope);
    }
    return switch (opcode) {
      case ToolGlobals.OPCODE_ite -> choice(parts[0], parts[1], parts[2]);
      case ToolGlobals.OPCODE_cl, ToolGlobals.OPCODE_land -> all(parts);
      case ToolGlobals.OPCODE_dl, ToolGlobals.OPCODE_lor -> any(parts);
      case ToolGlobals.OPCODE_lnot -> not(parts[0]);
      case ToolGlobals.OPCODE_implies -> implies(parts[0], parts[1]);
      case ToolGlobals.OPCODE_eq -> equal(parts[0], parts[1]);
      case ToolGlobals.OPCODE_noteq -> not(equal(parts[0], parts[1]));
      default -> throw new Unsupported("opcode " + opcode);
    };
  }

  private static Code choice(Code condition, Code then, Code otherwise) {
    return new Code() {
      @Override
      public Value eval(Frame frame) {
        return (condition.holds(frame) ? then : otherwise).eval(frame);
      }

      @Override
      public boolean holds(Frame frame) {
        return (condition.holds(frame) ? then : otherwise).holds(frame);
      }
    };
  }

  private Code choice(OpApplNode node) throws Unsupported {
    List<Code> conditions = new ArrayList<>();
    List<Code> values = new ArrayList<>();
    Code last =
        Code.of(
            frame -> {
              throw new IllegalStateException("no case is true at " + node.getLocation());
            });
    for (ExprOrOpArgNode each : node.getArgs()) {
      ExprOrOpArgNode[] pair = ((OpApplNode) each).getArgs();
      if (pair[0] == null) {
        last = compiler.code(pair[1], scope);
      } else {
        conditions.add(compiler.code(pair[0], scope));
        values.add(compiler.code(pair[1], scope));
      }
    }
    Code code = last;
    for (int i = conditions.size() - 1; i >= 0; i--) {
      code = choice(conditions.get(i), values.get(i), code);
    }
    return code;
  }

  private static Code.Formula all(Code[] parts) {
    if (parts.length == 2) {
      Code first = parts[0];
      Code second = parts[1];
      return new Code.Formula() {
        @Override
        public boolean holds(Frame frame) {
          return first.holds(frame) && second.holds(frame);
        }
      };
    }
    return new Code.Formula() {
      @Override
      public boolean holds(Frame frame) {
        for (Code each : parts) {
          if (!each.holds(frame)) {
            return false;
          }
        }
        return true;
      }
    };
  }

  private static Code.Formula any(Code[] parts) {
    if (parts.length == 2) {
      Code first = parts[0];
      Code second = parts[1];
      return new Code.Formula() {
        @Override
        public boolean holds(Frame frame) {
          return first.holds(frame) || second.holds(frame);
        }
      };
    }
    return new Code.Formula() {
      @Override
      public boolean holds(Frame frame) {
        for (Code each : parts) {
          if (each.holds(frame)) {
            return true;
          }
        }
        return false;
      }
    };
  }

  private static Code.Formula not(Code part) {
    return new Code.Formula() {
      @Override
      public boolean holds(Frame frame) {
        return !part.holds(frame);
      }
    };
  }

  private static Code.Formula implies(Code left, Code right) {
    return new Code.Formula() {
      @Override
      public boolean holds(Frame frame) {
        return !left.holds(frame) || right.holds(frame);
      }
    };
  }

  private static Code.Formula equal(Code left, Code right) {
    return new Code.Formula() {
      @Override
      public boolean holds(Frame frame) {
        return equal(left.eval(frame), right.eval(frame));
      }
    };
  }

  /** As TLC has it: values that cannot be compared are a mistake, which it reports. */
  static boolean equal(Value left, Value right) {
    if (left == right) {
      return true;
    }
    if (left instanceof StringValue some && right instanceof StringValue other) {
      return some.val.equals(other.val);
    }
    if (right instanceof SetEnumValue other
        && other.elems.size() == 0
        && left instanceof SetEnumValue some) {
      return some.elems.size() == 0;
    }
    return left.equals(right);
  }
}
