----------------------------- MODULE MutObserved -----------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* The faults of MutCallingConvention.tla, written down and read as        *)
(* MCObserved.tla does.  Each observed-*.cfg in this directory substitutes *)
(* the operator that the .cfg without `observed-` does, and must fail on   *)
(* the rule of TraceConvention.tla that the manifest names; Blamed are the *)
(* rules that the same event breaks, and no other event breaks any before. *)
(*                                                                         *)
(* Three are refused by another rule than the one that they break in       *)
(* CallingConvention.tla, since the log shows them so: outer-before-inner  *)
(* is an answer of EL3 to EL1 where EL2 called (SEQ_CALLER), and a fast    *)
(* call that is preempted is answered 1, also where no function is         *)
(* (FID_OWNER); a 64-bit call that is served from AArch32 breaks           *)
(* REG_PRESERVED too, by its results.                                      *)
(*                                                                         *)
(* NOT SHOWN by a log, and so without an observed-*.cfg:                   *)
(*   start-forgotten, preempted-for-ever, off-takes-others: something that *)
(*       never happens; a log ends before.  off-keeps-running: of a        *)
(*       processor that is off no event is left.                           *)
(*   answer-to-other-guest, old-copy-restored, switch-forgets-a-register,  *)
(*   one-thread-for-all, resumed-for-ever: several guests, of which a log  *)
(*       does not say which one runs, or whose yielding call it is.        *)
(*   interrupt-clears-a-register, start-leaks: registers of a return that  *)
(*       answers no call.  firmware-leaves-its-own: what firmware held is  *)
(*       in no log.  undefined-and-moved: nor is ELR_EL1.                  *)
(*   number-alone, result-in-x1-lost, hypervisor-range-forwarded: what a   *)
(*       function that is not PSCI's has as results, in which widths, and  *)
(*       who serves it, no document of the convention says.                *)
(*   claim-kept, shim-without-pending: EL2 answers ON_PENDING or           *)
(*       ALREADY_ON of itself, and either may be so.                       *)
(*   guest-entry-passed: the target starts where EL2 asked for.            *)
(*   entry-overwritten: the processor has run at EL2 before its guest      *)
(*       starts, and only a processor's first return is held against       *)
(*       CPU_ON.                                                           *)
(*   upper-result-compared: what a client makes of a result.               *)
(* The designs of unsafe/ are not shown either: two guests in yielding     *)
(* calls, and a start that is where EL2 or nobody asked for.               *)
(***************************************************************************)
EXTENDS MCObserved, MutCallingConvention

OOnShim == Of(WideShim)

\* REG_NO_LEAK is refused for what the log shows: the substitution of SawEverything is not made.

\* TraceConvention's: an answer that keeps every rule is refused.
MutRefusesAnswers(e, s, k, ordered) == ~ordered

=============================================================================
