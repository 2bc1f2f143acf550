-- SPDX-License-Identifier: Apache-2.0
/*
 * What a call leaves in the syndrome register, and what it does not leave there.
 *
 * MODELLED. The register that HSR (AArch32 Hyp) and ESR_ELx[31:0] share: EC[31:26] IL[25] ISS[24:0], and the ISS of
 * each exception class that a call can end in: 0x00, 0x0D, 0x0E, 0x11..0x13, 0x15..0x17. The nine encodings of HVC, SMC
 * and SVC. What each level with a syndrome register is shown when a call is taken to it, trapped to it, or UNDEFINED.
 * A word is a set of Bit atoms, never an Int: every check below is about all 2^32 words, not about a sample.
 *
 * CHECKED. Part 1: the fields do not overlap, cover the register, and can be read back. Part 2: the same of the
 * encodings. Part 3: which syndromes a call may show. Part 4: two different calls share a syndrome only where the
 * specification says that the difference is not reported; that is where the immediate of a 32-bit SMC is lost. Part 5:
 * "ISS = 0, so it is call #0" is sound for HVC and unsound for a 32-bit SMC. Part 6: a wrong layout or a wrong reading
 * is noticed. Every law is an assertion; `expect 0` says that it holds, `expect 1` that it must not. The scopes are not
 * samples either: a law that speaks of two events is checked with two, and no third could make it fail.
 *
 * LEFT OUT. Which level a call is taken to, enables and priorities, return addresses (Syndrome.tla): the table `shown`
 * below admits every pair of call and level that can occur, and more. When a class 0x0D or 0x0E arises instead of the
 * call: only its layout is here. AArch32 levels without a syndrome register (Monitor, Supervisor, Undefined mode:
 * SYN-NO-REGISTER). CONSTRAINED UNPREDICTABLE encodings (HVC with a condition, SMC with should-be-zero bits set, calls
 * misplaced in an IT block): their syndrome is UNKNOWN where they are UNDEFINED. ISS2 and the rest of ESR_ELx[63:32].
 *
 * SOURCES. Arm DDI 0487: ESR_EL2, HSR "ISS encoding for an exception from HVC or SVC" and "from SMC instruction
 * execution in AArch32 state"; DDI 0597 HVC, SMC, SVC; DDI 0406C page B3-1431 (ARMv7: UNK/SBZP). Arm's machine-readable
 * specification in Sail (rems-project/sail-arm 9db0df2f, arm-v9.4-a/src): v8_base.sail AArch64_ExceptionClass,
 * AArch32_ExceptionClass, AArch64_ReportException, ConditionSyndrome; instrs32.sail and instrs64.sail, decode of SVC,
 * HVC, SMC.
 */
module Syndrome

-- Bits of a number or of a word, b0 the lowest: enum orders them.
enum Bit { b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15,
           b16, b17, b18, b19, b20, b21, b22, b23, b24, b25, b26, b27, b28, b29, b30, b31 }

-- Where a number goes when it is shifted: b0.up4 = b4, b15.up16 = b31, no b31.up4.
fun up: Bit -> Bit { ordering/next }
fun down: Bit -> Bit { ~up }
fun up4: Bit -> Bit { up.up.up.up }
fun up5: Bit -> Bit { up4.up }
fun up16: Bit -> Bit { up4.up4.up4.up4 }

-- b15_0 is bits [15:0]. Written out, and checked once: range[b15, b0] at each use would cost as much as all the rest.
fun b1_0: set Bit { b0 + b1 }
fun b3_0: set Bit { b1_0 + b2 + b3 }
fun b4_0: set Bit { b3_0 + b4 }
fun b7_0: set Bit { b4_0 + b5 + b6 + b7 }
fun b11_0: set Bit { b7_0 + b8 + b9 + b10 + b11 }
fun b15_0: set Bit { b11_0 + b12 + b13 + b14 + b15 }
fun b18_0: set Bit { b15_0 + b16 + b17 + b18 }
fun b23_0: set Bit { b18_0 + b19 + b20 + b21 + b22 + b23 }
fun b24_0: set Bit { b23_0 + b24 }
fun b3_1: set Bit { b1 + b2 + b3 }
fun b24_2: set Bit { b24_0 - b1_0 }
fun b6_4: set Bit { b4 + b5 + b6 }
fun b7_4: set Bit { b6_4 + b7 }
fun b15_4: set Bit { b7_4 + b8 + b9 + b10 + b11 + b12 + b13 + b14 + b15 }
fun b12_8: set Bit { b8 + b9 + b10 + b11 + b12 }
fun b15_8: set Bit { b12_8 + b13 + b14 + b15 }
fun b19_8: set Bit { b15_8 + b16 + b17 + b18 + b19 }
fun b11_9: set Bit { b9 + b10 + b11 }
fun b15_12: set Bit { b12 + b13 + b14 + b15 }
fun b15_13: set Bit { b13 + b14 + b15 }
fun b24_16: set Bit { b16 + b17 + b18 + b19 + b20 + b21 + b22 + b23 + b24 }
fun b26_20: set Bit { b20 + b21 + b22 + b23 + b24 + b25 + b26 }
fun b27_20: set Bit { b26_20 + b27 }
fun b31_20: set Bit { b27_20 + b28 + b29 + b30 + b31 }
fun b26_21: set Bit { b21 + b22 + b23 + b24 + b25 + b26 }
fun b31_21: set Bit { b26_21 + b27 + b28 + b29 + b30 + b31 }
fun b27_24: set Bit { b24 + b25 + b26 + b27 }
fun b31_28: set Bit { b28 + b29 + b30 + b31 }
fun b31_29: set Bit { b29 + b30 + b31 }

