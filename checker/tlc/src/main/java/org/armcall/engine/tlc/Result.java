// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc;

import java.io.File;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tla2sany.semantic.AssumeNode;
import tla2sany.semantic.ModuleNode;
import tlc2.TLCGlobals;
import tlc2.output.EC;
import tlc2.output.MP;
import tlc2.output.Message;
import tlc2.output.OutputCollector;
import tlc2.overrides.EqualityOverride;
import tlc2.overrides.WitnessOverride;
import tlc2.tool.TLCState;
import tlc2.util.Vect;

/** The fields of a result, from what TLC recorded. */
final class Result {

  /** An evaluation that failed says nothing about the property, whatever else was found. */
  private static final Set<Integer> FAILURES =
      Set.of(
          EC.TLC_ASSUMPTION_EVALUATION_ERROR,
          EC.TLC_INVARIANT_EVALUATION_FAILED,
          EC.TLC_ACTION_PROPERTY_EVALUATION_FAILED,
          EC.TLC_INVARIANT_VIOLATED_LEVEL,
          EC.TLC_VALUE_ASSERT_FAILED,
          EC.TLC_BUG,
          EC.GENERAL,
          EC.SYSTEM_OUT_OF_MEMORY,
          EC.SYSTEM_OUT_OF_MEMORY_TOO_MANY_INIT,
          EC.SYSTEM_OUT_OF_MEMORY_LIVENESS,
          EC.SYSTEM_STACK_OVERFLOW);

  private static final Pattern LOCATION = Pattern.compile("line (\\d+), .* of module (\\w+)");
  private static final int MAX_MESSAGE_LINES = 24;

  private final MessageLog log;
  private final File raw;
  private final List<String> fields = new ArrayList<>();

  Result(MessageLog log, File raw) {
    this.log = log;
    this.raw = raw;
  }

  /** The result of a run that ended with this exit status. */
  List<String> of(int exit) {
    add("exit", Integer.toString(exit));
    MessageLog.Entry failure = firstOf(FAILURES);
    switch (exit) {
      case EC.ExitStatus.SUCCESS -> {
        if (failure == null && !log.last(EC.TLC_SUCCESS).isEmpty()) {
          add("status", "holds");
        } else {
          failed("TLC ended with status 0 but did not report success");
        }
      }
      case EC.ExitStatus.VIOLATION_ASSUMPTION,
          EC.ExitStatus.VIOLATION_DEADLOCK,
          EC.ExitStatus.VIOLATION_SAFETY,
          EC.ExitStatus.VIOLATION_LIVENESS -> {
        if (failure == null) {
          violated();
        } else {
          failed(errors());
        }
      }
      case EC.ExitStatus.ERROR_SPEC_PARSE, EC.ExitStatus.ERROR_CONFIG_PARSE -> {
        add("status", "unreadable");
        add("message", exit == EC.ExitStatus.ERROR_SPEC_PARSE ? parseErrors() : errors());
      }
      default -> {
        if (errors().contains("ConfigFileException")) {
          add("status", "unreadable");
          add("message", errors());
        } else {
          failed(errors());
        }
      }
    }
    addStates();
    addCounts();
    addTrace();
    return fields;
  }

  /** The result of a run in which TLC threw. */
  List<String> crashed(RuntimeException thrown) {
    failed(thrown + "\n" + errors());
    addStates();
    return fields;
  }

  private void add(String key, String value) {
    fields.add(key + "=" + value);
  }

  private void failed(String message) {
    add("status", "failed");
    add("message", message.strip() + lastState());
  }

  /** Where an evaluation failed: the last state that TLC showed. */
  private String lastState() {
    List<MessageLog.Step> trace = log.trace();
    if (trace.isEmpty()) {
      return "";
    }
    MessageLog.Step last = trace.get(trace.size() - 1);
    StringBuilder text = new StringBuilder("\nin state " + last.number() + ":");
    ValueLeaves.of(last.state().state, (path, value) -> text.append("\n  " + path + " = " + value));
    return text.toString();
  }

  private MessageLog.Entry firstOf(Set<Integer> codes) {
    for (MessageLog.Entry entry : log.entries()) {
      if (codes.contains(entry.code())) {
        return entry;
      }
    }
    return null;
  }

  private void violated() {
    for (MessageLog.Entry entry : log.entries()) {
      String what =
          switch (entry.code()) {
            case EC.TLC_INVARIANT_VIOLATED_INITIAL, EC.TLC_INVARIANT_VIOLATED_BEHAVIOR ->
                "invariant";
            case EC.TLC_PROPERTY_VIOLATED_INITIAL, EC.TLC_ACTION_PROPERTY_VIOLATED_BEHAVIOR ->
                "property";
            case EC.TLC_DEADLOCK_REACHED -> "deadlock";
            case EC.TLC_TEMPORAL_PROPERTY_VIOLATED -> "temporal";
            case EC.TLC_ASSUMPTION_FALSE -> "assumption";
            default -> "";
          };
      if (!what.isEmpty()) {
        add("status", "violated");
        add("violates", what);
        add("property", propertyName(what, entry.parameters()));
        return;
      }
    }
    failed("TLC reports a violation but does not say of what\n" + errors());
  }

