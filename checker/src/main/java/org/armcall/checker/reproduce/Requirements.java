// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.armcall.checker.reproduce.Requirement.Alternative;
import org.armcall.checker.reproduce.Requirement.Is;
import org.armcall.checker.reproduce.Requirement.NoneOf;
import org.armcall.checker.reproduce.Requirement.NotNegative;
import org.armcall.checker.reproduce.Requirement.Piece;
import org.armcall.checker.reproduce.Requirement.SameAs;
import org.armcall.checker.reproduce.Requirement.SignExtended;
import org.armcall.checker.reproduce.Requirement.Text;
import org.armcall.checker.reproduce.Requirement.Value;
import org.armcall.model.convention.After;
import org.armcall.model.convention.CallWidth;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.RegisterContract;
import org.armcall.model.convention.SmcccResult;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.function.FunctionId;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.psci.PsciResult;
import org.armcall.model.psci.ResultKind;
import org.armcall.model.rule.Rule;

/** What a rule asks of the values that an image measures. */
final class Requirements {
  /** A value below this may be anybody's. */
  private static final long TELLING = 0x1_0000;

  /** Of AArch32. */
  private static final int STACK_POINTER = 13;

  private static final int SMCCC_VERSION = 0x8000_0000;
  private static final int NOT_SUPPORTED = SmcccResult.NOT_SUPPORTED.code();

  private final Rule rule;
  private final List<Script.Step> steps;
  private final List<RecordedCall> calls;
  private final Script.Step broken;
  private final RecordedCall call;
  private final FunctionId function;
  private final int bits;

  Requirements(Rule rule, List<Script.Step> steps, List<RecordedCall> calls)
      throws NotShownException {
    this.rule = rule;
    this.steps = steps;
    this.calls = calls;
    this.broken =
        steps.stream().filter(step -> step.servedBy().isEmpty()).reduce((a, b) -> b).orElseThrow();
    this.call = broken.call();
    this.function =
        call.function().orElseThrow(() -> new NotShownException("the identifier is not recorded"));
    this.bits = call.state() == ExecutionState.AARCH32 ? 32 : CallWidth.of(function).bits();
  }

  /** All that the rule asks for, at least one. */
  List<Requirement> all() throws NotShownException {
    List<Requirement> all =
        switch (rule) {
          case REG_PRESERVED -> preserved();
          case REG_NO_LEAK -> noLeak();
          case REG_UPPER_HALVES -> upperHalves();
          case REG_RESULTS -> passedOn();
          case RES_SHIM -> shim();
          case FID_ZERO_IMMEDIATE ->
              List.of(
                  first(
                      List.of(is(NOT_SUPPORTED), is(broken.before(0))),
                      "allowed is " + hex(cut(NOT_SUPPORTED)) + " or what it was"));
          case RES_UNKNOWN, FID_RESERVED_BITS ->
              List.of(first(List.of(is(NOT_SUPPORTED)), "allowed is " + hex(cut(NOT_SUPPORTED))));
          case RES_SIGN ->
              List.of(
                  wide(
                      first(List.of(new SignExtended()), "which is not sign-extended to 64 bits")));
          case RES_CODE -> List.of(code());
          case FID_WIDTH -> width();
          case PSC_FEATURES -> features();
          case PSC_MANDATORY -> mandatory();
          case RET_RESUME, SEQ_ENDS -> resumed();
          default -> throw new NotShownException("the rule is not among those that images compare");
        };
    if (all.isEmpty()) {
      throw new NotShownException("the trace does not record the registers that the rule is about");
    }
    return all;
  }

  private long cut(long value) {
    return Requirement.cut(value, bits);
  }

  private Is is(long value) {
    return new Is(cut(value));
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }

  private String name(int register) {
    if (call.state() == ExecutionState.AARCH32) {
      return register == 14 ? "lr" : "r" + register;
    }
    return "x" + register;
  }

  /** As the requirement is; sign extension is a matter of 64-bit calls. */
  private Requirement wide(Requirement requirement) throws NotShownException {
    if (bits != 64) {
      throw new NotShownException("a result of 32 bits has nothing to be extended to");
    }
    return requirement;
  }

  /** On the first result of the broken call. */
  private Requirement first(List<Alternative> alternatives, String tail) {
    Place place = Place.result(broken.number(), 0);
    return new Requirement(
        place,
        bits,
        alternatives,
        List.of(new Text(name(0) + " is "), new Value(place), new Text(", " + tail)));
  }

