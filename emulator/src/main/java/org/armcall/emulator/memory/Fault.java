// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Why an access cannot be done.
 *
 * @param kind the reason
 * @param stage which stage's tables say so
 * @param level of the table that decided, 0 to 3
 * @param ipa the intermediate physical address; there for stage 2 only
 * @param onWalk the access of stage 2 was a read of a stage-1 table (S1PTW)
 * @param domain of short descriptors, where the architecture defines it (DFSR.Domain)
 */
public record Fault(
    FaultKind kind, Stage stage, int level, OptionalLong ipa, boolean onWalk, OptionalInt domain)
    implements Translation {

  /** A fault of stage 1 without a domain. */
  public static Fault stageOne(FaultKind kind, int level) {
    return new Fault(kind, Stage.ONE, level, OptionalLong.empty(), false, OptionalInt.empty());
  }

  /** A fault of stage 2. */
  public static Fault stageTwo(FaultKind kind, int level, long ipa, boolean onWalk) {
    return new Fault(kind, Stage.TWO, level, OptionalLong.of(ipa), onWalk, OptionalInt.empty());
  }

  /** An alignment fault, or an external abort, of the access itself. */
  public static Fault ofAccess(FaultKind kind) {
    return stageOne(kind, 0);
  }

  /**
   * The six status bits of ESR_ELx, HSR and of the long format of DFSR and IFSR (EncodeLDFSC).
   * Those of a domain fault appear in the long format of PAR only (AArch64.PARFaultStatus).
   */
  public int status() {
    return switch (kind) {
      case ADDRESS_SIZE -> level;
      case TRANSLATION -> 4 + level;
      case ACCESS_FLAG -> 8 + level;
      case PERMISSION -> 12 + level;
      case EXTERNAL -> 0x10;
      case EXTERNAL_ON_WALK -> 0x14 + level;
      case ALIGNMENT -> 0x21;
      case DOMAIN -> 0x3c + level;
    };
  }

  /**
   * The five status bits FS[4:0] of the short format of DFSR and IFSR (EncodeSDFSC).
   *
   * @throws IllegalStateException for an address size fault, which short descriptors do not have
   */
  public int shortStatus() {
    boolean first = level <= 1;
    return switch (kind) {
      case ALIGNMENT -> 0x1;
      case ACCESS_FLAG -> first ? 0x3 : 0x6;
      case TRANSLATION -> first ? 0x5 : 0x7;
      case DOMAIN -> first ? 0x9 : 0xb;
      case PERMISSION -> first ? 0xd : 0xf;
      case EXTERNAL -> 0x8;
      case EXTERNAL_ON_WALK -> first ? 0xc : 0xe;
      case ADDRESS_SIZE ->
          throw new IllegalStateException("an address size fault has no code in the short format");
    };
  }

  /** In words, for a report. */
  public String text() {
    StringBuilder text = new StringBuilder(kind.text());
    if (kind != FaultKind.ALIGNMENT && kind != FaultKind.EXTERNAL) {
      text.append(", stage ").append(stage == Stage.ONE ? 1 : 2).append(", level ").append(level);
    }
    if (ipa.isPresent()) {
      text.append(String.format(Locale.ROOT, ", ipa 0x%x", ipa.getAsLong()));
    }
    if (domain.isPresent()) {
      text.append(", domain ").append(domain.getAsInt());
    }
    return text.append(onWalk ? ", while reading a stage-1 table" : "").toString();
  }
}
