// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.armcall.model.convention.After;
import org.armcall.model.convention.CallWidth;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.RegisterContract;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.function.FunctionId;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.callee.CalleeFile;
import org.armcall.traces.preset.PresetException;

/**
 * The register contract that a callee was held to (DEN0028 section 3).
 *
 * @param versions those of the convention that it may follow; never empty
 * @param state the execution state of the caller
 * @param width the width that the function identifier asks for
 * @param source what says so; may be empty
 */
record HeldContract(
    Set<SmcccVersion> versions, ExecutionState state, Optional<CallWidth> width, String source) {
  /** What a register that must keep its value is said to be. */
  static final String PRESERVED = "preserved";

  /**
   * The contract of a violation.
   *
   * @param kept what the replay says of it; absent from older results and from other engines
   * @param head the options of the run
   * @param before the registers of the caller
   */
  static HeldContract of(JsonNode kept, Head head, Map<String, Long> before) {
    Set<SmcccVersion> versions = EnumSet.noneOf(SmcccVersion.class);
    kept.path("versions").forEach(each -> SmcccVersion.of(each.asText()).ifPresent(versions::add));
    String source = kept.path("source").asText();
    if (versions.isEmpty()) {
      Optional<String> callee = head.option("--callee").filter(name -> !name.contains("="));
      Optional<SmcccVersion> given = head.option("--convention").flatMap(SmcccVersion::of);
      source =
          given
              .map(version -> "--convention " + version.text())
              .orElse(callee.map(name -> "--callee " + name).orElse(""));
      given.or(() -> callee.flatMap(HeldContract::ofPreset)).ifPresent(versions::add);
    }
    if (versions.isEmpty()) {
      versions.addAll(EnumSet.allOf(SmcccVersion.class));
    }
    boolean aarch64 = before.containsKey("x0") || !before.containsKey("r0");
    Optional<CallWidth> width =
        Optional.ofNullable(before.get(aarch64 ? "x0" : "r0"))
            .map(
                first ->
                    aarch64 ? CallWidth.of(new FunctionId(first.intValue())) : CallWidth.CALL32);
    return new HeldContract(
        versions, aarch64 ? ExecutionState.AARCH64 : ExecutionState.AARCH32, width, source);
  }

  private static Optional<SmcccVersion> ofPreset(String callee) {
    try {
      return Optional.of(CalleeFile.named(callee).policy().version());
    } catch (PresetException gone) {
      return Optional.empty();
    }
  }

  /** What it says of a general-purpose register; empty where that is not known. */
  String of(int register) {
    Set<String> said = new TreeSet<>();
    for (SmcccVersion version : versions) {
      if (width.isPresent()) {
        RegisterContract contract = new RegisterContract(version, state, width.get(), Conduit.SMC);
        if (register <= contract.lastRegister()) {
          said.add(text(contract.after(register)));
        }
      }
    }
    return said.size() > 1
        ? "by version: " + String.join(", or ", said)
        : said.stream().findFirst().orElse("");
  }

  /** Which it is, and what says so. */
  String text() {
    List<String> words = new ArrayList<>();
    words.add(
        versions.size() == SmcccVersion.values().length
            ? "SMC Calling Convention, any version"
            : "SMC Calling Convention "
                + versions.stream().map(HeldContract::name).collect(Collectors.joining(" or ")));
    width.ifPresent(bits -> words.add(bits.bits() + "-bit call"));
    words.add("caller in " + (state == ExecutionState.AARCH64 ? "AArch64" : "AArch32"));
    return String.join(", ", words) + (source.isEmpty() ? "." : " (known by " + source + ").");
  }

  private static String name(SmcccVersion version) {
    return version == SmcccVersion.PRE_SMCCC ? "before 1.0" : version.text();
  }

  private static String text(After after) {
    return switch (after) {
      case PRESERVED -> PRESERVED;
      case RESULT -> "result";
      case RESULT_OR_PRESERVED -> "result or preserved";
      case UNPREDICTABLE -> "may change";
    };
  }
}
