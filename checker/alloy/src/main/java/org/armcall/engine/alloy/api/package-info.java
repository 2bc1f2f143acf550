// SPDX-License-Identifier: Apache-2.0
/** What the checker sees of the Alloy Analyzer. JDK types and records only. */
package org.armcall.engine.alloy.api;
