// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker;

/** The version of armcall. */
public final class Version {
  private Version() {}

  /** The version in the jar's manifest, or {@code development} where there is no jar. */
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
