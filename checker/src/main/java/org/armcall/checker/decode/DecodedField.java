// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.decode;

/**
 * One field of a decoded word.
 *
 * @param name its name
 * @param bits its bit range, for example {@code [31:26]}
 * @param value its value, in hexadecimal where it has more than one digit
 * @param meaning what the value says
 */
record DecodedField(String name, String bits, String value, String meaning) {}
