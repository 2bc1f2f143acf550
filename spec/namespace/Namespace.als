-- SPDX-License-Identifier: Apache-2.0
/*
 * Who owns which number: function identifiers, immediates, and what tells interfaces that share a conduit apart.
 *
 * MODELLED. 32-bit function identifiers and 16-bit immediates as sets of Bit atoms. The owners of the SMC Calling
 * Convention and of what was before it, as 31 zones. Interfaces with a layer, conduits and an immediate; their claims
 * on identifiers, each a mask and a value; dispatchers that take every match, or the first. Shims: EL2 that offers an
 * interface of EL3. Callers in A32, T32 and A64, who takes the call, and what of the immediate the syndrome then holds.
 * Eight designs, D1 to D8, for telling interfaces apart.
 *
 * CHECKED. Part 1: each identifier has one owner, and the zones are the documented ranges. Part 2: claims; a claim by
 * prefix is a range. Part 3: dispatch is a function, and no claim is shadowed silently. Part 4: ranges respect their
 * owner, MBZ bits, the hint, widths. Part 5: a shim does not widen what it stands for. Part 6: the designs. Part 7:
 * real numbers. Part 8: mutants. `expect 0`: a law that holds. `expect 1`: one that must not hold, or something that
 * must be possible. In part 6 a command is named by design and encoding: "Hvc", "Smc64" (from A64), "Smc32" (from A32
 * or T32).
 *
 * WHY ALL 2^32 IDENTIFIERS. A number is any subset of 32 Bit atoms, which are fixed and all there: a set field has 2^32
 * values, and no command bounds it. Nothing counts or adds (Alloy's Int would wrap in silence), so no wider number is
 * needed either. Scopes are not samples: a law that speaks of one call and two claims has that many atoms, and a third
 * could not make it fail. The exceptions say so (FirstMatchHasAHandler, D3FifteenTagsForSmc32).
 *
 * LEFT OUT. Time: who finds out what, in which order, by which calls (Discovery.tla). Registers other than the one that
 * holds the identifier (RegisterContract.als), bits 63:32 of it (FID-WIDTH, Contract.tla). How the immediate is read
 * from memory, and what goes wrong there (ImmediateRecovery.tla): here memory holds the executed word, or any other.
 * The probability of a clash under D3. Failed conditions, HVC from EL2 and EL3.
 *
 * SOURCES. Arm DEN0028 "SMC Calling Convention": section 2.5 and table 2-1 (identifier), section 2.10 of issue H
 * (immediates), chapter 6 (owners, ranges before the convention); DEN0022 (PSCI). Trusted Firmware-A, smccc.h; Linux,
 * arm-smccc.h. Syndromes: as in Syndrome.als. Designs: D. Martin and I. Campbell, xen-devel, April 2013. Part 7 names
 * the software that its numbers are from.
 */
module Namespace

-- Bits of a number, b0 the lowest: enum orders them.
enum Bit { b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15,
           b16, b17, b18, b19, b20, b21, b22, b23, b24, b25, b26, b27, b28, b29, b30, b31 }

fun above [b: Bit]: set Bit { b.^ordering/next }
fun b3_0: set Bit { b0 + b1 + b2 + b3 }
fun b15_0: set Bit { b3_0 + b4 + b5 + b6 + b7 + b8 + b9 + b10 + b11 + b12 + b13 + b14 + b15 }
fun b23_17: set Bit { b17 + b18 + b19 + b20 + b21 + b22 + b23 }
fun b29_24: set Bit { b24 + b25 + b26 + b27 + b28 + b29 }
fun b24_19: set Bit { b19 + b20 + b21 + b22 + b23 + b24 }
fun b24_16: set Bit { b16 + b17 + b18 + b24_19 }
fun b31_24: set Bit { b29_24 + b30 + b31 }
fun fast: set Bit { b31 }
fun wide: set Bit { b30 }
fun owner: set Bit { b29_24 }
fun mbz: set Bit { b23_17 }
fun hint: set Bit { b16 }
fun number: set Bit { b15_0 }

-- Numbers by their hexadecimal digits.
fun h00000003: set Bit { b1 + b0 }
fun h00000EA1: set Bit { b11 + b10 + b9 + b7 + b5 + b0 }
fun h0000FFFE: set Bit { b15 + b14 + b13 + b12 + b11 + b10 + b9 + b8 + b7 + b6 + b5 + b4 + b3 + b2 + b1 }
fun h0100FFFF: set Bit { b24 + b15_0 }
fun h01010000: set Bit { b24 + b16 }
fun h01FFFFFF: set Bit { b24 + b23 + b22 + b21 + b20 + b19 + b18 + b17 + b16 + b15_0 }
fun h02000000: set Bit { b25 }
fun h04000000: set Bit { b26 }
fun h05000000: set Bit { b26 + b24 }
fun h06000000: set Bit { b26 + b25 }
fun h07000000: set Bit { b26 + b25 + b24 }
fun h08000000: set Bit { b27 }
fun h1FFFFFFF: set Bit { b28 + b27 + b26 + b25 + b24 + b23 + b22 + b21 + b20 + b19 + b18 + b17 + b16 + b15_0 }
fun h20000000: set Bit { b29 }
fun h2F000000: set Bit { b29 + b27 + b26 + b25 + b24 }
fun h30000000: set Bit { b29 + b28 }
fun h31000000: set Bit { b29 + b28 + b24 }
fun h32000000: set Bit { b29 + b28 + b25 }
fun h32000004: set Bit { b29 + b28 + b25 + b2 }
fun h3F000000: set Bit { b29 + b28 + b27 + b26 + b25 + b24 }
fun h46000001: set Bit { b30 + b26 + b25 + b0 }
fun h7FFFFFFF: set Bit { b30 + b29 + b28 + b27 + b26 + b25 + b24 + b23 + b22 + b21 + b20 + b19 + b18 + b17 + b16 +
  b15_0 }
fun h84000005: set Bit { b31 + b26 + b2 + b0 }
fun h8500FF01: set Bit { b31 + b26 + b24 + b15 + b14 + b13 + b12 + b11 + b10 + b9 + b8 + b0 }
fun h8600FF01: set Bit { b31 + b26 + b25 + b15 + b14 + b13 + b12 + b11 + b10 + b9 + b8 + b0 }
fun h8700FF01: set Bit { b31 + b26 + b25 + b24 + b15 + b14 + b13 + b12 + b11 + b10 + b9 + b8 + b0 }
fun h95C1BA5E: set Bit { b31 + b28 + b26 + b24 + b23 + b22 + b16 + b15 + b13 + b12 + b11 + b9 + b6 + b4 + b3 + b2 +
  b1 }
fun hBF00FF01: set Bit { b31 + b29 + b28 + b27 + b26 + b25 + b24 + b15 + b14 + b13 + b12 + b11 + b10 + b9 + b8 + b0 }
fun hC4000061: set Bit { b31 + b30 + b26 + b6 + b5 + b0 }
fun hFFFFF200: set Bit { b31_24 + b23 + b22 + b21 + b20 + b19 + b18 + b17 + b16 + b15 + b14 + b13 + b12 + b9 }
fun hFFFFFFFC: set Bit { b31_24 + b23 + b22 + b21 + b20 + b19 + b18 + b17 + b16 + b15 + b14 + b13 + b12 + b11 + b10 +
  b9 + b8 + b7 + b6 + b5 + b4 + b3 + b2 }

