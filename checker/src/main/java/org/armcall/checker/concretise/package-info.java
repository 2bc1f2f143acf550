// SPDX-License-Identifier: Apache-2.0
/**
 * Counterexamples of models made concrete: a scenario in which the reference emulator takes the
 * steps, or makes the call, that the model checker found.
 */
package org.armcall.checker.concretise;
