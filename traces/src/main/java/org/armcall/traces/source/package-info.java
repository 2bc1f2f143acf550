// SPDX-License-Identifier: Apache-2.0

/** Opening a log and splitting it into lines in constant memory. */
package org.armcall.traces.source;
