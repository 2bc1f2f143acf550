// SPDX-License-Identifier: Apache-2.0
/**
 * What runs in a child JVM beside TLC. {@link org.armcall.engine.tlc.BurstMain} stays in the
 * application class loader and knows no TLC class; {@link org.armcall.engine.tlc.ModelRunner} is
 * loaded afresh for each model, together with all of TLC, because TLC's static state gives wrong
 * verdicts when it is used twice.
 *
 * <p>The protocol, one line a message, fields separated by tabs and escaped by {@link
 * org.armcall.engine.tlc.Wire}:
 *
 * <pre>
 * in   id=1  module=/spec/x/MCX.tla  config=/spec/x/MCX.cfg  library=/spec/x:/spec  metadir=/tmp/..  workers=1  log=FILE
 * out  ready     PID
 * out  progress  id=1  distinct=n  generated=n  queue=n
 * out  result    id=1  status=holds|violated|unreadable|failed  ...    exactly one for each job, when it ends
 * </pre>
 *
 * <p>Fields of a result: {@code exit}, {@code distinct}, {@code generated}, {@code queue}, {@code
 * depth}, {@code tlc} (version), {@code property} and {@code violates} (invariant, property,
 * deadlock, temporal, assumption), {@code message}, {@code witness=COUNT NAME} repeated, {@code
 * calls}, {@code mismatch} repeated, {@code seed}, and the trace: {@code state=NUMBER ACTION}
 * followed by its {@code value=PATH = TEXT} fields, then {@code loop=NUMBER} or {@code
 * stuttering=1}.
 *
 * <p>The child ends when its standard input ends, whatever it is doing, so it never outlives its
 * parent.
 */
package org.armcall.engine.tlc;
