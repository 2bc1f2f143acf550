// SPDX-License-Identifier: Apache-2.0
/** {@code armcall compare}: the designs of the mail on every kind of caller. */
package org.armcall.checker.compare;
