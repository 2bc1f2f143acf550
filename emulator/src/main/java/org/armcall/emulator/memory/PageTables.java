// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import java.util.HashMap;
import java.util.Map;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;

/**
 * Writes translation tables into physical memory, for scenarios and tests. It builds one range: the
 * low one, or with {@link #high} the one of TTBR1. Tables are zeroed first and grow upwards.
 */
public final class PageTables {
  private static final int SMALL_PAGE = 12;

  private final PhysicalMemory memory;
  private final Format format;
  private final int inputBits;
  private final boolean high;
  private final long root;
  private long next;
  private boolean bigEndian;
  private int domain;
  private long guarded;

  /** Of the executable pages below an entry of the first table; short descriptors only. */
  private final Map<Long, Boolean> privilegedExecute = new HashMap<>();

  /** The format of the tables. */
  public enum Format {
    /** ARMv7 short descriptors. */
    SHORT(Granule.KIB_4, false, false),
    /** AArch32 long descriptors, stage 1. */
    LPAE(Granule.KIB_4, false, false),
    /** AArch64 stage 1, granule 4 KiB. */
    A64_4K(Granule.KIB_4, true, false),
    /** AArch64 stage 1, granule 16 KiB. */
    A64_16K(Granule.KIB_16, true, false),
    /** AArch64 stage 1, granule 64 KiB. */
    A64_64K(Granule.KIB_64, true, false),
    /** AArch32 stage 2. */
    STAGE2_LPAE(Granule.KIB_4, false, true),
    /** AArch64 stage 2, granule 4 KiB. */
    STAGE2_4K(Granule.KIB_4, true, true),
    /** AArch64 stage 2, granule 16 KiB. */
    STAGE2_16K(Granule.KIB_16, true, true),
    /** AArch64 stage 2, granule 64 KiB. */
    STAGE2_64K(Granule.KIB_64, true, true);

    private final Granule granule;
    private final boolean aarch64;
    private final boolean stageTwo;

    Format(Granule granule, boolean aarch64, boolean stageTwo) {
      this.granule = granule;
      this.aarch64 = aarch64;
      this.stageTwo = stageTwo;
    }

    /** The size of the smallest page is two to this power. */
    public int pageBits() {
      return granule.bits();
    }

    /** Whether the tables are those of stage 2. */
    public boolean stageTwo() {
      return stageTwo;
    }

    Granule granule() {
      return granule;
    }

    /** Whether the tables are those of a level in AArch64. */
    public boolean aarch64() {
      return aarch64;
    }
  }

  /**
   * Empty tables of the low range.
   *
   * @param at where tables go, upwards; a multiple of 64 KiB
   * @param inputBits the size of an input address: 25 to 32 for short descriptors (32 - TTBCR.N)
   *     and LPAE (31 for its high range), 25 to 48 for AArch64, 25 to 40 for stage 2 of AArch32
   */
  public PageTables(PhysicalMemory memory, Format format, long at, int inputBits) {
    this(memory, format, at, inputBits, false);
  }

  private PageTables(PhysicalMemory memory, Format format, long at, int inputBits, boolean high) {
    // TTBCR.T1SZ = 0 leaves TTBR1 what T0SZ leaves: nothing by itself.
    int most = format.aarch64 ? 48 : format.stageTwo ? 40 : high && format == Format.LPAE ? 31 : 32;
    if ((at & 0xffff) != 0 || inputBits < 25 || inputBits > most) {
      throw new IllegalArgumentException(
          String.format("%s tables at 0x%x of %d bits of input", format, at, inputBits));
    }
    this.memory = memory;
    this.format = format;
    this.inputBits = inputBits;
    this.high = high;
    this.next = at;
    this.root = allocate(rootBytes());
  }

  /**
   * The same for the range of TTBR1: input addresses have ones above. With short descriptors, the
   * table of TTBR1 is for all 32 bits, and which addresses use it is said by the low range.
   */
  public static PageTables high(PhysicalMemory memory, Format format, long at, int inputBits) {
    if (format.stageTwo) {
      throw new IllegalArgumentException("stage 2 has one range");
    }
    return new PageTables(memory, format, at, format == Format.SHORT ? 32 : inputBits, true);
  }

  /** From here on, table entries are written big-endian (SCTLR.EE = 1). */
  public PageTables bigEndian() {
    bigEndian = true;
    return this;
  }

  /** From here on, short descriptors belong to this domain, 0 to 15 (supersections to 0). */
  public PageTables domain(int number) {
    domain = number;
    return this;
  }

  /** Whether, from here on, pages of an AArch64 stage 1 are guarded (GP, bit 50; FEAT_BTI). */
  public PageTables guarded(boolean is) {
    guarded = is && format.aarch64 && !format.stageTwo ? 1L << 50 : 0;
    return this;
  }

