// SPDX-License-Identifier: Apache-2.0
/**
 * The eight designs that the mail of 2013 weighs for telling interfaces apart, each decided on each
 * kind of caller by enumerating what {@link org.armcall.model.call.CallSemantics} allows.
 */
package org.armcall.model.design;
