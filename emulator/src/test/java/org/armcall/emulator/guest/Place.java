// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.guest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.armcall.emulator.memory.PageTables.Format;
import org.armcall.emulator.memory.Rights;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.model.platform.ExceptionLevel;

/**
 * Where the call of a guest is, and how its page and the next one are mapped.
 *
 * @param stageOne the format and the size of a page
 * @param stageTwo the format of stage 2, where it is on
 * @param bits the size of an input address of stage 1
 * @param page the virtual address of the page with the (first half of the) call
 * @param next the virtual address of the page behind it; 0 behind the last of AArch32
 * @param offset of the call in its page
 * @param at the address that stage 1 gives the page
 * @param nextAt the address that stage 1 gives the page behind; never that behind {@code at}
 */
public record Place(
    StageOne stageOne,
    Optional<Format> stageTwo,
    int bits,
    long page,
    long next,
    long offset,
    long at,
    long nextAt) {

  /** Pages of code are in these 2 GiB, which hold four of the largest blocks. */
  static final long CODE = 0x4000_0000L;

  static final long CODE_SIZE = 0x8000_0000L;

  /** Tables are here, under both stages at the same address. */
  static final long TABLES = 0x1000_0000L;

  static final long TABLES_SIZE = 0x100_0000L;

  /** The lowest and the highest pages of 32 bits, for a guest without MMU that wraps. */
  static final long EDGE_SIZE = 0x1_0000L;

  static final long TOP = 0x1_0000_0000L - EDGE_SIZE;

  private static final long HIGH_TABLES = TABLES + 0x40_0000L;
  private static final long STAGE2_TABLES = TABLES + 0x80_0000L;
  private static final long GIB = 0x4000_0000L;
  private static final int STAGE2_BITS = 40;

  /** The virtual address of the call. */
  public long call() {
    return page + offset;
  }

  /** Where stage 1 leads an address of the two pages. */
  public long intermediate(long virtual) {
    long size = stageOne.size();
    long inPage = virtual & size - 1;
    return ((virtual & -size) == page ? at : nextAt) + inPage;
  }

  /** Where both stages lead it: stage 2 swaps the halves of the code's memory. */
  public long physical(long virtual) {
    return stageTwo(intermediate(virtual));
  }

  private long stageTwo(long address) {
    boolean code = address >= CODE && address < CODE + CODE_SIZE;
    return stageTwo.isPresent() && code ? address ^ 3 * GIB : address;
  }

  /** The memory of the machine. */
  static List<Scenario.MemoryRegion> memory() {
    return List.of(
        new Scenario.MemoryRegion(0, EDGE_SIZE, Optional.empty()),
        new Scenario.MemoryRegion(TABLES, TABLES_SIZE, Optional.empty()),
        new Scenario.MemoryRegion(CODE, CODE_SIZE, Optional.empty()),
        new Scenario.MemoryRegion(TOP, EDGE_SIZE, Optional.empty()));
  }

  /**
   * The tables; those of stage 2 are the last.
   *
   * @param rights of the two pages
   * @param used virtual addresses that are fetched from: where stage 2 is to map pages, and not
   *     whole blocks, it maps theirs
   */
  List<Scenario.Tables> tables(PageRights rights, List<Long> used) {
    List<Scenario.Tables> all = new ArrayList<>();
    stageOne.format().ifPresent(format -> stageOne(format, rights, all));
    stageTwo.ifPresent(format -> all.add(stageTwo(format, rights, used)));
    return all;
  }

  private void stageOne(Format format, PageRights rights, List<Scenario.Tables> all) {
    long size = stageOne.size();
    List<Scenario.Mapping> low = new ArrayList<>();
    List<Scenario.Mapping> high = new ArrayList<>();
    (isHigh(page) ? high : low).add(new Scenario.Mapping(page, at, size, rights.first(), false));
    if (rights.mapsNext()) {
      (isHigh(next) ? high : low)
          .add(new Scenario.Mapping(next, nextAt, size, rights.next(), false));
    }
    if (!low.isEmpty() || format == Format.SHORT) {
      all.add(new Scenario.Tables(format, ExceptionLevel.EL1, TABLES, bits, false, low));
    }
    if (!high.isEmpty()) {
      all.add(new Scenario.Tables(format, ExceptionLevel.EL1, HIGH_TABLES, bits, true, high));
    }
  }

  /** Whether TTBR1 serves the address. */
  private boolean isHigh(long virtual) {
    return virtual >>> bits != 0;
  }

  private Scenario.Tables stageTwo(Format format, PageRights rights, List<Long> used) {
    List<Scenario.Mapping> map = new ArrayList<>();
    map.add(new Scenario.Mapping(TABLES, TABLES, TABLES_SIZE, Rights.GUEST_ALL, false));
    if (rights.stageTwoPages()) {
      long size = 1L << format.pageBits();
      Set<Long> pages = new LinkedHashSet<>();
      used.forEach(virtual -> pages.add(intermediate(virtual) & -size));
      pages.forEach(
          each ->
              map.add(new Scenario.Mapping(each, stageTwo(each), size, rights.stageTwo(), false)));
    } else {
      map.add(new Scenario.Mapping(0, 0, EDGE_SIZE, rights.stageTwo(), false));
      map.add(new Scenario.Mapping(CODE, stageTwo(CODE), GIB, rights.stageTwo(), false));
      map.add(
          new Scenario.Mapping(CODE + GIB, stageTwo(CODE + GIB), GIB, rights.stageTwo(), false));
      map.add(new Scenario.Mapping(TOP, TOP, EDGE_SIZE, rights.stageTwo(), false));
    }
    return new Scenario.Tables(format, ExceptionLevel.EL1, STAGE2_TABLES, STAGE2_BITS, false, map);
  }
}
