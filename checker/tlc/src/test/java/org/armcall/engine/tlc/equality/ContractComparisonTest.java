// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.equality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.armcall.model.convention.ArchitectureFunction;
import org.armcall.model.psci.PsciFunction;
import org.junit.jupiter.api.Test;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/**
 * The comparison of the calling convention: what agrees, what differs, and that faults are seen.
 */
final class ContractComparisonTest {
  private static final int V1_0 = 1;
  private static final int V1_1 = 2;
  private static final int V1_2 = 3;
  private static final int V1_3 = 4;
  private static final Value CPU_ON = fid(4, false, 3);
  private static final Value NO_FID = fid(0, false, -1);

  private final List<String> reports = new ArrayList<>();
  private final ContractComparison comparison =
      new ContractComparison(ContractFault.NONE, reports::add);

  private static Value number(int value) {
    return IntValue.gen(value);
  }

  private static Value text(String value) {
    return new StringValue(value);
  }

  private static Value truth(boolean value) {
    return value ? BoolValue.ValTrue : BoolValue.ValFalse;
  }

  private static Value set(Value... elements) {
    return new SetEnumValue(elements, false);
  }

  private static Value numbers(int... elements) {
    return set(Arrays.stream(elements).mapToObj(IntValue::gen).toArray(Value[]::new));
  }

  private static Value upTo(int last) {
    return numbers(IntStream.rangeClosed(0, last).toArray());
  }

  /** A record of names and values in turn. */
  private static Value record(Object... fields) {
    UniqueString[] names = new UniqueString[fields.length / 2];
    Value[] values = new Value[fields.length / 2];
    for (int index = 0; index < names.length; index++) {
      names[index] = UniqueString.uniqueStringOf((String) fields[2 * index]);
      values[index] = (Value) fields[2 * index + 1];
    }
    return new RecordValue(names, values, false);
  }

  private static Value fid(int owner, boolean hint, int number) {
    return record(
        "fast",
        truth(number >= 0),
        "wide",
        truth(false),
        "oen",
        number(owner),
        "reserved",
        number(0),
        "hint",
        truth(hint),
        "num",
        number(number));
  }

  private static List<Value> contract(int version, boolean wide) {
    return List.of(number(version), text("a64"), truth(wide), text("smc"));
  }

  private static boolean after(ContractComparison with, int version, int register, String role) {
    return with.afterAgrees(contract(version, true), number(register), text(role));
  }

  private static Value name(String owner, Value canonical, String... objections) {
    Value[] elements = Arrays.stream(objections).map(StringValue::new).toArray(Value[]::new);
    return record("owner", text(owner), "objections", set(elements), "fid", canonical);
  }

  private static Value policy(String smcImmediate, String width) {
    return record(
        "version", number(V1_3),
        "hvcImmediate", text("vendor"),
        "smcImmediate", text(smcImmediate),
        "undefinedReturn", text("instruction"),
        "unknownFunction", text("not supported"),
        "identifierWidth", text(width),
        "cleared", text("x0 to x3"),
        "hint", text("masked"),
        "reservedBits", text("rejected"),
        "identityOwner", number(6),
        "smc32Immediate", text("assumed zero"),
        "thirtyTwoBitCaller", text("by class"),
        "legacy", text("none"));
  }

  private static Value call(int immediate, boolean upper, Value identifier) {
    return record(
        "conduit", text("smc"),
        "imm", number(immediate),
        "fid", identifier,
        "upper", truth(upper),
        "st", text("a64"));
  }

  private static Value answer(String kind, Value identifier, Value cleared) {
    return record("kind", text(kind), "fid", identifier, "cleared", cleared, "back", text("next"));
  }

  private static boolean row(ContractComparison with, String function, int number, int... codes) {
    Value[] all =
        Arrays.stream(PsciFunction.values())
            .filter(each -> !each.withdrawn())
            .map(each -> text(each.functionName()))
            .toArray(Value[]::new);
    Value spec =
        record(
            "results", numbers(codes),
            "since", number(3),
            "returns", text("always"),
            "value", truth(false),
            "counter", truth(false),
            "wide", truth(true),
            "fid", fid(4, false, number));
    return with.psciAgrees(text(function), set(all), spec);
  }

  /** DEN0028 B: x4 to x17 are unpredictable; C: preserved, then results if the function has any. */
  @Test
  void registersHaveTheRolesOfTheirVersion() {
    for (int register = 4; register <= 17; register++) {
      assertTrue(after(comparison, V1_0, register, "unpredictable"));
      assertTrue(after(comparison, V1_1, register, "preserved"));
      assertTrue(after(comparison, V1_2, register, "result or preserved"));
    }
    assertTrue(after(comparison, V1_0, 18, "preserved"));
    assertEquals(List.of(), reports);
  }

  @Test
  void aDifferenceIsReportedWithBothSides() {
    assertFalse(after(comparison, V1_1, 4, "unpredictable"));
    assertEquals(1, reports.size());
    assertTrue(reports.get(0).contains("register 4"), reports.get(0));
    assertTrue(reports.get(0).endsWith("spec=unpredictable java=preserved"), reports.get(0));
  }

  @Test
  void thereIsNo64BitContractOfAArch32() {
    List<Value> none = List.of(number(V1_2), text("a32"), truth(true), text("hvc"));
    assertTrue(comparison.afterAgrees(none, number(0), text("none")));
    assertTrue(
        comparison.contractAgrees(
            none, record("args", set(), "argBits", number(64), "resultBits", number(64))));
    assertTrue(
        comparison.contractAgrees(
            contract(V1_2, true),
            record("args", upTo(17), "argBits", number(64), "resultBits", number(64))));
    assertFalse(
        comparison.contractAgrees(
            contract(V1_1, true),
            record("args", upTo(17), "argBits", number(64), "resultBits", number(64))));
  }

