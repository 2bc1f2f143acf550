// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.concretise;

import java.util.List;
import java.util.Map;

/**
 * A counterexample to RET-EMULATED as a scenario: an A64 guest that is stepped, and a handler that
 * moves only what the strategy says.
 */
public final class ConcretisedReturn {
  private final List<Map<String, String>> states;

  /** Of these states, the first one first. */
  public ConcretisedReturn(List<Map<String, String>> states) {
    this.states = List.copyOf(states);
  }

  private static String plain(Map<String, String> state, String path) {
    return String.valueOf(state.get(path)).replace("\"", "");
  }

  private boolean moves(String what) {
    return plain(states.get(0), "given.strat.moves").matches(".*\\b" + what + "\\b.*");
  }

  /** The immediate of the executed call. */
  public int executed() {
    return plain(states.get(states.size() - 1), "cpu.cells[1].word").equals("call1") ? 1 : 0;
  }

  /**
   * The scenario as YAML.
   *
   * @throws IllegalStateException if it is another counterexample than that
   */
  public String scenario(String name) {
    if (!plain(states.get(0), "given.caller.insn").equals("smc64") || !moves("pc") || moves("ss")) {
      throw new IllegalStateException("not that of an A64 caller whose step is forgotten");
    }
    StringBuilder turns = new StringBuilder("schedule:");
    for (Map<String, String> state : states.subList(1, states.size())) {
      switch (plain(state, "last.actor") + " " + plain(state, "last.act")) {
        case "cpu0 call" -> {}
        case "cpu0 fetch", "hv begin", "hv resume" -> turns.append(" cpu0");
        // Where nothing is read, to begin and to decide are two turns here.
        case "hv decide" -> turns.append(" cpu0");
        default -> throw new IllegalStateException("no turn for " + state);
      }
    }
    return """
    armcall: scenario 1
    name: %s
    platform: armv8a-el3-el2-a64
    controls: [HCR_EL2.TSC=1]
    memory: [{at: 0x40000000, size: 0x100000}]
    cpus:
      - start: {at: guest, isa: a64, ss: true}
        registers: {x0: 0x84000000}
    code:
      - at: 0x40008000
        isa: a64
        text: |
          guest: smc #%d
          idle:  b idle
    handler: {level: el2, policy: syndrome-immediate, options: {skip: %s}}
    """
            .formatted(name, executed(), moves("bt") ? "full" : "pc-only")
        + turns
        + " cpu0*3\n";
  }
}
