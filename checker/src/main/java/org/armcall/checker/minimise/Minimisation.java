// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.minimise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.armcall.checker.replay.EventReplay;
import org.armcall.checker.replay.Judgement;
import org.armcall.checker.replay.ReplayRequest;
import org.armcall.checker.replay.ReplayResult;
import org.armcall.checker.replay.Tally;
import org.armcall.model.rule.Rule;
import org.armcall.traces.canonical.TraceHeader;
import org.armcall.traces.format.LogFormat;

/** The minimised traces of a replay: one for the first violation of each rule. */
public final class Minimisation {
  /** How many rules have a trace: those that were violated first. */
  public static final int RULES = 10;

  private final List<MinimalTrace> traces;

  private Minimisation(List<MinimalTrace> traces) {
    this.traces = List.copyOf(traces);
  }

  /** None. */
  public static Minimisation none() {
    return new Minimisation(List.of());
  }

  /** Whether there is none. */
  public boolean isNone() {
    return traces.isEmpty();
  }

  /**
   * Whether a log is where a minimised trace may be written: it would be lost.
   *
   * @param directory where they are written
   */
  public static boolean overwrites(Path directory, Path log) {
    Path file = log.toAbsolutePath().normalize();
    return directory.toAbsolutePath().normalize().equals(file.getParent())
        && MinimalTrace.isName(String.valueOf(file.getFileName()));
  }

  /**
   * Looks for the fewest events of each as far as is quick; of what has none nothing is said.
   *
   * @param directory where they will be written: a log there is not written over
   */
  public static Minimisation quick(ReplayRequest request, ReplayResult result, Path directory) {
    Map<Rule, Judgement> first = new EnumMap<>(Rule.class);
    for (Judgement violation : result.violations()) {
      if (first.size() < RULES && !overwrites(directory, Path.of(violation.file()))) {
        first.putIfAbsent(violation.rule(), violation);
      }
    }
    List<MinimalTrace> traces =
        traces(request, List.copyOf(first.values()), Bound.QUICK, remark -> {});
    return new Minimisation(traces.stream().filter(MinimalTrace::isReproduced).toList());
  }

  /**
   * Looks for the fewest events of each.
   *
   * @param remarks takes a line about what has none
   */
  public static Minimisation of(
      ReplayRequest request, ReplayResult result, Consumer<String> remarks) {
    Map<Rule, Judgement> first = new EnumMap<>(Rule.class);
    List<Judgement> chosen = new ArrayList<>();
    for (Judgement violation : result.violations()) {
      if (first.putIfAbsent(violation.rule(), violation) == null && first.size() <= RULES) {
        chosen.add(violation);
      }
    }
    List<MinimalTrace> traces = traces(request, chosen, Bound.THOROUGH, remarks);
    if (first.size() > RULES) {
      remarks.accept(
          "traces are minimised for the first "
              + RULES
              + " rules that are violated; "
              + (first.size() - RULES)
              + " more: name them with --rules");
    }
    Set<Rule> late = EnumSet.noneOf(Rule.class);
    result.tally().byRule().forEach((rule, count) -> addIf(count.violated() > 0, rule, late));
    late.removeAll(first.keySet());
    late.forEach(
        rule ->
            remarks.accept(
                rule.id()
                    + ": its first violation is behind the "
                    + Tally.KEPT
                    + " that are kept; name it with --rules to have its trace minimised"));
    return new Minimisation(traces);
  }

  private static void addIf(boolean condition, Rule rule, Set<Rule> rules) {
    if (condition) {
      rules.add(rule);
    }
  }

  /** In the order of the violations; each log is read once. */
  private static List<MinimalTrace> traces(
      ReplayRequest request, List<Judgement> chosen, Bound bound, Consumer<String> remarks) {
    Map<String, List<Judgement>> byFile = new LinkedHashMap<>();
    chosen.forEach(
        each -> byFile.computeIfAbsent(each.file(), absent -> new ArrayList<>()).add(each));
    Map<Judgement, MinimalTrace> made = new IdentityHashMap<>();
    byFile.forEach(
        (name, violations) -> {
          Path file = Path.of(name);
          if (!Files.isRegularFile(file)) {
            remarks.accept(file + ": cannot be read twice; its trace is not minimised");
            return;
          }
          try {
            List<Window> windows = Window.of(file, request.format(), violations, bound);
            for (int i = 0; i < windows.size(); i++) {
              Judgement violation = violations.get(i);
              made.put(violation, trace(request, file, windows.get(i), violation, bound));
            }
          } catch (IOException unreadable) {
            remarks.accept(unreadable.getMessage() + "; its trace is not minimised");
          }
        });
    return chosen.stream().filter(made::containsKey).map(made::get).toList();
  }

  private static MinimalTrace trace(
      ReplayRequest request, Path file, Window window, Judgement violation, Bound bound) {
    EventReplay replay = new EventReplay(request, file, window.header());
    Minimiser minimiser = new Minimiser(replay, violation, bound);
    Optional<List<KeptEvent>> minimal = minimiser.minimal(window.events(), window.prefix());
    List<KeptEvent> events = minimal.orElseGet(window::events);
    MinimalTrace.State state =
        minimal.isEmpty()
            ? MinimalTrace.State.NOT_REPRODUCED
            : minimiser.stopped() ? MinimalTrace.State.STOPPED : MinimalTrace.State.MINIMAL;
    boolean cut =
        window.format() != LogFormat.CANONICAL
            || !window.isWhole()
            || events.size() < window.total();
    return new MinimalTrace(
        violation,
        cut ? header(window, file) : window.header().orElseThrow(),
        events,
        window.total(),
        cut,
        minimiser.replays(),
        state,
        replay.violations(violation.rule(), events.stream().map(KeptEvent::event).toList()).stream()
            .findFirst());
  }

  /** The header of the log; the file in it is the one that the lines of the events count in. */
  private static TraceHeader header(Window window, Path file) {
    Optional<String> name = Optional.of(String.valueOf(file.getFileName()));
    return window
        .header()
        .map(
            all ->
                new TraceHeader(
                    new TraceHeader.Source(all.source().format(), all.source().tool(), name),
                    all.platform()))
        .orElseGet(
            () ->
                new TraceHeader(
                    new TraceHeader.Source(window.format().text(), Optional.empty(), name),
                    Optional.empty()));
  }

  /**
   * Writes all of them.
   *
   * @throws IOException if they cannot be written, as where the disk is full
   */
  public void write(Path directory) throws IOException {
    for (MinimalTrace trace : traces) {
      trace.write(directory);
    }
  }

  /** For people: a line for each, or two. */
  public List<String> toText(Path directory) {
    return traces.stream().map(trace -> trace.toText(directory)).toList();
  }

  /** Adds them to the result of the replay, for machines, and to the violation of each. */
  public void addTo(ObjectNode result) {
    ArrayNode all = result.putArray("minimal");
    for (MinimalTrace trace : traces) {
      all.add(trace.toJson());
      for (JsonNode violation : result.path("violations")) {
        if (trace.isOf(violation)) {
          ((ObjectNode) violation)
              .put("minimised", trace.size() + " (" + trace.fileName() + ")" + trace.shortRemark());
          trace.addStepsTo((ObjectNode) violation);
          break;
        }
      }
    }
  }
}
