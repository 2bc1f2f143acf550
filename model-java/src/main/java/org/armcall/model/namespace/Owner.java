// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

/**
 * Who claims.
 *
 * @param name the short name, which is the file's name in the registry
 * @param role what kind of software it is
 * @param about what it is, in words
 */
public record Owner(String name, OwnerRole role, String about) {}
