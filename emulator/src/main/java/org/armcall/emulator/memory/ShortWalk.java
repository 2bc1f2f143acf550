// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import static org.armcall.emulator.memory.Permissions.EXECUTE_NEVER;
import static org.armcall.emulator.memory.Permissions.PRIVILEGED_EXECUTE_NEVER;
import static org.armcall.emulator.memory.Permissions.READ;
import static org.armcall.emulator.memory.Permissions.USER_READ;
import static org.armcall.emulator.memory.Permissions.USER_WRITE;
import static org.armcall.emulator.memory.Permissions.WRITE;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.emulator.memory.StageOne.ShortDescriptors;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;

/** The short descriptor format (AArch32.S1WalkSD; DDI 0406C B3.5.1). */
final class ShortWalk {
  private static final int SCTLR_EE = 25;
  private static final int SCTLR_TRE = 28;
  private static final int SCTLR_AFE = 29;
  private static final long USED_OF_SCTLR =
      1L << SCTLR_EE | 1L << SCTLR_TRE | 1L << SCTLR_AFE | 3L << 19 | 1L << 12 | 1L << 2;

  private ShortWalk() {}

  static Leaf leaf(Walk walk, ShortDescriptors stage) {
    long virtual = walk.virtual();
    long ttbcr = stage.ttbcr().value();
    // N counts if the top N bits are zero; otherwise TTBR1 and a table for all addresses.
    int n = (int) ttbcr & 7;
    boolean low = n == 0 || virtual >>> (32 - n) == 0;
    int narrowed = low ? n : 0;
    Word ttbr = low ? stage.ttbr0() : stage.ttbr1();
    walk.uses(stage.sctlr(), USED_OF_SCTLR);
    walk.uses(stage.ttbcr(), 7 | (low ? 1 << 4 : 1 << 5));
    if ((ttbcr >>> (low ? 4 : 5) & 1) != 0) {
      throw fault(FaultKind.TRANSLATION, 1, -1);
    }
    long baseMask = Word.mask(32) & -1L << (14 - narrowed);
    walk.uses(ttbr, baseMask);
    long inner = (ttbr.value() << 1 & 2) | (ttbr.value() >>> 6 & 1);
    MemoryKind kind = StageOneWalk.walkKind(stage.sctlr().value(), inner);
    long index = (virtual & Word.mask(32 - narrowed)) >>> 20;
    Word first = descriptor(walk, stage, 1, (ttbr.value() & baseMask) | index << 2, kind);
    return switch ((int) first.value() & 3) {
      case 0 -> {
        walk.uses(first, 3);
        throw fault(FaultKind.TRANSLATION, 1, -1);
      }
      case 1 -> second(walk, stage, first, kind);
      default -> section(walk, stage, first);
    };
  }

  private static Word descriptor(
      Walk walk, ShortDescriptors stage, int level, long address, MemoryKind kind) {
    boolean bigEndian = (stage.sctlr().value() >>> SCTLR_EE & 1) != 0;
    SecurityState space = walk.regime().security();
    return walk.stageOneDescriptor(level, address, 4, bigEndian, kind, space);
  }

  private static Leaf section(Walk walk, ShortDescriptors stage, Word first) {
    long d = first.value();
    boolean large = (d >>> 18 & 1) != 0;
    walk.uses(first, Word.mask(32));
    int domain = large ? 0 : (int) (d >>> 5) & 0xf;
    int access = (int) ((d >>> 10 & 3) | (d >>> 13 & 4));
    checkAccessFlag(stage, access, 1, domain);
    long output =
        large
            ? (d & 0xff00_0000L) | (d >>> 20 & 0xf) << 32 | (d >>> 5 & 0xf) << 36
            : d & 0xfff0_0000L;
    int texcb = (int) ((d >>> 10 & 0x1c) | (d >>> 2 & 3));
    int never = never(walk, (d >>> 4 & 1) != 0, (d & 1) != 0);
    return leaf(
        walk,
        stage,
        new Found(output, large ? 24 : 20, 1, access, texcb, never, domain),
        (d >>> 19 & 1) != 0,
        (d >>> 17 & 1) == 0);
  }

