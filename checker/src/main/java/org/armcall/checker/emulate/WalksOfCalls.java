// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.emulate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.machine.MachineEvent.Translated.By;
import org.armcall.emulator.machine.MachineListener;
import org.armcall.emulator.memory.Stage;
import org.armcall.emulator.memory.WalkRecord;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;

/**
 * How the processor found each call that it fetched, and how its handler looked for it: what the
 * trace has no event for, and a report shows.
 *
 * <p>Of a run with more than {@value #MOST} translations the first are kept.
 */
final class WalksOfCalls implements MachineListener {
  static final int MOST = 10_000;

  /**
   * The translations of one call.
   *
   * @param line the line of the trace that has the call
   */
  private record OfCall(long line, List<ObjectNode> walks) {
    private Optional<ObjectNode> handlers() {
      return walks.isEmpty()
          ? Optional.empty()
          : Optional.of(walks.get(walks.size() - 1))
              .filter(walk -> !walk.path(BY).asText().equals(word(By.FETCH)));
    }
  }

  private static final String BY = "by";

  private final LongSupplier nextLine;
  private final Map<Integer, List<OfCall>> calls = new HashMap<>();
  private final Map<Integer, MachineEvent.Called> called = new HashMap<>();
  private int kept;

  /**
   * Hears a run.
   *
   * @param nextLine the line of the trace that the next event will have
   */
  WalksOfCalls(LongSupplier nextLine) {
    this.nextLine = nextLine;
  }

  @Override
  public void heard(MachineEvent event) {
    if (event instanceof MachineEvent.Translated translated) {
      translated(translated);
    } else if (event instanceof MachineEvent.Called call) {
      called.put(call.cpu(), call);
      last(call.cpu())
          .ifPresent(
              of ->
                  of.walks()
                      .forEach(
                          walk ->
                              found(
                                  walk,
                                  call.instruction().text() + " (" + call.word().text() + ")")));
    } else if (event instanceof MachineEvent.Fetched fetched) {
      last(fetched.cpu()).flatMap(OfCall::handlers).ifPresent(walk -> found(walk, text(fetched)));
    } else if (event instanceof MachineEvent.Decided decided) {
      last(decided.cpu())
          .flatMap(OfCall::handlers)
          .ifPresent(walk -> walk.put("believed", believed(decided)));
    }
  }

  private Optional<OfCall> last(int cpu) {
    List<OfCall> of = calls.getOrDefault(cpu, List.of());
    return of.isEmpty() ? Optional.empty() : Optional.of(of.get(of.size() - 1));
  }

  private void translated(MachineEvent.Translated translated) {
    if (kept++ >= MOST) {
      return;
    }
    long line = nextLine.getAsLong();
    List<OfCall> of = calls.computeIfAbsent(translated.cpu(), cpu -> new ArrayList<>());
    boolean fetch = translated.by() == By.FETCH;
    // The halves of an instruction on two pages are fetched by two.
    if (of.isEmpty() || fetch && of.get(of.size() - 1).line() != line) {
      of.add(new OfCall(line, new ArrayList<>()));
    }
    of.get(of.size() - 1).walks().add(json(translated));
  }

  private static void found(ObjectNode walk, String what) {
    ArrayNode found = walk.withArray("found");
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).asText().equals(what)) {
        return;
      }
    }
    found.add(what);
  }

  /** What the bytes are as an instruction of the caller, if they are a whole one. */
  private String text(MachineEvent.Fetched fetched) {
    long value = 0;
    for (int i = fetched.bytes().size() - 1; i >= 0; i--) {
      value = value << 8 | fetched.bytes().get(i) & 0xff;
    }
    int size = fetched.bytes().size();
    String word = String.format(Locale.ROOT, "0x%0" + 2 * size + "x", value);
    MachineEvent.Called call = called.get(fetched.cpu());
    // T32 is read by halves.
    if (call == null || call.word().size() != size || call.word().isa() == InstructionSet.T32) {
      return word;
    }
    return Encodings.decode(new InstructionWord(call.word().isa(), size, (int) value))
        .map(instruction -> instruction.text() + " (" + word + ")")
        .orElse("no call (" + word + ")");
  }

  private static String believed(MachineEvent.Decided decided) {
    String taken =
        switch (decided.dispatch()) {
          case "psci" -> "; taken for PSCI";
          case "hypercall" -> "; taken for a hypercall";
          case "refused" -> "; refused";
          default -> "; passed over";
        };
    String what =
        decided.immediate().isPresent()
            ? "the immediate is 0x" + Integer.toHexString(decided.immediate().getAsInt())
            : decided.result();
    return what + decided.reason().map(reason -> ", " + reason).orElse("") + taken;
  }

  /**
   * The translations of the call that a line of the trace is about; none where its handler did not
   * look for it in memory.
   */
  List<ObjectNode> at(int cpu, long line) {
    Optional<OfCall> of =
        calls.getOrDefault(cpu, List.of()).stream()
            .filter(call -> call.line() <= line)
            .reduce((a, b) -> b);
    return of.filter(call -> call.handlers().isPresent()).map(OfCall::walks).orElse(List.of());
  }

  private static String word(By by) {
    return by.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static ObjectNode json(MachineEvent.Translated translated) {
    WalkRecord walk = translated.walk();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put(BY, word(translated.by()));
    json.put("va", hex(walk.virtual()));
    json.put("stage1", walk.stageOne().name().toLowerCase(Locale.ROOT));
    json.put("stage2", walk.stageTwo());
    ArrayNode read = json.putArray("read");
    for (WalkRecord.Descriptor each : walk.read()) {
      ObjectNode descriptor =
          read.addObject()
              .put("stage", each.stage() == Stage.ONE ? 1 : 2)
              .put("level", each.level())
              .put("at", hex(each.address()))
              .put("value", hex(each.value().value()));
      if (!each.value().isReliable()) {
        descriptor.put("unreliable", hex(each.value().unreliable()));
      }
    }
    OptionalLong output = walk.output();
    output.ifPresent(address -> json.put("pa", hex(address)));
    walk.space().ifPresent(space -> json.put("space", space.text()));
    if (!walk.fault().isEmpty()) {
      json.put("fault", walk.fault());
    }
    return json;
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
