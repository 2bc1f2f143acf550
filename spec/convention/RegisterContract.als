-- SPDX-License-Identifier: Apache-2.0
/*
 * What caller and callee owe each other in registers: who may change what, by version, and which callers run on which
 * callees.
 *
 * MODELLED. The versions of the SMC Calling Convention, 1.0 to 1.7, and the time before it ("pre": arguments and
 * results in r0 to r7, the rest of no part). The eight ways to make a call: AArch32 or AArch64, 32 or 64 bits wide,
 * HVC or SMC. For each, the role of each general-purpose register after the call, and the arguments. A register of
 * AArch64 has two halves. Functions, with the version whose convention they are written for and the places of their
 * results; callees of a version; callers of a version, with what they rely on and what they read. A call is what may
 * then happen.
 *
 * CHECKED. Part 1: the contracts as tables. Roles partition the registers, conduits do not matter, results lie within
 * what the caller gives up, later versions only add. Part 2: every callee is compatible with callers of each version
 * that its own claims compatibility with, for the functions that such a caller knows. Part 3: where it is not, the
 * caller that breaks, and that nobody else breaks there: a caller of 1.1 on a callee of 1.0; a caller of 1.1 that calls
 * a function of 1.2. Part 4: a faulty contract is noticed. `expect 0`: a law that holds. `expect 1`: one that must not
 * hold, or something that must be possible. A call has one caller, one callee and one function, so that one of each is
 * no sample but the whole.
 *
 * LEFT OUT. SP, PSTATE, floating-point and vector registers. Values: a register is kept or changed, and who leaks what
 * is CallingConvention.tla's. The identifiers of functions, and who answers (Contract.tla, whose RegisterContract is
 * the same table by the same reading, compared with the Java model). Calls with a non-zero immediate, which are no
 * calls of the convention: Xen's own interface changes x16 and r12, and may.
 *
 * SOURCES. Arm DEN0028 "SMC Calling Convention": issue B (1.0: x4 to x17 have an unpredictable state), C section 2.6
 * (from 1.1: preserved; a 32-bit call of AArch64 preserves x8 to x30), G section 2.6 ("Registers W4-W7 must be
 * preserved unless they contain results, as specified in the function definition"), G section 3.1. B. Marquis,
 * xen-devel, September 2026, on 1.0, 1.1 and 1.2. r4 to r14 of AArch32 in 1.1: M. Zyngier, Linux f2d3b2e8759a,
 * "SMCCC v1.1 is that it only clobbers the first 4 registers, both on 32 and 64bit". In 1.0: no text of issue A or B
 * was at hand; Xen and Linux use one sequence for both versions there, which takes r0 to r3 for changed and nothing
 * else. That is read into the table, and replay reports no violation by it.
 * Before 1.0: D. Martin, xen-devel, April 2013.
 */
module RegisterContract

enum Version { Pre, V10, V11, V12, V13, V14, V15, V16, V17 }

fun later [v: Version]: set Version { v.^ordering/next }
fun from [v: Version]: set Version { v.*ordering/next }
fun smccc: set Version { from[V10] }

abstract sig State {}
one sig AArch32, AArch64 extends State {}
abstract sig Width {}
one sig Bits32, Bits64 extends Width {}
abstract sig Conduit {}
one sig Hvc, Smc extends Conduit {}

-- A way to make a call.
abstract sig Way { state: State, width: Width, conduit: Conduit }
one sig A32Hvc32, A32Smc32, A32Hvc64, A32Smc64, A64Hvc32, A64Smc32, A64Hvc64, A64Smc64 extends Way {}
fact Ways {
  state = (A32Hvc32 + A32Smc32 + A32Hvc64 + A32Smc64) -> AArch32
    + (A64Hvc32 + A64Smc32 + A64Hvc64 + A64Smc64) -> AArch64
  width = (A32Hvc32 + A32Smc32 + A64Hvc32 + A64Smc32) -> Bits32 + (A32Hvc64 + A32Smc64 + A64Hvc64 + A64Smc64) -> Bits64
  conduit = (A32Hvc32 + A32Hvc64 + A64Hvc32 + A64Hvc64) -> Hvc + (A32Smc32 + A32Smc64 + A64Smc32 + A64Smc64) -> Smc
}
-- Written out as well, so that the tables below are constants: fields are not.
fun a32: set Way { A32Hvc32 + A32Smc32 }
fun a64by32: set Way { A64Hvc32 + A64Smc32 }
fun a64by64: set Way { A64Hvc64 + A64Smc64 }
fun a64: set Way { a64by32 + a64by64 }

