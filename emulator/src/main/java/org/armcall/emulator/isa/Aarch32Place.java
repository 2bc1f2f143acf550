// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.OptionalLong;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;

/**
 * A place in the program that an A32 or T32 instruction names by its distance from PC. The
 * constants are the ways to encode the distance.
 */
enum Aarch32Place implements Operand {
  /** Field i in words. */
  A32_BRANCH(InstructionSet.A32, false),
  /** Fields i in words and H, the halfword: BLX. */
  A32_EXCHANGE(InstructionSet.A32, false),
  /** Field i in bytes with the sign U; may be a literal. */
  A32_LITERAL(InstructionSet.A32, true),
  /** Field i in halfwords, signed. */
  T16_BRANCH(InstructionSet.T32, false),
  /** Field i in halfwords, forward only: CBZ. */
  T16_COMPARE(InstructionSet.T32, false),
  /** Field i in words, forward only; may be a literal. */
  T16_LITERAL(InstructionSet.T32, true),
  /** The same for ADR. */
  T16_ADDRESS(InstructionSet.T32, true),
  /** Fields S, j, k and i: B.W and BL. */
  T32_BRANCH(InstructionSet.T32, false),
  /** The same in words from the aligned PC: BLX. */
  T32_EXCHANGE(InstructionSet.T32, true),
  /** Fields S, k, j and i: conditional B.W. */
  T32_CONDITIONAL(InstructionSet.T32, false),
  /** Field i in bytes with the sign U; may be a literal. */
  T32_LITERAL(InstructionSet.T32, true),
  /** Field i in bytes, forward: ADR.W as ADD. */
  T32_AFTER(InstructionSet.T32, true),
  /** Field i in bytes, backward: ADR.W as SUB. */
  T32_BEFORE(InstructionSet.T32, true);

  private final InstructionSet isa;
  private final boolean aligned;

  Aarch32Place(InstructionSet isa, boolean aligned) {
    this.isa = isa;
    this.aligned = aligned;
  }

  /** The distance in bytes from PC as it reads, aligned where the instruction aligns it. */
  long distance(Fields fields) {
    return switch (this) {
      case A32_BRANCH -> (long) fields.signed('i') << 2;
      case A32_EXCHANGE -> (long) fields.signed('i') << 2 | (long) fields.get('H') << 1;
      case T16_BRANCH -> (long) fields.signed('i') << 1;
      case T16_COMPARE -> (long) fields.get('i') << 1;
      case T16_LITERAL, T16_ADDRESS -> (long) fields.get('i') << 2;
      case T32_BRANCH -> far(fields, 21) << 1;
      case T32_EXCHANGE -> far(fields, 20) << 2;
      case T32_CONDITIONAL ->
          (-(long) fields.get('S') << 19
                  | (long) fields.get('k') << 18
                  | (long) fields.get('j') << 17
                  | fields.get('i'))
              << 1;
      case A32_LITERAL, T32_LITERAL -> fields.is('U') ? fields.get('i') : -fields.get('i');
      case T32_AFTER -> fields.get('i');
      case T32_BEFORE -> -fields.get('i');
    };
  }

  /** S:I1:I2:i, where I1 is NOT(j EOR S) and I2 is NOT(k EOR S). */
  private static long far(Fields fields, int width) {
    int sign = fields.get('S');
    return -(long) sign << (width + 2)
        | (long) (fields.get('j') ^ sign ^ 1) << (width + 1)
        | (long) (fields.get('k') ^ sign ^ 1) << width
        | fields.get('i');
  }

  private boolean put(long distance, FieldValues fields) {
    return switch (this) {
      case A32_BRANCH -> (distance & 3) == 0 && fields.putSigned('i', distance >> 2);
      case A32_EXCHANGE ->
          (distance & 1) == 0
              && fields.put('H', distance >> 1 & 1)
              && fields.putSigned('i', distance >> 2);
      case T16_BRANCH -> (distance & 1) == 0 && fields.putSigned('i', distance >> 1);
      case T16_COMPARE -> (distance & 1) == 0 && fields.put('i', distance >> 1);
      case T16_LITERAL, T16_ADDRESS -> (distance & 3) == 0 && fields.put('i', distance >> 2);
      case T32_BRANCH -> (distance & 1) == 0 && putFar(distance >> 1, 21, fields);
      case T32_EXCHANGE -> (distance & 3) == 0 && putFar(distance >> 2, 20, fields);
      case T32_CONDITIONAL ->
          (distance & 1) == 0
              && distance == distance << 43 >> 43
              && fields.put('S', distance >>> 63)
              && fields.put('k', distance >> 19 & 1)
              && fields.put('j', distance >> 18 & 1)
              && fields.put('i', distance >> 1 & 0x1ffff);
      case A32_LITERAL, T32_LITERAL ->
          fields.put('U', distance < 0 ? 0 : 1) && fields.put('i', Math.abs(distance));
      case T32_AFTER -> fields.put('i', distance);
      case T32_BEFORE -> distance < 0 && fields.put('i', -distance);
    };
  }

  private static boolean putFar(long distance, int width, FieldValues fields) {
    long sign = distance >>> 63;
    int unused = 63 - width - 2;
    return distance == distance << unused >> unused
        && fields.put('S', sign)
        && fields.put('j', (distance >> (width + 1) & 1) ^ sign ^ 1)
        && fields.put('k', (distance >> width & 1) ^ sign ^ 1)
        && fields.put('i', distance & (1L << width) - 1);
  }

  private boolean mayBeLiteral() {
    return this == A32_LITERAL || this == T16_LITERAL || this == T32_LITERAL;
  }

  /** The place from which the distance counts, seen from the instruction's address. */
  private long base(long address) {
    long pc = address + (isa == InstructionSet.A32 ? 8 : 4);
    return aligned ? pc & ~3L : pc;
  }

  @Override
  public boolean read(Cursor text, FieldValues fields) {
    OptionalLong place = mayBeLiteral() ? text.takeLiteral(4) : OptionalLong.empty();
    if (place.isEmpty()) {
      place = text.takeExpression();
    }
    if (place.isEmpty()) {
      return text.refuse("a label is missing");
    }
    // Addresses have 32 bits; a distance may go around their end.
    long distance = (int) (place.getAsLong() - base(text.site().address()));
    if (text.site().isGuess() && place.getAsLong() == text.site().address()) {
      // The place is not known yet; the narrowest encoding may do.
      distance = 0;
    }
    return put(distance, fields) || text.refuse("the place is too far away or not aligned");
  }

  @Override
  public void print(Fields fields, Printer out) {
    long pc = isa == InstructionSet.A32 ? 8 : 4;
    if (out.address().isPresent()) {
      long place = base(out.address().getAsLong()) + distance(fields) & Word.mask(32);
      out.add("0x" + Long.toHexString(place));
    } else {
      out.place(pc + distance(fields));
    }
  }
}
