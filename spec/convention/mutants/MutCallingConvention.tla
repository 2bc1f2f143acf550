------------------------ MODULE MutCallingConvention ------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* Wrong layers.  Each .cfg in this directory substitutes one operator of  *)
(* CallingConvention.tla by one of those below and must fail on the        *)
(* property that the manifest names and that its .cfg lists last; the      *)
(* others there are those before it in MCCallingConvention.cfg, and must   *)
(* not fail.  Nothing in CallingConvention.tla knows of them.              *)
(***************************************************************************)
EXTENDS MCCallingConvention

(***************************************************************************)
(* The cases, each one of MCCallingConvention                              *)
(***************************************************************************)

Named(n) == {c \in Everything : c.name = n}

MOnDirect      == Named("direct, 1.2")
MOnDirect11    == Named("direct, 1.1")
MOnDirect13    == Named("direct, 1.3")
MOnDirect32    == Named("direct, 32")
MOnOlder       == Named("layers, 1.1 on 1.0")
MOnForwarded   == Named("layers, forwarded")
MOnForwarded32 == Named("layers, 32")
MOnUndefined   == Named("layers, undefined")
MOnHint        == Named("layers, 1.3 on 1.2")
MOnOwners      == Named("layers, owners")
MOnImmediate   == Named("layers, immediate")
MOnShared      == Named("shared, answers")
MOnYields      == Named("shared, yields")
MOnAnswers     == Named("virtual, answers")
MOnShim        == Named("shim, power")
MOnVirtual     == Named("virtual, power")
MOnDirectPower == Named("direct, power")
MOnPower       == Named("direct, ends")
MOnNotOffered  == Named("shim, not offered")
MOnInterrupted == Named("direct, immediate")
MOnNotThere    == Named("direct, no function")
MOnOffBeside   == Of(OffBesideACall)
MOnStart       == Of(Undisturbed(Two(Direct("start", {From(Smc("on"), "e1")}), {}, {"a0"})))

(***************************************************************************)
(* The mutants                                                             *)
(***************************************************************************)

\* Fails SEQ_ONE_ANSWER: an answer leaves the call open.
MutPopped(k) == Frames(k)

\* Fails SEQ_CALLER: an answer goes to whoever else shares the processor.
MutOtherGuest(k, caller) == IF caller = "el2" THEN caller ELSE CHOOSE c \in On(k) : c # caller

\* Fails SEQ_CALLER: answers are kept once and not for each processor.
MutOtherCpu(k, caller) == IF caller = "a1" THEN "a0" ELSE IF caller = "a0" THEN "a1" ELSE caller

\* Fails SEQ_NESTING: firmware answers the guest, past the hypervisor that asked.
MutAnswered(k) == 1

\* Fails SEQ_YIELDING: a fast call is answered before it is done.
MutMayPreempt(k) == Handles(k, 3, "call", "saved")

\* Fails SEQ_YIELDING: firmware keeps one preempted call for everybody.
MutIdentity(k) == "ns"

\* Fails SEQ_YIELDING: a call that is done can be resumed again.
MutResumed(k) == thread[Identity(k)]

\* Fails RET_RESUME: the return address of a trapped SMC is not advanced.
MutNeverAdvance(f) == 0

\* Fails RET_RESUME: the return address of an HVC, which is behind it, is advanced.
MutAlwaysAdvance(f) == 1

\* Fails RET_RESUME: who refuses a trapped SMC forgets to move its caller on.
MutAdvanceServed(f) == IF f.trap /\ f.route # "refuse" THEN 1 ELSE 0

\* Fails RET_RESUME: an exception for a trapped SMC returns behind it.
MutUndefAt(f) == f.elr + 1

\* Fails REG_PRESERVED: a hypervisor of 1.1 passes on what firmware of 1.0 left in X4 to X17.
MutCopied(k, f) ==
    [r \in Registers |-> IF r \in {"x5", "x9"} THEN cpu[k].regs[r]
                         ELSE IF r \in Results(f) THEN To(f.by) ELSE f.save[r]]

\* Fails REG_PRESERVED: a callee of version 1.1 treats X4 to X17 as 1.0 did.
MutMayChange(r, v, st) == r # "x19"

\* Fails REG_PRESERVED: firmware does not keep X18 to X30.
MutLeft(k, clears) ==
    [r \in Registers |-> IF r = "x0" THEN To(Top(k).by) ELSE IF r = "x19" THEN "zero"
                         ELSE Top(k).save[r]]

\* Fails REG_PRESERVED: the hypervisor restores registers that it has restored before.
MutOldCopy(d) == [cl[d].ctx EXCEPT !["x19"] = "stale"]

\* Fails REG_RESULTS: of several results the hypervisor copies one.
MutResults(f) == {"x0"}

\* Fails REG_RESULTS: firmware leaves out the results after X0.
MutLeftFirst(k, clears) ==
    After(Top(k).save, ResultsOf("none", Top(k).call.wide), Top(k).by, given.v3, given.st,
          clears)

\* Fails REG_NO_LEAK: firmware returns what it had in X1 to X3.
MutLeak(k, clears) ==
    [r \in Registers |-> IF r \in {"x0", "up"} THEN To(Top(k).by)
                         ELSE IF r = "x2" THEN cpu[k].regs[r] ELSE Top(k).save[r]]

\* Fails REG_NO_LEAK: the entry of a handler does not save X1 to X3.
MutSaved(k) == [cpu[k].regs EXCEPT !["x2"] = OwnLabel(Top(k).to)]

