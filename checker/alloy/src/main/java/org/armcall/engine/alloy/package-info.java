// SPDX-License-Identifier: Apache-2.0
/** The bridge to the Alloy Analyzer: the only code that is compiled against it. */
package org.armcall.engine.alloy;
