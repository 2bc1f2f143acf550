// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import java.util.Optional;

/**
 * That an owner uses some calls.
 *
 * @param owner who
 * @param name the function, or what the block is for
 * @param calls which calls
 * @param since the first version, where known
 * @param status how much it counts today
 * @param isBlock whether the numbers are only kept for the owner, not one function
 * @param sameAs the claim that this one copies on purpose, as "owner: name"
 * @param doubt why it is not confirmed; absent where it is
 * @param source who says so
 */
public record Claim(
    Owner owner,
    String name,
    CallPattern calls,
    Optional<String> since,
    Status status,
    boolean isBlock,
    Optional<String> sameAs,
    Optional<String> doubt,
    String source) {
  /** The owner and the name, by which another claim refers to it. */
  public String title() {
    return owner.name() + ": " + name;
  }

  /** Whether its source was seen to say it. */
  public boolean isConfirmed() {
    return doubt.isEmpty();
  }

  /** Whether one copies the other on purpose. */
  public boolean isCopyOf(Claim other) {
    return sameAs.equals(Optional.of(other.title())) || other.sameAs.equals(Optional.of(title()));
  }
}