  private static List<Piece> message(String head, Place first, String middle, Place second) {
    return List.of(new Text(head), new Value(first), new Text(middle), new Value(second));
  }

  private boolean hasNoMoreResults() {
    return PsciFunction.of(function).isPresent();
  }

  /** The version that the trace names, or the one that promises least. */
  private RegisterContract contract() {
    SmcccVersion version =
        calls.stream()
            .filter(other -> other.to().equals(call.to()))
            .filter(other -> other.function().equals(Optional.of(new FunctionId(SMCCC_VERSION))))
            .flatMap(other -> other.result(0).stream())
            .flatMap(word -> SmcccVersion.ofWord(word.intValue()).stream())
            .findFirst()
            .orElse(SmcccVersion.V1_0);
    return new RegisterContract(
        version, call.state(), CallWidth.of(function), Conduit.of(call.insn()).orElseThrow());
  }

  private List<Requirement> preserved() {
    List<Requirement> all = new ArrayList<>();
    RegisterContract contract = contract();
    int whole = call.state() == ExecutionState.AARCH64 ? 64 : 32;
    for (int register = 1; register <= call.lastRegister(); register++) {
      After after = contract.after(register);
      boolean kept =
          after == After.PRESERVED || hasNoMoreResults() && after == After.RESULT_OR_PRESERVED;
      boolean isStackPointer = whole == 32 && register == STACK_POINTER;
      if (kept && !isStackPointer) {
        Place place = Place.result(broken.number(), register);
        long before = broken.before(register);
        all.add(
            new Requirement(
                place, whole, List.of(new Is(before)), changed(register, before, place, "")));
      }
    }
    return all;
  }

