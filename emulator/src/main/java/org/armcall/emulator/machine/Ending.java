// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import org.armcall.model.instruction.InstructionWord;

/** Why a run ended. */
public sealed interface Ending {
  /** One sentence. */
  String text();

  /**
   * A handler or a device ended it.
   *
   * @param by the actor, for example {@code cpu0}
   * @param why what it said
   */
  record Halted(String by, String why) implements Ending {
    @Override
    public String text() {
      return by + " halted the machine: " + why;
    }
  }

  /**
   * The limit of turns was reached.
   *
   * @param turns how many were taken
   */
  record LimitReached(long turns) implements Ending {
    @Override
    public String text() {
      return "the limit of " + turns + " turns was reached";
    }
  }

  /** A listed schedule came to its end. */
  record ScheduleEnded() implements Ending {
    @Override
    public String text() {
      return "the schedule came to its end";
    }
  }

  /** Every processor is paused or off. */
  record NobodyLeft() implements Ending {
    @Override
    public String text() {
      return "every processor is paused or off";
    }
  }

  /**
   * A word that this emulator does not execute.
   *
   * @param cpu the processor
   * @param address its address
   * @param word the word
   */
  record NotModelled(int cpu, long address, InstructionWord word) implements Ending {
    @Override
    public String text() {
      return String.format(
          "not modelled: word %s (%s) at 0x%x on cpu%d",
          word.text(), word.isa().text(), address, cpu);
    }
  }

  /**
   * Something that this emulator cannot go on from, for example more memory than it may use.
   *
   * @param by the actor
   * @param why one sentence
   */
  record Faulted(String by, String why) implements Ending {
    @Override
    public String text() {
      return by + " cannot go on: " + why;
    }
  }
}
