// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

/**
 * What an access is, as far as its translation depends on it.
 *
 * @param kind what it does
 * @param privileged not from EL0, nor by an unprivileged load or store
 * @param neverPrivileged PSTATE.PAN is 1 and counts for this access
 */
public record Access(Kind kind, boolean privileged, boolean neverPrivileged) {
  /** An instruction fetch at EL1 or higher. */
  public static final Access FETCH = new Access(Kind.FETCH, true, false);

  /** A load at EL1 or higher. */
  public static final Access READ = new Access(Kind.READ, true, false);

  /** A store at EL1 or higher. */
  public static final Access WRITE = new Access(Kind.WRITE, true, false);

  /** An instruction fetch at EL0. */
  public static final Access USER_FETCH = new Access(Kind.FETCH, false, false);

  /** A load at EL0. */
  public static final Access USER_READ = new Access(Kind.READ, false, false);

  /** A store at EL0. */
  public static final Access USER_WRITE = new Access(Kind.WRITE, false, false);

  /** What an access does. */
  public enum Kind {
    /** An instruction fetch. */
    FETCH,
    /** A load. */
    READ,
    /** A store. */
    WRITE,
    /** Maintenance by address: translated, but not checked for permission. */
    MAINTENANCE
  }

  /** The constant of that kind and privilege. */
  public static Access of(Kind kind, boolean privileged) {
    return switch (kind) {
      case FETCH -> privileged ? FETCH : USER_FETCH;
      case READ -> privileged ? READ : USER_READ;
      case WRITE -> privileged ? WRITE : USER_WRITE;
      case MAINTENANCE -> new Access(kind, privileged, false);
    };
  }

  /** 0 to 15, a different number for each access. */
  @SuppressWarnings("EnumOrdinal") // a slot of an array within one run, nothing that is kept
  int index() {
    return kind.ordinal() << 2 | (privileged ? 2 : 0) | (neverPrivileged ? 1 : 0);
  }
}
