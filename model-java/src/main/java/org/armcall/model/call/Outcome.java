// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import java.util.Optional;
import org.armcall.model.instruction.Immediate;

/** One behaviour that the architecture allows for a call in a state on a platform. */
public sealed interface Outcome {

  /** The rules that led here. */
  Because because();

  /**
   * The same behaviour without its reasons: two outcomes are the same behaviour when these are
   * equal.
   */
  Outcome behaviour();

  /** The word that the command line, the traces and the reports use. */
  String kind();

  /**
   * An exception is taken: the call itself, a trap of it, or one that comes before it (Illegal
   * Execution state, Branch Target).
   *
   * @param entry where it goes
   * @param immediate the immediate, where the syndrome holds it architecturally
   * @param because the rules that led here
   */
  record Taken(ExceptionEntry entry, Optional<Immediate> immediate, Because because)
      implements Outcome {
    @Override
    public Outcome behaviour() {
      return new Taken(entry, immediate, Because.NOTHING);
    }

    @Override
    public String kind() {
      return "taken";
    }
  }

  /**
   * The instruction is UNDEFINED.
   *
   * @param entry where the Undefined Instruction exception is taken
   * @param because the rules that led here
   */
  record Undefined(ExceptionEntry entry, Because because) implements Outcome {
    @Override
    public Outcome behaviour() {
      return new Undefined(entry, Because.NOTHING);
    }

    @Override
    public String kind() {
      return "undefined";
    }
  }

  /**
   * The condition failed; execution goes on.
   *
   * @param nextOffset the size of the instruction in bytes
   * @param because the rules that led here
   */
  record Skipped(int nextOffset, Because because) implements Outcome {
    @Override
    public Outcome behaviour() {
      return new Skipped(nextOffset, Because.NOTHING);
    }

    @Override
    public String kind() {
      return "skipped";
    }
  }

  /**
   * A CONSTRAINED UNPREDICTABLE instruction does nothing.
   *
   * @param nextOffset the size of the instruction in bytes
   * @param because the rules that led here
   */
  record NoOperation(int nextOffset, Because because) implements Outcome {
    @Override
    public Outcome behaviour() {
      return new NoOperation(nextOffset, Because.NOTHING);
    }

    @Override
    public String kind() {
      return "nop";
    }
  }

  /**
   * ARMv7 UNPREDICTABLE: anything that software at that level could do otherwise.
   *
   * @param because the rules that led here
   */
  record AnyBehaviour(Because because) implements Outcome {
    @Override
    public Outcome behaviour() {
      return new AnyBehaviour(Because.NOTHING);
    }

    @Override
    public String kind() {
      return "any";
    }
  }
}
