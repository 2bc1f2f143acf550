// SPDX-License-Identifier: Apache-2.0

/**
 * What {@code --out} keeps: whole or not at all, whoever else writes there, whether the disk fills
 * up or the run is interrupted.
 */
package org.armcall.checker.kept;