fun range [hi, lo: Bit]: set Bit { lo.*up & hi.*down }
assert RangesAreRanges {
  b1_0 = range[b1, b0] and b3_0 = range[b3, b0] and b4_0 = range[b4, b0] and b7_0 = range[b7, b0] and
  b11_0 = range[b11, b0] and b15_0 = range[b15, b0] and b18_0 = range[b18, b0] and b23_0 = range[b23, b0] and
  b24_0 = range[b24, b0] and b3_1 = range[b3, b1] and b24_2 = range[b24, b2] and b6_4 = range[b6, b4] and
  b7_4 = range[b7, b4] and b15_4 = range[b15, b4] and b12_8 = range[b12, b8] and b15_8 = range[b15, b8] and
  b19_8 = range[b19, b8] and b11_9 = range[b11, b9] and b15_12 = range[b15, b12] and b15_13 = range[b15, b13] and
  b24_16 = range[b24, b16] and b26_20 = range[b26, b20] and b27_20 = range[b27, b20] and
  b31_20 = range[b31, b20] and b26_21 = range[b26, b21] and b31_21 = range[b31, b21] and
  b27_24 = range[b27, b24] and b31_28 = range[b31, b28] and b31_29 = range[b31, b29]
}
check RangesAreRanges for 0 expect 0

----------------------------------------------------------------------------------------------------------------------
-- 1. The register
----------------------------------------------------------------------------------------------------------------------

abstract sig Field {}
one sig EC, IL, ISS extends Field {}                            -- of the register
one sig IMM16, BTYPE, CV, COND, CCKNOWNPASS extends Field {}    -- of the ISS, by class

abstract sig Class {}
one sig Unknown, BranchTarget, IllegalState, Svc32, Hvc32, Smc32, Svc64, Hvc64, Smc64 extends Class {}

-- The bit of the register that holds each bit of a field's number.
fun place: Field -> Bit -> Bit {
  EC -> (b0 -> b26 + b1 -> b27 + b2 -> b28 + b3 -> b29 + b4 -> b30 + b5 -> b31)
  + IL -> b0 -> b25
  + ISS -> (b24_0 <: iden)
  + IMM16 -> (b15_0 <: iden)
  + BTYPE -> (b1_0 <: iden)
  + CV -> b0 -> b24
  + COND -> (b0 -> b20 + b1 -> b21 + b2 -> b22 + b3 -> b23)
  + CCKNOWNPASS -> b0 -> b19
}

-- The number of a class, as EC shows it.
fun number: Class -> Bit {
  BranchTarget -> (b3 + b2 + b0)          -- 0x0D
  + IllegalState -> (b3 + b2 + b1)        -- 0x0E
  + Svc32 -> (b4 + b0)                    -- 0x11
  + Hvc32 -> (b4 + b1)                    -- 0x12
  + Smc32 -> (b4 + b1 + b0)               -- 0x13
  + Svc64 -> (b4 + b2 + b0)               -- 0x15
  + Hvc64 -> (b4 + b2 + b1)               -- 0x16
  + Smc64 -> (b4 + b2 + b1 + b0)          -- 0x17
}                                         -- Unknown: 0x00

-- The fields of a class's ISS.
fun carries: Class -> Field {
  (Svc32 + Hvc32 + Svc64 + Hvc64 + Smc64) -> IMM16
  + Smc32 -> (CV + COND + CCKNOWNPASS)
  + BranchTarget -> BTYPE                         -- SYN-BRANCH-TARGET
}

-- The rest of it, as Arm's tables list it: RES0.
fun reserved: Class -> Bit {
  (Svc32 + Hvc32 + Svc64 + Hvc64 + Smc64) -> b24_16
  + Smc32 -> b18_0
  + BranchTarget -> b24_2
  + (Unknown + IllegalState) -> b24_0              -- SYN-UNDEF SYN-ILLEGAL-STATE
}

-- The bits of the register that a field occupies; the number that a field shows in a word.
fun bitsOf [at: Field -> Bit -> Bit, f: Field]: set Bit { Bit.(at[f]) }
fun read [at: Field -> Bit -> Bit, f: Field, word: set Bit]: set Bit { at[f].word }

-- A syndrome as its parts. All that the laws of this section need to know of one.
sig Syndrome { class: Class, value: Field -> Bit }
sig Word { bits: set Bit }

fun fieldsOf [has: Class -> Field, c: Class]: set Field { EC + IL + has[c] }

pred wellFormed [at: Field -> Bit -> Bit, has: Class -> Field, s: Syndrome] {
  s.value[EC] = number[s.class]
  all f: Field | s.value[f] in at[f].Bit
  no s.value[Field - fieldsOf[has, s.class]]
}

fun encode [at: Field -> Bit -> Bit, s: Syndrome]: set Bit { { r: Bit | some f: Field | r in s.value[f].(at[f]) } }

pred fieldsDoNotOverlap [at: Field -> Bit -> Bit, has: Class -> Field] {
  all f: Field | at[f] in Bit lone -> lone Bit
  all disj f, g: EC + IL + ISS | no bitsOf[at, f] & bitsOf[at, g]
  all c: Class {
    all f: has[c] | bitsOf[at, f] in bitsOf[at, ISS]
    all disj f, g: has[c] | no bitsOf[at, f] & bitsOf[at, g]
    all f: has[c] | no bitsOf[at, f] & reserved[c]
  }
}

pred fieldsCoverTheRegister [at: Field -> Bit -> Bit, has: Class -> Field] {
  Bit.(at[EC + IL + ISS]) = Bit
  all c: Class | Bit.(at[has[c]]) + reserved[c] = bitsOf[at, ISS]
}

pred decodeUndoesEncode [at: Field -> Bit -> Bit, has: Class -> Field] {
  all s: Syndrome | wellFormed[at, has, s] implies {
    { c: Class | number[c] = read[at, EC, encode[at, s]] } = s.class
    all f: fieldsOf[has, s.class] | read[at, f, encode[at, s]] = s.value[f]
  }
}

-- The next bit of a number is the next bit of the register.
pred fieldsKeepTheirOrder [at: Field -> Bit -> Bit] { all f: Field | ~(at[f]).up.(at[f]) in up }

