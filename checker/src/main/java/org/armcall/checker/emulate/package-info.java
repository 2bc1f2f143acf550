// SPDX-License-Identifier: Apache-2.0
/** {@code armcall emulate}: runs scenarios and says in words what happened. */
package org.armcall.checker.emulate;