-- Of AArch32: r0 to r14.
abstract sig Reg {}
one sig R0, R1, R2, R3, R4, R5, R6, R7, R8, R9, R10, R11, R12, R13, R14, R15, R16, R17, R18, R19, R20, R21, R22, R23,
  R24, R25, R26, R27, R28, R29, R30 extends Reg {}
fun r0to3: set Reg { R0 + R1 + R2 + R3 }
fun r4to7: set Reg { R4 + R5 + R6 + R7 }
fun r8to14: set Reg { R8 + R9 + R10 + R11 + R12 + R13 + R14 }
fun r8to17: set Reg { r8to14 + R15 + R16 + R17 }
fun r18to30: set Reg { R18 + R19 + R20 + R21 + R22 + R23 + R24 + R25 + R26 + R27 + R28 + R29 + R30 }
fun registersOf [w: Way]: set Reg { w in a32 implies r0to3 + r4to7 + r8to14 else w in a64 implies Reg else none }

abstract sig Half {}
one sig Low, High extends Half {}
fun halvesOf [w: Way]: set Half { w in a32 implies Low else w in a64 implies Half else none }

----------------------------------------------------------------------------------------------------------------------
-- 1. The tables
----------------------------------------------------------------------------------------------------------------------

abstract sig Role {}
one sig Result,             -- a result, or anything if the function has none there
  ResultOrPreserved,        -- a result, or as it was if the function has none there
  Preserved,
  Unpredictable extends Role {}

fun roles: Version -> Way -> Reg -> Role {
  -- Arguments and results are constrained to r0 to r7; the rest takes no part.
  Pre -> (a32 + a64) -> (r0to3 + r4to7) -> Result
  + Pre -> a32 -> r8to14 -> Preserved
  + Pre -> a64 -> (r8to17 + r18to30) -> Preserved
  + smccc -> (a32 + a64) -> r0to3 -> Result
  -- AArch32: r4 to r7 may hold results from 1.2 on.
  + (V10 + V11) -> a32 -> r4to7 -> Preserved
  + from[V12] -> a32 -> r4to7 -> ResultOrPreserved
  + smccc -> a32 -> r8to14 -> Preserved
  -- AArch64: x4 to x17 are unpredictable, then preserved, then of the function; a 32-bit call stops at w7.
  + V10 -> a64 -> (r4to7 + r8to17) -> Unpredictable
  + V11 -> a64 -> (r4to7 + r8to17) -> Preserved
  + from[V12] -> a64 -> r4to7 -> ResultOrPreserved
  + from[V12] -> a64by32 -> r8to17 -> Preserved
  + from[V12] -> a64by64 -> r8to17 -> ResultOrPreserved
  + smccc -> a64 -> r18to30 -> Preserved
}

-- The identifier is in r0 or w0; the others are the function's.
fun arguments: Version -> Way -> Reg {
  Version -> (a32 + a64) -> (r0to3 + r4to7)
  + from[V12] -> a64by64 -> r8to17
}

-- The halves of a register that an argument or a result fills: the rest is unspecified, and to be ignored.
fun filled: Way -> Half { (a32 + a64by32) -> Low + a64by64 -> Half }

-- A version claims to run callers of each earlier version of the convention.
fun claims: Version -> Version { { v, w: smccc | v in later[w] } }

-- Where a result may be, and what may differ after a call of a function with these results.
fun resultRegisters [at: Version -> Way -> Reg -> Role, v: Version, w: Way]: set Reg {
  at[v][w].(Result + ResultOrPreserved)
}
fun mayChange [at: Version -> Way -> Reg -> Role, v: Version, w: Way, results: set Reg]: set Reg {
  at[v][w].(Result + Unpredictable) + (at[v][w].ResultOrPreserved & results)
}

