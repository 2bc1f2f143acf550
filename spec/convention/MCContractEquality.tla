------------------------- MODULE MCContractEquality -------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* The operators of Contract.tla against the Java model, contract by       *)
(* contract:                                                               *)
(*     claims     which version runs whose callers                         *)
(*     contract   arguments, and the bits of arguments and results         *)
(*     register   the role of each register                                *)
(*     naming     whom an identifier belongs to, and what it names         *)
(*     answers    what a callee of a policy answers a call                 *)
(*     allowed    what a version allows a callee to answer                 *)
(*     psci       the table of functions                                   *)
(*     architecture  the same of the Arm Architecture calls, and their     *)
(*                codes, by version                                        *)
(* The first three and the last two are complete.  The others are compared     *)
(* over a quotient: identifiers have every owner, and at the other fields  *)
(* what lies on the two sides of each edge; a policy is varied in all that *)
(* the calls it meets can depend on, and in the quick profile in those     *)
(* values that are told apart.  Two kinds of call meet different parts of  *)
(* a policy: those with a non-zero immediate, and the rest; what both meet *)
(* is varied in full for one of them.                                      *)
(*                                                                         *)
(* Shape as in MCEquality.tla: a subject is an initial state with one      *)
(* successor, in which all that belongs to it is compared.                 *)
(***************************************************************************)
EXTENDS Contract, FiniteSets, Sequences, TLC

CONSTANTS
    Thorough,       \* TRUE: the full profile's identifiers, policies and calls
    Subjects,       \* which of the comparisons above
    Factors,        \* the sizes: rows <<subject, how many of it, comparisons of each>>
    Fault           \* "none", or a fault seeded on the Java side, which must be found

AllSubjects == {"claims", "contract", "register", "naming", "immediate", "identifier", "allowed",
                "psci", "architecture"}

ASSUME Thorough \in BOOLEAN
ASSUME Subjects \subseteq AllSubjects
ASSUME Fault \in STRING

VARIABLES
    phase,          \* 0 before, 1 after: the comparison is made in 1
    work            \* <<subject, ...>>, as Work has it

vars == <<phase, work>>

(***************************************************************************)
(* The Java model, by operator overrides.  An override that is not loaded  *)
(* is not an error for TLC: therefore these bodies.                        *)
(***************************************************************************)

JavaClaims(fault, v, spec) == Assert(FALSE, "override not loaded: JavaClaims")
JavaContract(fault, v, st, wide, conduit, spec) ==
    Assert(FALSE, "override not loaded: JavaContract")
JavaAfter(fault, v, st, wide, conduit, r, spec) ==
    Assert(FALSE, "override not loaded: JavaAfter")
JavaNames(fault, fid, v, st, spec) == Assert(FALSE, "override not loaded: JavaNames")
JavaAnswers(fault, policy, call, spec) == Assert(FALSE, "override not loaded: JavaAnswers")
JavaAllows(fault, v, call, spec) == Assert(FALSE, "override not loaded: JavaAllows")
JavaPsci(fault, fn, functions, spec) == Assert(FALSE, "override not loaded: JavaPsci")
JavaResults(fault, fn, pv, spec) == Assert(FALSE, "override not loaded: JavaResults")
JavaArchitecture(fault, fn, functions, spec) ==
    Assert(FALSE, "override not loaded: JavaArchitecture")
JavaVersion(fault, fn, v, spec) == Assert(FALSE, "override not loaded: JavaVersion")

(***************************************************************************)
(* Identifiers                                                             *)
(***************************************************************************)

Sized(quick, full) == IF Thorough THEN full ELSE quick

\* Every owner; in the full profile each reserved bit, and the edges of the queries' numbers.
NamingFids ==
    [fast: BOOLEAN, wide: BOOLEAN, oen: 0 .. 63,
     reserved: Sized({0, 1, 64}, {0, 1, 2, 4, 8, 16, 32, 64, 127}),
     hint: BOOLEAN,
     num: Sized({0, 65535}, {0, 1, 31, 65279, 65280, 65283, 65284, 65535})]

Yielding(wide, oen, reserved, hint, num) ==
    [fast |-> FALSE, wide |-> wide, oen |-> oen, reserved |-> reserved, hint |-> hint, num |-> num]
Narrow(oen, reserved, hint, num) ==
    [fast |-> TRUE, wide |-> FALSE, oen |-> oen, reserved |-> reserved, hint |-> hint, num |-> num]

