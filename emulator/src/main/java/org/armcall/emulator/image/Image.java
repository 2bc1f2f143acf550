// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.image;

import java.util.List;

/**
 * What a machine starts with.
 *
 * @param machine what it runs on
 * @param entry where the first processor starts; bit 0 set on ARM means T32
 * @param segments what is in memory, in the order of the file
 */
public record Image(ImageMachine machine, long entry, List<Segment> segments) {
  /** Copies the list. */
  public Image {
    segments = List.copyOf(segments);
  }
}
