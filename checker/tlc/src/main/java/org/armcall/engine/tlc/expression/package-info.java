// SPDX-License-Identifier: Apache-2.0

/**
 * Evaluates TLA+ expressions of TLC's parse tree over TLC's values, with every name resolved once.
 *
 * <p>TLC walks the tree for each evaluation and looks each name up behind all that is bound at that
 * moment. Here a node becomes an object that knows where its names are. What this package does not
 * know how to evaluate, TLC evaluates: {@link org.armcall.engine.tlc.expression.ByTlc}. The values,
 * their equality and order, the parser, and the constants are TLC's. That both give the same value
 * is not assumed: a replay can be run with each step taken both ways, and tests do that.
 */
package org.armcall.engine.tlc.expression;
