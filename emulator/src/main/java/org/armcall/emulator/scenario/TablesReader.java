// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.armcall.emulator.memory.MemoryKind;
import org.armcall.emulator.memory.PageTables;
import org.armcall.emulator.memory.Rights;
import org.armcall.emulator.scenario.Scenario.Mapping;
import org.armcall.emulator.scenario.Scenario.MemoryRegion;
import org.armcall.emulator.scenario.Scenario.Tables;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.Platform;

/** Reads the tables of a scenario. */
final class TablesReader {
  /** The rights by their words. */
  static final Map<String, Rights> RIGHTS = new LinkedHashMap<>();

  private static final Map<String, ExceptionLevel> LEVELS = new LinkedHashMap<>();
  private static final int DEFAULT_BITS = 32;
  private static final int PAGE = 12;
  private static final int BLOCK = 21;
  private static final int GIB = 30;

  /** A GiB in small pages: tables of 2 MiB. */
  private static final long MOST_DESCRIPTORS = 1 << 18;

  static {
    RIGHTS.put("kernel-code", Rights.KERNEL_CODE);
    RIGHTS.put("kernel-data", Rights.KERNEL_DATA);
    RIGHTS.put("kernel-all", Rights.KERNEL_ALL);
    RIGHTS.put("user-code", Rights.USER_CODE);
    RIGHTS.put("user-data", Rights.USER_DATA);
    RIGHTS.put("guest-all", Rights.GUEST_ALL);
    RIGHTS.put("guest-code", Rights.GUEST_CODE);
    RIGHTS.put("execute-only", Rights.EXECUTE_ONLY);
    LEVELS.put("el1", ExceptionLevel.EL1);
    LEVELS.put("el2", ExceptionLevel.EL2);
    LEVELS.put("el3", ExceptionLevel.EL3);
  }

  private final Fields top;
  private final Platform platform;
  private final List<MemoryRegion> memory;

  TablesReader(Fields top, Platform platform, List<MemoryRegion> memory) {
    this.top = top;
    this.platform = platform;
    this.memory = memory;
  }

  /** The word of a constant: lower case, with hyphens. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  List<Tables> tables() {
    List<Tables> all = new ArrayList<>();
    for (Fields fields :
        top.mappings("tables", List.of("format", "level", "at", "bits", "range", "map"))) {
      PageTables.Format format =
          fields
              .oneOf("format", ScenarioReader.words(PageTables.Format.values(), TablesReader::word))
              .orElseThrow(() -> fields.refuse("format", "this field is missing"));
      long at = fields.requiredNumber("at");
      Addresses.check(fields, "at", at, 1, memory);
      if (at % 0x10000 != 0) {
        throw fields.refuse("at", "tables begin at a multiple of 0x10000");
      }
      all.add(
          new Tables(
              format,
              fields.oneOf("level", LEVELS).orElse(ExceptionLevel.EL1),
              at,
              fields.number("bits", 25, 48).orElse(DEFAULT_BITS),
              fields.oneOf("range", Fields.ordered("low", false, "high", true)).orElse(false),
              mappings(fields, format)));
    }
    return all;
  }

  /** About how many descriptors a range takes: blocks where all of it is aligned to them. */
  private static long descriptors(long aligned, long size) {
    int zeros = Long.numberOfTrailingZeros(aligned);
    return size >>> (zeros >= GIB ? GIB : zeros >= BLOCK ? BLOCK : PAGE);
  }

  private boolean hasGuarded(PageTables.Format format) {
    return platform.has(Feature.BRANCH_TARGET)
        && !format.stageTwo()
        && format.name().startsWith("A64");
  }

  private List<Mapping> mappings(Fields tables, PageTables.Format format) {
    List<Mapping> all = new ArrayList<>();
    for (Fields fields :
        tables.mappings("map", List.of("from", "to", "size", "rights", "memory", "gp"))) {
      Rights rights =
          fields
              .oneOf("rights", RIGHTS)
              .orElseThrow(() -> fields.refuse("rights", "this field is missing"));
      if (rights.equals(Rights.EXECUTE_ONLY) && !format.stageTwo()) {
        throw fields.refuse(
            "rights", "stage 1 has no execute-only pages for EL1; use a stage-2 format");
      }
      boolean guarded = fields.flag("gp").orElse(false);
      if (guarded && !hasGuarded(format)) {
        throw fields.refuse("gp", "guarded pages are of AArch64 stage 1, on a platform with bti");
      }
      MemoryKind kind =
          fields
              .oneOf("memory", ScenarioReader.words(MemoryKind.values(), TablesReader::word))
              .orElse(MemoryKind.WRITE_BACK);
      long from = fields.requiredNumber("from");
      long to = fields.requiredNumber("to");
      long size = fields.number("size").orElse(0x1000L);
      if (descriptors(from | to | size, size) > MOST_DESCRIPTORS) {
        throw fields.refuse(
            "size", "that is too many pages; align it to 0x200000 or 0x40000000, or map less");
      }
      all.add(new Mapping(from, to, size, rights.with(kind), guarded));
    }
    return all;
  }
}
