// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.RegisterNames;
import org.armcall.traces.event.RegisterValues;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.LineCursor;

/**
 * Events of drivers that call firmware: one before the call, with arguments, and one behind it,
 * with results. The two are paired by thread (and OP-TEE's parameter), and become a call and its
 * answer next to each other: between the lines the thread may have been put off its processor.
 */
final class DriverLines {
  private static final int OPEN = 1024;
  private static final int POINTER64 = 16;
  private static final int POINTER32 = 8;

  private record Key(long thread, String what) {}

  /**
   * A call without its answer.
   *
   * @param said whether its event is written: most wait for their answers
   */
  private record Begun(TraceEvent.Call call, String reconstructed, boolean said) {}

  private final TraceSink sink;
  private final ProbeLines probes = new ProbeLines(this);
  private final TrustyLines trusty;
  private final Map<Key, Begun> open =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Begun> eldest) {
          boolean full = size() > OPEN;
          if (full) {
            unanswered(eldest.getValue());
          }
          return full;
        }
      };

  DriverLines(TraceSink sink) {
    this.sink = sink;
    trusty = new TrustyLines(this, sink);
  }

  /** Takes the text of a line; false if it is not whole. */
  boolean take(EventName name, LineCursor c, Place at) {
    return switch (name) {
      case OPTEE_INVOKE_FN_BEGIN -> opteeBegins(c, at);
      case OPTEE_INVOKE_FN_END -> opteeEnds(c, at);
      case TRUSTY_SMC, TRUSTY_SMC_DONE, TRUSTY_STD_CALL32, TRUSTY_STD_CALL32_DONE ->
          trusty.take(name, c, at);
      case SCM_CALL_START -> scmBegins(c, at);
      case SCM_CALL_END -> scmEnds(c, at);
      case ARM_SMCCC_START -> smcccBegins(c, at);
      case ARM_SMCCC_END -> smcccEnds(c, at);
      case ARM_SMCCC_SMC_START -> smcBegins(c, at);
      case PROBE -> probes.take(c, at);
      default -> smcEnds(c, at);
    };
  }

  /** What is open now is not answered in the log. */
  void end() {
    open.values().forEach(this::unanswered);
    open.clear();
    trusty.end();
  }

  /** What was begun by that name is no call of its own; false if nothing was. */
  boolean drop(Place at, String what) {
    return open.remove(new Key(at.thread(), what)) != null;
  }

  private void unanswered(Begun begun) {
    if (!begun.said()) {
      sink.event(begun.call(), begun.reconstructed());
    }
  }

  static Map<String, Long> registers(char letter, int first, long... values) {
    if (values.length == 0) {
      return Map.of();
    }
    String[] names = new String[values.length];
    for (int i = 0; i < values.length; i++) {
      names[i] = letter + Integer.toString(first + i);
    }
    return new RegisterValues(new RegisterNames(names), values);
  }

  /** One that is not answered, as a rule, is written at once: others are made meanwhile. */
  void begin(
      Place at,
      String what,
      Call insn,
      Optional<InstructionSet> isa,
      Map<String, Long> regs,
      String reconstructed) {
    TraceEvent.Call call = Found.call(at, insn, isa, Optional.empty(), OptionalInt.of(0), regs);
    Long first = regs.get("x0");
    boolean away = first != null && PsciAway.named(first);
    Begun before = open.put(new Key(at.thread(), what), new Begun(call, reconstructed, away));
    if (before != null) {
      unanswered(before);
    }
    if (away) {
      sink.event(call, reconstructed);
    }
  }

  /** An answer whose call is not in the log says nothing. */
  void answered(Place at, String what, String by, Map<String, Long> regs) {
    Begun begun = open.remove(new Key(at.thread(), what));
    if (begun == null) {
      sink.event(new TraceEvent.Note(at.cpu(), at.source(), "an answer of " + by + " to no call"));
      return;
    }
    unanswered(begun);
    List<SourceLine> source = new ArrayList<>(at.source());
    sink.event(
        new TraceEvent.Handled(
            begun.call().cpu(),
            List.copyOf(source),
            begun
                .call()
                .insn()
                .map(insn -> insn == Call.HVC ? ExceptionKind.HVC : ExceptionKind.SMC),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            by,
            false,
            regs),
        "exception from the call; cpu by "
            + Rule.SEQ_CALLER.id()
            + ", "
            + Rule.SEQ_ONE_ANSWER.id()
            + ": the two events of a thread are paired");
  }

  private boolean opteeBegins(LineCursor c, Place at) {
    String parameter = c.literal("param=").upTo(' ');
    c.literal("(");
    long[] values = list(c, 8, ", ", false);
    c.literal(")");
    if (!c.fitsWhole() || tooWide(values)) {
      return false;
    }
    begin(
        at,
        "optee " + parameter,
        Call.SMC,
        parameter.length() == POINTER64 ? Optional.of(InstructionSet.A64) : Optional.empty(),
        ofPointer(parameter, values),
        "insn, imm from the driver: smc #0 unless the device tree says hvc; isa, regs from the"
            + " pointer's width");
    return true;
  }

  private static boolean tooWide(long[] values) {
    return Arrays.stream(values).anyMatch(value -> value >>> 32 != 0);
  }

  /** The kernel prints a pointer with all its digits, of 32 bits or 64; early in its boot none. */
  private static Map<String, Long> ofPointer(String pointer, long[] values) {
    return switch (pointer.length()) {
      case POINTER64 -> registers('x', 0, values);
      case POINTER32 -> tooWide(values) ? Map.of() : registers('r', 0, values);
      default -> Map.of();
    };
  }

  private boolean opteeEnds(LineCursor c, Place at) {
    String parameter = c.literal("param=").upTo(' ');
    c.literal("ret (");
    long[] values = list(c, 4, ", ", false);
    c.literal(")");
    if (!c.fitsWhole()) {
      return false;
    }
    answered(at, "optee " + parameter, "optee", ofPointer(parameter, values));
    return true;
  }

  private boolean scmBegins(LineCursor c, Place at) {
    long id = c.literal("func id=").hexWith0x();
    c.literal(" (args: ");
    long[] rest = list(c, 5, ", ", true);
    c.literal(")");
    if (!c.fitsWhole()) {
      return false;
    }
    long[] values = new long[6];
    values[0] = id;
    System.arraycopy(rest, 0, values, 1, rest.length);
    begin(
        at,
        "scm",
        Call.SMC,
        Optional.empty(),
        registers('x', 0, values),
        "imm from the driver: smc #0; regs named as AArch64's");
    return true;
  }

  /** X0 is not among them. */
  private boolean scmEnds(LineCursor c, Place at) {
    c.literal("ret: ");
    long[] values = list(c, 3, ", ", true);
    if (!c.fitsWhole()) {
      return false;
    }
    answered(at, "scm", "scm", registers('x', 1, values));
    return true;
  }

  private boolean smcccBegins(LineCursor c, Place at) {
    String how = c.literal("call=").upTo('=');
    long id = c.hex();
    c.literal(" args={");
    long[] rest = list(c, 7, " ", false);
    c.literal("}");
    Optional<Call> insn = conduit(how);
    if (!c.fitsWhole() || insn.isEmpty()) {
      return false;
    }
    long[] values = new long[8];
    values[0] = id;
    System.arraycopy(rest, 0, values, 1, rest.length);
    boolean inline = how.indexOf('#') >= 0;
    begin(
        at,
        "smccc " + id,
        insn.get(),
        Optional.empty(),
        registers('x', 0, inline ? withoutPadding(values) : values),
        (inline ? "" : "imm from the driver: its function calls with #0; ")
            + "regs named as AArch64's; regs.x0 from its low 32 bits");
    return true;
  }

  /** The inline form prints zeros for the arguments that the caller did not give. */
  private static long[] withoutPadding(long[] values) {
    int length = values.length;
    while (length > 1 && values[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(values, length);
  }

  private static Optional<Call> conduit(String how) {
    String text = how.strip().toLowerCase(Locale.ROOT);
    if (text.startsWith("smc")) {
      return Optional.of(Call.SMC);
    }
    return text.startsWith("hvc") ? Optional.of(Call.HVC) : Optional.empty();
  }

  private boolean smcccEnds(LineCursor c, Place at) {
    c.literal("call=").upTo('=');
    long id = c.hex();
    c.literal(" res={");
    long[] values = list(c, 4, " ", false);
    c.literal("}");
    if (!c.fitsWhole()) {
      return false;
    }
    answered(at, "smccc " + id, "smccc", registers('x', 0, values));
    return true;
  }

  private boolean smcBegins(LineCursor c, Place at) {
    long id = c.literal("SMC ID: ").hexWith0x();
    if (!c.fitsWhole()) {
      return false;
    }
    begin(
        at,
        "smc " + id,
        Call.SMC,
        Optional.empty(),
        registers('x', 0, id),
        "imm from the driver: its function calls with #0; regs named as AArch64's");
    return true;
  }

  private boolean smcEnds(LineCursor c, Place at) {
    long id = c.literal("SMC ID: ").hexWith0x();
    c.literal(" time taken to process: ").decimal64();
    c.literal(" ns");
    if (!c.fitsWhole()) {
      return false;
    }
    answered(at, "smc " + id, "firmware", Map.of());
    return true;
  }

  private static long[] list(LineCursor c, int count, String between, boolean prefixed) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        c.literal(between);
      }
      values[i] = prefixed ? c.hexWith0x() : c.hex();
    }
    return values;
  }
}