assert FieldsDoNotOverlap { fieldsDoNotOverlap[place, carries] }
assert FieldsCoverTheRegister { fieldsCoverTheRegister[place, carries] }
assert FieldsKeepTheirOrder { fieldsKeepTheirOrder[place] }
assert NumbersTellClassesApart { all disj c, d: Class | number[c] != number[d] }
assert DecodeUndoesEncode { decodeUndoesEncode[place, carries] }
assert ReservedBitsAreZero {
  all s: Syndrome | wellFormed[place, carries, s] implies no encode[place, s] & reserved[s.class]
}
-- A word of a known class is the encoding of what is read from it exactly when its reserved bits are zero.
assert EncodeUndoesDecode {
  all w: Word, s: Syndrome |
    (s.class = { c: Class | number[c] = read[place, EC, w.bits] } and some s.class
     and s.value = { f: fieldsOf[carries, s.class], n: Bit | n in read[place, f, w.bits] })
    implies (encode[place, s] = w.bits iff no w.bits & reserved[s.class])
}

check FieldsDoNotOverlap for 0 expect 0
check FieldsCoverTheRegister for 0 expect 0
check FieldsKeepTheirOrder for 0 expect 0
check NumbersTellClassesApart for 0 expect 0
check DecodeUndoesEncode for 0 but 1 Syndrome expect 0
check ReservedBitsAreZero for 0 but 1 Syndrome expect 0
check EncodeUndoesDecode for 0 but 1 Syndrome, 1 Word expect 0
-- 0x5A000EA1, a Xen guest's HVC #0xEA1, and 0x4F180000, a trapped A32 SMCNE.
assert KnownSyndromes {
  all s: Syndrome | wellFormed[place, carries, s] implies {
    (s.class = Hvc64 and s.value[IL] = b0 and s.value[IMM16] = b11_9 + b7 + b5 + b0) implies
      encode[place, s] = b30 + b28 + b27 + b25 + b11_9 + b7 + b5 + b0
    (s.class = Smc32 and s.value[IL] + s.value[CV] + s.value[CCKNOWNPASS] = b0 and s.value[COND] = b0
      and some s.value[IL] and some s.value[CV] and some s.value[CCKNOWNPASS]) implies
      encode[place, s] = b30 + b27 + b26 + b25 + b24 + b20 + b19
  }
}
check KnownSyndromes for 0 but 1 Syndrome expect 0
-- Every class has a syndrome, and one whose fields are all ones.
run EveryClassHasASyndrome {
  all c: Class | some s: Syndrome | s.class = c and wellFormed[place, carries, s]
    and all f: carries[c] | s.value[f] = place[f].Bit
} for 0 but 9 Syndrome expect 1

----------------------------------------------------------------------------------------------------------------------
-- 2. The calls and their encodings
----------------------------------------------------------------------------------------------------------------------

abstract sig Op {}
one sig HVC, SMC, SVC extends Op {}
abstract sig Isa {}
one sig A32, T16, T32, A64 extends Isa {}     -- T16 and T32: one instruction set, told apart by the first halfword

abstract sig Row {}
one sig SvcA32, HvcA32, SmcA32, SvcT16, HvcT32, SmcT32, SvcA64, HvcA64, SmcA64 extends Row {}
fun op: Row -> Op {
  (SvcA32 + SvcT16 + SvcA64) -> SVC + (HvcA32 + HvcT32 + HvcA64) -> HVC + (SmcA32 + SmcT32 + SmcA64) -> SMC
}
fun isa: Row -> Isa {
  (SvcA32 + HvcA32 + SmcA32) -> A32 + SvcT16 -> T16 + (HvcT32 + SmcT32) -> T32 + (SvcA64 + HvcA64 + SmcA64) -> A64
}
fun callers32: set Isa { A32 + T16 + T32 }

-- The word of a T32 row is its first halfword, then its second; a T16 word has 16 bits.
fun wordOf [r: Row]: set Bit { r = SvcT16 implies b15_0 else Bit }

-- The bit of the word that holds each bit of the immediate.
fun immAt: Row -> Bit -> Bit {
  SvcA32 -> (b23_0 <: iden)                                   -- ENC-SVC-A32  imm24
  + HvcA32 -> ((b15_4 <: up4) + (b3_0 <: iden))       -- ENC-HVC-A32  imm12:imm4
  + SmcA32 -> (b3_0 <: iden)                                  -- ENC-SMC-A32  imm4
  + SvcT16 -> (b7_0 <: iden)                                  -- ENC-SVC-T16  imm8
  + HvcT32 -> ((b15_12 <: up4) + (b11_0 <: iden))     -- ENC-HVC-T32  imm4:imm12, the other way about
  + SmcT32 -> (b3_0 <: up16)                                  -- ENC-SMC-T32  imm4
  + (SvcA64 + HvcA64 + SmcA64) -> (b15_0 <: up5)              -- ENC-SVC-A64 ENC-HVC-A64 ENC-SMC-A64  imm16
}
fun condAt: Row -> Bit -> Bit {
  (SvcA32 + HvcA32 + SmcA32) -> (b0 -> b28 + b1 -> b29 + b2 -> b30 + b3 -> b31)
}
fun shouldBeZero: Row -> Bit { SmcA32 -> b19_8 + SmcT32 -> b11_0 }    -- ENC-SMC-SBZ

