// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

/**
 * A definition that has no value here.
 *
 * @param name what is defined
 * @param place of the definition
 * @param reason why, as the end of a sentence
 */
public record NotEvaluated(String name, Place place, String reason) {}
