// SPDX-License-Identifier: Apache-2.0
/**
 * The fewest events that still break a rule: for a violation that replay found in a log, a trace to
 * read, to post and to keep as a test.
 */
package org.armcall.checker.minimise;
