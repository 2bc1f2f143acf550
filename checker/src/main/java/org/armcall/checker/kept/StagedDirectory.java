// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.kept;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.kept.OwnFiles.Kind;

/**
 * A directory that a command fills: its files are made in a stage inside it, and get their places
 * together, when all are whole. Until then what an earlier run left is as it was; after that it is
 * gone. Files of somebody else stay as they are. One process at a time does that.
 */
public final class StagedDirectory implements AutoCloseable {
  private static final String STAGE = ".armcall-new";
  private static final String REPLACED = ".armcall-old";

  /** Without these a directory is taken for no result: they go first and come last. */
  private static final List<String> RECORD = List.of("result.json", "run.txt");

  /** What is in the stage may still grow while it is removed. */
  private static final int TRIES = 200;

  private final Path named;
  private final Path directory;
  private final Kind kind;
  private final List<Path> read;
  private final MadeDirectories made;
  private final DirectoryLock lock;
  private final OwnFiles own;
  private final Interruption interrupted;
  private boolean over;
  private boolean kept;

  private StagedDirectory(
      Path named,
      Kind kind,
      List<Path> read,
      MadeDirectories made,
      DirectoryLock lock,
      OwnFiles own) {
    this.named = named;
    this.directory = named.toAbsolutePath().normalize();
    this.kind = kind;
    this.read = read;
    this.made = made;
    this.lock = lock;
    this.own = own;
    interrupted = Interruption.undoing(this::interrupted);
  }

  /** For the record of a run, with its report. */
  public static StagedDirectory ofRun(Path named, List<String> commandLine) {
    return begin(named, Kind.RUN, commandLine);
  }

  /** For a report. */
  public static StagedDirectory ofReport(Path named, List<String> commandLine) {
    return begin(named, Kind.REPORT, commandLine);
  }

  /** For an image and what belongs to it. */
  public static StagedDirectory ofReproducer(Path named, List<String> commandLine) {
    return begin(named, Kind.REPRODUCER, commandLine);
  }

  private static StagedDirectory begin(Path named, Kind kind, List<String> commandLine) {
    try {
      // Nothing is made in a directory of somebody else.
      if (Files.isDirectory(named)) {
        OwnFiles.of(named);
      }
      MadeDirectories made = MadeDirectories.make(named);
      try {
        DirectoryLock lock = DirectoryLock.take(named).orElseThrow(() -> busy(named));
        try {
          OwnFiles own = OwnFiles.of(named);
          removeTree(named.resolve(STAGE));
          removeTree(named.resolve(REPLACED));
          Files.createDirectory(named.resolve(STAGE));
          return new StagedDirectory(named, kind, filesAmong(commandLine), made, lock, own);
        } catch (IOException | CommandException failed) {
          lock.release();
          throw failed;
        }
      } catch (IOException | CommandException failed) {
        made.removeEmpty();
        throw failed;
      }
    } catch (IOException failed) {
      throw Unwritable.of(named, failed);
    }
  }

  private static CommandException busy(Path named) {
    return CommandException.engine(
        "--out "
            + named
            + ": another run of armcall is writing there; wait for it, or name"
            + " another directory");
  }

  /** What the run may read: it is not to be lost, though armcall wrote it. */
  private static List<Path> filesAmong(List<String> commandLine) {
    List<Path> files = new ArrayList<>();
    for (String word : commandLine) {
      try {
        Path path = Path.of(word);
        if (Files.isRegularFile(path)) {
          files.add(path.toRealPath());
        }
      } catch (InvalidPathException | IOException noFile) {
        // Another word.
      }
    }
    return files;
  }

  /** Where the files are made. */
  public Path stage() {
    return named.resolve(STAGE);
  }

  /** The directory, as the user named it. */
  public Path named() {
    return named;
  }

  /**
   * All files are made: they get their places, and those of an earlier run go.
   *
   * @throws CommandException if they cannot; then the directory is as it was
   */
  public synchronized void keep() {
    try {
      if (over) {
        throw new IOException("the run is over");
      }
      List<String> added = OwnFiles.names(directory.resolve(STAGE));
      Set<String> gone = new LinkedHashSet<>(RECORD);
      gone.addAll(own.replacedBy(kind));
      gone.retainAll(own.replacedBy(kind));
      gone.addAll(added);
      gone.removeIf(name -> !OwnFiles.exists(directory.resolve(name)));
      refuse(added);
      gone.removeIf(this::isRead);
      gone.removeIf(name -> Files.isDirectory(directory.resolve(name), LinkOption.NOFOLLOW_LINKS));
      SortedMap<String, Kind> files = new TreeMap<>(own.files());
      added.forEach(name -> files.put(name, OwnFiles.kindOf(name, kind)));
      // Before anything moves: whatever ends this run, the next one knows what is ours.
      list(files);
      try {
        replace(gone, added);
      } catch (IOException failed) {
        list(own.files());
        throw failed;
      }
      kept = true;
      files.keySet().removeIf(name -> gone.contains(name) && !added.contains(name));
      list(files);
    } catch (IOException failed) {
      if (!kept) {
        throw Unwritable.lost(named, failed, Unwritable.left(!own.files().isEmpty()));
      }
    } finally {
      end();
    }
  }

