// SPDX-License-Identifier: Apache-2.0
/**
 * A bootable image that makes one recorded call again: the call with its registers at its level, a
 * callee in the image that answers as the trace says (or the machine's own), and the rule that was
 * broken as a comparison of what was before and after.
 */
package org.armcall.checker.reproduce;
