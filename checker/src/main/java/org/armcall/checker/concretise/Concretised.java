// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.concretise;

import static org.armcall.checker.concretise.ConcretisedMemory.ALIAS;
import static org.armcall.checker.concretise.ConcretisedMemory.V1;
import static org.armcall.checker.concretise.ConcretisedMemory.V2;
import static org.armcall.checker.concretise.ConcretisedMemory.descriptor;
import static org.armcall.checker.concretise.ConcretisedMemory.entry;
import static org.armcall.checker.concretise.ConcretisedMemory.physical;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A counterexample of {@code ImmediateRecovery.tla} as a scenario: the actors' steps become turns,
 * in the same order.
 *
 * <p>What a processor writes, tables included, it writes by a store of its own. What devices,
 * monitors and hosts do is a script each, and so is what the hypervisor does besides its handler.
 */
public final class Concretised {
  /** The kinds of maintenance, in the order in which they are done. */
  private static final List<String> UPKEEP = List.of("tlb", "data", "view");

  private final List<Map<String, String>> states;
  private final boolean thumb;
  private final boolean straddles;
  private final boolean conditional;
  private final boolean fails;
  private final StringBuilder devices = new StringBuilder();
  private final StringBuilder cpu0 = new StringBuilder();
  private final StringBuilder cpu1 = new StringBuilder();
  private final List<String> turns = new ArrayList<>();
  private final Map<String, StringBuilder> actions = new LinkedHashMap<>();
  private final boolean mended;
  private Map<String, String> now = Map.of();
  private int segments;
  private boolean secondWalked;

  /** Of these states, the first one first. */
  public Concretised(List<Map<String, String>> states) {
    this(states, false);
  }

  /**
   * The same steps, under another strategy.
   *
   * @param mended whether it does the maintenance that it forgets, and has a bound
   */
  public Concretised(List<Map<String, String>> states, boolean mended) {
    this.states = states;
    this.mended = mended;
    thumb = given("caller.halves").equals("2");
    straddles = given("caller.straddles").equals("TRUE");
    conditional = given("caller.cond").equals("TRUE");
    fails = last().getOrDefault("cpu.holds", "TRUE").equals("FALSE");
  }

  private static String plain(String value) {
    return value == null ? "" : value.replace("\"", "");
  }

  private String given(String path) {
    return plain(states.get(0).get("given." + path));
  }

  private Map<String, String> last() {
    return states.get(states.size() - 1);
  }

  /** The value of a variable in the last state. */
  public String ending(String path) {
    return plain(last().get(path));
  }

  private String strategy(String field) {
    return given("strat." + field);
  }

  private boolean hasIn(String set, String element) {
    return given(set).contains(element);
  }

  /** For each decision the immediate of the executed call, the answer and its immediate, or -1. */
  public List<String> answers() {
    List<String> answers = new ArrayList<>();
    for (int at = 1; at < states.size(); at++) {
      Map<String, String> state = states.get(at);
      if (decided(state) && !decided(states.get(at - 1))) {
        answers.add(
            (plain(state.get("cpu.cells[1].word")).equals("call1") ? 1 : 0)
                + " "
                + plain(state.get("hv.answer.kind"))
                + " "
                + plain(state.get("hv.answer.imm")));
      }
    }
    return answers;
  }

  private static boolean decided(Map<String, String> state) {
    return plain(state.get("hv.pc")).equals("decided");
  }

  private long offset() {
    return straddles ? 0xffe : 0;
  }

  /** The first half, or the whole, of a word of the model. */
  private long word(String word) {
    if (!thumb) {
      long condition = conditional ? fails ? 0x1 : 0x0 : 0xe;
      return switch (word) {
        case "call0" -> condition << 28 | 0x0160_0070L;
        case "call1" -> condition << 28 | 0x0160_0071L;
        default -> 0xe1a0_0002L;
      };
    }
    return switch (word) {
      case "call0" -> 0xf7f0L;
      case "call1" -> 0xf7f1L;
      default -> 0xbf00L;
    };
  }

  /** The scenario as YAML; IllegalStateException if a step has no turn in it. */
  public String scenario(String name) {
    warm();
    for (Map<String, String> state : states.subList(1, states.size())) {
      now = state;
      step(
          plain(state.get("last.actor")),
          plain(state.get("last.act")),
          plain(state.get("last.page")),
          plain(state.get("last.half")),
          plain(state.get("last.word")),
          plain(state.get("last.via")));
    }
    // A behaviour without an answer ends where it is cut off.
    if (!ending("hv.answer.kind").equals("none")) {
      turns.add("cpu0*8");
    }
    return text(name);
  }

  private boolean protectsBefore() {
    return strategy("when").equals("before")
        && (strategy("protect").matches(".*\\w.*") || strategy("upkeep").matches(".*\\w.*"));
  }