pred rolesPartitionRegisters [at: Version -> Way -> Reg -> Role] {
  all v: Version, w: Way | at[v][w] in registersOf[w] -> one Role
}
pred conduitDoesNotMatter [at: Version -> Way -> Reg -> Role, takes: Version -> Way -> Reg] {
  all v: Version, w, x: Way | (w.state = x.state and w.width = x.width) implies
    (at[v][w] = at[v][x] and takes[v][w] = takes[v][x])
}
-- The first four always are; and nothing may be changed that could not hold a result, but in 1.0 and before.
pred onlyResultRegistersChange [at: Version -> Way -> Reg -> Role] {
  all v: from[V11], w: a32 + a64 | r0to3 in resultRegisters[at, v, w] and no at[v][w].Unpredictable
}
pred calleeSavedAreKept [at: Version -> Way -> Reg -> Role] {
  all v: smccc, w: a32 | r8to14 in at[v][w].Preserved
  all v: smccc, w: a64 | r18to30 in at[v][w].Preserved
}
pred resultsAreWhereArgumentsAre [at: Version -> Way -> Reg -> Role, takes: Version -> Way -> Reg] {
  all v: smccc, w: Way | resultRegisters[at, v, w] in takes[v][w]
}
-- Who goes to a later version loses no place for arguments or results, and keeps what was kept but for results.
pred laterVersionsOnlyAdd [at: Version -> Way -> Reg -> Role, takes: Version -> Way -> Reg] {
  all w: Way, v: smccc, x: later[v] {
    takes[v][w] in takes[x][w]
    resultRegisters[at, v, w] in resultRegisters[at, x, w]
    mayChange[at, x, w, none] in mayChange[at, v, w, none]
  }
}
-- A 32-bit call is one contract: an AArch64 caller sees what an AArch32 caller sees, in as many registers as it has.
pred narrowCallsAreAlike [at: Version -> Way -> Reg -> Role, versions: set Version] {
  all v: versions, w: a32, x: a64by32 | at[v][w] = registersOf[w] <: at[v][x]
}
pred no64BitCallsFrom32 [at: Version -> Way -> Reg -> Role, takes: Version -> Way -> Reg] {
  all w: Way | (w.state = AArch32 and w.width = Bits64) implies no at[Version][w] + takes[Version][w] -> Role
}

assert RolesPartitionRegisters { rolesPartitionRegisters[roles] }
assert ConduitDoesNotMatter { conduitDoesNotMatter[roles, arguments] }
assert OnlyResultRegistersChange { onlyResultRegistersChange[roles] }
assert CalleeSavedAreKept { calleeSavedAreKept[roles] }
assert ResultsAreWhereArgumentsAre { resultsAreWhereArgumentsAre[roles, arguments] }
assert LaterVersionsOnlyAdd { laterVersionsOnlyAdd[roles, arguments] }
assert NarrowCallsAreAlike { narrowCallsAreAlike[roles, from[V11]] }
assert NarrowCallsAreAlikeIn10 { narrowCallsAreAlike[roles, V10] }
assert No64BitCallsFrom32 { no64BitCallsFrom32[roles, arguments] }

check RolesPartitionRegisters for 0 expect 0
check ConduitDoesNotMatter for 0 expect 0
check OnlyResultRegistersChange for 0 expect 0
check CalleeSavedAreKept for 0 expect 0
check ResultsAreWhereArgumentsAre for 0 expect 0
check LaterVersionsOnlyAdd for 0 expect 0
check NarrowCallsAreAlike for 0 expect 0
check NarrowCallsAreAlikeIn10 for 0 expect 1        -- x4 to x14 are unpredictable, r4 to r14 are not
check No64BitCallsFrom32 for 0 expect 0

----------------------------------------------------------------------------------------------------------------------
-- 2. Callers on callees
----------------------------------------------------------------------------------------------------------------------

-- What a function's own specification says, in terms of one version of the convention.
sig Function { of: Version, by: Way, results: set Reg }
sig Callee { version: Version }
-- A program of a version: what it still needs after the call, and what it takes for results.
sig Caller { version: Version, relies: Reg -> Half, reads: Reg -> Half }
sig Call { caller: Caller, callee: Callee, function: Function, changed: Reg -> Half, returned: Reg -> Half }

