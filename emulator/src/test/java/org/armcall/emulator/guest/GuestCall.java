// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.guest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.armcall.emulator.machine.Fill;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.Flags;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.state.Mode;

/**
 * A guest that makes one call, counts once, and stays in a loop.
 *
 * <p>Its code is: where the call is conditional, flags from register 3, for T32 an IT instruction
 * and the NOPs of its block; the call; {@code r1 := r1 + r2}, with 0 and 1 in them before; a branch
 * to itself. Register 0 has the function identifier of PSCI_VERSION.
 *
 * @param kind platform, route, instruction set and formats
 * @param place where the call is
 * @param instruction the call: what is expected of a handler comes from here
 * @param block how many instructions an IT block has that ends with the call; 0 is no block
 * @param blockCondition the condition of the block
 * @param flags NZCV at the call, if it is conditional
 * @param bigEndian whether the guest's data is big-endian
 * @param fill the values of UNKNOWN bits
 */
public record GuestCall(
    Kind kind,
    Place place,
    CallInstruction instruction,
    int block,
    Condition blockCondition,
    Flags flags,
    boolean bigEndian,
    Fill fill) {

  /** PSCI_VERSION (DEN0022). */
  public static final long PSCI_VERSION = 0x8400_0000L;

  /** The register that counts what was executed behind the call. */
  public static final int COUNTER = 1;

  /** The largest setup: flags, IT and three NOPs of 2 bytes. */
  static final long SETUP = 16;

  /**
   * An instruction of the guest.
   *
   * @param at its virtual address
   * @param text as assembly
   */
  private record Line(long at, String text) {}

  /** The immediate that is executed. */
  public int immediate() {
    return instruction.immediate().value();
  }

  /** The condition that applies to the call. */
  public Condition condition() {
    return block > 0 ? blockCondition : instruction.encodedCondition().orElse(Condition.AL);
  }

  /** Whether the call's condition holds, by the table of DDI 0487 F1.3.1 as it is printed. */
  public boolean conditionHolds() {
    boolean n = (flags.nzcv() & 8) != 0;
    boolean z = (flags.nzcv() & 4) != 0;
    boolean c = (flags.nzcv() & 2) != 0;
    boolean v = (flags.nzcv() & 1) != 0;
    return switch (condition()) {
      case EQ -> z;
      case NE -> !z;
      case CS -> c;
      case CC -> !c;
      case MI -> n;
      case PL -> !n;
      case VS -> v;
      case VC -> !v;
      case HI -> c && !z;
      case LS -> !c || z;
      case GE -> n == v;
      case LT -> n != v;
      case GT -> !z && n == v;
      case LE -> z || n != v;
      case AL -> true;
    };
  }

  /** Whether the two halves of a T32 call are on two pages. */
  public boolean straddles() {
    return kind.isa() == InstructionSet.T32 && place.offset() == place.stageOne().size() - 2;
  }

  /** Whether the instruction behind the call is on the page behind. */
  public boolean endsItsPage() {
    return place.offset() + instruction.size() >= place.stageOne().size();
  }

  /** The bytes of the call in memory: little-endian words, or two little-endian halfwords. */
  public List<Long> halfwords() {
    return halfwords(Encodings.encode(instruction));
  }

  /** The halfwords of an instruction of four bytes in the order of memory. */
  public static List<Long> halfwords(InstructionWord word) {
    long bits = word.bits() & 0xffff_ffffL;
    long low = bits & 0xffff;
    long high = bits >>> 16;
    return word.isa() == InstructionSet.T32 ? List.of(high, low) : List.of(low, high);
  }

  /** The address so many bytes behind another, on the page behind if need be. */
  public long after(long address, long bytes) {
    long sum = address + bytes;
    return sum - place.page() < place.stageOne().size()
        ? sum
        : place.next() + (sum - place.page() - place.stageOne().size());
  }

  /** The address of the instruction behind the call. */
  public long behind() {
    return after(place.call(), instruction.size());
  }

  private boolean isConditional() {
    return block > 0 || condition() != Condition.AL;
  }

  /** Where the guest begins. */
  public long start() {
    return place.call() - setup().stream().mapToLong(this::size).sum();
  }

  private long size(String text) {
    boolean wide = kind.isa() != InstructionSet.T32 || text.startsWith("msr");
    return wide ? 4 : 2;
  }

  /** How many instructions come before the call. */
  public int before() {
    return setup().size();
  }

  /** What comes before the call. */
  private List<String> setup() {
    List<String> all = new ArrayList<>();
    if (isConditional()) {
      all.add("msr cpsr_f, r3");
    }
    if (block > 0) {
      // As numbers, as the call itself: an assembler would count the call's halfwords as data.
      all.add(hex(0xbf00 | blockCondition.code() << 4 | mask()));
      for (int count = 1; count < block; count++) {
        all.add(hex(0xbf00));
      }
    }
    return all;
  }

  /** The mask of IT (DDI 0597, IT): condition[0] for each instruction but the first, then a 1. */
  private int mask() {
    int mask = 1;
    for (int count = 1; count < block; count++) {
      mask |= (blockCondition.code() & 1) << count;
    }
    return mask << 4 - block;
  }

  private List<Line> lines() {
    List<Line> all = new ArrayList<>();
    long at = start();
    for (String text : setup()) {
      all.add(new Line(at, text));
      at += size(text);
    }
    List<Long> halves = halfwords();
    all.add(new Line(at, hex(halves.get(0)) + "   // " + instruction.text()));
    all.add(new Line(after(at, 2), hex(halves.get(1))));
    at = behind();
    String letter = kind.narrow() ? "r" : "x";
    String add =
        kind.isa() == InstructionSet.T32
            ? "add r1, r2"
            : String.format("add %1$s1, %1$s1, %1$s2", letter);
    all.add(new Line(at, add));
    all.add(new Line(after(at, size(add)), "b ."));
    return all;
  }

  private static String hex(long half) {
    return String.format(".hword 0x%04x", half);
  }

  /** The addresses that the guest fetches from. */
  List<Long> used() {
    return lines().stream().map(Line::at).toList();
  }

  /** The code: the lines that follow each other on a page together. */
  List<Scenario.Code> code() {
    List<Scenario.Code> all = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    long from = 0;
    long page = 0;
    for (Line line : lines()) {
      long its = line.at & -place.stageOne().size();
      if (!text.isEmpty() && its != page) {
        all.add(piece(from, text));
        text.setLength(0);
      }
      if (text.isEmpty()) {
        from = line.at;
        page = its;
      }
      text.append(line.text).append('\n');
    }
    all.add(piece(from, text));
    return all;
  }

  private Scenario.Code piece(long from, StringBuilder text) {
    return new Scenario.Code(place.physical(from), from, kind.isa(), text.toString());
  }

  /** The processor before the first instruction. */
  Scenario.ProcessorStart processor() {
    Map<Integer, Long> registers = new LinkedHashMap<>();
    registers.put(0, PSCI_VERSION);
    registers.put(COUNTER, 0L);
    registers.put(2, 1L);
    if (isConditional()) {
      registers.put(3, (long) flags.nzcv() << 28);
    }
    Mode mode = kind.narrow() ? Mode.SVC : Mode.EL1H;
    return new Scenario.ProcessorStart(
        start(), kind.isa(), mode, bigEndian, Scenario.Status.ZERO, true, registers);
  }

  /** The same guest with other UNKNOWN bits. */
  public GuestCall with(Fill other) {
    return new GuestCall(kind, place, instruction, block, blockCondition, flags, bigEndian, other);
  }

  /** The same guest with the other endianness of data. */
  public GuestCall withBigEndian(boolean other) {
    return new GuestCall(kind, place, instruction, block, blockCondition, flags, other, fill);
  }

  /** The same guest with its call in the last halfword of the page and the first of the next. */
  GuestCall acrossPages() {
    Place last =
        new Place(
            place.stageOne(),
            place.stageTwo(),
            place.bits(),
            place.page(),
            place.next(),
            place.stageOne().size() - 2,
            place.at(),
            place.nextAt());
    return new GuestCall(kind, last, instruction, block, blockCondition, flags, bigEndian, fill);
  }

  /**
   * The same guest with its call last in its page, and the page last of the 32-bit address space
   * where the tables have one range; elsewhere the page stays.
   */
  public GuestCall atTheTop() {
    long size = place.stageOne().size();
    boolean move = place.stageOne().format().isPresent() && place.bits() == 32;
    Place top =
        new Place(
            place.stageOne(),
            place.stageTwo(),
            place.bits(),
            move ? 0x1_0000_0000L - size : place.page(),
            move ? 0 : place.next(),
            size - 4,
            place.at(),
            place.nextAt());
    return new GuestCall(kind, top, instruction, block, blockCondition, flags, bigEndian, fill);
  }

  /** The same guest with another instruction in the place of the call. */
  public GuestCall with(CallInstruction other) {
    return new GuestCall(kind, place, other, block, blockCondition, flags, bigEndian, fill);
  }

  /** Whether the immediate of the call is in the syndrome of its handler. */
  public boolean inSyndrome() {
    return kind.route().inSyndrome(kind.isa());
  }

  /** In a line: a failure prints the scenario besides. */
  @Override
  public String toString() {
    return String.format(
        "%s at 0x%x on %s, %s %s, %s%s",
        instruction.text(),
        place.call(),
        kind.platform().name(),
        kind.security().text(),
        kind.route(),
        kind.stageOne(),
        kind.stageTwo().map(format -> " " + format).orElse(""));
  }
}
