// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.traces.devicetree.TreeFinding.Kind;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The trees that QEMU makes for its own machine "virt". What PSCI is called by follows from who
 * answers (hw/arm/virt.c): QEMU itself, by HVC, or by SMC where the guest has EL2 and so HVC is its
 * own; with EL3 it is left to firmware.
 */
class QemuTreesTest {
  @TempDir Path folder;

  private DeviceTree dumped(String program, String machine, String cpu)
      throws IOException, InterruptedException, DeviceTreeException {
    Path file = folder.resolve("virt.dtb");
    List<String> command =
        List.of(
            program,
            "-M",
            machine + ",dumpdtb=" + file,
            "-cpu",
            cpu,
            "-smp",
            "2",
            "-display",
            "none",
            "-nodefaults");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return DeviceTree.read(file);
  }

  private static void assumeInstalled(String program) throws InterruptedException {
    boolean isInstalled;
    try {
      Process process = new ProcessBuilder(program, "--version").redirectErrorStream(true).start();
      process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
      isInstalled = process.waitFor() == 0;
    } catch (IOException missing) {
      isInstalled = false;
    }
    if (!isInstalled) {
      System.out.println("trees of QEMU: SKIPPED, " + program + " is not installed");
    }
    assumeTrue(isInstalled, program + " is not installed");
  }

  @ParameterizedTest
  @CsvSource({
    "qemu-system-aarch64, cortex-a57, virt, HVC",
    "qemu-system-aarch64, cortex-a57, 'virt,virtualization=on', SMC",
    "qemu-system-aarch64, cortex-a57, 'virt,secure=on',",
    "qemu-system-aarch64, cortex-a57, 'virt,secure=on,virtualization=on',",
    "qemu-system-arm, cortex-a15, virt, HVC",
    "qemu-system-arm, cortex-a15, 'virt,virtualization=on', SMC",
    "qemu-system-arm, cortex-a15, 'virt,secure=on',"
  })
  void thePsciMethodIsTheOneOfTheMachine(String program, String cpu, String machine, Conduit method)
      throws IOException, InterruptedException, DeviceTreeException {
    assumeInstalled(program);
    DeclaredInterfaces found = DeclaredInterfaces.of(dumped(program, machine, cpu));
    assertEquals(Map.of("psci", List.of("/cpus/cpu@0", "/cpus/cpu@1")), found.enableMethods());
    List<Kind> kinds = found.findings().stream().map(TreeFinding::kind).toList();
    if (method == null) {
      assertEquals(List.of(), found.interfaces());
      assertEquals(List.of(Kind.PSCI_MISSING), kinds);
      return;
    }
    assertEquals(List.of(), kinds);
    DeclaredInterface psci = found.psci().orElseThrow();
    assertEquals("/psci", psci.node());
    assertEquals(Optional.of(method), psci.conduit());
    assertEquals(Optional.of("1.0 or later"), psci.version());
    // A 64-bit machine says the 64-bit numbers, as its kernels use them.
    int width = program.endsWith("64") ? 0x40000000 : 0;
    assertEquals(new FunctionId(0x84000003 | width), psci.ids().get("cpu_on"));
    assertEquals(new FunctionId(0x84000002), psci.ids().get("cpu_off"));
  }
}
