// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.callee;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.convention.Conduit;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.preset.PresetException;

/** Reads which calls an exception is about. */
record CircumstancesReader(JsonNode when, String where) {

  static Circumstances read(JsonNode when, String where) throws PresetException {
    if (!when.isObject() || when.isEmpty()) {
      throw PresetException.input(where + " must say when it applies");
    }
    Cells.fieldsOnly(
        when, Set.of("conduit", "owners", "numbers", "state", "width", "immediate"), where);
    CircumstancesReader reader = new CircumstancesReader(when, where);
    int[] numbers = reader.numbers();
    return new Circumstances(
        reader.has("conduit") ? Optional.of(reader.conduit()) : Optional.empty(),
        reader.owners(),
        numbers[0],
        numbers[1],
        reader.has("state") ? Optional.of(reader.state()) : Optional.empty(),
        reader.has("width") ? Optional.of(reader.isSixtyFourBit()) : Optional.empty(),
        reader.has("immediate") ? Optional.of(reader.isNonZero()) : Optional.empty());
  }

  private boolean has(String field) {
    return when.has(field);
  }

  private Conduit conduit() throws PresetException {
    return Cells.one(when.path("conduit"), Conduit.values(), each -> each.call().mnemonic(), where);
  }

  private ExecutionState state() throws PresetException {
    return Cells.one(
        when.path("state"),
        ExecutionState.values(),
        each -> each.name().toLowerCase(Locale.ROOT),
        where);
  }

  private boolean isNonZero() throws PresetException {
    return Cells.one(
        when.path("immediate"),
        new Boolean[] {false, true},
        nonZero -> nonZero ? "non-zero" : "zero",
        where);
  }

  private boolean isSixtyFourBit() throws PresetException {
    JsonNode width = when.path("width");
    if (!width.isInt() || width.asInt() != 32 && width.asInt() != 64) {
      throw PresetException.input(where + ": a width is 32 or 64");
    }
    return width.asInt() == 64;
  }

  private Set<Integer> owners() throws PresetException {
    Set<Integer> owners = new HashSet<>();
    JsonNode listed = when.path("owners");
    for (JsonNode each : listed) {
      if (!each.isInt() || each.asInt() < 0 || each.asInt() > 63) {
        throw PresetException.input(where + ": an owner is 0 to 63");
      }
      owners.add(each.asInt());
    }
    if (!listed.isMissingNode() && (!listed.isArray() || owners.isEmpty())) {
      throw PresetException.input(where + ": owners must be a list of numbers");
    }
    return owners;
  }

  /** The first and the last. */
  private int[] numbers() throws PresetException {
    JsonNode listed = when.path("numbers");
    if (listed.isMissingNode()) {
      return new int[] {0, Circumstances.HIGHEST_NUMBER};
    }
    if (!listed.isArray() || listed.size() != 2) {
      throw PresetException.input(where + ": numbers must be the first and the last");
    }
    int[] numbers = new int[2];
    for (int i = 0; i < numbers.length; i++) {
      if (!listed.path(i).isTextual() || !listed.path(i).asText().matches("0x[0-9a-f]{1,4}")) {
        throw PresetException.input(where + ": a number is 16 bits, such as 0x1f");
      }
      numbers[i] = Integer.parseInt(listed.path(i).asText().substring(2), 16);
    }
    return numbers;
  }
}
