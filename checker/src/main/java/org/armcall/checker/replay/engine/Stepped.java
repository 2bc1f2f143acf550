// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.engine;

import java.util.List;
import java.util.OptionalInt;

/**
 * What stepping a specification over traces gave.
 *
 * @param events how many events were stepped, their beginnings included
 * @param states how many states were made
 * @param widest in how many states at most the specification may have been
 * @param rejections the events that no step allows, in their order
 */
public record Stepped(long events, long states, long widest, List<Rejection> rejections) {

  /**
   * An event that no step allows.
   *
   * @param trace which trace it is of, from 1
   * @param event its number in that trace, from 1
   * @param line its line in the trace
   * @param cpu its processor
   * @param action the action that it would have been
   * @param conjuncts those of the action that are false; a rule is its identifier
   * @param states in how many states the specification might have been
   * @param frontier a few of these
   */
  public record Rejection(
      int trace,
      long event,
      long line,
      OptionalInt cpu,
      String action,
      List<String> conjuncts,
      int states,
      String frontier) {
    /** Copies the list. */
    public Rejection {
      conjuncts = List.copyOf(conjuncts);
    }
  }

  /** Copies the list. */
  public Stepped {
    rejections = List.copyOf(rejections);
  }
}
