------------------------------- MODULE Witness -------------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* Witnesses against hollow proofs.  Witness(name, condition) is the       *)
(* condition.  The checker overrides it with a counter: an invariant whose *)
(* antecedent was never true, or an action that was never taken, fails the *)
(* model even though nothing was violated.                                 *)
(*                                                                         *)
(*   Witness("SYN-IL", FALSE) = FALSE     Witness("SYN-IL", TRUE) = TRUE   *)
(***************************************************************************)

Witness(name, condition) == condition

=============================================================================