  /**
   * Says which files will be made, before that is done.
   *
   * @throws CommandException if one is of somebody else; then the directory is as it was
   */
  public synchronized void expect(List<String> names) {
    try {
      refuse(names);
    } catch (CommandException refused) {
      end();
      throw refused;
    }
  }

  /** Nothing is written over what armcall did not write, or reads. */
  private void refuse(List<String> added) {
    for (String name : added) {
      Path file = directory.resolve(name);
      boolean directoryThere = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
      if (OwnFiles.exists(file) && (directoryThere || isRead(name) || !own.mayReplace(name))) {
        throw CommandException.usage(
            "--out "
                + named
                + ": it has "
                + name
                + ", which "
                + (isRead(name) ? "this run reads" : "armcall did not write there")
                + "; name another directory; "
                + Unwritable.left(!own.files().isEmpty()));
      }
    }
  }

  /** Whether the run reads it, or it belongs to what it reads, as a trace's platform does. */
  private boolean isRead(String name) {
    for (Path file : read) {
      String other = String.valueOf(file.getFileName());
      String stem = other.replaceFirst("\\.ndjson$", ".");
      if (name.equals(other) || name.startsWith(stem) && !stem.equals(other)) {
        try {
          if (directory.toRealPath().equals(file.getParent())) {
            return true;
          }
        } catch (IOException gone) {
          return true;
        }
      }
    }
    return false;
  }

  private void list(Map<String, Kind> files) throws IOException {
    Path written = directory.resolve(STAGE).resolve(OwnFiles.LIST);
    Files.createDirectories(written.getParent());
    Files.writeString(written, OwnFiles.text(files));
    Files.move(written, directory.resolve(OwnFiles.LIST), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Either all is moved or nothing is. */
  private void replace(Set<String> gone, List<String> added) throws IOException {
    Path old = directory.resolve(REPLACED);
    Map<Path, Path> moved = new LinkedHashMap<>();
    List<String> last = new ArrayList<>(added);
    last.sort(Comparator.comparing(RECORD::contains));
    try {
      Files.createDirectories(old);
      for (String name : gone) {
        move(directory.resolve(name), old.resolve(name), moved);
      }
      for (String name : last) {
        move(directory.resolve(STAGE).resolve(name), directory.resolve(name), moved);
      }
    } catch (IOException failed) {
      List<Map.Entry<Path, Path>> back = new ArrayList<>(moved.entrySet());
      for (int i = back.size() - 1; i >= 0; i--) {
        Files.move(back.get(i).getValue(), back.get(i).getKey());
      }
      removeTree(old);
      throw failed;
    }
  }

  private static void move(Path from, Path to, Map<Path, Path> moved) throws IOException {
    Files.move(from, to);
    moved.put(from, to);
  }

  /** Where it was not kept, nothing is left of it. */
  @Override
  public synchronized void close() {
    end();
  }

  private void end() {
    if (over) {
      return;
    }
    over = true;
    try {
      removeTree(directory.resolve(STAGE));
      if (kept) {
        removeTree(directory.resolve(REPLACED));
      }
    } catch (IOException stays) {
      // The next run removes it.
    }
    if (!kept && own.files().isEmpty() && !own.listed()) {
      // It was written before the files could not be moved.
      delete(directory.resolve(OwnFiles.LIST));
    }
    lock.release();
    if (!kept) {
      made.removeEmpty();
    }
    // Else it is still to be told what became of it.
    if (kept || !Interruption.isUnderway()) {
      interrupted.close();
    }
  }

  private synchronized String interrupted() {
    end();
    if (kept) {
      return named + " has the result";
    }
    return own.files().isEmpty() ? "nothing is kept in " + named : named + " is as it was before";
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException stays) {
      // Its name says whose it is.
    }
  }

  private static void removeTree(Path top) throws IOException {
    for (int left = TRIES; Files.exists(top, LinkOption.NOFOLLOW_LINKS); left--) {
      try (Stream<Path> tree = Files.walk(top)) {
        for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(each);
        }
      } catch (DirectoryNotEmptyException grown) {
        if (left == 0) {
          throw grown;
        }
      } catch (UncheckedIOException shrunk) {
        if (left == 0) {
          throw shrunk.getCause();
        }
      }
    }
  }
}
