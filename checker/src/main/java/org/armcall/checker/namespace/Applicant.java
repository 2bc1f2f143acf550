// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.armcall.checker.cli.CommandException;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.OwningEntity;
import org.armcall.model.namespace.Layer;
import org.armcall.model.namespace.OwnerRole;

/** Who may ask for numbers: the owners of ranges that the convention leaves to others than Arm. */
enum Applicant {
  HYPERVISOR(OwnerRole.HYPERVISOR, OwningEntity.VENDOR_HYPERVISOR, 6, 6, Layer.EL2),
  FIRMWARE(OwnerRole.FIRMWARE, OwningEntity.VENDOR_EL3, 7, 7, Layer.EL3),
  SILICON(OwnerRole.SILICON, OwningEntity.SILICON_PROVIDER, 2, 2, Layer.EL3),
  OEM(OwnerRole.SILICON, OwningEntity.OEM, 3, 3, Layer.EL3),
  CPU(OwnerRole.SILICON, OwningEntity.CPU_SERVICE, 1, 1, Layer.EL3),
  TRUSTED_APPLICATION(OwnerRole.TRUSTED_OS, OwningEntity.TRUSTED_APPLICATION, 48, 49, Layer.S_EL1),
  TRUSTED_OS(OwnerRole.TRUSTED_OS, OwningEntity.TRUSTED_OS, 50, 63, Layer.S_EL1);

  private final OwnerRole role;
  private final OwningEntity entity;
  private final int firstOwner;
  private final int lastOwner;
  private final Layer layer;

  Applicant(OwnerRole role, OwningEntity entity, int firstOwner, int lastOwner, Layer layer) {
    this.role = role;
    this.entity = entity;
    this.firstOwner = firstOwner;
    this.lastOwner = lastOwner;
    this.layer = layer;
  }

  /** Reads {@code --for}. */
  static Applicant of(String text) {
    if (text.equals("standard") || text.equals("architecture")) {
      throw CommandException.usage(
          "the " + text + " ranges are Arm's to give out; their numbers come with a document");
    }
    return Arrays.stream(values())
        .filter(each -> each.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                CommandException.usage(
                    "--for takes "
                        + Arrays.stream(values())
                            .map(Applicant::text)
                            .collect(Collectors.joining(", "))
                        + ", not '"
                        + text
                        + "'"));
  }

  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  OwnerRole role() {
    return role;
  }

  OwningEntity entity() {
    return entity;
  }

  /** The first of its owning entity numbers. */
  int firstOwner() {
    return firstOwner;
  }

  /** The last of its owning entity numbers. */
  int lastOwner() {
    return lastOwner;
  }

  Layer layer() {
    return layer;
  }

  /** By which conduits its calls are made: by HVC only EL2 is reached. */
  Set<Conduit> conduits() {
    return layer == Layer.EL2 ? Set.of(Conduit.HVC) : Set.of(Conduit.SMC);
  }

  /** Who else has numbers there, and what that asks of a newcomer. */
  List<String> duties() {
    return switch (this) {
      case HYPERVISOR ->
          List.of(
              "every hypervisor uses this range: answer a UID of your own at 0x8600ff01, and let"
                  + " guests compare it");
      case FIRMWARE ->
          List.of("every firmware uses this range: answer a UID of your own at 0x8700ff01");
      case TRUSTED_OS ->
          List.of("Trusted OSes share owners 50 to 63: answer a UID of your own at 0xbf00ff01");
      case TRUSTED_APPLICATION ->
          List.of("no query tells who answers in this range: callers must know the Trusted OS");
      case SILICON, OEM, CPU ->
          List.of(
              "makers of other machines may have these numbers; software that runs on both must"
                  + " know the machine");
    };
  }
}
