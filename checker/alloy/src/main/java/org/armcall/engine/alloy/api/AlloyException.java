// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.alloy.api;

import java.nio.file.Path;

/** An Alloy file that cannot be read, understood or solved, and where. */
public final class AlloyException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final int column;
  private final String problem;

  /**
   * @param line from 1, or 0 if the problem has no place
   * @param column from 1, or 0 if the problem has no place
   */
  public AlloyException(Path file, int line, int column, String problem, Throwable cause) {
    super(
        line == 0 ? file + ": " + problem : file + ":" + line + ":" + column + ": " + problem,
        cause);
    this.file = file.toString();
    this.line = line;
    this.column = column;
    this.problem = problem;
  }

  public Path file() {
    return Path.of(file);
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }

  /** One line, without the place. */
  public String problem() {
    return problem;
  }
}