  /** The specification begins with translations that are writable; a TLB has what it has used. */
  private void warm() {
    if (protectsBefore() && hasIn("sticky", "tlb") && given("actors").contains("cpu1")) {
      cpu1.append(String.format("ldr r1, =0x%x%nldr r2, [r1]%n", entry(V1)));
      turns.add("cpu1*2");
    }
  }

  private void step(String actor, String act, String page, String half, String word, String via) {
    switch (actor + " " + act) {
      case "cpu0 fetch" -> {
        if (half.equals("1")) {
          enter();
        }
      }
      case "cpu0 call", "cpu0 pass", "cpu0 skip" -> {}
      case "cpu0 loop" -> turns.add("cpu0");
      case "cpu0 write" -> store("cpu0", cpu0, address(page, via), word);
      case "cpu1 write" -> store("cpu1", cpu1, address(page, via), word);
      case "cpu0 remap" -> remap("cpu0", cpu0, page, via);
      case "cpu1 remap" -> remap("cpu1", cpu1, page, via);
      case "dma write", "monitor patch", "monitor restore" ->
          script(
              actor,
              String.format(
                  "{write: 0x%x, %s: 0x%x}",
                  physical(page) + offset(), thumb ? "half" : "word", word(word)));
      case "host page out" ->
          script("host", String.format("{unmap: 0x%x, tables: 1}", physical(page)));
      case "hv protect" -> {
        if (strategy("when").equals("trap")) {
          turns.add("cpu0");
        } else {
          protect();
        }
      }
      case "hv maintain" -> {
        if (protectsBefore()) {
          maintain(via);
        }
      }
      case "hv arm" -> arm();
      case "hv pause", "hv resume" -> turns.add("cpu0");
      // Who is not armed walks, and says that the page is not protected yet.
      case "hv begin" ->
          turns.add(plain(now.get("hv.answer.fault")).equals("not protected") ? "cpu0*3" : "cpu0");
      case "hv walk" -> {
        secondWalked |= half.equals("2");
        if (!rechecks()) {
          turns.add("cpu0");
        }
      }
      case "hv read" -> turns.add(half.equals("2") && !secondWalked ? "cpu0*2" : "cpu0");
      case "hv compare" -> {}
      case "hv decide" -> turns.add("cpu0*2");
      default -> throw new IllegalStateException("no turn for " + actor + " " + act);
    }
  }

  private boolean rechecks() {
    // The second look reads where the first did, without a walk.
    return !plain(now.get("hv.before")).equals("none");
  }

  private void protect() {
    ConcretisedMemory.pages(strategy("protect"))
        .forEach(page -> script("hv", String.format("{protect: 0x%x, tables: 1}", page)));
  }

  private void maintain(String what) {
    script("hv", "{maintain: " + (what.equals("view") ? "instructions" : what) + "}");
  }

  private void arm() {
    if (protectsBefore()) {
      if (mended) {
        UPKEEP.stream().filter(what -> !hasIn("strat.upkeep", what)).forEach(this::maintain);
      }
      ConcretisedMemory.pages("code")
          .forEach(page -> script("hv", String.format("{arm: 0x%x, tables: 1}", page)));
    }
  }

  /** The jump to the call, and the call: fetch and execution are one turn here. */
  private void enter() {
    segments++;
    cpu0.append(
        String.format(
            "ldr r6, =after%d%nldr r5, =0x%x%ncmp r5, r5%nbx r5%nafter%d:%n",
            segments, callAddress() | (thumb ? 1 : 0), segments));
    turns.add("cpu0*" + (5 + (thumb && conditional ? 1 : 0)));
  }

  private long callAddress() {
    return V1 + offset();
  }

  private long address(String page, String via) {
    if (via.equals("alias")) {
      return ALIAS + (page.equals("p") ? 0 : 0x1000) + offset();
    }
    return V1 + offset();
  }

  private void store(String actor, StringBuilder code, long address, String word) {
    code.append(
        String.format(
            "ldr r1, =0x%x%nldr r2, =0x%x%n%s r2, [r1]%n",
            address, word(word), thumb ? "strh" : "str"));
    turns.add(actor + "*3");
  }

  private void remap(String actor, StringBuilder code, String page, String via) {
    code.append(
        String.format(
            "ldr r1, =0x%x%nldr r2, =0x%x%nstr r2, [r1]%n",
            entry(via.contains("V2") ? V2 : V1), descriptor(page)));
    turns.add(actor + "*3");
  }

  private void script(String name, String action) {
    actions.computeIfAbsent(name, key -> new StringBuilder()).append("      - " + action + "\n");
    turns.add(name);
  }