  private static Leaf second(Walk walk, ShortDescriptors stage, Word first, MemoryKind kind) {
    long table = first.value();
    walk.uses(first, 0xffff_fc00L | 0xfL << 5 | 0xf);
    int domain = (int) (table >>> 5) & 0xf;
    long address = (table & 0xffff_fc00L) | (walk.virtual() >>> 12 & 0xff) << 2;
    Word word = descriptor(walk, stage, 2, address, kind);
    long d = word.value();
    if ((d & 3) == 0) {
      walk.uses(word, 3);
      throw fault(FaultKind.TRANSLATION, 2, domain);
    }
    walk.uses(word, Word.mask(32));
    boolean large = (d & 3) == 1;
    int access = (int) ((d >>> 4 & 3) | (d >>> 7 & 4));
    checkAccessFlag(stage, access, 2, domain);
    int tex = (int) (large ? d >>> 12 : d >>> 6) & 7;
    int texcb = tex << 2 | ((int) (d >>> 2) & 3);
    boolean xn = (large ? d >>> 15 & 1 : d & 1) != 0;
    int never = never(walk, xn, (table >>> 2 & 1) != 0);
    int bits = large ? 16 : 12;
    return leaf(
        walk,
        stage,
        new Found(d & 0xffff_ffffL & -1L << bits, bits, 2, access, texcb, never, domain),
        (table >>> 3 & 1) != 0,
        (d >>> 11 & 1) == 0);
  }

  /** What a section and a page have in common. */
  private record Found(
      long output, int bits, int level, int access, int texcb, int never, int domain) {}

  private static Leaf leaf(
      Walk walk, ShortDescriptors stage, Found found, boolean nonSecure, boolean global) {
    boolean remapped = (stage.sctlr().value() >>> SCTLR_TRE & 1) != 0;
    if (remapped) {
      int shift = 2 * (found.texcb & 7);
      walk.uses(stage.remap(), 3L << shift | 3L << (32 + shift));
    }
    MemoryKind memory =
        remapped
            ? Attributes.ofRemap(found.texcb, stage.remap().value())
            : Attributes.ofTex(found.texcb);
    SecurityState security = walk.regime().security();
    return new Leaf(
        walk.virtual() & -1L << found.bits,
        found.output,
        found.bits,
        found.level,
        security == SecurityState.SECURE && nonSecure ? SecurityState.NONSECURE : security,
        memory,
        rights(stage, found.access) | found.never,
        found.domain,
        global,
        false);
  }

  private static int never(Walk walk, boolean xn, boolean pxn) {
    boolean hasPxn = walk.regime().features().privilegedExecuteNever();
    return (xn ? EXECUTE_NEVER : 0) | (pxn && hasPxn ? PRIVILEGED_EXECUTE_NEVER : 0);
  }

  private static boolean accessFlags(ShortDescriptors stage) {
    return (stage.sctlr().value() >>> SCTLR_AFE & 1) != 0;
  }

  private static void checkAccessFlag(ShortDescriptors stage, int access, int level, int domain) {
    if (accessFlags(stage) && (access & 1) == 0) {
      throw fault(FaultKind.ACCESS_FLAG, level, domain);
    }
  }

  /** AP[2:0], or AP[2:1] with SCTLR.AFE = 1 (AArch32.S1SDHasPermissionsFault). */
  private static int rights(ShortDescriptors stage, int access) {
    if (accessFlags(stage)) {
      return switch (access >> 1) {
        case 0 -> READ | WRITE;
        case 1 -> READ | WRITE | USER_READ | USER_WRITE;
        case 2 -> READ;
        default -> READ | USER_READ;
      };
    }
    return switch (access) {
      case 1 -> READ | WRITE;
      case 2 -> READ | WRITE | USER_READ;
      case 3 -> READ | WRITE | USER_READ | USER_WRITE;
      case 5 -> READ;
      case 6, 7 -> READ | USER_READ;
      // 0b100 is reserved: it allows nothing here.
      default -> 0;
    };
  }

  /**
   * Whether the domain lets everything through; if it lets nothing through, a domain fault. The
   * reserved value 0b10 is taken as no access (AArch32.OutputDomain).
   */
  static boolean isManager(Walk walk, ShortDescriptors stage, Leaf leaf) {
    walk.uses(stage.dacr(), 3L << (2 * leaf.domain()));
    int mode = (int) (stage.dacr().value() >>> (2 * leaf.domain())) & 3;
    if ((mode & 1) == 0 && walk.access().kind() != Access.Kind.MAINTENANCE) {
      throw fault(FaultKind.DOMAIN, leaf.level(), leaf.domain());
    }
    return mode == 3;
  }

  /** A fault; the domain of a level-1 translation fault is UNKNOWN, so there is none (-1). */
  private static FaultRaised fault(FaultKind kind, int level, int domain) {
    return new FaultRaised(
        new Fault(
            kind,
            Stage.ONE,
            level,
            OptionalLong.empty(),
            false,
            domain < 0 ? OptionalInt.empty() : OptionalInt.of(domain)));
  }
}
