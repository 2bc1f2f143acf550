// SPDX-License-Identifier: Apache-2.0

/** {@code armcall convert}: any log that is read, to the canonical format. */
package org.armcall.checker.convert;
