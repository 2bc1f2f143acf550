// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.List;
import java.util.function.Function;
import org.armcall.emulator.machine.Handler;
import org.armcall.emulator.machine.HandlerContext;
import org.armcall.emulator.machine.HandlerStep;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;

/**
 * Reads the instruction that called from guest memory, one step a turn: pause, protect, walk, read,
 * walk and read the second half, re-check, decode.
 *
 * <p>Between any two steps other processors and devices may change what is read or what maps it
 * (IMM-WALK-RACE, IMM-REWRITE); even between the fetch and the first step. Nothing here can see
 * that: a read that succeeds is what memory holds now.
 *
 * <p>It ends: each attempt has at most four reads, and there are at most {@link
 * GuestMemory#retries} attempts after the first (IMM-ENDS). With {@link Retries#UNBOUNDED} it need
 * not end.
 *
 * @param call what is known of the call
 * @param how how it is read
 * @param handler who wants to know
 */
record MemoryRead(ReportedCall call, GuestMemory how, PolicyHandler handler) {

  /** Bytes of half a 32-bit instruction. */
  private static final int HALFWORD = 2;

  /** The first halfword of a T32 instruction of 32 bits has this in bits 15:11, or more. */
  private static final int WIDE = 0b11101;

  /**
   * An attempt.
   *
   * @param address of the instruction
   * @param before how many there were before it
   */
  private record Attempt(long address, int before) {}

  /**
   * Bytes that were read.
   *
   * @param place where
   * @param bytes 2 or 4
   * @param value as a number in the byte order of the choice
   */
  private record Part(GuestCode.Place place, int bytes, Word value) {}

  HandlerStep begin(HandlerContext context) {
    Attempt first = new Attempt(CodeAddress.of(context, call, how.address()), 0);
    return how.pauseOthers() ? next("pause", then -> pause(then, first)) : protectOrWalk(first);
  }

  private HandlerStep pause(HandlerContext context, Attempt attempt) {
    context.others().forEach(context::pause);
    return protectOrWalk(attempt);
  }

  private HandlerStep protectOrWalk(Attempt attempt) {
    return how.protection() == GuestMemory.Protection.AT_TRAP
        ? next("protect", then -> protect(then, attempt))
        : walk(attempt);
  }

  private HandlerStep protect(HandlerContext context, Attempt attempt) {
    code(context).protect(attempt.address());
    return walk(attempt);
  }

  private HandlerStep walk(Attempt attempt) {
    int bytes = call.isa() == InstructionSet.T32 ? HALFWORD : 2 * HALFWORD;
    return next(
        "walk",
        then ->
            located(
                code(then).locate(attempt.address()),
                attempt,
                place -> next("read", reader -> readFirst(reader, attempt, place, bytes))));
  }

  private HandlerStep readFirst(
      HandlerContext context, Attempt attempt, GuestCode.Place place, int bytes) {
    return reading(
        context,
        attempt,
        place,
        bytes,
        first -> {
          // IMM-HALFWORD-ORDER: the first halfword says whether there is a second.
          boolean wide =
              bytes == HALFWORD
                  && Reliable.number(context, first.value().bits(15, 11), "the first halfword")
                      >= WIDE;
          return wide ? second(attempt, first) : recheck(attempt, List.of(first));
        });
  }

  /** IMM-PAGE-STRADDLE: the second halfword may be on another page, or on none. */
  private HandlerStep second(Attempt attempt, Part first) {
    if (how.secondHalf() == GuestMemory.SecondHalf.ADJACENT) {
      GuestCode.Place behind = first.place().plus(HALFWORD);
      return next("read-second", then -> readSecond(then, attempt, first, behind));
    }
    long address = CodeAddress.plus(attempt.address(), HALFWORD, call.isa(), how.address());
    return next(
        "walk-second",
        then ->
            located(
                code(then).locate(address),
                attempt,
                place -> next("read-second", reader -> readSecond(reader, attempt, first, place))));
  }

  private HandlerStep readSecond(
      HandlerContext context, Attempt attempt, Part first, GuestCode.Place place) {
    return reading(
        context, attempt, place, HALFWORD, second -> recheck(attempt, List.of(first, second)));
  }

  private HandlerStep recheck(Attempt attempt, List<Part> parts) {
    return how.recheck() ? next("recheck", then -> recheck(then, attempt, parts)) : decode(parts);
  }

  /** A second look; bytes that changed and changed back (A, B, A) look the same (IMM-REWRITE). */
  private HandlerStep recheck(HandlerContext context, Attempt attempt, List<Part> parts) {
    for (Part part : parts) {
      GuestCode.Bytes again = code(context).read(part.place(), part.bytes());
      if (again.value().isEmpty()) {
        return nothing(attempt, again.reason());
      }
      boolean same =
          context.decide(again.value().get().sameAs(part.value()), "the comparison of two reads");
      if (!same) {
        return again(attempt, "the bytes changed between two reads, each time");
      }
    }
    return decode(parts);
  }

  private HandlerStep decode(List<Part> parts) {
    return next(
        "decode",
        then -> {
          ImmediateRead read =
              CodeWord.decode(
                  then,
                  call,
                  how,
                  parts.stream().map(Part::value).toList(),
                  parts.get(0).bytes(),
                  parts.get(0).place().text(how),
                  handler.returning().condition() != Returning.ConditionCheck.IGNORED);
          return decide(read);
        });
  }

  private HandlerStep decide(ImmediateRead read) {
    return next("decide", then -> handler.byImmediate(then, call, read));
  }

  private HandlerStep unavailable(String reason) {
    // IMM-NO-GUESS: a default is no answer, but some handlers give one.
    return how.onFault() == GuestMemory.OnFault.ZERO
        ? decide(new ImmediateRead.Recovered(new Immediate(0, 16), "default, because " + reason))
        : decide(new ImmediateRead.Unavailable(reason));
  }

  private HandlerStep again(Attempt attempt, String otherwise) {
    return how.retries().allowsAnotherAfter(attempt.before())
        ? walk(new Attempt(attempt.address(), attempt.before() + 1))
        : unavailable(otherwise);
  }

  /** Nothing can be read, at this attempt. */
  private HandlerStep nothing(Attempt attempt, String reason) {
    return how.onFault() == GuestMemory.OnFault.RETRY
        ? again(attempt, reason)
        : unavailable(reason);
  }

  private HandlerStep located(
      GuestCode.Location location, Attempt attempt, Function<GuestCode.Place, HandlerStep> found) {
    if (location instanceof GuestCode.Place place) {
      return found.apply(place);
    }
    return nothing(attempt, ((GuestCode.Nowhere) location).reason());
  }

  private HandlerStep reading(
      HandlerContext context,
      Attempt attempt,
      GuestCode.Place place,
      int bytes,
      Function<Part, HandlerStep> whenRead) {
    GuestCode.Bytes read = code(context).read(place, bytes);
    return read.value().isPresent()
        ? whenRead.apply(new Part(place, bytes, read.value().get()))
        : nothing(attempt, read.reason());
  }

  private GuestCode code(HandlerContext context) {
    return new GuestCode(context, call, how, handler);
  }

  private static HandlerStep next(String name, Handler handler) {
    return PolicyHandler.next(name, handler);
  }
}