  private String text(String name) {
    actions.forEach(
        (script, does) -> devices.append("  - name: " + script + "\n    does:\n" + does));
    return """
    armcall: scenario 1
    name: %s
    platform: armv8a-el3-el2-a64
    choices: {trapsFailedConditionalSmc: "%s", t32TrapReportsCondition: "%s"}
    controls: [HCR_EL2.TSC=1]
    coherence: {tlb: %s, instructions: %s, data: %s}
    memory: [{at: 0x40000000, size: 0x100000}]
    """
            .formatted(
                name,
                fails ? "yes" : "no",
                states.stream().anyMatch(state -> "FALSE".equals(state.get("hv.cv")))
                    ? "no"
                    : "yes",
                sticky("tlb"),
                sticky("view"),
                sticky("data"))
        + tables()
        + guest()
        + (devices.isEmpty() ? "" : "devices:\n" + devices)
        + handler()
        + "schedule: "
        + String.join(" ", turns)
        + "\n";
  }

  private String sticky(String view) {
    return hasIn("sticky", view) ? "sticky" : "coherent";
  }

  private String tables() {
    Map<String, String> first = states.get(0);
    return ConcretisedMemory.tables(
        Map.of("V1", plain(first.get("table[\"V1\"]")), "V2", plain(first.get("table[\"V2\"]"))),
        virtual -> hasIn("hidden", virtual));
  }

  private String guest() {
    StringBuilder text = new StringBuilder("cpus:\n  - start: {at: main, isa: a32}\n");
    text.append("    registers: {r0: 0x84000000}\n");
    boolean two = given("actors").contains("cpu1");
    if (two) {
      text.append("  - start: {at: other, isa: a32}\n");
    }
    text.append("code:\n");
    code(text, 0x4003_0000L, 0x4003_0000L, "a32", "main:\n" + cpu0 + "idle:\nb idle\n");
    if (two) {
      code(text, 0x4003_1000L, 0x4003_1000L, "a32", "other:\n" + cpu1 + "rest:\nb rest\n");
    }
    for (String page : List.of("p", "q")) {
      page(text, page);
    }
    return text.toString();
  }

  /** The call at its offset, and the way back to the caller's program behind it. */
  private void page(StringBuilder text, String page) {
    String first = plain(states.get(0).get("mem[\"" + page + "\"][1]"));
    long at = physical(page);
    if (!thumb) {
      code(text, at, V1, "a32", String.format(".word 0x%x%nbx r6%n", word(first)));
    } else if (!straddles) {
      code(
          text,
          at,
          V1,
          "t32",
          (conditional ? fails ? ".hword 0xbf18\n" : ".hword 0xbf08\n" : "")
              + String.format(".hword 0x%x%n.hword 0x8000%nbx r6%n", word(first)));
    } else {
      code(text, at + offset(), V1 + offset(), "t32", String.format(".hword 0x%x%n", word(first)));
      code(text, at, V2, "t32", ".hword 0x8000\nbx r6\n");
    }
  }

  private static void code(StringBuilder text, long at, long runsAt, String isa, String lines) {
    text.append(
        String.format(
            "  - at: 0x%x%n    runs-at: 0x%x%n    isa: %s%n    text: |%n", at, runsAt, isa));
    lines.lines().forEach(line -> text.append("      ").append(line).append('\n'));
  }

  private String handler() {
    String policy =
        switch (strategy("kind")) {
          case "memory" -> "memory-immediate";
          case "syndrome" -> "syndrome-immediate";
          case "ignore" -> "function-id";
          default -> "iss-zero";
        };
    List<String> options = new ArrayList<>();
    options.add("condition: " + strategy("cond"));
    if (policy.equals("memory-immediate")) {
      options.add("pause-others: " + strategy("pause").equals("TRUE"));
      options.add(
          "translation: " + (strategy("walk").equals("software") ? "software" : "at-instruction"));
      options.add("permission: " + (strategy("perm").equals("execute") ? "execute" : "read"));
      options.add(
          "alias: " + (strategy("alias").equals("cacheable") ? "cacheable" : "noncacheable"));
      options.add("recheck: " + strategy("check").equals("twice"));
      options.add("check: " + (strategy("verify").equals("TRUE") ? "call" : "nothing"));
      options.add("on-fault: " + (strategy("fault").equals("guess") ? "zero" : strategy("fault")));
      if (strategy("bounded").equals("FALSE") && !mended) {
        options.add("retries: unbounded");
      }
      options.add(
          "protection: "
              + (strategy("when").equals("trap")
                  ? "at-trap"
                  : protectsBefore() ? "armed" : "never"));
    }
    return "handler:\n  level: el2\n  policy: "
        + policy
        + "\n  options: {"
        + String.join(", ", options)
        + "}\n";
  }
}
