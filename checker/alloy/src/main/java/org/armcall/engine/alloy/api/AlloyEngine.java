// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.alloy.api;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs the commands of an Alloy file.
 *
 * <p>The only door to the Alloy Analyzer, which lives in a class loader of its own: this package
 * has nothing but JDK types and records, and is the only one that both sides see.
 */
public interface AlloyEngine {

  /**
   * The commands of a file, in its order, without running them.
   *
   * @throws AlloyException if the file cannot be read or understood
   */
  List<AlloyCommand> commands(Path file) throws AlloyException;

  /**
   * Runs every command of a file, in its order.
   *
   * @param started is told the name of each command before it runs
   * @param cancelled is asked before each command; once it says yes no further command runs, and
   *     the list has only the results so far
   * @throws AlloyException if the file cannot be read or understood, or a command cannot be solved
   */
  List<CommandResult> check(Path file, Consumer<String> started, BooleanSupplier cancelled)
      throws AlloyException;
}
