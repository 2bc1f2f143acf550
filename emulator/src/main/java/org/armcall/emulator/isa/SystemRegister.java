// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.armcall.model.platform.ExceptionLevel;

/**
 * The system registers that the emulator has, each with its encodings (DDI 0487 D24, G8).
 *
 * <p>A64 encodings are written {@code op0.op1.CRn.CRm.op2}. AArch32 encodings of coprocessor 15 are
 * written {@code opc1.CRn.CRm.opc2} (MRC, MCR) or {@code opc1.CRm} (MRRC, MCRR). A register that
 * both execution states have is one register; where AArch32 names a part of it, {@link Part} says
 * which.
 */
public enum SystemRegister {
  MIDR_EL1(EL1, 32, "3.0.0.0.0", "0.0.0.0", "MIDR"),
  MPIDR_EL1(EL1, 64, "3.0.0.0.5", "0.0.0.5", "MPIDR"),
  SCTLR_EL1(EL1, 64, "3.0.1.0.0", "0.1.0.0", "SCTLR"),
  TTBR0_EL1(EL1, 64, "3.0.2.0.0", "0.2.0.0", "TTBR0"),
  TTBR1_EL1(EL1, 64, "3.0.2.0.1", "0.2.0.1", "TTBR1"),
  TCR_EL1(EL1, 64, "3.0.2.0.2", "0.2.0.2", "TTBCR"),
  ESR_EL1(EL1, 64, "3.0.5.2.0", "0.5.0.0", "DFSR"),
  IFSR32_EL2(EL1, 32, "3.4.5.0.1", "0.5.0.1", "IFSR"),
  FAR_EL1(EL1, 64, "3.0.6.0.0", "0.6.0.0", "DFAR"),
  PAR_EL1(EL1, 64, "3.0.7.4.0", "0.7.4.0", "PAR"),
  MAIR_EL1(EL1, 64, "3.0.10.2.0", "0.10.2.0", "MAIR0"),
  VBAR_EL1(EL1, 64, "3.0.12.0.0", "0.12.0.0", "VBAR"),
  DACR32_EL2(EL1, 32, "3.4.3.0.0", "0.3.0.0", "DACR"),
  TPIDR_EL0(EL0, 64, "3.3.13.0.2", "0.13.0.2", "TPIDRURW"),
  TPIDR_EL1(EL1, 64, "3.0.13.0.4", "0.13.0.4", "TPIDRPRW"),
  TPIDR_EL2(EL2, 64, "3.4.13.0.2", "4.13.0.2", "HTPIDR"),
  SP_EL0(EL1, 64, "3.0.4.1.0", "", ""),
  SP_EL1(EL2, 64, "3.4.4.1.0", "", ""),
  SP_EL2(EL3, 64, "3.6.4.1.0", "", ""),
  ELR_EL1(EL1, 64, "3.0.4.0.1", "", ""),
  SPSR_EL1(EL1, 64, "3.0.4.0.0", "", ""),
  SCTLR_EL2(EL2, 64, "3.4.1.0.0", "4.1.0.0", "HSCTLR"),
  HCR_EL2(EL2, 64, "3.4.1.1.0", "4.1.1.0", "HCR"),
  MDCR_EL2(EL2, 64, "3.4.1.1.1", "4.1.1.1", "HDCR"),
  CPTR_EL2(EL2, 64, "3.4.1.1.2", "4.1.1.2", "HCPTR"),
  HFGITR_EL2(EL2, 64, "3.4.1.1.6", "", ""),
  TTBR0_EL2(EL2, 64, "3.4.2.0.0", "4.2", "HTTBR"),
  TCR_EL2(EL2, 64, "3.4.2.0.2", "4.2.0.2", "HTCR"),
  VTTBR_EL2(EL2, 64, "3.4.2.1.0", "6.2", "VTTBR"),
  VTCR_EL2(EL2, 64, "3.4.2.1.2", "4.2.1.2", "VTCR"),
  SPSR_EL2(EL2, 64, "3.4.4.0.0", "", ""),
  ELR_EL2(EL2, 64, "3.4.4.0.1", "", ""),
  SPSR_ABT(EL2, 32, "3.4.4.3.1", "", ""),
  SPSR_UND(EL2, 32, "3.4.4.3.2", "", ""),
  SPSR_IRQ(EL2, 32, "3.4.4.3.0", "", ""),
  SPSR_FIQ(EL2, 32, "3.4.4.3.3", "", ""),
  ESR_EL2(EL2, 64, "3.4.5.2.0", "4.5.2.0", "HSR"),
  FAR_EL2(EL2, 64, "3.4.6.0.0", "4.6.0.0", "HDFAR"),
  HPFAR_EL2(EL2, 64, "3.4.6.0.4", "4.6.0.4", "HPFAR"),
  MAIR_EL2(EL2, 64, "3.4.10.2.0", "4.10.2.0", "HMAIR0"),
  VBAR_EL2(EL2, 64, "3.4.12.0.0", "4.12.0.0", "HVBAR"),
  VPIDR_EL2(EL2, 32, "3.4.0.0.0", "4.0.0.0", "VPIDR"),
  VMPIDR_EL2(EL2, 64, "3.4.0.0.5", "4.0.0.5", "VMPIDR"),
  SCTLR_EL3(EL3, 64, "3.6.1.0.0", "", ""),
  SCR_EL3(EL3, 64, "3.6.1.1.0", "0.1.1.0", "SCR"),
  NSACR(EL3, 32, "", "0.1.1.2", "NSACR"),
  SPSR_EL3(EL3, 64, "3.6.4.0.0", "", ""),
  ELR_EL3(EL3, 64, "3.6.4.0.1", "", ""),
  ESR_EL3(EL3, 64, "3.6.5.2.0", "", ""),
  FAR_EL3(EL3, 64, "3.6.6.0.0", "", ""),
  VBAR_EL3(EL3, 64, "3.6.12.0.0", "0.12.0.1", "MVBAR"),
  CPTR_EL3(EL3, 64, "3.6.1.1.2", "", ""),
  CURRENT_EL(EL1, 64, "3.0.4.2.2", "", ""),
  DAIF(EL0, 64, "3.3.4.2.1", "", ""),
  NZCV(EL0, 64, "3.3.4.2.0", "", ""),
  SPSEL(EL1, 64, "3.0.4.2.0", "", ""),
  TTBR1_EL2(EL2, 64, "3.4.2.0.1", "", ""),
  TTBR0_EL3(EL3, 64, "3.6.2.0.0", "", ""),
  TCR_EL3(EL3, 64, "3.6.2.0.2", "", ""),
  MAIR_EL3(EL3, 64, "3.6.10.2.0", "", ""),
  CONTEXTIDR_EL1(EL1, 32, "3.0.13.0.1", "0.13.0.1", "CONTEXTIDR");

