// SPDX-License-Identifier: Apache-2.0

/**
 * What a log says, in the words of the canonical trace format, whatever tool wrote it.
 *
 * <p>A field that was not observed is empty. A reader invents nothing.
 */
package org.armcall.traces.event;
