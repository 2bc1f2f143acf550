// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import org.armcall.model.convention.Conduit;

/**
 * That a description of a machine, such as a device tree, names the conduit of some functions.
 *
 * @param name the interface, as the description calls it
 * @param ids the numbers of its functions
 * @param conduit by which it says that they are called
 * @param source the file and the place in it
 */
public record Declaration(String name, ClaimedIds ids, Conduit conduit, String source) {}
