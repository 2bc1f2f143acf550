-- SPDX-License-Identifier: Apache-2.0
/*
 * The cells of the table of designs that Namespace.als leaves open: what `armcall compare` decides, decided here too.
 *
 * MODELLED, SOURCES. As in Namespace.als, which this opens: designs d1 to d8, callers, takers, syndromes.
 *
 * CHECKED. What is safe, for all calls (`expect 0`). What is unsafe, not only somewhere but in every way in which a call
 * can come about: each conduit, each instruction set, each of the five that may take it (`expect 1`, "EveryWay").
 *
 * WITH AND WITHOUT EL3. A machine without EL3 has no Monitor and no EL3 that takes a call, and otherwise the same
 * callers, takers and syndromes: what is safe for all takers is safe there, and what is unsafe in every way is unsafe
 * for those that are left. If an SMC comes to EL2 there at all is not asked here (Syndrome.tla, ROU_SMC_NO_EL3).
 *
 * LEFT OUT. As in Namespace.als.
 */
module DesignCells

open Namespace

-- Every way in which a call can come about: A64 is taken by AArch64 only, HVC at EL2 only (WellFormed). T32 is left out:
-- nothing here or in Namespace.als tells it from A32, so that what A32 can do it can do as well.
pred everyHvc [bad: set Call] {
  all t: HypOfV7 + Aarch32El2 + Aarch64El2 | some c: bad | c.conduit = Hvc and c.by = A32 and c.taker = t
  some c: bad | c.conduit = Hvc and c.by = A64 and c.taker = Aarch64El2
}
pred everySmc64 [bad: set Call] {
  all t: Aarch64El2 + Aarch64El3 | some c: bad | c.conduit = Smc and c.by = A64 and c.taker = t
}
pred everySmc32 [bad: set Call] {
  all t: Taker | some c: bad | c.conduit = Smc and c.by = A32 and c.taker = t
}
pred everyWay [bad: set Call] { everyHvc[bad] and everySmc64[bad] and everySmc32[bad] }
pred besideLegacy {
  all disj i, j: Interface | i.at != j.at or (legacy[i] and some i.tag) or (legacy[j] and some j.tag)
}
pred someLegacy { some i: Interface | legacy[i] }

----------------------------------------------------------------------------------------------------------------------
-- 1. Safe, for all calls
----------------------------------------------------------------------------------------------------------------------

