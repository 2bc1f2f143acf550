// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import org.armcall.emulator.memory.Access.Kind;
import org.armcall.model.state.SecurityState;

/** What a leaf allows, and whether an access is among it. */
final class Permissions {
  /** Stage 1: loads at EL1 and higher; stage 2: loads. */
  static final int READ = 1;

  /** Stage 1: stores at EL1 and higher; stage 2: stores. */
  static final int WRITE = 2;

  /** Stage 1: loads at EL0. */
  static final int USER_READ = 4;

  /** Stage 1: stores at EL0. */
  static final int USER_WRITE = 8;

  /** XN, UXN; stage 2: XN[1]. */
  static final int EXECUTE_NEVER = 16;

  /** PXN; stage 2: XN[0]. */
  static final int PRIVILEGED_EXECUTE_NEVER = 32;

  private static final int SCTLR_WXN = 19;
  private static final int SCTLR_UWXN = 20;

  private Permissions() {}

  /**
   * Stage 1 of a regime (AArch64.S1DirectBasePermissions, AArch32.S1LDHasPermissionsFault,
   * AArch32.S1SDHasPermissionsFault).
   */
  static boolean allows(
      int rights,
      Access access,
      TranslationRegime regime,
      long sctlr,
      boolean secureFetchOnly,
      SecurityState space) {
    if (access.kind() == Kind.MAINTENANCE) {
      return true;
    }
    boolean userRead = (rights & USER_READ) != 0;
    boolean userWrite = (rights & USER_WRITE) != 0;
    boolean unprivileged = regime.kind().hasUnprivileged();
    boolean byUser = unprivileged && !access.privileged();
    boolean pan = access.neverPrivileged() && unprivileged && !byUser && (userRead || userWrite);
    boolean read = byUser ? userRead : (rights & READ) != 0 && !pan;
    boolean write = byUser ? userWrite : (rights & WRITE) != 0 && !pan;
    return switch (access.kind()) {
      case READ -> read;
      case WRITE -> write;
      default ->
          fetches(rights, byUser, regime, sctlr) && fetchable(regime, secureFetchOnly, space);
    };
  }

  private static boolean fetches(int rights, boolean byUser, TranslationRegime regime, long sctlr) {
    boolean aarch64 = regime.stageOne().aarch64();
    boolean never = (rights & EXECUTE_NEVER) != 0;
    boolean privilegedNever = (rights & PRIVILEGED_EXECUTE_NEVER) != 0;
    boolean userWrite = (rights & USER_WRITE) != 0;
    boolean write = byUser ? userWrite : (rights & WRITE) != 0;
    boolean hasWxn = aarch64 || regime.features().writeExecuteNever();
    boolean wxn = hasWxn && (sctlr >>> SCTLR_WXN & 1) != 0;
    if (wxn && write) {
      return false;
    }
    if (!regime.kind().hasUnprivileged()) {
      return !never;
    }
    if (aarch64) {
      // What EL0 may write, EL1 never executes.
      return byUser ? !never : !privilegedNever && !userWrite;
    }
    boolean uwxn = hasWxn && (sctlr >>> SCTLR_UWXN & 1) != 0;
    boolean readable = (rights & (byUser ? USER_READ : READ)) != 0;
    return readable && !never && (byUser || (!privilegedNever && !(userWrite && uwxn)));
  }

  private static boolean fetchable(
      TranslationRegime regime, boolean secureFetchOnly, SecurityState space) {
    return switch (regime.security()) {
      case NONSECURE -> true;
      case SECURE -> space == SecurityState.SECURE || !secureFetchOnly;
      case ROOT -> space == SecurityState.ROOT;
      case REALM -> space == SecurityState.REALM || regime.kind() == RegimeKind.EL10;
    };
  }

  /**
   * Stage 2 (AArch64.S2DirectBasePermissions, AArch32.S2HasPermissionsFault). In AArch64 a page may
   * be executed without being readable; in AArch32 it may not.
   */
  static boolean allows(int rights, Access access, boolean aarch64, boolean byLevel) {
    boolean read = (rights & READ) != 0;
    return switch (access.kind()) {
      case MAINTENANCE -> true;
      case READ -> read;
      case WRITE -> (rights & WRITE) != 0;
      case FETCH -> (aarch64 || read) && stageTwoFetches(rights, access.privileged(), byLevel);
    };
  }

  private static boolean stageTwoFetches(int rights, boolean privileged, boolean byLevel) {
    boolean high = (rights & EXECUTE_NEVER) != 0;
    boolean low = byLevel && (rights & PRIVILEGED_EXECUTE_NEVER) != 0;
    // XN[1:0]: 00 both, 01 EL0 only, 10 none, 11 EL1 only.
    return privileged ? high == low : !high;
  }
}
