// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

/**
 * What a reader of a log had to do with its lines.
 *
 * @param recognised how many lines were of the format and gave an event or a part of one
 * @param quoted how many began with the marks of a quotation in a mail, which were taken off
 * @param joined how many had been wrapped, and were joined to the line before
 */
public record ReadCount(long recognised, long quoted, long joined) {}