\* PSCI 0.1 of Xen and KVM, and their neighbours; the edges of the yielding ranges.
OldFids ==
    {Yielding(FALSE, 0, 0, FALSE, n) : n \in Sized({3}, {0, 3, 4})}
        \cup {Narrow(21, 96, TRUE, n) : n \in Sized({47710, 47714}, {47709, 47710, 47713, 47714})}
        \cup {Narrow(21, 96, FALSE, 47710)}
        \cup {Yielding(FALSE, 1, 0, FALSE, 65535), Yielding(FALSE, 1, 0, TRUE, 0),
              Yielding(FALSE, 2, 1, TRUE, 0), Yielding(FALSE, 32, 0, FALSE, 0),
              Yielding(TRUE, 6, 0, FALSE, 1)}

\* An owner, the two at which a hypervisor says who it is, one that 1.5 gave out, a reserved one.
AnswerFids ==
    [fast: {TRUE}, wide: BOOLEAN, oen: Sized({5, 6, 8}, {0, 4, 5, 6, 8, 48, 63}),
     reserved: Sized({0, 64}, {0, 1, 64}), hint: BOOLEAN,
     num: Sized({1, 65281}, {1, 65279, 65280, 65283, 65284})]
        \cup {Narrow(7, 0, FALSE, 1)} \cup OldFids

\* One that is a function, one that is not, one that is only for 64-bit callers, a query.
FewFids ==
    {Narrow(4, 0, FALSE, 3), Narrow(8, 0, FALSE, 0), [Narrow(4, 0, FALSE, 3) EXCEPT !.wide = TRUE]}
        \cup Sized({}, {Narrow(4, 1, FALSE, 0), Narrow(5, 0, FALSE, 65281), Narrow(4, 0, TRUE, 3)})

(***************************************************************************)
(* Calls                                                                   *)
(***************************************************************************)

\* The largest that the instruction can carry.
LastImmediate(conduit, st) == IF conduit = "smc" /\ st = "a32" THEN 15 ELSE 65535

Calls(conduits, immediates, uppers, fids) ==
    {[conduit |-> c, imm |-> IF i = 2 THEN LastImmediate(c, st) ELSE i, fid |-> fid,
      upper |-> u, st |-> st] :
        c \in conduits, i \in immediates, u \in uppers, fid \in fids, st \in ExecutionStates}

ImmediateCalls == Calls({"hvc", "smc"}, {0, 1, 2}, Sized({TRUE}, BOOLEAN), FewFids)
IdentifierCalls == Calls({"hvc"}, {0}, BOOLEAN, AnswerFids)
AllowedCalls ==
    Calls({"hvc", "smc"}, {0}, BOOLEAN, AnswerFids)
        \cup Calls({"hvc", "smc"}, {2}, BOOLEAN, Sized(FewFids, AnswerFids))

(***************************************************************************)
(* Policies                                                                *)
(***************************************************************************)

Immediates == {"undefined", "not supported", "ignored", "killed", "vendor"}
Unknowns == {"not supported", "killed", "forwarded", "left"}
Widths == {"truncated", "upper rejected", "compared 64"}
Clears == {"x0 only", "x0 to x3", "x0 to x17"}
Smc32s == {"assumed zero", "from memory", "rejected"}
Tests == {"by domain", "by mode", "by class", "not tested"}
Legacies == {"none", "psci 0 1 kvm", "psci 0 1 xen"}

\* In the quick profile HVC and SMC differ everywhere but are not combined.
Pairs ==
    Sized({<<"undefined", "not supported">>, <<"not supported", "ignored">>,
           <<"ignored", "killed">>, <<"killed", "vendor">>, <<"vendor", "undefined">>},
          Immediates \X Immediates)

Base ==
    [version |-> 1, hvcImmediate |-> "vendor", smcImmediate |-> "not supported",
     undefinedReturn |-> "instruction", unknownFunction |-> "not supported",
     identifierWidth |-> "truncated", cleared |-> "x0 only", hint |-> "masked",
     reservedBits |-> "rejected", identityOwner |-> 5, smc32Immediate |-> "assumed zero",
     thirtyTwoBitCaller |-> "by class", legacy |-> "none"]

SomeVersions == Sized({Pre, V1_0, V1_3}, Versions)

