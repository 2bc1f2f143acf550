// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;

/**
 * The memory and the devices of a machine, by physical address of up to 48 bits. Little-endian:
 * other byte orders are the processor's business.
 *
 * <p>Bytes that nobody wrote have a value on this machine and are unreliable. Host memory is used
 * only for pages that were written.
 */
public final class PhysicalMemory {
  /** The size of a physical address in bits. */
  public static final int ADDRESS_BITS = 48;

  /** The default limit of touched memory, in bytes. */
  public static final long DEFAULT_LIMIT = 256L << 20;

  private static final int RECENT = 1024;
  private static final Page NO_PAGE = Page.none();

  private final LongUnaryOperator fill;
  private final long limit;
  private final List<Region> regions = new ArrayList<>();
  private final Map<Long, Page> pages = new HashMap<>();
  private final Page[] recent = new Page[RECENT];
  private long tableVersion;

  /** Memory whose unwritten bytes are zero on this machine, with the default limit. */
  public PhysicalMemory() {
    this(address -> 0, DEFAULT_LIMIT);
  }

  /**
   * Memory.
   *
   * @param fill the value, on this machine, of the eight never-written bytes at an aligned address
   * @param limit of touched memory, in bytes
   */
  public PhysicalMemory(LongUnaryOperator fill, long limit) {
    this.fill = fill;
    this.limit = limit;
    Arrays.fill(recent, NO_PAGE);
  }

  /** Memory that every physical address space reaches; base and size are multiples of 4 KiB. */
  public void region(long base, long size) {
    addMemory(base, size, EnumSet.allOf(SecurityState.class));
  }

  /** Memory that only accesses of one physical address space reach; others are aborted. */
  public void region(long base, long size, SecurityState owner) {
    addMemory(base, size, EnumSet.of(owner));
  }

  /** A device that every physical address space reaches. */
  public void device(long base, long size, Device device) {
    add(new Region(base, size, EnumSet.allOf(SecurityState.class), Optional.of(device)));
  }

  private void addMemory(long base, long size, Set<SecurityState> open) {
    if (((base | size) & Page.SIZE - 1) != 0) {
      throw new IllegalArgumentException(
          String.format(
              "memory at 0x%x, 0x%x bytes long, is not whole pages of 4 KiB", base, size));
    }
    add(new Region(base, size, open, Optional.empty()));
  }

  private void add(Region region) {
    for (Region other : regions) {
      if (other.overlaps(region)) {
        throw new IllegalArgumentException(
            String.format("0x%x overlaps what is already at 0x%x", region.base(), other.base()));
      }
    }
    regions.add(region);
    tableVersion++;
  }

  /**
   * Reads.
   *
   * @param bytes 1, 2, 4 or 8; need not be aligned
   * @throws ExternalAbortException if nothing answers in this physical address space
   */
  public Word read(long address, int bytes, SecurityState space) {
    Page page = recent(address);
    int offset = (int) address & Page.SIZE - 1;
    if (page.number == address >>> Page.BITS
        && offset + bytes <= Page.SIZE
        && page.isOpenTo(space)) {
      return page.read(offset, bytes);
    }
    return readSlowly(address, bytes, space);
  }

  /**
   * Writes.
   *
   * @param bytes 1, 2, 4 or 8; need not be aligned
   * @throws ExternalAbortException if nothing answers; then nothing was written
   * @throws MemoryLimitException if the page is one too many
   */
  public void write(long address, int bytes, SecurityState space, Word value) {
    Page page = recent(address);
    int offset = (int) address & Page.SIZE - 1;
    if (page.number != address >>> Page.BITS
        || offset + bytes > Page.SIZE
        || !page.isOpenTo(space)) {
      writeSlowly(address, bytes, space, value);
      return;
    }
    if (page.watched) {
      tableVersion++;
    }
    page.write(offset, bytes, value);
  }

