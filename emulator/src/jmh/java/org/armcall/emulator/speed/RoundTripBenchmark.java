// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.speed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.armcall.emulator.witness.RoundTrips;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * HVC round trips per second of the emulator, by JMH, beside QEMU's on the same image in the same
 * run; and the instructions per second that they are.
 *
 * <p>A round trip is nine instructions: three of the loop, the branch in the vector, and five of the
 * handler with its return. QEMU is measured before and after, so that a machine that got busy is seen.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class RoundTripBenchmark {
  private static final int TRIPS = 1_000_000;
  private static final int QEMU_TRIPS = 5_000_000;

  /** hvc, subs, b.ne; b handler; mrs, and, cbnz, add, eret. */
  private static final int INSTRUCTIONS = 9;

  /** A million round trips, the machine's start included. */
  @Benchmark
  @OperationsPerInvocation(TRIPS)
  public RoundTrips.Rate emulator() {
    return RoundTrips.emulator(TRIPS);
  }

  /** Runs the benchmark, and QEMU around it. */
  public static void main(String[] arguments)
      throws RunnerException, IOException, InterruptedException {
    List<Double> qemu = new ArrayList<>();
    measureQemu(qemu);
    Collection<RunResult> results =
        new Runner(new OptionsBuilder().include("RoundTripBenchmark").build()).run();
    measureQemu(qemu);
    double emulator = results.iterator().next().getPrimaryResult().getScore();
    print("emulator, round trips per second", emulator);
    print("emulator, instructions per second", emulator * INSTRUCTIONS);
    if (qemu.isEmpty()) {
      System.out.println("qemu-system-aarch64 is not installed: nothing to compare with");
      return;
    }
    double witness = qemu.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    for (double rate : qemu) {
      print("QEMU, round trips per second", rate);
    }
    System.out.printf(Locale.ROOT, "%-36s %14.2f%n", "emulator / QEMU", emulator / witness);
  }

  private static void measureQemu(List<Double> rates) throws IOException, InterruptedException {
    if (RoundTrips.hasQemu()) {
      rates.add(RoundTrips.qemu(QEMU_TRIPS).perSecond());
    }
  }

  private static void print(String what, double perSecond) {
    System.out.printf(Locale.ROOT, "%-36s %,14.0f%n", what, perSecond);
  }
}
