// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of trees: what the compiler says of it, and compilers that do not behave. */
class DeviceTreeTextTest {
  private static final String GUEST =
      """
      /dts-v1/;
      /* A guest of Xen */
      / {
        cpus { #address-cells = <1>; #size-cells = <0>;
          cpu@0 { reg = <0>; enable-method = "psci"; };
        };
        psci { compatible = "arm,psci-0.2", "arm,psci"; method = "hvc";
               cpu_on = <0x2>; cpu_off = <1>; };
        hypervisor { compatible = "xen,xen-4.17", "xen,xen"; };
      };
      """;

  @TempDir Path folder;

  private Path text(String content) throws IOException {
    return Files.writeString(folder.resolve("tree.dts"), content);
  }

  private String refused(String content, DeviceTreeCompiler compiler) throws IOException {
    Path file = text(content);
    String message =
        assertThrows(DeviceTreeException.class, () -> DeviceTreeFile.read(file, compiler))
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    return message.replace(folder + "/", "");
  }

  private static DeviceTreeCompiler compiler() {
    DeviceTreeCompiler compiler = DeviceTreeCompiler.installed();
    if (compiler.program().isEmpty()) {
      System.out.println("device trees as text: SKIPPED, dtc is not installed");
    }
    assumeTrue(compiler.program().isPresent(), "dtc is not installed");
    return compiler;
  }

  /** A compiler that is a script. */
  private DeviceTreeCompiler scripted(String script, int seconds) throws IOException {
    Path program = Files.writeString(folder.resolve("dtc"), "#!/bin/sh\n" + script + "\n");
    assertTrue(program.toFile().setExecutable(true));
    return new DeviceTreeCompiler(Optional.of(program), Duration.ofSeconds(seconds));
  }

  @Test
  void textSaysWhatTheCompiledTreeSays() throws IOException, DeviceTreeException {
    compiler();
    DeviceTree tree = DeviceTree.read(text(GUEST));
    assertTrue(tree.isText());
    DeclaredInterfaces found = DeclaredInterfaces.of(tree);
    assertEquals(List.of(), found.findings());
    assertEquals(Map.of("psci", List.of("/cpus/cpu@0")), found.enableMethods());
    DeclaredInterface psci = found.psci().orElseThrow();
    assertEquals(Optional.of(Conduit.HVC), psci.conduit());
    assertEquals(Map.of("cpu_on", new FunctionId(2), "cpu_off", new FunctionId(1)), psci.ids());
    assertEquals(Optional.of("4.17"), found.interfaces().get(1).version());
  }

  @ParameterizedTest
  @CsvSource({
    "'/dts-v1/;\n/ {\n  a = ;\n};', 'tree.dts:3: dtc: syntax error'",
    "'/dts-v1/;\n/ { };\n/ { a = \"never ends;\n};', 'tree.dts:3: dtc: syntax error'",
    "'/dts-v1/;', 'tree.dts:1: dtc: syntax error'"
  })
  void whatTheCompilerComplainsOfIsOneLineWithItsPlace(String content, String message)
      throws IOException {
    assertEquals(message, refused(content, compiler()));
  }

  @Test
  void aLabelThatIsNowhereIsFoundWhereTheCompilerSays() throws IOException {
    // Newer versions name the line of the property, 3, and older ones that of its node, 2.
    String message = refused("/dts-v1/;\n/ {\n  a = <&nowhere>;\n};", compiler());
    assertTrue(message.matches("tree.dts:[23]: dtc: .*node or label \"nowhere\""), message);
  }

  @Test
  void theCompilersWordsLoseTheirPlaceOnlyWhereTheyHaveNone() {
    assertEquals(
        "f:7: dtc: syntax error",
        DeviceTreeCompiler.complaint("Error: <stdin>:7.3-8.1 syntax error\nFATAL", "f", 1));
    assertEquals(
        "f: dtc: Unable to parse input tree",
        DeviceTreeCompiler.complaint("\nFATAL ERROR: Unable to parse input tree\n", "f", 1));
    assertEquals("f: dtc: exit code 137", DeviceTreeCompiler.complaint("\n", "f", 137));
  }

  @Test
  void withoutACompilerTheMessageSaysWhatToInstall() throws IOException {
    assertEquals(
        "tree.dts: the text of a device tree needs the device-tree compiler: install dtc (package"
            + " device-tree-compiler), or give the compiled tree",
        refused(GUEST, new DeviceTreeCompiler(Optional.empty(), Duration.ofSeconds(1))));
  }

  @Test
  void aCompilerThatDoesNotEndIsEnded() throws IOException {
    String message = "tree.dts: dtc took longer than 1 s and was ended";
    assertEquals(message, refused(GUEST, scripted("exec sleep 60", 1)));
    assertEquals(message, refused(GUEST, scripted("exec >&-; exec sleep 60", 1)));
  }

  @Test
  void aCompilerThatFloodsIsEnded() throws IOException {
    assertEquals(
        "tree.dts: it is too large when compiled",
        refused(GUEST, scripted("exec cat /dev/zero", 60)));
  }

  @Test
  void aCompilerThatFailsWithoutAWordOrWithTooManyIsNamed() throws IOException {
    assertEquals("tree.dts: dtc: exit code 9", refused(GUEST, scripted("exit 9", 60)));
    assertEquals(
        "tree.dts: dtc: no",
        refused(GUEST, scripted("yes no 2>/dev/null | head -c 300000 >&2; exit 1", 60)));
  }

  @Test
  void aCompilerThatWritesNoTreeIsRefused() throws IOException {
    assertEquals(
        "tree.dts (compiled): byte 0x0: a compiled device tree begins with d00dfeed",
        refused(GUEST, scripted("echo done", 60)));
  }

  /**
   * Whether the compiler's own text would say something else: it writes the end of a text as \0,
   * and a digit behind that makes it another character (dtc 1.6.1; 40 of 400 kernel trees have it).
   */
  private static boolean isMisquoted(TestTree tree) {
    return tree.properties.values().stream()
            .anyMatch(
                value -> new String(value, StandardCharsets.ISO_8859_1).matches("(?s).*\0[0-7].*"))
        || tree.children.stream().anyMatch(DeviceTreeTextTest::isMisquoted);
  }

  /** The compiler as a second reader: it writes as text what it reads of trees of every shape. */
  @Test
  void theCompilerReadsInWrittenTreesWhatTheReaderReads()
      throws IOException, DeviceTreeException, InterruptedException {
    Path program = compiler().program().orElseThrow();
    Arbitrary<TestTree> trees = RandomTrees.any().filter(tree -> !isMisquoted(tree));
    for (TestTree tree : trees.list().ofSize(25).sample()) {
      Path blob = Files.write(folder.resolve("tree.dtb"), tree.blob());
      Path source = folder.resolve("tree.dts");
      Process process =
          new ProcessBuilder(
                  program.toString(),
                  "-q",
                  "-q",
                  "-f",
                  "-I",
                  "dtb",
                  "-O",
                  "dts",
                  "-o",
                  source.toString(),
                  blob.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), said);
      assertEquals(
          Set.copyOf(tree.listed().lines().toList()),
          Set.copyOf(TestTree.listed(DeviceTree.read(source)).lines().toList()),
          () -> tree.listed());
    }
  }
}
