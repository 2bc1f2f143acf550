------------------------- MODULE MutTraceConvention -------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* Wrong actions.  Each trace-*.cfg in this directory substitutes one      *)
(* operator of TraceConvention.tla by one of those below and must fail on  *)
(* the property that the manifest names.  Nothing in TraceConvention.tla   *)
(* knows of them.                                                          *)
(***************************************************************************)
EXTENDS MCTraceConvention

\* Entry: a call that is taken is not remembered.
MutPushed(open, call) == open

\* Return: no return answers a call.
MutIsAnswered(e, top) == FALSE

\* Return: a second answer is a step.
MutOneAnswer(e, s, ordered) == TRUE

\* Return: a caller that is resumed on its call, to make it again, is a step.
MutResume(e, s, lookedAt) == TRUE

\* Skipped: the call is still to be taken.
MutSkipped(cpu) == UNCHANGED vars

\* Handled: an SMC that the machine answers is none of the convention's.
MutIsConvention(insn) == insn = "hvc"

\* Lost: calls stay open.
MutLost == UNCHANGED vars

\* End: a call that was never answered is none of its matter.
MutEnds(line) == TRUE

\* Begin: the callees have no version.
MutOfVersions(k, versions) == k

\* Return: versions differ by what they say of registers and identifiers, and have all functions.
MutNewer(k, fid) == FALSE

\* Return: whatever is answered, it is done.
MutYielding(a) == TRUE

\* Return: an answer that keeps every rule is refused.
MutCaller(e, s, cpu, ordered) == ~ordered

=============================================================================
