// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import org.armcall.model.instruction.Immediate;
import org.armcall.model.namespace.ClaimedIds;

/**
 * An interface that is offered at the layer that takes a call.
 *
 * @param name what messages call it
 * @param tag the immediate of its calls
 * @param ids the numbers that its calls have in r0 or x0
 */
public record Offered(String name, Immediate tag, ClaimedIds ids) {

  /** Whether its immediate is not zero. */
  boolean isTagged() {
    return tag.value() != 0;
  }

  /** The interface and how it is called. */
  String text() {
    return name + " (immediate " + tag.text() + ", r0 is " + ids.text() + ")";
  }
}
