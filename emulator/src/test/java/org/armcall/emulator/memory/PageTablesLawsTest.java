// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.armcall.emulator.memory.Access.Kind;
import org.armcall.emulator.memory.PageTables.Format;
import org.armcall.model.state.SecurityState;

/** Tables that the builder writes say what they were asked to say, in every format. */
class PageTablesLawsTest {
  private record Mapping(long input, long output, long size, Rights rights) {
    boolean overlaps(Mapping other) {
      return input < other.input + other.size && other.input < input + size;
    }
  }

  @Property(tries = 400)
  @Label("walk(build(mapping)) = mapping, for addresses, permissions and cacheability")
  void walkOfBuildIsTheMapping(@ForAll Format format, @ForAll long seed) {
    check(format, seed, false, false);
  }

  @Property(tries = 200)
  @Label("the same for the range of TTBR1")
  void walkOfBuildIsTheMappingInTheHighRange(@ForAll Format format, @ForAll long seed) {
    if (!format.stageTwo()) {
      check(format, seed, true, false);
    }
  }

  @Property(tries = 200)
  @Label("the same for big-endian tables with SCTLR.EE = 1")
  void byteOrderOfTablesDoesNotMatter(@ForAll Format format, @ForAll long seed) {
    check(format, seed, false, true);
  }

  private static void check(Format format, long seed, boolean high, boolean bigEndian) {
    Random random = new Random(seed);
    WalkSetup setup = new WalkSetup();
    int inputBits = inputBits(format, random);
    if (high && format == Format.LPAE) {
      inputBits = Math.min(inputBits, 31);
    }
    PageTables tables =
        high
            ? PageTables.high(setup.memory, format, WalkSetup.TABLES, inputBits)
            : new PageTables(setup.memory, format, WalkSetup.TABLES, inputBits);
    if (bigEndian) {
      tables.bigEndian();
    }
    List<Mapping> mappings = mappings(format, inputBits, high, random);
    mappings.forEach(m -> tables.map(m.input, m.output, m.size, m.rights));
    WalkSetup.Registers registers = WalkSetup.of(tables, format);
    if (high) {
      registers.ttbr1 = registers.ttbr0;
      registers.ttbr0 = 0;
      if (format == Format.SHORT) {
        // N = 7: all but the lowest 32 MiB are TTBR1's.
        registers.tcr |= 7;
      }
    }
    if (bigEndian) {
      registers.sctlr |= format.stageTwo() ? 0 : 1L << 25;
      registers.sctlrEl2 = 1L << 25;
    }
    TranslationRegime regime = WalkSetup.regime(registers, format);
    for (Mapping mapping : mappings) {
      long inside = (random.nextLong() & Long.MAX_VALUE) % mapping.size;
      for (long offset : new long[] {0, mapping.size - 1, inside}) {
        assertTranslated(setup, regime, format, mapping, offset);
      }
      assertUnmappedAround(setup, regime, mappings, mapping);
    }
    assertTrue(setup.relied.isEmpty(), () -> setup.relied.toString());
  }

  private static void assertTranslated(
      WalkSetup setup, TranslationRegime regime, Format format, Mapping mapping, long offset) {
    long address = mapping.input + offset;
    for (Kind kind : List.of(Kind.READ, Kind.WRITE, Kind.FETCH)) {
      for (boolean privileged : new boolean[] {true, false}) {
        Access access = Access.of(kind, privileged);
        Translation got = reach(setup, regime, format, address, access);
        String what = format + " 0x" + Long.toHexString(address) + " " + access + " " + mapping;
        if (allowed(format, mapping.rights, access)) {
          Mapped mapped = assertInstanceOf(Mapped.class, got, what);
          assertEquals(mapping.output + offset, mapped.address(address), what);
          assertEquals(expectedKind(mapping.rights, kind), mapped.memory(), what);
          assertEquals(SecurityState.NONSECURE, mapped.space());
        } else {
          Fault fault = assertInstanceOf(Fault.class, got, what);
          assertEquals(FaultKind.PERMISSION, fault.kind(), what);
          assertEquals(format.stageTwo() ? Stage.TWO : Stage.ONE, fault.stage(), what);
        }
      }
    }
  }

  private static Translation reach(
      WalkSetup setup, TranslationRegime regime, Format format, long address, Access access) {
    return format.stageTwo()
        ? setup.walker.stageTwo(regime, address, access, setup.listener)
        : setup.translate(regime, address, access);
  }

  private static void assertUnmappedAround(
      WalkSetup setup, TranslationRegime regime, List<Mapping> mappings, Mapping mapping) {
    for (long address : new long[] {mapping.input - 1, mapping.input + mapping.size}) {
      Mapping probe = new Mapping(address, 0, 1, mapping.rights);
      if (mappings.stream().noneMatch(probe::overlaps) && regime.stageTwo().isEmpty()) {
        Translation got = setup.translate(regime, address, Access.READ);
        Fault fault = assertInstanceOf(Fault.class, got, () -> Long.toHexString(address));
        assertEquals(FaultKind.TRANSLATION, fault.kind());
      }
    }
  }

  private static MemoryKind expectedKind(Rights rights, Kind kind) {
    // A fetch is never done as from Device memory.
    boolean device = rights.memory() == MemoryKind.DEVICE && kind == Kind.FETCH;
    return device ? MemoryKind.NON_CACHEABLE : rights.memory();
  }

