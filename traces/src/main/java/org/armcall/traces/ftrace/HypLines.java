// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.rule.Rule;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.LineCursor;

/** The events of the hypervisor of protected KVM. Its numbers of functions are decimal. */
final class HypLines {

  private final TraceSink sink;

  /** Processors that were last seen to leave the hypervisor for something else than firmware. */
  private final Set<Integer> outside = new HashSet<>();

  HypLines(TraceSink sink) {
    this.sink = sink;
  }

  /** Takes the text of a line; false if it is not whole. */
  boolean take(EventName name, LineCursor c, Place at) {
    return switch (name) {
      case HYP_ENTER -> c.looksAt("reason=") ? entered(c, at) : enter(c, at);
      case HOST_HCALL -> hypercall(c, at);
      case HOST_SMC -> smc(c, at);
      case HOST_MEM_ABORT -> abort(c, at);
      default -> left(c, at);
    };
  }

  /** The hypervisor is left; where to is said by mainline's event only. */
  private boolean left(LineCursor c, Place at) {
    if (c.optional("reason=")) {
      Reason reason = Reason.of(c);
      if (reason != Reason.SMC) {
        outside.add(at.cpu().orElse(-1));
      }
      return reason != Reason.NONE;
    }
    return true;
  }

  /**
   * Mainline's event. An entry for an SMC is the host's, trapped, or the way back from the
   * firmware, which the hypervisor has called by one itself: what left before it tells.
   */
  private boolean entered(LineCursor c, Place at) {
    Reason reason = Reason.of(c.literal("reason="));
    boolean wasOutside = outside.remove(at.cpu().orElse(-1));
    if (reason == Reason.HVC) {
      taken(at, Call.HVC, ExceptionKind.HVC, Map.of(), "");
    } else if (reason == Reason.SMC && wasOutside) {
      taken(at, Call.SMC, ExceptionKind.HYP_TRAP, Map.of(), "");
    }
    return reason != Reason.NONE;
  }

  /** Lines are missing: where the processors are is not known. */
  void lost() {
    outside.clear();
  }

  /** Why the hypervisor is entered or left. */
  private enum Reason {
    SMC,
    HVC,
    OTHER,
    NONE;

    static Reason of(LineCursor c) {
      String word = c.word();
      // Between two postings the event had no more than the reason.
      if (c.optional(" ")) {
        c.literal("vcpu=").decimal();
      }
      if (!c.fitsWhole() || word.isEmpty()) {
        return NONE;
      }
      return switch (word) {
        case "smc" -> SMC;
        case "hvc" -> HVC;
        default -> OTHER;
      };
    }
  }

  /** Only an early version of the event says more than that the hypervisor is entered. */
  private boolean enter(LineCursor c, Place at) {
    if (!c.optional("esr=")) {
      return true;
    }
    long syndrome = c.hexWith0x();
    long first = c.literal(" x0=").hexWith0x();
    c.literal(" vmid=").decimal();
    if (!c.fitsWhole()) {
      return false;
    }
    Optional<ExceptionClass> known = ExceptionClass.of((int) (syndrome >>> 26 & 0x3f));
    Optional<Call> call = known.flatMap(ExceptionClass::call);
    boolean wide = known.filter(ec -> ec.code() >= ExceptionClass.SVC64.code()).isPresent();
    if (call.isPresent()) {
      sink.event(
          Found.call(
              at,
              call.get(),
              wide ? Optional.of(InstructionSet.A64) : Optional.empty(),
              Optional.empty(),
              OptionalInt.empty(),
              Found.x0(first)),
          (wide ? "insn, isa by " : "insn by ")
              + Rule.SYN_EC_CALLER.id()
              + ": the class of the syndrome says it");
    }
    sink.event(
        Found.entry(
            at.cpu(),
            at.source(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalLong.of(syndrome),
            OptionalLong.empty()),
        "toEl from the recorder: pKVM is EL2");
    return true;
  }

  /** The number is an index of the host's calls, and not what X0 held. */
  private boolean hypercall(LineCursor c, Place at) {
    long id = c.literal("id=").decimal64();
    int invalid = c.literal(" invalid=").decimal();
    if (!c.fitsWhole()) {
      return false;
    }
    note(at, "host_hcall id=" + Long.toUnsignedString(id) + " invalid=" + invalid);
    taken(at, Call.HVC, ExceptionKind.HVC, Map.of(), "");
    return true;
  }

  private boolean smc(LineCursor c, Place at) {
    long id = c.literal("id=").decimal64();
    int forwarded = c.literal(" forwarded=").decimal();
    if (!c.fitsWhole()) {
      return false;
    }
    note(at, "host_smc forwarded=" + forwarded);
    taken(
        at,
        Call.SMC,
        ExceptionKind.HYP_TRAP,
        Found.x0(id),
        "; regs.x0 from the id, which may lack the hint bit");
    return true;
  }

  private void taken(
      Place at, Call insn, ExceptionKind exception, Map<String, Long> regs, String more) {
    sink.event(
        Found.call(
            at, insn, Optional.empty(), Optional.of(ExceptionLevel.EL1), OptionalInt.empty(), regs),
        "insn from the event; el from the event: the host is EL1" + more);
    sink.event(
        Found.entry(
            at.cpu(),
            at.source(),
            Optional.of(exception),
            Optional.of(ExceptionLevel.EL1),
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalLong.empty()),
        "exception from the event; fromEl, toEl by "
            + (insn == Call.HVC ? Rule.ROU_HVC_TARGET : Rule.ROU_SMC_TSC).id()
            + ": the host is EL1, and pKVM is EL2");
  }

  private void note(Place at, String text) {
    sink.event(new TraceEvent.Note(at.cpu(), at.source(), text));
  }

  private boolean abort(LineCursor c, Place at) {
    long syndrome = c.literal("esr=").hexWith0x();
    c.literal(" addr=").hexWith0x();
    if (!c.fitsWhole()) {
      return false;
    }
    sink.event(
        Found.entry(
            at.cpu(),
            at.source(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalLong.of(syndrome),
            OptionalLong.empty()),
        "toEl from the recorder: pKVM is EL2");
    return true;
  }
}
