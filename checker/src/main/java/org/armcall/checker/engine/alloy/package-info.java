// SPDX-License-Identifier: Apache-2.0
/** Alloy, apart from everything else. */
package org.armcall.checker.engine.alloy;
