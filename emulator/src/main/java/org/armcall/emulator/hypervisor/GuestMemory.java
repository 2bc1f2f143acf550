// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

/**
 * How a hypervisor reads the instruction that trapped from guest memory.
 *
 * <p>{@link #CAREFUL} does all that a handler can do after the trap. It is still not safe: only
 * {@link Protection#BEFORE_FETCH} excludes that the bytes were others when they were fetched.
 *
 * @param pauseOthers whether the other processors stand still from the trap to the answer
 * @param translation who walks the guest's tables
 * @param permission the permission that the read asks for
 * @param alias the memory type of the hypervisor's own mapping
 * @param recheck whether the bytes are read a second time and compared
 * @param retries how often it begins anew when they differ, or when nothing can be read and {@link
 *     OnFault#RETRY} says so
 * @param protection when the guest's code is protected against writes
 * @param regime which regime it takes the address to belong to
 * @param byteOrder the order in which the bytes of a halfword or word are put together
 * @param secondHalf where the second halfword of a T32 instruction is read
 * @param halfwords the order of the halfwords of a T32 instruction
 * @param encoding what it makes of should-be-zero bits that are set
 * @param address how it computes the address of the instruction
 * @param space the physical address space that it reads
 * @param check whether what was read must be the call that trapped
 * @param onFault what it answers where nothing can be read
 */
public record GuestMemory(
    boolean pauseOthers,
    Translation translation,
    Permission permission,
    Alias alias,
    boolean recheck,
    Retries retries,
    Protection protection,
    Regime regime,
    ByteOrder byteOrder,
    SecondHalf secondHalf,
    Halfwords halfwords,
    Encodings encoding,
    Address address,
    Space space,
    Check check,
    OnFault onFault) {

  /**
   * A bit of a stage-2 descriptor that hardware ignores and software may use (bits 58:55; DDI 0406C
   * B3.6.2, DDI 0487 D8.3): by it a hypervisor notes that it has protected the page.
   */
  public static final long ARMED_MARK = 1L << 55;

  /** All that can be done after the trap. */
  public static final GuestMemory CAREFUL =
      new GuestMemory(
          true,
          Translation.SOFTWARE,
          Permission.EXECUTE,
          Alias.CACHEABLE,
          true,
          Retries.atMost(2),
          Protection.NEVER,
          Regime.CALLER,
          ByteOrder.LITTLE,
          SecondHalf.WALKED,
          Halfwords.IN_ORDER,
          Encodings.BY_FIELD,
          Address.WRAPPED,
          Space.CALLER,
          Check.CALL,
          OnFault.UNAVAILABLE);

  /** Who walks the tables. */
  public enum Translation implements Setting {
    /** The hypervisor reads the descriptors itself. */
    SOFTWARE,
    /**
     * An AT instruction: through the TLB of the processor and with read permission, whatever {@link
     * Permission} and {@link Regime} say.
     */
    AT_INSTRUCTION
  }

  /** The permission that the read asks for. */
  public enum Permission implements Setting {
    /** Execute, as the fetch did. */
    EXECUTE,
    /** Read, as a data access does. */
    READ
  }

  /** The memory type of the hypervisor's own mapping. */
  public enum Alias implements Setting {
    CACHEABLE,
    NONCACHEABLE
  }

  /** When the code page, its aliases and the tables that map it are protected against writes. */
  public enum Protection implements Setting {
    NEVER,
    /** As the handler runs: too late for what was written before. */
    AT_TRAP,
    /** Before the guest may execute the page. */
    BEFORE_FETCH,
    /**
     * When others of the hypervisor do it, in the middle of a run: of a page without {@link
     * #ARMED_MARK} nothing is said.
     */
    ARMED
  }

  /** The translation regime that the address is taken to belong to. */
  public enum Regime implements Setting {
    /** That of the caller, by its level, state and the controls in force. */
    CALLER,
    /** EL1 and 0, whoever called. */
    EL1,
    /** EL1 and 0 with short descriptors, whatever TTBCR.EAE says. */
    SHORT,
    /** EL1 and 0 with long descriptors. */
    LONG,
    /** As if the MMU were off. */
    OFF,
    /** As if the MMU were on. */
    ON
  }

  /** The order of bytes. */
  public enum ByteOrder implements Setting {
    /** Instructions are little-endian on ARMv7-A and Armv8-A. */
    LITTLE,
    /** As the caller's data, which may be big-endian. */
    DATA
  }

  /** Where the second halfword of a T32 instruction is read. */
  public enum SecondHalf implements Setting {
    /** By a translation of its own address. */
    WALKED,
    /** Behind the first in physical memory. */
    ADJACENT
  }

  /** The order of the halfwords of a T32 instruction. */
  public enum Halfwords implements Setting {
    /** The first is the high half. */
    IN_ORDER,
    /** As a little-endian word: the first would be the low half. */
    SWAPPED
  }

  /** What is made of an encoding with should-be-zero bits that are set. */
  public enum Encodings implements Setting {
    /** The immediate is the field of that name; the answer says that it is UNPREDICTABLE. */
    BY_FIELD,
    /** The bits are taken for a part of the immediate, where HVC has it. */
    AS_HVC
  }

  /** How the address of the instruction is computed. */
  public enum Address implements Setting {
    /** In as many bits as the caller has, without tag bits. */
    WRAPPED,
    /** By 64-bit arithmetic on the register. */
    PLAIN
  }

  /** The physical address space that is read. */
  public enum Space implements Setting {
    /** Where the caller's tables lead. */
    CALLER,
    /** The Non-secure one, which is all that a Non-secure handler reaches. */
    NONSECURE
  }

  /** What is asked of the bytes that were read. */
  public enum Check implements Setting {
    /** That they are the call that the syndrome reports; else the answer is a contradiction. */
    CALL,
    /** Nothing: the bits where the immediate would be are the immediate. */
    NOTHING
  }

  /** What is answered where nothing can be read. */
  public enum OnFault implements Setting {
    UNAVAILABLE,
    /** The immediate 0, because most calls have it. */
    ZERO,
    /** It begins anew, while {@link GuestMemory#retries} last; then as {@link #UNAVAILABLE}. */
    RETRY
  }
}
