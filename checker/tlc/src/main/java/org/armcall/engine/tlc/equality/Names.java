// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.equality;

import util.UniqueString;

/** The names of the record fields in {@code spec/syndrome/Syndrome.tla}, interned once. */
final class Names {
  static final UniqueString ARCH = name("arch");
  static final UniqueString EL3 = name("el3");
  static final UniqueString EL2 = name("el2");
  static final UniqueString SEL2 = name("sel2");
  static final UniqueString VHE = name("vhe");
  static final UniqueString NV = name("nv");
  static final UniqueString FGT = name("fgt");
  static final UniqueString BTI = name("bti");
  static final UniqueString FAIL_TRAP = name("failTrap");
  static final UniqueString PASS_REPORT = name("passReport");
  static final UniqueString T32_COND = name("t32Cond");
  static final UniqueString NO_EL3_TRAP64 = name("noEl3Trap64");
  static final UniqueString NO_EL3_TRAP32 = name("noEl3Trap32");
  static final UniqueString UNDEF_DESPITE_COND = name("undefDespiteCond");

  static final UniqueString EL = name("el");
  static final UniqueString ISA = name("isa");
  static final UniqueString SEC = name("sec");
  static final UniqueString[] STATE_OF = {name("x0"), name("x1"), name("x2"), name("x3")};
  static final UniqueString SP = name("sp");
  static final UniqueString ITB = name("itb");
  static final UniqueString SS = name("ss");
  static final UniqueString IL = name("il");
  static final UniqueString ITD = name("itd");
  static final UniqueString GUARDED = name("guarded");
  static final UniqueString BT = name("bt");
  static final UniqueString TSC = name("tsc");
  static final UniqueString TGE = name("tge");
  static final UniqueString E2H = name("e2h");
  static final UniqueString HCD = name("hcd");
  static final UniqueString HCE = name("hce");
  static final UniqueString SMD = name("smd");
  static final UniqueString EEL2 = name("eel2");
  static final UniqueString FGTEN = name("fgten");
  static final UniqueString SVC0 = name("svc0");
  static final UniqueString SVC1 = name("svc1");

  static final UniqueString OP = name("op");
  static final UniqueString IMM = name("imm");
  static final UniqueString COND = name("cond");
  static final UniqueString HOLDS = name("holds");
  static final UniqueString SBZ = name("sbz");
  static final UniqueString SIZE = name("size");

  static final UniqueString KIND = name("kind");
  static final UniqueString ST = name("st");
  static final UniqueString VEC = name("vec");
  static final UniqueString EC = name("ec");
  static final UniqueString LOW = name("low");
  static final UniqueString CV = name("cv");
  static final UniqueString CKP = name("ckp");
  static final UniqueString RET = name("ret");
  static final UniqueString IT = name("it");

  private Names() {}

  private static UniqueString name(String text) {
    return UniqueString.uniqueStringOf(text);
  }
}
