// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.expression;

import java.util.function.Predicate;
import org.armcall.engine.tlc.expression.Compiler.Unsupported;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.OpApplNode;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.ToolGlobals;
import tlc2.value.impl.Applicable;
import tlc2.value.impl.Enumerable;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntervalValue;
import tlc2.value.impl.Reducible;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.Value;
import tlc2.value.impl.ValueEnumeration;
import tlc2.value.impl.ValueVec;

/** Sets, and what ranges over them. */
final class Sets {
  private final Compiler compiler;
  private final Scope scope;

  Sets(Compiler compiler, Scope scope) {
    this.compiler = compiler;
    this.scope = scope;
  }

  Code code(int opcode, OpApplNode node) throws Unsupported {
    ExprOrOpArgNode[] given = node.getArgs();
    return switch (opcode) {
      case ToolGlobals.OPCODE_in -> member(given[0], given[1]);
      case ToolGlobals.OPCODE_notin -> {
        Code.Formula member = member(given[0], given[1]);
        yield Code.Formula.by(frame -> !member.holds(frame));
      }
      case ToolGlobals.OPCODE_se -> listed(codes(given));
      case ToolGlobals.OPCODE_cup -> union(codes(given));
      case ToolGlobals.OPCODE_cap -> intersection(codes(given));
      case ToolGlobals.OPCODE_setdiff -> difference(codes(given));
      case ToolGlobals.OPCODE_subseteq -> subset(codes(given));
      case ToolGlobals.OPCODE_be,
          ToolGlobals.OPCODE_bf,
          ToolGlobals.OPCODE_bc,
          ToolGlobals.OPCODE_sso,
          ToolGlobals.OPCODE_soa,
          ToolGlobals.OPCODE_fc ->
          ranging(opcode, node);
      default -> throw new Unsupported("opcode " + opcode);
    };
  }

  private Code[] codes(ExprOrOpArgNode[] given) throws Unsupported {
    Code[] codes = new Code[given.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = compiler.code(given[i], scope);
    }
    return codes;
  }

  private Code.Formula member(ExprOrOpArgNode element, ExprOrOpArgNode set) throws Unsupported {
    Code value = compiler.code(element, scope);
    Code all = compiler.code(set, scope);
    if (all instanceof ByTlc.Constant || !(set instanceof OpApplNode applied)) {
      return in(value, all);
    }
    int opcode = BuiltInOPs.getOpCode(applied.getOperator().getName());
    if (opcode == ToolGlobals.OPCODE_se) {
      Code[] elements = codes(applied.getArgs());
      return new Code.Formula() {
        @Override
        public boolean holds(Frame frame) {
          Value looked = value.eval(frame);
          for (Code each : elements) {
            if (Logic.equal(looked, each.eval(frame))) {
              return true;
            }
          }
          return false;
        }
      };
    }
    if (opcode == ToolGlobals.OPCODE_domain) {
      Code function = compiler.code(applied.getArgs()[0], scope);
      return Code.Formula.by(
          frame ->
              function.eval(frame) instanceof FcnRcdValue of && of.domain != null
                  ? of.select(value.eval(frame)) != null
                  : ((Applicable) function.eval(frame)).getDomain().member(value.eval(frame)));
    }
    return in(value, all);
  }

  private static Code.Formula in(Code element, Code set) {
    return new Code.Formula() {
      @Override
      public boolean holds(Frame frame) {
        return set.eval(frame).member(element.eval(frame));
      }
    };
  }

  private static Code listed(Code[] elements) {
    return Code.of(
        frame -> {
          ValueVec all = new ValueVec(elements.length);
          for (Code each : elements) {
            all.addElement(each.eval(frame));
          }
          return set(all);
        });
  }

  private static Value set(ValueVec elements) {
    if (elements.size() == 0) {
      return SetEnumValue.EmptySet;
    }
    Value set = new SetEnumValue(elements, false);
    set.normalize();
    return set;
  }

  static boolean isEmpty(Value set) {
    return set instanceof SetEnumValue known && known.elems.size() == 0;
  }

  private static Value reduced(Value set, Value other) {
    if (set instanceof Reducible) {
      return set;
    }
    throw new IllegalStateException(
        "sets that are not listed are not joined here: " + set + " and " + other);
  }

  private static Code union(Code[] sides) {
    return Code.of(
        frame -> {
          Value left = sides[0].eval(frame);
          Value right = sides[1].eval(frame);
          return isEmpty(left)
              ? right
              : isEmpty(right) ? left : ((Reducible) reduced(left, right)).cup(right);
        });
  }

