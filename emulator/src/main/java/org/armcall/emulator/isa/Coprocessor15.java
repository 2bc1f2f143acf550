// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.HashMap;
import java.util.Map;
import org.armcall.emulator.word.Word;

/**
 * What MRC, MCR, MRRC and MCRR of coprocessor 15 reach: registers, halves of registers, maintenance
 * and barriers (DDI 0487 G7.3, G8). Keys are written {@code opc1.CRn.CRm.opc2} and {@code
 * opc1.CRm}.
 */
final class Coprocessor15 {
  private static final Map<String, SystemRegister> REGISTERS = new HashMap<>();
  private static final Map<String, SystemRegister.Part> PARTS = new HashMap<>();
  private static final Map<String, Maintenance> OPERATIONS = operations();

  static {
    for (SystemRegister register : SystemRegister.values()) {
      if (!register.aarch32().isEmpty()) {
        REGISTERS.put(register.aarch32(), register);
      }
    }
    for (SystemRegister.Part part : SystemRegister.Part.values()) {
      PARTS.put(part.aarch32(), part);
    }
    // These have a 32-bit encoding and a 64-bit one, which is the only one for LPAE.
    REGISTERS.put("0.2", SystemRegister.TTBR0_EL1);
    REGISTERS.put("1.2", SystemRegister.TTBR1_EL1);
    REGISTERS.put("0.7", SystemRegister.PAR_EL1);
  }

  private Coprocessor15() {}

  private static Map<String, Maintenance> operations() {
    Map<String, Maintenance> made = new HashMap<>();
    made.put("0.7.1.0", Maintenance.IC_IALLU);
    made.put("0.7.1.6", Maintenance.BPIALL);
    made.put("0.7.5.0", Maintenance.IC_IALLU_LOCAL);
    made.put("0.7.5.1", Maintenance.IC_IVAU);
    made.put("0.7.5.6", Maintenance.BPIALL);
    made.put("0.7.5.7", Maintenance.BPIALL);
    made.put("0.7.6.1", Maintenance.DC_IVAC);
    made.put("0.7.10.1", Maintenance.DC_CVAC);
    made.put("0.7.11.1", Maintenance.DC_CVAU);
    made.put("0.7.14.1", Maintenance.DC_CIVAC);
    made.put("0.7.8.0", Maintenance.AT_S1E1R);
    made.put("0.7.8.1", Maintenance.AT_S1E1W);
    made.put("0.7.8.2", Maintenance.AT_S1E0R);
    made.put("0.7.8.3", Maintenance.AT_S1E0W);
    made.put("0.7.8.4", Maintenance.AT_S12E1R);
    made.put("0.7.8.5", Maintenance.AT_S12E1W);
    made.put("0.7.8.6", Maintenance.AT_S12E0R);
    made.put("0.7.8.7", Maintenance.AT_S12E0W);
    made.put("4.7.8.0", Maintenance.AT_S1E2R);
    made.put("4.7.8.1", Maintenance.AT_S1E2W);
    made.put("0.8.3.0", Maintenance.TLBI_VMALLE1);
    made.put("0.8.3.1", Maintenance.TLBI_VAE1);
    // By ASID: a TLB may lose more than it is told to.
    made.put("0.8.3.2", Maintenance.TLBI_VMALLE1);
    made.put("0.8.3.3", Maintenance.TLBI_VAE1);
    made.put("0.8.7.0", Maintenance.TLBI_VMALLE1_LOCAL);
    made.put("0.8.7.1", Maintenance.TLBI_VAE1_LOCAL);
    made.put("0.8.7.2", Maintenance.TLBI_VMALLE1_LOCAL);
    made.put("0.8.7.3", Maintenance.TLBI_VAE1_LOCAL);
    made.put("4.8.0.1", Maintenance.TLBI_IPAS2E1);
    made.put("4.8.4.1", Maintenance.TLBI_IPAS2E1_LOCAL);
    made.put("4.8.3.0", Maintenance.TLBI_ALLE2);
    made.put("4.8.3.1", Maintenance.TLBI_VAE2);
    made.put("4.8.3.4", Maintenance.TLBI_ALLE1);
    made.put("4.8.7.0", Maintenance.TLBI_ALLE2_LOCAL);
    made.put("4.8.7.1", Maintenance.TLBI_VAE2_LOCAL);
    made.put("4.8.7.4", Maintenance.TLBI_ALLE1_LOCAL);
    return made;
  }

  /** The key of MRC and MCR: fields p, n, m and q. */
  static String key(Fields f) {
    return f.get('p') + "." + f.get('n') + "." + f.get('m') + "." + f.get('q');
  }

  /** The key of MRRC and MCRR: fields p and m. */
  static String wideKey(Fields f) {
    return f.get('p') + "." + f.get('m');
  }

  private static boolean isBarrier(String key) {
    return key.equals("0.7.10.4") || key.equals("0.7.10.5") || key.equals("0.7.5.4");
  }

  /** Whether there is something to read. */
  static boolean isReadable(String key) {
    return REGISTERS.containsKey(key) || PARTS.containsKey(key);
  }

  /** Whether there is something to write or to do. */
  static boolean isWritable(String key) {
    return isReadable(key) || OPERATIONS.containsKey(key) || isBarrier(key);
  }

  /** MRC. */
  static Step read(String key, int target) {
    SystemRegister.Part part = PARTS.get(key);
    if (part != null) {
      return core -> core.register(target, core.system(part.whole()).bits(63, 32));
    }
    SystemRegister register = REGISTERS.get(key);
    return core -> core.register(target, core.system(register).low(32));
  }

  /** MCR. */
  static Step write(String key, int source) {
    SystemRegister.Part part = PARTS.get(key);
    if (part != null) {
      return core ->
          core.system(
              part.whole(), core.system(part.whole()).withBits(63, 32, Aarch32.read(core, source)));
    }
    Maintenance operation = OPERATIONS.get(key);
    if (operation != null) {
      return core -> core.maintain(operation, Aarch32.read(core, source));
    }
    if (isBarrier(key)) {
      return Core::barrier;
    }
    SystemRegister register = REGISTERS.get(key);
    boolean shared = PARTS.values().stream().anyMatch(half -> half.whole() == register);
    return shared
        ? core ->
            core.system(register, core.system(register).withBits(31, 0, Aarch32.read(core, source)))
        : core -> core.system(register, Aarch32.read(core, source));
  }

  /** MRRC. */
  static Step readWide(String key, int low, int high) {
    SystemRegister register = REGISTERS.get(key);
    return core -> {
      Word value = core.system(register);
      core.register(low, value.low(32));
      core.register(high, value.bits(63, 32));
    };
  }

  /** MCRR. */
  static Step writeWide(String key, int low, int high) {
    SystemRegister register = REGISTERS.get(key);
    return core ->
        core.system(register, Aarch32.read(core, low).or(Aarch32.read(core, high).shiftLeft(32)));
  }
}
