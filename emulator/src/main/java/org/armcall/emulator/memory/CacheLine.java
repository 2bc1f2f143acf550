// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;

/** Bytes of one line that a cache holds: some of them, each by itself. */
final class CacheLine {
  private final Word[] bytes = new Word[DataCache.LINE];
  private final SecurityState space;
  private long valid;
  private long dirty;

  CacheLine(SecurityState space) {
    this.space = space;
  }

  /** The address space that it was filled from, and is written back to. */
  SecurityState space() {
    return space;
  }

  boolean has(int offset) {
    return (valid >>> offset & 1) != 0;
  }

  boolean isDirty(int offset) {
    return (dirty >>> offset & 1) != 0;
  }

  boolean isClean() {
    return dirty == 0;
  }

  Word get(int offset) {
    return bytes[offset];
  }

  void put(int offset, Word value, boolean isDirty) {
    bytes[offset] = value;
    valid |= 1L << offset;
    dirty = isDirty ? dirty | 1L << offset : dirty & ~(1L << offset);
  }

  void drop(int offset) {
    valid &= ~(1L << offset);
    dirty &= ~(1L << offset);
  }

  void clean() {
    dirty = 0;
  }
}