  private static Code intersection(Code[] sides) {
    return Code.of(
        frame -> {
          Value left = sides[0].eval(frame);
          Value right = sides[1].eval(frame);
          return isEmpty(left) || isEmpty(right)
              ? SetEnumValue.EmptySet
              : ((Reducible) reduced(left, right)).cap(right);
        });
  }

  private static Code difference(Code[] sides) {
    return Code.of(
        frame -> {
          Value left = sides[0].eval(frame);
          Value right = sides[1].eval(frame);
          return isEmpty(left) ? left : ((Reducible) reduced(left, right)).diff(right);
        });
  }

  private static Code.Formula subset(Code[] sides) {
    return Code.Formula.by(
        frame -> {
          Value right = sides[1].eval(frame);
          return all(sides[0].eval(frame), right::member);
        });
  }

  /** Whether all elements pass, in TLC's order; the first that does not ends it. */
  static boolean all(Value set, Predicate<Value> test) {
    set.normalize();
    if (set instanceof SetEnumValue listed) {
      ValueVec elements = listed.elems;
      for (int i = 0; i < elements.size(); i++) {
        if (!test.test(elements.elementAt(i))) {
          return false;
        }
      }
      return true;
    }
    if (!(set instanceof Enumerable enumerable)) {
      throw new IllegalStateException(set + " is no set that can be listed");
    }
    ValueEnumeration elements = enumerable.elements();
    for (Value each = elements.nextElement(); each != null; each = elements.nextElement()) {
      if (!test.test(each)) {
        return false;
      }
    }
    return true;
  }

  private Code ranging(int opcode, OpApplNode node) throws Unsupported {
    FormalParamNode[][] bound = node.getBdedQuantSymbolLists();
    if (bound.length != 1 || bound[0].length != 1 || node.isBdedQuantATuple()[0]) {
      throw new Unsupported("more than one bound variable");
    }
    Code range = compiler.code(node.getBdedQuantBounds()[0], scope);
    int slot = scope.add(bound[0][0]);
    Code body = compiler.code(node.getArgs()[0], scope);
    return switch (opcode) {
      case ToolGlobals.OPCODE_bf ->
          Code.Formula.by(frame -> all(range.eval(frame), each -> with(frame, slot, each, body)));
      case ToolGlobals.OPCODE_be ->
          Code.Formula.by(frame -> !all(range.eval(frame), each -> !with(frame, slot, each, body)));
      case ToolGlobals.OPCODE_bc ->
          Code.of(frame -> chosen(range.eval(frame), each -> with(frame, slot, each, body), node));
      case ToolGlobals.OPCODE_sso ->
          Code.of(frame -> filtered(range.eval(frame), each -> with(frame, slot, each, body)));
      case ToolGlobals.OPCODE_soa -> Code.of(frame -> image(range.eval(frame), frame, slot, body));
      default -> Code.of(frame -> function(range.eval(frame), frame, slot, body));
    };
  }

  private static boolean with(Frame frame, int slot, Value each, Code body) {
    frame.bind(slot, each);
    return body.holds(frame);
  }

  /** The first in TLC's order, as TLC chooses. */
  private static Value chosen(Value set, Predicate<Value> test, OpApplNode node) {
    Value[] found = new Value[1];
    all(
        set,
        each -> {
          found[0] = test.test(each) ? each : null;
          return found[0] == null;
        });
    if (found[0] == null) {
      throw new IllegalStateException("nothing to choose at " + node.getLocation());
    }
    return found[0];
  }

  private static Value filtered(Value set, Predicate<Value> test) {
    ValueVec kept = new ValueVec();
    all(
        set,
        each -> {
          if (test.test(each)) {
            kept.addElement(each);
          }
          return true;
        });
    return set(kept);
  }

  private static Value image(Value set, Frame frame, int slot, Code body) {
    ValueVec values = new ValueVec();
    all(
        set,
        each -> {
          frame.bind(slot, each);
          values.addElement(body.eval(frame));
          return true;
        });
    return set(values);
  }

  private static Value function(Value set, Frame frame, int slot, Code body) {
    ValueVec domain = new ValueVec();
    ValueVec values = new ValueVec();
    all(
        set,
        each -> {
          frame.bind(slot, each);
          domain.addElement(each);
          values.addElement(body.eval(frame));
          return true;
        });
    Value[] all = values.toArray();
    return set instanceof IntervalValue interval
        ? new FcnRcdValue(interval, all)
        : new FcnRcdValue(domain.toArray(), all, true);
  }
}
