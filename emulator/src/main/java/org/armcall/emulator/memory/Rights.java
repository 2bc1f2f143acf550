// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

/**
 * What a page allows, in the words that every format has. Stage 2 knows no user and looks at read,
 * write and execute; stage 1 always lets privileged code read.
 *
 * @param read stage 2 only: loads are allowed
 * @param write stores are allowed to whoever may load
 * @param user stage 1 only: EL0 may load
 * @param execute EL0 (in the single-range regimes, everyone) may fetch; stage 2: everyone
 * @param privilegedExecute EL1 may fetch
 * @param memory cacheability
 */
public record Rights(
    boolean read,
    boolean write,
    boolean user,
    boolean execute,
    boolean privilegedExecute,
    MemoryKind memory) {
  /** Code of EL1: it may be read and fetched. */
  public static final Rights KERNEL_CODE =
      new Rights(true, false, false, true, true, MemoryKind.WRITE_BACK);

  /** Data of EL1: it may be read and written. */
  public static final Rights KERNEL_DATA =
      new Rights(true, true, false, false, false, MemoryKind.WRITE_BACK);

  /** EL1 may do everything, EL0 nothing. */
  public static final Rights KERNEL_ALL =
      new Rights(true, true, false, true, true, MemoryKind.WRITE_BACK);

  /** Code of EL0. */
  public static final Rights USER_CODE =
      new Rights(true, false, true, true, false, MemoryKind.WRITE_BACK);

  /** Data of EL0. */
  public static final Rights USER_DATA =
      new Rights(true, true, true, false, false, MemoryKind.WRITE_BACK);

  /** Stage 2: everything. */
  public static final Rights GUEST_ALL =
      new Rights(true, true, true, true, true, MemoryKind.WRITE_BACK);

  /** Stage 2: loads and fetches. */
  public static final Rights GUEST_CODE =
      new Rights(true, false, true, true, true, MemoryKind.WRITE_BACK);

  /** Stage 2: fetches only (S2AP = 0, XN = 0). */
  public static final Rights EXECUTE_ONLY =
      new Rights(false, false, true, true, true, MemoryKind.WRITE_BACK);

  /** The same with another cacheability. */
  public Rights with(MemoryKind kind) {
    return new Rights(read, write, user, execute, privilegedExecute, kind);
  }
}