  /**
   * Maps a range, with the largest blocks that fit.
   *
   * @throws IllegalArgumentException if it is not whole pages of the format, or already mapped
   */
  public PageTables map(long input, long output, long size, Rights rights) {
    if (((input | output | size) & (1L << format.pageBits()) - 1) != 0 || !isInRange(input, size)) {
      throw new IllegalArgumentException(
          String.format("0x%x to 0x%x, size 0x%x, in %s", input, output, size, format));
    }
    for (long done = 0; done < size; ) {
      long from = input + done & Word.mask(inputBits);
      long to = output + done;
      int bits = Long.numberOfTrailingZeros(from | to | Long.highestOneBit(size - done));
      done +=
          format == Format.SHORT
              ? mapShort(from, to, bits, rights)
              : mapLong(from, to, bits, rights);
    }
    return this;
  }

  private boolean isInRange(long input, long size) {
    long top = format.aarch64 ? input >> inputBits : (input & Word.mask(32)) >> inputBits;
    if (format == Format.STAGE2_LPAE) {
      top = input >>> inputBits;
    }
    long ones = format.aarch64 ? -1 : Word.mask(32 - Math.min(inputBits, 32));
    long last = (input & Word.mask(inputBits)) + size - 1;
    return top == (high ? ones : 0) && last >>> inputBits == 0;
  }

  /** Writes a section or page; answers how much it maps. */
  private long mapShort(long from, long to, int bits, Rights rights) {
    long first = root + (from >>> 20 << 2);
    if (bits >= 20) {
      boolean large = bits >= 24;
      for (int entry = 0; entry < (large ? 16 : 1); entry++) {
        putFree(first + 4L * entry, 4, PageDescriptors.section(to, large, domain, rights));
      }
      return large ? 1 << 24 : 1 << 20;
    }
    long descriptor = entry(first, 4);
    if (descriptor == 0) {
      descriptor = allocate(1 << 10) | (long) domain << 5 | 1;
      put(first, 4, descriptor);
    }
    if ((descriptor & 3) != 1) {
      throw taken(from);
    }
    boolean large = bits >= 16;
    if (rights.execute()) {
      put(first, 4, descriptor | privilegedNever(first, rights));
    }
    long second = (descriptor & 0xffff_fc00L) + (from >>> SMALL_PAGE & 0xff) * 4;
    for (int entry = 0; entry < (large ? 16 : 1); entry++) {
      putFree(second + 4L * entry, 4, PageDescriptors.page(to, large, rights));
    }
    return large ? 1 << 16 : 1 << SMALL_PAGE;
  }

  /**
   * PXN of a table, which has one for all its pages.
   *
   * @throws IllegalArgumentException if pages that EL0 may execute disagree about it
   */
  private int privilegedNever(long entry, Rights rights) {
    Boolean before = privilegedExecute.putIfAbsent(entry, rights.privilegedExecute());
    if (before != null && before != rights.privilegedExecute()) {
      throw new IllegalArgumentException(
          "code for EL1 and code not for EL1 in one MiB: short descriptors have one PXN for both");
    }
    return rights.privilegedExecute() ? 0 : 1 << 2;
  }

  /** Writes a block or page; answers how much it maps. */
  private long mapLong(long from, long to, int bits, Rights rights) {
    Granule granule = format.granule;
    long table = root;
    int level = startLevel();
    int shift = granule.shift(level);
    long index = from >>> shift;
    while (level < Granule.LAST && (bits < shift || !granule.hasBlocks(level))) {
      long address = table + (index << 3);
      long descriptor = entry(address, 8);
      if (descriptor == 0) {
        descriptor = allocate(1 << granule.bits()) | 3;
        put(address, 8, descriptor);
      }
      if ((descriptor & 3) != 3) {
        throw taken(from);
      }
      table = descriptor & Word.mask(48) & -1L << granule.bits();
      level++;
      shift = granule.shift(level);
      index = from >>> shift & Word.mask(granule.stride());
    }
    long type = level == Granule.LAST ? 3 : 1;
    long leaf =
        to
            | type
            | (format.stageTwo
                ? PageDescriptors.stageTwo(rights)
                : PageDescriptors.stageOne(rights) | guarded);
    putFree(table + (index << 3), 8, leaf);
    return 1L << shift;
  }

  private static IllegalArgumentException taken(long from) {
    return new IllegalArgumentException(String.format("0x%x is already mapped", from));
  }

