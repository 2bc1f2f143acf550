// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.machine.Alias;
import org.armcall.emulator.machine.HandlerContext;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.machine.MachineEvent.Translated.By;
import org.armcall.emulator.memory.Access;
import org.armcall.emulator.memory.ByteOrder;
import org.armcall.emulator.memory.Fault;
import org.armcall.emulator.memory.FaultKind;
import org.armcall.emulator.memory.Mapped;
import org.armcall.emulator.memory.Stage;
import org.armcall.emulator.memory.Translation;
import org.armcall.emulator.memory.TranslationRegime;
import org.armcall.emulator.memory.WalkListener;
import org.armcall.emulator.memory.WalkRecord;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.SecurityState;

/** A handler's own view of its guest's code: where it is, and which bytes are there. */
final class GuestCode {
  /** SPSR.E of AArch32. */
  private static final int STATUS_E = 9;

  /** SCTLR_EL1.EE. */
  private static final int SCTLR_EE = 25;

  private static final int AARCH32_BITS = 32;

  /** S2AP[1] of a stage-2 descriptor: writes are allowed. */
  private static final int STAGE2_WRITE = 7;

  private final HandlerContext context;
  private final ReportedCall call;
  private final GuestMemory how;
  private final PolicyHandler handler;

  GuestCode(HandlerContext context, ReportedCall call, GuestMemory how, PolicyHandler handler) {
    this.context = context;
    this.call = call;
    this.how = how;
    this.handler = handler;
  }

  /** Where an address leads. */
  sealed interface Location {}

  /**
   * To a physical address.
   *
   * @param virtual the address in the guest's view
   * @param physical the physical address
   * @param space the physical address space
   */
  record Place(long virtual, long physical, SecurityState space) implements Location {
    /** So many bytes on in physical memory. */
    Place plus(int bytes) {
      return new Place(virtual + bytes, physical + bytes, space);
    }

    /** The provenance of what is read here. */
    String text(GuestMemory how) {
      return String.format("fetch at 0x%x, %s", physical, how.alias().word());
    }
  }

  /**
   * Nowhere.
   *
   * @param reason why
   */
  record Nowhere(String reason) implements Location {}

  /**
   * What a read answers.
   *
   * @param value a number in the byte order of the choice; empty where nothing answered
   * @param reason why nothing did
   */
  record Bytes(Optional<Word> value, String reason) {}

  /**
   * Translates an address of the caller as it is mapped now.
   *
   * <p>IMM-STAGE2-UNMAPPED, IMM-EXECUTE-ONLY: a fault here is no fault of the fetch; the answer is
   * that there is none. IMM-WALK-RACE: a success is no proof that the fetch was translated so. An
   * AT instruction knows the tables and the TLB of this processor, not {@link GuestMemory#regime}.
   */
  Location locate(long address) {
    Location found = mapped(address);
    boolean waits = how.protection() == GuestMemory.Protection.ARMED;
    return found instanceof Place && waits && !isArmed(address)
        ? new Nowhere(String.format("0x%x is not protected yet", address))
        : found;
  }

  private Location mapped(long address) {
    // IMM-ADDRESS
    if (call.isa() != InstructionSet.A64 && address >>> AARCH32_BITS != 0) {
      return new Nowhere(String.format("0x%x is no address of AArch32", address));
    }
    if (how.translation() == GuestMemory.Translation.AT_INSTRUCTION) {
      Location found = AddressTranslation.locate(context, address);
      tell(By.AT_INSTRUCTION, ofAnswer(address, found));
      return found instanceof Place place && how.space() == GuestMemory.Space.NONSECURE
          ? new Place(place.virtual(), place.physical(), SecurityState.NONSECURE)
          : found;
    }
    WalkRecord.Listener seen = new WalkRecord.Listener(new Relying());
    TranslationRegime regime = GuestRegime.of(context, call, how, handler);
    Translation translation = translate(regime, address, seen);
    tell(By.SOFTWARE, WalkRecord.of(regime, address, translation, seen.read()));
    if (translation instanceof Mapped mapped) {
      SecurityState space =
          how.space() == GuestMemory.Space.CALLER ? mapped.space() : SecurityState.NONSECURE;
      return new Place(address, mapped.address(address), space);
    }
    return new Nowhere(
        String.format("0x%x cannot be read: %s", address, ((Fault) translation).text()));
  }

