// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

import java.util.zip.ZipException;

/** Behind compressed data that are whole stands something that is not compressed so. */
final class ForeignBytes extends ZipException {
  private static final long serialVersionUID = 1L;

  private final String compression;

  /**
   * Something stands there.
   *
   * @param compression what it is not, {@code gzip} or {@code zstd}
   */
  ForeignBytes(String compression) {
    super("bytes that are not " + compression);
    this.compression = compression;
  }

  /** What the data before it are, and it is not. */
  String compression() {
    return compression;
  }
}
