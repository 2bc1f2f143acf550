// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.List;
import java.util.function.BiConsumer;
import org.armcall.emulator.hypervisor.GuestMemory;
import org.armcall.emulator.hypervisor.Offered;
import org.armcall.emulator.hypervisor.Policy;
import org.armcall.emulator.hypervisor.Returning;

/**
 * Writes the handlers of a scenario.
 *
 * @param line writes a line at a depth
 */
record HandlerWriter(BiConsumer<Integer, String> line) {

  /** One of a policy as {@code handler}, others as {@code handlers}. */
  void write(List<HandlerPlan> plans) {
    if (plans.size() == 1 && plans.get(0) instanceof Scenario.Hypervisor hypervisor) {
      line.accept(0, "handler:");
      head(1, "", hypervisor, hypervisor.policy().text());
      options(1, hypervisor);
      return;
    }
    if (!plans.isEmpty()) {
      line.accept(0, "handlers:");
    }
    for (HandlerPlan plan : plans) {
      if (plan instanceof Scenario.Hypervisor hypervisor) {
        head(1, "- ", plan, hypervisor.policy().text());
        options(2, hypervisor);
      } else if (plan instanceof ReferencePlan reference) {
        head(1, "- ", plan, reference.role().policy());
        reference(reference);
      }
    }
  }

  private void head(int depth, String dash, HandlerPlan plan, String policy) {
    line.accept(depth, dash + "level: el" + plan.level().number());
    line.accept(dash.isEmpty() ? depth : depth + 1, "policy: " + policy);
  }

  private void reference(ReferencePlan plan) {
    line.accept(2, "callee: " + plan.callee());
    plan.version().ifPresent(version -> line.accept(2, "version: \"" + version.text() + "\""));
    if (plan.role() instanceof ReferencePlan.AtEl2 hypervisor) {
      Offered offered = hypervisor.offered();
      line.accept(
          2, "options: {psci: " + offered.psci().word() + ", smc: " + offered.smc().word() + "}");
    } else if (plan.role() instanceof ReferencePlan.AtEl3 firmware) {
      line.accept(2, "options: {trusted-os: " + firmware.trustedOs().word() + "}");
    }
  }

  private void options(int depth, Scenario.Hypervisor handler) {
    line.accept(depth, "options:");
    if (handler.policy() instanceof Policy.MemoryImmediate memory) {
      options(depth + 1, memory.memory());
    }
    Returning returning = handler.returning();
    line.accept(depth + 1, "refusal: " + returning.refusal().word());
    line.accept(depth + 1, "skip: " + returning.skip().word());
    line.accept(depth + 1, "condition: " + returning.condition().word());
  }

  private void options(int depth, GuestMemory memory) {
    line.accept(depth, "pause-others: " + memory.pauseOthers());
    line.accept(depth, "translation: " + memory.translation().word());
    line.accept(depth, "permission: " + memory.permission().word());
    line.accept(depth, "alias: " + memory.alias().word());
    line.accept(depth, "recheck: " + memory.recheck());
    line.accept(depth, "retries: " + memory.retries().word());
    line.accept(depth, "protection: " + memory.protection().word());
    line.accept(depth, "regime: " + quotedIfSwitch(memory.regime().word()));
    line.accept(depth, "byte-order: " + memory.byteOrder().word());
    line.accept(depth, "second-half: " + memory.secondHalf().word());
    line.accept(depth, "halfwords: " + memory.halfwords().word());
    line.accept(depth, "encoding: " + memory.encoding().word());
    line.accept(depth, "address: " + memory.address().word());
    line.accept(depth, "space: " + memory.space().word());
    line.accept(depth, "check: " + memory.check().word());
    line.accept(depth, "on-fault: " + memory.onFault().word());
  }

  /** A bare on or off is a boolean to some readers of YAML. */
  private static String quotedIfSwitch(String word) {
    return word.equals("on") || word.equals("off") ? "\"" + word + "\"" : word;
  }
}