-- The bits of the word that are the same in every instruction of a row, and those of them that are 1.
fun fixed: Row -> Bit {
  SvcA32 -> b27_24
  + (HvcA32 + SmcA32) -> (b27_20 + b7_4)
  + SvcT16 -> b15_8
  + (HvcT32 + SmcT32) -> (b31_20 + b15_12)
  + (SvcA64 + HvcA64 + SmcA64) -> (b31_21 + b4_0)
}
fun ones: Row -> Bit {
  SvcA32 -> b27_24                                            -- cF000000
  + HvcA32 -> (b24 + b22 + b6_4)                              -- c1400070
  + SmcA32 -> (b24 + b22 + b21 + b6_4)                        -- c1600070
  + SvcT16 -> (b15 + b14 + b12_8)                             -- DF00
  + HvcT32 -> (b31_28 + b26_21 + b15)                 -- F7E0 8000
  + SmcT32 -> (b31_28 + b26_20 + b15)                 -- F7F0 8000
  + SvcA64 -> (b31 + b30 + b28 + b26 + b0)                            -- D4000001
  + HvcA64 -> (b31 + b30 + b28 + b26 + b1)                            -- D4000002
  + SmcA64 -> (b31 + b30 + b28 + b26 + b1 + b0)                       -- D4000003
}
fun AL: set Bit { b3_1 }                                      -- condition 0b1110

-- A call: an instruction, and the condition that governs it (its own in A32, that of the IT block in T16 and T32).
sig Call { row: Row, imm: set Bit, cond: set Bit, stray: set Bit }    -- stray: should-be-zero bits that are set
sig Failing in Call {}                                                -- its condition does not hold
fact Calls {
  all c: Call {
    c.imm in immAt[c.row].Bit
    c.stray in shouldBeZero[c.row]
    c.cond in b3_0 and c.cond != b3_0
    c.row.isa = A64 implies c.cond = AL
    c.cond = AL implies c not in Failing
  }
}

fun instruction [split: Row -> Bit -> Bit, c: Call]: set Bit {
  ones[c.row] + c.imm.(split[c.row]) + c.cond.(condAt[c.row]) + c.stray
}
pred matches [word: set Bit, r: Row] {
  word in wordOf[r]
  word & fixed[r] = ones[r]
  some condAt[r] implies condAt[r].word != b3_0               -- 0b1111 is another encoding space
}

pred sameInstruction [c, d: Call] {
  c.row = d.row and c.imm = d.imm and c.stray = d.stray
  c.row.isa = A32 implies c.cond = d.cond
}

pred immediateSplitIsInjective [split: Row -> Bit -> Bit] {
  all r: Row | split[r] in Bit lone -> lone Bit and split[r].Bit = immAt[r].Bit
}
pred rowsCoverTheirWord [split: Row -> Bit -> Bit] {
  all r: Row {
    fixed[r] + Bit.(split[r]) + Bit.(condAt[r]) + shouldBeZero[r] = wordOf[r]
    no fixed[r] & (Bit.(split[r]) + Bit.(condAt[r]) + shouldBeZero[r])
    no Bit.(split[r]) & (Bit.(condAt[r]) + shouldBeZero[r])
    no Bit.(condAt[r]) & shouldBeZero[r]
  }
}
pred instructionCanBeReadBack [split: Row -> Bit -> Bit] {
  all c: Call | let w = instruction[split, c] {
    matches[w, c.row]
    immAt[c.row].w = c.imm
    w & shouldBeZero[c.row] = c.stray
    c.row.isa = A32 implies condAt[c.row].w = c.cond
  }
}
pred differentInstructionsDiffer [split: Row -> Bit -> Bit] {
  all c, d: Call | (c.row.isa = d.row.isa and instruction[split, c] = instruction[split, d])
    implies sameInstruction[c, d]
}

assert ImmediateSplitIsInjective { immediateSplitIsInjective[immAt] }
assert RowsCoverTheirWord { rowsCoverTheirWord[immAt] and ones in fixed }
assert InstructionCanBeReadBack { instructionCanBeReadBack[immAt] }
assert DifferentInstructionsDiffer { differentInstructionsDiffer[immAt] }
-- No word at all is of two rows of one instruction set.
assert RowsNeverMeet {
  all w: Word, disj r, q: Row | r.isa = q.isa implies not (matches[w.bits, r] and matches[w.bits, q])
}
-- HVC #0xEA1 as the LLVM assembler writes it: E140EA71, F7E0 8EA1, D401D422.
assert KnownWords {
  all c: Call | (c.imm = b11 + b10 + b9 + b7 + b5 + b0 and c.cond = AL and c.row.op = HVC) implies {
    c.row = HvcA32 implies instruction[immAt, c] =
      b31_29 + b24 + b22 + b15_13 + b11 + b9 + b6_4 + b0
    c.row = HvcT32 implies instruction[immAt, c] =
      b31_28 + b26_21 + b15 + b11_9 + b7 + b5 + b0
    c.row = HvcA64 implies instruction[immAt, c] =
      b31 + b30 + b28 + b26 + b16 + b15 + b14 + b12 + b10 + b5 + b1
  }
}

check ImmediateSplitIsInjective for 0 expect 0
check RowsCoverTheirWord for 0 expect 0
check InstructionCanBeReadBack for 0 but 1 Call expect 0
check DifferentInstructionsDiffer for 0 but 2 Call expect 0
check RowsNeverMeet for 0 but 1 Word expect 0
check KnownWords for 0 but 1 Call expect 0
run EveryRowHasACall {
  all r: Row | some c: Call | c.row = r and c.imm = immAt[r].Bit and matches[instruction[immAt, c], r]
} for 0 but 9 Call expect 1

----------------------------------------------------------------------------------------------------------------------
-- 3. What a level is shown
----------------------------------------------------------------------------------------------------------------------

abstract sig Level {}                       -- the levels that have a syndrome register
one sig EL1, Hyp, EL2, EL3 extends Level {} -- EL1, EL2, EL3 in AArch64 state; Hyp is EL2 in AArch32 state
abstract sig How {}
one sig Taken, Trapped, Undefined extends How {}
abstract sig Arch {}
one sig V7, V8 extends Arch {}

-- An exception that a call ends in, and the syndrome register afterwards.
sig Event { call: Call, how: How, level: Level, arch: Arch, word: set Bit }

