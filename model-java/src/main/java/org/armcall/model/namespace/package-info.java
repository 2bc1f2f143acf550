// SPDX-License-Identifier: Apache-2.0

/**
 * The namespace: who uses which function identifier and which immediate, where two uses clash, and
 * which uses break a rule on their own.
 */
package org.armcall.model.namespace;
