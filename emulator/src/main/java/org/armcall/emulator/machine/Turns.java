// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.armcall.emulator.memory.MemoryLimitException;

/** One run of a machine: takes turns and notes them. */
final class Turns {
  private final Machine machine;
  private final long limit;
  private final List<String> actors;
  private final List<Schedule.Turn> taken = new ArrayList<>();
  private int last = -1;
  private long inARow;
  private long turns;

  Turns(Machine machine, long limit) {
    this.machine = machine;
    this.limit = limit;
    this.actors = machine.actors();
  }

  Run run(Schedule schedule) {
    Ending ending;
    try {
      ending =
          schedule instanceof Schedule.Seeded seeded
              ? seeded(seeded)
              : listed((Schedule.Listed) schedule);
    } catch (Stop stop) {
      ending = stop.ending();
    } catch (MemoryLimitException full) {
      ending = new Ending.Faulted(actors.get(last), full.getMessage());
    }
    note();
    boolean whole = taken.size() <= Run.MOST_CHANGES;
    return new Run(ending, whole ? new Schedule.Listed(taken) : schedule, turns);
  }

  private Ending listed(Schedule.Listed schedule) {
    List<Integer> known = schedule.turns().stream().map(turn -> number(turn.actor())).toList();
    for (int index = 0; index < known.size(); index++) {
      int actor = known.get(index);
      long times = schedule.turns().get(index).times();
      for (long time = 0; time < times; time++) {
        if (turns >= limit) {
          return new Ending.LimitReached(turns);
        }
        turn(actor);
      }
    }
    return new Ending.ScheduleEnded();
  }

  private Ending seeded(Schedule.Seeded schedule) {
    SplittableRandom random = new SplittableRandom(schedule.seed());
    int[] ready = new int[actors.size()];
    while (turns < limit) {
      int count = 0;
      boolean processor = false;
      for (int actor = 0; actor < ready.length; actor++) {
        if (machine.canGoOn(actor)) {
          ready[count++] = actor;
          processor |= actor < machine.processorCount();
        }
      }
      if (!processor) {
        return new Ending.NobodyLeft();
      }
      turn(ready[count == 1 ? 0 : random.nextInt(count)]);
    }
    return new Ending.LimitReached(turns);
  }

  private int number(String actor) {
    int number = actors.indexOf(actor);
    if (number < 0) {
      throw new IllegalArgumentException(
          "the machine has no actor '" + actor + "'; it has " + String.join(", ", actors));
    }
    return number;
  }

  private void turn(int actor) {
    if (actor != last) {
      note();
      last = actor;
    }
    inARow++;
    turns++;
    if (machine.canGoOn(actor)) {
      machine.turn(actor);
    }
  }

  private void note() {
    if (inARow > 0 && taken.size() <= Run.MOST_CHANGES) {
      taken.add(new Schedule.Turn(actors.get(last), inARow));
    }
    inARow = 0;
  }
}
