// SPDX-License-Identifier: Apache-2.0

/** The formats of logs: telling them apart by content, and reading each with its reader. */
package org.armcall.traces.format;
