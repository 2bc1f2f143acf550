-------------------------- MODULE TraceConvention --------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* The calling convention stepped over a recorded trace: one action for    *)
(* each kind of event, taken with what the event shows.  A trace is a      *)
(* behaviour of this specification if each event is a step; the first that *)
(* is none breaks the rules whose conjuncts are false.  A conjunct that    *)
(* has the name of a rule is that rule.                                    *)
(*                                                                         *)
(*     event of the trace    action       what it shows                    *)
(*     (header)              Begin        the recording, and what the user *)
(*                                        says of the callees              *)
(*     call                  Call         immediate, registers             *)
(*     entry                 Entry        the call if it is one, levels    *)
(*     handled               Handled      the same, without an exception   *)
(*     return                Return       levels, address, registers       *)
(*     skipped, undefined    Skipped, UndefinedCall                        *)
(*     a line that is lost   Lost                                          *)
(*     the end               End          a line that waits for it         *)
(*                                                                         *)
(* LINES of the trace name events that wait for its end, and nothing else  *)
(* depends on them.                                                        *)
(*                                                                         *)
(* VALUES.  Levels are 0 .. 3, and -1 where the trace does not say; so are *)
(* processors and immediates (in a call that is open -2 is one that is     *)
(* neither 0 nor a vendor's).  A word of 32 or 64 bits is a value that can *)
(* be compared and nothing else; one that may be missing is a sequence of  *)
(* none or one.  Registers are a record:                                   *)
(*     st                "a32" or "a64", or "none": x0 was not recorded    *)
(*     known             the numbers of those that were recorded           *)
(*     w, l              each, and its bits 31:0; 0 where not recorded     *)
(*     low, mid, top     registers 1-3, and 4-17 and 18-30 or 4-14, again: *)
(*                       two such parts are compared in one step           *)
(*     telling           those whose value is not near 0                   *)
(*     sp                the stack pointer, none or one                    *)
(*     fid, upper        x0 as an identifier, and whether bits 63:32 are   *)
(*                       not all zero                                      *)
(*     n32, n64, err64   x0 as a signed number of either width, the larger *)
(*                       ones at the end of the range of 32 bits; whether  *)
(*                       it is from -2^31 to -1 in 64 bits                 *)
(*     narrow32,         whether a code of -16 to -1 stands in the low     *)
(*     narrow64          bits with zeros above (RES_SIGN)                  *)
(*     ups, zero         those of 1 .. 3 with bits 63:32 not all zero; those *)
(*                       that are zero                                     *)
(*     asked, even       x1 as an identifier; x2 without bit 0             *)
(*                                                                         *)
(* LEFT OUT.  What would have to be known to decide what is not: such a    *)
(* conjunct is true.  SVC, which is none of the convention's.  Of the      *)
(* rules about returns there is RET_RESUME, of the address and not of SPSR,*)
(* in a trace that shows every exception, every return and the call        *)
(* itself: elsewhere it takes the whole log, and other guests' callers, to *)
(* tell an ELR that is wrong from a handler that is; of callers whose      *)
(* condition failed, and of those before lines that are lost, it is        *)
(* silent.                                                                 *)
(* Rules of instructions, syndromes, vectors and decisions are not         *)
(* stepped: no variable here is their subject.  RET_EMULATED and           *)
(* IMM_CONDITION are what a preset says of a trapped SMC, and no more.     *)
(*                                                                         *)
(* SILENT STEPS.  There are none to close over, although the stepper would *)
(* take them.  A return that no event shows is made up for by the next     *)
(* event, and in one way only: a processor that runs at a level has left   *)
(* those above it (Above).  A call that no event shows has no registers,   *)
(* so that its answer is not judged; no rule asks for it as an inner call, *)
(* but for a preset that forwards, which is held to that only where the    *)
(* trace shows the layer below (ShowsLayerBelow).  A step that answered an *)
(* open call at any time, unseen, would explain whatever a partial log     *)
(* shows later, and each conjunct of an answer would be true; a trace that *)
(* shows every exception and return has no such step.  What was not        *)
(* recorded and may have been several values is enumerated: the immediate  *)
(* (Unlogged_imm).                                                         *)
(*                                                                         *)
(* SOURCES.  As Contract.tla, whose operators decide what a callee may     *)
(* do; docs of the rules: spec/rules.                                      *)
(***************************************************************************)
EXTENDS Contract, FiniteSets, Sequences

CONSTANT
    UnloggedImmediates      \* What an immediate that was not recorded may have been

ASSUME UnloggedImmediates # {} /\ UnloggedImmediates \subseteq -1 .. 65535

\* The usual choice: it stays unknown, and nothing is held against its call.
NotRecorded == {-1}

VARIABLES
    run,        \* what is known of the recording
    cpus,       \* by processor that was seen: the calls that are not answered
    callees,    \* by level: what its answers and the user tell of it
    others,     \* the last calls' registers, before and after, for REG_NO_LEAK
    narrow,     \* PSCI calls whose arguments have no upper halves, by their answers
    starts,     \* CPU_ON calls whose processors did not start yet
    left,       \* calls whose callees went elsewhere, to be answered before the trace ends
    away        \* what handlers were left of for somebody else, and may go on with: RET_RESUME

vars == <<run, cpus, callees, others, narrow, starts, left, away>>

Deepest == 64
Others == 32
NarrowAnswers == 1024
Remembered == 4096
Starts == 1024
MostLeft == 1024
MostAway == 1024
MostWaiting == 1024

Levels == 0 .. 3
Unseen == -1

NoRegisters == [st |-> "none"]
NoCall == [insn |-> "none"]

Drop(s, n) == SubSeq(s, n + 1, Len(s))

(***************************************************************************)
(* What is known of a callee                                               *)
(***************************************************************************)

\* Versions that no rule of identifiers, or of registers, tells apart are one.
ByName(v) ==
    CASE v = Pre  -> Pre
      [] v > Pre /\ v < V1_3 -> V1_0
      [] v >= V1_3 /\ v < V1_5 -> V1_3
      [] OTHER -> V1_5
ByRegister(v) == IF v > V1_2 THEN V1_2 ELSE v

\* FID_WIDTH: the versions by which a callee may not look at bits 63:32.
IgnoresUpper(v) ==
    \A answer \in Allowed(v, [conduit |-> "smc", imm |-> 0, upper |-> TRUE, st |-> "a64",
                              fid |-> PsciFid("PSCI_VERSION", FALSE)]) :
        answer.kind # "not supported"

Held == {"preserved", "result or preserved"}

\* What every version that it may have says of the registers of a call, and what none preserves.
Demands(versions, st, wide) ==
    [kept |-> {r \in Registers : \A v \in versions : After(v, st, wide, r) = "preserved"},
     keptIfNoResult |-> {r \in Registers : \A v \in versions : After(v, st, wide, r) \in Held},
     free |-> {r \in Registers : \A v \in versions :
                    After(v, st, wide, r) \in {"result", "unpredictable"}}]

DemandsOf(versions) ==
    LET vs == {ByRegister(v) : v \in versions} IN
    [a32 |-> Demands(vs, "a32", FALSE), a64 |-> Demands(vs, "a64", FALSE),
     a64wide |-> Demands(vs, "a64", TRUE)]

OfVersions(k, versions) ==
    [k EXCEPT !.versions = versions, !.names = {ByName(v) : v \in versions},
              !.ignoresUpper = {IgnoresUpper(v) : v \in versions},
              !.contracts = DemandsOf(versions)]

\* given: the user says the version.  psci: 0 .. 5, or -1.  steady: it told no two versions, as
\* several callees would.  said: functions that PSCI_FEATURES said to be there, and not; did: that
\* answered, and that said NOT_SUPPORTED.  optee: it said that it is OP-TEE; waiting: its threads
\* that wait to be resumed, each with the level of its caller.
Beginning(preset, version) ==
    OfVersions(
        [preset |-> preset, given |-> version # Unseen,
         psci |-> IF preset = <<>> THEN Unseen ELSE preset[1].psci,
         said |-> [yes |-> {}, no |-> {}], did |-> [yes |-> {}, no |-> {}],
         psciWord |-> <<>>, smcccWord |-> <<>>, steady |-> TRUE, versions |-> {}, names |-> {},
         ignoresUpper |-> {}, contracts |-> <<>>, optee |-> FALSE, waiting |-> {}],
        IF version = Unseen THEN Versions ELSE {version})

\* What the user says of the version stands.
Narrowed(k, to) ==
    IF k.given THEN k
    ELSE LET both == k.versions \cap to IN
         IF both = k.versions THEN k ELSE OfVersions(k, IF both = {} THEN to ELSE both)

\* What is known already stays the same object; most answers tell nothing new.
IsRemembered(what, fid, there) ==
    \/ fid \in (IF there THEN what.yes ELSE what.no)
    \/ /\ Cardinality(what.yes) + Cardinality(what.no) >= Remembered
       /\ fid \notin (IF there THEN what.no ELSE what.yes)

Remember(what, fid, there) ==
    IF there THEN [yes |-> what.yes \cup {fid}, no |-> what.no \ {fid}]
    ELSE [yes |-> what.yes \ {fid}, no |-> what.no \cup {fid}]

Did(k, fid, there) ==
    IF IsRemembered(k.did, fid, there) THEN k ELSE [k EXCEPT !.did = Remember(@, fid, there)]
Said(k, fid, there) ==
    IF IsRemembered(k.said, fid, there) THEN k ELSE [k EXCEPT !.said = Remember(@, fid, there)]

(***************************************************************************)
(* PSCI: what Contract.tla leaves to implementations                       *)
(***************************************************************************)

PsciNumbers == 0 .. 31
ByNumber == [n \in PsciNumbers |->
    IF \E fn \in PsciFunctions : PsciTable[fn].num = n
    THEN CHOOSE fn \in PsciFunctions : PsciTable[fn].num = n ELSE "none"]

\* How many arguments, by number.
ArgumentCount == [n \in PsciNumbers |->
    CASE n \in {1, 3} -> 3
      [] n \in {4, 12, 13, 14, 16, 17, 18, 20, 21} -> 2
      [] n \in {5, 10, 15, 19} -> 1
      [] OTHER -> 0]

\* PSC_MANDATORY: by number, from which version on.
MandatoryNumbers == {0, 1, 2, 3, 4, 8, 9, 10}
Mandatory(fn, pv) ==
    /\ PsciTable[fn].num \in MandatoryNumbers
    /\ pv >= PsciSince(fn)
    /\ pv >= 1

InPsci(fid) ==
    fid.fast /\ fid.oen = 4 /\ fid.reserved = 0 /\ ~fid.hint /\ fid.num \in PsciNumbers

\* The function of an identifier; "withdrawn" for the two of an alpha of 1.3.
FunctionOf(fid) ==
    IF ~InPsci(fid) THEN "none"
    ELSE LET fn == ByNumber[fid.num] IN
         IF fn # "none" THEN IF fid.wide /\ ~PsciTable[fn].wide THEN "none" ELSE fn
         ELSE IF (fid.num = 22 /\ fid.wide) \/ (fid.num = 23 /\ ~fid.wide) THEN "withdrawn"
         ELSE "none"

\* A number of PSCI's that no version of it uses.
UnusedByPsci(fid) == InPsci(fid) /\ FunctionOf(fid) = "none"

\* The Arm Architecture call of an identifier.
ArchitectureByNumber ==
    [n \in {ArchitectureTable[fn].num : fn \in ArchitectureFunctions} |->
        CHOOSE fn \in ArchitectureFunctions : ArchitectureTable[fn].num = n]
ArchitectureOf(fid) ==
    IF ~fid.fast \/ fid.oen # 0 \/ fid.reserved # 0 \/ fid.hint THEN "none"
    ELSE IF fid.num \notin DOMAIN ArchitectureByNumber THEN "none"
    ELSE LET fn == ArchitectureByNumber[fid.num] IN
         IF fid.wide \in ArchitectureTable[fn].widths THEN fn ELSE "none"
IsArchitectureFunction(fid) == ArchitectureOf(fid) # "none"

IsPsciThatReturns(fid, returns) ==
    LET fn == FunctionOf(fid) IN
    fn \notin {"none", "withdrawn"} /\ PsciReturns(fn) = returns

\* Functions that answer one of three states.
StateFunctions == {"AFFINITY_INFO", "MIGRATE_INFO_TYPE"}

\* What a call is of, for the rules: its kind is the function, or "other", or "psci" for a function
\* of PSCI of a callee that is not known to have PSCI, or "none" where it is not certain.
\* code: its results are codes, so that a narrow one is a mistake.  codes: those it may answer.
\* any, zero: nothing is said of any result (DEN0022F.b 5.1.8, 5.22.3), or of 0 (5.1.19, 5.20).
PsciCalls ==
    [fn \in PsciFunctions |->
        [kind |-> fn, psci |-> TRUE, never |-> PsciReturns(fn) = "never",
         value |-> PsciTable[fn].value, state |-> fn \in StateFunctions,
         code |-> ~PsciTable[fn].value \/ fn \in StateFunctions,
         codes |-> PsciResults(fn) \cup {NOT_SUPPORTED},
         counter |-> fn \in PsciCounters,
         any |-> fn \in PsciCounters \cup {"MIGRATE_INFO_UP_CPU"},
         zero |-> PsciReturns(fn) = "never" \/ fn = "SYSTEM_SUSPEND",
         refusable |-> NOT_SUPPORTED \in PsciResults(fn),
         count |-> ArgumentCount[PsciTable[fn].num],
         arguments |-> 1 .. ArgumentCount[PsciTable[fn].num]]]
NoPsciCall == [kind |-> "none", psci |-> FALSE, code |-> FALSE, never |-> FALSE]
OtherCall == [NoPsciCall EXCEPT !.kind = "other"]
PerhapsPsci == [NoPsciCall EXCEPT !.kind = "psci"]

\* By version of PSCI, the codes that a function may answer; "not implemented" in any.
CodesByVersion ==
    [fn \in PsciFunctions |->
        [pv \in PsciVersions |-> PsciResultsIn(fn, pv) \cup {NOT_SUPPORTED}]]

\* Words of versions: major in bits 30:16, minor below.
PsciOfWord(n) ==
    CASE n = 2 -> 1 [] n \in 65536 .. 65539 -> n - 65534 [] OTHER -> Unseen
SmcccOfWord(n) == IF n \in 65536 .. 65543 THEN n - 65535 ELSE Unseen

VersionFid == PsciFid("PSCI_VERSION", FALSE)
FeaturesFid == PsciFid("PSCI_FEATURES", FALSE)
ArchFid(n) ==
    [fast |-> TRUE, wide |-> FALSE, oen |-> 0, reserved |-> 0, hint |-> FALSE, num |-> n]
SmcccVersionFid == ArchFid(0)

MandatoryHere(k, fn) ==
    fn \notin {"none", "withdrawn"} /\ k.psci # Unseen /\ Mandatory(fn, k.psci)

\* Functions of a version after the one that the callee is known to have; of a callee that told two
\* versions it is not known whose the function is.
NewerPsci(k, fn) ==
    /\ k.psci # Unseen /\ k.steady
    /\ fn \notin {"none", "withdrawn"} /\ k.psci < PsciSince(fn)
NewerArchitecture(k, fid) ==
    /\ IsArchitectureFunction(fid) /\ k.steady /\ Pre \notin k.versions
    /\ LET since == ArchitectureTable[ArchitectureOf(fid)].since IN
       since > V1_0 /\ \A v \in k.versions : v < since
\* And a code of the convention: of a function that has a result.
NewerCode(k, fid, n) ==
    /\ n \in SmcccCodes /\ SmcccCodeSince(n) > V1_0 /\ k.steady
    /\ IsArchitectureFunction(fid) /\ ~ArchitectureTable[ArchitectureOf(fid)].silent
    /\ \A v \in k.versions : v < SmcccCodeSince(n)

Has(k, fid) ==
    \/ fid \in k.did.yes
    \/ MandatoryHere(k, FunctionOf(fid))
    \/ fid = SmcccVersionFid /\ \A v \in k.versions : v >= V1_1

(***************************************************************************)
(* A call and its answer                                                   *)
(***************************************************************************)

\* Registers that were recorded before and after, and differ; the first aside.
Changed(b, f) ==
    LET parts == (IF b.low = f.low THEN {} ELSE 1 .. 3)
                 \cup (IF b.mid = f.mid THEN {} ELSE 4 .. 17)
                 \cup (IF b.top = f.top THEN {} ELSE 4 .. 30)
    IN  IF parts = {} THEN {}
        ELSE {r \in parts : r \in b.known /\ r \in f.known /\ b.w[r] # f.w[r]}

\* Of those registers that everybody preserves most are others: it is another caller, which a
\* log of several guests shows at the same address.
IsAnother(b, f) ==
    IF b.top = f.top THEN FALSE
    ELSE LET recorded == {r \in (IF b.st = "a64" THEN 19 ELSE 4) .. 30 :
                            r \in b.known /\ r \in f.known}
             other == {r \in recorded : b.w[r] # f.w[r]}
         IN  Cardinality(other) > Cardinality(recorded \ other)

\* What is held against the rules: "convention", another "immediate", that there is an answer at
\* all though registers are "unseen", or nothing.
Judged(call, f, k) ==
    IF call.imm = Unseen THEN "nothing"
    ELSE IF call.regs.st = "none" \/ f.st = "none"
    THEN IF k.preset = <<>> THEN "nothing" ELSE "unseen"
    ELSE IF call.regs.st # f.st THEN "nothing"
    ELSE IF ~run.whole /\ IsAnother(call.regs, f) THEN "nothing"
    ELSE IF call.imm # 0 THEN "immediate" ELSE "convention"

NothingAnswered == [judged |-> "nothing"]

Answered(call, f, k) ==
    LET judged == Judged(call, f, k) IN
    IF judged = "nothing" THEN NothingAnswered
    ELSE IF judged = "unseen" THEN [judged |-> judged, call |-> call, k |-> k]
    ELSE LET b == call.regs
             wide == b.st = "a64" /\ b.fid.wide
             n == IF wide THEN f.n64 ELSE f.n32
         IN  [judged |-> judged, call |-> call, b |-> b, f |-> f, k |-> k, wide |-> wide, n |-> n,
              error |-> IF wide THEN f.err64 ELSE n < 0,
              refused |-> n = NOT_SUPPORTED,
              untouched |-> IF wide THEN f.w[0] = b.w[0] ELSE f.l[0] = b.l[0],
              narrow |-> IF wide THEN f.narrow64 ELSE f.narrow32,
              contract |-> IF b.st = "a32" THEN k.contracts.a32
                           ELSE IF wide THEN k.contracts.a64wide ELSE k.contracts.a64]

AsCall(a) ==
    [conduit |-> a.call.insn, imm |-> a.call.imm, fid |-> a.b.fid, upper |-> a.b.upper,
     st |-> a.b.st]

\* The call that the callee made with the same identifier, to have it answered, if it did.
Forwarded(a) == a.call.inner # <<>> /\ a.call.inner[1].before.l[0] = a.b.l[0]
InnerOf(a) == a.call.inner[1]

\* A call that the callee made itself, to serve this one, would be in the trace.
ShowsLayerBelow(a) == run.whole /\ ~a.call.unseen

\* An interface from before the convention owes SMCCC nothing, unless the preset claims its numbers.
BeforeTheConvention(a) ==
    /\ ~a.b.fid.fast
    /\ Owner(a.b.fid) = "existing"
    /\ IF a.k.preset = <<>> THEN TRUE ELSE ~Legacy(a.k.preset[1].policy, a.b.fid)

\* The answer is that of PSCI_VERSION or SMCCC_VERSION, as plain calls had it.
SaysVersion(a) ==
    /\ ~a.refused
    /\ \/ a.b.fid = VersionFid /\ a.k.psciWord = <<a.f.l[0]>>
       \/ a.b.fid = SmcccVersionFid /\ a.k.smcccWord = <<a.f.l[0]>>

\* The same, of any version from 1.0 on: no vendor's interface answers to that identifier so.
SaysAnyVersion(a) ==
    \/ a.b.fid = VersionFid /\ PsciOfWord(a.f.n32) > 1
    \/ a.b.fid = SmcccVersionFid /\ SmcccOfWord(a.f.n32) # Unseen

(***************************************************************************)
(* Which function was called                                               *)
(*                                                                         *)
(* [fid, broken]: the function, if it is certain that it was called, and   *)
(* the rule that the callee broke by what it took the identifier for.      *)
(***************************************************************************)

NoFunction == [fid |-> NoFid, broken |-> "none"]
Breaks(rule) == [fid |-> NoFid, broken |-> rule]
Calls(fid) == [fid |-> fid, broken |-> "none"]

\* The documents do not rank the objections; a rule has to be named, the first of these.
Ruling(fid, v, st) ==
    LET no == Objections(fid, v, st) IN
    CASE "reserved bits" \in no      -> "FID_RESERVED_BITS"
      [] "reserved owner" \in no     -> "FID_OWNER"
      [] "smc64 from aarch32" \in no -> "FID_64_FROM_32"
      [] OTHER -> "none"

\* PSCI 0.2 answers INVALID_PARAMETERS to a 64-bit function from AArch32 (DEN0022F.b 5.2.1).
IsMismatchOf02(a) ==
    /\ a.n = INVALID_PARAMETERS /\ a.b.st = "a32" /\ a.b.fid.wide
    /\ FunctionOf(a.b.fid) \in ComparedWidths /\ a.k.psci \in {Unseen, 1}

\* RES_UNKNOWN: what names no function is answered NOT_SUPPORTED.
Refuses(a, rule) ==
    CASE a.refused \/ IsMismatchOf02(a) -> NoFunction
      [] a.narrow    -> Breaks("RES_SIGN")
      [] a.untouched -> Breaks("RES_UNKNOWN")
      [] OTHER       -> Breaks(rule)

\* Something in the identifier takes no part: a function that is there answers all the same.
Missed(a) == a.refused \/ a.untouched
MissedWrongly(a, rule, fid, demanded) ==
    IF demanded /\ Has(a.k, fid) THEN Breaks(rule) ELSE NoFunction

Plain(fid) == IF fid.fast THEN [fid EXCEPT !.hint = FALSE] ELSE fid

ByPlainName(a) ==
    LET plain == Plain(a.b.fid) IN
    IF (a.b.upper \/ (a.b.fid.hint /\ a.b.fid.fast)) /\ Missed(a)
    THEN IF a.b.upper THEN MissedWrongly(a, "FID_WIDTH", plain, a.k.ignoresUpper = {TRUE})
         ELSE MissedWrongly(a, "FID_SVE_HINT", plain, TRUE)
    ELSE IF Pre \notin a.k.names /\ UnusedByPsci(plain) THEN Refuses(a, "RES_UNKNOWN")
    ELSE Calls(plain)

\* No preset: only what every version that the callee may have says.
ByVersions(a) ==
    LET no == {v \in a.k.names : ~Named(a.b.fid, v, a.b.st)} IN
    IF no = {} THEN ByPlainName(a)
    ELSE IF no # a.k.names THEN NoFunction
    ELSE Refuses(a, Ruling(a.b.fid, CHOOSE v \in no : \A u \in no : v <= u, a.b.st))

(***************************************************************************)
(* The same where the user says what the callee is                         *)
(***************************************************************************)

\* A preset: [policy, psci, conduits, vendor, deviations, advance, failed, scratch]: by which
\* instructions it takes calls of the convention; immediates of HVC that are its own interface's;
\* and calls that it answers by another policy, each as [conduits, owners, first, last, states,
\* wide, nonZero, policy] with the function numbers first .. last and sets of what the rest may be:
\* the first that is about the call.
\* advance: what it moves on past a trapped SMC ("pc by 4", "pc by il", "pc and it", "everything",
\* "not trapped"); failed: what it does with one that failed its condition ("skipped", "never
\* checked", "no such trap"); scratch: x4 to x17 after a call ("preserved", "preserved unless
\* returned", "client in x7", "as the layer below answers").
IsAbout(deviation, call) ==
    /\ call.conduit \in deviation.conduits
    /\ deviation.owners = {} \/ call.fid.oen \in deviation.owners
    /\ call.fid.num >= deviation.first /\ call.fid.num <= deviation.last
    /\ call.st \in deviation.states /\ call.fid.wide \in deviation.wide
    /\ (call.imm # 0) \in deviation.nonZero

PolicyFor(preset, call) ==
    LET about == {i \in 1 .. Len(preset.deviations) : IsAbout(preset.deviations[i], call)} IN
    IF about = {} THEN preset.policy
    ELSE preset.deviations[CHOOSE i \in about : \A j \in about : i <= j].policy

PresetAnswers(preset, call) ==
    CASE call.conduit = "hvc" /\ call.imm \in preset.vendor -> Answer("vendor")
      [] OTHER ->
            IF /\ call.conduit = "hvc" /\ "hvc" \notin preset.conduits
               /\ PolicyFor(preset, call).hvcImmediate = "killed"
            THEN Answer("killed") ELSE Answers(PolicyFor(preset, call), call)

\* The rule that the answer hangs on.
Hangs(a, policy, answer) ==
    LET fid == a.b.fid
        ruling == Ruling(fid, policy.version, a.b.st)
    IN  CASE a.call.imm # 0 -> "FID_ZERO_IMMEDIATE"
          [] OTHER ->
             IF a.b.upper THEN "FID_WIDTH"
             ELSE IF ruling # "none" /\ ~Legacy(policy, fid) THEN ruling
             ELSE IF fid.fast /\ fid.hint THEN "FID_SVE_HINT"
             ELSE IF answer.kind = "dispatched" \/ IsQuery(fid) THEN "FID_OWNER"
             ELSE "RES_UNKNOWN"

\* The registers that it clears are zero, and the rest of the first four are as they were.
LeavesRegisters(a, cleared) ==
    LET last == CHOOSE r \in cleared : \A q \in cleared : q <= r IN
    \A r \in 1 .. (IF last > 3 THEN last ELSE 3) :
        (r \in a.f.known /\ r \in a.b.known) =>
            IF r \in cleared THEN r \in a.f.zero ELSE a.f.w[r] = a.b.w[r]

RefusesAs(a, rule, cleared) ==
    CASE a.narrow   -> Breaks("RES_SIGN")
      [] ~a.narrow /\ ~a.refused -> Breaks(IF a.untouched THEN "RES_UNKNOWN" ELSE rule)
      [] OTHER -> IF LeavesRegisters(a, cleared) THEN NoFunction ELSE Breaks("REG_RESULTS")

\* What no document has, and no layer below was asked, is refused as what the callee does not know.
IsUnknown(a, preset, fid) ==
    /\ a.refused
    /\ PolicyFor(preset, AsCall(a)).unknownFunction = "forwarded" => ShowsLayerBelow(a)
    /\ fid.fast /\ preset.policy.version # Pre /\ ~Legacy(preset.policy, a.b.fid)
    /\ FunctionOf(fid) = "none" /\ ~IsArchitectureFunction(fid)
    /\ a.call.inner = <<>>

\* By an immediate that the preset does not look at, a number from before the convention that it
\* does not claim: its own programs would have called it with 0, so that it is an unknown function.
NotClaimed(a, preset) ==
    a.call.imm # 0 /\ preset.policy.version # Pre /\ BeforeTheConvention(a)

DispatchesAs(a, preset, policy, rule, fid) ==
    CASE rule # "FID_OWNER" /\ Missed(a) -> MissedWrongly(a, rule, fid, TRUE)
      [] OTHER ->
            IF ~UnusedByPsci(fid)
            THEN IF IsUnknown(a, preset, fid) /\ ~LeavesRegisters(a, Clearing(policy.cleared, a.b.st))
                 THEN [Calls(fid) EXCEPT !.broken = "REG_RESULTS"] ELSE Calls(fid)
            ELSE IF policy.unknownFunction = "not supported"
            THEN RefusesAs(a, "RES_UNKNOWN", Clearing(policy.cleared, a.b.st))
            ELSE NoFunction

ByPreset(a, preset) ==
    LET policy == PolicyFor(preset, AsCall(a))
        said == PresetAnswers(preset, AsCall(a))
        answer == IF said.kind = "dispatched" /\ NotClaimed(a, preset)
                  THEN Unknown(policy, AsCall(a)) ELSE said
        rule == Hangs(a, policy, answer)
    IN  CASE answer.kind = "dispatched" ->
                DispatchesAs(a, preset, policy, rule, answer.fid)
          [] answer.kind = "not supported" -> RefusesAs(a, rule, answer.cleared)
          [] answer.kind = "untouched"     -> IF a.untouched THEN NoFunction ELSE Breaks(rule)
          [] answer.kind = "forwarded"     ->
                IF Forwarded(a) \/ ~ShowsLayerBelow(a) THEN NoFunction ELSE Breaks(rule)
          [] answer.kind = "vendor"        ->
                IF SaysVersion(a) \/ SaysAnyVersion(a) THEN Breaks(rule) ELSE NoFunction
          [] OTHER                         -> Breaks(rule)

\* A call whose immediate is not zero is none of the convention; another on HVC is the vendor's.
TakenForOne(a) ==
    (Forwarded(a) /\ InnerOf(a).imm = 0) \/ SaysVersion(a)

ByImmediate(a) ==
    IF a.call.insn = "smc" /\ TakenForOne(a) THEN Breaks("FID_ZERO_IMMEDIATE") ELSE NoFunction

\* An HVC that the preset does not answer, whatever the registers hold, which were not recorded.
RefusesAll(preset, policy, imm) ==
    \/ policy.hvcImmediate = "undefined" /\ imm # 0
    \/ policy.hvcImmediate = "killed" /\ (imm # 0 \/ "hvc" \notin preset.conduits)

RefusesConduit(preset, call) ==
    LET imm == call.imm
        about == {i \in 1 .. Len(preset.deviations) :
                    /\ "hvc" \in preset.deviations[i].conduits
                    /\ (imm # 0) \in preset.deviations[i].nonZero}
    IN  /\ call.insn = "hvc" /\ imm # Unseen /\ imm \notin preset.vendor
        /\ RefusesAll(preset, preset.policy, imm)
        /\ \A i \in about : RefusesAll(preset, preset.deviations[i].policy, imm)

\* One of these calls was answered.
ByConduit(calls, preset) ==
    IF \E call \in calls : ~RefusesConduit(preset, call) THEN NoFunction
    ELSE Breaks(IF \E call \in calls : call.imm = 0 THEN "RES_UNKNOWN" ELSE "FID_ZERO_IMMEDIATE")

Identified(a) ==
    CASE a.judged = "nothing" -> NoFunction
      [] a.judged = "unseen" -> ByConduit({a.call}, a.k.preset[1])
      [] a.judged = "immediate" ->
            IF a.k.preset = <<>> THEN ByImmediate(a) ELSE ByPreset(a, a.k.preset[1])
      [] a.judged = "convention" ->
            IF a.k.preset = <<>> THEN ByVersions(a) ELSE ByPreset(a, a.k.preset[1])

CallOf(fid) ==
    LET fn == FunctionOf(fid) IN
    IF fn = "none" \/ fn = "withdrawn" THEN OtherCall ELSE PsciCalls[fn]

Called(a, id) ==
    IF a.judged # "convention" \/ id.fid = NoFid THEN NoPsciCall
    ELSE LET call == CallOf(id.fid) IN
         IF call.psci /\ a.k.psci = Unseen /\ call.kind # "PSCI_VERSION" THEN PerhapsPsci ELSE call

(***************************************************************************)
(* The rules: identifiers.  What was found out above, by name.             *)
(***************************************************************************)

FID_WIDTH(id) == id.broken # "FID_WIDTH"
FID_RESERVED_BITS(id) == id.broken # "FID_RESERVED_BITS"
FID_SVE_HINT(id) == id.broken # "FID_SVE_HINT"
FID_OWNER(id) == id.broken # "FID_OWNER"
FID_64_FROM_32(id) == id.broken # "FID_64_FROM_32"
FID_ZERO_IMMEDIATE(id) == id.broken # "FID_ZERO_IMMEDIATE"

(***************************************************************************)
(* The rules: registers                                                    *)
(***************************************************************************)

\* Whether the function has no result but the first.
OneResult(a, called) ==
    called.psci \/ (a.refused /\ a.b.fid.fast /\ Pre \notin a.k.names)

\* That 1.0 preserves these of AArch32 was not found in its text.
Unsettled(a) == IF a.b.st = "a32" /\ V1_0 \in a.k.versions THEN 4 .. 14 ELSE {}

\* What the preset leaves of x4 to x17, where the version leaves it open.
ScratchKept(a, called) ==
    IF a.k.preset = <<>> THEN {}
    ELSE LET word == a.k.preset[1].scratch IN
         IF \/ word = "preserved"
            \/ word \in {"preserved unless returned", "client in x7"} /\ OneResult(a, called)
            \/ /\ word = "as the layer below answers" /\ OneResult(a, called)
               /\ ~Forwarded(a) /\ ShowsLayerBelow(a)
         THEN 4 .. 17 ELSE {}

REG_PRESERVED(a, called, changed) ==
    (a.judged = "convention" /\ ~BeforeTheConvention(a)) =>
        /\ changed = {} \/ changed \cap ScratchKept(a, called) = {}
        /\ changed \cap (IF OneResult(a, called) THEN a.contract.keptIfNoResult ELSE a.contract.kept)
           \subseteq Unsettled(a)
        /\ a.b.sp = <<>> \/ a.f.sp = <<>> \/ a.b.sp = a.f.sp

Holds(regs, word) == \E r \in regs.known : regs.w[r] = word

\* Of another caller is a value that this one did not have, and another had.
REG_NO_LEAK(a, called, changed, cpu, seen) ==
    (a.judged = "convention" /\ changed # {} /\ ~BeforeTheConvention(a)) =>
        LET looked == changed \cap a.contract.free \cap a.f.telling IN
        (looked # {} /\ OneResult(a, called)) =>
            ~ \E r \in looked :
                /\ ~Holds(a.b, a.f.w[r])
                /\ \E i \in 1 .. Len(seen) :
                      /\ <<seen[i].cpu, seen[i].el>> # <<cpu, a.call.from>>
                      /\ Holds(seen[i].before, a.f.w[r]) \/ Holds(seen[i].after, a.f.w[r])

Low(a, regs, r) == IF a.wide THEN regs.w[r] ELSE regs.l[r]

\* What the layer below returned to a call that was passed on reaches the caller; zero may be a
\* register that it clears, and no result.
PassedThrough(a) ==
    LET sent == InnerOf(a).before
        got == InnerOf(a).after
    IN  sent.st = a.b.st =>
            \A r \in Changed(sent, got) \ (a.contract.kept \cup got.zero) :
                (r \in a.f.known /\ Low(a, sent, r) # Low(a, got, r)) =>
                    Low(a, got, r) = Low(a, a.f, r)

REG_RESULTS(a, id) ==
    /\ id.broken # "REG_RESULTS"
    /\ (a.judged = "convention" /\ Forwarded(a) /\ ~BeforeTheConvention(a)) => PassedThrough(a)

\* Of answers these codes are told apart, and 0 stands for any other.
AnswerKinds == {0, NOT_SUPPORTED, INVALID_PARAMETERS, INVALID_ADDRESS}
AnswerKind(a) == IF a.n \in AnswerKinds THEN a.n ELSE 0

\* Of a function without a second or third argument the first stands for them.
NarrowKey(a, called) ==
    <<a.b.l[1], called.kind, a.call.to, IF called.count >= 2 THEN a.b.l[2] ELSE a.b.l[1],
      IF called.count >= 3 THEN a.b.l[3] ELSE a.b.l[1]>>

\* Whether it is a 32-bit call with all its arguments recorded, from AArch64.
IsNarrowCall(a, called) ==
    /\ called.psci /\ ~a.wide /\ a.b.st = "a64"
    /\ called.arguments \subseteq a.b.known
HasUpperHalves(a, called) ==
    a.b.ups \cap called.arguments # {}

\* The callee ignores the upper halves: it answers as it did without.
REG_UPPER_HALVES(a, called) ==
    (called.psci /\ a.b.ups # {} /\ IsNarrowCall(a, called) /\ HasUpperHalves(a, called)) =>
        LET key == NarrowKey(a, called)
            isRefused == ~called.counter /\ a.n \in {INVALID_PARAMETERS, INVALID_ADDRESS}
            deniesMandatory == called.kind = "PSCI_FEATURES" /\ a.refused /\ Has(a.k, a.b.asked)
        IN  (isRefused \/ deniesMandatory) =>
                IF \E n \in AnswerKinds : key \in narrow[n] THEN key \in narrow[AnswerKind(a)]
                ELSE ~deniesMandatory

(***************************************************************************)
(* The rules: results                                                      *)
(***************************************************************************)

IsArchitecture(a, called, id) ==
    called.kind = "other" /\ Owner(id.fid) = "arm architecture" /\ Pre \notin a.k.names

\* Who hands a call on answers with what the layer below has.
Relays(a) ==
    \/ Forwarded(a)
    \/ IF a.k.preset = <<>> THEN FALSE
       ELSE a.k.preset[1].policy.unknownFunction = "forwarded"

\* The function came with a later version than the callee has.
TooNew(a, called, id) ==
    CASE called.psci ->
            called.kind # "PSCI_VERSION" /\ NewerPsci(a.k, called.kind) /\ ~Relays(a)
      [] called.kind = "other" -> NewerArchitecture(a.k, id.fid) /\ ~Relays(a)
      [] OTHER -> FALSE

\* A function that the version of the callee does not have is answered as one that is not there.
ServesTooNew(a, called, id) ==
    /\ TooNew(a, called, id)
    /\ ~(a.refused \/ (a.narrow /\ (called.kind = "other" \/ called.code)))

RES_UNKNOWN(id, newer) == id.broken # "RES_UNKNOWN" /\ ~newer

RES_SIGN(a, called, id) ==
    /\ id.broken # "RES_SIGN"
    /\ ~(a.judged = "convention" /\ a.narrow
         /\ (called.code \/ IsArchitecture(a, called, id)))

\* A vendor's SYSTEM_RESET2 fails with codes of PSCI or with its own (DEN0022F.b 5.13.5).
VendorCode(a) ==
    /\ 1 \in a.b.known => a.b.asked.fast     \* bit 31 of the type
    /\ a.n < -256 \/ a.n \in (INVALID_ADDRESS .. INVALID_PARAMETERS)

\* Of the version that the callee has; of any from 0.2 on where it is not known.
Codes(a, called) ==
    IF a.k.psci = Unseen \/ ~a.k.steady \/ NewerPsci(a.k, called.kind) THEN called.codes
    ELSE CodesByVersion[called.kind][a.k.psci]

PsciCode(a, called) ==
    \/ called.any
    \/ called.zero /\ a.n = SUCCESS
    \/ called.value /\ ~a.error /\ (called.state => a.n >= 0 /\ a.n <= 2)
    \/ a.n \in Codes(a, called)
    \/ called.kind = "SYSTEM_RESET2" /\ VendorCode(a)

ArchitectureCode(a, id) ==
    \/ a.n >= 0
    \/ IF id.fid = SmcccVersionFid THEN a.n = NOT_SUPPORTED
       ELSE a.error /\ ~NewerCode(a.k, id.fid, a.n)

\* 1.0 has no such function, and may have said so.
VersionAsPreset(a, id) ==
    (id.fid = SmcccVersionFid /\ a.k.preset # <<>>) =>
        LET version == a.k.preset[1].policy.version IN
        (version >= V1_1 \/ (version = V1_0 /\ a.f.n32 >= 0)) => SmcccOfWord(a.f.n32) = version

RES_CODE(a, called, id) ==
    /\ (called.psci /\ called.kind # "PSCI_VERSION") =>
            (called.code /\ a.narrow) \/ PsciCode(a, called) \/ TooNew(a, called, id)
    /\ IsArchitecture(a, called, id) =>
            a.narrow \/ ArchitectureCode(a, id) \/ TooNew(a, called, id)
    /\ called.kind = "other" => VersionAsPreset(a, id)

\* What a layer says of itself is not what the layer below says of itself.
OfItself == {SmcccVersionFid, ArchFid(1), VersionFid, FeaturesFid}

\* Whose functions no hypervisor has of its own.
OwnedElsewhere == {"vendor el3 monitor service", "trusted application", "trusted os"}

\* The only call below was another function of that owner, and its answer was handed on.
AskedForAnother(a) ==
    /\ a.call.inner # <<>>
    /\ InnerOf(a).only
    /\ InnerOf(a).imm = 0
    /\ LET asked == InnerOf(a).before.fid IN
       /\ a.b.fid.fast /\ asked.fast
       /\ Owner(a.b.fid) \in OwnedElsewhere /\ Owner(asked) = Owner(a.b.fid)
       /\ asked.num # a.b.fid.num
    /\ InnerOf(a).after.l[0] = a.f.l[0]

RES_SHIM(a) ==
    (a.judged = "convention" /\ ~BeforeTheConvention(a)) =>
        IF Forwarded(a) /\ a.b.fid \notin OfItself
        THEN Low(a, InnerOf(a).after, 0) = Low(a, a.f, 0)
        ELSE ~AskedForAnother(a)

(***************************************************************************)
(* The rules: PSCI                                                         *)
(***************************************************************************)

\* A result that is no code of the function's tells no more.
Credible(a, called) ==
    called.kind = "PSCI_VERSION" \/ (~(called.code /\ a.narrow) /\ PsciCode(a, called))

PSC_NO_RETURN(a, called, id) ==
    ~(called.never /\ a.n = SUCCESS /\ ~(called.code /\ a.narrow) /\ ~TooNew(a, called, id))

PSC_VERSION(a, called) ==
    (called.kind = "PSCI_VERSION" /\ ~a.refused) =>
        /\ a.f.n32 >= 0
        /\ (a.k.psciWord \in {<<>>, <<a.f.l[0]>>} /\ a.k.preset # <<>>
            /\ a.k.preset[1].psci # Unseen) => PsciOfWord(a.f.n32) = a.k.preset[1].psci

\* PSCI_FEATURES denies what the version makes mandatory.
AskedMandatory(a) ==
    MandatoryHere(a.k, FunctionOf(a.b.asked)) /\ ~(a.b.asked.wide /\ a.b.st = "a32")
Asks(a, called) ==
    called.kind = "PSCI_FEATURES" /\ Credible(a, called) /\ 1 \in a.b.known

\* Who has a 64-bit function of PSCI has 0.2 or later, and so PSCI_VERSION.
HasNoVersion(a, called) ==
    /\ called.kind = "psci" /\ VersionFid \in a.k.did.no
    /\ a.b.fid.wide /\ ~a.refused /\ ~a.untouched
    /\ a.n \in INVALID_ADDRESS .. SUCCESS

PSC_MANDATORY(a, called) ==
    /\ (called.psci /\ a.refused) =>
            /\ ~(/\ Credible(a, called) /\ ~called.refusable
                 /\ MandatoryHere(a.k, called.kind))
            /\ (Asks(a, called) /\ ~UnusedByPsci(a.b.asked)) => ~AskedMandatory(a)
    /\ ~HasNoVersion(a, called)

\* An answer that does not tell whether the function is there (DEN0022F.b 5.1.8, 5.22.3); and one
\* to AArch32 about a 64-bit function, which is IMPLEMENTATION DEFINED (5.16.2).
TellsNothing(a, called) ==
    called.kind = "MIGRATE_INFO_UP_CPU" \/ (called.counter /\ a.refused)
NotTold(a) == a.refused /\ a.b.asked.wide /\ a.b.st = "a32"

\* What PSCI_FEATURES says, and what the function did.
PSC_FEATURES(a, called, id) ==
    LET there == ~a.refused IN
    CASE called.kind = "PSCI_FEATURES" ->
            Asks(a, called) =>
                LET asked == a.b.asked
                    did == IF there THEN Did(a.k, id.fid, TRUE).did
                           ELSE a.k.did
                    none == UnusedByPsci(asked)
                            \/ (NewerPsci(a.k, FunctionOf(asked)) /\ ~Relays(a))
                IN  CASE none /\ there -> FALSE
                      [] ~(none /\ there) /\ AskedMandatory(a) /\ ~there -> TRUE
                      [] OTHER -> NotTold(a) \/ asked \notin (IF there THEN did.no ELSE did.yes)
      [] \/ called.kind = "other" /\ Owner(id.fid) = "arm architecture"
         \/ called.psci /\ called.kind # "PSCI_VERSION" /\ Credible(a, called)
            /\ ~TellsNothing(a, called) ->
            id.fid \notin (IF there THEN a.k.said.no ELSE a.k.said.yes)
      [] OTHER -> TRUE

(***************************************************************************)
(* Yielding calls.  The convention has no code for one that is not done:   *)
(* each Trusted OS has its own, and its own call that resumes.  OP-TEE's   *)
(* are known (core/arch/arm/include/sm/optee_smc.h, optee_os): a call to   *)
(* normal world is 0xffff0000 and what is asked for, with the thread in    *)
(* the fourth register, and 0x32000003 with that thread there resumes.  So *)
(* the rule has an answer of a callee that said that it is OP-TEE; of the  *)
(* others what they answer is not known, and the conjunct is true.         *)
(***************************************************************************)

\* The first word of OP-TEE's UID, 0x384fb3e0, to the query of OEN 63.
UidOfTrustedOs ==
    [fast |-> TRUE, wide |-> FALSE, oen |-> 63, reserved |-> 0, hint |-> FALSE, num |-> 65281]
OpteeUid == 944747488

OpteeResumes ==
    [fast |-> FALSE, wide |-> FALSE, oen |-> 50, reserved |-> 0, hint |-> FALSE, num |-> 3]

\* Memory to allocate or to free, an interrupt of normal world, a command.
NotDone == {-65536, -65534, -65532, -65531}

\* Of OP-TEE's errors the first seven; with one of these it has not gone on.
GoesOn(a) == a.f.n32 = 0 \/ a.f.n32 \in NotDone

OfTrustedOs(fid) ==
    IF fid.fast THEN Owner(fid) = "trusted os"
    ELSE Owner(fid) \in {"trusted os", "trusted os expansion"}

IsOfOptee(a) == a.judged = "convention" /\ a.k.optee /\ OfTrustedOs(a.b.fid)

\* The callers that the thread of a resume waits for.
Awaited(a) == {w \in a.k.waiting : w.thread = a.b.l[3]}
ResumesAThread(a) == a.b.fid = OpteeResumes /\ 3 \in a.b.known

SEQ_YIELDING(a) ==
    IsOfOptee(a) =>
        /\ a.b.fid.fast => a.f.n32 \notin NotDone
        /\ (run.whole /\ ResumesAThread(a) /\ GoesOn(a) /\ Awaited(a) # {}) =>
                \E w \in Awaited(a) : w.from = a.call.from

\* Threads that wait after the call; a resume that is served takes its own.
Waiting(a) ==
    LET here == [thread |-> a.f.l[3], from |-> a.call.from]
        rest == IF ResumesAThread(a) /\ GoesOn(a)
                THEN LET own == {w \in Awaited(a) : w.from = a.call.from} IN
                     a.k.waiting \ (IF own = {} THEN Awaited(a) ELSE own)
                ELSE a.k.waiting
    IN  IF a.b.fid.fast \/ a.f.n32 \notin NotDone \/ 3 \notin a.f.known
           \/ Cardinality(rest) >= MostWaiting
        THEN rest ELSE rest \cup {here}

Yielded(k, a) == IF IsOfOptee(a) THEN [k EXCEPT !.waiting = Waiting(a)] ELSE k

\* Of a call whose registers are not recorded it is not known what it did to them.
NotSeen(k) == IF k.waiting = {} THEN k ELSE [k EXCEPT !.waiting = {}]

(***************************************************************************)
(* What an answer tells of the callee                                      *)
(***************************************************************************)

LearnsVersion(a, id) ==
    LET k == a.k
        psci == PsciOfWord(a.f.n32)
    IN  CASE a.refused -> Did(k, id.fid, FALSE)
          [] ~a.refused /\ a.f.n32 < 0 -> k
          [] ~a.refused /\ a.f.n32 >= 0 /\ k.psciWord \notin {<<>>, <<a.f.l[0]>>} ->
                [k EXCEPT !.steady = FALSE]
          [] OTHER ->
               LET known == Did([k EXCEPT !.psciWord = <<a.f.l[0]>>], id.fid, TRUE) IN
               IF psci = Unseen \/ (k.preset # <<>> /\ k.preset[1].psci \notin {Unseen, psci})
               THEN known
               ELSE Narrowed(IF known.psci = psci THEN known ELSE [known EXCEPT !.psci = psci],
                             SmcccVersions)

LearnsFeature(a, id) ==
    LET does == IF a.refused THEN a.k ELSE Did(a.k, id.fid, TRUE) IN
    IF 1 \notin a.b.known THEN does
    ELSE LET said == IF NotTold(a) THEN does ELSE Said(does, a.b.asked, ~a.refused) IN
         IF a.b.asked = SmcccVersionFid /\ a.refused THEN Narrowed(said, {V1_0}) ELSE said

LearnsOther(a, id) ==
    LET does == IF Owner(id.fid) = "arm architecture" THEN Did(a.k, id.fid, ~a.refused)
                ELSE IF a.refused THEN a.k ELSE Did(a.k, id.fid, TRUE)
        version == SmcccOfWord(a.f.n32)
    IN  IF id.fid = UidOfTrustedOs /\ ~does.optee /\ a.f.n32 = OpteeUid
        THEN [does EXCEPT !.optee = TRUE]
        ELSE IF id.fid # SmcccVersionFid THEN does
        ELSE IF a.refused THEN Narrowed(does, {Pre, V1_0})
        ELSE LET told == IF does.smcccWord = <<>> THEN [does EXCEPT !.smcccWord = <<a.f.l[0]>>]
                         ELSE does
                 same == IF told.smcccWord = <<a.f.l[0]>> THEN told
                         ELSE [told EXCEPT !.steady = FALSE]
             IN  IF version = Unseen THEN same ELSE Narrowed(same, {version})

Learned(a, called, id) ==
    CASE called.kind = "other" -> LearnsOther(a, id)
      [] called.kind = "PSCI_VERSION" -> LearnsVersion(a, id)
      [] called.kind = "PSCI_FEATURES" -> IF Credible(a, called) THEN LearnsFeature(a, id) ELSE a.k
      [] ~called.psci /\ called.kind # "other" -> a.k
      [] OTHER -> IF Credible(a, called) /\ ~TellsNothing(a, called)
                  THEN Did(a.k, id.fid, ~a.refused) ELSE a.k

NextCallee(k, a, called, id) ==
    LET told == IF called.kind = "none" THEN k ELSE Learned(a, called, id) IN
    CASE a.judged = "convention" -> Yielded(told, a)
      [] a.judged = "immediate" -> told
      [] OTHER -> NotSeen(told)

NextNarrow(a, called) ==
    IF ~called.psci THEN narrow
    ELSE IF a.wide \/ called.count = 0 \/ ~IsNarrowCall(a, called)
            \/ HasUpperHalves(a, called) THEN narrow
    ELSE LET key == NarrowKey(a, called)
             kind == AnswerKind(a)
         IN  IF key \in narrow[kind] THEN narrow
             ELSE LET before == {n \in AnswerKinds : key \in narrow[n]} IN
                  IF before # {}
                  THEN [n \in AnswerKinds |->
                            IF n = kind THEN narrow[n] \cup {key} ELSE narrow[n] \ {key}]
                  ELSE IF Cardinality(narrow[0]) + Cardinality(narrow[-1])
                          + Cardinality(narrow[-2]) + Cardinality(narrow[-9]) >= NarrowAnswers
                  THEN narrow ELSE [narrow EXCEPT ![kind] = @ \cup {key}]

\* CPU_ON was answered with SUCCESS: a processor will start.
Accepts(a, called) ==
    called.kind = "CPU_ON" /\ a.n = SUCCESS /\ {2, 3} \subseteq a.b.known /\ Len(starts) < Starts

Start(a) ==
    [by |-> a.call.to, for |-> a.call.from, entry |-> Low(a, a.b, 2), even |-> a.b.even,
     context |-> Low(a, a.b, 3), contextLow |-> a.b.l[3]]

(***************************************************************************)
(* Processors                                                              *)
(***************************************************************************)

\* failed: what was taken last, if it is the trap of a call that failed its condition.
\* ran: it was seen to run.  pending: the registers and the immediate of the call that the next
\* event is of.  handled: a call that the machine itself answers.  last: the way of the call
\* that the last event answered.  taken: exceptions that are no calls, in a trace that shows all.
Asleep ==
    [ran |-> FALSE, pending |-> <<>>, handled |-> NoCall, last |-> NoCall, open |-> <<>>,
     taken |-> <<>>, failed |-> NoCall]

Cpu(c) == IF c \in DOMAIN cpus THEN cpus[c] ELSE Asleep
WithCpu(c, s) ==
    IF c \in DOMAIN cpus THEN [cpus EXCEPT ![c] = s]
    ELSE [d \in DOMAIN cpus \cup {c} |-> IF d = c THEN s ELSE cpus[d]]

\* Of an answered call: how it went.
Way(call) == [insn |-> call.insn, from |-> call.from, to |-> call.to, resume |-> call.resume]

\* Calls to levels above the one that the processor runs at were answered unseen.
RECURSIVE Above(_, _)
Above(open, el) ==
    IF open # <<>> /\ el # Unseen /\ open[1].to > el THEN Above(Tail(open), el) ELSE open

IsConvention(insn) == insn = "hvc" \/ insn = "smc"

\* Immediates that no rule tells apart are one: those that are neither 0 nor a vendor's.  So an
\* immediate that was not recorded and may have been any of thousands makes two or three states.
AnotherImmediate == -2
OfVendors ==
    UNION {callees[el].preset[1].vendor : el \in {l \in DOMAIN callees : callees[l].preset # <<>>}}
Told(imm) == IF imm = 0 \/ imm = Unseen \/ imm \in OfVendors THEN imm ELSE AnotherImmediate

Made(e, imm, s) ==
    [insn |-> e.insn, imm |-> Told(imm), from |-> e.from, to |-> e.to, resume |-> e.resume,
     line |-> e.line, sure |-> e.sure,
     regs |-> IF s.pending = <<>> THEN NoRegisters ELSE s.pending[1], inner |-> <<>>,
     unseen |-> FALSE, trap |-> e.trap]

Pushed(open, call) ==
    IF open = <<>> THEN <<call>>
    ELSE LET all == <<call>> \o open IN IF Len(all) > Deepest THEN SubSeq(all, 1, Deepest) ELSE all

\* An exception that is no call; over: how many calls are open under it.
Taken(s, e, open) ==
    LET rest == IF s.taken = <<>> THEN <<>> ELSE Above(s.taken, e.from) IN
    IF ~run.whole \/ IsConvention(e.insn) \/ Unseen \in {e.from, e.to} \/ e.resume = <<>> THEN rest
    ELSE Pushed(rest, [from |-> e.from, to |-> e.to, resume |-> e.resume, over |-> Len(open)])

(***************************************************************************)
(* The rules: order                                                        *)
(***************************************************************************)

IsBehind(call, e) == call.resume = <<>> \/ call.resume = <<e.pc>>
IsAnswerTo(call, e) ==
    call.insn # "none" /\ call.to = e.from /\ call.from = e.to /\ call.resume = <<e.pc>>

\* Only of a trace that shows every exception and return.
Ordered(e, machine) == run.whole /\ ~machine /\ e.from # Unseen /\ e.to # Unseen

SEQ_ONE_ANSWER(e, s, ordered) == ordered => ~IsAnswerTo(s.last, e)

ElsewhereInLevel(e, s) ==
    s.open # <<>> /\ s.open[1].to = e.from /\ s.open[1].resume = <<e.pc>> /\ s.open[1].from # e.to
\* Firmware moves no caller to another processor.  Of a processor that was not seen to run, the call
\* may have been made before the trace, or in lines that are lost.
OnAnother(e, s, cpu) ==
    /\ s.ran /\ s.open = <<>> /\ e.from = 3
    /\ \E c \in DOMAIN cpus \ {cpu} :
          cpus[c].open # <<>> /\ IsAnswerTo(cpus[c].open[1], e)

SEQ_CALLER(e, s, cpu, ordered) ==
    (ordered /\ ~IsAnswerTo(s.last, e)) => ~ElsewhereInLevel(e, s) /\ ~OnAnother(e, s, cpu)

SEQ_NESTING(e, s, ordered) ==
    (ordered /\ s.open # <<>>) =>
        ((s.open[1].to > e.from /\ ~IsAnswerTo(s.last, e)) =>
            \A i \in 2 .. Len(s.open) : ~IsAnswerTo(s.open[i], e))

Startable(e) ==
    {i \in 1 .. Len(starts) : starts[i].by = e.from /\ starts[i].for = e.to}
AsAsked(start, e) ==
    LET narrowState == e.regs.st = "a32" \/ e.state = "a32" IN
    /\ e.pc = IF narrowState THEN start.even ELSE start.entry
    /\ CASE e.regs.st = "none" -> TRUE
         [] e.regs.st = "a32" -> e.regs.l[0] = start.contextLow
         [] e.regs.st = "a64" -> e.regs.w[0] = start.context

\* Who suspended itself goes on at the entry point that it gave, with its context identifier: where
\* that is the address behind the call, x0 is no result and nothing is preserved.
EntryRegister == [n \in PsciNumbers |-> CASE n = 1 -> 2 [] n \in {12, 14} -> 1 [] OTHER -> 0]
IsResumedAt(call, e) ==
    LET b == call.regs
        r == EntryRegister[b.fid.num]
        wide == b.st = "a64" /\ b.fid.wide
    IN  /\ call.imm = 0 /\ b.st # "none" /\ e.regs.st = b.st
        /\ FunctionOf(b.fid) \notin {"none", "withdrawn"}
        /\ r # 0
        /\ r \in b.known
        /\ e.pc = IF wide THEN b.w[r] ELSE IF b.st = "a32" /\ r = 2 THEN b.even ELSE b.l[r]
        /\ (r + 1) \in b.known =>
               IF wide THEN e.regs.w[0] = b.w[r + 1] ELSE e.regs.l[0] = b.l[r + 1]

\* A processor that did not run runs now; a start that was asked for is as it was asked for.
IsStart(e, s, machine) == ~machine /\ ~s.ran /\ e.cpu # Unseen /\ starts # <<>>

PSC_CPU_ON(e, isStart) ==
    (isStart /\ Startable(e) # {}) => \E i \in Startable(e) : AsAsked(starts[i], e)

NextStarts(e, isStart) ==
    IF ~isStart \/ Startable(e) = {} THEN starts
    ELSE LET asAsked == {i \in Startable(e) : AsAsked(starts[i], e)}
             from == IF asAsked = {} THEN Startable(e) ELSE asAsked
             gone == CHOOSE i \in from : \A j \in from : i <= j
         IN  SubSeq(starts, 1, gone - 1) \o Drop(starts, gone)

(***************************************************************************)
(* The rules: where a caller goes on.  Handlers may resume somebody else   *)
(* than who called them, so that an address far from the one behind a call *)
(* says nothing; one that is off by an instruction is an error, unless     *)
(* somebody waits exactly there.                                           *)
(***************************************************************************)

\* Whether the return is no answer but a start, at an entry point that the caller chose. Of the
\* first argument the trace has no form without bit 0, which asks for T32.
StartRegister == [n \in PsciNumbers |->
    CASE n \in {1, 3} -> 2 [] n \in {12, 14} -> 1 [] OTHER -> 0]
MayStart(call, e) ==
    IF call.imm # 0 \/ call.regs.st = "none" THEN FALSE
    ELSE LET b == call.regs
             fn == FunctionOf(b.fid)
         IN  IF fn \in {"none", "withdrawn"} THEN FALSE
             ELSE IF fn = "CPU_OFF" THEN e.regs.st = "none" \/ e.regs.n32 # DENIED
             ELSE LET r == StartRegister[b.fid.num]
                      wide == b.st = "a64" /\ b.fid.wide
                      narrowState == e.regs.st = "a32" \/ e.state = "a32"
                  IN  /\ r # 0
                      /\ r \in b.known
                      /\ IF narrowState THEN r = 1 \/ e.pc = b.even
                         ELSE e.pc = IF wide THEN b.w[r] ELSE b.l[r]
                      /\ (e.regs.st # "none" /\ (r + 1) \in b.known) =>
                             IF narrowState THEN e.regs.l[0] = b.l[r + 1]
                             ELSE e.regs.w[0] = IF wide THEN b.w[r + 1] ELSE b.l[r + 1]

NoFrame == [from |-> -2, to |-> -2, resume |-> <<>>]
IsOf(frame, e) == frame.from = e.to /\ frame.to = e.from
IsThere(frame, e) == IsOf(frame, e) /\ frame.resume = <<e.pc>>
IsBeside(frame, e) ==
    IsOf(frame, e) /\ \E i \in 1 .. Len(e.near) : frame.resume = <<e.near[i]>>

Without(s, i) == SubSeq(s, 1, i - 1) \o Drop(s, i)
Latest(indices) == CHOOSE i \in indices : \A j \in indices : j <= i

\* One that its handler left for somebody else.
Gone(frame, isCall) ==
    IF isCall
    THEN [from |-> frame.from, to |-> frame.to, resume |-> frame.resume, isCall |-> TRUE,
          sure |-> frame.sure, imm |-> frame.imm, regs |-> frame.regs]
    ELSE [from |-> frame.from, to |-> frame.to, resume |-> frame.resume, isCall |-> FALSE]
GoneToo(before, frame) ==
    Append(IF Len(before) >= MostAway THEN Tail(before) ELSE before, frame)
AndTop(before, isTop, top, isOver) ==
    IF isTop THEN GoneToo(before, Gone(top, ~isOver)) ELSE before

\* off: a call whose caller was resumed an instruction off, none or one.
Resumed(e, s) ==
    LET isOver == s.taken # <<>> /\ s.taken[1].over >= Len(s.open)
        top == IF isOver THEN s.taken[1] ELSE IF s.open # <<>> THEN s.open[1] ELSE NoFrame
        isTop == IsOf(top, e)
        rest == IF isOver /\ isTop THEN Tail(s.taken) ELSE s.taken
        before == {i \in 1 .. Len(rest) : IsThere(rest[i], e)}
        elsewhere == {i \in 1 .. Len(away) : IsThere(away[i], e)}
        beside == {i \in 1 .. Len(away) :
                     away[i].isCall /\ IsBeside(away[i], e) /\ ~MayStart(away[i], e)}
    IN  IF IsThere(top, e) THEN [off |-> <<>>, taken |-> rest, away |-> away]
        ELSE IF before # {}
        THEN [off |-> <<>>, taken |-> Without(rest, Latest(before)),
              away |-> AndTop(away, isTop, top, isOver)]
        ELSE IF \E i \in 1 .. Len(s.open) : IsThere(s.open[i], e)
        THEN [off |-> <<>>, taken |-> rest, away |-> AndTop(away, isTop, top, isOver)]
        ELSE IF elsewhere # {}
        THEN [off |-> <<>>, taken |-> rest,
              away |-> AndTop(Without(away, Latest(elsewhere)), isTop, top, isOver)]
        ELSE IF IsBeside(top, e) /\ (isOver \/ ~MayStart(top, e))
        THEN [off |-> IF isOver THEN <<>> ELSE <<top>>, taken |-> rest, away |-> away]
        ELSE IF beside # {}
        THEN [off |-> <<away[Latest(beside)]>>, taken |-> rest,
              away |-> AndTop(Without(away, Latest(beside)), isTop, top, isOver)]
        ELSE [off |-> <<>>, taken |-> rest, away |-> AndTop(away, isTop, top, isOver)]

\* Where the last exception goes on, as most do, there is nothing near to look at.
IsLookedAt(e, s, ordered) == ordered /\ (e.near # <<>> \/ s.taken # <<>>)

\* Sure is a call whose own address the trace shows, and the return address agrees.  A handler
\* that calls its own level is not followed so far.
RET_RESUME(e, s, lookedAt) ==
    lookedAt => LET off == Resumed(e, s).off
                IN  (off # <<>> /\ e.from # e.to) => ~off[1].sure

(***************************************************************************)
(* The rules: trapped calls, where a preset says what becomes of them.     *)
(* trap: what of the caller's PSTATE is the same, with IT moved on by one  *)
(* instruction, and with all that an instruction moves on; moved: what the *)
(* caller goes on with of it.                                              *)
(***************************************************************************)

RET_EMULATED(a, e) ==
    IF a.judged \notin {"convention", "immediate"} THEN TRUE
    ELSE IF a.k.preset = <<>> \/ a.call.trap = <<>> \/ e.moved = <<>> THEN TRUE
    ELSE LET advance == a.k.preset[1].advance
             i == CASE advance \in {"pc by 4", "pc by il"} -> 1
                    [] advance = "pc and it" -> 2
                    [] advance \in {"everything", "not trapped"} -> 3
         IN  advance = "not trapped" \/ e.moved[1] = a.call.trap[i]

\* The answer leaves something else than the registers as they were.
IsSeen(answer) ==
    \/ answer.kind \in {"not supported", "undefined", "killed"}
    \/ /\ answer.kind = "dispatched"
       /\ IsArchitectureFunction(answer.fid) \/ IsPsciThatReturns(answer.fid, "always")

IMM_CONDITION(e, failed) ==
    IF failed = NoCall \/ e.from = Unseen THEN TRUE
    ELSE IF failed.to # e.from \/ failed.from # e.to \/ failed.resume \notin {<<>>, <<e.pc>>} THEN TRUE
    ELSE LET k == callees[e.from]
             b == failed.regs
         IN  IF k.preset = <<>> \/ b.st = "none" \/ e.regs.st # b.st THEN TRUE
             ELSE IF ~run.whole /\ IsAnother(b, e.regs) THEN TRUE
             ELSE LET answered == b.w[0] # e.regs.w[0] \/ Changed(b, e.regs) # {}
                      answer == PresetAnswers(k.preset[1], AsCall([call |-> failed, b |-> b]))
                  IN  CASE k.preset[1].failed = "skipped" -> ~answered
                        [] k.preset[1].failed = "never checked" ->
                              answered \/ failed.imm = Unseen \/ ~IsSeen(answer)
                        [] OTHER -> TRUE

(***************************************************************************)
(* The rules: the end.  Of a hypervisor that resumed its guest elsewhere   *)
(* than behind the call, it takes the whole trace to say that it never     *)
(* answered; the event that is held against it is that return.             *)
(***************************************************************************)

IsPlain(call) == call.imm = 0 /\ call.regs.st # "none"

\* Who kills its callers by its preset, or has the call undefined, does so.
EndsByPreset(call, k) ==
    IF k.preset = <<>> THEN FALSE
    ELSE PresetAnswers(k.preset[1],
            [conduit |-> call.insn, imm |-> call.imm, fid |-> call.regs.fid,
             upper |-> call.regs.upper, st |-> call.regs.st]).kind \in {"killed", "undefined"}

HasToReturn(call, k) ==
    /\ IsPlain(call) /\ Pre \notin k.versions
    /\ IsArchitectureFunction(call.regs.fid) \/ IsPsciThatReturns(call.regs.fid, "always")
    /\ ~EndsByPreset(call, k)

\* CPU_OFF ends a processor, and not the machine.
EndsTheMachine(call) ==
    IsPlain(call) /\ IsPsciThatReturns(call.regs.fid, "never")
    /\ FunctionOf(call.regs.fid) # "CPU_OFF"

\* Whoever returns there has the caller go on: an exception was injected before its answer.
StillLeft(e, cpu) ==
    IF left = {} THEN left
    ELSE {l \in left : ~(l.cpu = cpu /\ l.from = e.to /\ l.resume = <<e.pc>>)}

\* The call that a hypervisor went back to the caller's level without answering, if it did. An
\* instruction off: RET_RESUME says so.
LeftBehind(e, s) ==
    IF e.from # 2 \/ e.to = 2 THEN NoCall
    ELSE LET open == Above(s.open, 2) IN
         IF open = <<>> THEN NoCall
         ELSE IF \/ open[1].to # 2 \/ open[1].from # e.to
                 \/ open[1].resume \in {<<>>, <<e.pc>>}
                 \/ \E i \in 1 .. Len(e.near) : open[1].resume = <<e.near[i]>>
              THEN NoCall ELSE open[1]

NextLeft(e, s, cpu, ordered) ==
    IF ~ordered THEN left
    ELSE LET still == StillLeft(e, cpu)
             call == LeftBehind(e, s)
         IN  IF call.insn = "none" THEN still
             ELSE IF ~HasToReturn(call, callees[2]) \/ Cardinality(still) >= MostLeft THEN still
             ELSE still \cup {[line |-> e.line, cpu |-> cpu, from |-> call.from,
                               resume |-> call.resume]}

\* A call is not answered by a reset: the trace ends while the inner serves the outer.
EndedBy(inner, outer) ==
    /\ outer.to = inner.from /\ EndsTheMachine(inner)
    /\ HasToReturn(outer, callees[IF outer.to = Unseen THEN 3 ELSE outer.to])

\* A call of which the preset says that its caller goes on, and whose callee ended the machine
\* meanwhile; a function of a plain call that has to return is held against every callee (SEQ_ENDS).
StoppedInstead(inner, outer) ==
    LET k == callees[IF outer.to = Unseen THEN 3 ELSE outer.to] IN
    IF \/ outer.to # inner.from \/ ~EndsTheMachine(inner)
       \/ k.preset = <<>> \/ outer.imm = Unseen \/ outer.regs.st = "none"
    THEN NoFunction
    ELSE LET made == [call |-> outer, b |-> outer.regs]
             policy == PolicyFor(k.preset[1], AsCall(made))
             answer == PresetAnswers(k.preset[1], AsCall(made))
             goesOn == \/ answer.kind \in {"undefined", "not supported", "untouched"}
                       \/ /\ answer.kind = "dispatched" /\ outer.imm # 0
                          /\ \/ IsArchitectureFunction(answer.fid)
                             \/ IsPsciThatReturns(answer.fid, "always")
         IN  IF goesOn THEN Breaks(Hangs(made, policy, answer)) ELSE NoFunction

\* Processors that served a call by another when the trace ended.
Serving == {c \in DOMAIN cpus : Len(cpus[c].open) > 1}

LinesAtEnd ==
    IF ~run.whole THEN {}
    ELSE {l.line : l \in left} \cup {cpus[c].open[1].line : c \in Serving}

SEQ_ENDS(line) ==
    /\ \A l \in left : l.line # line
    /\ \A c \in Serving :
          cpus[c].open[1].line = line => ~EndedBy(cpus[c].open[1], cpus[c].open[2])

\* What the call of that line breaks by ending the machine.
StoppedAt(line) ==
    LET there == {c \in Serving : cpus[c].open[1].line = line} IN
    IF there = {} THEN NoFunction
    ELSE LET c == CHOOSE c \in there : TRUE IN StoppedInstead(cpus[c].open[1], cpus[c].open[2])

(***************************************************************************)
(* The actions                                                             *)
(***************************************************************************)

Nowhere == [c \in {} |-> Asleep]
NoAnswers == [kind \in AnswerKinds |-> {}]

Init ==
    /\ run = [whole |-> FALSE]
    /\ cpus = Nowhere
    /\ callees = <<>>
    /\ others = <<>>
    /\ narrow = NoAnswers
    /\ starts = <<>>
    /\ left = {}
    /\ away = <<>>

\* A trace begins; nothing is left of one before.
\* recording: [whole, version, everywhere, el2, el3]: whether it shows every exception and return
\* of one guest; and, where the user says so, the version and the presets of the callees.
Begin(recording) ==
    /\ run' = [whole |-> recording.whole]
    /\ cpus' = Nowhere
    /\ others' = <<>>
    /\ narrow' = NoAnswers
    /\ starts' = <<>>
    /\ left' = {}
    /\ away' = <<>>
    /\ callees' = [el \in Levels |->
            LET preset == IF el = 2 /\ recording.el2 # <<>> THEN recording.el2
                          ELSE IF el = 3 /\ recording.el3 # <<>> THEN recording.el3
                          ELSE recording.everywhere
            IN  Beginning(preset, IF recording.version # Unseen \/ preset = <<>>
                                 THEN recording.version ELSE preset[1].policy.version)]

\* A call instruction is about to execute.
Call(cpu, regs) ==
    /\ cpus' = WithCpu(cpu, [Cpu(cpu) EXCEPT !.ran = TRUE, !.pending = <<regs>>, !.last = NoCall])
    /\ UNCHANGED <<run, callees, others, narrow, starts, left, away>>

\* An exception is taken, by a call or by something else.
Entry(e, imm) ==
    LET s == Cpu(e.cpu)
        open == Above(s.open, e.from)
    IN  /\ cpus' = WithCpu(e.cpu,
                IF IsConvention(e.insn) /\ s.taken = <<>>
                THEN [s EXCEPT !.ran = TRUE, !.pending = <<>>, !.last = NoCall, !.failed = NoCall,
                               !.open = Pushed(open, Made(e, imm, s))]
                ELSE [s EXCEPT !.ran = TRUE, !.pending = <<>>, !.last = NoCall,
                               !.failed = IF e.failed THEN [Made(e, imm, s) EXCEPT !.insn = "smc"]
                                          ELSE NoCall,
                               !.open = IF IsConvention(e.insn) THEN Pushed(open, Made(e, imm, s))
                                        ELSE open,
                               !.taken = Taken(s, e, open)])
        /\ UNCHANGED <<run, callees, others, narrow, starts, left, away>>

\* The machine itself answers; what follows shows the answer.
Handled(e) ==
    LET s == Cpu(e.cpu)
        taken == [s EXCEPT !.pending = <<>>, !.last = NoCall, !.failed = NoCall]
    IN  /\ cpus' = WithCpu(e.cpu,
                IF e.insn = "none" THEN taken
                ELSE [taken EXCEPT !.ran = TRUE, !.open = Above(s.open, e.from),
                        !.handled = IF IsConvention(e.insn) THEN Made(e, e.imm, s) ELSE NoCall])
        /\ UNCHANGED <<run, callees, others, narrow, starts, left, away>>

\* QEMU does not say which processor returns; where there is one it is that.
Nobody == -2
Whose(e) ==
    IF e.cpu # Unseen THEN e.cpu
    ELSE IF Cardinality(DOMAIN cpus) = 1 THEN CHOOSE c \in DOMAIN cpus : TRUE ELSE Nobody

\* Of whichever processor the return is, one of the calls that it may answer was answered.
AnsweredSomewhere(e) ==
    IF e.from = Unseen \/ e.to = Unseen THEN NoFunction
    ELSE IF callees[e.from].preset = <<>> THEN NoFunction
    ELSE LET maybe == {c \in DOMAIN cpus : cpus[c].open # <<>> /\ IsAnswerTo(cpus[c].open[1], e)} IN
         IF maybe = {} THEN NoFunction
         ELSE ByConduit({cpus[c].open[1] : c \in maybe}, callees[e.from].preset[1])

\* In a recording of one guest a caller that goes on where it is told of UNDEFINED was not answered;
\* a function that returns, or is not there, has to be.
\* The call whose caller is at that vector, if there is one. Of a return: vector is whether its
\* address is one of synchronous exceptions from EL1 itself (0x200 in 2048 bytes).
AtVector(e, s) ==
    IF ~run.whole \/ e.from \notin {2, 3} \/ e.to # 1 THEN NoCall
    ELSE IF callees[e.from].preset = <<>> THEN NoCall
    ELSE LET open == Above(s.open, e.from) IN
         IF open = <<>> THEN NoCall
         ELSE IF \/ open[1].to # e.from \/ open[1].from # 1 \/ IsBehind(open[1], e)
                 \/ open[1].imm = Unseen \/ open[1].regs.st # "a64" \/ ~e.vector
              THEN NoCall ELSE open[1]

IsDecided(answer) ==
    \/ answer.kind \in {"not supported", "untouched", "killed"}
    \/ /\ answer.kind = "dispatched"
       /\ IsArchitectureFunction(answer.fid) \/ IsPsciThatReturns(answer.fid, "always")

\* What a return breaks that answers no call of its processor.
NotAnswered(e, s) ==
    LET call == AtVector(e, s) IN
    IF Whose(e) = Nobody THEN AnsweredSomewhere(e)
    ELSE IF call.insn = "none" THEN NoFunction
    ELSE LET preset == callees[e.from].preset[1]
             made == [call |-> call, b |-> call.regs]
             policy == PolicyFor(preset, AsCall(made))
             answer == PresetAnswers(preset, AsCall(made))
         IN  IF IsDecided(answer) THEN Breaks(Hangs(made, policy, answer)) ELSE NoFunction

\* What a handler's return leaves open, and which call it answers: if it returns to the level of
\* the caller behind the call it is answered, and if it goes to another level it never will be.
IsAnswered(e, top) == top.from = e.to /\ IsBehind(top, e)

Follows(s, e, machine) ==
    CASE machine -> [answered |-> s.handled, s |-> [s EXCEPT !.handled = NoCall]]
      [] ~machine /\ (e.from = Unseen \/ e.to = Unseen) ->
            [answered |-> NoCall, s |-> [s EXCEPT !.handled = NoCall, !.ran = TRUE, !.open = <<>>]]
      [] OTHER ->
            LET open == Above(s.open, e.from)
                runs == [s EXCEPT !.handled = NoCall, !.ran = TRUE, !.open = open]
            IN  IF open = <<>> \/ open[1].to # e.from THEN [answered |-> NoCall, s |-> runs]
                ELSE IF IsAnswered(e, open[1])
                THEN [answered |-> open[1],
                      s |-> [runs EXCEPT !.open = Tail(open), !.last = Way(open[1])]]
                ELSE IF e.to # e.from
                THEN [answered |-> NoCall, s |-> [runs EXCEPT !.open = Tail(open)]]
                ELSE [answered |-> NoCall, s |-> runs]

\* The caller of the call that was made to serve another remembers what it got, and whether it
\* is the only one; or that there was one whose registers are not recorded.
Served(s, call, e) ==
    IF s.open = <<>> THEN s
    ELSE IF call.regs.st = "none" \/ e.regs.st = "none" THEN [s EXCEPT !.open[1].unseen = TRUE]
    ELSE [s EXCEPT !.open[1].inner =
            <<[imm |-> call.imm, before |-> call.regs, after |-> e.regs, only |-> @ = <<>>]>>]

Saw(cpu, call, e) ==
    IF call = NoCall THEN others
    ELSE IF call.imm = Unseen \/ call.regs.st = "none" \/ e.regs.st = "none" THEN others
    ELSE Append(IF Len(others) >= Others THEN Tail(others) ELSE others,
                [cpu |-> cpu, el |-> call.from, before |-> call.regs, after |-> e.regs])

\* A handler returns, or the machine has answered.
Return(e) ==
    LET cpu == Whose(e)
        failed == Cpu(cpu).failed
        s == IF failed = NoCall THEN Cpu(cpu) ELSE [Cpu(cpu) EXCEPT !.failed = NoCall]
        machine == e.from = Unseen /\ e.mode = "none" /\ s.handled # NoCall
        ordered == cpu # Nobody /\ Ordered(e, machine)
        isStart == cpu # Nobody /\ IsStart(e, s, machine)
        lookedAt == IsLookedAt(e, s, ordered)
        next == Follows(IF lookedAt THEN [s EXCEPT !.taken = Resumed(e, s).taken] ELSE s,
                        e, machine)
        call == IF cpu = Nobody THEN NoCall ELSE next.answered
        level == IF call = NoCall \/ call.to = Unseen THEN 3 ELSE call.to
        a == IF call = NoCall THEN NothingAnswered
             ELSE IF IsResumedAt(call, e) THEN NothingAnswered
             ELSE Answered(call, e.regs, callees[level])
        id == IF call = NoCall THEN NotAnswered(e, s) ELSE Identified(a)
        called == Called(a, id)
        seen == Saw(cpu, call, e)
        changed == IF a.judged = "convention" THEN Changed(a.b, a.f) ELSE {}
    IN  /\ PSC_CPU_ON(e, isStart)
        /\ SEQ_ONE_ANSWER(e, s, ordered)
        /\ SEQ_CALLER(e, s, cpu, ordered)
        /\ SEQ_NESTING(e, s, ordered)
        /\ SEQ_YIELDING(a)
        /\ RET_RESUME(e, s, lookedAt)
        /\ RET_EMULATED(a, e)
        /\ IMM_CONDITION(e, failed)
        /\ FID_ZERO_IMMEDIATE(id)
        /\ FID_WIDTH(id)
        /\ FID_RESERVED_BITS(id)
        /\ FID_SVE_HINT(id)
        /\ FID_OWNER(id)
        /\ FID_64_FROM_32(id)
        /\ RES_UNKNOWN(id, ServesTooNew(a, called, id))
        /\ REG_RESULTS(a, id)
        /\ REG_PRESERVED(a, called, changed)
        /\ REG_NO_LEAK(a, called, changed, cpu, seen)
        /\ RES_SHIM(a)
        /\ RES_SIGN(a, called, id)
        /\ RES_CODE(a, called, id)
        /\ PSC_NO_RETURN(a, called, id)
        /\ PSC_VERSION(a, called)
        /\ PSC_MANDATORY(a, called)
        /\ PSC_FEATURES(a, called, id)
        /\ REG_UPPER_HALVES(a, called)
        /\ cpus' = IF cpu = Nobody THEN cpus
                   ELSE WithCpu(cpu, IF call = NoCall THEN next.s ELSE Served(next.s, call, e))
        /\ callees' = IF called.kind = "none" /\ (call = NoCall \/ ~callees[level].optee)
                      THEN callees
                      ELSE [callees EXCEPT ![level] = NextCallee(@, a, called, id)]
        /\ others' = seen
        /\ narrow' = NextNarrow(a, called)
        /\ starts' = LET waiting == NextStarts(e, isStart) IN
                     IF Accepts(a, called) THEN Append(waiting, Start(a)) ELSE waiting
        /\ left' = NextLeft(e, s, cpu, ordered)
        /\ away' = IF lookedAt THEN Resumed(e, s).away ELSE away
        /\ UNCHANGED run

\* The condition of a call failed: nothing is called.
Skipped(cpu) ==
    /\ cpus' = WithCpu(cpu, [Cpu(cpu) EXCEPT !.pending = <<>>])
    /\ UNCHANGED <<run, callees, others, narrow, starts, left, away>>

\* A call is UNDEFINED; the exception that says so takes what is pending.
UndefinedCall(cpu) == UNCHANGED vars

\* Lines are missing: what is open may have been answered.
Lost ==
    /\ cpus' = Nowhere
    /\ others' = <<>>
    /\ narrow' = NoAnswers
    /\ starts' = <<>>
    /\ left' = {}
    /\ callees' = [el \in DOMAIN callees |-> NotSeen(callees[el])]
    /\ UNCHANGED <<run, away>>

\* The trace ends.  It is taken for each line of LinesAtEnd, whose event it decides.
End(line) ==
    LET id == StoppedAt(line)
    IN  /\ SEQ_ENDS(line)
        /\ FID_ZERO_IMMEDIATE(id)
        /\ FID_WIDTH(id)
        /\ FID_RESERVED_BITS(id)
        /\ FID_SVE_HINT(id)
        /\ FID_OWNER(id)
        /\ FID_64_FROM_32(id)
        /\ RES_UNKNOWN(id, FALSE)
        /\ UNCHANGED vars

\* What an argument may have been that was not recorded, by its name.
Unlogged_imm == UnloggedImmediates

\* Operators of identifiers alone: replay need not evaluate them again and again.
RememberedOperators ==
    {"Objections", "FunctionOf", "CallOf", "UnusedByPsci", "Owner", "Plain", "Named",
     "ArchitectureOf", "OfTrustedOs"}

\* Which events there are is not said here: replay takes them from a trace, and
\* MCTraceConvention.tla from a callee.
Next == Lost

=============================================================================