  /** A part of a 64-bit register that AArch32 gives a name and an encoding of its own. */
  public enum Part {
    /** FAR_EL1[63:32]. */
    IFAR(FAR_EL1, "0.6.0.2"),
    /** FAR_EL2[63:32]. */
    HIFAR(FAR_EL2, "4.6.0.2"),
    /** MAIR_EL1[63:32]. */
    MAIR1(MAIR_EL1, "0.10.2.1"),
    /** MAIR_EL2[63:32]. */
    HMAIR1(MAIR_EL2, "4.10.2.1"),
    /** HCR_EL2[63:32]. */
    HCR2(HCR_EL2, "4.1.1.4");

    private final SystemRegister whole;
    private final String aarch32;

    Part(SystemRegister whole, String aarch32) {
      this.whole = whole;
      this.aarch32 = aarch32;
    }

    /** The register of which this is bits 63:32. */
    public SystemRegister whole() {
      return whole;
    }

    /** The encoding of MRC and MCR. */
    public String aarch32() {
      return aarch32;
    }
  }

  private final ExceptionLevel lowest;
  private final int width;
  private final String aarch64;
  private final String aarch32;
  private final String aarch32Name;

  SystemRegister(
      ExceptionLevel lowest, int width, String aarch64, String aarch32, String aarch32Name) {
    this.lowest = lowest;
    this.width = width;
    this.aarch64 = aarch64;
    this.aarch32 = aarch32;
    this.aarch32Name = aarch32Name;
  }

  /** The lowest level that may access it. */
  public ExceptionLevel lowest() {
    return lowest;
  }

  /** The width in bits, 32 or 64. */
  public int width() {
    return width;
  }

  /** The A64 encoding; empty where it has none. */
  public String aarch64() {
    return aarch64;
  }

  /** The AArch32 encoding; empty where it has none. */
  public String aarch32() {
    return aarch32;
  }

  /** The name in AArch64 documents. */
  public String text() {
    return this == CURRENT_EL ? "CurrentEL" : this == SPSEL ? "SPSel" : name();
  }

  /** The name in AArch32 documents; empty where it has none. */
  public String aarch32Name() {
    return aarch32Name;
  }

  /** The register of that name, in either spelling, whatever the case. */
  public static Optional<SystemRegister> ofName(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(
            register ->
                register.text().toUpperCase(Locale.ROOT).equals(upper)
                    || (!register.aarch32Name.isEmpty() && register.aarch32Name.equals(upper)))
        .findFirst();
  }
}
