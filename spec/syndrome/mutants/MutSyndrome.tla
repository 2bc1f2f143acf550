----------------------------- MODULE MutSyndrome -----------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* Wrong readings of the rules.  Each .cfg beside this module substitutes  *)
(* one operator of Syndrome.tla by one of those below and must fail on the *)
(* property that the manifest names and that its .cfg lists last; the      *)
(* others there are those before it in MCSyndrome.cfg, and must not fail.  *)
(* Nothing in Syndrome.tla knows of them.                                  *)
(***************************************************************************)
EXTENDS MCSyndrome

(* Routing *)

\* Fails ROU_SMC_TSC_BEATS_SMD.
MutTscLosesToSmd(q, t) == t.tsc /\ ~t.smd /\ t.el = 1 /\ EL2Enabled(q, t) /\ ~t.tge

\* Fails ROU_SMC_SMD: an SMC from Hyp mode or EL2 is trapped by TSC too.
MutTscReachesEL2(q, t) == t.tsc /\ t.el \in {1, 2} /\ EL2Enabled(q, t) /\ ~t.tge

\* Fails ROU_SMC_SMD: TSC traps an SMC that SMD makes UNDEFINED, because TGE was forgotten.
MutTscDespiteTge(q, t) == t.tsc /\ t.el = 1 /\ EL2Enabled(q, t)

\* Fails ROU_HVC_HCD.
MutHcdCountsWithEL3(q, t) == t.hcd

\* Fails ROU_HVC_TARGET.
MutHvcFromEL3ToEL2(t) == 2

\* Fails ROU_HVC_NO_EL2: Secure EL1 calls an EL2 that its Security state does not have.
MutSecureHvcWithoutSel2(q, t) == q.el2 = "none"

\* Fails ROU_SVC_TGE.
MutTgeIgnoredBySvc(q, t) == FALSE

\* Fails ROU_SVC_FGT: the bit for EL1 is not looked at.
MutFgtIgnoresEL1(q, t) ==
    q.fgt /\ t.x1 = "a64" /\ EL2Enabled(q, t) /\ FineGrainedTrapsOn(q, t) /\ t.el = 0 /\ t.svc0
        /\ ~HostUser(q, t)

\* Fails ROU_UNDEF_TARGET.
MutUndefAtOwnLevel(q, t) == OwnLevel(q, t)

\* Fails ROU_VECTOR_A64.
MutVectorByCallerState(q, t, target) == IF t.isa = "a64" THEN "a64" ELSE "a32"

\* Fails ROU_VECTOR_A32: HVC has the vector of its own that Hyp uses for itself.
MutHypTrapVectorLost(t, target, own) == own

\* Fails ROU_CONDITION.
MutFailedConditionTaken(n) == FALSE

\* Fails ROU_CONDITION: what fails its condition is never UNDEFINED.
MutFailedNeverUndefined(q) == FALSE

\* Fails ROU_FAILED_SMC_TRAP.
MutV7TrapsFailedSmc(q) == May(q.failTrap)

\* Fails ROU_V7_UNPREDICTABLE: ARMv7 is read with the lists of ARMv8.
MutV7LikeV8(q, options) == options

\* Fails ENC_SMC_IT: an SMC in the middle of an IT block is like any other.
MutSmcAnywhereInBlock(t) == FALSE

\* Fails ENC_HVC_IT: a call from the middle of a block never ends it.
MutBlockNeverEnds(t) == {ITAfterCall(t)}

(* Syndromes *)

\* Fails ENC_HVC_COND: UNDEFINED has a known syndrome, even when it is only one of the choices.
MutChosenUndefKnown(q, t, n) == UndefinedOutcome(q, t, n)

\* Fails SYN_EC_CALLER.
MutEcByCallee(t, op, target) == BaseClass(op) + IF StateAt(t, target) = "a64" THEN 4 ELSE 0

\* Fails SYN_IL.
MutIlZeroForSmc(n) == IF n.op = "smc" THEN 0 ELSE IF n.size = 4 THEN 1 ELSE 0

\* Fails SYN_SMC32_NO_IMM.
MutSmc32IssHoldsImmediate(t, n) == n.imm

\* Fails SYN_SVC32_UNKNOWN.
MutSvcConditionalImmKnown(t, n) == FALSE

\* Fails SYN_SMC32_CONDITION: CCKNOWNPASS says "passed".
MutCknownpassInverted(cond) == [cv |-> 1, cond |-> cond, ckp |-> 0]

\* Fails SYN_NO_REGISTER.
MutMonitorHasSyndrome(t, el) == el \in {2, 3} \/ StateAt(t, el) = "a64"

(* Return *)

\* Fails RET_TRAP_THIS.
MutTrapReturnsPast(n) == n.size

\* Fails RET_CALL_NEXT: a call returns to itself, and would be made again.
MutCallReturnsToItself(n) == 0

\* Fails RET_IT_ADVANCE.
MutItAdvancedOnTrap(t) == IF Aarch32Caller(t) THEN "advanced" ELSE "none"

\* Fails RET_SS_ADVANCE.
MutStepKeptByCall == "kept"

\* Fails RET_BTYPE.
MutBtypeAlwaysKept == {"kept"}

\* Fails RET_BTYPE: an illegal state and a branch target fault keep BTYPE.
MutBtypeZeroedByCheck == {"kept", "zeroed"}

=============================================================================