fun way [c: Call]: Way { c.function.by }
fun places [w: Way, registers: set Reg]: Reg -> Half { registers -> halvesOf[w] }

pred wellWritten [at: Version -> Way -> Reg -> Role, f: Function] {
  f.by in a32 + a64
  R0 in f.results
  f.results in resultRegisters[at, f.of, f.by]
}
-- The caller keeps to the contract of its own version: it relies on nothing that this lets change, where it knows what
-- the function returns; and reads no more than that.
pred callerKeepsTo [at: Version -> Way -> Reg -> Role, c: Call] {
  let w = way[c], v = c.caller.version |
    c.caller.relies in places[w, registersOf[w] - mayChange[at, v, w, c.function.results]]
  c.caller.reads in c.function.results -> filled[way[c]]
}
-- The same of a caller that does not know that a function may return more than its own version lets it.
pred callerTrustsItsVersion [at: Version -> Way -> Reg -> Role, c: Call] {
  let w = way[c], v = c.caller.version, known = c.function.results & resultRegisters[at, v, w] {
    c.caller.relies in places[w, registersOf[w] - mayChange[at, v, w, known]]
    c.caller.reads in known -> filled[w]
  }
}
-- The callee keeps to the contract of its version. A function that it does not know, which is of a later version, it
-- answers with NOT_SUPPORTED in r0 (RES-UNKNOWN).
fun answered [c: Call]: set Reg {
  c.function.of in Pre + later[c.callee.version] implies R0 else c.function.results
}
pred calleeKeepsTo [at: Version -> Way -> Reg -> Role, fills: Way -> Half, c: Call] {
  let w = way[c], v = c.callee.version {
    c.returned = answered[c] -> fills[w]
    c.changed in places[w, mayChange[at, v, w, answered[c]]]
  }
}
pred breaks [c: Call] {
  some c.changed & c.caller.relies
  or (answered[c] = c.function.results and some c.caller.reads - c.returned)
}

-- Everybody keeps to the contract; the call itself is one that the caller's version knows.
pred compatible [at: Version -> Way -> Reg -> Role, fills: Way -> Half, claimed: Version -> Version] {
  all c: Call | (wellWritten[at, c.function] and c.function.of in smccc
    and c.caller.version in from[c.function.of]
    and c.callee.version -> c.caller.version in claimed + (smccc <: iden)
    and callerKeepsTo[at, c] and calleeKeepsTo[at, fills, c]) implies not breaks[c]
}

assert CallersOfTheSameVersionRun { compatible[roles, filled, none -> none] }          -- REG-PRESERVED REG-RESULTS
assert CallersOfClaimedVersionsRun { compatible[roles, filled, claims] }               -- REG-COMPATIBLE
-- What a function that nobody knows changes, from 1.1 on: RES-UNKNOWN.
pred unknownKeeps [v: Version] {
  all c: Call | (c.function.of in later[v] and c.callee.version = v and wellWritten[roles, c.function]
    and calleeKeepsTo[roles, filled, c]) implies c.changed.Half in r0to3
}
assert AnUnknownFunctionKeepsTheRest { all v: from[V11] | unknownKeeps[v] }
assert AnUnknownFunctionKeepsTheRestIn10 { unknownKeeps[V10] }
-- A caller that reads all 64 bits of a 32-bit result reads what nobody wrote: REG-UPPER-HALVES.
assert WholeResultsCanBeRead {
  all c: Call | (wellWritten[roles, c.function] and c.caller.version = c.callee.version and c.function.of = V12
    and c.callee.version = V12 and c.caller.reads in places[way[c], c.function.results]
    and no c.caller.relies and calleeKeepsTo[roles, filled, c]) implies not breaks[c]
}

check CallersOfTheSameVersionRun for 0 but 1 Function, 1 Callee, 1 Caller, 1 Call expect 0
check CallersOfClaimedVersionsRun for 0 but 1 Function, 1 Callee, 1 Caller, 1 Call expect 0
check AnUnknownFunctionKeepsTheRest for 0 but 1 Function, 1 Callee, 1 Caller, 1 Call expect 0
check AnUnknownFunctionKeepsTheRestIn10 for 0 but 1 Function, 1 Callee, 1 Caller, 1 Call expect 1
check WholeResultsCanBeRead for 0 but 1 Function, 1 Callee, 1 Caller, 1 Call expect 1

