// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.A64Registers.get;

import java.util.List;
import java.util.Locale;
import org.armcall.emulator.word.Word;

/** IC, DC, AT and TLBI, which are SYS instructions with names (DDI 0487 C5.3 to C5.5). */
final class A64Maintenance {
  /**
   * One operation.
   *
   * @param name as the assembler writes it
   * @param bits op1, CRn, CRm and op2
   * @param operation what it does
   * @param argument whether it has a register
   */
  private record Operation(String name, String bits, Maintenance operation, boolean argument) {}

  private static final List<Operation> ALL =
      List.of(
          all("ic ialluis", "000 0111 0001 000", Maintenance.IC_IALLU),
          all("ic iallu", "000 0111 0101 000", Maintenance.IC_IALLU_LOCAL),
          by("ic ivau", "011 0111 0101 001", Maintenance.IC_IVAU),
          by("dc ivac", "000 0111 0110 001", Maintenance.DC_IVAC),
          by("dc cvac", "011 0111 1010 001", Maintenance.DC_CVAC),
          by("dc cvau", "011 0111 1011 001", Maintenance.DC_CVAU),
          by("dc civac", "011 0111 1110 001", Maintenance.DC_CIVAC),
          by("at s1e1r", "000 0111 1000 000", Maintenance.AT_S1E1R),
          by("at s1e1w", "000 0111 1000 001", Maintenance.AT_S1E1W),
          by("at s1e0r", "000 0111 1000 010", Maintenance.AT_S1E0R),
          by("at s1e0w", "000 0111 1000 011", Maintenance.AT_S1E0W),
          by("at s1e2r", "100 0111 1000 000", Maintenance.AT_S1E2R),
          by("at s1e2w", "100 0111 1000 001", Maintenance.AT_S1E2W),
          by("at s1e3r", "110 0111 1000 000", Maintenance.AT_S1E3R),
          by("at s1e3w", "110 0111 1000 001", Maintenance.AT_S1E3W),
          by("at s12e1r", "100 0111 1000 100", Maintenance.AT_S12E1R),
          by("at s12e1w", "100 0111 1000 101", Maintenance.AT_S12E1W),
          by("at s12e0r", "100 0111 1000 110", Maintenance.AT_S12E0R),
          by("at s12e0w", "100 0111 1000 111", Maintenance.AT_S12E0W),
          all("tlbi vmalle1is", "000 1000 0011 000", Maintenance.TLBI_VMALLE1),
          all("tlbi vmalle1", "000 1000 0111 000", Maintenance.TLBI_VMALLE1_LOCAL),
          by("tlbi vae1is", "000 1000 0011 001", Maintenance.TLBI_VAE1),
          by("tlbi vae1", "000 1000 0111 001", Maintenance.TLBI_VAE1_LOCAL),
          by("tlbi ipas2e1is", "100 1000 0000 001", Maintenance.TLBI_IPAS2E1),
          by("tlbi ipas2e1", "100 1000 0100 001", Maintenance.TLBI_IPAS2E1_LOCAL),
          all("tlbi alle2is", "100 1000 0011 000", Maintenance.TLBI_ALLE2),
          all("tlbi alle2", "100 1000 0111 000", Maintenance.TLBI_ALLE2_LOCAL),
          by("tlbi vae2is", "100 1000 0011 001", Maintenance.TLBI_VAE2),
          by("tlbi vae2", "100 1000 0111 001", Maintenance.TLBI_VAE2_LOCAL),
          all("tlbi alle1is", "100 1000 0011 100", Maintenance.TLBI_ALLE1),
          all("tlbi alle1", "100 1000 0111 100", Maintenance.TLBI_ALLE1_LOCAL),
          all("tlbi vmalls12e1is", "100 1000 0011 110", Maintenance.TLBI_VMALLS12E1),
          all("tlbi vmalls12e1", "100 1000 0111 110", Maintenance.TLBI_VMALLS12E1_LOCAL),
          all("tlbi alle3is", "110 1000 0011 000", Maintenance.TLBI_ALLE3),
          all("tlbi alle3", "110 1000 0111 000", Maintenance.TLBI_ALLE3_LOCAL));

  private A64Maintenance() {}

  private static Operation all(String name, String bits, Maintenance operation) {
    return new Operation(name, bits, operation, false);
  }

  private static Operation by(String name, String bits, Maintenance operation) {
    return new Operation(name, bits, operation, true);
  }

  static void add(Rows rows) {
    for (Operation one : ALL) {
      Row.Draft row =
          rows.row(
              one.name().toUpperCase(Locale.ROOT),
              "1101 0101 0000 1 " + one.bits() + (one.argument() ? " ttttt" : " ooooo"));
      Maintenance operation = one.operation();
      if (one.argument()) {
        row.as(one.name() + ", <Xt>")
            .does(
                f -> {
                  int t = f.get('t');
                  return core -> core.maintain(operation, get(core, t));
                });
      } else {
        row.as(one.name()).does(f -> core -> core.maintain(operation, Word.ZERO));
      }
    }
  }
}
