// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc;

import java.io.File;
import util.SimpleFilenameToStream;

/**
 * Where TLC finds modules: the library directories, never a class file.
 *
 * <p>TLC asks its resolver for class files too, and when it gets a file, even one that does not
 * exist, it loads the class through the <em>application</em> class loader. The operator overrides
 * found there belong to another copy of TLC, are not taken for overrides and are ignored without a
 * word. Without a file it uses its own loader.
 */
public final class SpecFiles extends SimpleFilenameToStream {

  /** Modules of those directories. */
  public SpecFiles(String[] libraries) {
    super(libraries);
  }

  @Override
  public File resolve(String name, boolean isModule) {
    if (name.endsWith(".class")) {
      return null;
    }
    // TLC puts the module's directory before the configuration's path, whole as it may be.
    File asGiven = new File(name);
    return asGiven.isAbsolute() && asGiven.isFile()
        ? new TLAFile(name, isModule, this)
        : super.resolve(name, isModule);
  }
}