-- Nothing above holds because nothing happens: a caller that relies on and reads all that it may, and a callee that
-- changes all that it may.
run AFullCallOfEachWay {
  all w: a32 + a64 | some c: Call {
    way[c] = w and c.function.of = V12 and c.caller.version = V12 and c.callee.version = V13
    wellWritten[roles, c.function] and callerKeepsTo[roles, c] and calleeKeepsTo[roles, filled, c]
    c.function.results = resultRegisters[roles, V12, w]
    c.caller.reads = c.function.results -> filled[w]
    c.caller.relies = places[w, registersOf[w] - c.function.results]
    c.changed = places[w, c.function.results]
  }
} for 0 but 6 Function, 1 Callee, 6 Caller, 6 Call expect 1
run AnOldCallerOnANewCallee {
  some c: Call | c.function.of = V11 and c.caller.version = V11 and c.callee.version = V17
    and wellWritten[roles, c.function] and callerKeepsTo[roles, c] and calleeKeepsTo[roles, filled, c]
    and places[way[c], r4to7 + r8to17 + r18to30] in c.caller.relies and some c.changed
} for 0 but 1 Function, 1 Callee, 1 Caller, 1 Call expect 1

----------------------------------------------------------------------------------------------------------------------
-- 3. The callers that break
----------------------------------------------------------------------------------------------------------------------

-- A caller of one version on a callee of another that makes no such claim, everybody keeping to their own contract.
pred meets [c: Call, v, w: Version] {
  c.caller.version = v and c.callee.version = w and c.function.of = V10
  wellWritten[roles, c.function] and callerKeepsTo[roles, c] and calleeKeepsTo[roles, filled, c]
}
-- 1.1 made x4 to x17 preserved. Who relies on it meets a callee of 1.0.
assert CallersOf11RunOnCalleesOf10 { all c: Call | meets[c, V11, V10] implies not breaks[c] }
assert CallersOf11BreakOnlyInX4ToX17 {
  all c: Call | (meets[c, V11, V10] and breaks[c]) implies
    (way[c] in a64 and (c.changed & c.caller.relies).Half in r4to7 + r8to17)
}
assert AArch32CallersOf11RunOnCalleesOf10 {
  all c: Call | (meets[c, V11, V10] and way[c] in a32) implies not breaks[c]
}
run EachOfX4ToX17Breaks {
  some c: Call | meets[c, V11, V10] and (c.changed & c.caller.relies) = (r4to7 + r8to17) -> Half
} for 0 but 1 Function, 1 Callee, 1 Caller, 1 Call expect 1
-- The way out: who knows that the callee is of 1.0, or does not know of which version it is, gives up x4 to x17.
assert CautiousCallersRunEverywhere {
  all c: Call | (meets[c, V11, smccc & c.callee.version] and no c.caller.relies.Half & (r4to7 + r8to17)
    and c.callee.version in smccc) implies not breaks[c]
}

-- 1.2 lets functions return results beyond r3. A caller of 1.1 that calls such a function, on a callee that knows it
-- and claims to run callers of 1.1, finds registers changed that its own version preserves.
pred calls12 [c: Call] {
  c.caller.version = V11 and c.callee.version = V12 and c.function.of = V12
  wellWritten[roles, c.function] and callerTrustsItsVersion[roles, c] and calleeKeepsTo[roles, filled, c]
}
assert CallersOf11MayCallFunctionsOf12 { all c: Call | calls12[c] implies not breaks[c] }
assert CallersOf11BreakOnlyInResultsOf12 {
  all c: Call | (calls12[c] and breaks[c]) implies (c.changed & c.caller.relies).Half in c.function.results - r0to3
}
run AnAArch32CallerOf11Breaks { some c: Call | calls12[c] and breaks[c] and way[c] in a32
} for 0 but 1 Function, 1 Callee, 1 Caller, 1 Call expect 1
run A32BitCallerOf11Breaks { some c: Call | calls12[c] and breaks[c] and way[c] in a64by32
} for 0 but 1 Function, 1 Callee, 1 Caller, 1 Call expect 1
run A64BitCallerOf11BreaksInX17 { some c: Call | calls12[c] and (c.changed & c.caller.relies).Half = R17
} for 0 but 1 Function, 1 Callee, 1 Caller, 1 Call expect 1
-- And what was there before the convention could answer in r4 to r7.
assert CallersOf10RunOnCalleesOfPre { all c: Call | meets[c, V10, Pre] implies not breaks[c] }