check D1UnmaskedSmc64Today {
  all c: Call | (oneOfEach and lawful[c] and smc64[c] and showsToday[c]) implies right[d1Unmasked[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D1Smc64WithLegacy {
  all c: Call | (oneOfEach and someLegacy and lawful[c] and smc64[c] and shows[c]) implies right[d1[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D2Smc64WithLegacy {
  all c: Call | (tagsDiffer and someLegacy and lawful[c] and smc64[c] and shows[c]) implies right[d2[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D3Smc64Lucky {
  all c: Call | (tagsChosen and tagsDiffer and lawful[c] and smc64[c] and shows[c]) implies right[d2[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D3WithLegacyLucky {
  all c: Call | (tagsChosen and tagsDiffer and someLegacy and lawful[c] and hasImmediate[c] and shows[c])
    implies right[d2[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D7WithLegacy {
  all c: Call | (tagsDiffer and someLegacy and lawful[c] and hasImmediate[c] and shows[c]) implies right[d7[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0
check D7Smc32UnwrittenWithLegacy {
  all c: Call | (tagsDiffer and someLegacy and lawful[c] and smc32[c] and shows[c] and unwritten[c])
    implies right[d7[c], c]
} for 0 but 1 Call, 2 Claim, 2 Interface expect 0

----------------------------------------------------------------------------------------------------------------------
-- 2. Unsafe, in every way, on today's hardware
----------------------------------------------------------------------------------------------------------------------

run D1Smc32WithLegacyFailsEveryWay {
  oneOfEach and besideLegacy and someLegacy
  everySmc32[{ c: Call | lawful[c] and showsToday[c] and not right[d1[c], c] }]
} for 0 but 5 Call, 4 Claim, 4 Interface expect 1
run D1TwoWithATagFailsEveryWay {
  tagsChosen and everyWay[{ c: Call | lawful[c] and showsToday[c] and not right[d1[c], c] }]
} for 0 but 11 Call, 4 Claim, 4 Interface expect 1
run D2Smc32WithLegacyFailsEveryWay {
  tagsDiffer and besideLegacy and someLegacy
  everySmc32[{ c: Call | lawful[c] and showsToday[c] and not right[d2[c], c] }]
} for 0 but 5 Call, 4 Claim, 4 Interface expect 1
run D2WithoutTheRegistryFailsEveryWay {
  everyWay[{ c: Call | lawful[c] and showsToday[c] and not right[d2[c], c] }]
} for 0 but 11 Call, 4 Claim, 4 Interface expect 1
-- Of a 32-bit SMC a lucky draw is no help; elsewhere two drew the same.
run D3Smc32LuckyFailsEveryWay {
  tagsChosen and tagsDiffer and everySmc32[{ c: Call | lawful[c] and showsToday[c] and not right[d2[c], c] }]
} for 0 but 5 Call, 4 Claim, 4 Interface expect 1
run D3FailsEveryWay {
  tagsChosen and everyWay[{ c: Call | lawful[c] and showsToday[c] and not right[d2[c], c] }]
} for 0 but 11 Call, 4 Claim, 4 Interface expect 1
run D3Smc32WithLegacyLuckyFailsEveryWay {
  tagsChosen and tagsDiffer and besideLegacy and someLegacy
  everySmc32[{ c: Call | lawful[c] and showsToday[c] and not right[d2[c], c] }]
} for 0 but 5 Call, 4 Claim, 4 Interface expect 1
run D3WithLegacyFailsEveryWay {
  tagsChosen and besideLegacy and someLegacy
  everyWay[{ c: Call | lawful[c] and showsToday[c] and not right[d2[c], c] }]
} for 0 but 11 Call, 4 Claim, 4 Interface expect 1
-- D4, D5 and D6 pick by the number: nothing but legacy software, or nobody who arbitrates, is needed to fail.
run D4WithLegacyFailsEveryWay {
  tagsDiffer and besideLegacy and everyWay[{ c: Call | lawful[c] and not right[d4[c], c] }]
} for 0 but 11 Call, 4 Claim, 4 Interface expect 1
run D4WithoutTheRegistryFailsEveryWay {
  no i: Interface | legacy[i]
  everyWay[{ c: Call | lawful[c] and not right[d4[c], c] }]
} for 0 but 11 Call, 4 Claim, 4 Interface expect 1
run D5WithLegacyFailsEveryWay {
  besideLegacy
  all k, l: Claim | k.of = l.of or legacy[k.of] or legacy[l.of] or k.of.at != l.of.at or not meets[k, l]
  everyWay[{ c: Call | lawful[c] and not right[d4[c], c] }]
} for 0 but 11 Call, 4 Claim, 4 Interface expect 1
run D6WithLegacyFailsEveryWay {
  (all k: Claim | legacy[k.of] or inOwnRange[k])
  everyWay[{ p: Call | ownerOf[p.id] = p.meant.owned and not legacy[p.meant] and lawful[p] and not d4[p] in p.meant }]
} for 0 but 11 Call, 4 Claim, 4 Interface expect 1
run D6WithoutTheRegistryFailsEveryWay {
  (all k: Claim | inOwnRange[k])
  everyWay[{ c: Call | lawful[c] and not right[d4[c], c] }]
} for 0 but 11 Call, 4 Claim, 4 Interface expect 1
run D7Smc32WrittenFailsEveryWay {
  tagsDiffer and everySmc32[{ c: Call | lawful[c] and showsToday[c] and not right[d7[c], c] }]
} for 0 but 5 Call, 4 Claim, 4 Interface expect 1
run D7Smc32WrittenWithLegacyFailsEveryWay {
  tagsDiffer and besideLegacy and someLegacy
  everySmc32[{ c: Call | lawful[c] and showsToday[c] and not right[d7[c], c] }]
} for 0 but 5 Call, 4 Claim, 4 Interface expect 1
run D7WithoutTheRegistryFailsEveryWay {
  everyWay[{ c: Call | lawful[c] and showsToday[c] and unwritten[c] and not right[d7[c], c] }]
} for 0 but 11 Call, 4 Claim, 4 Interface expect 1
run D8TwoHypervisorsFailsEveryWay {
  ownMechanism and everyHvc[{ c: Call | lawful[c] and showsToday[c] and not right[d8[c], c] }]
} for 0 but 4 Call, 4 Claim, 4 Interface expect 1

----------------------------------------------------------------------------------------------------------------------
-- 3. Bits that a program may not rely on have a say, in every way
----------------------------------------------------------------------------------------------------------------------

run D1UnmaskedReliesOnReservedEveryWay {
  oneOfEach and let swayed = { c: Call | some d: Call | alike[c, d] and d1Unmasked[c] != d1Unmasked[d] } |
    everyHvc[swayed] and everySmc64[swayed]
} for 0 but 12 Call, 4 Claim, 4 Interface expect 1
run D1Smc32ReliesOnReservedEveryWay {
  oneOfEach and everySmc32[{ c: Call | some d: Call | alike[c, d] and d1[c] != d1[d] }]
} for 0 but 10 Call, 4 Claim, 4 Interface expect 1
run D2Smc32ReliesOnReservedEveryWay {
  tagsDiffer and everySmc32[{ c: Call | some d: Call | alike[c, d] and d2[c] != d2[d] }]
} for 0 but 10 Call, 4 Claim, 4 Interface expect 1
