// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.callee;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.armcall.model.convention.CalleePolicy;
import org.armcall.model.convention.CallerCare;
import org.armcall.model.convention.Cleared;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.FailedCondition;
import org.armcall.model.convention.HintHandling;
import org.armcall.model.convention.IdentifierWidth;
import org.armcall.model.convention.LegacyIdentifiers;
import org.armcall.model.convention.NonZeroImmediate;
import org.armcall.model.convention.ReservedBits;
import org.armcall.model.convention.ScratchRegisters;
import org.armcall.model.convention.Smc32Immediate;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.convention.ThirtyTwoBitCaller;
import org.armcall.model.convention.TrapAdvance;
import org.armcall.model.convention.UndefinedReturn;
import org.armcall.model.convention.UnknownFunction;
import org.armcall.model.psci.PsciVersion;
import org.armcall.traces.preset.PresetException;
import org.armcall.traces.preset.Presets;

/**
 * Reads implementations: a preset by its name, or a file or object of the form of {@code
 * spec/implementations/schema.json}.
 */
public final class CalleeFile {
  /** The names of the presets in {@code spec/implementations}. */
  public static final List<String> PRESETS =
      List.of(
          "xen",
          "kvm-guest",
          "pkvm-host",
          "jailhouse",
          "bao",
          "hafnium",
          "qemu",
          "tf-a",
          "reference");

  /** The cells that every file has. */
  public static final List<String> CELLS =
      List.of(
          "version",
          "psci",
          "conduits",
          "vendorImmediates",
          "hvcImmediate",
          "smcImmediate",
          "undefinedReturn",
          "unknownFunction",
          "identifierWidth",
          "cleared",
          "hint",
          "reservedBits",
          "identityOwner",
          "smc32Immediate",
          "thirtyTwoBitCaller",
          "legacy",
          "trapAdvance",
          "failedCondition",
          "scratch");

  /** The parameters that an exception may change. */
  private static final List<String> EXCEPTIONAL =
      List.of(
          "hvcImmediate",
          "smcImmediate",
          "undefinedReturn",
          "unknownFunction",
          "identifierWidth",
          "cleared",
          "thirtyTwoBitCaller",
          "legacy");

  private static final Presets<Callee> NAMED =
      new Presets<>("implementation", PRESETS, "implementations", CalleeFile::parse);

  private CalleeFile() {}

  /**
   * The implementation that an operand names: a preset, or a JSON file.
   *
   * @throws PresetException if there is no such preset or file, or the file is no implementation
   */
  public static Callee named(String operand) throws PresetException {
    return NAMED.named(operand);
  }

  /**
   * The implementation that a JSON object describes.
   *
   * @param where what to call it in messages
   * @throws PresetException if it is malformed, or a cell has no source
   */
  public static Callee parse(JsonNode node, String where) throws PresetException {
    if (!node.isObject()) {
      throw PresetException.input(where + ": an implementation is an object or a preset's name");
    }
    Set<String> known = new HashSet<>(CELLS);
    known.addAll(List.of("$schema", "name", "about", "exceptions"));
    Cells.fieldsOnly(node, known, where + ": an implementation");
    Cells cells = Cells.of(node, CELLS, where);
    Map<String, String> sources = new LinkedHashMap<>();
    for (String name : CELLS) {
      sources.put(name, Cells.source(node.path(name), where + ": " + name));
    }
    return new Callee(
        name(node, where),
        policy(cells, where),
        care(cells),
        cells.one("psci", PsciVersion.values(), PsciVersion::text),
        sources,
        conduits(cells, where),
        immediates(cells, where),
        deviations(node.path("exceptions"), cells, where));
  }

  private static String name(JsonNode node, String where) throws PresetException {
    for (String field : List.of("$schema", "about")) {
      if (node.has(field) && !node.path(field).isTextual()) {
        throw PresetException.input(where + ": " + field + " must be text");
      }
    }
    if (!node.path("name").isTextual() || node.path("name").asText().isEmpty()) {
      throw PresetException.input(where + ": an implementation has a name");
    }
    return node.path("name").asText();
  }

