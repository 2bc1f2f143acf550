// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.EnumSet;
import java.util.Set;
import org.armcall.model.convention.SmcccVersion;

/**
 * By which convention a callee was held to answer.
 *
 * @param versions those that it may follow; never empty
 * @param source what says so, in words
 */
public record FollowedConvention(Set<SmcccVersion> versions, String source) {
  /** Copies the set. */
  public FollowedConvention {
    versions = java.util.Collections.unmodifiableSet(EnumSet.copyOf(versions));
  }
}
