// SPDX-License-Identifier: Apache-2.0
/**
 * TLC as an engine: models run in child JVMs, never in this one. TLC calls System.exit, keeps wrong
 * state between two runs, and unpacks its standard modules into the temporary directory of the
 * whole machine; a child of its own, with a temporary directory of its own, makes each of these
 * harmless. No class here knows TLC: what is said to a child and by it are lines (see the package
 * org.armcall.engine.tlc, which is on the child's class path only).
 */
package org.armcall.checker.engine.tlc;