  @Test
  void aLaterVersionClaimsTheEarlierOnes() {
    assertTrue(comparison.claimsAgree(number(V1_2), numbers(V1_0, V1_1, V1_2)));
    assertFalse(comparison.claimsAgree(number(V1_0), numbers(V1_0, V1_1)));
  }

  @Test
  void anyObjectionOfTheSpecificationMayBeTheModels() {
    Value reserved = fid(8, true, 0);
    Value spec = name("reserved", NO_FID, "reserved bits", "reserved owner");
    assertTrue(comparison.namesAgree(reserved, number(V1_0), text("a64"), spec));
    assertFalse(
        comparison.namesAgree(
            reserved, number(V1_0), text("a64"), name("reserved", NO_FID, "smc64 from aarch32")));
    assertFalse(
        comparison.namesAgree(
            CPU_ON, number(V1_0), text("a64"), name("standard secure service", NO_FID)));
  }

  /** Before 1.1 and from AArch64: NOT_SUPPORTED in x0 with any of three clearings, or forwarded. */
  @Test
  void whatIsAllowedIsComparedAsASet() {
    Value[] allowed = {
      answer("forwarded", NO_FID, set()),
      answer("not supported", NO_FID, upTo(0)),
      answer("not supported", NO_FID, upTo(3)),
      answer("not supported", NO_FID, upTo(17))
    };
    Value unknown = call(0, false, fid(8, false, 0));
    assertTrue(comparison.allowedAgree(number(V1_0), unknown, set(allowed)));
    assertFalse(comparison.allowedAgree(number(V1_1), unknown, set(allowed)));
  }

  @Test
  void aFunctionMayAnswerTheCodesOfItsVersion() {
    assertTrue(comparison.resultsAgree(text("CPU_OFF"), number(1), numbers(-3)));
    assertFalse(comparison.resultsAgree(text("CPU_OFF"), number(1), numbers(0, -3)));
    assertTrue(row(comparison, "MEM_PROTECT_CHECK_RANGE", 20, 0, -1, -3));
    assertFalse(row(comparison, "MEM_PROTECT_CHECK_RANGE", 19, 0, -1, -3));
  }

  /**
   * Linux 821b67fa4639: a function of 1.2; TF-A cb4ee3e4c: with a 64-bit identifier for the name.
   */
  @Test
  void aRowOfTheArchitectureHasItsVersionAndItsWidths() {
    Value[] all =
        Arrays.stream(ArchitectureFunction.values())
            .map(each -> text(each.name()))
            .toArray(Value[]::new);
    for (int since : new int[] {V1_1, V1_2}) {
      Value row =
          record(
              "num", number(2),
              "widths", set(truth(false), truth(true)),
              "since", number(since),
              "silent", truth(false));
      assertEquals(
          since == V1_2, comparison.architectureAgrees(text("SMCCC_ARCH_SOC_ID"), set(all), row));
    }
  }

  /** Each fault changes what it is about: a comparison that agrees without it. */
  @Test
  void everySeededFaultIsSeen() {
    Value refused = answer("not supported", NO_FID, upTo(3));
    Value served = answer("dispatched", CPU_ON, set());
    Value standard = name("standard secure service", CPU_ON);
    Value documented = policy("not supported", "truncated");
    Map<ContractFault, Predicate<ContractComparison>> about = new EnumMap<>(ContractFault.class);
    about.put(ContractFault.X4_KEPT_IN_1_0, with -> after(with, V1_0, 4, "unpredictable"));
    about.put(
        ContractFault.RESULTS_STOP_AT_X3, with -> after(with, V1_2, 4, "result or preserved"));
    about.put(
        ContractFault.HINT_IS_PART_OF_NAME,
        with -> with.namesAgree(fid(4, true, 3), number(V1_3), text("a64"), standard));
    about.put(
        ContractFault.UPPER_HALF_COUNTS,
        with -> with.answersAgree(documented, call(0, true, CPU_ON), served));
    about.put(
        ContractFault.SMC_IMMEDIATE_IGNORED,
        with -> with.answersAgree(documented, call(1, false, CPU_ON), refused));
    about.put(
        ContractFault.UNKNOWN_IS_LEFT,
        with -> with.answersAgree(documented, call(0, false, fid(8, false, 0)), refused));
    about.put(
        ContractFault.CHECK_RANGE_IS_MEM_PROTECT,
        with -> row(with, "MEM_PROTECT_CHECK_RANGE", 20, 0, -1, -3));
    about.put(
        ContractFault.VERSIONS_HAVE_THE_SAME,
        with ->
            with.versionAgrees(
                text("SMCCC_ARCH_SOC_ID"),
                number(V1_1),
                record("there", truth(false), "codes", numbers(-3, -2, -1, 0))));
    for (ContractFault fault : ContractFault.values()) {
      if (fault != ContractFault.NONE) {
        assertTrue(about.get(fault).test(comparison), fault.text());
        assertFalse(
            about.get(fault).test(new ContractComparison(fault, reports::add)), fault.text());
        assertEquals(fault, ContractFault.ofText(fault.text()));
      }
    }
  }

  @Test
  void aFaultThatIsNotThereIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> ContractFault.ofText("no-such-fault"));
  }
}
