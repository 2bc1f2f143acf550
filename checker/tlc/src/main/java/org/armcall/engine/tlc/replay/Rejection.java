// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.replay;

import java.util.List;

/**
 * Why an event is no step.
 *
 * @param action the action that it would have been
 * @param conjuncts those that are false: rules by their identifiers, anything else as it is written
 * @param states in how many states the specification might have been
 * @param frontier a few of them, in words: the variables that the false rules read, or all of them
 *     where something else is false
 */
record Rejection(String action, List<String> conjuncts, int states, String frontier) {}