check CallersOf11RunOnCalleesOf10 for 0 but 1 Function, 1 Callee, 1 Caller, 1 Call expect 1
check CallersOf11BreakOnlyInX4ToX17 for 0 but 1 Function, 1 Callee, 1 Caller, 1 Call expect 0
check AArch32CallersOf11RunOnCalleesOf10 for 0 but 1 Function, 1 Callee, 1 Caller, 1 Call expect 0
check CautiousCallersRunEverywhere for 0 but 1 Function, 1 Callee, 1 Caller, 1 Call expect 0
check CallersOf11MayCallFunctionsOf12 for 0 but 1 Function, 1 Callee, 1 Caller, 1 Call expect 1
check CallersOf11BreakOnlyInResultsOf12 for 0 but 1 Function, 1 Callee, 1 Caller, 1 Call expect 0
check CallersOf10RunOnCalleesOfPre for 0 but 1 Function, 1 Callee, 1 Caller, 1 Call expect 1

----------------------------------------------------------------------------------------------------------------------
-- 4. Mutants: a faulty contract, and the law that notices
----------------------------------------------------------------------------------------------------------------------

-- The same tables with these registers of these contracts in another role, or in none.
fun with [versions: set Version, ways: set Way, registers: set Reg, role: set Role]: Version -> Way -> Reg -> Role {
  roles - versions -> ways -> registers -> Role + versions -> ways -> registers -> role
}

check MutX17Forgotten { rolesPartitionRegisters[with[V10, a64, R17, none]] } for 0 expect 1
check MutX18OfTwoRoles { rolesPartitionRegisters[with[V10, a64, R18, Preserved + Unpredictable]] } for 0 expect 1
check MutHvcReturnsLess { conduitDoesNotMatter[with[V12, A64Hvc64, R8, Preserved], arguments] } for 0 expect 1
check MutX4UnpredictableIn11 { onlyResultRegistersChange[with[V11, a64, R4, Unpredictable]] } for 0 expect 1
check MutLinkRegisterReturns { calleeSavedAreKept[with[V12, a32, R14, ResultOrPreserved]] } for 0 expect 1
check MutX4NoLongerReturns { laterVersionsOnlyAdd[with[V13, a64by64, R4, Preserved], arguments] } for 0 expect 1
check MutX8ReturnsFromA32BitCall {
  narrowCallsAreAlike[with[V12, a64by32, R8, ResultOrPreserved], from[V11]]
} for 0 expect 1
check MutA64BitCallFromAArch32 { no64BitCallsFrom32[with[V12, A32Smc64, R0, Result], arguments] } for 0 expect 1
check MutX8IsNoArgument {
  resultsAreWhereArgumentsAre[roles, arguments - from[V12] -> a64by64 -> R8]
} for 0 expect 1
-- "May hold a result" read as "need not be kept": the caller of 1.1 breaks although it calls what it knows.
check MutX4To17GivenUpIn12 {
  compatible[with[from[V12], a64by64, r4to7 + r8to17, Result], filled, claims]
} for 0 but 1 Function, 1 Callee, 1 Caller, 1 Call expect 1
-- 1.0 claims to run what was written for 1.1.
check Mut10ClaimsCallersOf11 { compatible[roles, filled, claims + V10 -> V11]
} for 0 but 1 Function, 1 Callee, 1 Caller, 1 Call expect 1
-- The results of a 64-bit call fill the low halves only.
check MutResultsOf32Bits { compatible[roles, filled - a64by64 -> High, none -> none]
} for 0 but 1 Function, 1 Callee, 1 Caller, 1 Call expect 1