-- Order of numbers: the highest bit in which they differ decides.
pred atMost [x, y: set Bit] { x = y or some d: y - x | no above[d] & ((x - y) + (y - x)) }
pred between [low, x, high: set Bit] { atMost[low, x] and atMost[x, high] }

assert FieldsPartitionTheIdentifier {
  Bit = fast + wide + owner + mbz + hint + number
  no fast & wide and no (fast + wide) & owner and no (fast + wide + owner) & mbz
  no (fast + wide + owner + mbz) & hint and no (fast + wide + owner + mbz + hint) & number
}
check FieldsPartitionTheIdentifier for 0 expect 0

----------------------------------------------------------------------------------------------------------------------
-- 1. Owners
----------------------------------------------------------------------------------------------------------------------

abstract sig Owner {}
one sig Architecture, Cpu, Silicon, Oem, Standard, StandardHypervisor, VendorHypervisor, VendorMonitor,
  TrustedApplication, TrustedOs, Legacy, Yielding, ReservedFast, ReservedYielding, Unlisted extends Owner {}
fun nobody: set Owner { ReservedFast + ReservedYielding + Unlisted }

-- A zone has the identifiers that agree with its value in the bits of its mask. Bit 30 of a fast call is the width.
abstract sig Zone {}
one sig Architecture0, Cpu1, Silicon2, Oem3, Standard4, StandardHypervisor5, VendorHypervisor6, VendorMonitor7,
  Reserved8, Reserved16, Reserved32, TrustedApplication48, TrustedOs50, TrustedOs52, TrustedOs56, Legacy0, Legacy1,
  Unlisted01, Unlisted02, Unlisted04, Unlisted08, Unlisted10, Unlisted20, Unlisted40, Unlisted80, Yielding02,
  Yielding04, Yielding08, Yielding10, ReservedYielding20, ReservedYielding40 extends Zone {}
fun zoneOwner: Zone -> Owner {
  (Architecture0) -> Architecture
  + (Cpu1) -> Cpu
  + (Silicon2) -> Silicon
  + (Oem3) -> Oem
  + (Standard4) -> Standard
  + (StandardHypervisor5) -> StandardHypervisor
  + (VendorHypervisor6) -> VendorHypervisor
  + (VendorMonitor7) -> VendorMonitor
  + (Reserved8 + Reserved16 + Reserved32) -> ReservedFast
  + (TrustedApplication48) -> TrustedApplication
  + (TrustedOs50 + TrustedOs52 + TrustedOs56) -> TrustedOs
  + (Legacy0 + Legacy1) -> Legacy
  + (Unlisted01 + Unlisted02 + Unlisted04 + Unlisted08
    + Unlisted10 + Unlisted20 + Unlisted40 + Unlisted80) -> Unlisted
  + (Yielding02 + Yielding04 + Yielding08 + Yielding10) -> Yielding
  + (ReservedYielding20 + ReservedYielding40) -> ReservedYielding
}
fun zoneMask: Zone -> Bit {
  (Architecture0 + Cpu1 + Silicon2 + Oem3 + Standard4
    + StandardHypervisor5 + VendorHypervisor6 + VendorMonitor7) -> (fast + owner)
  + (Reserved8 + TrustedOs56) -> (b31 + b29 + b28 + b27)
  + (Reserved16 + Reserved32) -> (b31 + b29 + b28)
  + (TrustedApplication48 + TrustedOs50) -> (b31 + b29 + b28 + b27 + b26 + b25)
  + TrustedOs52 -> (b31 + b29 + b28 + b27 + b26)
  + Legacy0 -> b31_24
  + (Legacy1 + Unlisted01) -> (b31_24 + b23 + b22 + b21 + b20 + b19 + b18 + b17 + b16)
  + Unlisted02 -> (b31_24 + b23 + b22 + b21 + b20 + b19 + b18 + b17)
  + Unlisted04 -> (b31_24 + b23 + b22 + b21 + b20 + b19 + b18)
  + Unlisted08 -> (b31_24 + b23 + b22 + b21 + b20 + b19)
  + Unlisted10 -> (b31_24 + b23 + b22 + b21 + b20)
  + Unlisted20 -> (b31_24 + b23 + b22 + b21)
  + Unlisted40 -> (b31_24 + b23 + b22)
  + Unlisted80 -> (b31_24 + b23)
  + Yielding02 -> (b31 + b30 + b29 + b28 + b27 + b26 + b25)
  + Yielding04 -> (b31 + b30 + b29 + b28 + b27 + b26)
  + Yielding08 -> (b31 + b30 + b29 + b28 + b27)
  + Yielding10 -> (b31 + b30 + b29 + b28)
  + ReservedYielding20 -> (b31 + b30 + b29)
  + ReservedYielding40 -> (b31 + b30)
}
fun zoneValue: Zone -> Bit {
  Architecture0 -> b31
  + Cpu1 -> (b31 + b24)
  + Silicon2 -> (b31 + b25)
  + Oem3 -> (b31 + b25 + b24)
  + Standard4 -> (b31 + b26)
  + StandardHypervisor5 -> (b31 + b26 + b24)
  + VendorHypervisor6 -> (b31 + b26 + b25)
  + VendorMonitor7 -> (b31 + b26 + b25 + b24)
  + Reserved8 -> (b31 + b27)
  + Reserved16 -> (b31 + b28)
  + Reserved32 -> (b31 + b29)
  + TrustedApplication48 -> (b31 + b29 + b28)
  + TrustedOs50 -> (b31 + b29 + b28 + b25)
  + TrustedOs52 -> (b31 + b29 + b28 + b26)
  + TrustedOs56 -> (b31 + b29 + b28 + b27)
  + Legacy1 -> b24
  + Unlisted01 -> (b24 + b16)
  + Unlisted02 -> (b24 + b17)
  + Unlisted04 -> (b24 + b18)
  + Unlisted08 -> (b24 + b19)
  + Unlisted10 -> (b24 + b20)
  + Unlisted20 -> (b24 + b21)
  + Unlisted40 -> (b24 + b22)
  + Unlisted80 -> (b24 + b23)
  + Yielding02 -> b25
  + Yielding04 -> b26
  + Yielding08 -> b27
  + Yielding10 -> b28
  + ReservedYielding20 -> b29
  + ReservedYielding40 -> b30
}                                          -- of Legacy0: zero

pred inZone [masks, values: Zone -> Bit, z: Zone, id: set Bit] { id & z.masks = z.values }
fun ownersOf [masks, values: Zone -> Bit, id: set Bit]: set Owner {
  { o: Owner | some z: zoneOwner.o | inZone[masks, values, z, id] }
}
fun ownerOf [id: set Bit]: set Owner { ownersOf[zoneMask, zoneValue, id] }

