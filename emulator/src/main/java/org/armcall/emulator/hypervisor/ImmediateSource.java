// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import org.armcall.model.call.ExceptionEntry;

/**
 * A way of finding the immediate of a call that was taken or trapped: a choice of the hypervisor.
 */
public interface ImmediateSource {
  /** The immediate of the call that made this entry, or why it cannot be had; never a guess. */
  ImmediateRead read(ExceptionEntry entry);
}
