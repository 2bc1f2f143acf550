// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;

/**
 * How an address was translated, as far as it was seen.
 *
 * @param virtual the address
 * @param stageOne the format of the tables of stage 1
 * @param stageTwo whether stage 2 translates, too
 * @param read the descriptors that were read, in order; none where a TLB answered
 * @param output the physical address; empty where there is none
 * @param space the physical address space of the output
 * @param fault why there is none, in words; empty where there is one
 */
public record WalkRecord(
    long virtual,
    Format stageOne,
    boolean stageTwo,
    List<Descriptor> read,
    OptionalLong output,
    Optional<SecurityState> space,
    String fault) {

  /** The format of descriptors of stage 1. */
  public enum Format {
    /** There are none: stage 1 is off. */
    OFF,
    /** ARMv7's own of 32 bits. */
    SHORT,
    /** Of 64 bits. */
    LONG
  }

  /**
   * A descriptor that was read.
   *
   * @param stage whose table it is
   * @param level of the table
   * @param address its physical address
   * @param value what was read, in the table's byte order, with the standing of its bits
   */
  public record Descriptor(Stage stage, int level, long address, Word value) {}

  /** Copies the list. */
  public WalkRecord {
    read = List.copyOf(read);
  }

  /** Whether both are of one page and lead to one page. */
  public boolean leadsWhere(WalkRecord other, int pageBits) {
    return virtual >>> pageBits == other.virtual >>> pageBits
        && output.isPresent()
        && other.output.isPresent()
        && output.getAsLong() >>> pageBits == other.output.getAsLong() >>> pageBits
        && space.equals(other.space);
  }

  /** The same walk for another address of the page. */
  public WalkRecord at(long address, int pageBits) {
    return new WalkRecord(
        address,
        stageOne,
        stageTwo,
        read,
        output.isPresent()
            ? OptionalLong.of(output.getAsLong() & -1L << pageBits | address & ~(-1L << pageBits))
            : output,
        space,
        fault);
  }

  /** What came of a walk in a regime. */
  public static WalkRecord of(
      TranslationRegime regime, long virtual, Translation found, List<Descriptor> read) {
    boolean mapped = found instanceof Mapped;
    return new WalkRecord(
        virtual,
        format(regime.stageOne()),
        regime.stageTwo().isPresent(),
        read,
        mapped ? OptionalLong.of(((Mapped) found).address(virtual)) : OptionalLong.empty(),
        mapped ? Optional.of(((Mapped) found).space()) : Optional.empty(),
        mapped ? "" : ((Fault) found).text());
  }

  private static Format format(StageOne stage) {
    if (stage instanceof StageOne.Off) {
      return Format.OFF;
    }
    return stage instanceof StageOne.ShortDescriptors ? Format.SHORT : Format.LONG;
  }

  /** Hears descriptors and keeps them, and passes everything on. */
  public static final class Listener implements WalkListener {
    private final WalkListener next;
    private final List<Descriptor> read = new ArrayList<>();

    /** One that passes on to that one. */
    public Listener(WalkListener next) {
      this.next = next;
    }

    /** What was read so far. */
    public List<Descriptor> read() {
      return List.copyOf(read);
    }

    @Override
    public void descriptor(Stage stage, int level, long virtual, long address, Word descriptor) {
      read.add(new Descriptor(stage, level, address, descriptor));
      next.descriptor(stage, level, virtual, address, descriptor);
    }

    @Override
    public void relied(long virtual, String what, long bits, Origin origin) {
      next.relied(virtual, what, bits, origin);
    }
  }
}
