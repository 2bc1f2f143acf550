// SPDX-License-Identifier: Apache-2.0

/** What implementations do where they differ: a preset's name, a file, or a JSON object. */
package org.armcall.traces.callee;
