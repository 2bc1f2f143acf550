// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

/** Where things are in the physical memory of an image; QEMU's virt has RAM from 0x40000000. */
final class Layout {
  /** The data register of the PL011. */
  static final long UART = 0x0900_0000L;

  /** The code of the AArch64 driver and handlers. */
  static final long CODE64 = 0x4020_0000L;

  /** The code of the AArch32 driver and handlers. */
  static final long CODE32 = 0x4022_0000L;

  /** What the driver remembers: the address of the next case. */
  static final long STATE = 0x4028_0000L;

  /** The table of cases. */
  static final long CASES = 0x4029_0000L;

  /** Bytes of a case in the table. */
  static final int CASE_SIZE = 192;

  /** Translation tables. */
  static final long TABLES = 0x4030_0000L;

  /** The first byte of memory that is the driver's own: mapped to itself, for privileged levels. */
  static final long OWN = 0x4000_0000L;

  /** Behind the last byte of memory that is mapped to itself. */
  static final long OWN_END = 0x4200_0000L;

  private Layout() {}
}
