// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.instruction.Call;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.rule.Rule;

/**
 * The places that calls were made from: how often, and with which immediate.
 *
 * <p>A site is the level, the return address and the instruction, whatever processor ran it. At
 * most {@value #MOST} are remembered; calls from others are counted as such.
 */
final class Sites {
  static final int MOST = 65_536;

  private static final int ODD_KEPT = 16;
  private static final int IMMEDIATES_KEPT = 8;
  private static final int NONE = -1;
  private static final long[] NEVER = {0};

  private record Key(Optional<ExceptionLevel> level, long elr, Call call) {
    @Override
    public int hashCode() {
      return Long.hashCode(elr * 31 + call.ordinal());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && key.elr == elr
          && key.call == call
          && key.level.equals(level);
    }
  }

  private static final class Site {
    private long calls;
    private long agreeing;
    private long unsure;
    private long repeats;
    private boolean goesOn;
    private int usual = NONE;
    private int lastShown = NONE;
    private long[] lastTimes = NEVER;
    private final Map<Integer, long[]> byImmediate = new HashMap<>(2);
    private final List<Observed> away = new ArrayList<>(0);
    private final List<Observed> oneOff = new ArrayList<>(0);
    private final Set<Integer> oddRuns = new HashSet<>(0);
  }

  private final Tally tally;
  private final Map<Key, Site> sites = new HashMap<>();
  private final Set<Long> discredited = new HashSet<>();
  private long untold;

  Sites(Tally tally) {
    this.tally = tally;
  }

  /**
   * Adds a call.
   *
   * @param immediate from its syndrome, where the syndrome holds it
   */
  void add(Observed call, Optional<Integer> immediate) {
    if (call.elr().isEmpty()) {
      return;
    }
    Key key = key(call, call.elr().getAsLong());
    Site site = sites.get(key);
    if (site == null) {
      if (sites.size() >= MOST) {
        untold++;
        return;
      }
      site = new Site();
      sites.put(key, site);
    }
    site.calls++;
    int shown = immediate.orElse(NONE);
    if (site.lastTimes != NEVER && shown == site.lastShown) {
      site.lastTimes[0]++;
    } else if (site.byImmediate.size() < IMMEDIATES_KEPT || site.byImmediate.containsKey(shown)) {
      site.lastShown = shown;
      site.lastTimes = site.byImmediate.computeIfAbsent(shown, one -> new long[1]);
      site.lastTimes[0]++;
    }
    Site known = site;
    immediate.ifPresent(value -> immediate(known, call, value));
  }

  private static void immediate(Site site, Observed call, int value) {
    if (site.usual == NONE) {
      site.usual = value;
    } else if (value == site.usual) {
      site.agreeing++;
      returned(site);
    } else if (!site.away.isEmpty() && immediateOf(site.away.get(0)) != value) {
      // A third value: nothing of this site is usual.
      site.unsure += site.away.size() + 1L;
      site.away.clear();
    } else if (site.away.size() < ODD_KEPT) {
      site.away.add(call);
    } else {
      site.unsure++;
    }
  }

  /** The usual immediate is back: what came in between differed on its own. */
  private static void returned(Site site) {
    if (site.away.isEmpty()) {
      return;
    }
    boolean again = !site.oddRuns.add(immediateOf(site.away.get(0)));
    if (again || site.oneOff.size() + site.away.size() > ODD_KEPT) {
      site.unsure += site.away.size() + site.oneOff.size();
      site.oneOff.clear();
    } else {
      site.oneOff.addAll(site.away);
    }
    site.away.clear();
  }

  private static int immediateOf(Observed call) {
    return call.esr() & 0xffff;
  }

  /** The handler resumed the call, and the caller did or did not make the same call again. */
  void resumed(Observed call, boolean sameAgain) {
    Site site = sites.get(key(call, call.elr().orElseThrow()));
    if (site != null) {
      site.repeats++;
      site.goesOn |= !sameAgain;
    }
  }

  /** How often a call of that instruction and level was made with that return address. */
  long callsAt(Observed like, long elr) {
    Site site = sites.get(key(like, elr));
    return site == null ? 0 : site.calls;
  }

  /** How often with the same immediate as this one, too. */
  long sameCallsAt(Observed like, long elr, Optional<Integer> immediate) {
    Site site = sites.get(key(like, elr));
    return site == null ? 0 : site.byImmediate.getOrDefault(immediate.orElse(NONE), NEVER)[0];
  }

  /** That call's return address turned out to be wrong: it says nothing of the site. */
  void discredit(Observed call) {
    discredited.add(call.event().line());
  }

  private static Key key(Observed call, long elr) {
    return new Key(call.from(), elr, call.call().orElseThrow());
  }

  /** Answers what only the whole log answers, and forgets the sites. */
  void endOfLog() {
    sites.forEach(this::answer);
    tally.record(Rule.IMM_SITE, untold, Answer.unknown(Unknown.TOO_MANY_SITES));
    sites.clear();
    discredited.clear();
    untold = 0;
  }

  private void answer(Key key, Site site) {
    // RET-CALL-NEXT: a caller that goes on after its call shows that ELR is not the call itself.
    tally.record(
        Rule.RET_CALL_NEXT,
        site.repeats,
        site.goesOn ? Answer.holds() : Answer.unknown(Unknown.CALL_REPEATED));
    if (site.usual == NONE) {
      return;
    }
    boolean once = site.agreeing == 0 && site.away.isEmpty() && site.unsure == 0;
    tally.record(Rule.IMM_SITE, once ? 1 : 0, Answer.unknown(Unknown.SEEN_ONCE));
    tally.record(Rule.IMM_SITE, site.agreeing, Answer.holds());
    tally.record(
        Rule.IMM_SITE, site.unsure + site.away.size(), Answer.unknown(Unknown.IMMEDIATE_CHANGED));
    for (Observed odd : site.oneOff) {
      tally.record(Rule.IMM_SITE, odd.event(), SyndromeChecks.AT, judgement(key, site, odd));
    }
  }

  private Answer judgement(Key key, Site site, Observed odd) {
    if (discredited.contains(odd.event().line())) {
      return Answer.unknown(Unknown.ELR_NOT_CREDIBLE);
    }
    if (key.level().equals(Optional.of(ExceptionLevel.EL0))) {
      return Answer.unknown(Unknown.USER_SPACE);
    }
    return Answer.violated(
        "immediate 0x"
            + Integer.toHexString(site.usual)
            + ", which the site reported before and after it",
        String.format(
            Locale.ROOT,
            "immediate 0x%x at the %s with return address 0x%x",
            immediateOf(odd),
            key.call(),
            key.elr()));
  }
}