-- FID-OWNER: an identifier has one owner, and lies in one zone.
pred everyIdentifierHasOneOwner [masks, values: Zone -> Bit] {
  all c: Call | one z: Zone | inZone[masks, values, z, c.id]
}
-- The zones again as the documents have them: by lowest and highest number.
pred zonesAreTheDocumentedRanges [masks, values: Zone -> Bit] {
  all c: Call | let o = ownersOf[masks, values, c.id], n = c.id & owner {
    fast in c.id implies {
      Architecture in o iff no n
      TrustedApplication in o iff between[h30000000, n, h31000000]
      TrustedOs in o iff between[h32000000, n, h3F000000]
      ReservedFast in o iff between[h08000000, n, h2F000000]
      Standard in o iff n = h04000000
      StandardHypervisor in o iff n = h05000000
      VendorHypervisor in o iff n = h06000000
      VendorMonitor in o iff n = h07000000
    } else {
      Legacy in o iff atMost[c.id, h0100FFFF]
      Unlisted in o iff between[h01010000, c.id, h01FFFFFF]
      Yielding in o iff between[h02000000, c.id, h1FFFFFFF]
      ReservedYielding in o iff between[h20000000, c.id, h7FFFFFFF]
    }
  }
}
assert EveryIdentifierHasOneOwner { everyIdentifierHasOneOwner[zoneMask, zoneValue] }
assert ZonesAreTheDocumentedRanges { zonesAreTheDocumentedRanges[zoneMask, zoneValue] }
-- MBZ bits, hint and number say nothing of the owner of a fast call. Of others they do.
assert OwnerOfAFastCallIsInBits29To24 {
  all c, d: Call | (fast in c.id & d.id and c.id & owner = d.id & owner) implies ownerOf[c.id] = ownerOf[d.id]
}
assert OwnerIsInBits29To24 { all c, d: Call | c.id & owner = d.id & owner implies ownerOf[c.id] = ownerOf[d.id] }
run EachOwnerOwnsSomething { all o: Owner | some c: Call | ownerOf[c.id] = o } for 0 but 15 Call, 1 Interface expect 1

check EveryIdentifierHasOneOwner for 0 but 1 Call, 1 Interface expect 0
check ZonesAreTheDocumentedRanges for 0 but 1 Call, 1 Interface expect 0
check OwnerOfAFastCallIsInBits29To24 for 0 but 2 Call, 1 Interface expect 0
check OwnerIsInBits29To24 for 0 but 2 Call, 1 Interface expect 1

----------------------------------------------------------------------------------------------------------------------
-- 2. Interfaces and claims
----------------------------------------------------------------------------------------------------------------------

abstract sig Layer {}
one sig El2, El3 extends Layer {}
abstract sig Conduit {}
one sig Hvc, Smc extends Conduit {}
abstract sig InstructionSet {}
one sig A32, T32, A64 extends InstructionSet {}

-- Who takes a call: Hyp mode of ARMv7, EL2 and EL3 of ARMv8 by their own execution state. AArch32 EL3 is Monitor mode.
abstract sig Taker { layer: Layer }
one sig HypOfV7, Aarch32El2, Aarch64El2, Aarch64El3, Monitor extends Taker {}
fact Takers { layer = (HypOfV7 + Aarch32El2 + Aarch64El2) -> El2 + (Aarch64El3 + Monitor) -> El3 }

-- Calls of one interface have one immediate. Where numbers are in the immediate, each number is an interface.
sig Interface { at: Layer, conduits: set Conduit, tag: set Bit, owned: Owner }
-- A claim on the identifiers that agree with its value in the bits of its mask. A dispatcher may ask claims in an
-- order, one `ahead` of another; `over` says openly which claims this one goes before.
sig Claim { of: Interface, mask, value: set Bit, ahead, over: set Claim }
-- `meant`: the interface that the caller had in mind. `iss`: ISS[24:0], `word`: the immediate of the instruction that
-- memory holds when the handler looks.
sig Call { by: InstructionSet, conduit: Conduit, taker: Taker, imm, id, iss, word: set Bit, meant: Interface }

fun immediates [s: InstructionSet, c: Conduit]: set Bit { (c = Smc and s != A64) implies b3_0 else b15_0 }
fact WellFormed {
  all i: Interface | i.tag in b15_0 and some i.conduits
  all k: Claim | k.value in k.mask
  all c: Call {
    c.imm + c.word in immediates[c.by, c.conduit]
    c.conduit = Hvc implies c.taker.layer = El2
    c.by = A64 implies c.taker in Aarch64El2 + Aarch64El3
    c.iss in b24_16 + b15_0
  }
  -- The order in which claims are asked: one after the other.
  no iden & ahead and ahead.ahead in ahead
  all disj k, l: Claim | l in k.ahead or k in l.ahead
}

pred covers [k: Claim, x: set Bit] { x & k.mask = k.value }
pred meets [k, l: Claim] { k.value & l.mask = l.value & k.mask }
pred within [k, l: Claim] { l.mask in k.mask and k.value & l.mask = l.value }
pred prefix [m: set Bit] { all b: m | above[b] in m }

-- What decides without a search: these are what a checker of claims computes.
assert ClaimsMeetWhereTheyAgree {
  all k, l: Claim {
    meets[k, l] implies (covers[k, k.value + l.value] and covers[l, k.value + l.value])
    all c: Call | (covers[k, c.id] and covers[l, c.id]) implies meets[k, l]
  }
}
assert AClaimIsWithinAnotherOrNot {
  all k, l: Claim | let other = k.value + ((l.mask - k.mask) - l.value) {
    all c: Call | (within[k, l] and covers[k, c.id]) implies covers[l, c.id]
    not within[k, l] implies (covers[k, other] and not covers[l, other])
  }
}
assert APrefixIsARange {
  all k: Claim, c: Call | prefix[k.mask] implies
    (covers[k, c.id] iff between[k.value, c.id, k.value + (Bit - k.mask)])
}
assert AMaskIsARange {
  all k: Claim, c: Call | covers[k, c.id] iff between[k.value, c.id, k.value + (Bit - k.mask)]
}
check ClaimsMeetWhereTheyAgree for 0 but 2 Claim, 2 Interface, 1 Call expect 0
check AClaimIsWithinAnotherOrNot for 0 but 2 Claim, 2 Interface, 1 Call expect 0
check APrefixIsARange for 0 but 1 Claim, 1 Interface, 1 Call expect 0
check AMaskIsARange for 0 but 1 Claim, 1 Interface, 1 Call expect 1

----------------------------------------------------------------------------------------------------------------------
-- 3. Dispatchers
----------------------------------------------------------------------------------------------------------------------

-- The claims that a call meets at the layer that takes it.
fun claimants [c: Call]: set Claim {
  { k: Claim | k.of.at = c.taker.layer and c.conduit in k.of.conduits and c.imm = k.of.tag and covers[k, c.id] }
}
fun handlers [c: Call]: set Interface { claimants[c].of }
fun firsts [order: Claim -> Claim, c: Call]: set Claim { { k: claimants[c] | no claimants[c] & order.k } }

-- Two claims are apart if no call can meet both.
pred apart [k, l: Claim] {
  k.of.at != l.of.at or no k.of.conduits & l.of.conduits or k.of.tag != l.of.tag or not meets[k, l]
}
pred registered { all k, l: Claim | k.of = l.of or apart[k, l] }
-- Where claims do meet, one says that it goes before the other, and it does.
pred declared {
  all k, l: Claim | k.of = l.of or apart[k, l] or l in k.over or k in l.over
  over in ahead
}
pred shadowedSilently [order: Claim -> Claim] {
  some c: Call, k: claimants[c], w: firsts[order, c] | w.of != k.of and k not in w.over
}

