// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.armcall.model.instruction.Call;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.format.LogFormat;

/** Counts what is in the logs, before anything is judged. */
public final class Census {
  /** How many bad lines are kept as examples. */
  public static final int EXAMPLES = 5;

  /** A line that could not be read. */
  public record BadLine(String file, SourceLine line, String why) {}

  private final Map<String, long[]> kinds = new HashMap<>();
  private final long[] calls = new long[Call.values().length];
  private final long[] withoutImmediate = new long[Call.values().length];
  private final Map<Call, Map<Integer, long[]>> immediates = new EnumMap<>(Call.class);
  private final List<BadLine> examples = new ArrayList<>();
  private final Set<LogFormat> formats = EnumSet.noneOf(LogFormat.class);
  private long events;
  private long badLines;
  private String file = "";

  void startFile(String name) {
    file = name;
  }

  /**
   * Says how a file is recorded.
   *
   * @param format its format, or that of the log which a trace was converted from
   */
  void recorded(LogFormat format) {
    formats.add(format);
  }

  void count(TraceEvent event) {
    count(event, Optional.empty());
  }

  /**
   * Counts an event.
   *
   * @param as an exception with what the trace shows of its call
   */
  void count(TraceEvent event, Optional<Observed> as) {
    events += event instanceof TraceEvent.Note ? 0 : 1;
    kinds.computeIfAbsent(event.kind(), kind -> new long[1])[0]++;
    Optional<Observed> observed = as;
    if (event instanceof TraceEvent.Entry entry && as.isEmpty()) {
      observed = Optional.of(Observed.of(entry));
    } else if (event instanceof TraceEvent.Handled handled) {
      observed = Optional.of(Observed.of(handled));
    }
    observed.ifPresent(o -> o.call().ifPresent(call -> count(o, call)));
  }

  private void count(Observed o, Call call) {
    calls[call.ordinal()]++;
    Optional<Integer> immediate = executed(o).or(o::immediateInSyndrome);
    if (immediate.isPresent()) {
      immediates.computeIfAbsent(call, c -> new TreeMap<>())
          .computeIfAbsent(immediate.get(), i -> new long[1])[0]++;
    } else {
      withoutImmediate[call.ordinal()]++;
    }
  }

  private static Optional<Integer> executed(Observed o) {
    OptionalInt executed = o.executedImmediate();
    return executed.isPresent() ? Optional.of(executed.getAsInt()) : Optional.empty();
  }

  void badLine(SourceLine line, String why) {
    badLines++;
    if (examples.size() < EXAMPLES) {
      examples.add(new BadLine(file, line, why));
    }
  }

  /** Adds what another counted, of files behind those of this one. */
  void add(Census other) {
    other.kinds.forEach(
        (kind, times) -> kinds.computeIfAbsent(kind, k -> new long[1])[0] += times[0]);
    for (int i = 0; i < calls.length; i++) {
      calls[i] += other.calls[i];
      withoutImmediate[i] += other.withoutImmediate[i];
    }
    other.immediates.forEach(
        (call, values) ->
            values.forEach(
                (value, times) ->
                    immediates.computeIfAbsent(call, c -> new TreeMap<>())
                            .computeIfAbsent(value, v -> new long[1])[0] +=
                        times[0]));
    int room = EXAMPLES - examples.size();
    examples.addAll(other.examples.subList(0, Math.min(room, other.examples.size())));
    formats.addAll(other.formats);
    events += other.events;
    badLines += other.badLines;
  }

  /** How many events there were, notes aside. */
  public long events() {
    return events;
  }

  /** Whether there was neither an event nor a line that could not be read. */
  boolean isEmpty() {
    return events + badLines == 0;
  }

  /** How many of each kind, by the words of the canonical format. */
  public Map<String, Long> kinds() {
    Map<String, Long> sorted = new TreeMap<>();
    kinds.forEach((kind, times) -> sorted.put(kind, times[0]));
    return Collections.unmodifiableMap(sorted);
  }

  /** How many of that call, taken, trapped or answered inside the machine. */
  public long calls(Call call) {
    return calls[call.ordinal()];
  }

  /** How often that call had each immediate. */
  public Map<Integer, Long> immediates(Call call) {
    Map<Integer, Long> times = new TreeMap<>();
    immediates.getOrDefault(call, Map.of()).forEach((value, one) -> times.put(value, one[0]));
    return Collections.unmodifiableMap(times);
  }

  /** How many of that call do not show an immediate. */
  public long withoutImmediate(Call call) {
    return withoutImmediate[call.ordinal()];
  }

  /** The formats of the files, or of the logs that they were converted from. */
  public Set<LogFormat> formats() {
    return Collections.unmodifiableSet(formats);
  }

  /** How many lines could not be read. */
  public long badLines() {
    return badLines;
  }

  /** The first few of them. */
  public List<BadLine> examples() {
    return Collections.unmodifiableList(examples);
  }
}
