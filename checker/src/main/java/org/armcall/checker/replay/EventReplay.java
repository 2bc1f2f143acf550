// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.platform.Platform;
import org.armcall.model.rule.Rule;
import org.armcall.traces.canonical.TraceHeader;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.format.LogFormat;

/**
 * Replays events that have been read already, as the log of their own that they would be: what is
 * asked often of parts of one log needs no file for each.
 */
public final class EventReplay {
  private final ReplayRequest request;
  private final Path file;
  private final Optional<TraceHeader> header;
  private final Optional<Platform> headersPlatform;

  /**
   * Replays of events of that log.
   *
   * @param request what is known of the log, apart from the rules
   * @param file the log, whose name the violations have and beside which a platform file is
   * @param header the header of a canonical trace; empty for logs of other forms
   */
  public EventReplay(ReplayRequest request, Path file, Optional<TraceHeader> header) {
    this.request = request;
    this.file = file;
    this.header = header;
    // A platform that cannot be had is a problem that the replay of the log has told.
    headersPlatform =
        header
            .flatMap(TraceHeader::platform)
            .flatMap(name -> CanonicalReplay.platform(file, name, problem -> {}));
  }

  /** The violations of that rule in these events, by the lines that the events were read from. */
  public List<Judgement> violations(Rule rule, Iterable<TraceEvent> events) {
    return tally(Set.of(rule), events).violations();
  }

  /** The violations of all rules in these events. */
  public List<Judgement> violations(Iterable<TraceEvent> events) {
    return tally(Set.of(), events).violations();
  }

  private Tally tally(Set<Rule> rules, Iterable<TraceEvent> events) {
    Tally tally = new Tally(rules);
    Census census = new Census();
    tally.startFile(file.toString());
    census.startFile(file.toString());
    LogReplay replay =
        new LogReplay(
            tally,
            census,
            request.platform().map(machine -> new PlatformChecks(machine, tally)),
            request.callees());
    header.ifPresent(
        first -> {
          if (!LogFormat.isPartial(first.source().format())) {
            replay.recordedWhole();
          }
          replay.header(
              first.source().format().equals(TraceHeader.EMULATOR),
              headersPlatform.map(machine -> new PlatformChecks(machine, tally)));
        });
    events.forEach(replay::event);
    replay.endOfLog();
    tally.endFile();
    return tally;
  }
}
