------------------------ MODULE MutImmediateRecovery ------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* Wrong handlers.  Each .cfg in recovery/mutants substitutes one operator *)
(* of ImmediateRecovery.tla by one of those below and must fail on the     *)
(* property that the manifest names and that its .cfg lists last; the      *)
(* others there are those before it in recovery/safe/everything.cfg, and   *)
(* must not fail.  Nothing in ImmediateRecovery.tla knows of them.         *)
(***************************************************************************)
EXTENDS MCImmediateRecovery

\* Fails IMM_EXECUTED_ONLY: protection is taken for complete while a fetch is under way.
MutArmedDuringFetch == TRUE

\* Fails IMM_EXECUTED_ONLY: maintenance comes before protection.
MutUpkeepFirst == TRUE

\* Fails IMM_EXECUTED_ONLY: instructions are invalidated before data is cleaned.
MutViewFirst == <<"tlb", "view", "data">>

\* Fails IMM_EXECUTED_ONLY: translations that are writable live on while data is cleaned.
MutTlbLast == <<"data", "view", "tlb">>

\* Fails IMM_EXECUTED_ONLY: data is cleaned, and lines that a device has made old are kept.
MutDropLines == line' = line /\ clean' = {<<page, k>> \in Pages \X (1 .. 2) : line[page][k] # "none"}

\* Fails IMM_EXECUTED_ONLY: memory is read although it was not protected at the fetch.
MutSafeguarded == TRUE

\* Fails IMM_NO_GUESS: every syndrome is taken for one that holds the immediate.
MutSyndromeHolds == TRUE

\* Fails IMM_NO_GUESS: what cannot be read is 0.
MutOnFault(fault) == Decided([Found(0, "default") EXCEPT !.fault = fault])

\* Fails IMM_CONDITION: CCKNOWNPASS is read as its name suggests.
MutTakenAsFailed(relied) == ~hv.mayFail /\ caller.cond

\* Fails IMM_CONTRADICTED: any word is taken for the call.
MutVerdict(word) == Found(1, "memory")

\* Fails IMM_EXECUTE_ONLY: nobody asks for permission.
MutMayRead(v) == TRUE

\* Fails IMM_PAGE_STRADDLE: the second half is taken to follow the first in physical memory.
MutPageOf(k) == "V1"

\* Fails RET_EMULATED: who refuses moves the caller on all the same.
MutRefuses == FALSE

\* Fails RET_EMULATED: a call, whose return address is the next instruction, is moved on again.
MutMoved(m) == cpu.moved[m] + 1

\* Fails IMM_ENDS: retries are not counted.
MutAgain(refused) ==
    hv' = [hv EXCEPT !.pc = "walk", !.half = 1, !.page = "none", !.cells = NoCells,
                     !.before = "none"]

=============================================================================
