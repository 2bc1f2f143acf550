// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.engine.alloy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.armcall.engine.alloy.api.AlloyCommand;
import org.armcall.engine.alloy.api.AlloyEngine;
import org.armcall.engine.alloy.api.AlloyException;
import org.armcall.engine.alloy.api.CommandResult;

/**
 * Brings up the Alloy Analyzer in a class loader of its own.
 *
 * <p>Alloy's jar has old copies of libraries that we use too. The loader sees the JDK and the jars
 * of {@code alloy/}, and of ours only the package of {@link AlloyEngine}.
 */
public final class AlloyLoader {

  private static final String API = AlloyEngine.class.getPackageName() + ".";
  private static final String BRIDGE = "org.armcall.engine.alloy.AlloyBridge";

  private AlloyLoader() {}

  /**
   * An engine from the jars of {@code lib/alloy}. Starting one takes a moment and memory that is
   * not given back: ask once.
   *
   * @param lib the directory that has {@code alloy/}
   * @throws IOException if the jars are not there or are not those of this release
   */
  public static AlloyEngine load(Path lib) throws IOException {
    URL[] jars = jars(lib.resolve("alloy"));
    // Alloy's logger is at INFO by itself, and takes "off" for INFO.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    StandardOutput.install();
    // Never closed: Alloy has a shutdown hook that loads a class.
    @SuppressWarnings("resource")
    Loader loader = new Loader(jars);
    try {
      Class<? extends AlloyEngine> bridge =
          Class.forName(BRIDGE, true, loader).asSubclass(AlloyEngine.class);
      return new Quiet(bridge.getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw new IOException(
          "the Alloy engine in " + lib.resolve("alloy") + " does not start: " + e, e);
    }
  }

  private static URL[] jars(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException("no Alloy engine: " + directory + " is not a directory");
    }
    List<URL> jars = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jar")) {
      for (Path jar : files) {
        jars.add(jar.toUri().toURL());
      }
    }
    if (jars.isEmpty()) {
      throw new IOException("no Alloy engine: no jar in " + directory);
    }
    return jars.toArray(URL[]::new);
  }

  private static final class Loader extends URLClassLoader {

    Loader(URL[] jars) {
      super("alloy", jars, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      return name.startsWith(API)
          ? AlloyEngine.class.getClassLoader().loadClass(name)
          : super.findClass(name);
    }
  }

  /**
   * What the engine writes on standard output goes to standard error; what the caller is told is on
   * its own.
   */
  private record Quiet(AlloyEngine engine) implements AlloyEngine {

    @Override
    public List<AlloyCommand> commands(Path file) throws AlloyException {
      boolean before = StandardOutput.divert(true);
      try {
        return engine.commands(file);
      } finally {
        StandardOutput.divert(before);
      }
    }

    @Override
    public List<CommandResult> check(Path file, Consumer<String> started, BooleanSupplier cancelled)
        throws AlloyException {
      boolean before = StandardOutput.divert(true);
      try {
        return engine.check(
            file,
            name -> {
              StandardOutput.divert(before);
              started.accept(name);
              StandardOutput.divert(true);
            },
            cancelled);
      } finally {
        StandardOutput.divert(before);
      }
    }
  }
}
