// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.Architecture;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;

/** One recorded case, set up on a machine of its own. */
final class GoldenCase {
  private static final long RAM = 0x40000000L;
  private static final long RAM_SIZE = 0x08000000L;

  private final JsonNode row;
  private final Machine machine;
  private final List<MachineEvent.Entered> entries = new ArrayList<>();

  GoldenCase(JsonNode row, Behaviour behaviour) {
    this.row = row;
    machine =
        Machine.of(platform())
            .ram(RAM, RAM_SIZE)
            .behaviour(behaviour)
            .listener(
                event -> {
                  if (event instanceof MachineEvent.Entered entered) {
                    entries.add(entered);
                  }
                })
            .build();
    placeInstruction();
    bringCallerThere();
  }

  private Platform platform() {
    boolean armv7 = row.path("cpu").asText().equals("cortex-a15");
    ExecutionState widest = armv7 ? ExecutionState.AARCH32 : ExecutionState.AARCH64;
    Map<ExceptionLevel, ExecutionState> levels = new EnumMap<>(ExceptionLevel.class);
    for (ExceptionLevel level : ExceptionLevel.values()) {
      if (level != ExceptionLevel.EL3 || row.path("has_el3").asBoolean()) {
        levels.put(level, widest);
      }
    }
    return new Platform(
        row.path("top").asText(),
        armv7 ? Architecture.ARMV7A : Architecture.ARMV8A,
        levels,
        Set.of(),
        Map.of());
  }

  private void placeInstruction() {
    long word = Long.parseLong(row.path("insn_word").asText(), 16);
    long at = address();
    SecurityState space = SecurityState.NONSECURE;
    if (row.path("caller_state").asText().equals("t32") && row.path("insn_size").asInt() == 4) {
      machine.memory().write(at, 2, space, Word.of(word >>> 16));
      machine.memory().write(at + 2, 2, space, Word.of(word & 0xffff));
    } else {
      machine.memory().write(at, row.path("insn_size").asInt(), space, Word.of(word));
    }
  }

  private void bringCallerThere() {
    Processor processor = processor();
    InstructionSet isa =
        InstructionSet.valueOf(row.path("caller_state").asText().toUpperCase(Locale.ROOT));
    Mode mode = Mode.ofText(row.path("caller_mode").asText()).orElseThrow();
    processor.start(new Start(address(), mode, isa, SecurityState.NONSECURE));
    processor.poke(SystemRegister.HCR_EL2, Word.of(Long.decode(row.path("hcr").asText())));
    if (row.path("has_el3").asBoolean()) {
      processor.poke(SystemRegister.SCR_EL3, Word.of(Long.decode(row.path("scr").asText())));
    }
    processor.poke(SystemRegister.VBAR_EL1, Word.of(vectors(1)));
    processor.poke(SystemRegister.VBAR_EL2, Word.of(vectors(2)));
    processor.poke(SystemRegister.VBAR_EL3, Word.of(vectors(3)));
    processor.nzcv(row.path("flags_nzcv").asInt());
    if (row.path("in_it").asBoolean()) {
      Condition condition = Condition.valueOf(row.path("cond").asText().toUpperCase(Locale.ROOT));
      processor.it(new ItState(condition.code() << 4 | 8));
    }
  }

  static long vectors(int level) {
    return 0x50000000L + level * 0x100000L;
  }

  long address() {
    return Long.decode(row.path("insn_addr").asText());
  }

  void step() {
    machine.step();
  }

  Processor processor() {
    return machine.processor(0);
  }

  List<MachineEvent.Entered> entries() {
    return entries;
  }

  /** ELR or ESR of a level. */
  Word register(int level, String name) {
    return processor().peek(SystemRegister.valueOf(name + "_EL" + level));
  }

  /** SPSR of the mode that the processor is in. */
  Word savedStatus() {
    Mode mode = processor().mode();
    if (mode.executionState() == ExecutionState.AARCH32) {
      return processor().core().spsr();
    }
    return register(processor().level().number(), "SPSR");
  }

  /** What LR_und holds beyond the instruction's address. */
  int undefinedOffset() {
    return row.path("caller_state").asText().equals("t32") ? 2 : 4;
  }
}