-- Where each call can be seen. Wider than the routing rules of Syndrome.tla, which say when.
fun shown: Op -> How -> Level {
  (HVC + SMC + SVC) -> Undefined -> (EL1 + Hyp + EL2 + EL3)
  + HVC -> Taken -> (Hyp + EL2 + EL3)
  + SMC -> Trapped -> (Hyp + EL2)           -- HCR.TSC
  + SMC -> Taken -> EL3
  + SVC -> Taken -> (EL1 + Hyp + EL2 + EL3)
  + SVC -> Trapped -> EL2                   -- HFGITR_EL2.SVC_EL0, SVC_EL1
}
fact Events {
  all e: Event | let c = e.call {
    e.how -> e.level in shown[c.row.op]
    no c.stray
    c.row.op = HVC implies c.cond = AL
    e.level = Hyp implies c.row.isa != A64
    e.arch = V7 implies e.level = Hyp
    -- HVC and SVC of an AArch32 caller do not reach EL3.
    (e.level = EL3 and e.how = Taken and c.row.op != SMC) implies c.row.isa = A64
    -- A call that fails its condition is no call. It may be UNDEFINED all the same, and an ARMv8 implementation may trap
    -- an SMC (ROU-CONDITION, ROU-FAILED-SMC-TRAP).
    (c in Failing and e.how != Undefined) implies (c.row.op = SMC and e.how = Trapped and e.arch = V8)
  }
}

-- SYN-EC-CALLER: the class is that of the caller's state, not of the level that takes the exception.
fun classOf: Row -> Class {
  (SvcA32 + SvcT16) -> Svc32 + (HvcA32 + HvcT32) -> Hvc32 + (SmcA32 + SmcT32) -> Smc32
  + SvcA64 -> Svc64 + HvcA64 -> Hvc64 + SmcA64 -> Smc64
}
fun calls: set Event { how.(Taken + Trapped) }
fun smc32: set Event { calls & call.row.classOf.Smc32 }
fun show [f: Field, e: Event]: set Bit { read[place, f, e.word] }
fun iss [e: Event]: set Bit { show[ISS, e] }
pred unconditional [e: Event] { e.call.cond = AL }

pred showsClass [e: Event] {
  show[EC, e] = (e.how = Undefined implies number[Unknown] else number[classOf[e.call.row]])
}
-- SYN-IL: the size of the instruction; 1 wherever the class has no use for it.
pred showsSize [e: Event] { no show[IL, e] iff (e.call.row = SvcT16 and e in calls) }

pred showsCall [e: Event] {
  e in smc32 implies showsCondition[e]
  e not in smc32 implies showsImmediate[e]
}
pred showsImmediate [e: Event] {
  e.how = Undefined implies no iss[e]                                   -- SYN-UNDEF
  else (e.call.row.op = SVC and not unconditional[e]) implies no iss[e] & b24_16   -- SYN-SVC32-UNKNOWN
  -- SYN-HVC-IMM SYN-SMC64-IMM SYN-SVC64-IMM SYN-SVC32-IMM
  else iss[e] = e.call.imm & b15_0
}
-- SYN-SMC32-NO-IMM: no field for the immediate. SYN-SMC32-CONDITION: CV, COND and CCKNOWNPASS go together.
pred showsCondition [e: Event] {
  no iss[e] & reserved[Smc32]
  (knownToPass[e] and e.call not in Failing) or mayHaveFailed[e]
}
pred knownToPass [e: Event] { no iss[e] }
pred mayHaveFailed [e: Event] {
  e.how = Trapped and e.arch = V8               -- else ISS is zero: SYN-SMC32-EL3-ZERO, SYN-SMC32-V7-ZERO
  not unconditional[e]
  show[CCKNOWNPASS, e] = b0
  valid[e] or (e.call.row.isa = T32 and no show[CV, e])                 -- CV = 0: COND is UNKNOWN
}
pred valid [e: Event] {
  show[CV, e] = b0
  show[COND, e] = e.call.cond
    or (e.call.row.isa = A32 and e.call not in Failing and show[COND, e] = AL)
}

pred shows [e: Event] { showsClass[e] and showsSize[e] and showsCall[e] }
pred arm { all e: Event | shows[e] }

pred ecNamesTheCaller {
  all e: calls {
    b2 in show[EC, e] iff e.call.row.isa = A64
    e.call.row.op = SVC iff show[EC, e] - b2 = number[Svc32]
    e.call.row.op = HVC iff show[EC, e] - b2 = number[Hvc32]
    e.call.row.op = SMC iff show[EC, e] - b2 = number[Smc32]
  }
}
pred ilIsTheSize { all e: calls | no show[IL, e] iff e.call.row.isa = T16 }
pred conditionFieldsGoTogether {
  all e: smc32 {
    no show[CCKNOWNPASS, e] implies no show[CV + COND, e]
    no show[CCKNOWNPASS, e] implies e.call not in Failing
    some show[CCKNOWNPASS, e] implies not unconditional[e]
    (some show[CCKNOWNPASS, e] and e.call.row.isa = A32) implies some show[CV, e]
    (some show[CV, e] and show[COND, e] != AL) implies show[COND, e] = e.call.cond
    (some show[CV, e] and e.call in Failing) implies show[COND, e] = e.call.cond
  }
}
-- The same event with another immediate.
pred butForTheImmediate [e, d: Event] {
  e.how = d.how and e.level = d.level and e.arch = d.arch and e.word = d.word
  e.call.row = d.call.row and e.call.cond = d.call.cond
  e.call in Failing iff d.call in Failing
}

