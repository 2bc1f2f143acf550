// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.engine.tlc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.armcall.checker.check.CheckException;
import org.armcall.checker.check.Engine;
import org.armcall.checker.check.Model;

/**
 * Runs TLC models in child JVMs: the large ones each in a child of its own, the small ones in
 * bursts. At most as many worker threads of TLC run at a time as the setting says.
 */
public final class TlcEngine implements Engine {

  /** The engine's name in the manifest. */
  public static final String NAME = "tlc";

  /**
   * After this many models a child has grown enough (TLC's classes are never unloaded) to be worth
   * replacing.
   */
  static final int BURST = 16;

  private final List<Path> classPath;
  private final int burst;

  /**
   * An engine.
   *
   * @param classPath what a child needs: TLC, the engine, the Java model; jars or class directories
   */
  public TlcEngine(List<Path> classPath) {
    this(classPath, BURST);
  }

  TlcEngine(List<Path> classPath, int burst) {
    this.classPath = classPath.stream().map(Path::toAbsolutePath).toList();
    this.burst = burst;
  }

  /**
   * An engine whose child needs every jar of a directory, and nothing else.
   *
   * @throws CheckException when there is none
   */
  public static TlcEngine of(Path directory) throws CheckException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      if (!jars.isEmpty()) {
        return new TlcEngine(jars);
      }
    } catch (IOException e) {
      throw new CheckException(CheckException.ENGINE, "TLC's jars cannot be found: " + e);
    }
    throw new CheckException(
        CheckException.ENGINE, "TLC's jars cannot be found: none is in " + directory);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void run(List<Model> models, Setting setting) {
    int workers = Math.max(1, setting.workers());
    Semaphore permits = new Semaphore(workers, true);
    Queue<Model> small = new ConcurrentLinkedQueue<>();
    List<Model> large = new ArrayList<>();
    for (Model model : models) {
      (model.burst() ? small : large).add(model);
    }
    // The widest first: a narrow one fits into what is left over.
    large.sort(Comparator.comparingInt(Model::workers).reversed());
    List<Thread> threads = new ArrayList<>();
    for (Model model : large) {
      int width = Math.min(workers, model.workers());
      threads.add(
          start(
              permits,
              width,
              "tlc " + model.name(),
              () -> new TlcLane(classPath, setting, 1).alone(model)));
    }
    for (int lane = 1; lane <= Math.min(workers, small.size()); lane++) {
      threads.add(
          start(
              permits,
              1,
              "tlc burst " + lane,
              () -> new TlcLane(classPath, setting, burst).bursts(small)));
    }
    for (Thread thread : threads) {
      join(thread);
    }
  }

  private static Thread start(Semaphore permits, int width, String name, Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              permits.acquireUninterruptibly(width);
              try {
                work.run();
              } finally {
                permits.release(width);
              }
            },
            name);
    thread.start();
    return thread;
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