  private List<Piece> changed(int register, long before, Place place, String tail) {
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Text(name(register) + " was " + hex(before) + " is "));
    pieces.add(new Value(place));
    if (!tail.isEmpty()) {
      pieces.add(new Text(tail));
    }
    return pieces;
  }

  /** What other callers had in their registers, or found there, is in none without a result. */
  private List<Requirement> noLeak() {
    Set<Long> foreign = new HashSet<>();
    for (RecordedCall other : calls) {
      if (other.from() != call.from() || other.cpu() != call.cpu()) {
        foreign.addAll(other.before().values());
        other.back().ifPresent(back -> foreign.addAll(back.registers().values()));
      }
    }
    foreign.removeIf(value -> value < TELLING && value >= -TELLING);
    foreign.removeAll(call.before().values());
    List<Requirement> all = new ArrayList<>();
    for (int register : broken.shownAfter()) {
      if (register == 0 || foreign.isEmpty()) {
        continue;
      }
      Place place = Place.result(broken.number(), register);
      all.add(
          new Requirement(
              place,
              64,
              List.of(new NoneOf(foreign)),
              changed(register, broken.before(register), place, ", which another caller had")));
    }
    return all;
  }

  private List<Requirement> upperHalves() {
    Place ours = Place.result(broken.number(), 0);
    Place theirs = Place.result(0, 0);
    return List.of(
        new Requirement(
            ours,
            bits,
            List.of(
                new SameAs(theirs),
                new NoneOf(
                    Set.of(
                        cut(PsciResult.INVALID_PARAMETERS.code()),
                        cut(PsciResult.INVALID_ADDRESS.code())))),
            message(name(0) + " is ", ours, ", and with zero upper halves it is ", theirs)));
  }

  /** The only inner call; the rules about layers have nothing to say where there are more. */
  private Script.Step inner() throws NotShownException {
    List<Script.Step> inner = steps.stream().filter(step -> step.servedBy().isPresent()).toList();
    if (inner.size() != 1) {
      throw new NotShownException(
          "the callee made " + inner.size() + " calls; the image compares with one");
    }
    return inner.get(0);
  }

  private List<Requirement> shim() throws NotShownException {
    Script.Step inner = inner();
    Place asked = Place.seen(inner.number(), 0);
    Place ours = Place.result(broken.number(), 0);
    Place theirs = Place.result(inner.number(), 0);
    return List.of(
        new Requirement(
            asked,
            32,
            List.of(
                new Is(Requirement.cut(function.value(), 32)),
                new Is(Requirement.cut(function.withoutSveHint().value(), 32))),
            List.of(
                new Text(
                    "the layer above was asked for "
                        + hex(Requirement.cut(function.value(), 32))
                        + " and asks for "),
                new Value(asked))),
        new Requirement(
            ours,
            bits,
            List.of(new SameAs(theirs)),
            message(name(0) + " is ", ours, ", and the layer that was asked said ", theirs)));
  }

  private List<Requirement> passedOn() throws NotShownException {
    Script.Step inner = inner();
    List<Requirement> all = new ArrayList<>();
    for (int register : inner.shownAfter()) {
      boolean isResult =
          register > 0
              && contract().after(register) != After.PRESERVED
              && inner.after(register) != 0
              && cut(inner.before(register)) != cut(inner.after(register));
      if (isResult) {
        Place ours = Place.result(broken.number(), register);
        Place theirs = Place.result(inner.number(), register);
        all.add(
            new Requirement(
                ours,
                bits,
                List.of(new SameAs(theirs)),
                message(
                    name(register) + " is ",
                    ours,
                    ", and the layer that was asked said ",
                    theirs)));
      }
    }
    return all;
  }

  private Requirement code() throws NotShownException {
    Optional<PsciFunction> psci = PsciFunction.of(function);
    Set<Long> codes = new TreeSet<>();
    List<Alternative> allowed = new ArrayList<>();
    codes.add(cut(NOT_SUPPORTED));
    if (psci.isEmpty()) {
      for (SmcccResult code : SmcccResult.values()) {
        codes.add(cut(code.code()));
      }
      allowed.add(new NotNegative());
    } else {
      psci.get().results().forEach(code -> codes.add(cut(code.code())));
      boolean state =
          psci.get() == PsciFunction.AFFINITY_INFO || psci.get() == PsciFunction.MIGRATE_INFO_TYPE;
      if (psci.get().resultKind() == ResultKind.COUNTER) {
        throw new NotShownException("every result of that function is allowed");
      } else if (state) {
        codes.addAll(Set.of(0L, 1L, 2L));
      } else if (psci.get().resultKind() == ResultKind.VALUE) {
        allowed.add(new NotNegative());
      }
    }
    codes.forEach(code -> allowed.add(new Is(code)));
    return first(allowed, "which is no code of the function");
  }

  private List<Requirement> width() {
    if (broken.number() == 0) {
      return List.of(
          first(
              List.of(new NoneOf(Set.of(cut(NOT_SUPPORTED)))),
              "for something in the upper half of the identifier"));
    }
    Place ours = Place.result(broken.number(), 0);
    Place theirs = Place.result(0, 0);
    return List.of(
        new Requirement(
            ours,
            bits,
            List.of(new SameAs(theirs), new NoneOf(Set.of(cut(NOT_SUPPORTED)))),
            message(
                name(0) + " is ",
                ours,
                ", and with a zero upper half of the identifier it is ",
                theirs)));
  }

  /** A function is there if PSCI_FEATURES says so, and only then. */
  private List<Requirement> features() {
    Script.Step first = steps.get(0);
    boolean asksFirst =
        first.call().function().equals(Optional.of(PsciFunction.PSCI_FEATURES.id32()));
    Place asked = Place.result(asksFirst ? 0 : broken.number(), 0);
    Place used = Place.result(asksFirst ? broken.number() : 0, 0);
    Set<Long> refused = Set.of(Requirement.cut(NOT_SUPPORTED, 32));
    List<Piece> pieces =
        message("PSCI_FEATURES says ", asked, ", and the function itself says ", used);
    return List.of(
        new Requirement(used, 32, List.of(new NoneOf(refused), new SameAs(asked)), pieces),
        new Requirement(asked, 32, List.of(new NoneOf(refused), new SameAs(used)), pieces));
  }

  private List<Requirement> mandatory() {
    Place place = Place.result(0, 0);
    List<Alternative> there = new ArrayList<>();
    there.add(new NoneOf(Set.of(Requirement.cut(NOT_SUPPORTED, 32))));
    if (broken.number() != 0) {
      there.add(new SameAs(Place.result(broken.number(), 0)));
    }
    String name =
        steps
            .get(0)
            .call()
            .function()
            .flatMap(PsciFunction::of)
            .map(PsciFunction::functionName)
            .orElse("the function");
    return List.of(
        new Requirement(
            place,
            32,
            there,
            List.of(
                new Text(name + " says "), new Value(place), new Text(", and it is mandatory"))));
  }

  private List<Requirement> resumed() {
    Place landing = Place.landing(broken.number());
    return List.of(
        new Requirement(
            Place.stray(broken.number()),
            32,
            List.of(new Is(0)),
            List.of(new Text("the caller goes on at "), new Value(landing))),
        new Requirement(
            landing,
            64,
            List.of(new Is(4)),
            List.of(
                new Text("the caller is resumed at the call + "),
                new Value(landing),
                new Text(", not behind it, + 0x4"))));
  }
}
