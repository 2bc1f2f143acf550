// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Control;
import org.armcall.model.state.SecurityState;
import org.armcall.traces.event.TraceEvent;

/**
 * What a trace shows of the processor's state as a call executes.
 *
 * @param isa the caller's instruction set
 * @param controls the control bits that are known, each 1 or 0
 * @param security the Security state of every level below EL3
 */
record KnownState(
    Optional<InstructionSet> isa,
    Map<Control, Boolean> controls,
    Optional<SecurityState> security) {
  static final KnownState NOTHING = new KnownState(Optional.empty(), Map.of(), Optional.empty());

  /** Where a control bit is: one of these registers, and the number of the bit. */
  private record Place(List<String> registers, int bit) {}

  private static final List<String> HCR = List.of("hcr_el2", "hcr");
  private static final List<String> SCR = List.of("scr_el3", "scr");

  /** DDI 0487 D24.2: HCR_EL2, SCR_EL3, HFGITR_EL2; G8.2: HCR, SCR. */
  private static final Map<Control, Place> PLACES =
      Map.ofEntries(
          Map.entry(Control.HCR_TSC, new Place(HCR, 19)),
          Map.entry(Control.HCR_TGE, new Place(HCR, 27)),
          Map.entry(Control.HCR_HCD, new Place(HCR, 29)),
          Map.entry(Control.HCR_E2H, new Place(List.of("hcr_el2"), 34)),
          Map.entry(Control.HCR_NV, new Place(List.of("hcr_el2"), 42)),
          Map.entry(Control.SCR_SMD, new Place(SCR, 7)),
          Map.entry(Control.SCR_HCE, new Place(SCR, 8)),
          Map.entry(Control.SCR_EEL2, new Place(List.of("scr_el3"), 18)),
          Map.entry(Control.SCR_FGTEN, new Place(List.of("scr_el3"), 27)),
          Map.entry(Control.HFGITR_SVC_EL0, new Place(List.of("hfgitr_el2"), 52)),
          Map.entry(Control.HFGITR_SVC_EL1, new Place(List.of("hfgitr_el2"), 53)));

  /** Copies the map. */
  KnownState {
    controls = controls.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(controls));
  }

  /** What the call shows. */
  static KnownState of(Optional<TraceEvent.Call> call) {
    return call.map(c -> new KnownState(c.isa(), controls(c.regs()), security(c.regs())))
        .orElse(NOTHING);
  }

  /** SCR_EL3.NSE and NS, SCR.NS (DDI 0487 D24.2, SCR_EL3). */
  private static Optional<SecurityState> security(Map<String, Long> registers) {
    return SCR.stream()
        .map(registers::get)
        .filter(Objects::nonNull)
        .findFirst()
        .map(
            scr -> {
              if ((scr & 1) == 0) {
                return SecurityState.SECURE;
              }
              return (scr >>> 62 & 1) == 0 ? SecurityState.NONSECURE : SecurityState.REALM;
            });
  }

  /** Whether code at that level may be in that Security state. */
  boolean mayBeIn(SecurityState state, ExceptionLevel level) {
    return level == ExceptionLevel.EL3 || security.isEmpty() || security.get() == state;
  }

  private static Map<Control, Boolean> controls(Map<String, Long> registers) {
    Map<Control, Boolean> known = new EnumMap<>(Control.class);
    PLACES.forEach(
        (control, place) ->
            place.registers().stream()
                .map(registers::get)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(value -> known.put(control, (value >> place.bit() & 1) == 1)));
    return known;
  }

  /** Whether the bit may be 1. */
  boolean mayBeSet(Control control) {
    return controls.getOrDefault(control, true);
  }

  /** Whether the bit may be 0. */
  boolean mayBeClear(Control control) {
    return !controls.getOrDefault(control, false);
  }
}
