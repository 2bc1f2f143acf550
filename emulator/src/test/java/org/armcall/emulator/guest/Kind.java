// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.armcall.emulator.memory.PageTables.Format;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.SecurityState;
import org.armcall.traces.platform.PlatformFile;
import org.armcall.traces.preset.PresetException;

/**
 * What there is to choose between kinds of calls: all combinations that exist are {@link #ALL}, so
 * that a generator meets each of them equally often.
 *
 * @param platform one of the presets
 * @param security of the caller: Non-secure; also Secure where the call goes to EL3, and Realm
 * @param route how the call reaches its handler
 * @param isa of the caller
 * @param stageOne how its code is mapped
 * @param stageTwo the format of stage 2, where it is on
 */
public record Kind(
    Platform platform,
    SecurityState security,
    Route route,
    InstructionSet isa,
    StageOne stageOne,
    Optional<Format> stageTwo) {

  /** Every platform that armcall ships. */
  public static final List<Platform> PLATFORMS =
      PlatformFile.PRESETS.stream().map(Kind::preset).toList();

  /** Every kind. */
  public static final List<Kind> ALL = all();

  private static Platform preset(String name) {
    try {
      return PlatformFile.named(name);
    } catch (PresetException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static List<Kind> all() {
    List<Kind> all = new ArrayList<>();
    for (Platform platform : PLATFORMS) {
      for (Route route : Route.values()) {
        for (InstructionSet isa : InstructionSet.values()) {
          for (SecurityState security : securities(platform, route, isa)) {
            for (StageOne stageOne : StageOne.values()) {
              for (Optional<Format> stageTwo : stagesTwo(platform, security)) {
                if (route.exists(platform, isa) && stageOne.exists(platform, isa)) {
                  all.add(new Kind(platform, security, route, isa, stageOne, stageTwo));
                }
              }
            }
          }
        }
      }
    }
    return List.copyOf(all);
  }

  /** Secure EL2 is left out: presets have it with RME only, and it adds no format. */
  private static List<SecurityState> securities(
      Platform platform, Route route, InstructionSet isa) {
    List<SecurityState> all = new ArrayList<>(List.of(SecurityState.NONSECURE));
    if (route == Route.SMC_TO_EL3) {
      all.add(SecurityState.SECURE);
    }
    // RME needs AArch64 at every level that may be Realm (DDI 0487, FEAT_RME).
    if (platform.name().equals("armv9a-rme")
        && platform.has(Feature.REALM_MANAGEMENT)
        && isa == InstructionSet.A64) {
      all.add(SecurityState.REALM);
    }
    return all;
  }

  private static List<Optional<Format>> stagesTwo(Platform platform, SecurityState security) {
    List<Optional<Format>> all = new ArrayList<>(List.of(Optional.empty()));
    if (!platform.has(ExceptionLevel.EL2) || security == SecurityState.SECURE) {
      return all;
    }
    if (platform.widestOf(ExceptionLevel.EL2).orElseThrow() == ExecutionState.AARCH32) {
      all.add(Optional.of(Format.STAGE2_LPAE));
    } else {
      all.add(Optional.of(Format.STAGE2_4K));
      all.add(Optional.of(Format.STAGE2_16K));
      all.add(Optional.of(Format.STAGE2_64K));
    }
    return all;
  }

  /** Whether stage 1 has pages whose descriptors a script can change one by one. */
  public boolean hasPages() {
    return security == SecurityState.NONSECURE
        && switch (stageOne) {
          case SMALL_PAGES, LPAE_PAGES, PAGES_4K, PAGES_16K, PAGES_64K -> true;
          default -> false;
        };
  }

  /** Whether the caller is in AArch32. */
  public boolean narrow() {
    return isa != InstructionSet.A64;
  }
}
