// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.Jazzer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.armcall.traces.format.LogFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A short run of Jazzer for each reader of logs in every build: so many inputs, led by coverage,
 * from the seeds. The number that Jazzer begins with is fixed, so that the same program gives the
 * same run; the runs of ten minutes are on demand (traces/FUZZING.md).
 *
 * <p>Jazzer is a program of its own here: it instruments classes, and only those of this JVM.
 */
@EnabledOnOs(
    value = {OS.LINUX, OS.MAC, OS.WINDOWS},
    architectures = {"amd64", "x86_64", "aarch64"},
    disabledReason = "Jazzer has no native code for this machine")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class JazzerTest {
  private static final int INPUTS = 1500;
  private static final int INPUTS_OF_PLANTED = 200_000;

  /** What libFuzzer ends with where an input fails. */
  private static final int FOUND = 77;

  @TempDir Path directory;

  private record Run(int status, String output) {}

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void someInputsThatCoverageLeadsToKeepTheContract(LogFormat format) throws Exception {
    Run run = run(format.name(), INPUTS, Seeds.of(MutatedSeedsTest.camel(format.text())));

    assertEquals(0, run.status(), run.output());
    assertTrue(run.output().contains("Done " + INPUTS + " runs"), run.output());
  }

  @Test
  void aPlantedFaultIsFound() throws Exception {
    Run run = run(LogTarget.PLANTED, INPUTS_OF_PLANTED, List.of(new byte[] {'s', 'm', 'c'}));

    assertEquals(FOUND, run.status(), run.output());
    assertTrue(run.output().contains("the planted fault"), run.output());
  }

  private Run run(String target, int inputs, List<byte[]> seeds) throws Exception {
    Path corpus = Files.createDirectory(directory.resolve("corpus"));
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(corpus.resolve("seed-" + i), seeds.get(i));
    }
    Path output = directory.resolve("output.txt");
    ProcessBuilder jazzer =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-XX:+UseSerialGC",
                    Jazzer.class.getName(),
                    "--target_class=" + LogTarget.class.getName(),
                    "--target_args=" + target,
                    "--instrumentation_includes=org.armcall.**",
                    "-runs=" + inputs,
                    "-seed=1",
                    "-max_len=4096",
                    "-artifact_prefix=" + kept(target),
                    corpus.toString()))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    jazzer.environment().put("JAZZER_FUZZ", "1");
    Process process = jazzer.start();
    try {
      int status = process.waitFor();
      return new Run(status, Files.readString(output));
    } finally {
      process.destroyForcibly();
    }
  }

  /** Where an input that fails is kept when the test is over; what is found says its name. */
  private static String kept(String target) throws IOException {
    Path found = Files.createDirectories(Path.of("target", "jazzer", target));
    return found.toAbsolutePath() + File.separator;
  }
}
