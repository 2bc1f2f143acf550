------------------------------ MODULE Contract ------------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* What the SMC Calling Convention says about one call, as operators       *)
(* without state: whom an identifier belongs to and what it names          *)
(* (FID_...), what each register holds afterwards (REG_...), what a callee *)
(* answers and what it may answer (RES_...), and the functions of PSCI     *)
(* with their results (PSC_...).  MCConventionContract.tla holds the       *)
(* machine of CallingConvention.tla against these; MCContractEquality.tla  *)
(* compares each with the Java model.                                      *)
(*                                                                         *)
(* VALUES.  No 32-bit word, TLC's integers being signed:                   *)
(*     fid      [fast, wide: BOOLEAN, oen: 0..63, reserved: 0..127 (bits   *)
(*              23:17), hint: BOOLEAN (bit 16), num: 0..65535]             *)
(*     version  0, before the convention, and 1 .. 8, which is 1.0 .. 1.7  *)
(*     state    "a32", "a64": the caller's execution state                 *)
(*     call     [conduit: "hvc" or "smc", imm: 0..65535, fid, upper:       *)
(*              BOOLEAN (bits 63:32 of X0 are not all zero), st: state]    *)
(* policy and answer are described where they are defined.                 *)
(*                                                                         *)
(* LEFT OUT.  Values of arguments and results.  Which functions an         *)
(* implementation has: "dispatched" is said of every identifier that names *)
(* a function, and what answers it is the function's matter.  The 64-bit   *)
(* identifier of a query that only exists in 32 bits.  The range that no   *)
(* table lists, 0x01010000 to 0x01FFFFFF, counts as reserved: nobody was   *)
(* given it.  Which issue gave out the owners 5 and 6, and which one       *)
(* described the workarounds 3 and 4: they count as there from 1.0, and    *)
(* from 1.1, by which a caller asks for each workaround by itself.         *)
(*                                                                         *)
(* SOURCES.  Arm DEN0028: issue B (1.0), C (1.1, 1.2), D (1.3), G (1.6)    *)
(* sections 2.5, 2.6, 3.1, 5.2, H section 2.10, each as quoted in public   *)
(* discussions; the constants of TF-A and Linux; DEN0070A for 1.1; 1.7 as  *)
(* posted to linux-arm-kernel on 2 June 2026.  D. Martin, xen-devel,       *)
(* April 2013 (before 1.0).  PSCI: Arm DEN0022F.b (1.3), whose table 1     *)
(* says what each issue before it changed.  RegisterContract.als has the   *)
(* register table as relations, and names its sources.                     *)
(***************************************************************************)
EXTENDS Naturals, Integers

Pre == 0
V1_0 == 1
V1_1 == 2
V1_2 == 3
V1_3 == 4
V1_5 == 6
V1_7 == 8
Versions == Pre .. 8
SmcccVersions == V1_0 .. 8
ExecutionStates == {"a32", "a64"}

(***************************************************************************)
(* Identifiers                                                             *)
(***************************************************************************)

Fids ==
    [fast: BOOLEAN, wide: BOOLEAN, oen: 0 .. 63, reserved: 0 .. 127, hint: BOOLEAN, num: 0 .. 65535]

\* No identifier, of the same shape so that it can be compared with one.
NoFid ==
    [fast |-> FALSE, wide |-> FALSE, oen |-> 0, reserved |-> 0, hint |-> FALSE, num |-> -1]

\* FID_OWNER.  Of yielding calls, whose ranges are of the whole number:
\*     0x00000000 - 0x0100FFFF  reserved for interfaces that existed before ("existing")
\*     0x02000000 - 0x1FFFFFFF  Trusted OS
\*     0x20000000 - 0x7FFFFFFF  reserved for expansion of these ("trusted os expansion")
\* What is reserved for somebody is somebody's: OP-TEE's calls are 0x32000000 and up.
YieldingOwner(fid) ==
    CASE fid.wide \/ fid.oen >= 32 -> "trusted os expansion"
      [] fid.oen >= 2              -> "trusted os"
      [] fid.oen = 0               -> "existing"
      [] OTHER -> IF fid.reserved = 0 /\ ~fid.hint THEN "existing" ELSE "reserved"

FastOwner(fid) ==
    CASE fid.oen = 0          -> "arm architecture"
      [] fid.oen = 1          -> "cpu service"
      [] fid.oen = 2          -> "sip service"
      [] fid.oen = 3          -> "oem service"
      [] fid.oen = 4          -> "standard secure service"
      [] fid.oen = 5          -> "standard hypervisor service"
      [] fid.oen = 6          -> "vendor hypervisor service"
      [] fid.oen = 7          -> "vendor el3 monitor service"
      [] fid.oen \in 8 .. 47  -> "reserved"
      [] fid.oen \in 48 .. 49 -> "trusted application"
      [] fid.oen \in 50 .. 63 -> "trusted os"

Owner(fid) == IF fid.fast THEN FastOwner(fid) ELSE YieldingOwner(fid)

\* By version: what an issue gave out was reserved before.  1.4 (issue E) has 7 to 47 reserved,
\* and 1.5 (issue F) has a vendor's EL3 monitor at 7.
OwnerSince(owner) == IF owner = "vendor el3 monitor service" THEN V1_5 ELSE V1_0
OwnerIn(fid, v) ==
    LET owner == Owner(fid) IN IF v # Pre /\ v < OwnerSince(owner) THEN "reserved" ELSE owner

\* FID_RESERVED_BITS: of a fast call bits 23:17 are zero, and before 1.3 bit 16 as well.  Of a
\* yielding call they are part of its number, and before the convention there were no fields.
WellFormed(fid, v) ==
    (fid.fast /\ v >= V1_0) => (fid.reserved = 0 /\ (v < V1_3 => ~fid.hint))

\* FID_SVE_HINT: the identifier of the function, without what takes no part in naming it.
Canonical(fid, v) == IF fid.fast /\ v >= V1_3 THEN [fid EXCEPT !.hint = FALSE] ELSE fid

\* Everything that keeps an identifier from naming a function; the documents do not rank them.
\* FID_RESERVED_BITS FID_OWNER FID_64_FROM_32
Objections(fid, v, st) ==
    IF v = Pre THEN {}
    ELSE (IF WellFormed(fid, v) THEN {} ELSE {"reserved bits"})
         \cup (IF OwnerIn(fid, v) = "reserved" THEN {"reserved owner"} ELSE {})
         \cup (IF fid.wide /\ st = "a32" THEN {"smc64 from aarch32"} ELSE {})

Named(fid, v, st) == Objections(fid, v, st) = {}

(***************************************************************************)
(* Registers                                                               *)
(*                                                                         *)
(* Roles of a register after the call: "result" (a result, or anything),   *)
(* "result or preserved" (a result where the function has one there, or    *)
(* what it held before), "preserved", "unpredictable", and "none" where    *)
(* there is no such register or no such call.                              *)
(***************************************************************************)

Registers == 0 .. 30

\* FID_64_FROM_32: from AArch32 there is no 64-bit call.
IsDefined(st, wide) == ~(st = "a32" /\ wide)

LastRegister(st) == IF st = "a32" THEN 14 ELSE 30

\* REG_RESULTS: the last register that may hold a result.
LastResult(v, st, wide) ==
    CASE v = Pre            -> 7
      [] v \in {V1_0, V1_1} -> 3
      [] v >= V1_2          -> IF wide THEN 17 ELSE 7

\* REG_PRESERVED.  Before the convention a call is constrained to r0 - r7, and the rest takes no
\* part.  1.0: x4 - x17 of AArch64 are unpredictable.
After(v, st, wide, r) ==
    CASE ~IsDefined(st, wide) \/ r > LastRegister(st) -> "none"
      [] v = Pre  -> IF r <= 7 THEN "result" ELSE "preserved"
      [] r <= 3   -> "result"
      [] v = V1_0 -> IF st = "a64" /\ r <= 17 THEN "unpredictable" ELSE "preserved"
      [] OTHER    -> IF r <= LastResult(v, st, wide) THEN "result or preserved" ELSE "preserved"

\* What a function may read: the identifier, and its arguments.
Arguments(v, st, wide) ==
    IF ~IsDefined(st, wide) THEN {} ELSE IF wide /\ v >= V1_2 THEN 0 .. 17 ELSE 0 .. 7

\* REG_UPPER_HALVES: a 32-bit call is made, and answered, in the low halves.
Bits(wide) == IF wide THEN 64 ELSE 32

RegisterContract(v, st, wide) ==
    [args |-> Arguments(v, st, wide),
     after |-> [r \in Registers |-> After(v, st, wide, r)],
     argBits |-> Bits(wide),
     resultBits |-> Bits(wide)]

\* The registers that may differ after a call of a function whose results these are.
MayChange(v, st, wide, results) ==
    {r \in Registers :
        \/ After(v, st, wide, r) \in {"result", "unpredictable"}
        \/ After(v, st, wide, r) = "result or preserved" /\ r \in results}

\* REG_COMPATIBLE: the versions whose callers version v says that it runs.
Claims(v) == IF v = Pre THEN {Pre} ELSE V1_0 .. v

(***************************************************************************)
(* What a callee answers                                                   *)
(*                                                                         *)
(* A policy is a record of what the documents leave open or what           *)
(* implementations do instead:                                             *)
(*     version, hvcImmediate, smcImmediate ("undefined", "not supported",  *)
(*     "ignored", "killed", "vendor"), undefinedReturn ("instruction",     *)
(*     "next"), unknownFunction ("not supported", "killed", "forwarded",   *)
(*     "left"), identifierWidth ("truncated", "upper rejected",            *)
(*     "compared 64"), cleared ("x0 only", "x0 to x3", "x0 to x17"), hint  *)
(*     ("masked", "compared"), reservedBits ("rejected", "ignored"),       *)
(*     identityOwner (5, 6, or 0 for neither), smc32Immediate              *)
(*     ("assumed zero", "from memory", "rejected"), thirtyTwoBitCaller     *)
(*     ("by domain", "by mode", "by class", "not tested": the first three  *)
(*     differ in how they find out, and not in what they answer), legacy   *)
(*     ("none", "psci 0 1 kvm", "psci 0 1 xen")                            *)
(*                                                                         *)
(* An answer: [kind, fid, cleared, back].  kind is "dispatched" (the       *)
(* function fid answers), "not supported" (-1, and the registers cleared   *)
(* change), "undefined" (the caller is told that its instruction is        *)
(* UNDEFINED, and back says to which address), "killed", "forwarded" (the  *)
(* next layer answers), "vendor", "untouched" (nothing changes).           *)
(***************************************************************************)

Answer(kind) == [kind |-> kind, fid |-> NoFid, cleared |-> {}, back |-> "next"]
Dispatched(fid) == [Answer("dispatched") EXCEPT !.fid = fid]
NotSupported(cleared) == [Answer("not supported") EXCEPT !.cleared = cleared]
Undefined(back) == [Answer("undefined") EXCEPT !.back = back]

\* Of a caller in AArch32 there are as many registers as it has.
Clearing(word, st) ==
    LET last == CASE word = "x0 only" -> 0 [] word = "x0 to x3" -> 3 [] word = "x0 to x17" -> 17
    IN  0 .. (IF last > LastRegister(st) THEN LastRegister(st) ELSE last)

Refused(policy, call) == NotSupported(Clearing(policy.cleared, call.st))

\* RES_UNKNOWN, or what is done instead.
Unknown(policy, call) ==
    CASE policy.unknownFunction = "not supported" -> Refused(policy, call)
      [] policy.unknownFunction = "killed"        -> Answer("killed")
      [] policy.unknownFunction = "forwarded"     -> Answer("forwarded")
      [] policy.unknownFunction = "left"          -> Answer("untouched")

\* FID_ZERO_IMMEDIATE: the immediate that the callee acts on.  The syndrome of a 32-bit SMC does
\* not hold it.
SeenImmediate(policy, call) ==
    IF call.conduit = "smc" /\ call.st = "a32" /\ policy.smc32Immediate = "assumed zero"
    THEN 0 ELSE call.imm

ImmediateChoice(policy, call) ==
    IF call.conduit = "hvc" THEN policy.hvcImmediate ELSE policy.smcImmediate

\* FID_WIDTH: of AArch32 there is no upper half.
Upper(call) == call.upper /\ call.st = "a64"

\* The identifier that the callee looks up.
LookedUp(policy, fid) ==
    LET masked == IF fid.fast /\ policy.hint = "masked" THEN [fid EXCEPT !.hint = FALSE] ELSE fid
    IN  IF fid.fast /\ policy.reservedBits = "ignored" THEN [masked EXCEPT !.reserved = 0]
        ELSE masked

\* Who asks a hypervisor for its UID or its version asks at owner 5 or 6, and finds it at one.
IsQuery(fid) == fid.fast /\ ~fid.wide /\ fid.num \in 65280 .. 65283
AsksAnother(policy, fid) ==
    IsQuery(fid) /\ fid.oen \in {5, 6} /\ fid.oen # policy.identityOwner

\* Whether that identifier names a function for this callee.  A hint that was not masked is
\* compared, and no function has one.
Found(policy, fid, st) ==
    /\ fid.fast => fid.reserved = 0 /\ ~fid.hint
    /\ OwnerIn(fid, policy.version) # "reserved"
    /\ ~(fid.wide /\ st = "a32" /\ policy.thirtyTwoBitCaller # "not tested")
    /\ ~AsksAnother(policy, fid)

\* PSCI 0.1, four numbers in a row: 0x95C1BA5E of KVM and U-Boot, which violates the layout and
\* belongs to nobody, and 0 of Xen.
Legacy(policy, fid) ==
    CASE policy.legacy = "none" -> FALSE
      [] policy.legacy = "psci 0 1 kvm" ->
            /\ fid.fast /\ ~fid.wide /\ fid.oen = 21 /\ fid.reserved = 96 /\ fid.hint
            /\ fid.num \in 47710 .. 47713
      [] policy.legacy = "psci 0 1 xen" ->
            /\ ~fid.fast /\ ~fid.wide /\ fid.oen = 0 /\ fid.reserved = 0 /\ ~fid.hint
            /\ fid.num \in 0 .. 3

ByIdentifier(policy, call) ==
    LET fid == LookedUp(policy, call.fid) IN
    CASE Upper(call) /\ policy.identifierWidth = "upper rejected" -> Refused(policy, call)
      [] Upper(call) /\ policy.identifierWidth = "compared 64"    -> Unknown(policy, call)
      [] OTHER ->
            IF policy.version = Pre \/ Legacy(policy, call.fid) THEN Dispatched(call.fid)
            ELSE IF Found(policy, fid, call.st) THEN Dispatched(fid)
            ELSE Unknown(policy, call)

Answers(policy, call) ==
    CASE call.conduit = "smc" /\ call.st = "a32" /\ policy.smc32Immediate = "rejected" ->
            Undefined(policy.undefinedReturn)
      [] SeenImmediate(policy, call) = 0 -> ByIdentifier(policy, call)
      [] OTHER ->
            CASE ImmediateChoice(policy, call) = "undefined"     -> Undefined(policy.undefinedReturn)
              [] ImmediateChoice(policy, call) = "not supported" -> Refused(policy, call)
              [] ImmediateChoice(policy, call) = "ignored"       -> ByIdentifier(policy, call)
              [] ImmediateChoice(policy, call) = "killed"        -> Answer("killed")
              [] ImmediateChoice(policy, call) = "vendor"        -> Answer("vendor")

(***************************************************************************)
(* What a callee may answer                                                *)
(***************************************************************************)

Clearings(st) == {Clearing(word, st) : word \in {"x0 only", "x0 to x3", "x0 to x17"}}

\* RES_UNKNOWN.  The call has one result, in r0, and may change no more than its version allows.
\* Who answers, this layer or one below it, is nobody's business.
AllowedRefusals(v, call) ==
    {Answer("forwarded")} \cup
    {NotSupported(c) : c \in
        {k \in Clearings(call.st) :
            k \subseteq MayChange(v, call.st, call.st = "a64" /\ call.fid.wide, {0})}}

\* What a compliant call may be answered.  FID_WIDTH: by issue B the upper half is zero, and
\* nothing says what becomes of a call in which it is not; by issue D, of 1.3, it is ignored.  Of
\* issue C, which has 1.1 and 1.2, no text was at hand: 1.1 counts with B and 1.2 with D.  Which
\* of the owners 5 and 6 a hypervisor is found at is left open.
AllowedCompliant(v, call) ==
    IF ~Named(call.fid, v, call.st) THEN AllowedRefusals(v, call)
    ELSE {Dispatched(Canonical(call.fid, v))} \cup
         IF \/ Upper(call) /\ v <= V1_1
            \/ v >= V1_0 /\ IsQuery(call.fid) /\ call.fid.oen \in {5, 6}
         THEN AllowedRefusals(v, call) ELSE {}

\* FID_ZERO_IMMEDIATE.  Of any other call the convention says nothing: anything may come of it.
Allowed(v, call) ==
    IF call.imm = 0 THEN AllowedCompliant(v, call)
    ELSE AllowedCompliant(v, call)
         \cup {Answer(kind) : kind \in {"vendor", "killed", "untouched", "forwarded"}}
         \cup {Undefined(back) : back \in {"instruction", "next"}}
         \cup {NotSupported(c) : c \in Clearings(call.st)}

(***************************************************************************)
(* The Arm Architecture calls (DEN0028 section 7)                          *)
(*                                                                         *)
(* A function: its number; whether its identifiers are wide; the version   *)
(* from which on a callee may have it; and whether it has no result.  Who  *)
(* says that it has an earlier version has no such function, and answers   *)
(* NOT_SUPPORTED (RES_UNKNOWN).  SMCCC_VERSION and SMCCC_ARCH_FEATURES are *)
(* optional in 1.0; workarounds are not there in 1.0 (DEN0070A), and are   *)
(* asked for one by one from 1.1 on.                                       *)
(***************************************************************************)

ArchitectureCall(n, widths, since, silent) ==
    [num |-> n, widths |-> widths, since |-> since, silent |-> silent]

ArchitectureTable ==
    [SMCCC_VERSION |-> ArchitectureCall(0, {FALSE}, V1_0, FALSE),
     SMCCC_ARCH_FEATURES |-> ArchitectureCall(1, {FALSE}, V1_0, FALSE),
     SMCCC_ARCH_SOC_ID |-> ArchitectureCall(2, BOOLEAN, V1_2, FALSE),
     SMCCC_ARCH_FEATURE_AVAILABILITY |-> ArchitectureCall(3, {TRUE}, V1_5, FALSE),
     CLEAN_INV_MEMREGION |-> ArchitectureCall(5, {TRUE}, V1_7, FALSE),
     CLEAN_INV_MEMREGION_ATTRIBUTES |-> ArchitectureCall(6, {TRUE}, V1_7, FALSE),
     SMCCC_ARCH_WORKAROUND_1 |-> ArchitectureCall(32768, {FALSE}, V1_1, TRUE),
     SMCCC_ARCH_WORKAROUND_2 |-> ArchitectureCall(32767, {FALSE}, V1_1, TRUE),
     SMCCC_ARCH_WORKAROUND_3 |-> ArchitectureCall(16383, {FALSE}, V1_1, TRUE),
     SMCCC_ARCH_WORKAROUND_4 |-> ArchitectureCall(4, {FALSE}, V1_1, TRUE)]

ArchitectureFunctions == DOMAIN ArchitectureTable

\* RES_CODE: SUCCESS, NOT_SUPPORTED, NOT_REQUIRED, INVALID_PARAMETER; RATE_LIMITED and BUSY.
SmcccCodes == -5 .. 0
SmcccCodeSince(n) == IF n \in {-5, -4} THEN V1_7 ELSE V1_0

(***************************************************************************)
(* PSCI                                                                    *)
(*                                                                         *)
(* A function: its number n (0x84000000 + n, and 0xC4000000 + n if wide);  *)
(* the version of PSCI that brought it, 0 .. 5 for 0.1, 0.2, 1.0 .. 1.3;   *)
(* the codes that it may answer, from 0.2 on; whether it answers else than *)
(* SUCCESS when it does not fail; and whether it returns then: "always",   *)
(* "never", or "maybe", for a suspend that may lose the context.           *)
(***************************************************************************)

SUCCESS == 0
NOT_SUPPORTED == -1
INVALID_PARAMETERS == -2
DENIED == -3
ALREADY_ON == -4
ON_PENDING == -5
INTERNAL_FAILURE == -6
NOT_PRESENT == -7
DISABLED == -8
INVALID_ADDRESS == -9

Function(n, wide, since, value, returns, results) ==
    [num |-> n, wide |-> wide, since |-> since, value |-> value, returns |-> returns,
     results |-> results]

\* PSC_NO_RETURN and RES_CODE, function by function, with all codes of any version from 0.2 on.
\* SYSTEM_SUSPEND has no SUCCESS (5.1.19), but is like CPU_SUSPEND, which may come back with it
\* (5.20, 5.4.5).  SYSTEM_RESET2 has here the codes of its architectural resets (5.13.4).
PsciTable ==
    [PSCI_VERSION |-> Function(0, FALSE, 1, TRUE, "always", {}),
     CPU_SUSPEND |-> Function(1, TRUE, 0, FALSE, "maybe",
         {SUCCESS, INVALID_PARAMETERS, INVALID_ADDRESS, DENIED}),
     CPU_OFF |-> Function(2, FALSE, 0, FALSE, "never", {DENIED}),
     CPU_ON |-> Function(3, TRUE, 0, FALSE, "always",
         {SUCCESS, INVALID_PARAMETERS, INVALID_ADDRESS, ALREADY_ON, ON_PENDING, INTERNAL_FAILURE,
          DENIED}),
     AFFINITY_INFO |-> Function(4, TRUE, 1, TRUE, "always", {INVALID_PARAMETERS, DISABLED}),
     MIGRATE |-> Function(5, TRUE, 0, FALSE, "always",
         {SUCCESS, NOT_SUPPORTED, INVALID_PARAMETERS, DENIED, INTERNAL_FAILURE, NOT_PRESENT}),
     MIGRATE_INFO_TYPE |-> Function(6, FALSE, 1, TRUE, "always", {NOT_SUPPORTED}),
     MIGRATE_INFO_UP_CPU |-> Function(7, TRUE, 1, TRUE, "always",
         {NOT_SUPPORTED, INVALID_PARAMETERS}),
     SYSTEM_OFF |-> Function(8, FALSE, 1, FALSE, "never", {}),
     SYSTEM_RESET |-> Function(9, FALSE, 1, FALSE, "never", {}),
     PSCI_FEATURES |-> Function(10, FALSE, 2, TRUE, "always", {NOT_SUPPORTED}),
     CPU_FREEZE |-> Function(11, FALSE, 2, FALSE, "never", {NOT_SUPPORTED, DENIED}),
     CPU_DEFAULT_SUSPEND |-> Function(12, TRUE, 2, FALSE, "maybe",
         {SUCCESS, NOT_SUPPORTED, INVALID_ADDRESS}),
     NODE_HW_STATE |-> Function(13, TRUE, 2, TRUE, "always", {NOT_SUPPORTED, INVALID_PARAMETERS}),
     SYSTEM_SUSPEND |-> Function(14, TRUE, 2, FALSE, "maybe",
         {NOT_SUPPORTED, INVALID_ADDRESS, ALREADY_ON, DENIED}),
     PSCI_SET_SUSPEND_MODE |-> Function(15, FALSE, 2, FALSE, "always",
         {SUCCESS, NOT_SUPPORTED, INVALID_PARAMETERS, DENIED}),
     PSCI_STAT_RESIDENCY |-> Function(16, TRUE, 2, TRUE, "always", {NOT_SUPPORTED}),
     PSCI_STAT_COUNT |-> Function(17, TRUE, 2, TRUE, "always", {NOT_SUPPORTED}),
     SYSTEM_RESET2 |-> Function(18, TRUE, 3, FALSE, "never", {NOT_SUPPORTED, INVALID_PARAMETERS}),
     MEM_PROTECT |-> Function(19, FALSE, 3, TRUE, "always", {NOT_SUPPORTED}),
     MEM_PROTECT_CHECK_RANGE |-> Function(20, TRUE, 3, FALSE, "always",
         {SUCCESS, NOT_SUPPORTED, DENIED}),
     SYSTEM_OFF2 |-> Function(21, TRUE, 5, FALSE, "never", {NOT_SUPPORTED, INVALID_PARAMETERS})]

PsciFunctions == DOMAIN PsciTable
PsciVersions == 0 .. 5
PsciResults(fn) == PsciTable[fn].results
PsciSince(fn) == PsciTable[fn].since
PsciReturns(fn) == PsciTable[fn].returns

\* Numbers of the full width: no result of theirs says that it is an error (5.22.3).
PsciCounters == {"PSCI_STAT_RESIDENCY", "PSCI_STAT_COUNT"}

\* Functions that in 0.2 answer INVALID_PARAMETERS where the identifier is not as wide as the
\* caller (5.2.1; table 1, issue C).
ComparedWidths == {"CPU_SUSPEND", "CPU_ON", "AFFINITY_INFO", "MIGRATE", "MIGRATE_INFO_UP_CPU"}

\* The codes by version (table 1).  0.1 by what issue B took away; INVALID_ADDRESS and DENIED of
\* CPU_SUSPEND came with 1.0 (issue C), and DENIED of CPU_ON with 1.2 (issue E).
PsciResultsIn(fn, pv) ==
    IF pv < PsciSince(fn) THEN {}
    ELSE IF pv = 0
    THEN {NOT_SUPPORTED, INVALID_PARAMETERS, DENIED}
             \cup (IF PsciReturns(fn) = "never" THEN {} ELSE {SUCCESS})
    ELSE {c \in PsciResults(fn) :
            /\ c = INVALID_ADDRESS => pv >= 2
            /\ (fn = "CPU_SUSPEND" /\ c = DENIED) => pv >= 2
            /\ (fn = "CPU_ON" /\ c = DENIED) => pv >= 4
            /\ (fn = "MIGRATE_INFO_UP_CPU" /\ c = INVALID_PARAMETERS) => pv = 1}

\* The identifier, of the standard secure services; wide only where there is a 64-bit one.
PsciFid(fn, wide) ==
    [fast |-> TRUE, wide |-> wide, oen |-> 4, reserved |-> 0, hint |-> FALSE,
     num |-> PsciTable[fn].num]

=============================================================================
