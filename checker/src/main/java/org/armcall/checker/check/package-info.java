// SPDX-License-Identifier: Apache-2.0
/**
 * The model check: the manifest of the specification says what every model is expected to show,
 * engines run the models, and {@link org.armcall.checker.check.Judge} compares. Engines are plugged
 * in as {@link org.armcall.checker.check.Engine}; this package knows none of them.
 */
package org.armcall.checker.check;
