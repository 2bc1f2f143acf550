// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.state.Mode;

/**
 * What is expected of a processor at the end of a run; what is absent is not looked at.
 *
 * @param at the virtual address of its next instruction
 * @param isa its instruction set
 * @param mode its mode
 * @param status fields of PSTATE
 * @param registers X0 to X30, or R0 to R14 of its mode
 * @param system system registers, of those that are banked the copy of its Security state
 */
public record Finish(
    Optional<Long> at,
    Optional<InstructionSet> isa,
    Optional<Mode> mode,
    Map<StatusField, Long> status,
    Map<Integer, Long> registers,
    Map<SystemRegister, Long> system) {

  /** Nothing is expected. */
  public static final Finish ANY =
      new Finish(
          Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), Map.of(), Map.of());

  /** Copies the maps. */
  public Finish {
    status = Collections.unmodifiableMap(new LinkedHashMap<>(status));
    registers = Collections.unmodifiableMap(new LinkedHashMap<>(registers));
    system = Collections.unmodifiableMap(new LinkedHashMap<>(system));
  }

  /** That its next instruction is there too. */
  public Finish at(long address) {
    return new Finish(Optional.of(address), isa, mode, status, registers, system);
  }

  /** That it executes this too. */
  public Finish isa(InstructionSet other) {
    return new Finish(at, Optional.of(other), mode, status, registers, system);
  }

  /** That it is in this mode too. */
  public Finish mode(Mode other) {
    return new Finish(at, isa, Optional.of(other), status, registers, system);
  }

  /** That a field of PSTATE has this value too. */
  public Finish status(StatusField field, long value) {
    Map<StatusField, Long> more = new LinkedHashMap<>(status);
    more.put(field, value);
    return new Finish(at, isa, mode, more, registers, system);
  }

  /** That without what is expected of a field of PSTATE. */
  public Finish without(StatusField field) {
    Map<StatusField, Long> fewer = new LinkedHashMap<>(status);
    fewer.remove(field);
    return new Finish(at, isa, mode, fewer, registers, system);
  }

  /** That a register has this value too. */
  public Finish register(int number, long value) {
    Map<Integer, Long> more = new LinkedHashMap<>(registers);
    more.put(number, value);
    return new Finish(at, isa, mode, status, more, system);
  }

  /** That a system register has this value too. */
  public Finish system(SystemRegister register, long value) {
    Map<SystemRegister, Long> more = new LinkedHashMap<>(system);
    more.put(register, value);
    return new Finish(at, isa, mode, status, registers, more);
  }

  /**
   * A processor at the end of a run.
   *
   * @param at the virtual address of its next instruction
   * @param isa its instruction set
   * @param mode its mode
   * @param status PSTATE as an SPSR holds it
   * @param registers X0 to X30, or R0 to R14 of its mode
   * @param system every system register
   */
  public record Reached(
      long at,
      InstructionSet isa,
      Mode mode,
      Word status,
      List<Word> registers,
      Map<SystemRegister, Word> system) {
    /** Copies the collections. */
    public Reached {
      registers = List.copyOf(registers);
      system = Map.copyOf(system);
    }

    private long register(int number) {
      // What AArch64 sees of a register of AArch32 is its low half.
      long mask = isa.executionState() == ExecutionState.AARCH32 ? 0xffff_ffffL : -1;
      return number < registers.size() ? registers.get(number).value() & mask : 0;
    }
  }

  /** In what a processor differs from it, one line each. */
  List<String> differences(int cpu, Reached was) {
    List<String> all = new ArrayList<>();
    String who = "cpu" + cpu + " should end ";
    at.filter(address -> address != was.at())
        .ifPresent(
            address ->
                all.add(
                    who + "at " + Numbers.hex(address) + ", but is at " + Numbers.hex(was.at())));
    isa.filter(set -> set != was.isa())
        .ifPresent(set -> all.add(who + "in " + set.text() + ", but is in " + was.isa().text()));
    mode.filter(each -> each != was.mode())
        .ifPresent(
            each -> all.add(who + "in mode " + each.text() + ", but is in " + was.mode().text()));
    status.forEach(
        (field, value) ->
            differ(
                who,
                field.word(),
                field.text(value),
                field.text(field.of(was.isa(), was.status().value())),
                all));
    String letter = was.isa().executionState() == ExecutionState.AARCH64 ? "x" : "r";
    registers.forEach(
        (number, value) ->
            differ(
                who, letter + number, Numbers.hex(value), Numbers.hex(was.register(number)), all));
    system.forEach(
        (register, value) ->
            differ(
                who,
                register.text(),
                Numbers.hex(value),
                Numbers.hex(was.system().get(register).value()),
                all));
    return all;
  }

  private static void differ(String who, String what, String should, String was, List<String> all) {
    if (!should.equals(was)) {
      all.add(who + "with " + what + " " + should + ", but it is " + was);
    }
  }
}
