// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.armcall.traces.format.LogFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A little fuzzing in every build: each target over a number of inputs made from its seeds by a
 * random number generator, always the same ones for a seed ({@code -Darmcall.seed=N} gives others).
 * It needs neither native code nor a clock; what coverage guides is on demand (traces/FUZZING.md).
 */
class MutatedSeedsTest {
  private static final long SEED = Long.getLong("armcall.seed", 20261123L);
  private static final int LOGS = 1500;
  private static final int FILES = 400;
  private static final int REPORTS = 60;
  private static final int LONGEST = 8192;

  @BeforeAll
  static void prepare() throws Exception {
    FileFuzzTest.makeDirectory();
    ReplayFuzzTest.makeFile();
    FindingsFuzzTest.makeDirectory();
  }

  @AfterAll
  static void cleanUp() throws Exception {
    FileFuzzTest.removeDirectory();
    ReplayFuzzTest.removeFile();
    FindingsFuzzTest.removeDirectory();
  }

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void eachReaderOfLogsKeepsItsContract(LogFormat format) {
    String target = camel(format.text());
    over(target, LOGS, input -> LogContract.isKept(format, input));
  }

  @ParameterizedTest
  @ValueSource(strings = {"deviceTree", "header", "claims", "platform", "callee", "scenario"})
  void eachReaderOfFilesKeepsItsContract(String target) throws Exception {
    Method method = FileFuzzTest.class.getDeclaredMethod(target, byte[].class);
    FileFuzzTest test = new FileFuzzTest();
    over(target, FILES, input -> call(method, test, input));
  }

  @Test
  void anyFileIsReplayed() throws Exception {
    ReplayFuzzTest test = new ReplayFuzzTest();
    Method method = ReplayFuzzTest.class.getDeclaredMethod("replay", byte[].class);
    over("replay", FILES, input -> call(method, test, input));
  }

  @Test
  void anyFileIsAResultOrRefused() throws Exception {
    FindingsFuzzTest test = new FindingsFuzzTest();
    Method method = FindingsFuzzTest.class.getDeclaredMethod("findings", byte[].class);
    over("findings", REPORTS, input -> call(method, test, input));
  }

  private static void call(Method method, Object test, byte[] input) {
    try {
      method.invoke(test, (Object) input);
    } catch (InvocationTargetException thrown) {
      throw new AssertionError(thrown.getCause());
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private interface Contract {
    void isKept(byte[] input);
  }

  private static void over(String target, int count, Contract contract) {
    List<byte[]> seeds = Seeds.of(target);
    assertTrue(!seeds.isEmpty(), () -> "no seeds for " + target + ": see Seeds");
    Random random = new Random(SEED);
    for (int i = 0; i < count; i++) {
      byte[] input = mutated(seeds, random);
      try {
        contract.isKept(input);
      } catch (RuntimeException | AssertionError broken) {
        fail(
            "input "
                + i
                + " of "
                + target
                + ", -Darmcall.seed="
                + SEED
                + ": "
                + broken
                + "\n"
                + new String(input, StandardCharsets.ISO_8859_1),
            broken);
      }
    }
  }

  /** One to six edits of a seed; it may be cut from another one. */
  private static byte[] mutated(List<byte[]> seeds, Random random) {
    byte[] input = seeds.get(random.nextInt(seeds.size()));
    input = Arrays.copyOf(input, Math.min(input.length, LONGEST));
    for (int edits = 1 + random.nextInt(6); edits > 0; edits--) {
      byte[] other = seeds.get(random.nextInt(seeds.size()));
      input = edited(input, other, random);
    }
    return input;
  }

  private static byte[] edited(byte[] input, byte[] other, Random random) {
    int at = random.nextInt(input.length + 1);
    int length = random.nextInt(1 + random.nextInt(1 + Math.min(200, input.length - at)));
    return switch (random.nextInt(7)) {
      case 0 ->
          with(input, at, Math.min(1, input.length - at), new byte[] {(byte) random.nextInt()});
      case 1 -> with(input, at, length, new byte[0]);
      case 2 -> with(input, at, 0, Arrays.copyOfRange(input, at, at + length));
      case 3 -> {
        int from = random.nextInt(other.length + 1);
        int to = from + random.nextInt(1 + Math.min(200, other.length - from));
        yield with(input, at, length, Arrays.copyOfRange(other, from, to));
      }
      case 4 -> Arrays.copyOf(input, at);
      case 5 ->
          with(input, at, Math.min(1, input.length - at), "\n".getBytes(StandardCharsets.UTF_8));
      default -> with(input, at, length, number(random).getBytes(StandardCharsets.UTF_8));
    };
  }

  private static String number(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "-1";
      case 1 -> "99999999999999999999";
      case 2 -> "0xffffffffffffffff";
      case 3 -> "1e400000000";
      case 4 -> "\0";
      default -> Long.toHexString(random.nextLong());
    };
  }

  private static byte[] with(byte[] input, int at, int left, byte[] instead) {
    byte[] all = new byte[input.length - left + instead.length];
    System.arraycopy(input, 0, all, 0, at);
    System.arraycopy(instead, 0, all, at, instead.length);
    System.arraycopy(input, at + left, all, at + instead.length, input.length - at - left);
    return all;
  }

  /** {@code qemu-int} is {@code qemuInt}. */
  static String camel(String text) {
    String[] words = text.split("-", -1);
    return words[0]
        + Stream.of(words)
            .skip(1)
            .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
            .collect(java.util.stream.Collectors.joining());
  }
}