assert EcNamesTheCaller { arm implies ecNamesTheCaller }                                    -- SYN-EC-CALLER
assert IlIsTheSize { arm implies ilIsTheSize }                                              -- SYN-IL
assert UndefinedShowsNothing { all e: how.Undefined | shows[e] implies e.word = b25 }       -- SYN-UNDEF
assert HvcShowsItsImmediate {                                                               -- SYN-HVC-IMM
  arm implies all e: calls | e.call.row.op = HVC implies iss[e] = e.call.imm
}
assert Smc64ShowsItsImmediate {                                                             -- SYN-SMC64-IMM
  arm implies all e: calls | e.call.row = SmcA64 implies iss[e] = e.call.imm
}
assert Svc64ShowsItsImmediate {                                                             -- SYN-SVC64-IMM
  arm implies all e: calls | e.call.row = SvcA64 implies iss[e] = e.call.imm
}
assert Svc32ShowsItsLow16 {                                                                 -- SYN-SVC32-IMM
  arm implies all e: calls | (e.call.row in SvcA32 + SvcT16 and unconditional[e])
    implies iss[e] = e.call.imm & b15_0
}
assert Smc32ShowsNoImmediate {                                                              -- SYN-SMC32-NO-IMM
  all e, d: Event | (e in smc32 and butForTheImmediate[e, d]) implies (shows[e] iff shows[d])
}
assert Smc32OfV7IsZero { arm implies all e: smc32 | e.arch = V7 implies no iss[e] }         -- SYN-SMC32-V7-ZERO
assert Smc32AtEl3IsZero { arm implies all e: smc32 | e.level = EL3 implies no iss[e] }      -- SYN-SMC32-EL3-ZERO
assert ConditionFieldsGoTogether { arm implies conditionFieldsGoTogether }                  -- SYN-SMC32-CONDITION
assert EverySyndromeIsWellFormed {
  arm implies all e: Event | some c: Class | number[c] = show[EC, e] and no e.word & reserved[c]
}
-- Not a law: each field on its own. A mask of unknown bits over the three fields admits words that no machine shows.
assert ConditionFieldsAreIndependent {
  all e, d, x: smc32 | (e.call = d.call and d.call = x.call and e.level = d.level and d.level = x.level
    and e.how = d.how and d.how = x.how and e.arch = V8 and d.arch = V8 and x.arch = V8 and shows[e] and shows[d]
    and show[EC, x] = show[EC, e] and show[IL, x] = show[IL, e] and no iss[x] & reserved[Smc32]
    and (all f: CV + COND + CCKNOWNPASS | show[f, x] = show[f, e] or show[f, x] = show[f, d])) implies shows[x]
}

check EcNamesTheCaller for 0 but 1 Call, 1 Event expect 0
check IlIsTheSize for 0 but 1 Call, 1 Event expect 0
check UndefinedShowsNothing for 0 but 1 Call, 1 Event expect 0
check HvcShowsItsImmediate for 0 but 1 Call, 1 Event expect 0
check Smc64ShowsItsImmediate for 0 but 1 Call, 1 Event expect 0
check Svc64ShowsItsImmediate for 0 but 1 Call, 1 Event expect 0
check Svc32ShowsItsLow16 for 0 but 1 Call, 1 Event expect 0
check Smc32ShowsNoImmediate for 0 but 2 Call, 2 Event expect 0
check Smc32OfV7IsZero for 0 but 1 Call, 1 Event expect 0
check Smc32AtEl3IsZero for 0 but 1 Call, 1 Event expect 0
check ConditionFieldsGoTogether for 0 but 1 Call, 1 Event expect 0
check EverySyndromeIsWellFormed for 0 but 1 Call, 1 Event expect 0
check ConditionFieldsAreIndependent for 0 but 1 Call, 3 Event expect 1

-- Nothing above holds because nothing happens.
pred shownWhereverItCanBe [o: Op] {
  arm and all h: How, l: Level | h -> l in shown[o] implies
    some e: Event | e.call.row.op = o and e.how = h and e.level = l
}
run HvcIsShownWhereverItCanBe { shownWhereverItCanBe[HVC] } for 0 but 3 Call, 7 Event expect 1
run SmcIsShownWhereverItCanBe { shownWhereverItCanBe[SMC] } for 0 but 3 Call, 7 Event expect 1
run SvcIsShownWhereverItCanBe { shownWhereverItCanBe[SVC] } for 0 but 3 Call, 9 Event expect 1
run A32SvcIsShownBelowEl3 {
  arm and all l: EL1 + Hyp + EL2 | some e: calls | e.call.row = SvcA32 and e.level = l
} for 0 but 1 Call, 3 Event expect 1
run AFailedSmcIsShown {
  arm and some e: Event | e.call in Failing and e.call.row.isa = A32
} for 0 but 1 Call, 1 Event expect 1
run APassedSmcIsShownBothWays {
  arm and some disj e, d: smc32 | e.call = d.call and e.level = d.level and not unconditional[e]
    and knownToPass[e] and mayHaveFailed[d] and e.call not in Failing
} for 0 but 1 Call, 2 Event expect 1
run AnSmcIsShownWithoutItsCondition {
  arm and some e: smc32 | some show[CCKNOWNPASS, e] and no show[CV, e] and some show[COND, e]
} for 0 but 1 Call, 1 Event expect 1
run AConditionalSvcShowsAnything {
  arm and some disj e, d: calls | e.call = d.call and e.call.row = SvcT16 and e.level = d.level and iss[e] != iss[d]
} for 0 but 1 Call, 2 Event expect 1
run AV7SmcIsShown { arm and some e: smc32 | e.arch = V7 and some e.call.imm } for 0 but 1 Call, 1 Event expect 1

----------------------------------------------------------------------------------------------------------------------
-- 4. Which calls share a syndrome
----------------------------------------------------------------------------------------------------------------------

pred sameCall [e, d: Event] {
  e.call.row = d.call.row and e.call.imm = d.call.imm and e.call.cond = d.call.cond
}