\* What a call with a non-zero immediate meets.
ImmediatePolicies ==
    {[Base EXCEPT !.version = v, !.hvcImmediate = p[1], !.smcImmediate = p[2],
                  !.undefinedReturn = b, !.unknownFunction = u, !.identifierWidth = w,
                  !.cleared = c, !.smc32Immediate = s] :
        v \in Sized({V1_0, V1_3}, Versions), p \in Pairs, b \in {"instruction", "next"},
        u \in Sized({"not supported", "left"}, Unknowns), w \in Sized({"upper rejected"}, {"upper rejected", "compared 64"}),
        c \in Clears, s \in Smc32s}

\* What a call with immediate zero meets.
IdentifierPolicies ==
    {[Base EXCEPT !.version = v, !.unknownFunction = u, !.identifierWidth = w, !.cleared = c,
                  !.hint = h, !.reservedBits = r, !.identityOwner = o, !.thirtyTwoBitCaller = t,
                  !.legacy = l] :
        v \in SomeVersions, u \in {"not supported", "forwarded"}, w \in Widths,
        c \in Sized({"x0 to x3"}, {"x0 to x17"}), h \in {"masked", "compared"},
        r \in {"rejected", "ignored"}, o \in {0, 5, 6}, t \in Sized({"by class", "not tested"}, Tests),
        l \in Sized({"none", "psci 0 1 kvm"}, Legacies)}

(***************************************************************************)
(* Sizes: the formula of the manifest, factor by factor                    *)
(***************************************************************************)

QuickFactors ==
    <<<<"claims", 9, 1>>,
      <<"contract", 36, 2>>,
      <<"register", 36, 62>>,
      <<"naming", 18, 3072>>,
      <<"immediate", 360, 36>>,
      <<"identifier", 864, 232>>,
      <<"allowed", 9, 488>>,
      <<"psci", 22, 7>>,
      <<"architecture", 10, 9>>>>

FullFactors ==
    <<<<"claims", 9, 1>>,
      <<"contract", 36, 2>>,
      <<"register", 36, 62>>,
      <<"naming", 18, 36864>>,
      <<"immediate", 32400, 144>>,
      <<"identifier", 7776, 1736>>,
      <<"allowed", 9, 6944>>,
      <<"psci", 22, 7>>,
      <<"architecture", 10, 9>>>>

\* Subjects of a fault alone.
FaultFactors == SelectSeq(QuickFactors, LAMBDA row : row[1] \in Subjects)

Work(subject) ==
    CASE subject = "claims"     -> {<<subject, v>> : v \in Versions}
      [] subject \in {"contract", "register"} ->
            {<<subject, v, st, wide>> : v \in Versions, st \in ExecutionStates, wide \in BOOLEAN}
      [] subject = "naming"     -> {<<subject, v, st>> : v \in Versions, st \in ExecutionStates}
      [] subject = "immediate"  -> {<<subject, p>> : p \in ImmediatePolicies}
      [] subject = "identifier" -> {<<subject, p>> : p \in IdentifierPolicies}
      [] subject = "allowed"    -> {<<subject, v>> : v \in Versions}
      [] subject = "psci"       -> {<<subject, fn>> : fn \in PsciFunctions}
      [] subject = "architecture" -> {<<subject, fn>> : fn \in ArchitectureFunctions}

Comparisons(subject) ==
    CASE subject = "claims"     -> 1
      [] subject = "psci"       -> 1 + Cardinality(PsciVersions)
      [] subject = "architecture" -> 1 + Cardinality(SmcccVersions)
      [] subject = "contract"   -> 2
      [] subject = "register"   -> 2 * Cardinality(Registers)
      [] subject = "naming"     -> Cardinality(NamingFids)
      [] subject = "immediate"  -> Cardinality(ImmediateCalls)
      [] subject = "identifier" -> Cardinality(IdentifierCalls)
      [] subject = "allowed"    -> Cardinality(AllowedCalls)

ASSUME \A r \in {Factors[n] : n \in DOMAIN Factors} :
    \/ Cardinality(Work(r[1])) = r[2] /\ Comparisons(r[1]) = r[3]
    \/ PrintT(<<"a factor has another size", r, Cardinality(Work(r[1])), Comparisons(r[1])>>)
       /\ FALSE

ASSUME {Factors[n][1] : n \in DOMAIN Factors} = Subjects

(***************************************************************************)
(* The machine                                                             *)
(***************************************************************************)