  /** Where the walk starts; stage 2 concatenates tables rather than have one level more. */
  private int startLevel() {
    Granule granule = format.granule;
    if (!format.stageTwo) {
      return granule.startLevel(inputBits);
    }
    int level = granule == Granule.KIB_4 ? 2 : 3;
    while (inputBits > granule.shift(level) + granule.stride() + 4) {
      level--;
    }
    return level;
  }

  private long rootBytes() {
    if (format == Format.SHORT) {
      return 1L << (inputBits - 18);
    }
    return 8L << Math.max(0, inputBits - format.granule.shift(startLevel()));
  }

  private long allocate(long bytes) {
    long table = next + bytes - 1 & -bytes;
    next = table + bytes;
    for (long at = table; at < next; at += 8) {
      memory.write(at, 8, SecurityState.NONSECURE, Word.ZERO);
    }
    return table;
  }

  private long entry(long address, int bytes) {
    Word word = memory.read(address, bytes, SecurityState.NONSECURE);
    return (bigEndian ? ByteOrder.reversed(word, bytes) : word).value();
  }

  private void put(long address, int bytes, long value) {
    Word word = Word.of(value);
    memory.write(
        address,
        bytes,
        SecurityState.NONSECURE,
        bigEndian ? ByteOrder.reversed(word, bytes) : word);
  }

  private void putFree(long address, int bytes, long value) {
    if (entry(address, bytes) != 0) {
      throw new IllegalArgumentException(
          String.format("the entry at 0x%x is already in use", address));
    }
    put(address, bytes, value);
  }

  /** TTBR0, TTBR1 or VTTBR, without ASID or VMID. */
  public Word base() {
    // Short descriptors: IRGN and RGN Write-Back Write-Allocate, shareable.
    return Word.of(root | (format == Format.SHORT ? 0x4a : 0));
  }

  /** TTBCR, TCR_EL1 or VTCR for these tables alone: the other range is disabled by EPD or PD. */
  public Word control() {
    return Word.of(
        switch (format) {
          case SHORT -> high ? 1 << 4 : 32 - inputBits | 1 << 5;
          case LPAE -> 1L << 31 | (high ? highPart() | 1 << 7 : lowPart() | 1 << 23);
          case A64_4K, A64_16K, A64_64K ->
              5L << 32 | (high ? highPart() | 1 << 7 : lowPart() | 1 << 23);
          default -> stageTwoControl();
        });
  }

  /** TTBCR or TCR_EL1 for a low and a high range. */
  public static Word control(PageTables low, PageTables high) {
    if (low.format == Format.SHORT) {
      return Word.of(32 - low.inputBits);
    }
    long common = low.format == Format.LPAE ? 1L << 31 : 5L << 32;
    return Word.of(common | low.lowPart() | high.highPart());
  }

  /** TCR_EL2 without E2H, TCR_EL3 or HTCR: regimes with one range. */
  public Word singleControl() {
    // Bits 31 and 23 are RES1.
    return Word.of(lowPart() | (format.aarch64 ? 5L << 16 | 1L << 31 | 1L << 23 : 0));
  }

  /** T0SZ, IRGN0, ORGN0, SH0 and TG0. */
  private long lowPart() {
    int size = (format.aarch64 ? 64 : 32) - inputBits;
    long tg0 =
        switch (format.granule) {
          case KIB_4 -> 0;
          case KIB_16 -> 2;
          case KIB_64 -> 1;
        };
    return size | 0x35L << 8 | tg0 << 14;
  }

  /** T1SZ, IRGN1, ORGN1, SH1 and TG1. */
  private long highPart() {
    int size = (format.aarch64 ? 64 : 32) - inputBits;
    long tg1 =
        switch (format.granule) {
          case KIB_4 -> format.aarch64 ? 2 : 0;
          case KIB_16 -> 1;
          case KIB_64 -> 3;
        };
    return (long) size << 16 | 0x35L << 24 | tg1 << 30;
  }

  private long stageTwoControl() {
    int start = startLevel();
    long sl0 = format.granule == Granule.KIB_4 ? 2 - start : 3 - start;
    if (format.aarch64) {
      return lowPart() | sl0 << 6 | 5L << 16 | 1L << 31;
    }
    long size = (32L - inputBits) & 0xf;
    // S is a copy of T0SZ's sign.
    return size | size >>> 3 << 4 | sl0 << 6 | 0x35L << 8 | 1L << 31;
  }

  /** The MAIR that the tables use; for short descriptors, TEX remap is off and it is zero. */
  public static Word mair(Format format) {
    return Word.of(format == Format.SHORT || format.stageTwo ? 0 : PageDescriptors.MAIR);
  }

  /** DACR: the domains are client, all of them. */
  public static Word dacr() {
    return Word.of(0x5555_5555L);
  }

  /** The physical address behind the last table. */
  public long end() {
    return next;
  }
}