  private static CalleePolicy policy(Cells cells, String where) throws PresetException {
    JsonNode owner = cells.value("identityOwner");
    if (!owner.isInt() || !Set.of(0, 5, 6).contains(owner.asInt())) {
      throw PresetException.input(where + ": identityOwner must be 0, 5 or 6");
    }
    return new CalleePolicy(
        cells.one("version", SmcccVersion.values(), SmcccVersion::text),
        cells.one("hvcImmediate", NonZeroImmediate.values(), NonZeroImmediate::text),
        cells.one("smcImmediate", NonZeroImmediate.values(), NonZeroImmediate::text),
        cells.one("undefinedReturn", UndefinedReturn.values(), UndefinedReturn::text),
        cells.one("unknownFunction", UnknownFunction.values(), UnknownFunction::text),
        cells.one("identifierWidth", IdentifierWidth.values(), IdentifierWidth::text),
        cells.one("cleared", Cleared.values(), Cleared::text),
        cells.one("hint", HintHandling.values(), HintHandling::text),
        cells.one("reservedBits", ReservedBits.values(), ReservedBits::text),
        owner.asInt(),
        cells.one("smc32Immediate", Smc32Immediate.values(), Smc32Immediate::text),
        cells.one("thirtyTwoBitCaller", ThirtyTwoBitCaller.values(), ThirtyTwoBitCaller::text),
        cells.one("legacy", LegacyIdentifiers.values(), LegacyIdentifiers::text));
  }

  private static CallerCare care(Cells cells) throws PresetException {
    return new CallerCare(
        cells.one("trapAdvance", TrapAdvance.values(), TrapAdvance::text),
        cells.one("failedCondition", FailedCondition.values(), FailedCondition::text),
        cells.one("scratch", ScratchRegisters.values(), ScratchRegisters::text));
  }

  private static Conduit conduit(JsonNode value, String where) throws PresetException {
    return Cells.one(value, Conduit.values(), each -> each.call().mnemonic(), where);
  }

  private static Set<Conduit> conduits(Cells cells, String where) throws PresetException {
    JsonNode value = cells.value("conduits");
    EnumSet<Conduit> conduits = EnumSet.noneOf(Conduit.class);
    for (JsonNode each : value) {
      conduits.add(conduit(each, where + ": conduits"));
    }
    if (!value.isArray() || conduits.isEmpty() || conduits.size() != value.size()) {
      throw PresetException.input(where + ": conduits must be hvc, smc or both, once each");
    }
    return conduits;
  }

  private static Set<Integer> immediates(Cells cells, String where) throws PresetException {
    JsonNode value = cells.value("vendorImmediates");
    Set<Integer> immediates = new HashSet<>();
    Set<String> texts = new HashSet<>();
    for (JsonNode each : value) {
      if (!each.isTextual()
          || !each.asText().matches("0x[0-9a-f]{1,4}")
          || !texts.add(each.asText())) {
        throw PresetException.input(
            where + ": vendorImmediates are 16-bit numbers such as 0xea1, once each");
      }
      immediates.add(Integer.parseInt(each.asText().substring(2), 16));
    }
    if (!value.isArray()) {
      throw PresetException.input(where + ": vendorImmediates must be a list");
    }
    return immediates;
  }

  private static List<Deviation> deviations(JsonNode exceptions, Cells cells, String where)
      throws PresetException {
    List<Deviation> deviations = new ArrayList<>();
    if (!exceptions.isMissingNode() && !exceptions.isArray()) {
      throw PresetException.input(where + ": exceptions must be a list");
    }
    for (JsonNode each : exceptions) {
      deviations.add(deviation(each, cells, where + ": an exception"));
    }
    return deviations;
  }

  private static Deviation deviation(JsonNode node, Cells cells, String where)
      throws PresetException {
    Cells.fieldsOnly(node, Set.of("when", "parameter", "value", "source"), where);
    String parameter =
        Cells.one(node.path("parameter"), EXCEPTIONAL.toArray(String[]::new), text -> text, where);
    return new Deviation(
        CircumstancesReader.read(node.path("when"), where),
        policy(cells.with(parameter, node.path("value")), where),
        parameter,
        Cells.source(node, where));
  }
}
