// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

import java.util.List;
import java.util.Optional;
import org.armcall.model.function.FunctionId;

/**
 * Whom a node says can be called. Only those whose binding, or whose driver where the binding does
 * not name the instruction, could be cited. What has no node is not here: TRNG, FF-A and PV time
 * are found by SMCCC and their own version calls.
 */
public enum InterfaceKind {
  PSCI(
      "PSCI",
      List.of("arm,psci", "arm,psci-0.2", "arm,psci-1.0"),
      ConduitRule.METHOD,
      List.of("cpu_suspend", "cpu_off", "cpu_on", "migrate"),
      "Documentation/devicetree/bindings/arm/psci.yaml"),
  OP_TEE(
      "OP-TEE",
      List.of("linaro,optee-tz"),
      ConduitRule.METHOD,
      List.of(),
      "Documentation/devicetree/bindings/arm/firmware/linaro,optee-tz.yaml"),
  SDEI(
      "SDEI",
      List.of("arm,sdei-1.0"),
      ConduitRule.METHOD,
      List.of(),
      "Documentation/devicetree/bindings/arm/firmware/sdei.txt"),
  /** The driver calls by the conduit that PSCI has: arm_smccc_1_1_invoke. */
  SCMI(
      "SCMI",
      List.of("arm,scmi-smc", "arm,scmi-smc-param", "qcom,scmi-smc"),
      ConduitRule.OF_PSCI,
      List.of("arm,smc-id"),
      "Documentation/devicetree/bindings/firmware/arm,scmi.yaml;"
          + " drivers/firmware/arm_scmi/transports/smc.c"),
  STRATIX10_SERVICE(
      "Stratix 10 service layer",
      List.of("intel,stratix10-svc", "intel,agilex-svc", "intel,agilex5-svc"),
      ConduitRule.METHOD,
      List.of(),
      "Documentation/devicetree/bindings/firmware/intel,stratix10-svc.yaml"),
  /**
   * The binding does not demand a method. Drivers that read one refuse to start without it, and one
   * was posted that asks SMCCC instead.
   */
  ZYNQMP_FIRMWARE(
      "ZynqMP firmware",
      List.of("xlnx,zynqmp-firmware", "xlnx,versal-firmware", "xlnx,versal-net-firmware"),
      ConduitRule.METHOD_IF_ANY,
      List.of(),
      "Documentation/devicetree/bindings/firmware/xilinx/xlnx,zynqmp-firmware.yaml"),
  QUALCOMM_SCM(
      "Qualcomm SCM",
      List.of("qcom,scm"),
      ConduitRule.SMC,
      List.of(),
      "Documentation/devicetree/bindings/firmware/qcom,scm.yaml; drivers/firmware/qcom/qcom_scm-smc.c"),
  MESON_SECURE_MONITOR(
      "Amlogic secure monitor",
      List.of("amlogic,meson-gxbb-sm"),
      ConduitRule.SMC,
      List.of(),
      "Documentation/devicetree/bindings/firmware/amlogic,meson-gxbb-sm.yaml;"
          + " drivers/firmware/meson/meson_sm.c"),
  /** Without a number of its own it is called by {@link #WATCHDOG_ID}. */
  SMC_WATCHDOG(
      "SMC watchdog",
      List.of("arm,smc-wdt"),
      ConduitRule.SMC,
      List.of("arm,smc-id"),
      "Documentation/devicetree/bindings/watchdog/arm-smc-wdt.yaml; drivers/watchdog/arm_smc_wdt.c"),
  TRUSTED_FOUNDATIONS(
      "Trusted Foundations",
      List.of("tlm,trusted-foundations"),
      ConduitRule.SMC,
      List.of(),
      "Documentation/devicetree/bindings/arm/firmware/tlm,trusted-foundations.yaml;"
          + " drivers/firmware/trusted_foundations.c"),
  EXYNOS_FIRMWARE(
      "Exynos secure firmware",
      List.of("samsung,secure-firmware"),
      ConduitRule.SMC,
      List.of(),
      "Documentation/devicetree/bindings/arm/samsung/samsung-secure-firmware.yaml;"
          + " arch/arm/mach-exynos/exynos-smc.S"),
  KONA_SECURE_MONITOR(
      "Broadcom Kona secure monitor",
      List.of("brcm,kona-smc"),
      ConduitRule.SMC,
      List.of(),
      "Documentation/devicetree/bindings/firmware/brcm,kona-smc.yaml; arch/arm/mach-bcm/bcm_kona_smc.c"),
  TRUSTY(
      "Trusty",
      List.of("android,trusty-smc-v1"),
      ConduitRule.SMC,
      List.of(),
      "Android kernels, Documentation/devicetree/bindings/trusty/trusty-smc.txt"),
  XEN(
      "Xen",
      List.of("xen,xen"),
      ConduitRule.HVC,
      List.of(),
      "Documentation/devicetree/bindings/arm/xen.txt; Xen, xen/include/public/arch-arm.h"),
  GUNYAH(
      "Gunyah",
      List.of("gunyah-hypervisor"),
      ConduitRule.HVC,
      List.of(),
      "Documentation/devicetree/bindings/firmware/gunyah-hypervisor.yaml"),
  /** A top-level node "hypervisor" that none of the above explains. */
  OTHER_HYPERVISOR(
      "another hypervisor", List.of(), ConduitRule.UNSAID, List.of(), "no binding found");

  /** The number of the watchdog where the node says none, as its binding has it. */
  static final FunctionId WATCHDOG_ID = new FunctionId(0x8200_3d06);

  /** What says which instruction makes the call. */
  enum ConduitRule {
    METHOD,
    METHOD_IF_ANY,
    OF_PSCI,
    SMC,
    HVC,
    UNSAID
  }

  private final String text;
  private final List<String> compatible;
  private final ConduitRule conduit;
  private final List<String> numbers;
  private final String source;

  InterfaceKind(
      String text,
      List<String> compatible,
      ConduitRule conduit,
      List<String> numbers,
      String source) {
    this.text = text;
    this.compatible = compatible;
    this.conduit = conduit;
    this.numbers = numbers;
    this.source = source;
  }

  /** The name, for people. */
  public String text() {
    return text;
  }

  /** Where it is said, in the Linux tree unless another is named. */
  public String source() {
    return source;
  }

  ConduitRule conduit() {
    return conduit;
  }

  /** The properties that hold function identifiers. */
  List<String> numbers() {
    return numbers;
  }

  /** Which of its names a node bears that comes first; a kernel goes by that. */
  Optional<String> nameIn(List<String> compatibleOfNode) {
    return compatibleOfNode.stream().filter(compatible::contains).findFirst();
  }
}
