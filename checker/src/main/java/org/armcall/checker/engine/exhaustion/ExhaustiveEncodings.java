// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.engine.exhaustion;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.armcall.checker.check.Counterexample;
import org.armcall.checker.check.Engine;
import org.armcall.checker.check.Model;
import org.armcall.checker.check.Outcome;
import org.armcall.model.instruction.Encoding;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;

/**
 * Tries all words of every instruction set: at most one row of the table of encodings matches, and
 * encode after decode is the identity, should-be-zero bits kept.
 *
 * <p>What the manifest expects as distinct states is the number of words that are calls, which the
 * patterns' free bits give.
 */
public final class ExhaustiveEncodings implements Engine {
  private static final int SLICES = 1 << 12;
  private static final String PROPERTY = "EncodeAfterDecode";

  @Override
  public String name() {
    return "exhaustion";
  }

  @Override
  public void run(List<Model> models, Setting setting) {
    for (Model model : models) {
      long start = System.nanoTime();
      setting.listener().started(model);
      Outcome outcome = new Search(model, setting).run();
      setting.listener().finished(model, outcome, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  /** One run over all words, in slices that the workers take in turn. */
  private static final class Search {
    private final Model model;
    private final Setting setting;
    private final LongAdder tried = new LongAdder();
    private final LongAdder calls = new LongAdder();
    private final AtomicReference<InstructionWord> wrong = new AtomicReference<>();

    Search(Model model, Setting setting) {
      this.model = model;
      this.setting = setting;
    }

    Outcome run() {
      List<Thread> workers = new ArrayList<>();
      int count = Math.max(1, setting.workers());
      for (int worker = 0; worker < count; worker++) {
        int first = worker;
        Thread thread = new Thread(() -> every(first, count), "words " + worker);
        thread.start();
        workers.add(thread);
      }
      workers.forEach(Search::join);
      if (wrong.get() != null) {
        return new Outcome.Violated(PROPERTY, counterexample(wrong.get()), seen());
      }
      return setting.cancellation().isCancelled()
          ? new Outcome.Cancelled()
          : new Outcome.Holds(seen());
    }

    private void every(int first, int step) {
      for (int slice = first; slice < SLICES; slice += step) {
        for (InstructionSet isa : InstructionSet.values()) {
          if (wrong.get() != null || setting.cancellation().isCancelled()) {
            return;
          }
          slice(isa, 4, slice << 20, 1 << 20);
        }
        setting.listener().progress(model, calls.sum(), tried.sum(), 0);
      }
      if (first == 0) {
        slice(InstructionSet.T32, 2, 0, 1 << 16);
      }
    }

    private void slice(InstructionSet isa, int size, int from, int count) {
      List<Encoding> rows =
          Encodings.table().stream().filter(row -> row.isa() == isa && row.size() == size).toList();
      long matches = 0;
      for (int offset = 0; offset < count; offset++) {
        int word = from + offset;
        Optional<Encoding> found = Optional.empty();
        for (Encoding row : rows) {
          if (row.matches(word)) {
            if (found.isPresent()) {
              wrong.compareAndSet(null, new InstructionWord(isa, size, word));
            }
            found = Optional.of(row);
          }
        }
        if (found.isPresent()) {
          matches++;
          if (found.get().encode(found.get().decode(word).orElseThrow()) != word) {
            wrong.compareAndSet(null, new InstructionWord(isa, size, word));
          }
        }
      }
      tried.add(count);
      calls.add(matches);
    }

    private Outcome.Exploration seen() {
      return new Outcome.Exploration(
          calls.sum(), tried.sum(), 0, 0, Map.of(), OptionalLong.empty(), List.of(), Map.of());
    }

    private static Counterexample counterexample(InstructionWord word) {
      Map<String, String> values = Map.of("isa", word.isa().text(), "word", word.text());
      return new Counterexample(
          "property",
          List.of(new Counterexample.Step(1, "a word", values)),
          OptionalInt.empty(),
          false);
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
}
