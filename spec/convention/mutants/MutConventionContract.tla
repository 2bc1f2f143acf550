----------------------- MODULE MutConventionContract -----------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* Machines and rules that say what Contract.tla does not.  Each           *)
(* contract-*.cfg in this directory substitutes one operator of            *)
(* CallingConvention.tla or MCCallingConvention.tla by one of those below  *)
(* and must fail on the property that the manifest names, its last.        *)
(***************************************************************************)
EXTENDS MCConventionContract

\* Fails RolesAgree: of 1.1 the rules say that X4 to X17 may be anything, as of 1.0.
MutContract(r, wide, st, v) ==
    CASE r \in {"x0", "up", "x2"} -> "result"
      [] r = "x19" -> IF st = 64 THEN "preserved" ELSE "none"
      [] v <= 2 -> IF st = 64 THEN "unpredictable" ELSE "preserved"
      [] r = "x5" \/ wide -> "result or preserved"
      [] OTHER -> "preserved"

\* Fails ChangesAgree: a callee of 1.0 may change X4 to X17 of a caller in AArch32 too.
MutMayChangeEverywhere(r, v, st) == r \in {"x0", "up", "x2"} \/ (r \in {"x5", "x9"} /\ v < V1_1)

\* Fails ResultsAgree: the rules know of no result behind X3.
MutResultTable == [uid |-> {"x0", "x2"}, rich |-> {"x0", "x2"}]

\* Fails HintsAgree: the hint counts from 1.2 on.
MutHintSince12(call, v) == call.hint => v >= V1_2

\* Fails WidthsAgree: CPU_OFF has a 64-bit identifier.
MutOnlyNarrow == {"version", "features", "sysoff", "uid"}

\* Fails NoReturnAgrees: what suspends always returns.
MutNoReturn == {"off", "sysoff"}

\* Fails CodesAgree: CPU_ON answers DENIED before PSCI 1.2.
MutCodes == [on |-> {0, -2, -3, -4, -5, -6, -9}, off |-> {-3}, suspend |-> {-2, -3, -9},
             standby |-> {0, -2}, sysoff |-> {}, features |-> {0, -1}, optional |-> {0, -3}]

=============================================================================
