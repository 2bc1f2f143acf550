// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.armcall.emulator.memory.MemoryKind;
import org.armcall.emulator.memory.PageTables;
import org.armcall.emulator.memory.Rights;
import org.armcall.emulator.scenario.Scenario.Mapping;
import org.armcall.emulator.scenario.Scenario.MemoryRegion;
import org.armcall.emulator.scenario.Scenario.Tables;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
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
  private final List<Fields> written = new ArrayList<>();

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
      written.add(fields);
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

  /** Refuses a format that a level of a processor does not walk in its execution state. */
  void fit(List<Tables> tables, List<LevelStates> processors) {
    for (int number = 0; number < tables.size(); number++) {
      PageTables.Format format = tables.get(number).format();
      ExceptionLevel level = format.stageTwo() ? ExceptionLevel.EL2 : tables.get(number).level();
      for (int cpu = 0; cpu < processors.size(); cpu++) {
        Optional<ExecutionState> state = processors.get(cpu).of(level);
        if (state.isPresent() && !walks(level, state.get(), format)) {
          ExecutionState known = state.get();
          throw written
              .get(number)
              .refuse(
                  "format",
                  String.format(
                      "%s of cpu%d is in %s and does not walk %s; write %s, or start cpu%2$d"
                          + " in the other state",
                      level, cpu, known.text(), word(format), fitting(level, known, format)));
        }
      }
    }
  }

  private static boolean walks(
      ExceptionLevel level, ExecutionState state, PageTables.Format format) {
    // Hyp mode has long descriptors only (DDI 0406C B3.3).
    boolean hyp = level == ExceptionLevel.EL2 && format == PageTables.Format.SHORT;
    return format.aarch64() == (state == ExecutionState.AARCH64) && !hyp;
  }

  private static String fitting(
      ExceptionLevel level, ExecutionState state, PageTables.Format wrong) {
    return Arrays.stream(PageTables.Format.values())
        .filter(each -> each.stageTwo() == wrong.stageTwo() && walks(level, state, each))
        .map(TablesReader::word)
        .collect(Collectors.joining(" or "));
  }

  /** About how many descriptors a range takes: blocks where all of it is aligned to them. */
  private static long descriptors(long aligned, long size) {
    int zeros = Long.numberOfTrailingZeros(aligned);
    return size >>> (zeros >= GIB ? GIB : zeros >= BLOCK ? BLOCK : PAGE);
  }

  private boolean hasGuarded(PageTables.Format format) {
    return platform.has(Feature.BRANCH_TARGET) && !format.stageTwo() && format.aarch64();
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
      aligned(fields, "from", from, format);
      aligned(fields, "to", to, format);
      aligned(fields, "size", size, format);
      if (descriptors(from | to | size, size) > MOST_DESCRIPTORS) {
        throw fields.refuse(
            "size", "that is too many pages; align it to 0x200000 or 0x40000000, or map less");
      }
      all.add(new Mapping(from, to, size, rights.with(kind), guarded));
    }
    return all;
  }

  /** Pages are whole: a descriptor has no lower bits of an address. */
  private static void aligned(Fields fields, String field, long value, PageTables.Format format) {
    long page = 1L << format.pageBits();
    if (value % page != 0) {
      long below = value & -page;
      throw fields.refuse(
          field,
          String.format(
              "%s is not a multiple of 0x%x, the page of %s; write %s0x%x",
              Numbers.hex(value),
              page,
              word(format),
              // A mapping of nothing is none.
              field.equals("size") && below == 0 ? "" : Numbers.hex(below) + " or ",
              below + page));
    }
  }
}
