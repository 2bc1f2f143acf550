// SPDX-License-Identifier: Apache-2.0
package tlc2.overrides;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.armcall.engine.tlc.equality.ContractComparison;
import org.armcall.engine.tlc.equality.ContractFault;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;

/**
 * The Java model's calling convention inside TLC: the operators of {@code
 * spec/convention/MCContractEquality.tla} that its TLA+ bodies leave to Java.
 *
 * <p>The model names the seeded fault. Calls and differences are counted with those of {@link
 * EqualityOverride}.
 */
public final class ContractOverride {
  private static final Map<String, ContractComparison> COMPARISONS = new ConcurrentHashMap<>();

  private ContractOverride() {}

  /** Whether the version claims to serve callers of the same versions. */
  @TLAPlusOperator(identifier = "JavaClaims", module = "MCContractEquality", warn = false)
  public static Value javaClaims(Value fault, Value v, Value spec) {
    return truth(comparison(fault).claimsAgree(v, spec));
  }

  /** Whether arguments and widths are the same. */
  @TLAPlusOperator(identifier = "JavaContract", module = "MCContractEquality", warn = false)
  public static Value javaContract(
      Value fault, Value v, Value st, Value wide, Value conduit, Value spec) {
    return truth(comparison(fault).contractAgrees(List.of(v, st, wide, conduit), spec));
  }

  /** Whether the register has the same role after the call. */
  @TLAPlusOperator(identifier = "JavaAfter", module = "MCContractEquality", warn = false)
  public static Value javaAfter(
      Value fault, Value v, Value st, Value wide, Value conduit, Value r, Value spec) {
    return truth(comparison(fault).afterAgrees(List.of(v, st, wide, conduit), r, spec));
  }

  /** Whether the identifier has the same owner and names the same function. */
  @TLAPlusOperator(identifier = "JavaNames", module = "MCContractEquality", warn = false)
  public static Value javaNames(Value fault, Value fid, Value v, Value st, Value spec) {
    return truth(comparison(fault).namesAgree(fid, v, st, spec));
  }

  /** Whether a callee of that policy answers the same. */
  @TLAPlusOperator(identifier = "JavaAnswers", module = "MCContractEquality", warn = false)
  public static Value javaAnswers(Value fault, Value policy, Value call, Value spec) {
    return truth(comparison(fault).answersAgree(policy, call, spec));
  }

  /** Whether the version allows the same answers. */
  @TLAPlusOperator(identifier = "JavaAllows", module = "MCContractEquality", warn = false)
  public static Value javaAllows(Value fault, Value v, Value call, Value spec) {
    return truth(comparison(fault).allowedAgree(v, call, spec));
  }

  /** Whether the function of PSCI has the same row. */
  @TLAPlusOperator(identifier = "JavaPsci", module = "MCContractEquality", warn = false)
  public static Value javaPsci(Value fault, Value fn, Value functions, Value spec) {
    return truth(comparison(fault).psciAgrees(fn, functions, spec));
  }

  /** Whether the function of PSCI may answer the same codes by that version. */
  @TLAPlusOperator(identifier = "JavaResults", module = "MCContractEquality", warn = false)
  public static Value javaResults(Value fault, Value fn, Value pv, Value spec) {
    return truth(comparison(fault).resultsAgree(fn, pv, spec));
  }

  /** Whether the Arm Architecture call has the same row. */
  @TLAPlusOperator(identifier = "JavaArchitecture", module = "MCContractEquality", warn = false)
  public static Value javaArchitecture(Value fault, Value fn, Value functions, Value spec) {
    return truth(comparison(fault).architectureAgrees(fn, functions, spec));
  }

  /** Whether the version has the Arm Architecture call, and the same codes. */
  @TLAPlusOperator(identifier = "JavaVersion", module = "MCContractEquality", warn = false)
  public static Value javaVersion(Value fault, Value fn, Value v, Value spec) {
    return truth(comparison(fault).versionAgrees(fn, v, spec));
  }

  private static ContractComparison comparison(Value fault) {
    EqualityOverride.CALLS.increment();
    return COMPARISONS.computeIfAbsent(
        ((StringValue) fault).val.toString(),
        name -> new ContractComparison(ContractFault.ofText(name), EqualityOverride::report));
  }

  private static Value truth(boolean value) {
    return value ? BoolValue.ValTrue : BoolValue.ValFalse;
  }
}
