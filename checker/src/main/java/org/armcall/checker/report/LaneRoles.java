// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.armcall.traces.event.ExceptionKind;

/** What runs at the Exception levels of a story, in a word each. */
final class LaneRoles {
  private static final List<String> LAYERS = List.of("program", "kernel", "hypervisor", "firmware");

  private static final Set<String> ASYNCHRONOUS =
      Set.of(ExceptionKind.ASYNCHRONOUS.text(), ExceptionKind.OTHER.text());

  /** An Exception level of a processor. */
  private record Layer(OptionalInt cpu, int level) {}

  private final Set<Layer> callers = new HashSet<>();
  private final Set<Layer> targets = new HashSet<>();

  LaneRoles(List<KeptEvent> events) {
    for (KeptEvent event : events) {
      boolean calls = event.is("entry") && !ASYNCHRONOUS.contains(event.text("exception"));
      if (calls || event.is("call") || event.is("skipped") || event.is("undefined")) {
        event.fromLevel().ifPresent(level -> callers.add(new Layer(event.cpu(), level)));
      }
      if (event.is("entry")) {
        event.number("toEl").ifPresent(level -> targets.add(new Layer(event.cpu(), level)));
      }
    }
  }

  /** Of a step whose processor is not known any of them may be. */
  private static boolean has(Set<Layer> layers, OptionalInt cpu, int level) {
    return cpu.isPresent()
        ? layers.contains(new Layer(cpu, level))
        : layers.stream().anyMatch(layer -> layer.level() == level);
  }

  /**
   * The caller, where it does nothing else; otherwise what Arm has the level for (DDI 0487, typical
   * Exception level usage model).
   */
  String of(OptionalInt cpu, int level) {
    return has(callers, cpu, level) && !has(targets, cpu, level)
        ? "caller"
        : level < LAYERS.size() ? LAYERS.get(level) : "";
  }
}