  /** Writes bytes as an image loader or a device does, whoever owns the memory. */
  public void load(long address, byte[] bytes) {
    for (int at = 0; at < bytes.length; at++) {
      Region region = regionOf(address + at).orElseThrow(() -> abort(address, SecurityState.ROOT));
      SecurityState space = region.open().iterator().next();
      write(address + at, 1, space, Word.of(bytes[at] & 0xff));
    }
  }

  /** Whether memory, not a device, is at this address. */
  boolean isMemory(long address) {
    return recent(address).number == address >>> Page.BITS
        || regionOf(address).filter(region -> region.device().isEmpty()).isPresent();
  }

  /** Whether reads of these bytes would be answered in this physical address space. */
  public boolean answers(long address, int bytes, SecurityState space) {
    return regionOf(address).filter(region -> region.isOpenTo(space)).isPresent()
        && regionOf(address + bytes - 1).filter(region -> region.isOpenTo(space)).isPresent();
  }

  /**
   * A number that changes when a table that a walk has read is written, or something else happens
   * that makes what was translated while it had another value out of date.
   */
  public long tableVersion() {
    return tableVersion;
  }

  /** Makes everything translated so far out of date. */
  public void touchTables() {
    tableVersion++;
  }

  /** The page of this address holds tables, or code that somebody remembers decoded. */
  public void watch(long address) {
    Page page = pages.get(address >>> Page.BITS);
    // A page that was never written is out of date by being touched at all.
    if (page != null) {
      page.watched = true;
    }
  }

  private Word readSlowly(long address, int bytes, SecurityState space) {
    Region region = openRegion(address, space);
    int offset = (int) address & Page.SIZE - 1;
    if (region.device().isPresent()) {
      return region.device().get().read(address - region.base(), bytes).low(8 * bytes);
    }
    if (offset + bytes <= Page.SIZE) {
      Page page = pages.get(address >>> Page.BITS);
      if (page != null) {
        recent[(int) (address >>> Page.BITS) & RECENT - 1] = page;
        return page.read(offset, bytes);
      }
      return Unwritten.read(address, bytes, fill);
    }
    Word word = Word.ZERO;
    for (int at = 0; at < bytes; at++) {
      word = word.withBits(8 * at + 7, 8 * at, read(address + at, 1, space));
    }
    return word;
  }

  private void writeSlowly(long address, int bytes, SecurityState space, Word value) {
    Region region = openRegion(address, space);
    int offset = (int) address & Page.SIZE - 1;
    if (region.device().isPresent()) {
      region.device().get().write(address - region.base(), bytes, value);
      return;
    }
    if (offset + bytes > Page.SIZE) {
      openRegion(address + bytes - 1, space);
      for (int at = 0; at < bytes; at++) {
        write(address + at, 1, space, value.bits(8 * at + 7, 8 * at));
      }
      return;
    }
    Page page = touched(address >>> Page.BITS, region);
    if (page.watched) {
      tableVersion++;
    }
    page.write(offset, bytes, value);
  }

  private Page touched(long number, Region region) {
    Page page = pages.get(number);
    if (page == null) {
      if ((pages.size() + 1L) * Page.SIZE > limit) {
        throw new MemoryLimitException(limit, number << Page.BITS);
      }
      page = Page.unwritten(number, region, fill);
      pages.put(number, page);
      tableVersion++;
    }
    recent[(int) number & RECENT - 1] = page;
    return page;
  }

  private Page recent(long address) {
    return recent[(int) (address >>> Page.BITS) & RECENT - 1];
  }

  private Region openRegion(long address, SecurityState space) {
    return regionOf(address)
        .filter(region -> region.isOpenTo(space))
        .orElseThrow(() -> abort(address, space));
  }

  private Optional<Region> regionOf(long address) {
    return regions.stream().filter(region -> region.contains(address)).findFirst();
  }

  private static ExternalAbortException abort(long address, SecurityState space) {
    return new ExternalAbortException(address, space);
  }
}