Init == phase = 0 /\ \E subject \in Subjects : work \in Work(subject)

Compare == phase = 0 /\ phase' = 1 /\ UNCHANGED work

Next == Compare
Spec == Init /\ [][Next]_vars

(***************************************************************************)
(* The comparison                                                          *)
(***************************************************************************)

Comparing(subject) == phase = 1 /\ work[1] = subject

ClaimsAgree ==
    Comparing("claims") => JavaClaims(Fault, work[2], Claims(work[2]))

ContractsAgree ==
    Comparing("contract") =>
        \A conduit \in {"hvc", "smc"} :
            LET c == RegisterContract(work[2], work[3], work[4]) IN
            JavaContract(Fault, work[2], work[3], work[4], conduit,
                         [args |-> c.args, argBits |-> c.argBits, resultBits |-> c.resultBits])

RegistersAgree ==
    Comparing("register") =>
        LET c == RegisterContract(work[2], work[3], work[4]) IN
        \A conduit \in {"hvc", "smc"} : \A r \in Registers :
            JavaAfter(Fault, work[2], work[3], work[4], conduit, r, c.after[r])

\* The documents do not rank objections: any of them may be given.
NamesAgree ==
    Comparing("naming") =>
        \A fid \in NamingFids :
            JavaNames(Fault, fid, work[2], work[3],
                      [owner |-> OwnerIn(fid, work[2]), objections |-> Objections(fid, work[2], work[3]),
                       fid |-> IF Named(fid, work[2], work[3]) THEN Canonical(fid, work[2])
                               ELSE NoFid])

AnswersAgree ==
    /\ Comparing("immediate") =>
            \A call \in ImmediateCalls :
                JavaAnswers(Fault, work[2], call, Answers(work[2], call))
    /\ Comparing("identifier") =>
            \A call \in IdentifierCalls :
                JavaAnswers(Fault, work[2], call, Answers(work[2], call))

AllowedAgree ==
    Comparing("allowed") =>
        \A call \in AllowedCalls : JavaAllows(Fault, work[2], call, Allowed(work[2], call))

PsciAgrees ==
    Comparing("psci") =>
        /\ JavaPsci(Fault, work[2], PsciFunctions,
                    [results |-> PsciResults(work[2]), since |-> PsciSince(work[2]),
                     returns |-> PsciReturns(work[2]), value |-> PsciTable[work[2]].value,
                     counter |-> work[2] \in PsciCounters,
                     wide |-> PsciTable[work[2]].wide, fid |-> PsciFid(work[2], FALSE)])
        /\ \A pv \in PsciVersions :
                JavaResults(Fault, work[2], pv, PsciResultsIn(work[2], pv))

\* What a version has, and which codes there are in it.
ArchitectureAgrees ==
    Comparing("architecture") =>
        LET row == ArchitectureTable[work[2]] IN
        /\ JavaArchitecture(Fault, work[2], ArchitectureFunctions,
                [num |-> row.num, widths |-> row.widths, since |-> row.since,
                 silent |-> row.silent])
        /\ \A v \in SmcccVersions :
                JavaVersion(Fault, work[2], v,
                    [there |-> v >= row.since,
                     codes |-> {n \in SmcccCodes : v >= SmcccCodeSince(n)}])

(***************************************************************************)
(* And the specification with itself: a callee that does what its version  *)
(* says does nothing that its version does not allow.                      *)
(***************************************************************************)

\* Compliant is the policy that chooses nothing else where the documents speak.
Compliant(policy) ==
    /\ policy.unknownFunction \in {"not supported", "forwarded"}
    /\ policy.identifierWidth = "truncated"
    /\ policy.cleared = "x0 only" \/ policy.cleared = "x0 to x3"
    /\ policy.hint = IF policy.version >= V1_3 THEN "masked" ELSE "compared"
    /\ policy.reservedBits = "rejected"
    /\ policy.thirtyTwoBitCaller # "not tested"
    /\ policy.legacy = "none"
    /\ policy.smc32Immediate # "rejected"

CompliantIsAllowed ==
    /\ (Comparing("immediate") /\ Compliant(work[2])) =>
            \A call \in ImmediateCalls : Answers(work[2], call) \in Allowed(work[2].version, call)
    /\ (Comparing("identifier") /\ Compliant(work[2])) =>
            \A call \in IdentifierCalls : Answers(work[2], call) \in Allowed(work[2].version, call)

=============================================================================
