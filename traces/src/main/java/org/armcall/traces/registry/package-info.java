// SPDX-License-Identifier: Apache-2.0

/** Reads who claims which numbers: the registry of {@code spec/registry}, and files of its form. */
package org.armcall.traces.registry;
