// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.armcall.engine.tlc.expression.Compiler;
import org.armcall.engine.tlc.replay.TraceAction.Assignment;
import org.armcall.engine.tlc.replay.TraceAction.Demand;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tlc2.tool.Action;
import tlc2.tool.EvalControl;
import tlc2.tool.StateVec;
import tlc2.tool.TLCState;
import tlc2.tool.coverage.CostModel;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.Enumerable;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;
import tlc2.value.impl.ValueEnumeration;

/**
 * Holds the states that a specification may be in, and steps them.
 *
 * <p>Operators that are named by {@code RememberedOperators} are not evaluated twice for the same
 * arguments. An argument that was not logged is tried with every value of the operator {@code
 * Unlogged_p}, where p is the parameter. If there is an operator {@code Silent}, an action without
 * parameters, it may be taken any number of times before an event; {@code TraceConvention.tla} says
 * why it has none. The operator {@code LinesAtEnd}, if there is one, says of a state for which
 * lines the action {@code End} is to be taken.
 */
final class Stepper {
  /** More states than this are not followed: the trace says too little. */
  static final int MOST_STATES = 100_000;

  private static final Value[] NO_ARGUMENTS = {};
  private static final int SHOWN_STATES = 2;
  private static final String SILENT = "Silent";
  private static final String LINES = "LinesAtEnd";
  private static final String REMEMBERED = "RememberedOperators";

  private final FastTool tool;
  private final Map<String, OpDefNode> operators = new HashMap<>();
  private final Map<String, TraceAction> actions = new HashMap<>();
  private final Map<String, List<Value>> domains = new HashMap<>();
  private final Compiler compiler;
  private final Evaluation evaluation;
  private final Optional<TraceAction> silent;
  private List<TLCState> frontier = new ArrayList<>();
  private long stepped;

  /** Starts in the initial states of the tool's specification. */
  Stepper(FastTool tool, Evaluation evaluation) {
    this.tool = tool;
    this.evaluation = evaluation;
    for (OpDefNode each : tool.getRootModule().getOpDefs()) {
      operators.put(each.getName().toString(), each);
    }
    Set<String> remembered = remembered();
    operators.forEach(
        (name, operator) -> Operator.install(tool, operator, remembered.contains(name)));
    compiler = new Compiler(tool, remembered);
    silent =
        Optional.ofNullable(operators.get(SILENT))
            .map(operator -> new TraceAction(operator, compiler));
    StateVec initial = tool.getInitStates();
    for (int i = 0; i < initial.size(); i++) {
      frontier.add(initial.elementAt(i));
    }
    if (frontier.isEmpty()) {
      throw new IllegalStateException("the specification has no initial state");
    }
  }

  private Set<String> remembered() {
    Set<String> names = new HashSet<>();
    Optional.ofNullable(operators.get(REMEMBERED))
        .ifPresent(
            operator ->
                elements(operator)
                    .forEach(value -> names.add(((StringValue) value).val.toString())));
    return names;
  }

  /** How many states were made. */
  long stepped() {
    return stepped;
  }

  /** How many states the specification may be in now. */
  int width() {
    return frontier.size();
  }

  private TraceAction action(String name) {
    return actions.computeIfAbsent(
        name,
        key -> {
          OpDefNode operator = operators.get(key);
          if (operator == null) {
            throw new IllegalArgumentException("the specification has no action " + key);
          }
          return new TraceAction(operator, compiler);
        });
  }

  /**
   * Takes an event.
   *
   * <p>If no step allows it, the specification goes on as if the rules that it breaks were not
   * there, or, if that is no step either, as if it had not happened.
   */
  Optional<Rejection> step(String name, List<Optional<Value>> arguments) {
    TraceAction action = action(name);
    silent.ifPresent(this::close);
    List<Value[]> possible = possible(action, arguments);
    List<TLCState> next = new ArrayList<>(frontier.size() * possible.size());
    for (TLCState state : frontier) {
      for (Value[] each : possible) {
        successors(action, each, state, next);
      }
    }
    if (!next.isEmpty()) {
      move(next);
      return Optional.empty();
    }
    return Optional.of(rejected(action, possible));
  }

  private static FormalParamNode[] parameters(TraceAction action, List<?> arguments) {
    FormalParamNode[] parameters = action.parameters();
    if (parameters.length != arguments.size()) {
      throw new IllegalArgumentException(
          action.name() + " has " + parameters.length + " parameters, not " + arguments.size());
    }
    return parameters;
  }

  /** The arguments; several lists of them if some were not logged. */
  private List<Value[]> possible(TraceAction action, List<Optional<Value>> arguments) {
    FormalParamNode[] parameters = parameters(action, arguments);
    Value[] logged = new Value[parameters.length];
    List<Value[]> possible = new ArrayList<>();
    possible.add(logged);
    for (int i = 0; i < parameters.length; i++) {
      Optional<Value> argument = arguments.get(i);
      if (argument.isPresent()) {
        for (Value[] each : possible) {
          each[i] = argument.get();
        }
        continue;
      }
      List<Value[]> longer = new ArrayList<>();
      for (Value value : domain(parameters[i].getName().toString())) {
        for (Value[] each : possible) {
          Value[] with = each.clone();
          with[i] = value;
          longer.add(with);
        }
      }
      possible = longer;
    }
    return possible;
  }

  private List<Value> domain(String parameter) {
    return domains.computeIfAbsent(
        parameter,
        key -> {
          OpDefNode operator = operators.get("Unlogged_" + key);
          if (operator == null) {
            throw new IllegalArgumentException(
                "the specification does not say what " + key + " may be: no Unlogged_" + key);
          }
          return elements(operator);
        });
  }

