// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.rule.Rule;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.LineCursor;

/**
 * KVM's events. A {@code kvm_exit} says where an exception was and of which class, and the event
 * behind it of the same thread says more of the same exception: they become one entry.
 */
final class KvmLines {
  /** Threads that were seen last; there are as many as virtual processors. */
  private static final int THREADS = 4096;

  private static final String OF_HVC = levels(Rule.ROU_HVC_TARGET);
  private static final String OF_SMC = levels(Rule.ROU_SMC_TSC);
  private static final String OF_EXIT = "toEl from the recorder: KVM is EL2";

  private final TraceSink sink;
  private final Map<Long, VirtualProcessor> threads =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, VirtualProcessor> eldest) {
          boolean full = size() > THREADS;
          if (full) {
            flush(eldest.getValue());
          }
          return full;
        }
      };

  /** That the call is here is all that says it: a check of where it went finds it right. */
  private static String levels(Rule rule) {
    return "fromEl, toEl by " + rule.id() + ": the call is a guest's, at EL1, and KVM is EL2";
  }

  KvmLines(TraceSink sink) {
    this.sink = sink;
  }

  /** Takes the text of a line; false if it is not whole. */
  boolean take(EventName name, LineCursor c, Place at) {
    RawFields.pastPlugin(c);
    if (RawFields.begins(c)) {
      return raw(name, RawFields.of(c), at);
    }
    return switch (name) {
      case KVM_HVC_ARM64, KVM_HVC -> hvc(name, c, at);
      case KVM_EXIT -> exit(c, at);
      case KVM_ENTRY -> entry(c, at);
      case KVM_GUEST_FAULT -> guestFault(c, at);
      case KVM_HANDLE_SYS_REG -> {
        long syndrome = c.literal("HSR ").hexWith0x();
        yield c.fitsWhole() && described(syndrome, OptionalLong.empty(), at);
      }
      case KVM_INJECT_NESTED_EXCEPTION -> injected(c, at);
      default -> nestedReturn(c, at);
    };
  }

  /** The fields of the event with their names: trace-cmd report -R. */
  private boolean raw(EventName name, RawFields fields, Place at) {
    OptionalLong pc = fields.get("vcpu_pc");
    if (pc.isEmpty()) {
      return name == EventName.KVM_HANDLE_SYS_REG
          && fields.get("hsr").isPresent()
          && described(fields.get("hsr").getAsLong(), pc, at);
    }
    return switch (name) {
      case KVM_HVC_ARM64, KVM_HVC ->
          fields.has("r0", "imm")
              && hvc(name, pc.getAsLong(), fields.value("r0"), fields.value("imm"), at);
      case KVM_EXIT ->
          fields.has("ret", "esr_ec")
              && exited(
                  ExitType.of(fields.value("ret")), fields.value("esr_ec"), pc.getAsLong(), at);
      case KVM_ENTRY -> entered(pc.getAsLong(), at);
      case KVM_GUEST_FAULT -> fields.has("hsr") && described(fields.value("hsr"), pc, at);
      default -> false;
    };
  }

  private VirtualProcessor of(Place at) {
    return threads.computeIfAbsent(at.thread(), thread -> new VirtualProcessor());
  }

  /** What lines follow an exit says nothing more of it. */
  void end() {
    threads.values().forEach(this::flush);
    threads.clear();
  }

  /** Lines are missing: what is held may not be of what follows. */
  void lost() {
    end();
  }

  private boolean hvc(EventName name, LineCursor c, Place at) {
    long pc = c.literal("HVC at ").hexWith0x();
    long first = c.literal(" (r0: ").hexWith0x();
    long imm = c.literal(", imm: ").hexWith0x();
    boolean closed = c.optional(")");
    // The event of 32-bit hosts never had the parenthesis (arch/arm/kvm/trace.h).
    return c.fitsWhole() && (closed || name == EventName.KVM_HVC) && hvc(name, pc, first, imm, at);
  }

  private boolean hvc(EventName name, long pc, long first, long imm, Place at) {
    if (imm >>> 16 != 0) {
      return false;
    }
    VirtualProcessor cpu = of(at);
    Optional<Exit> same =
        cpu.exit.filter(exit -> exit.pc() == pc && exit.call() == ExceptionKind.HVC);
    if (same.isEmpty()) {
      flush(cpu);
    }
    cpu.exit = Optional.empty();
    cpu.madeHvc(pc, !PsciAway.named(first));
    boolean host32 = name == EventName.KVM_HVC;
    boolean wide = pc >>> 32 != 0;
    boolean class64 =
        same.filter(exit -> exit.exceptionClass() == ExceptionClass.HVC64.code()).isPresent();
    Optional<InstructionSet> isa =
        wide || class64 ? Optional.of(InstructionSet.A64) : Optional.empty();
    sink.event(
        Found.call(
            at,
            Call.HVC,
            isa,
            Optional.of(ExceptionLevel.EL1),
            OptionalInt.of((int) imm),
            host32 ? Found.r0(first) : Found.x0(first)),
        "el from the call: a guest's HVC is EL1's"
            + (isa.isEmpty() ? "" : "; isa from " + (class64 ? "the class" : "the address")));
    List<SourceLine> source = new ArrayList<>(2);
    same.ifPresent(exit -> source.addAll(exit.source()));
    source.addAll(at.source());
    sink.event(
        Found.entry(
            at.cpu(),
            List.copyOf(source),
            Optional.of(ExceptionKind.HVC),
            Optional.of(ExceptionLevel.EL1),
            same.map(exit -> OptionalInt.of(exit.exceptionClass())).orElse(OptionalInt.empty()),
            OptionalLong.empty(),
            OptionalLong.of(pc)),
        OF_HVC);
    return true;
  }

  private boolean exit(LineCursor c, Place at) {
    if (c.optional("PC: ")) {
      long pc = c.hexWith0x();
      if (c.fitsWhole()) {
        flush(of(at));
        plain(at, Optional.empty(), pc);
      }
      return c.fitsWhole();
    }
    String type = c.upTo(':');
    c.blanks();
    boolean named = c.optional("HSR_EC: ") || c.optional("ESR_EC: ");
    long exceptionClass = c.hexWith0x();
    c.literal(" (").upTo(')');
    long pc = c.literal(", PC: ").hexWith0x();
    return named && c.fitsWhole() && exited(ExitType.of(type), exceptionClass, pc, at);
  }

  /** Takes an exit; false if there is none of that type or class. */
  private boolean exited(ExitType type, long exceptionClass, long pc, Place at) {
    if (type == ExitType.NONE || exceptionClass < 0 || exceptionClass > 0x3f) {
      return false;
    }
    VirtualProcessor cpu = of(at);
    flush(cpu);
    if (type == ExitType.TRAP) {
      cpu.trapped(new Exit(at.cpu(), at.source(), (int) exceptionClass, pc));
    } else {
      // With the other types the class that is printed is 0 and says nothing.
      boolean asynchronous = type == ExitType.ASYNCHRONOUS;
      plain(at, asynchronous ? Optional.of(ExceptionKind.ASYNCHRONOUS) : Optional.empty(), pc);
    }
    return true;
  }

  private void plain(Place at, Optional<ExceptionKind> exception, long pc) {
    VirtualProcessor cpu = of(at);
    cpu.forgetCall();
    sink.event(
        Found.entry(
            at.cpu(),
            at.source(),
            exception,
            Optional.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalLong.of(pc)),
        OF_EXIT);
  }

  private void flush(VirtualProcessor cpu) {
    if (cpu.exit.isEmpty()) {
      return;
    }
    Exit exit = cpu.exit.get();
    cpu.exit = Optional.empty();
    Optional<ExceptionClass> known = ExceptionClass.of(exit.exceptionClass());
    Optional<Call> call = known.flatMap(ExceptionClass::call);
    boolean smc = call.filter(insn -> insn == Call.SMC).isPresent();
    if (smc) {
      boolean wide = known.get() == ExceptionClass.SMC64;
      sink.event(
          Found.call(
              new Place(exit.cpu(), 0, exit.source()),
              Call.SMC,
              wide ? Optional.of(InstructionSet.A64) : Optional.empty(),
              Optional.of(ExceptionLevel.EL1),
              OptionalInt.empty(),
              Map.of()),
          "insn from the class; el from the call: a guest's SMC is EL1's"
              + (wide ? "; isa from the class" : ""));
    }
    boolean below = smc || call.filter(insn -> insn == Call.HVC).isPresent();
    sink.event(
        Found.entry(
            exit.cpu(),
            exit.source(),
            kind(exit, known),
            below ? Optional.of(ExceptionLevel.EL1) : Optional.empty(),
            OptionalInt.of(exit.exceptionClass()),
            OptionalLong.empty(),
            OptionalLong.of(exit.pc())),
        "exception from the class; " + (below ? smc ? OF_SMC : OF_HVC : OF_EXIT));
  }

  private static Optional<ExceptionKind> kind(Exit exit, Optional<ExceptionClass> known) {
    if (exit.call() != ExceptionKind.OTHER) {
      return Optional.of(exit.call());
    }
    return known.map(
        ec ->
            switch (ec) {
              case INSTRUCTION_ABORT_LOWER -> ExceptionKind.PREFETCH_ABORT;
              case DATA_ABORT_LOWER -> ExceptionKind.DATA_ABORT;
              default -> ExceptionKind.HYP_TRAP;
            });
  }

  private boolean guestFault(LineCursor c, Place at) {
    c.literal("ipa ").hexWith0x();
    long syndrome = c.literal(", hsr ").hexWith0x();
    c.literal(", hxfar ").hexWith0x();
    long pc = c.literal(", pc ").hexWith0x();
    return c.fitsWhole() && described(syndrome, OptionalLong.of(pc), at);
  }

  /** The whole syndrome of the exception that the thread has just taken. */
  private boolean described(long syndrome, OptionalLong pc, Place at) {
    VirtualProcessor cpu = of(at);
    Optional<Exit> same =
        cpu.exit
            .filter(exit -> exit.exceptionClass() == (syndrome >>> 26 & 0x3f))
            .filter(exit -> pc.isEmpty() || exit.pc() == pc.getAsLong());
    if (same.isEmpty()) {
      flush(cpu);
    }
    cpu.exit = Optional.empty();
    cpu.noCall();
    List<SourceLine> source = new ArrayList<>(2);
    same.ifPresent(exit -> source.addAll(exit.source()));
    source.addAll(at.source());
    sink.event(
        Found.entry(
            at.cpu(),
            List.copyOf(source),
            Optional.empty(),
            Optional.empty(),
            same.map(exit -> OptionalInt.of(exit.exceptionClass())).orElse(OptionalInt.empty()),
            OptionalLong.of(syndrome),
            same.map(exit -> OptionalLong.of(exit.pc())).orElse(pc)),
        OF_EXIT);
    return true;
  }

  private boolean entry(LineCursor c, Place at) {
    long pc = c.literal("PC: ").hexWith0x();
    return c.fitsWhole() && entered(pc, at);
  }

  private boolean entered(long pc, Place at) {
    VirtualProcessor cpu = of(at);
    flush(cpu);
    boolean answered = cpu.isAnsweredAt(pc);
    boolean stepsLater = cpu.isTrappedAt(pc);
    cpu.forgetCall();
    if (stepsLater) {
      // Linux 6.1 to 7.2 print this before they step over the instruction, if they do.
      sink.event(new TraceEvent.Note(at.cpu(), at.source(), "kvm_entry at what was trapped"));
      return true;
    }
    sink.event(
        Found.back(at, answered ? Optional.of(ExceptionLevel.EL1) : Optional.empty(), pc),
        answered
            ? "fromEl from the recorder: KVM is EL2; toEl from the call before it"
            : "fromEl from the recorder: KVM is EL2");
    return true;
  }

  /** Takes no call and no answer; of a thread of which nothing was read it says nothing. */
  boolean left(LineCursor c, Place at) {
    Optional<UserspaceExit> exit = UserspaceExit.of(c);
    if (exit.isPresent() && !exit.get().isRestart() && threads.containsKey(at.thread())) {
      flush(of(at));
      of(at).left(exit.get());
      sink.event(new TraceEvent.Note(at.cpu(), at.source(), exit.get().text()));
    }
    return exit.isPresent();
  }

  private boolean injected(LineCursor c, Place at) {
    String type = c.upTo(':');
    c.blanks();
    c.literal("esr_el2");
    c.optional(":");
    long syndrome = c.literal(" ").hexWith0x();
    long elr = c.literal(" elr_el2: ").hexWith0x();
    long spsr = c.literal(" spsr_el2: ").hexWith0x();
    c.literal(" (M: ").upTo(')');
    c.literal(" hcr_el2: ").hexWith0x();
    if (!c.fitsWhole()) {
      return false;
    }
    flush(of(at));
    of(at).forgetCall();
    // An interrupt has no syndrome: what is printed is an old one.
    boolean asynchronous = !type.toUpperCase(java.util.Locale.ROOT).startsWith("SYNC");
    sink.event(
        Found.injected(
            at,
            asynchronous ? Optional.of(ExceptionKind.ASYNCHRONOUS) : Optional.empty(),
            levelOf(spsr),
            asynchronous ? OptionalLong.empty() : OptionalLong.of(syndrome),
            elr,
            spsr),
        "fromEl from the spsr; toEl, toState from the event: virtual EL2");
    return true;
  }

  private boolean nestedReturn(LineCursor c, Place at) {
    long elr = c.literal("elr_el2: ").hexWith0x();
    long spsr = c.literal(" spsr_el2: ").hexWith0x();
    c.literal(" (M: ").upTo(')');
    c.literal(" hcr_el2: ").hexWith0x();
    if (!c.fitsWhole()) {
      return false;
    }
    flush(of(at));
    of(at).forgetCall();
    sink.event(
        Found.back(at, Optional.of(levelOf(spsr)), elr),
        "fromEl from the event: virtual EL2; toEl from the spsr");
    return true;
  }

  /** The level in the layout of SPSR: M[3:2], or of an AArch32 mode. */
  private static ExceptionLevel levelOf(long spsr) {
    int mode = (int) spsr & 0x1f;
    if ((mode & 0x10) == 0) {
      return ExceptionLevel.of(mode >> 2);
    }
    return switch (mode) {
      case 0x10 -> ExceptionLevel.EL0;
      case 0x1a -> ExceptionLevel.EL2;
      default -> ExceptionLevel.EL1;
    };
  }
}
