// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.armcall.checker.replay.KeptReplay;
import org.armcall.checker.replay.Replay;
import org.armcall.checker.replay.ReplayRequest;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * What a fuzz target begins with: the samples, exhibits and recordings of the repository, which are
 * there already and are not copied.
 *
 * <p>The target's name says which: {@code qemuInt} has the samples {@code qemu-int-*}, so that the
 * target of a new format needs nothing here.
 */
final class Seeds implements ArgumentsProvider {
  private static final Path HOME = Path.of(System.getProperty("armcall.home", ".."));

  private static final String INPUTS = "checker/src/test/resources/org/armcall/checker/fuzz/";

  /** The beginning of a recording is as good a seed as all of it, and a hundred times as fast. */
  private static final int LINES = 60;

  @Override
  public Stream<? extends Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    return of(context.getRequiredTestMethod().getName()).stream().map(Arguments::of);
  }

  /** The seeds of the target of that name. */
  static List<byte[]> of(String target) {
    return switch (target) {
      case "canonical" -> canonical();
      case "qemuInt" -> with(samples("qemu-int-"), recordings());
      case "replay" -> with(samples(""), canonical());
      case "deviceTree" -> files(INPUTS + "FileFuzzTestInputs/deviceTree", ".dtb");
      case "header" ->
          with(files("spec/registry", ".h"), files("checker/src/test/resources/headers", ".h"));
      case "claims" -> with(files("spec/registry", ".json"), claims());
      case "platform" -> files("spec/platforms", ".json");
      case "callee" -> files("spec/implementations", ".json");
      case "findings" ->
          with(results(), files(INPUTS + "FindingsFuzzTestInputs/findings", ".json"));
      case "scenario" -> files("traces/scenarios", ".yaml");
      default -> samples(kebab(target) + "-");
    };
  }

  private static List<byte[]> samples(String prefix) {
    return files(
        "traces/formats/samples", file -> file.getFileName().toString().startsWith(prefix), 1);
  }

  private static List<byte[]> canonical() {
    return with(
        files("traces/schema", ".ndjson"),
        files("traces/exhibits", file -> file.endsWith("faulty.ndjson"), 2));
  }

  private static List<byte[]> claims() {
    return files("traces/exhibits", file -> file.endsWith("faulty.json"), 2);
  }

  /** What replay keeps of faulty exhibits, a few kilobytes each. */
  private static List<byte[]> results() {
    List<byte[]> all = new ArrayList<>();
    for (String name : List.of("b15-x18-lost", "b5-trapped-smc-again", "b39-immediate-ignored")) {
      ReplayRequest request =
          ReplayRequest.of(HOME.resolve("traces/exhibits").resolve(name).resolve("faulty.ndjson"));
      all.add(
          KeptReplay.of(request, Replay.run(request))
              .put("command", "replay")
              .toString()
              .getBytes(StandardCharsets.UTF_8));
    }
    return all;
  }

  private static List<byte[]> recordings() {
    List<byte[]> all = new ArrayList<>();
    for (byte[] packed : files("traces/corpus", ".log.gz")) {
      try (InputStream in = new GZIPInputStream(new java.io.ByteArrayInputStream(packed))) {
        String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        all.add(
            text.lines()
                .limit(LINES)
                .map(line -> line + "\n")
                .collect(java.util.stream.Collectors.joining())
                .getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }

  private static List<byte[]> with(List<byte[]> some, List<byte[]> more) {
    List<byte[]> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  private static List<byte[]> files(String folder, String ending) {
    return files(folder, file -> file.toString().endsWith(ending), 2);
  }

  private static List<byte[]> files(String folder, Predicate<Path> wanted, int deep) {
    List<byte[]> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(HOME.resolve(folder), deep)) {
      for (Path file : files.filter(Files::isRegularFile).filter(wanted).sorted().toList()) {
        all.add(Files.readAllBytes(file));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code qemuInt} is {@code qemu-int}. */
  static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
