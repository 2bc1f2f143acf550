// SPDX-License-Identifier: Apache-2.0

/** The machine that a trace or a scenario is of: a preset's name, a file, or a JSON object. */
package org.armcall.traces.platform;
