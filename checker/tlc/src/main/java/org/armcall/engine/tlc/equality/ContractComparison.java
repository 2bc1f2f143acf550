// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.equality;

import static org.armcall.engine.tlc.equality.ContractInput.name;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.armcall.model.convention.Answer;
import org.armcall.model.convention.ArchitectureFunction;
import org.armcall.model.convention.CallWidth;
import org.armcall.model.convention.CalledFunction;
import org.armcall.model.convention.CalleePolicy;
import org.armcall.model.convention.CalleeSemantics;
import org.armcall.model.convention.ConventionCall;
import org.armcall.model.convention.Naming;
import org.armcall.model.convention.RegisterContract;
import org.armcall.model.convention.SmcccResult;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.function.FunctionId;
import org.armcall.model.function.OwningEntity;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.psci.PsciResult;
import org.armcall.model.psci.PsciVersion;
import org.armcall.model.psci.ResultKind;
import tlc2.value.impl.Value;

/**
 * Compares {@code spec/convention/Contract.tla} with the Java model and says what differs. A model
 * that refuses an input of the specification differs from it.
 */
public final class ContractComparison {
  private static final String NONE = "none";

  private final ContractFault fault;
  private final Consumer<String> report;

  /** A comparison with that fault seeded that hands each difference over as one line. */
  public ContractComparison(ContractFault fault, Consumer<String> report) {
    this.fault = fault;
    this.report = report;
  }

  /** Whether the version claims to serve callers of the same versions. */
  public boolean claimsAgree(Value v, Value spec) {
    return agree(
        "claims of " + v,
        ContractInput.numbers(spec),
        () -> {
          Set<Integer> claims = new TreeSet<>();
          for (SmcccVersion version : ContractInput.version(v).claimsCompatibilityWith()) {
            claims.add(version.ordinal());
          }
          return claims;
        });
  }

  /** Whether arguments and widths are the same. */
  public boolean contractAgrees(List<Value> at, Value spec) {
    Fields fields = Fields.of(spec);
    return agree(
        "contract of " + at,
        List.of(
            ContractInput.numbers(fields.field(name("args"))),
            fields.number(name("argBits")),
            fields.number(name("resultBits"))),
        () -> {
          RegisterContract contract = contract(at);
          return List.of(
              Set.copyOf(contract.arguments()), contract.argumentBits(), contract.resultBits());
        });
  }

  /** Whether the register has the same role; {@code none} where there is no such register. */
  public boolean afterAgrees(List<Value> at, Value register, Value spec) {
    return agree(
        "register " + register + " of " + at,
        ContractInput.text(spec),
        () -> {
          RegisterContract contract = contract(at);
          int number = ContractInput.number(register);
          return contract.isDefined() && number <= contract.lastRegister()
              ? fault.of(contract.after(number)).text()
              : NONE;
        });
  }

  private static RegisterContract contract(List<Value> at) {
    return new RegisterContract(
        ContractInput.version(at.get(0)),
        ContractInput.state(at.get(1)),
        ContractInput.truth(at.get(2)) ? CallWidth.CALL64 : CallWidth.CALL32,
        ContractInput.conduit(at.get(3)));
  }