  /** The elements of a constant set. */
  private List<Value> elements(OpDefNode operator) {
    return elements(operator, TLCState.Empty);
  }

  /** The lines whose events the end of the trace decides. */
  Set<Value> linesAtEnd() {
    Set<Value> lines = new TreeSet<>();
    Optional.ofNullable(operators.get(LINES))
        .ifPresent(operator -> frontier.forEach(state -> lines.addAll(elements(operator, state))));
    return lines;
  }

  private List<Value> elements(OpDefNode operator, TLCState state) {
    Value all =
        tool.eval(
            operator.getBody(),
            Context.Empty,
            state,
            TLCState.Empty,
            EvalControl.Clear,
            CostModel.DO_NOT_RECORD);
    List<Value> values = new ArrayList<>();
    ValueEnumeration elements = ((Enumerable) all).elements();
    for (Value each = elements.nextElement(); each != null; each = elements.nextElement()) {
      values.add(each);
    }
    return values;
  }

  private boolean holds(ExprNode formula, Context context, TLCState state) {
    return tool.eval(
            formula, context, state, TLCState.Empty, EvalControl.Clear, CostModel.DO_NOT_RECORD)
        .equals(BoolValue.ValTrue);
  }

  private void successors(
      TraceAction action, Value[] arguments, TLCState state, List<TLCState> next) {
    if (!action.rest().isEmpty()) {
      StateVec made =
          tool.getNextStates(
              new Action(
                  action.definition().getBody(), action.arguments(arguments), action.definition()),
              state);
      for (int i = 0; i < made.size(); i++) {
        next.add(made.elementAt(i));
      }
      stepped += made.size();
      return;
    }
    Taken taken = evaluation.take(tool, action, arguments, state);
    for (Demand demand : action.demands()) {
      if (!taken.holds(demand)) {
        return;
      }
    }
    next.add(assigned(action, taken, state));
    stepped++;
  }

  private static TLCState assigned(TraceAction action, Taken taken, TLCState state) {
    TLCState next = TLCState.Empty.createEmpty();
    for (OpDeclNode variable : action.unchanged()) {
      next.bind(variable.getName(), state.lookup(variable.getName()));
    }
    for (Assignment each : action.assignments()) {
      next.bind(each.variable().getName(), taken.value(each));
    }
    return next;
  }

  /** The states that are different become the frontier. */
  private void move(List<TLCState> next) {
    if (next.size() > 1) {
      Set<Long> seen = new HashSet<>(2 * next.size());
      next.removeIf(state -> !seen.add(StateHash.of(state)));
      if (next.size() > MOST_STATES) {
        throw new IllegalStateException(
            "the trace leaves open in which of more than " + MOST_STATES + " states it is");
      }
    }
    frontier = next;
  }

  private void close(TraceAction action) {
    Set<Long> seen = new HashSet<>();
    frontier.forEach(state -> seen.add(StateHash.of(state)));
    List<TLCState> all = new ArrayList<>(frontier);
    for (int i = 0; i < all.size(); i++) {
      List<TLCState> next = new ArrayList<>();
      successors(action, NO_ARGUMENTS, all.get(i), next);
      next.removeIf(state -> !seen.add(StateHash.of(state)));
      all.addAll(next);
    }
    frontier = all;
  }

  /** Of the states and values the ones in which the fewest conjuncts are false say why. */
  private Rejection rejected(TraceAction action, List<Value[]> possible) {
    List<TLCState> before = frontier;
    List<String> fewest = List.of();
    List<TLCState> forced = new ArrayList<>();
    for (TLCState state : frontier) {
      for (Value[] arguments : possible) {
        Taken taken = evaluation.take(tool, action, arguments, state);
        List<String> wrong = wrong(action, arguments, taken, state);
        if (fewest.isEmpty() || wrong.size() < fewest.size()) {
          fewest = wrong;
          forced.clear();
        }
        if (wrong.equals(fewest)) {
          forced.add(action.rest().isEmpty() ? assigned(action, taken, state) : state);
        }
      }
    }
    if (!forced.isEmpty()) {
      move(forced);
    }
    return new Rejection(action.name(), fewest, before.size(), text(before, read(action, fewest)));
  }

  private List<String> wrong(TraceAction action, Value[] arguments, Taken taken, TLCState state) {
    List<String> wrong = new ArrayList<>();
    for (Demand demand : action.demands()) {
      if (!taken.holds(demand)) {
        wrong.add(demand.rule());
      }
    }
    for (ExprNode each : action.rest()) {
      if (each.getLevel() < 2 && !holds(each, action.context(arguments), state)) {
        wrong.add(written(each));
      }
    }
    if (wrong.isEmpty()) {
      wrong.add("what " + action.name() + " asks of the next state");
    }
    return wrong;
  }

  private static String written(ExprNode node) {
    return "the conjunct at " + node.getLocation();
  }

  /** The variables that those conjuncts read; all where one of them is no rule. */
  private static Predicate<String> read(TraceAction action, List<String> conjuncts) {
    Set<String> names = new HashSet<>();
    List<String> others = new ArrayList<>(conjuncts);
    for (Demand demand : action.demands()) {
      if (others.remove(demand.rule())) {
        names.addAll(ReadVariables.of(demand.formula()));
      }
    }
    return others.isEmpty() && !names.isEmpty() ? names::contains : name -> true;
  }

  private static String text(List<TLCState> states, Predicate<String> wanted) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(SHOWN_STATES, states.size()); i++) {
      text.append(StateText.of(states.get(i), wanted));
    }
    return text.toString();
  }
}
