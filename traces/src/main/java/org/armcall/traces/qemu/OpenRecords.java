// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.SourceLines;

/**
 * The records whose last line is still to come, the oldest first: one for each processor at most.
 */
final class OpenRecords {
  private final List<OpenRecord> open = new ArrayList<>();

  /** What the lines of records that were closed were collected in, to be used again. */
  private final List<SourceLines.Builder> spare = new ArrayList<>();

  /** A record that has its header only. */
  OpenRecord begin(OptionalInt cpu, ExceptionKind kind) {
    SourceLines.Builder source =
        spare.isEmpty() ? new SourceLines.Builder() : spare.remove(spare.size() - 1).clear();
    OpenRecord record = new OpenRecord(cpu, kind, source);
    open.add(record);
    return record;
  }

  /** How many can take a line of that kind next. */
  int accepting(Continuation kind) {
    int accepting = 0;
    for (int i = 0; i < open.size(); i++) {
      if (open.get(i).accepts(kind)) {
        accepting++;
      }
    }
    return accepting;
  }

  /**
   * The oldest that can take a line of that kind next.
   *
   * @throws IllegalStateException if none can
   */
  OpenRecord oldestAccepting(Continuation kind) {
    for (int i = 0; i < open.size(); i++) {
      if (open.get(i).accepts(kind)) {
        return open.get(i);
      }
    }
    throw new IllegalStateException("no record accepts " + kind);
  }

  /** None of those that could take a line of that kind will have it. */
  void cannotTell(Continuation kind) {
    for (OpenRecord record : open) {
      if (record.accepts(kind)) {
        record.cannotTell(kind);
      }
    }
  }

  /** It has all its lines and an event is made of it: what they were collected in is free. */
  void complete(OpenRecord record) {
    open.remove(record);
    spare.add(record.source());
  }

  /**
   * The one that may have ended as the record of an exception taken to AArch32 does, if there is
   * only one.
   */
  Optional<OpenRecord> onlyWhole() {
    Optional<OpenRecord> only = Optional.empty();
    for (OpenRecord record : open) {
      if (record.mayBeWhole()) {
        if (only.isPresent()) {
          return Optional.empty();
        }
        only = Optional.of(record);
      }
    }
    return only;
  }

  /** No line of it comes any more. */
  void remove(OpenRecord record) {
    open.remove(record);
  }

  /** No line of that processor's records comes any more. */
  void removeOf(OptionalInt cpu, Consumer<OpenRecord> closed) {
    if (open.isEmpty()) {
      return;
    }
    Iterator<OpenRecord> records = open.iterator();
    while (records.hasNext()) {
      OpenRecord record = records.next();
      if (record.cpu().equals(cpu)) {
        records.remove();
        closed.accept(record);
      }
    }
  }

  /** No line of any comes any more. */
  void removeAll(Consumer<OpenRecord> closed) {
    open.forEach(closed);
    open.clear();
  }
}
