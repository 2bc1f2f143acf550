// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.Optional;
import org.armcall.model.instruction.Immediate;

/** What a hypervisor learnt when it looked for the immediate of a call; never a guess. */
public sealed interface ImmediateRead {

  /** The word that traces and scenarios use. */
  String kind();

  /**
   * The immediate, and where it came from.
   *
   * @param immediate the value
   * @param provenance where it was read, in words: first {@code syndrome} or {@code fetch}, then
   *     where exactly
   * @param remark what else is to be known of it
   */
  record Recovered(Immediate immediate, String provenance, Optional<String> remark)
      implements ImmediateRead {
    /** An immediate of which there is no more to say. */
    public Recovered(Immediate immediate, String provenance) {
      this(immediate, provenance, Optional.empty());
    }

    @Override
    public String kind() {
      return "recovered";
    }
  }

  /**
   * It cannot be had.
   *
   * @param reason why, in words
   */
  record Unavailable(String reason) implements ImmediateRead {
    @Override
    public String kind() {
      return "unavailable";
    }
  }

  /**
   * What was read is not the call that trapped: memory changed in between, or it was read wrongly.
   *
   * @param found what was read
   * @param expected what the syndrome says it must have been
   */
  record Contradicted(String found, String expected) implements ImmediateRead {
    @Override
    public String kind() {
      return "contradicted";
    }
  }

  /** Nobody asked: the handler dispatches by something else. */
  record Ignored() implements ImmediateRead {
    @Override
    public String kind() {
      return "ignored";
    }
  }
}
