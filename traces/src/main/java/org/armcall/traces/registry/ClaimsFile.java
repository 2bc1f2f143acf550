// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.registry;

import java.util.Map;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.Registry;

/**
 * A project's own claims, and where in its file each stands.
 *
 * @param registry the claims and the answers to UID queries
 * @param places the file and the line of each claim, as {@code file:line}
 */
public record ClaimsFile(Registry registry, Map<Claim, String> places) {
  /** Keeps a copy. */
  public ClaimsFile {
    places = Map.copyOf(places);
  }
}
