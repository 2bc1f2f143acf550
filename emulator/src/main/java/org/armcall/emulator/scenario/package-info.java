// SPDX-License-Identifier: Apache-2.0
/**
 * Scenario files: a machine, a guest, a handler's policy and a schedule in YAML, what is run from
 * them, and the canonical trace of the run.
 */
package org.armcall.emulator.scenario;
