// SPDX-License-Identifier: Apache-2.0
/** What a user names: a preset of the specification, or a JSON file of the same form. */
package org.armcall.traces.preset;