\* Fails REG_NO_LEAK: a change of guests does not load X8 to X17.
MutLoaded(d) == [cl[d].ctx EXCEPT !["x9"] = IF d = "a0" THEN "b0" ELSE "a0"]

\* Fails REG_NO_LEAK: a started processor finds what the hypervisor had.
MutStartRegisters(entry) == [All("el2") EXCEPT !["x0"] = Context(entry)]

\* Fails REG_UPPER_HALVES: a callee takes 64 bits of the arguments of a 32-bit call.
MutValid(call) == call.good /\ ~(call.upper /\ ~call.wide)

\* Fails REG_UPPER_HALVES: a caller takes 64 bits for the result of a 32-bit call.
MutUnderstood(c) == IF cpu[CpuOf(c)].regs["up"] = "zero" THEN Code(c) ELSE NotYet

\* Fails FID_WIDTH: a callee compares 64 bits of the identifier.
MutIdentifierSeen(call) == IF call.upper THEN "nothing" ELSE call.fn

\* Fails FID_RESERVED_BITS: a callee looks at bits 15:0 and the owner only.
MutReservedClear(call) == TRUE

\* Fails FID_SVE_HINT: a callee of version 1.3 compares the hint.
MutHintTaken(call, v) == ~call.hint

\* Fails FID_SVE_HINT: a hypervisor of version 1.3 forwards the hint to firmware of 1.2.
MutForwarded(call) == [call EXCEPT !.conduit = "smc"]

\* Fails FID_64_FROM_32: a callee does not look at the state of its caller.
MutWidthFits(call, st) == call.wide => call.fn \notin OnlyNarrow

\* Fails FID_64_FROM_32: a hypervisor leaves it to firmware, which sees an AArch64 caller.
MutRecognised(call, v, st) ==
    /\ IdentifierSeen(call) \in Functions /\ ReservedClear(call)
    /\ HintTaken(call, v) /\ WidthFits(call, 64)

\* Fails FID_OWNER: a callee masks the owner to fewer bits than it has.
MutOwnerMasked(call) == IF call.fn = "gap" THEN "version" ELSE call.fn

\* Fails FID_OWNER: firmware serves the range of the hypervisor.
MutOwnerOf(fn) == IF fn \in Psci THEN "standard" ELSE "trusted os"

\* Fails FID_ZERO_IMMEDIATE: an immediate that is not zero is taken for zero.
MutHasImmediate(call) == FALSE

\* Fails RES_UNKNOWN: a call that names no function is left without an answer in X0.
MutRefusalCode == NotYet

\* Fails RES_UNKNOWN: a callee serves a 64-bit identifier that its function does not have.
MutNumberAlone(call, st) == TRUE

\* Fails PSC_CPU_ON: a shim passes the guest's entry point on, and the guest starts at EL2.
MutOwnCall(f) == [f.call EXCEPT !.conduit = "smc"]

\* Fails PSC_CPU_ON: a shim writes the entry point without looking whether a start is pending.
MutOnByEl2(c) == IF cl[Sibling(c)].phase # "off" THEN AlreadyOn ELSE Success

\* Fails PSC_CPU_ON: firmware accepts a second CPU_ON before the target has started.
MutFirmwareCodes(k, call) ==
    IF call.fn = "on" /\ call.good
    THEN {IF power[CpuOfTarget(k)] = "off" THEN Success ELSE AlreadyOn}
    ELSE {IF call.fn = "on" THEN InvalidParameters ELSE Denied}

\* Fails PSC_CPU_ON: the context identifier of CPU_ON is not passed on.
MutContextRegister(entry) == "zero"

\* Fails PSC_NO_RETURN: CPU_OFF and SYSTEM_OFF return SUCCESS.
MutReturnsHere(fn, code) == TRUE

\* Fails PSC_FEATURES: a shim says that there is what firmware has and it does not offer.
MutFeatureSaid == IF "optional" \in given.has THEN Success ELSE NotSupported

\* Fails PSC_FEATURES: firmware says that there is a function that it does not have.
MutFirmwareSays == Success

\* Fails RES_CODE: PSCI answers with the codes of the architecture's functions.
MutInvalidParameters == -3

\* Fails RES_SHIM: a shim knows fewer error codes than firmware.
MutShimCode(code) == IF code = InternalFailure THEN InvalidParameters ELSE code

\* Fails RES_SHIM: who stands for firmware says that a target is on before it has started.
MutNoPending(c) == CASE cl[Sibling(c)].phase # "off" -> AlreadyOn
                     [] due[Sibling(c)] # "none" -> AlreadyOn [] OTHER -> Success

\* Fails RES_SHIM: a shim goes on believing that a start is pending that firmware has refused.
MutReleases(f) == FALSE

\* Fails RunsAsItWas: a handler of interrupts clears X8 to X17.
MutRestored(frame) == [frame.save EXCEPT !["x9"] = "zero"]

\* Fails WhoIsOffIsOff: who turns a processor off leaves it what it has open.
MutEmptied(ks) == cpu

\* Fails SEQ_ENDS: firmware answers PREEMPTED without an interrupt.
MutDisturbed == TRUE

\* Fails SEQ_ENDS: CPU_OFF takes with it what another processor has open.
MutStopsWith(k) == {"a0", "a1"}

\* Fails StartedCpusStart: firmware accepts CPU_ON and forgets it.
MutStartByFirmware(k) == FALSE

=============================================================================