  /** Whether the identifier has the same owner, and names the same function if it names one. */
  public boolean namesAgree(Value fid, Value v, Value st, Value spec) {
    Fields fields = Fields.of(spec);
    Set<String> objections = ContractInput.texts(fields.field(name("objections")));
    Optional<FunctionId> named = ContractInput.anyIdentifier(fields.field(ContractInput.FID));
    SmcccVersion version = ContractInput.version(v);
    ExecutionState state = ContractInput.state(st);
    FunctionId id = ContractInput.identifier(fid);
    CalledFunction function = new CalledFunction(id, version, state);
    Naming naming = fault.of(function.naming(), id);
    String owner = ownerText(function.owner());
    boolean same = owner.equals(fields.text(name("owner")));
    if (naming instanceof Naming.Named known) {
      same &= objections.isEmpty() && named.equals(Optional.of(known.canonical()));
    } else if (naming instanceof Naming.NoFunction none) {
      same &= objections.contains(none.reason().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
    if (!same) {
      differ("name of " + fid + " in " + v + " from " + st, spec, naming + " of " + owner);
    }
    return same;
  }

  private static String ownerText(OwningEntity owner) {
    return switch (owner) {
      case ARM_ARCHITECTURE -> "arm architecture";
      case CPU_SERVICE -> "cpu service";
      case SILICON_PROVIDER -> "sip service";
      case OEM -> "oem service";
      case STANDARD_SECURE -> "standard secure service";
      case STANDARD_HYPERVISOR -> "standard hypervisor service";
      case VENDOR_HYPERVISOR -> "vendor hypervisor service";
      case VENDOR_EL3 -> "vendor el3 monitor service";
      case TRUSTED_APPLICATION -> "trusted application";
      case TRUSTED_OS, TRUSTED_OS_YIELDING -> "trusted os";
      case LEGACY -> "existing";
      case RESERVED_YIELDING -> "trusted os expansion";
      case RESERVED -> "reserved";
    };
  }

  /** Whether a callee of that policy answers the same. */
  public boolean answersAgree(Value policy, Value call, Value spec) {
    FlatAnswer expected = FlatAnswer.of(spec);
    CalleePolicy chosen = fault.of(ContractInput.policy(policy));
    FlatAnswer actual = FlatAnswer.of(CalleeSemantics.answers(chosen, ContractInput.call(call)));
    if (!expected.equals(actual)) {
      differ("answer of " + policy + " to " + call, expected, actual);
    }
    return expected.equals(actual);
  }

  /** Whether the version allows the same answers. */
  public boolean allowedAgree(Value v, Value call, Value spec) {
    Set<FlatAnswer> expected = FlatAnswer.setOf(spec);
    ConventionCall made = ContractInput.call(call);
    Set<FlatAnswer> actual = new HashSet<>();
    for (Answer answer : CalleeSemantics.allowed(ContractInput.version(v), made)) {
      actual.add(FlatAnswer.of(answer));
    }
    if (!expected.equals(actual)) {
      differ(
          "allowed by " + v + " to " + call,
          "only " + without(expected, actual),
          "only " + without(actual, expected));
    }
    return expected.equals(actual);
  }

  private static Set<FlatAnswer> without(Set<FlatAnswer> all, Set<FlatAnswer> others) {
    Set<FlatAnswer> rest = new HashSet<>(all);
    rest.removeAll(others);
    return rest;
  }

  /** Whether the function has the same row, and the table the same functions. */
  public boolean psciAgrees(Value fn, Value functions, Value spec) {
    Fields fields = Fields.of(spec);
    List<Object> expected =
        List.of(
            ContractInput.texts(functions),
            ContractInput.numbers(fields.field(name("results"))),
            fields.number(name("since")),
            fields.text(name("returns")),
            fields.flag(name("value")),
            fields.flag(name("counter")),
            fields.flag(name("wide")),
            ContractInput.identifier(fields.field(ContractInput.FID)));
    return agree("row of " + fn, expected, () -> row(PsciFunction.valueOf(ContractInput.text(fn))));
  }

  private List<Object> row(PsciFunction function) {
    Set<String> all = new TreeSet<>();
    for (PsciFunction each : PsciFunction.values()) {
      if (!each.withdrawn()) {
        all.add(each.functionName());
      }
    }
    String returns =
        switch (function.returning()) {
          case RETURNS -> "always";
          case NEVER_ON_SUCCESS -> "never";
          case MAY_NOT_RETURN -> "maybe";
        };
    boolean value =
        switch (function.resultKind()) {
          case CODE -> false;
          case VALUE, COUNTER -> true;
        };
    return List.of(
        all,
        codes(function.results()),
        function.since().ordinal(),
        returns,
        value,
        function.resultKind() == ResultKind.COUNTER,
        function.id64().isPresent(),
        fault.of(function.id32(), function));
  }

  /** Whether the function may answer the same codes by that version of PSCI. */
  public boolean resultsAgree(Value fn, Value pv, Value spec) {
    return agree(
        "codes of " + fn + " in " + pv,
        ContractInput.numbers(spec),
        () ->
            codes(
                PsciFunction.valueOf(ContractInput.text(fn))
                    .results(PsciVersion.values()[ContractInput.number(pv)])));
  }

  /** Whether the Arm Architecture call has the same row, and the table the same functions. */
  public boolean architectureAgrees(Value fn, Value functions, Value spec) {
    Fields fields = Fields.of(spec);
    List<Object> expected =
        List.of(
            ContractInput.texts(functions),
            fields.number(name("num")),
            ContractInput.truths(fields.field(name("widths"))),
            fields.number(name("since")),
            fields.flag(name("silent")));
    return agree(
        "row of " + fn,
        expected,
        () -> {
          ArchitectureFunction function = ArchitectureFunction.valueOf(ContractInput.text(fn));
          Set<String> all = new TreeSet<>();
          for (ArchitectureFunction each : ArchitectureFunction.values()) {
            all.add(each.name());
          }
          Set<Boolean> widths = new HashSet<>();
          for (int convention : new int[] {0, FunctionId.CONVENTION.mask()}) {
            int id = function.id().value() & ~FunctionId.CONVENTION.mask() | convention;
            if (function.has(new FunctionId(id))) {
              widths.add(convention != 0);
            }
          }
          return List.of(
              all,
              function.id().number(),
              widths,
              function.since().ordinal(),
              function.kind() == ArchitectureFunction.Kind.NOTHING);
        });
  }

  /** Whether a version has the Arm Architecture call, and the same codes of the convention. */
  public boolean versionAgrees(Value fn, Value v, Value spec) {
    Fields fields = Fields.of(spec);
    return agree(
        fn + " in " + v,
        List.of(fields.flag(name("there")), ContractInput.numbers(fields.field(name("codes")))),
        () -> {
          SmcccVersion version = fault.of(ContractInput.version(v));
          Set<Integer> codes = new TreeSet<>();
          for (SmcccResult result : SmcccResult.values()) {
            if (result.isIn(version)) {
              codes.add(result.code());
            }
          }
          return List.of(ArchitectureFunction.valueOf(ContractInput.text(fn)).isIn(version), codes);
        });
  }

  private static Set<Integer> codes(Set<PsciResult> results) {
    Set<Integer> codes = new TreeSet<>();
    for (PsciResult result : results) {
      codes.add(result.code());
    }
    return codes;
  }

  private boolean agree(String input, Object expected, Supplier<Object> model) {
    Object actual;
    try {
      actual = model.get();
    } catch (IllegalArgumentException refused) {
      actual = refused.getMessage();
    }
    if (!expected.equals(actual)) {
      differ(input, expected, actual);
    }
    return expected.equals(actual);
  }

  private void differ(String input, Object spec, Object java) {
    report.accept(input + " spec=" + spec + " java=" + java);
  }
}