-- What the specification does not report, said of two events that show one word. Nothing else may be lost.
pred notReported [e, d: Event] {
  undefinedIsNotReported[e, d] or svc32IsNotReported[e, d] or hvc32IsNotReported[e, d] or smc32IsNotReported[e, d]
}
-- An UNDEFINED call is not reported at all.
pred undefinedIsNotReported [e, d: Event] { e.how = Undefined and d.how = Undefined }
-- Of an SVC, A32 or T16: the condition; the immediate, which is UNKNOWN, if it is conditional; bits [23:16] of the
-- immediate if it is not.
pred svc32IsNotReported [e, d: Event] {
  e + d in calls and e.call.row = d.call.row and e.call.row in SvcA32 + SvcT16
  (unconditional[e] and unconditional[d]) implies e.call.imm & b15_0 = d.call.imm & b15_0
}
-- Of an HVC of an AArch32 caller: whether it is A32 or T32.
pred hvc32IsNotReported [e, d: Event] {
  e + d in calls and e.call.row + d.call.row in HvcA32 + HvcT32 and e.call.imm = d.call.imm
}
-- Of an SMC of an AArch32 caller: the immediate, always (SYN-SMC32-NO-IMM); the condition, and whether it is A32 or T32,
-- but where CCKNOWNPASS = 1 gives it away: there is a condition; CV = 0 is T32; a COND that is not 0b1110 is the
-- condition, and one that is, is a passed A32 instruction's.
pred smc32IsNotReported [e, d: Event] {
  e + d in smc32
  some show[CCKNOWNPASS, e] implies {
    not unconditional[e] and not unconditional[d]
    no show[CV, e] implies e.call.row + d.call.row = SmcT32
    (some show[CV, e] and show[COND, e] != AL) implies e.call.cond = d.call.cond
    (some show[CV, e] and show[COND, e] = AL) implies e.call.row + d.call.row = SmcA32
  }
}

assert CallsShareASyndromeOnlyWhereNotReported {
  all e, d: Event | (shows[e] and shows[d] and e.word = d.word) implies (sameCall[e, d] or notReported[e, d])
}
-- The other way about: what is said to be lost is lost, in every word. Of a call seen in the same place, that is, and
-- not of an unconditional SVC by a word that a conditional one may show.
assert NotReportedMeansLost {                                           -- IMM-SMC32-LOST IMM-SVC-CONDITIONAL
  all e, d: Event | (shows[e] and notReported[e, d]
    and e.word = d.word and e.how = d.how and e.level = d.level and e.arch = d.arch
    and (e.call in Failing iff d.call in Failing)
    and ((d.call.row.op = SVC and unconditional[d]) implies unconditional[e])) implies shows[d]
}
-- The strict law, which has no exception. It does not hold, and this is how it fails.
assert DifferentCallsNeverShareASyndrome {
  all e, d: calls | (shows[e] and shows[d] and e.word = d.word) implies sameCall[e, d]
}
assert DifferentSmcImmediatesNeverShareASyndrome {
  all e, d: smc32 | (shows[e] and shows[d] and e.word = d.word and e.level = d.level and e.call.row = d.call.row
    and e.call.cond = d.call.cond) implies e.call.imm = d.call.imm
}
-- Of AArch64 callers it does hold.
assert Different64BitCallsNeverShareASyndrome {
  all e, d: calls | (shows[e] and shows[d] and e.word = d.word and e.call.row.isa = A64) implies sameCall[e, d]
}
-- IMM-SITE: one call site reports one immediate, if it reports any.
assert OneSiteShowsOneImmediate {
  all e, d: calls - smc32 | (shows[e] and shows[d] and e.call = d.call and unconditional[e]) implies iss[e] = iss[d]
}
-- IMM-SVC-CONDITIONAL: of a conditional SVC that cannot be asked.
assert OneConditionalSiteShowsOneImmediate {
  all e, d: calls - smc32 | (shows[e] and shows[d] and e.call = d.call) implies iss[e] = iss[d]
}

check CallsShareASyndromeOnlyWhereNotReported for 0 but 2 Call, 2 Event expect 0
check NotReportedMeansLost for 0 but 2 Call, 2 Event expect 0
check DifferentCallsNeverShareASyndrome for 0 but 2 Call, 2 Event expect 1
check DifferentSmcImmediatesNeverShareASyndrome for 0 but 2 Call, 2 Event expect 1
check Different64BitCallsNeverShareASyndrome for 0 but 2 Call, 2 Event expect 0
check OneSiteShowsOneImmediate for 0 but 1 Call, 2 Event expect 0
check OneConditionalSiteShowsOneImmediate for 0 but 1 Call, 2 Event expect 1

-- Each exception is needed: two calls that share a syndrome and differ in what it names, and in nothing else.
pred shared [e, d: Event] { shows[e] and shows[d] and e.word = d.word and e.level = d.level and e.arch = d.arch }
run UndefinedIsLost { some e, d: how.Undefined | shared[e, d] and e.call.row = HvcA64 and d.call.row = SmcA32
} for 0 but 2 Call, 2 Event expect 1
run SvcUpperImmediateIsLost { some e, d: calls | shared[e, d] and e.call.row = SvcA32 and d.call.row = SvcA32
  and unconditional[e] and unconditional[d] and e.call.imm != d.call.imm } for 0 but 2 Call, 2 Event expect 1
run ConditionalSvcImmediateIsLost { some e, d: calls | shared[e, d] and e.call.row = SvcT16 and d.call.row = SvcT16
  and e.call.cond = d.call.cond and e.call.imm != d.call.imm } for 0 but 2 Call, 2 Event expect 1
run SvcConditionIsLost { some e, d: calls | shared[e, d] and e.call.row = SvcA32 and d.call.row = SvcA32
  and e.call.imm = d.call.imm and e.call.cond != d.call.cond } for 0 but 2 Call, 2 Event expect 1
run HvcInstructionSetIsLost { some e, d: calls | shared[e, d] and e.call.row = HvcA32 and d.call.row = HvcT32
  and some e.call.imm } for 0 but 2 Call, 2 Event expect 1
run SmcInstructionSetIsLost { some e, d: calls | shared[e, d] and e.call.row = SmcA32 and d.call.row = SmcT32
  and e.call.imm = d.call.imm and e.call.cond = d.call.cond } for 0 but 2 Call, 2 Event expect 1
run SmcConditionIsLost { some e, d: smc32 | shared[e, d] and e.call.row = d.call.row and e.call.imm = d.call.imm
  and e.call.cond != d.call.cond } for 0 but 2 Call, 2 Event expect 1
