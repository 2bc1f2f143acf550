// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.guest;

import org.armcall.emulator.memory.Rights;

/**
 * What the pages of a guest's code allow.
 *
 * @param first stage 1, of the page with the call
 * @param next stage 1, of the page behind it
 * @param mapsNext whether stage 1 maps the page behind it
 * @param stageTwo stage 2, of both
 * @param stageTwoPages whether stage 2 maps the pages that are used and no others; else it maps all
 *     memory by blocks
 */
public record PageRights(
    Rights first, Rights next, boolean mapsNext, Rights stageTwo, boolean stageTwoPages) {
  /** Everything is allowed. */
  public static final PageRights ALL =
      new PageRights(Rights.KERNEL_ALL, Rights.KERNEL_ALL, true, Rights.GUEST_ALL, false);

  /** The same with pages in stage 2, so that one of them can be changed alone. */
  public PageRights withStageTwoPages(Rights rights) {
    return new PageRights(first, next, mapsNext, rights, true);
  }

  /** The page behind that of the call is not mapped. */
  public PageRights withoutNext() {
    return new PageRights(first, next, false, stageTwo, stageTwoPages);
  }
}
