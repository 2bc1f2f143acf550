// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.armcall.model.instruction.Call;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.LineCursor;

/**
 * The events of Android's driver of Trusty: {@code trusty_smc} of an SMC, {@code trusty_std_call32}
 * of a standard call, for which the driver makes one SMC and then one more as often as it is
 * interrupted. Where both are recorded the SMCs are the calls, and the standard call around them a
 * note; where it stands alone it is what is known of them, a call with its last answer.
 */
final class TrustyLines {
  private static final String SMC = "trusty";
  private static final String STANDARD = "trusty standard call";
  private static final String OF_STANDARD =
      "insn from the driver: an SMC, and more where it was interrupted, of which the last was"
          + " answered; ";
  private static final int ARGUMENTS = 4;
  private static final int MOST_OPEN = 1024;

  private final DriverLines calls;
  private final TraceSink sink;

  /** Threads inside a standard call of which the SMCs are recorded, and how many so far. */
  private final Map<Long, Integer> around =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
          return size() > MOST_OPEN;
        }
      };

  TrustyLines(DriverLines calls, TraceSink sink) {
    this.calls = calls;
    this.sink = sink;
  }

  /** Takes the text of a line; false if it is not whole. */
  boolean take(EventName name, LineCursor c, Place at) {
    return switch (name) {
      case TRUSTY_SMC -> begins(c, at, false);
      case TRUSTY_STD_CALL32 -> begins(c, at, true);
      case TRUSTY_SMC_DONE -> ends(c, at, false);
      default -> ends(c, at, true);
    };
  }

  /** Nothing is known of what is open. */
  void end() {
    around.clear();
  }

  private boolean begins(LineCursor c, Place at, boolean standard) {
    c.literal("smcnr=").upTo(' ');
    long[] values = new long[ARGUMENTS];
    for (int i = 0; i < values.length; i++) {
      values[i] = c.literal(i == 0 ? "r0=" : " r" + i + "=").hexWith0x();
    }
    if (!c.fitsWhole()) {
      return false;
    }
    if (standard) {
      around.remove(at.thread());
    } else if (calls.drop(at, STANDARD)) {
      around.put(at.thread(), 1);
    } else {
      around.computeIfPresent(at.thread(), (thread, smcs) -> smcs + 1);
    }
    calls.begin(
        at,
        standard ? STANDARD : SMC,
        Call.SMC,
        Optional.empty(),
        DriverLines.registers('x', 0, values),
        (standard ? OF_STANDARD : "") + "imm from the driver: smc #0; regs named as AArch64's");
    return true;
  }

  private boolean ends(LineCursor c, Place at, boolean standard) {
    c.literal("ret").upTo('(');
    long value = c.hexWith0x();
    c.literal(")");
    if (c.optional(" (ret:s32=")) {
      c.upTo(')');
    }
    if (!c.fitsWhole()) {
      return false;
    }
    Optional<Integer> smcs =
        standard ? Optional.ofNullable(around.remove(at.thread())) : Optional.empty();
    if (smcs.isPresent()) {
      String note = "trusty_std_call32: its SMCs are the " + smcs.get() + " before it";
      sink.event(new TraceEvent.Note(at.cpu(), at.source(), note));
    } else {
      Map<String, Long> first = DriverLines.registers('x', 0, value);
      calls.answered(at, standard ? STANDARD : SMC, "trusty", first);
    }
    return true;
  }
}