  /** What the rights mean, said without descriptors. */
  private static boolean allowed(Format format, Rights rights, Access access) {
    boolean user = !access.privileged();
    if (format.stageTwo()) {
      return switch (access.kind()) {
        case READ -> rights.read();
        case WRITE -> rights.write();
        // AArch32 executes only what it may read; FEAT_XNX tells EL0 from EL1.
        default ->
            format == Format.STAGE2_LPAE
                ? rights.read() && rights.execute()
                : user ? rights.execute() : rights.privilegedExecute();
      };
    }
    boolean userWrite = rights.user() && rights.write();
    return switch (access.kind()) {
      case READ -> !user || rights.user();
      case WRITE -> user ? userWrite : rights.write();
      default -> {
        if (format.aarch64()) {
          // EL0 needs no read permission to execute; EL1 never executes what EL0 may write.
          yield user ? rights.execute() : rights.privilegedExecute() && !userWrite;
        }
        yield rights.execute() && (user ? rights.user() : rights.privilegedExecute());
      }
    };
  }

  private static int inputBits(Format format, Random random) {
    int least = 26;
    int most =
        switch (format) {
          case SHORT, LPAE -> 32;
          case STAGE2_LPAE -> 40;
          default -> 48;
        };
    return least + random.nextInt(most - least + 1);
  }

  private static List<Mapping> mappings(Format format, int inputBits, boolean high, Random random) {
    List<Mapping> mappings = new ArrayList<>();
    int page = format.pageBits();
    int outputBits = format == Format.SHORT ? 32 : format.aarch64() ? 48 : 40;
    for (int count = 0; count < 5; count++) {
      // Sizes and alignments up to a block of the next level, so that blocks and pages are mixed.
      int align = Math.min(page + random.nextInt(14), inputBits - 2);
      long size = (1L + random.nextInt(4)) << align;
      long input = (random.nextLong() & (1L << inputBits) - 1) >>> align << align;
      long output = (random.nextLong() & (1L << outputBits) - 1) >>> align << align;
      if (input + size > 1L << inputBits || output + size > 1L << outputBits) {
        continue;
      }
      if (high) {
        input |= format.aarch64() ? -1L << inputBits : 0xffff_ffffL & -1L << inputBits;
        if (format == Format.SHORT && input < 1L << 25) {
          continue;
        }
      }
      Mapping mapping = new Mapping(input, output, size, rights(format, random));
      if (mappings.stream().noneMatch(other -> clash(format, other, mapping))) {
        mappings.add(mapping);
      }
    }
    return mappings;
  }

  /** Short descriptors have one PXN for a MiB. */
  private static boolean clash(Format format, Mapping one, Mapping other) {
    if (format != Format.SHORT) {
      return one.overlaps(other);
    }
    long mask = -1L << 20;
    return new Mapping(
            one.input & mask,
            0,
            (one.input + one.size + ~mask & mask) - (one.input & mask),
            one.rights)
        .overlaps(
            new Mapping(
                other.input & mask,
                0,
                (other.input + other.size + ~mask & mask) - (other.input & mask),
                one.rights));
  }

  private static Rights rights(Format format, Random random) {
    boolean execute = random.nextBoolean();
    MemoryKind[] kinds = MemoryKind.values();
    return new Rights(
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        execute,
        // ARMv7 has one XN bit in stage 2.
        format == Format.STAGE2_LPAE ? execute : random.nextBoolean(),
        kinds[random.nextInt(kinds.length)]);
  }

  @Property(tries = 100)
  @Label("a walk ends after at most two (short) or four (long) descriptors")
  void walksAreBounded(@ForAll Format format, @ForAll @IntRange(min = 0, max = 1 << 20) int seed) {
    Random random = new Random(seed);
    WalkSetup setup = new WalkSetup();
    // Every word of the table's page is a table descriptor that points to the page itself.
    int granule = format == Format.SHORT ? 12 : format.pageBits();
    long entry = WalkSetup.TABLES | (format == Format.SHORT ? 1 : 3);
    for (long at = 0; at < 1L << granule + 5; at += 8) {
      setup.put(WalkSetup.TABLES + at, 8, format == Format.SHORT ? entry << 32 | entry : entry);
    }
    PageTables shape =
        new PageTables(
            setup.memory, format, WalkSetup.TABLES + 0x400_0000, inputBits(format, random));
    WalkSetup.Registers registers = WalkSetup.of(shape, format);
    registers.ttbr0 = WalkSetup.TABLES;
    registers.vttbr = WalkSetup.TABLES;
    TranslationRegime regime = WalkSetup.regime(registers, format);
    setup.descriptors = 0;
    Translation got = reach(setup, regime, format, random.nextLong() & 0xffffff, Access.READ);
    assertTrue(setup.descriptors <= (format == Format.SHORT ? 2 : 4));
    // The last level takes the word for a page (short: a large page of AP = 0, which none may
    // read).
    if (format == Format.SHORT) {
      assertEquals(FaultKind.PERMISSION, assertInstanceOf(Fault.class, got).kind());
    } else {
      assertEquals(FaultKind.ACCESS_FLAG, assertInstanceOf(Fault.class, got).kind());
      assertEquals(3, ((Fault) got).level());
    }
  }
}
