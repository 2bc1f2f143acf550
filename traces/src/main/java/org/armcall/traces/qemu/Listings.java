// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.source.LineCursor;
import org.armcall.traces.source.Literal;

/**
 * The call instructions that {@code -d in_asm} listed, by address:
 *
 * <pre>
 * IN:
 * 0x40080314:  d4000002  hvc      #0
 * 0x4008102c:  01600071  smceq    #1
 * 0x4008105e:  f7e0 8000  hvc.w    #0
 * 0x40081900:  df00       svc      #0
 * </pre>
 *
 * Where QEMU has no disassembler it prints the bytes of the block, in the order of memory:
 *
 * <pre>
 * 0x40080314:
 * OBJD-T: 000080d2020000d4
 * </pre>
 *
 * Of these the last instruction is looked at, since a call ends a block.
 *
 * <p>QEMU lists a block when it translates it, which is before it runs and not each time that it
 * does. An address may be of several programs, or be written again, so that the last listing need
 * not be of what runs. But what runs was listed: where all calls that were listed at an address are
 * the same, a call there was that one. Where they differ, none is given.
 *
 * <p>Memory is bounded: {@value #MOST} addresses, and of those behind them nothing is given.
 */
final class Listings {
  static final int MOST = 1 << 16;

  private static final Literal IN = Literal.of("IN:");
  private static final Literal ZERO_X = Literal.of("0x");
  private static final Literal COLON = Literal.of(":");
  private static final int WORD_DIGITS = 8;
  private static final int HALFWORD_DIGITS = 4;
  private static final int WORD = 4;
  private static final int HALFWORD = 2;

  private final Map<Long, ListedCall> calls = new HashMap<>();

  /** Whether a listing has begun: elsewhere, code of the host may be printed alike. */
  private boolean listing;

  private final ListedBytes bytes = new ListedBytes();

  /** Reads a line that is of no record. */
  void see(LineAtHand line, LineCursor cursor) {
    LineCursor c = line.on(cursor);
    if (bytes.areOpen() && !bytes.take(c)) {
      bytes.end(this::put);
      line.on(cursor);
    }
    if (c.character() == 'I') {
      listing |= c.looksAt(IN);
    } else if (listing && line.mayNameCall()) {
      instruction(c);
    } else if (listing && line.isShort()) {
      bytes.begin(c);
    }
  }

  private void instruction(LineCursor c) {
    if (!c.blanks().optional(ZERO_X)) {
      return;
    }
    long address = c.hex();
    int first = c.literal(COLON).blanks().position();
    int bits = (int) c.hex();
    int digits = c.position() - first;
    int size = digits == HALFWORD_DIGITS ? HALFWORD : WORD;
    InstructionSet isa = InstructionSet.T32;
    if (digits == WORD_DIGITS) {
      isa = ListedCall.ofWholeWord(bits);
    } else if (digits != HALFWORD_DIGITS) {
      return;
    } else if (c.optional(" ") && c.character() != ' ') {
      // One blank and a second halfword; behind a single halfword there are more blanks.
      first = c.position();
      bits = bits << 16 | (int) c.hex();
      if (c.position() - first != HALFWORD_DIGITS) {
        return;
      }
      size = WORD;
    }
    Optional<Call> insn = callAt(c.blanks());
    if (insn.isPresent() && c.fits()) {
      put(address, ListedCall.of(insn.get(), new InstructionWord(isa, size, bits), immediate(c)));
    }
  }

  private static Optional<Call> callAt(LineCursor c) {
    for (Call call : Call.values()) {
      if (c.optional(call.mnemonic())) {
        return Optional.of(call);
      }
    }
    return Optional.empty();
  }

  /** The operand, behind what stands of a condition or a width at the mnemonic. */
  private static OptionalInt immediate(LineCursor c) {
    c.word();
    c.blanks().optional("#");
    long value = c.optional(ZERO_X) ? c.hex() : c.decimal();
    return c.fits() && value >>> 24 == 0 ? OptionalInt.of((int) value) : OptionalInt.empty();
  }

  private void put(long address, ListedCall call) {
    ListedCall before = calls.get(address);
    if (before == null ? calls.size() < MOST : !before.equals(call)) {
      calls.put(address, before == null ? call : ListedCall.SEVERAL);
    }
  }

  /** A line cannot be read: it may have been a listing. */
  void forget() {
    calls.clear();
    bytes.forget();
    listing = false;
  }

  /** The call that an exception is of, where its return address says where that is. */
  Optional<ListedCall> of(TraceEvent.Entry entry) {
    settle();
    if (calls.isEmpty() || entry.mixed() || entry.elr().isEmpty()) {
      return Optional.empty();
    }
    long elr = entry.elr().getAsLong();
    return switch (entry.exception().orElse(ExceptionKind.OTHER)) {
      case HVC, SMC -> at(elr - WORD, WORD);
      case SVC -> either(at(elr - WORD, WORD), at(elr - HALFWORD, HALFWORD));
      case HYP_TRAP -> HeldBack.called(entry).isPresent() ? at(elr, WORD) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<ListedCall> either(Optional<ListedCall> a, Optional<ListedCall> b) {
    return a.isPresent() && b.isPresent() ? Optional.empty() : a.or(() -> b);
  }

  /** What was listed is whole: a line of a record stands behind it. */
  private void settle() {
    if (bytes.areOpen()) {
      bytes.end(this::put);
    }
  }

  /** The call at that address, of a word. */
  Optional<ListedCall> at(long address) {
    settle();
    return at(address, WORD);
  }

  private Optional<ListedCall> at(long address, int size) {
    return Optional.ofNullable(calls.get(address)).filter(call -> call.isOfSize(size));
  }
}