assert DispatchIsAFunction { registered implies all c: Call | lone handlers[c] }                     -- NSP-ONE-MEANING
assert DispatchIsAFunctionWithoutARegistry { all c: Call | lone handlers[c] }
assert FirstMatchIsAFunction { all c: Call | lone firsts[ahead, c] }
assert FirstMatchHasAHandler { all c: Call | some claimants[c] implies some firsts[ahead, c] }
assert NoClaimIsShadowedSilently { declared implies not shadowedSilently[ahead] }                       -- NSP-SHADOWED
assert NoUndeclaredClaimIsShadowed { not shadowedSilently[ahead] }
check DispatchIsAFunction for 0 but 2 Claim, 2 Interface, 1 Call expect 0
check DispatchIsAFunctionWithoutARegistry for 0 but 2 Claim, 2 Interface, 1 Call expect 1
check FirstMatchIsAFunction for 0 but 2 Claim, 2 Interface, 1 Call expect 0
-- Four stand for any number: an order of finitely many has a first.
check FirstMatchHasAHandler for 0 but 4 Claim, 4 Interface, 1 Call expect 0
check NoClaimIsShadowedSilently for 0 but 2 Claim, 3 Interface, 1 Call expect 0
check NoUndeclaredClaimIsShadowed for 0 but 2 Claim, 2 Interface, 1 Call expect 1
-- A whole claim may vanish behind another that nobody declared.
run AClaimThatNoCallReaches {
  some disj k, l: Claim | k.of != l.of and within[l, k] and l in k.ahead and l not in k.over and not apart[k, l]
    and some c: Call | l in claimants[c] and k in firsts[ahead, c]
} for 0 but 2 Claim, 2 Interface, 1 Call expect 1
run ADeclaredOverlap {
  declared and some disj k, l: Claim | k.of != l.of and l in k.over and not within[l, k]
    and some c, d: Call | k + l in claimants[c] and firsts[ahead, c] = k and firsts[ahead, d] = l
} for 0 but 2 Claim, 2 Interface, 2 Call expect 1
run ThreeInterfacesAtOneLayerTwoAtAnother {
  registered and all c: Call | some handlers[c]
  #at.El2 = 3 and #at.El3 = 2 and Call.meant = Interface and all c: Call | handlers[c] = c.meant
  some disj i, j: at.El2 | no i.tag and no j.tag and i.conduits = j.conduits
} for 0 but 5 Claim, 5 Interface, 5 Call expect 1

----------------------------------------------------------------------------------------------------------------------
-- 4. Claims that keep to the convention
----------------------------------------------------------------------------------------------------------------------

-- A fast call with immediate zero, its owner written out, MBZ bits compared with zero, the hint not looked at.
pred conventional [k: Claim] {
  no k.of.tag
  fast + owner + mbz in k.mask and fast in k.value and no mbz & k.value and no hint & k.mask
}
pred inOwnRange [k: Claim] {
  some z: zoneOwner.(k.of.owned) | z.zoneMask in k.mask and k.value & z.zoneMask = z.zoneValue
}
pred layerOfOwner [k: Claim] {
  k.of.owned in StandardHypervisor + VendorHypervisor implies k.of.at = El2
  k.of.owned = VendorMonitor implies k.of.at = El3
}
-- FID-64-FROM-32: a 64-bit identifier from AArch32 names nothing.
fun served [c: Call]: set Interface { (wide in c.id and c.by != A64) implies none else handlers[c] }