  private Translation translate(long address, WalkListener listener) {
    return translate(GuestRegime.of(context, call, how, handler), address, listener);
  }

  private Translation translate(TranslationRegime regime, long address, WalkListener listener) {
    boolean read = how.permission() == GuestMemory.Permission.READ;
    boolean privileged = context.interruptedLevel() != ExceptionLevel.EL0;
    Access access = Access.of(read ? Access.Kind.READ : Access.Kind.FETCH, privileged);
    return context.walk(regime, address, access, listener);
  }

  private void tell(By by, WalkRecord walk) {
    context.report(new MachineEvent.Translated(context.cpu(), by, walk));
  }

  /** What AT says of an address; what it read is the processor's own affair. */
  private WalkRecord ofAnswer(long address, Location found) {
    TranslationRegime now = context.regime();
    boolean there = found instanceof Place;
    WalkRecord shape =
        WalkRecord.of(now, address, Fault.ofAccess(FaultKind.TRANSLATION), List.of());
    return new WalkRecord(
        address,
        shape.stageOne(),
        shape.stageTwo(),
        List.of(),
        there ? OptionalLong.of(((Place) found).physical()) : OptionalLong.empty(),
        there ? Optional.of(((Place) found).space()) : Optional.empty(),
        there ? "" : ((Nowhere) found).reason());
  }

  /**
   * Reads bytes. IMM-CACHEABILITY-ALIAS: what is read depends on the attributes of the handler's
   * own mapping; IMM-PROTECTED-MEMORY: it may be refused; IMM-STALE-FETCH and IMM-BREAKPOINT: it is
   * data, and the fetch may have had other bytes.
   */
  Bytes read(Place place, int bytes) {
    Alias alias =
        how.alias() == GuestMemory.Alias.CACHEABLE ? Alias.CACHEABLE : Alias.NON_CACHEABLE;
    Optional<Word> word =
        context.read(place.virtual(), place.physical(), bytes, alias, place.space());
    if (word.isEmpty()) {
      return new Bytes(word, String.format("0x%x does not answer the handler", place.physical()));
    }
    // IMM-LITTLE-ENDIAN: whatever the caller's data is.
    boolean swapped = how.byteOrder() == GuestMemory.ByteOrder.DATA && dataIsBigEndian();
    return new Bytes(swapped ? word.map(each -> ByteOrder.reversed(each, bytes)) : word, "");
  }

  private boolean dataIsBigEndian() {
    Truth big =
        call.isa() == InstructionSet.A64
            ? context.system(SystemRegister.SCTLR_EL1).bit(SCTLR_EE)
            : context.savedStatus().bit(STATUS_E);
    return context.decide(big, "the caller's data endianness");
  }

  /** Makes stage 2 refuse writes to the page of an address; nothing happens without stage 2. */
  void protect(long address) {
    LastOfStageTwo last = new LastOfStageTwo();
    translate(address, last);
    last.found.ifPresent(
        leaf -> {
          Word refused = leaf.descriptor().withBits(STAGE2_WRITE, STAGE2_WRITE, Word.ZERO);
          context.write(leaf.at(), 8, refused, Alias.CACHEABLE);
        });
  }

  private boolean isArmed(long address) {
    LastOfStageTwo last = new LastOfStageTwo();
    translate(address, last);
    return last.found
        .filter(leaf -> (leaf.descriptor().value() & GuestMemory.ARMED_MARK) != 0)
        .isPresent();
  }

  /** A handler that walks in software relies on what it walks by. */
  private final class Relying implements WalkListener {
    @Override
    public void descriptor(Stage stage, int level, long virtual, long address, Word descriptor) {}

    @Override
    public void relied(long virtual, String what, long bits, Origin origin) {
      context.decide(Truth.unreliable(true, origin), what);
    }
  }

  /**
   * A descriptor and where it is.
   *
   * @param at its physical address
   * @param descriptor its value
   */
  private record Leaf(long at, Word descriptor) {}

  /** The last descriptor of stage 2 that a walk reads is that of the page itself. */
  private static final class LastOfStageTwo implements WalkListener {
    private Optional<Leaf> found = Optional.empty();

    @Override
    public void descriptor(Stage stage, int level, long virtual, long address, Word descriptor) {
      if (stage == Stage.TWO) {
        found = Optional.of(new Leaf(address, descriptor));
      }
    }

    @Override
    public void relied(long virtual, String what, long bits, Origin origin) {}
  }
}
