// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.nio.file.Path;
import java.util.List;
import org.armcall.checker.cli.CommandException;
import org.armcall.traces.devicetree.DeclaredInterfaces;
import org.armcall.traces.devicetree.DeviceTree;
import org.armcall.traces.devicetree.DeviceTreeException;
import org.armcall.traces.devicetree.TreeFinding;

/**
 * A device tree that was given to be checked.
 *
 * @param file as the user named it
 * @param declared what it says about calls
 */
record CheckedTree(String file, DeclaredInterfaces declared) {
  static CheckedTree read(Path file) {
    try {
      return new CheckedTree(file.toString(), DeclaredInterfaces.of(DeviceTree.read(file)));
    } catch (DeviceTreeException wrong) {
      throw CommandException.input(wrong.getMessage());
    }
  }

  /** What is wrong; notes are not. */
  List<TreeFinding> faults() {
    return declared.findings().stream().filter(each -> each.kind().isFault()).toList();
  }
}
