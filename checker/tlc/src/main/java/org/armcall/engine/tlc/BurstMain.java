// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The main class of a child JVM: runs the models that its parent names on standard input, one after
 * the other, each in a class loader of its own. See the package for the protocol.
 */
public final class BurstMain {

  /**
   * Set by the parent to the temporary directory that is this child's alone, and removed when the
   * parent goes away.
   */
  static final String PRIVATE_DIRECTORY = "armcall.private.tmp";

  private static final String RUNNER = "org.armcall.engine.tlc.ModelRunner";

  private final PrintStream protocol;

  BurstMain(PrintStream protocol) {
    this.protocol = protocol;
  }

  /** Runs jobs until standard input ends. Takes no arguments. */
  public static void main(String[] args) throws InterruptedException {
    PrintStream protocol =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    System.setOut(System.err); // What a spec prints must not end up among the results.
    BurstMain burst = new BurstMain(protocol);
    BlockingQueue<String> jobs = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> readUntilParentIsGone(jobs), "jobs");
    reader.setDaemon(true);
    reader.start();
    burst.say(List.of("ready", Long.toString(ProcessHandle.current().pid())));
    while (true) {
      burst.run(jobs.take());
    }
  }

  private static void readUntilParentIsGone(BlockingQueue<String> jobs) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        jobs.add(line);
      }
    } catch (IOException e) {
      System.err.println("the parent cannot be read: " + e.getMessage());
    } finally {
      String directory = System.getProperty(PRIVATE_DIRECTORY);
      if (directory != null) {
        deleteTree(Path.of(directory));
      }
      // Not exit: TLC leaks liveness threads that are no daemons, and its shutdown hooks have
      // nothing to save.
      Runtime.getRuntime().halt(0);
    }
  }

  /** Runs one job and says its result. */
  void run(String line) {
    Map<String, String> job = Wire.map(line);
    List<String> result = new ArrayList<>(List.of("result", "id=" + job.get("id")));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    Consumer<List<String>> progress = fields -> say(withHead(job, fields));
    try {
      // Not closed: threads that TLC leaves behind would die with NoClassDefFoundError on standard
      // error.
      @SuppressWarnings("resource")
      URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
      thread.setContextClassLoader(loader);
      Object fields =
          loader
              .loadClass(RUNNER)
              .getMethod("run", Map.class, Consumer.class)
              .invoke(null, job, progress);
      ((List<?>) fields).forEach(field -> result.add((String) field));
    } catch (InvocationTargetException e) {
      failed(result, e.getCause());
    } catch (ReflectiveOperationException | MalformedURLException e) {
      failed(result, e);
    } finally {
      thread.setContextClassLoader(before);
      unregisterBeans();
      say(result);
    }
  }

  private static void failed(List<String> result, Throwable cause) {
    result.add("status=failed");
    result.add("message=" + cause);
  }

  private static List<String> withHead(Map<String, String> job, List<String> fields) {
    List<String> line = new ArrayList<>(List.of("progress", "id=" + job.get("id")));
    line.addAll(fields);
    return line;
  }

  private synchronized void say(List<String> fields) {
    protocol.print(Wire.line(fields) + "\n");
    protocol.flush();
  }

  private static URL[] classPath() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return urls.toArray(new URL[0]);
  }

  /** TLC's beans would pin the loader, and the next model's would clash with them. */
  private static void unregisterBeans() {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try {
      for (ObjectName name : server.queryNames(new ObjectName("tlc2*:*"), null)) {
        server.unregisterMBean(name);
      }
    } catch (JMException e) {
      System.err.println("a bean of TLC stays registered: " + e.getMessage());
    }
  }

  private static void deleteTree(Path directory) {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("cannot be removed: " + directory + ": " + e.getMessage());
    }
  }
}
