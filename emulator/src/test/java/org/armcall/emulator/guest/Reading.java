// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.guest;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.armcall.emulator.hypervisor.GuestMemory;
import org.armcall.emulator.hypervisor.GuestMemory.Address;
import org.armcall.emulator.hypervisor.GuestMemory.Alias;
import org.armcall.emulator.hypervisor.GuestMemory.ByteOrder;
import org.armcall.emulator.hypervisor.GuestMemory.Halfwords;
import org.armcall.emulator.hypervisor.GuestMemory.Permission;
import org.armcall.emulator.hypervisor.GuestMemory.Protection;
import org.armcall.emulator.hypervisor.GuestMemory.SecondHalf;
import org.armcall.emulator.hypervisor.GuestMemory.Space;
import org.armcall.emulator.hypervisor.GuestMemory.Translation;
import org.armcall.emulator.hypervisor.Retries;

/** Ways of reading guest memory: all that are right as long as nothing changes, and wrong ones. */
public final class Reading {
  private static final GuestMemory CAREFUL = GuestMemory.CAREFUL;

  private Reading() {}

  /** Every way that is right on a readable page; 0, 1 or all retries. */
  public static Arbitrary<GuestMemory> proper() {
    return Combinators.combine(
            Arbitraries.of(false, true),
            Arbitraries.of(Translation.class),
            Arbitraries.of(Permission.class),
            Arbitraries.of(Alias.class),
            Arbitraries.of(false, true),
            Arbitraries.of(0, 1, Retries.MOST))
        .as(
            (pause, translation, permission, alias, recheck, retries) ->
                new Change()
                    .with(translation, permission)
                    .with(alias)
                    .with(pause, recheck, retries)
                    .done())
        .withoutEdgeCases();
  }

  /** By read permission, walking in software. */
  public static GuestMemory byReadPermission() {
    return new Change().with(Translation.SOFTWARE, Permission.READ).done();
  }

  /** By an AT instruction. */
  public static GuestMemory byAtInstruction() {
    return new Change().with(Translation.AT_INSTRUCTION, Permission.EXECUTE).done();
  }

  /** Of code that has been protected before the guest executes. */
  public static GuestMemory protectedBefore() {
    Change change = new Change();
    change.protection = Protection.BEFORE_FETCH;
    return change.done();
  }

  /** With so many retries. */
  public static GuestMemory withRetries(int retries) {
    return new Change().with(true, true, retries).done();
  }

  /** In the order of bytes of the caller's data. */
  public static GuestMemory inOrderOfData() {
    Change change = new Change();
    change.byteOrder = ByteOrder.DATA;
    return change.done();
  }

  /** With the first halfword of a T32 instruction as the low half. */
  public static GuestMemory withHalvesSwapped() {
    Change change = new Change();
    change.halfwords = Halfwords.SWAPPED;
    return change.done();
  }

  /** With the second halfword from behind the first in physical memory. */
  public static GuestMemory withHalvesAdjacent() {
    Change change = new Change();
    change.secondHalf = SecondHalf.ADJACENT;
    return change.done();
  }

  /** By a Non-secure mapping. */
  public static GuestMemory byNonSecureMapping() {
    Change change = new Change();
    change.space = Space.NONSECURE;
    return change.done();
  }

  /** At the return address minus 4 in 64 bits. */
  public static GuestMemory atPlainAddress() {
    Change change = new Change();
    change.address = Address.PLAIN;
    return change.done();
  }

  /** The careful way with something changed. */
  private static final class Change {
    private boolean pause = CAREFUL.pauseOthers();
    private boolean recheck = CAREFUL.recheck();
    private int retries = CAREFUL.retries().most().orElseThrow();
    private Translation translation = CAREFUL.translation();
    private Permission permission = CAREFUL.permission();
    private Alias alias = CAREFUL.alias();
    private Protection protection = CAREFUL.protection();
    private ByteOrder byteOrder = CAREFUL.byteOrder();
    private SecondHalf secondHalf = CAREFUL.secondHalf();
    private Halfwords halfwords = CAREFUL.halfwords();
    private Address address = CAREFUL.address();
    private Space space = CAREFUL.space();

    Change with(Translation by, Permission asks) {
      translation = by;
      permission = asks;
      return this;
    }

    Change with(Alias by) {
      alias = by;
      return this;
    }

    Change with(boolean pauses, boolean checks, int again) {
      pause = pauses;
      recheck = checks;
      retries = again;
      return this;
    }

    GuestMemory done() {
      return new GuestMemory(
          pause,
          translation,
          permission,
          alias,
          recheck,
          Retries.atMost(retries),
          protection,
          CAREFUL.regime(),
          byteOrder,
          secondHalf,
          halfwords,
          CAREFUL.encoding(),
          address,
          space,
          CAREFUL.check(),
          CAREFUL.onFault());
    }
  }
}