assert RangesRespectTheirOwner {                                                                           -- NSP-OWNER
  all k: Claim, c: Call | (inOwnRange[k] and covers[k, c.id]) implies ownerOf[c.id] = k.of.owned
}
-- One arbiter of owners is enough: none of identifiers is needed between owners.
assert ClaimsOfDifferentOwnersNeverMeet {
  all k, l: Claim | (inOwnRange[k] and inOwnRange[l] and k.of.owned != l.of.owned) implies not meets[k, l]
}
-- Within a range its owner arbitrates; where there are two with one name (vendor's hypervisor), nobody does.
assert ClaimsOfOneOwnerNeverMeet {
  all k, l: Claim | (inOwnRange[k] and inOwnRange[l] and conventional[k] and conventional[l] and layerOfOwner[k]
    and layerOfOwner[l] and k.of != l.of) implies apart[k, l]
}
pred sameBut [c, d: Call, bits: set Bit] {
  c.id - bits = d.id - bits and c.imm = d.imm and c.by = d.by and c.conduit = d.conduit and c.taker = d.taker
}
assert ReservedBitsNameNothing {                                                -- FID-RESERVED-BITS, NSP-RESERVED-BITS
  (all k: Claim | conventional[k]) implies all c: Call | some mbz & c.id implies no handlers[c]
}
assert TheHintChangesNoHandler {                                                            -- FID-SVE-HINT
  (all k: Claim | conventional[k]) implies all c, d: Call | sameBut[c, d, hint] implies handlers[c] = handlers[d]
}
-- A number may mean one thing in its 32-bit and another in its 64-bit form, unless claims leave the width open.
assert TwinsHaveOneHandler {                                                                               -- NSP-TWINS
  (all k: Claim | no wide & k.mask) implies all c, d: Call | sameBut[c, d, wide] implies handlers[c] = handlers[d]
}
assert TwinsAlwaysHaveOneHandler { all c, d: Call | sameBut[c, d, wide] implies handlers[c] = handlers[d] }
assert NoWideCallFromAArch32 { all c: Call | (c.by in A32 + T32 and wide in c.id) implies no served[c] }   -- NSP-WIDTH
assert ANonZeroImmediateIsNoCallOfTheConvention {                                  -- FID-ZERO-IMMEDIATE, NSP-IMMEDIATE
  (all k: Claim | conventional[k]) implies all c: Call | some c.imm implies no handlers[c]
}
check RangesRespectTheirOwner for 0 but 1 Claim, 1 Interface, 1 Call expect 0
check ClaimsOfDifferentOwnersNeverMeet for 0 but 2 Claim, 2 Interface expect 0
check ClaimsOfOneOwnerNeverMeet for 0 but 2 Claim, 2 Interface expect 1
check ReservedBitsNameNothing for 0 but 1 Claim, 1 Interface, 1 Call expect 0
check TheHintChangesNoHandler for 0 but 1 Claim, 1 Interface, 2 Call expect 0
check TwinsHaveOneHandler for 0 but 1 Claim, 1 Interface, 2 Call expect 0
check TwinsAlwaysHaveOneHandler for 0 but 1 Claim, 1 Interface, 2 Call expect 1
check NoWideCallFromAArch32 for 0 but 1 Claim, 1 Interface, 1 Call expect 0
check ANonZeroImmediateIsNoCallOfTheConvention for 0 but 1 Claim, 1 Interface, 1 Call expect 0
run AHintAndATwin {
  some disj c, d, e: Call, k: Claim | conventional[k] and inOwnRange[k] and no wide & k.mask
    and sameBut[c, d, hint] and c.id != d.id and sameBut[c, e, wide] and c.id != e.id
    and served[c] = k.of and served[d] = k.of and served[e] = k.of
} for 0 but 1 Claim, 1 Interface, 3 Call expect 1
run OwnersSideBySide {
  all k: Claim | conventional[k] and inOwnRange[k] and layerOfOwner[k]
  Interface.owned = Architecture + Standard + VendorHypervisor + TrustedOs and Claim.of = Interface
  all c: Call | served[c] = c.meant and Call.meant = Interface
} for 0 but 4 Claim, 4 Interface, 4 Call expect 1

----------------------------------------------------------------------------------------------------------------------
-- 5. Shims
----------------------------------------------------------------------------------------------------------------------

-- EL2 offers to its guest, by `shim`, what firmware has as `stands`. A claim within the union of two claims, and within
-- neither, is refused too: split it.
pred narrow [shim, stands: Interface] { all k: of.shim | some l: of.stands | within[k, l] }
-- What a guest reaches at EL3: what its hypervisor passes on, `passes`, and what the shim calls by itself.
fun reached [c: Call, shim: Interface, passes: set Claim]: set Claim {
  { l: Claim | l.of.at = El3 and covers[l, c.id]
    and ((some k: of.shim | covers[k, c.id]) or (some k: passes | covers[k, c.id])) }
}
assert AShimDoesNotWiden {                                                                                  -- NSP-SHIM
  all shim, stands: Interface | narrow[shim, stands] implies
    all c: Call | (some k: of.shim | covers[k, c.id]) implies some l: of.stands | covers[l, c.id]
}
-- Firmware's interfaces apart, and a guest reaches nothing but what the shim stands for.
assert AShimReachesNothingElse {
  all shim, stands: Interface | (shim.at = El2 and stands.at = El3 and narrow[shim, stands]
    and (all k, l: of.(at.El3) | k.of = l.of or not meets[k, l])) implies
      all c: Call | reached[c, shim, none].of in stands
}
check AShimDoesNotWiden for 0 but 2 Claim, 2 Interface, 1 Call expect 0
check AShimReachesNothingElse for 0 but 3 Claim, 3 Interface, 1 Call expect 0
run AShimOfLess {
  some disj shim, stands: Interface | shim.at = El2 and stands.at = El3 and narrow[shim, stands] and some of.shim
    and some c, d: Call | reached[c, shim, none].of = stands and no reached[d, shim, none]
      and some l: of.stands | covers[l, d.id]
} for 0 but 2 Claim, 2 Interface, 2 Call expect 1

----------------------------------------------------------------------------------------------------------------------
-- 6. The designs
----------------------------------------------------------------------------------------------------------------------

-- Where the immediate is in the syndrome (SYN-SMC32-NO-IMM: not for a 32-bit SMC), and which bits have another meaning.
-- Monitor mode has no such register.
pred hasImmediate [c: Call] { c.conduit = Hvc or c.by = A64 }
fun defined [c: Call]: set Bit {
  hasImmediate[c] implies b15_0 else c.taker in Aarch32El2 + Aarch64El2 implies b24_19 else none
}
-- Hardware of today: what is not defined reads as zero. A program may not rely on that, and must work whatever it is.
pred shows [c: Call] { hasImmediate[c] implies c.iss & b15_0 = c.imm }
pred showsToday [c: Call] { shows[c] and c.iss in defined[c] }
-- And what it finds if it reads the instruction (IMM rules): the executed one, unless somebody writes memory.
pred unwritten [c: Call] { c.word = c.imm }

-- A caller who keeps to the contract of the interface that it means.
pred lawful [c: Call] {
  c.conduit in c.meant.conduits and c.imm = c.meant.tag and c.taker.layer = c.meant.at
  some k: of.(c.meant) | covers[k, c.id]
}
pred hvc [c: Call] { c.conduit = Hvc }
pred smc64 [c: Call] { c.conduit = Smc and c.by = A64 }
pred smc32 [c: Call] { c.conduit = Smc and c.by != A64 }

fun hereBy [c: Call]: set Interface { { i: Interface | i.at = c.taker.layer and c.conduit in i.conduits } }
fun byZero [c: Call, seen: set Bit]: set Interface { { i: hereBy[c] | no i.tag iff no seen } }
fun byTag [c: Call, seen: set Bit]: set Interface { { i: hereBy[c] | i.tag = seen } }
fun byIdentifier [c: Call]: set Interface { { i: hereBy[c] | some k: of.i | covers[k, c.id] } }

fun d1 [c: Call]: set Interface { byZero[c, c.iss & b15_0] }            -- if (!(iss & 0xffff))
fun d1Unmasked [c: Call]: set Interface { byZero[c, c.iss] }            -- if (!iss), as in the mail
fun d2 [c: Call]: set Interface { byTag[c, c.iss & b15_0] }             -- and D3: only who chose the tags differs
fun d4 [c: Call]: set Interface { byIdentifier[c] }                 -- and D5, D6: only who chose the numbers differs
fun recovered [c: Call]: set Bit { hasImmediate[c] implies c.iss & b15_0 else c.word }
fun d7 [c: Call]: set Interface { byTag[c, recovered[c]] }
-- D8: the hypervisor's own tag first, and behind it the identifier.
fun d8 [c: Call]: set Interface { byTag[c, c.iss & b15_0] & byIdentifier[c] }

pred right [picked: set Interface, c: Call] { picked = c.meant }

-- What somebody has to see to.
pred oneOfEach { all disj i, j: Interface | not (some i.tag iff some j.tag) or i.at != j.at }
pred tagsDiffer { all disj i, j: Interface | i.tag != j.tag }
pred tagsChosen { all i: Interface | some i.tag }
pred identifiersDiffer { all k, l: Claim | k.of = l.of or not meets[k, l] }
-- D5: who fills in the device tree of a guest knows what there is at the layer that the guest calls.
pred allocatedByLayer { all k, l: Claim | k.of = l.of or k.of.at != l.of.at or not meets[k, l] }
-- Software from before: its r0 is an argument and can be anything (Xen's own hypercalls have their number in r12, x16).
pred legacy [i: Interface] { some k: of.i | no k.mask }

-- D1. One interface with zero, one without, at each layer.
check D1Hvc { all c: Call | (oneOfEach and lawful[c] and hvc[c] and shows[c]) implies right[d1[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D1Smc64 { all c: Call | (oneOfEach and lawful[c] and smc64[c] and shows[c]) implies right[d1[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D1Smc32 { all c: Call | (oneOfEach and lawful[c] and smc32[c] and shows[c]) implies right[d1[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 1
-- Even where what is reserved reads as zero: every SMC is then taken for SMC #0.
check D1Smc32Today { all c: Call | (oneOfEach and lawful[c] and smc32[c] and showsToday[c]) implies right[d1[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 1
check D1Smc32TodayTakesAllForZero {
  all c: Call | (oneOfEach and lawful[c] and smc32[c] and showsToday[c]) implies no d1[c].tag
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
-- On each of the five that may take it, today.
run D1Smc32FailsWhoeverTakesIt {
  oneOfEach and all t: Taker | some c: Call | c.taker = t and lawful[c] and smc32[c] and showsToday[c]
    and not right[d1[c], c]
} for 0 but 5 Call, 4 Claim, 4 Interface expect 1
-- The test of the mail looks at all 25 bits.
check D1UnmaskedHvc { all c: Call | (oneOfEach and lawful[c] and hvc[c] and shows[c]) implies right[d1Unmasked[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 1
check D1UnmaskedHvcToday {
  all c: Call | (oneOfEach and lawful[c] and hvc[c] and showsToday[c]) implies right[d1Unmasked[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
-- Of ARMv8, CV, COND and CCKNOWNPASS stand there: SMC #0 may not look like zero, today.
check D1UnmaskedSmc32Today {
  all c: Call | (oneOfEach and lawful[c] and smc32[c] and showsToday[c] and no c.imm) implies right[d1Unmasked[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 1
-- Legacy software with a tag of its own is told apart; a second interface with a tag is not, nor a second with zero.
check D1HvcWithLegacy {
  all c: Call | (oneOfEach and (some i: Interface | legacy[i]) and lawful[c] and hvc[c] and shows[c])
    implies right[d1[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D1HvcTwoWithATag { all c: Call | (tagsChosen and lawful[c] and hvc[c] and shows[c]) implies right[d1[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 1
run D1Works { oneOfEach and #Interface = 2 and all c: Call | lawful[c] and hvc[c] and shows[c] and right[d1[c], c]
  Call.meant = Interface } for 0 but 2 Call, 2 Claim, 2 Interface expect 1

-- D2. A registry of immediates.
check D2Hvc { all c: Call | (tagsDiffer and lawful[c] and hvc[c] and shows[c]) implies right[d2[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D2Smc64 { all c: Call | (tagsDiffer and lawful[c] and smc64[c] and shows[c]) implies right[d2[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D2Smc32 { all c: Call | (tagsDiffer and lawful[c] and smc32[c] and showsToday[c]) implies right[d2[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 1
run D2Smc32FailsWhoeverTakesIt {
  tagsDiffer and all t: Taker | some c: Call | c.taker = t and lawful[c] and smc32[c] and showsToday[c]
    and not right[d2[c], c]
} for 0 but 5 Call, 4 Claim, 4 Interface expect 1
check D2HvcWithLegacy {
  all c: Call | (tagsDiffer and (some i: Interface | legacy[i]) and lawful[c] and hvc[c] and shows[c])
    implies right[d2[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D2HvcWithoutTheRegistry { all c: Call | (lawful[c] and hvc[c] and shows[c]) implies right[d2[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 1
run D2Works { tagsDiffer and #Interface = 3 and all c: Call | lawful[c] and hvc[c] and shows[c] and right[d2[c], c]
  Call.meant = Interface } for 0 but 3 Call, 3 Claim, 3 Interface expect 1
-- A tag for SMC is of no use to A32 and T32 above 15.
check D2Smc32TagsCanBeSaid { all i: Interface | (tagsChosen and i.conduits = Smc) implies i.tag in b3_0
} for 0 but 1 Interface expect 1

-- D3. A random tag that is not zero: as D2 where the draw was lucky, and nothing makes it so.
check D3HvcLucky {
  all c: Call | (tagsChosen and tagsDiffer and lawful[c] and hvc[c] and shows[c]) implies right[d2[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D3Hvc { all c: Call | (tagsChosen and lawful[c] and hvc[c] and shows[c]) implies right[d2[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 1
check D3Smc64 { all c: Call | (tagsChosen and lawful[c] and smc64[c] and shows[c]) implies right[d2[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 1
check D3Smc32Lucky {
  all c: Call | (tagsChosen and tagsDiffer and lawful[c] and smc32[c] and showsToday[c]) implies right[d2[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 1
-- A clash needs no tag that is not zero to be spared: the convention's zero never clashes.
check D3ZeroIsNeverDrawn { tagsChosen implies all c: Call | (hvc[c] and shows[c] and no c.imm) implies no d2[c]
} for 0 but 1 Call, 2 Interface expect 0
-- Four bits have 16 values, one of them zero: a sixteenth tag is another's. Counted, not solved: pigeon holes are hard.
run D3FifteenTagsForSmc32 { tagsChosen and tagsDiffer and all i: Interface | i.tag in b3_0
} for 0 but exactly 15 Interface expect 1

-- D4. The immediate is ignored; a registry of identifiers.
check D4Hvc { all c: Call | (identifiersDiffer and lawful[c] and hvc[c]) implies right[d4[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D4Smc64 { all c: Call | (identifiersDiffer and lawful[c] and smc64[c]) implies right[d4[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D4Smc32 { all c: Call | (identifiersDiffer and lawful[c] and smc32[c]) implies right[d4[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D4WithoutTheRegistry { all c: Call | lawful[c] implies right[d4[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 1
-- Owners are enough of a registry, each seeing to its own range.
check D4ByOwner {
  all c: Call | ((all k: Claim | inOwnRange[k]) and (all disj i, j: Interface | i.owned != j.owned) and lawful[c])
    implies right[d4[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
-- Legacy software whose r0 is an argument: a hypercall is taken for firmware's, whatever its tag.
check D4WithLegacy {
  all c: Call | (tagsDiffer and (all k, l: Claim | k.of = l.of or legacy[k.of] or legacy[l.of] or not meets[k, l])
    and lawful[c]) implies right[d4[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 1
check D4LooksAtNoImmediate {                    -- no bit of the syndrome has a say: it cannot be unsafe there
  all c, d: Call | (c.id = d.id and c.conduit = d.conduit and c.taker = d.taker) implies d4[c] = d4[d]
} for 0 but 2 Call, 2 Claim, 2 Interface expect 0
run D4Works { identifiersDiffer and #Interface = 3 and all c: Call | lawful[c] and smc32[c] and right[d4[c], c]
  Call.meant = Interface } for 0 but 3 Call, 3 Claim, 3 Interface expect 1

-- D5. The identifiers are in the device tree: whoever fills it in sees to one layer, and nobody to all.
check D5 { all c: Call | (allocatedByLayer and lawful[c]) implies right[d4[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D5NeedsNoArbiter { allocatedByLayer implies identifiersDiffer } for 0 but 2 Claim, 2 Interface expect 1
-- Two allocators at one layer: a hypervisor that copies firmware's device tree and adds an interface of its own.
check D5TwoAllocators {
  all c: Call | ((all i: Interface | i.at = El2) and lawful[c]) implies right[d4[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 1
-- A guest that was given numbers of the other layer, or that has compiled in numbers of another machine.
check D5NumbersOfAnotherLayer {
  all c: Call | (allocatedByLayer and some d: Call | lawful[d] and c.id = d.id and c.conduit = d.conduit
    and c.meant = d.meant and c.taker.layer != d.taker.layer) implies d4[c] in c.meant
} for 0 but 2 Call, 2 Claim, 2 Interface expect 1
-- Software with an r0 that can be anything leaves nothing to allocate.
check D5WithLegacy { allocatedByLayer implies no disj i, j: Interface | i.at = j.at and legacy[i] and some of.j
} for 0 but 2 Claim, 2 Interface expect 0
run D5Works { allocatedByLayer and not identifiersDiffer and all c: Call | lawful[c] and right[d4[c], c]
  Call.meant = Interface and #Interface = 2 } for 0 but 2 Call, 2 Claim, 2 Interface expect 1

-- D6. Probing: a client uses an interface if the one that takes the probe is it. `probe` is an identifier that each
-- interface with a UID has for this, in its own range; what is not probed for is as in D4.
pred probed [c, probe: Call] {                  -- the client asked by the same conduit, and believed the answer
  probe.conduit = c.conduit and probe.taker = c.taker and probe.by = c.by and no probe.imm
  probe.meant = c.meant and d4[probe] = c.meant
}
pred oneHandsOutAll { all c: Call | lone d4[c] }
check D6 { all c, p: Call | (identifiersDiffer and lawful[c] and probed[c, p]) implies right[d4[c], c]
} for 0 but 2 Call, 3 Claim, 2 Interface expect 0
-- Who answers the probe need not have all the numbers: a second interface of the same owner takes some.
check D6WithoutTheRegistry { all c, p: Call | (lawful[c] and probed[c, p]) implies right[d4[c], c]
} for 0 but 2 Call, 3 Claim, 2 Interface expect 1
-- A probe is a call: where nobody keeps the number free it means something to somebody.
check D6AProbeMeansNothingElse {
  all p: Call | (some p.meant.owned and not (some k: of.(p.meant) | covers[k, p.id])) implies no d4[p]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 1
check D6AProbeInItsOwnersRangeMeansNothingElse {
  all p: Call | ((all k: Claim | inOwnRange[k]) and (all disj i, j: Interface | i.owned != j.owned)
    and ownerOf[p.id] = p.meant.owned) implies d4[p] in p.meant
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D6WithLegacy { all p: Call | ((some i: Interface | legacy[i] and i != p.meant) and ownerOf[p.id] = p.meant.owned
  and (all k: Claim | legacy[k.of] or inOwnRange[k])) implies d4[p] in p.meant
} for 0 but 1 Call, 2 Claim, 2 Interface expect 1
run D6Works { identifiersDiffer and some disj c, p: Call | lawful[c] and probed[c, p] and right[d4[c], c]
  and c.id != p.id } for 0 but 2 Call, 3 Claim, 2 Interface expect 1

-- D7. The instruction is read where the syndrome lacks the immediate.
check D7Hvc { all c: Call | (tagsDiffer and lawful[c] and hvc[c] and shows[c]) implies right[d7[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D7Smc64 { all c: Call | (tagsDiffer and lawful[c] and smc64[c] and shows[c]) implies right[d7[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D7Smc32Unwritten {
  all c: Call | (tagsDiffer and lawful[c] and smc32[c] and shows[c] and unwritten[c]) implies right[d7[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D7Smc32 { all c: Call | (tagsDiffer and lawful[c] and smc32[c] and shows[c]) implies right[d7[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 1
check D7WithoutTheRegistry {
  all c: Call | (lawful[c] and shows[c] and unwritten[c]) implies right[d7[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 1
run D7Works { tagsDiffer and #Interface = 2 and Call.meant = Interface
  all c: Call | lawful[c] and smc32[c] and showsToday[c] and unwritten[c] and right[d7[c], c]
} for 0 but 2 Call, 2 Claim, 2 Interface expect 1

-- D8. A hypervisor offers firmware's interface by a mechanism of its own: HVC with its tag.
pred ownMechanism { all i: Interface | i.conduits = Hvc and i.at = El2 and some i.tag }
pred oneHypervisor { all disj i, j: Interface | i.tag = j.tag and no k: of.i, l: of.j | meets[k, l] }
check D8Hvc { all c: Call | (ownMechanism and oneHypervisor and lawful[c] and shows[c]) implies right[d8[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
-- Beside it legacy software with another tag.
check D8HvcWithLegacy {
  all c: Call | (ownMechanism and tagsDiffer and (some i: Interface | legacy[i]) and lawful[c] and shows[c])
    implies right[d8[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
-- A client that knows the interface by its own mechanism, zero, is not served.
check D8AStandardClientIsServed {
  all c: Call | (ownMechanism and hvc[c] and shows[c] and no c.imm and c.taker.layer = c.meant.at
    and some k: of.(c.meant) | covers[k, c.id]) implies right[d8[c], c]
} for 0 but 1 Call, 1 Claim, 1 Interface expect 1
check D8AStandardClientIsNeverServed {
  all c: Call | (ownMechanism and hvc[c] and shows[c] and no c.imm) implies no d8[c]
} for 0 but 1 Call, 1 Claim, 1 Interface expect 0
-- Nor is a client of one hypervisor on another; with the same tag it would be mistaken.
check D8TwoHypervisors { all c: Call | (ownMechanism and lawful[c] and shows[c]) implies right[d8[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 1
check D8HasNoSmc { ownMechanism implies all c: Call | lawful[c] implies hvc[c]
} for 0 but 1 Call, 1 Claim, 1 Interface expect 0
run D8Works { ownMechanism and oneHypervisor and #Interface = 2 and Call.meant = Interface
  all c: Call | lawful[c] and shows[c] and right[d8[c], c] } for 0 but 2 Call, 2 Claim, 2 Interface expect 1

-- Whether a design looks at bits that it may not rely on: calls that are alike but for those are taken alike.
pred alike [c, d: Call] {
  c.by = d.by and c.conduit = d.conduit and c.taker = d.taker and c.imm = d.imm and c.id = d.id and c.word = d.word
  shows[c] and shows[d] and c.iss & defined[c] = d.iss & defined[d]
}
check D1ReliesOnNothingReserved { all c, d: Call | (alike[c, d] and hasImmediate[c]) implies d1[c] = d1[d]
} for 0 but 2 Call, 2 Interface expect 0
check D1UnmaskedReliesOnNothingReserved {
  all c, d: Call | (alike[c, d] and hasImmediate[c]) implies d1Unmasked[c] = d1Unmasked[d]
} for 0 but 2 Call, 2 Interface expect 1
check D1Smc32ReliesOnNothingReserved { all c, d: Call | alike[c, d] implies d1[c] = d1[d]
} for 0 but 2 Call, 2 Interface expect 1
check D2ReliesOnNothingReserved { all c, d: Call | (alike[c, d] and hasImmediate[c]) implies d2[c] = d2[d]
} for 0 but 2 Call, 2 Interface expect 0
check D2Smc32ReliesOnNothingReserved { all c, d: Call | alike[c, d] implies d2[c] = d2[d]
} for 0 but 2 Call, 2 Interface expect 1
check D4ReliesOnNothingReserved { all c, d: Call | alike[c, d] implies d4[c] = d4[d]
} for 0 but 2 Call, 2 Claim, 2 Interface expect 0
check D7ReliesOnNothingReserved { all c, d: Call | alike[c, d] implies d7[c] = d7[d]
} for 0 but 2 Call, 2 Interface expect 0
check D8ReliesOnNothingReserved { all c, d: Call | (ownMechanism and alike[c, d]) implies d8[c] = d8[d]
} for 0 but 2 Call, 2 Claim, 2 Interface expect 0

----------------------------------------------------------------------------------------------------------------------
-- 7. Real numbers
----------------------------------------------------------------------------------------------------------------------

check KnownOwners {
  ownerOf[h84000005] = Standard                    -- PSCI MIGRATE, and MobiCore's MC_FC_SWAP_CPU
  ownerOf[h8600FF01] = VendorHypervisor            -- UID of the vendor's hypervisor
  ownerOf[h8500FF01] = StandardHypervisor          -- where Xen answers
  ownerOf[hBF00FF01] = TrustedOs                   -- OP-TEE's UID
  ownerOf[h32000004] = ReservedYielding            -- OP-TEE's yielding call
  ownerOf[h46000001] = ReservedYielding            -- Hyper-V's first hypercall
  ownerOf[h95C1BA5E] = ReservedFast                -- KVM's PSCI 0.1
  ownerOf[none] = Legacy and ownerOf[h00000003] = Legacy           -- Xen's PSCI 0.1, MobiCore's YIELD
  ownerOf[hFFFFF200] = TrustedOs                   -- Trusted Foundations
  ownerOf[h8700FF01] = VendorMonitor
} for 0 expect 0
-- Those that no callee which keeps to the convention can have, whoever owns them.
check KnownNumbersWithReservedBits {
  some h95C1BA5E & mbz and some hFFFFF200 & mbz and some hFFFFFFFC & mbz and no h84000005 & mbz
} for 0 expect 0
-- Legacy SPM_MM and FF-A say the same: a claim of one identifier each.
check SpmMmAndFfaAreApart {
  no k, l: Claim | k.of != l.of and k.mask = Bit and l.mask = Bit and k.value = hC4000061 and l.value = hC4000061
    and k.of.owned = Standard and l.of.owned = Standard and k.of.at = l.of.at and k.of.conduits = l.of.conduits
    and k.of.tag = l.of.tag and inOwnRange[k] and inOwnRange[l]
    and some c: Call | handlers[c] = k.of + l.of
} for 0 but 2 Claim, 2 Interface, 1 Call expect 1
-- khypervisor's ping, and the debug calls of Xen: one immediate of HVC.
check KhypervisorAndXenDebugAreApart {
  no disj i, j: Interface | i.tag = h0000FFFE and j.tag = h0000FFFE and i.conduits + j.conduits = Hvc
    and some c: Call | lawful[c] and shows[c] and d2[c] = i + j
} for 0 but 2 Claim, 2 Interface, 1 Call expect 1
-- Xen's own tag and its PSCI by zero, as the mail has it.
run XenAndPsci {
  some disj xen, psci: Interface | xen.tag = h00000EA1 and no psci.tag and legacy[xen] and oneOfEach
    and some disj c, d: Call | lawful[c] and lawful[d] and c.meant = xen and d.meant = psci and c.id = d.id
      and hvc[c] and hvc[d] and shows[c] and shows[d] and d1[c] = xen and d1[d] = psci
} for 0 but 2 Claim, 2 Interface, 2 Call expect 1

----------------------------------------------------------------------------------------------------------------------
-- 8. Mutants: a fault, and the law that notices
----------------------------------------------------------------------------------------------------------------------

-- A zone forgets a bit of its mask: two owners.
check MutTrustedOsFrom48 {
  everyIdentifierHasOneOwner[zoneMask - TrustedOs50 -> b25, zoneValue - TrustedOs50 -> b25]
} for 0 but 1 Call, 1 Interface expect 1
-- A zone compares the width: its 64-bit identifiers are nobody's.
check MutStandardIs32Bit { everyIdentifierHasOneOwner[zoneMask + Standard4 -> b30, zoneValue]
} for 0 but 1 Call, 1 Interface expect 1
-- Two zones change places: still one owner each, but not the documented one.
check MutHypervisorsExchanged {
  zonesAreTheDocumentedRanges[zoneMask, zoneValue - StandardHypervisor5 -> b24 - VendorHypervisor6 -> b25
    + StandardHypervisor5 -> b25 + VendorHypervisor6 -> b24]
} for 0 but 1 Call, 1 Interface expect 1
-- Claims are compared by value alone.
check MutClaimsMeetByValue {
  all k, l: Claim, c: Call | (covers[k, c.id] and covers[l, c.id]) implies k.value = l.value
} for 0 but 2 Claim, 2 Interface, 1 Call expect 1
-- A claim is taken to be within another whose bits agree, whatever its mask.
check MutWithinByValue {
  all k, l: Claim, c: Call | (k.value & l.mask = l.value and covers[k, c.id]) implies covers[l, c.id]
} for 0 but 2 Claim, 2 Interface, 1 Call expect 1
-- The registry does not look at claims of different width: dispatch is no function.
check MutRegistryByNumber {
  (all k, l: Claim | k.of = l.of or k.mask != l.mask or apart[k, l]) implies all c: Call | lone handlers[c]
} for 0 but 2 Claim, 2 Interface, 1 Call expect 1
-- Precedence is declared, and the code asks in another order.
check MutOrderOfTheCode {
  (all k, l: Claim | k.of = l.of or apart[k, l] or l in k.over or k in l.over) implies not shadowedSilently[ahead]
} for 0 but 2 Claim, 2 Interface, 1 Call expect 1
-- The one dispatcher asks the last first.
check MutLastMatch { declared implies not shadowedSilently[~ahead]
} for 0 but 2 Claim, 2 Interface, 1 Call expect 1
-- An owner's range is looked for in the number, not the owner's bits.
check MutRangeWithoutMask {
  all k: Claim, c: Call | ((some z: zoneOwner.(k.of.owned) | k.value & z.zoneMask = z.zoneValue) and covers[k, c.id])
    implies ownerOf[c.id] = k.of.owned
} for 0 but 1 Claim, 1 Interface, 1 Call expect 1
-- MBZ bits are not compared.
check MutReservedBitsIgnored {
  (all k: Claim | no k.of.tag and fast + owner in k.mask and fast in k.value and no mbz & k.mask)
    implies all c: Call | some mbz & c.id implies no handlers[c]
} for 0 but 1 Claim, 1 Interface, 1 Call expect 1
-- The hint is compared, as before version 1.3.
check MutHintCompared {
  (all k: Claim | no k.of.tag and fast + owner + mbz + hint in k.mask and fast in k.value and no mbz & k.value)
    implies all c, d: Call | sameBut[c, d, hint] implies handlers[c] = handlers[d]
} for 0 but 1 Claim, 1 Interface, 2 Call expect 1
-- Nobody looks at the state of the caller.
check MutWideFromAArch32 { all c: Call | (c.by in A32 + T32 and wide in c.id) implies no handlers[c]
} for 0 but 1 Claim, 1 Interface, 1 Call expect 1
-- The immediate is not compared.
check MutImmediateIgnored {
  (all k: Claim | conventional[k]) implies all c: Call | some c.imm implies no byIdentifier[c]
} for 0 but 1 Claim, 1 Interface, 1 Call expect 1
-- A shim offers the range of the owner and not of the interface.
check MutShimOffersItsOwnersRange {
  all shim, stands: Interface | (all k: of.shim | inOwnRange[k] and shim.owned = stands.owned) implies
    all c: Call | (some k: of.shim | covers[k, c.id]) implies some l: of.stands | covers[l, c.id]
} for 0 but 2 Claim, 2 Interface, 1 Call expect 1
-- A shim offers both widths of what has one.
check MutShimOffersTwins {
  all shim, stands: Interface | (all k: of.shim | some l: of.stands |
    l.mask - wide in k.mask and k.value & (l.mask - wide) = l.value - wide) implies
      all c: Call | (some k: of.shim | covers[k, c.id]) implies some l: of.stands | covers[l, c.id]
} for 0 but 2 Claim, 2 Interface, 1 Call expect 1
-- What the shim does not have is passed on.
check MutShimPassesTheRestOn {
  all shim, stands: Interface | (shim.at = El2 and stands.at = El3 and narrow[shim, stands]
    and (all k, l: of.(at.El3) | k.of = l.of or not meets[k, l])) implies
      all c: Call | reached[c, shim, of.(at.El3)].of in stands
} for 0 but 3 Claim, 3 Interface, 1 Call expect 1
-- A dispatcher on the immediate that masks one bit too few, or one too many.
check MutMaskOf17Bits {
  all c: Call | (tagsDiffer and lawful[c] and hvc[c] and shows[c]) implies right[byTag[c, c.iss & (b15_0 + b16)], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 1
check MutMaskOf8Bits {
  all c: Call | (tagsDiffer and lawful[c] and hvc[c] and shows[c])
    implies right[byTag[c, c.iss & (b3_0 + b4 + b5 + b6 + b7)], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 1