-- An SVC trapped by a fine-grained trap and one routed by TGE look alike; the return address tells (RET-TRAP-THIS).
run TrapIsLost { some e, d: calls | shared[e, d] and e.call = d.call and e.how = Trapped and d.how = Taken
} for 0 but 1 Call, 2 Event expect 1

----------------------------------------------------------------------------------------------------------------------
-- 5. A handler that takes ISS = 0 for "call #0"
----------------------------------------------------------------------------------------------------------------------

pred issZeroMeansImmediateZero [o: Op, callers: set Isa] {
  all e: calls | (shows[e] and e.call.row.op = o and e.call.row.isa in callers) implies (no iss[e] iff no e.call.imm)
}
assert DispatchOnIssIsSoundForHvc { issZeroMeansImmediateZero[HVC, Isa] }            -- IMM-IN-SYNDROME
assert DispatchOnIssIsSoundForSmc64 { issZeroMeansImmediateZero[SMC, A64] }
assert DispatchOnIssIsSoundForSvc64 { issZeroMeansImmediateZero[SVC, A64] }
-- Every `smc #n` of a 32-bit caller is taken for `smc #0`.
assert DispatchOnIssIsSoundForSmc32 {
  all e: smc32 | (shows[e] and no iss[e]) implies no e.call.imm
}
-- And an `smceq #0` need not be.
assert Smc32OfZeroShowsZero { all e: smc32 | (shows[e] and no e.call.imm) implies no iss[e] }
assert DispatchOnIssIsSoundForSvc32 { issZeroMeansImmediateZero[SVC, callers32] }

check DispatchOnIssIsSoundForHvc for 0 but 1 Call, 1 Event expect 0
check DispatchOnIssIsSoundForSmc64 for 0 but 1 Call, 1 Event expect 0
check DispatchOnIssIsSoundForSvc64 for 0 but 1 Call, 1 Event expect 0
check DispatchOnIssIsSoundForSmc32 for 0 but 1 Call, 1 Event expect 1
check Smc32OfZeroShowsZero for 0 but 1 Call, 1 Event expect 1
check DispatchOnIssIsSoundForSvc32 for 0 but 1 Call, 1 Event expect 1

----------------------------------------------------------------------------------------------------------------------
-- 6. Mutants: a faulty premise, and the law that notices
----------------------------------------------------------------------------------------------------------------------

-- A layout with one field moved or lost; a field that is moved down loses the bit that falls out at the bottom.
fun oneBitLow [f: Field]: Field -> Bit -> Bit { place ++ (f -> place[f].down) }

check MutEcOneBitLow { fieldsDoNotOverlap[oneBitLow[EC], carries] } for 0 expect 1
fun condBackwards: Field -> Bit -> Bit { place ++ (COND -> (b0 -> b23 + b1 -> b22 + b2 -> b21 + b3 -> b20)) }
check MutCondBackwards { fieldsKeepTheirOrder[condBackwards] } for 0 expect 1
check MutCondOneBitLow { decodeUndoesEncode[oneBitLow[COND], carries] } for 0 but 1 Syndrome expect 1
check MutImmediateOneBitLow { fieldsCoverTheRegister[oneBitLow[IMM16], carries] } for 0 expect 1
check MutCvForgotten { fieldsCoverTheRegister[place, carries - Smc32 -> CV] } for 0 expect 1
check MutSmc32HasAnImmediate { fieldsDoNotOverlap[place, carries + Smc32 -> IMM16] } for 0 expect 1

-- A32 read as T32 splits its immediate, imm4:imm12; and imm12 placed one bit low.
fun t32SplitInA32: Row -> Bit -> Bit { immAt ++ (HvcA32 -> immAt[HvcT32]) }
fun imm12OneBitLow: Row -> Bit -> Bit { immAt ++ (HvcA32 -> ((b15_4 <: up.up.up) + (b3_0 <: iden))) }
fun imm12OverImm4: Row -> Bit -> Bit { immAt ++ (HvcA32 -> ((b15_4 <: down) + (b3_0 <: iden))) }
check MutA32SplitAsT32 { instructionCanBeReadBack[t32SplitInA32] } for 0 but 1 Call expect 1
check MutImm12OneBitLow { rowsCoverTheirWord[imm12OneBitLow] } for 0 expect 1
check MutImm12OverImm4 { differentInstructionsDiffer[imm12OverImm4] } for 0 but 2 Call expect 1

-- A wrong reading of the tables, each in one rule.
check MutEcByCallee {
  (all e: Event | showsSize[e] and showsCall[e]
    and show[EC, e] = (e.how = Undefined implies none else e.level = Hyp implies number[classOf[e.call.row]] - b2
      else number[classOf[e.call.row]] + b2)) implies ecNamesTheCaller
} for 0 but 1 Call, 1 Event expect 1
check MutIlAlwaysOne { (all e: Event | showsClass[e] and showsCall[e] and show[IL, e] = b0) implies ilIsTheSize
} for 0 but 1 Call, 1 Event expect 1
pred withImmediate [e: Event] {
  showsClass[e] and showsSize[e]
  e in smc32 implies iss[e] = e.call.imm
  e not in smc32 implies showsImmediate[e]
}
check MutSmc32ShowsItsImmediate {
  all e, d: Event | (e in smc32 and butForTheImmediate[e, d]) implies (withImmediate[e] iff withImmediate[d])
} for 0 but 2 Call, 2 Event expect 1
-- CCKNOWNPASS taken at its name: 1 for "known to pass".
check MutCcKnownPassInverted {
  (all e: Event | showsClass[e] and showsSize[e] and (e not in smc32 implies showsImmediate[e])
    and (e in smc32 implies (no iss[e] & reserved[Smc32] and show[CV, e] = b0 and show[COND, e] = e.call.cond
      and (some show[CCKNOWNPASS, e] iff e.call not in Failing)))) implies conditionFieldsGoTogether
} for 0 but 1 Call, 1 Event expect 1