  private static String propertyName(String what, List<String> parameters) {
    String first = parameters.isEmpty() ? "" : parameters.get(0);
    return switch (what) {
      case "deadlock" -> "Deadlock";
      case "temporal" -> temporalNames();
      case "assumption" -> assumptionName(first);
      default -> first;
    };
  }

  /**
   * TLC does not say which temporal property is false: the name is certain only where the
   * configuration has one.
   */
  private static String temporalNames() {
    List<String> names = new ArrayList<>();
    Vect<?> properties = TLCGlobals.mainChecker.tool.getModelConfig().getProperties();
    for (int i = 0; i < properties.size(); i++) {
      names.add(String.valueOf(properties.elementAt(i)));
    }
    return names.isEmpty() ? "a temporal property" : String.join(" or ", names);
  }

  private static String assumptionName(String location) {
    ModuleNode module = TLCGlobals.mainChecker.tool.getRootModule();
    for (AssumeNode assumption : module.getAssumptions()) {
      if (assumption.getAssume().getLocation().toString().equals(location)
          && assumption.getDef() != null) {
        return assumption.getDef().getName().toString();
      }
    }
    Matcher place = LOCATION.matcher(location);
    return "assumption at "
        + (place.matches() ? place.group(2) + ".tla:" + place.group(1) : location);
  }

  /** What TLC itself treats as errors, as people read them; it records some of them twice. */
  private static String errors() {
    Set<String> texts = new LinkedHashSet<>();
    for (Message message : List.copyOf(OutputCollector.getAllMessages())) {
      boolean error =
          message.getMessageClass() == MP.ERROR || message.getMessageClass() == MP.TLCBUG;
      if (error && message.getMessageCode() != EC.TLC_BEHAVIOR_UP_TO_THIS_POINT) {
        texts.add(
            MP.getMessage(MP.NONE, message.getMessageCode(), message.getParameters()).strip());
      }
    }
    return shorten(String.join("\n", texts));
  }

  /** The parser prints its errors and records none, so they come from what was printed. */
  private String parseErrors() {
    try {
      return shorten(
          Files.readAllLines(raw.toPath(), StandardCharsets.UTF_8).stream()
              .filter(line -> !line.isBlank())
              .dropWhile(line -> !line.contains("rror"))
              .filter(line -> !line.startsWith("Starting...") && !line.startsWith("Finished in"))
              .collect(Collectors.joining("\n")));
    } catch (MalformedInputException e) {
      return "the module cannot be parsed, and what the parser printed is not UTF-8";
    } catch (IOException e) {
      return "the module cannot be parsed: " + e.getMessage();
    }
  }

  private static String shorten(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() <= MAX_MESSAGE_LINES) {
      return text;
    }
    return String.join("\n", lines.subList(0, MAX_MESSAGE_LINES)) + "\n...";
  }

  private void addStates() {
    List<String> stats = log.last(EC.TLC_STATS);
    if (stats.size() >= 3) {
      add("generated", stats.get(0).replace(",", ""));
      add("distinct", stats.get(1).replace(",", ""));
      add("queue", stats.get(2).replace(",", ""));
    }
    List<String> depth = log.last(EC.TLC_SEARCH_DEPTH);
    if (!depth.isEmpty()) {
      add("depth", depth.get(0).replace(",", ""));
    }
    add("tlc", TLCGlobals.versionOfTLC);
  }

  private void addCounts() {
    WitnessOverride.counts().forEach((name, count) -> add("witness", count + " " + name));
    long calls = EqualityOverride.CALLS.sum();
    if (calls > 0 || !EqualityOverride.MISMATCHES.isEmpty()) {
      add("calls", String.valueOf(calls));
      add("seed", String.valueOf(EqualityOverride.SEED));
      EqualityOverride.MISMATCHES.forEach(text -> add("mismatch", text));
    }
  }

  private void addTrace() {
    List<MessageLog.Step> trace = log.trace();
    TLCState initial = OutputCollector.getInitialState();
    if (trace.isEmpty() && initial != null && fields.contains("status=violated")) {
      addState(1, "Initial predicate", initial);
    }
    for (MessageLog.Step step : trace) {
      addState(step.number(), actionName(step.state().info), step.state().state);
    }
    if (!log.backTo().isEmpty()) {
      add("loop", log.backTo());
    }
    if (log.stuttering()) {
      add("stuttering", "1");
    }
  }

  private void addState(int number, String action, TLCState state) {
    add("state", number + " " + action);
    ValueLeaves.of(state, (path, text) -> add("value", path + " = " + text));
  }

  /** {@code <Step line 5, col 9 to line 5, col 57 of module B>} without its brackets. */
  private static String actionName(Object info) {
    String text = String.valueOf(info);
    return text.startsWith("<") && text.endsWith(">") ? text.substring(1, text.length() - 1) : text;
  }
}
