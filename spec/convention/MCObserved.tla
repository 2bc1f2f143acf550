----------------------------- MODULE MCObserved -----------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* CallingConvention.tla and TraceConvention.tla side by side: what the    *)
(* former does is written down as a log would have it, and the latter      *)
(* reads that log as replay does.  Every behaviour of the former has to be *)
(* a trace of the latter: no event is refused (NothingRefused), wherever   *)
(* the log ends (EndsAccepted).  mutants/MutObserved.tla has the other     *)
(* direction: wrong layers are refused, by the rule that is theirs.        *)
(*                                                                         *)
(*     step of CallingConvention              event                        *)
(*     Call, CallFirmware                     call, entry                  *)
(*     CallFromEl0                            call, undefined, entry       *)
(*     Interrupt                              entry that is no call        *)
(*     Return, ReturnFromFirmware             return, with the answer      *)
(*     ResumeInterrupted, Inject              return                       *)
(*     SwitchGuest, Park, Schedule            return, to a guest that is   *)
(*                                            not in the middle of a call  *)
(*     StartByFirmware, StartByEl2            return, at the entry point   *)
(*     all others                             none                         *)
(*                                                                         *)
(* `todo` is what is written and not yet read.  The machine waits until    *)
(* it is read; as it does not look at the reader, nothing is lost by that. *)
(* A return is a step if no rule says otherwise: `Broken` says which do,   *)
(* in the words of TraceConvention!Return, and AsStepped holds that it is  *)
(* what that action does.                                                  *)
(*                                                                         *)
(* WORDS.  A label is written as a word of its own, another one for each   *)
(* register: what is equal is equal, and what is not is not.  Other than   *)
(* that: X1-X3 of who calls are the arguments; X0 is the identifier of the *)
(* call, or of its result the code, or the number that the function has    *)
(* for a code of success; a result is the same for whomever it is; the     *)
(* version that SMCCC_VERSION says is that of the level that is asked.     *)
(* Who runs on a processor runs the same program there, and interrupts     *)
(* come where they are taken most easily for something else: at a call, or *)
(* behind it.  Each processor has its own: where two share code, the       *)
(* reader takes the return of an interrupt to EL3 right behind an SMC for  *)
(* the answer to the same SMC of the other (SEQ_CALLER).                   *)
(*                                                                         *)
(* The log begins with PSCI_VERSION and SMCCC_VERSION of each level: what  *)
(* is not known of a callee is not held against it.                        *)
(*                                                                         *)
(* BOUNDS.  Those of MCCallingConvention.  Calls are not bounded; what the *)
(* reader remembers of them is: a start that waits, and two callers that   *)
(* were left (Few).  What it remembers of other callers' registers is all  *)
(* that these may ever hold: the more it knows, the more REG_NO_LEAK       *)
(* refuses.                                                                *)
(*                                                                         *)
(* LEFT OUT.  Logs that lack events, levels, registers or processors,      *)
(* presets, conditions, codes of 16 bits, calls that the simulator itself  *)
(* answers; a log that shows everything of several guests; changes of      *)
(* guests in the middle of a call, which the reader does not follow.       *)
(***************************************************************************)
EXTENDS MCCallingConvention

CONSTANTS
    Whole,      \* Of a case: whether the log shows everything of one guest
    Blamed      \* Rules that a fault may break

VARIABLES
    todo,       \* events that were written and not read
    broken,     \* rules that the last event breaks
    run, cpus, callees, others, narrow, starts, left, away      \* TraceConvention's

T == INSTANCE TraceConvention WITH UnloggedImmediates <- {-1}

reader == <<run, cpus, callees, others, narrow, starts, left, away>>
all == <<vars, todo, broken, reader>>

(***************************************************************************)
(* Identifiers                                                             *)
(***************************************************************************)

FastFid(oen, num) ==
    [fast |-> TRUE, wide |-> FALSE, oen |-> oen, reserved |-> 0, hint |-> FALSE, num |-> num]
YieldingFid(num) == [FastFid(2, num) EXCEPT !.fast = FALSE]

\* A function of PSCI that nobody has stands for what no layer knows.
Fids ==
    [off |-> T!PsciFid("CPU_OFF", FALSE), suspend |-> T!PsciFid("CPU_SUSPEND", FALSE),
     standby |-> T!PsciFid("CPU_SUSPEND", FALSE), on |-> T!PsciFid("CPU_ON", FALSE),
     sysoff |-> T!PsciFid("SYSTEM_OFF", FALSE), features |-> T!PsciFid("PSCI_FEATURES", FALSE),
     optional |-> T!PsciFid("MEM_PROTECT_CHECK_RANGE", FALSE),
     pv |-> T!PsciFid("PSCI_VERSION", FALSE),
     version |-> T!SmcccVersionFid, uid |-> FastFid(2, 65281), rich |-> FastFid(2, 256),
     hyp |-> FastFid(6, 1), work |-> YieldingFid(1), resume |-> YieldingFid(2),
     gap |-> FastFid(20, 1), nothing |-> FastFid(4, 30)]

FidOf(call) ==
    [Fids[call.fn] EXCEPT !.wide = call.wide, !.hint = call.hint,
                          !.reserved = IF call.reserved THEN 1 ELSE 0]

(***************************************************************************)
(* Words                                                                   *)
(***************************************************************************)

Numbered(list, one) == CHOOSE n \in 1 .. Len(list) : list[n] = one

\* What no label and no argument has in common with another.
LabelNames ==
    <<"a0", "a1", "b0", "el2", "el3", "stale", "ctx e1", "ctx e2", "ctx e3", "result">>
FunctionNames ==
    <<"off", "suspend", "standby", "on", "sysoff", "features", "optional", "pv", "version", "uid",
      "rich", "hyp", "work", "resume", "gap", "nothing">>
IsResult(label) == label \in {To("a0"), To("a1"), To("b0"), To("el2")}
Own(label, r) == 70000 + 100 * Numbered(LabelNames, IF IsResult(label) THEN "result" ELSE label) + r

Million == 1000000
InUpper(word, what) == word + Million * what        \* bits 63:32 of it, 0 for zeros

\* Behind a call of that processor, by its client or by EL2; the call is the instruction before.
Behind(k) == IF k = "cpu0" THEN 2004 ELSE 2504
InVector == 4608
EntryAt ==
    [none |-> 3000, e1 |-> 3100, e2 |-> 3200, e3 |-> 3300, el2 |-> 3400]
ContextOf(entry) ==
    IF entry \in {"none", "el2"} THEN 0 ELSE Own(Context(entry), 0)

FidNumber(call) ==
    600000 + 8 * Numbered(FunctionNames, call.fn) + (IF call.wide THEN 1 ELSE 0)
           + (IF call.reserved THEN 2 ELSE 0) + (IF call.hint THEN 4 ELSE 0)

LowArgument(call, r) ==
    CASE r = 1 -> IF call.fn = "features" THEN FidNumber([call EXCEPT !.fn = "optional"])
                  ELSE IF call.good THEN 80001 ELSE 80002
      [] r = 2 -> EntryAt[call.entry]
      [] r = 3 -> ContextOf(call.entry)

\* Of the answer of a function, by who answers, the number in X0.
Number(fn, code, level) ==
    IF code < Success THEN code
    ELSE CASE fn = "version" /\ code = Success ->
                  65535 + (IF level = 2 THEN given.v2 ELSE given.v3)
           [] fn = "pv" -> 65537
           [] fn = "uid" -> 123456
           [] fn = "rich" -> 77777
           [] OTHER -> code
NumberWord(n) == IF n < 0 THEN 900000 + n ELSE n

(***************************************************************************)
(* Registers, as the event of a log has them.                              *)
(*                                                                         *)
(* who: whose label the arguments of call have; fn, code, level: what the  *)
(* answer is of.                                                           *)
(***************************************************************************)

NumbersIn(st) == IF st = 64 THEN {0, 1, 2, 3, 5, 9, 19} ELSE {0, 1, 2, 3, 5, 9}
ClassOf(r) ==
    CASE r = 0 -> "x0" [] r \in 1 .. 3 -> "x2" [] r = 5 -> "x5" [] r = 9 -> "x9" [] r = 19 -> "x19"

Shown(st, labels, who, call, fn, code, level) ==
    LET isCall == call.fn # "none"
        untouched == labels["x0"] = who \/ (IsResult(labels["x0"]) /\ code = NotYet)
        n == CASE untouched /\ isCall -> FidNumber(call)
               [] IsResult(labels["x0"]) /\ code # NotYet -> Number(fn, code, level)
               [] labels["x0"] = "zero" -> 0
               [] OTHER -> Own(labels["x0"], 0)
        up == CASE st = 32 \/ labels["up"] = "zero" -> 0
                [] labels["up"] = who -> IF call.upper THEN 5 ELSE 0
                [] IsResult(labels["up"]) -> IF n < 0 THEN 1 ELSE 0
                [] OTHER -> 6
        low == [r \in NumbersIn(st) |->
                  LET label == labels[ClassOf(r)]
                  IN  CASE r = 0 -> NumberWord(n)
                        [] label = "zero" -> 0
                        [] OTHER -> IF label = who /\ isCall /\ r <= 3 THEN LowArgument(call, r)
                                    ELSE Own(label, r)]
        ups == IF call.upper /\ labels["x2"] = who THEN {1, 2, 3} ELSE {}
        words == [r \in NumbersIn(st) |-> InUpper(low[r], IF r = 0 THEN up
                                                          ELSE IF r \in ups THEN 5 ELSE 0)]
    IN  [st |-> IF st = 64 THEN "a64" ELSE "a32", known |-> NumbersIn(st), w |-> words, l |-> low,
         low |-> <<words[1], words[2], words[3]>>,
         mid |-> IF st = 64 THEN <<words[5], words[9]>> ELSE <<>>,
         top |-> IF st = 64 THEN <<words[19]>> ELSE <<words[5], words[9]>>,
         telling |-> {r \in NumbersIn(st) : words[r] > 65535}, sp |-> <<>>,
         fid |-> IF isCall THEN FidOf(call) ELSE T!NoFid, upper |-> up # 0,
         n32 |-> n,
         n64 |-> CASE up = 0 -> (IF n < 0 THEN 2147483647 ELSE n)
                   [] up = 1 -> n [] OTHER -> 2147483647,
         err64 |-> n < 0 /\ up = 1, narrow32 |-> FALSE, narrow64 |-> n < 0 /\ up = 0 /\ st = 64,
         ups |-> ups, zero |-> {r \in NumbersIn(st) : words[r] = 0},
         asked |-> IF call.fn = "features" THEN Fids["optional"] ELSE T!NoFid,
         even |-> low[2]]

\* Of a client, with those labels.
OfClient(c, labels) ==
    Shown(given.st, labels, c, cl[c].call, cl[c].served.fn, cl[c].code, IF given.el2 THEN 2 ELSE 3)

(***************************************************************************)
(* Events                                                                  *)
(***************************************************************************)

IsWhole == Whole[name]
Event(kind, what) == [kind |-> kind, what |-> what]
WithRegisters(k, regs) == [kind |-> "call", cpu |-> k, regs |-> regs]

\* A processor is a number there.
Processor(k) == IF k = "cpu0" THEN 0 ELSE 1

Taking(k, insn, from, to, imm, resume) ==
    [kind |-> "entry", imm |-> imm,
     what |-> [cpu |-> Processor(k), insn |-> insn, from |-> from, to |-> to, imm |-> imm,
               resume |-> IF IsWhole THEN <<resume>> ELSE <<>>, line |-> 1, sure |-> TRUE,
               trap |-> <<>>, failed |-> FALSE]]
State(level) == IF level = 1 /\ given.st = 32 THEN "a32" ELSE "a64"
Back(k, from, to, pc, regs) ==
    Event("return",
        [cpu |-> Processor(k), from |-> from, to |-> to, mode |-> State(from), state |-> State(to),
         pc |-> pc, near |-> IF IsWhole THEN <<pc - 4, pc - 2, pc + 2, pc + 4>> ELSE <<>>,
         line |-> 1, regs |-> regs, vector |-> pc = InVector, moved |-> <<>>])

ImmOf(call) == IF call.imm THEN 1 ELSE 0
Making(k, call, from, to, regs) ==
    <<WithRegisters(Processor(k), regs), Taking(k, call.conduit, from, to, ImmOf(call), Behind(k))>>

\* Where a client is, and EL2 in the middle of a call.
AddressIn(c) ==
    CASE cl[c].phase = "run" -> Behind(CpuOf(c)) - 4
      [] cl[c].phase = "returned" -> Behind(CpuOf(c)) - 4 + 4 * cl[c].at
      [] cl[c].phase = "undef" -> InVector
      [] cl[c].phase = "started" -> EntryAt[cl[c].start]
AddressAt2(k, f) ==
    CASE f.kind = "call" /\ f.phase = "asking" -> Behind(k) - 4
      [] f.kind = "call" /\ f.phase = "answered" -> Behind(k) - 4 + 4 * f.back
      [] OTHER -> 5000

LevelOf(k) == IF Depth(k) = 0 THEN 1 ELSE Top(k).to
AddressOn(k) == IF Depth(k) = 0 THEN AddressIn(cpu[k].now) ELSE AddressAt2(k, Top(k))

CallEvents(c, call) ==
    Making(CpuOf(c), call, 1, Taken(call).to,
           Shown(given.st, cpu[CpuOf(c)].regs, c, call, "none", NotYet, 1))

El0Events(c) ==
    LET k == CpuOf(c)
    IN  <<WithRegisters(Processor(k), OfClient(c, cpu[k].regs)), Event("undefined", Processor(k)),
          Taking(k, "none", 0, 1, -1, Behind(k) - 4)>>

InterruptEvents(k, to) == <<Taking(k, "none", LevelOf(k), to, -1, AddressOn(k))>>

\* Of a handler that is left, to what was interrupted.
ResumeEvents(k, level) ==
    IF Depth(k) = 1
    THEN <<Back(k, level, 1, AddressIn(cpu[k].now), OfClient(cpu[k].now, cpu'[k].regs))>>
    ELSE LET f == Frames(k)[Depth(k) - 1]
         IN  <<Back(k, level, 2, AddressAt2(k, f),
                    Shown(64, cpu'[k].regs, "el2", NoCall, "none", NotYet, 3))>>

SwitchEvents(k, d) ==
    IF cl[d].parked # <<>> THEN <<>>
    ELSE <<Back(k, 2, 1, AddressIn(d), OfClient(d, cpu'[k].regs))>>

CallFirmwareEvents(k) ==
    LET f == Top(k)
        call == OwnCall(f)
    IN  Making(k, call, 2, 3,
               Shown(64, Passed(f), IF f.route = "shim" THEN "el2" ELSE f.by, call, "none", NotYet, 3))

\* The answer of the handler that runs.  It is received where its receiver is.
DeliverEvents(k) ==
    LET f == Top(k)
        who == Receiver(k, Frames(k)[Answered(k)].by)
    IN  IF who = "el2"
        THEN LET outer == Frames(k)[Depth(k) - 1]
             IN  <<Back(k, f.to, 2, Behind(k) - 4 + 4 * f.elr,
                        Shown(64, cpu'[k].regs, IF outer.route = "shim" THEN "el2" ELSE outer.by,
                              f.call, f.served.fn, f.code, f.to))>>
        ELSE <<Back(CpuOf(who), f.to, 1, Behind(k) - 4 + 4 * f.elr,
                    Shown(given.st, cpu'[k].regs, who, cl[who].call, f.served.fn, f.code, f.to))>>

InjectEvents(k) ==
    <<Back(k, 2, 1, InVector, OfClient(Top(k).by, cpu'[k].regs))>>

FirmwareStartEvents(k) ==
    IF given.el2
    THEN <<Back(k, 3, 2, EntryAt[boot[k]],
                Shown(64, cpu'[k].regs, "el2", NoCall, "none", NotYet, 3))>>
    ELSE <<Back(k, 3, 1, EntryAt[boot[k]],
                Shown(given.st, cpu'[k].regs, "none", NoCall, "none", NotYet, 3))>>
El2StartEvents(c) ==
    LET k == CpuOf(c)
    IN  <<Back(k, 2, 1, EntryAt[due[c]],
               Shown(given.st, cpu'[k].regs, "none", NoCall, "none", NotYet, 3))>>

(***************************************************************************)
(* How a log begins                                                        *)
(***************************************************************************)

Asking(fn) ==
    LET call == [NoCall EXCEPT !.conduit = "smc", !.fn = fn]
        ofClient == [call EXCEPT !.conduit = IF given.el2 THEN "hvc" ELSE "smc"]
        answer(to, labels, who) == Shown(64, labels, who, call, fn, Success, to)
        before == Shown(given.st, All("a0"), "a0", ofClient, "none", NotYet, 1)
        after(level) == Shown(given.st, [All("a0") EXCEPT !["x0"] = To("a0")], "a0", ofClient, fn,
                              Success, level)
        inner == Making("cpu0", call, 2, 3, Shown(64, All("el2"), "el2", call, "none", NotYet, 3))
                 \o <<Back("cpu0", 3, 2, Behind("cpu0"),
                           answer(3, [All("el2") EXCEPT !["x0"] = To("el2")], "el2"))>>
    IN  IF given.el2
        THEN Making("cpu0", ofClient, 1, 2, before) \o inner
             \o <<Back("cpu0", 2, 1, Behind("cpu0"), after(2))>>
        ELSE Making("cpu0", ofClient, 1, 3, before) \o <<Back("cpu0", 3, 1, Behind("cpu0"), after(3))>>

Beginning ==
    <<Event("begin", [whole |-> IsWhole, version |-> -1, everywhere |-> <<>>, el2 |-> <<>>,
                      el3 |-> <<>>])>>
    \o Asking("pv") \o Asking("version")

(***************************************************************************)
(* The reader                                                              *)
(***************************************************************************)

\* Which rules a return breaks: the conjuncts of TraceConvention!Return.
Broken(e) ==
    LET k == T!Whose(e)
        failed == T!Cpu(k).failed
        s == IF failed = T!NoCall THEN T!Cpu(k) ELSE [T!Cpu(k) EXCEPT !.failed = T!NoCall]
        machine == e.from = T!Unseen /\ e.mode = "none" /\ s.handled # T!NoCall
        ordered == k # T!Nobody /\ T!Ordered(e, machine)
        isStart == k # T!Nobody /\ T!IsStart(e, s, machine)
        lookedAt == T!IsLookedAt(e, s, ordered)
        next == T!Follows(IF lookedAt THEN [s EXCEPT !.taken = T!Resumed(e, s).taken] ELSE s,
                          e, machine)
        call == IF k = T!Nobody THEN T!NoCall ELSE next.answered
        level == IF call = T!NoCall \/ call.to = T!Unseen THEN 3 ELSE call.to
        a == IF call = T!NoCall THEN T!NothingAnswered
             ELSE IF T!IsResumedAt(call, e) THEN T!NothingAnswered
             ELSE T!Answered(call, e.regs, callees[level])
        id == IF call = T!NoCall THEN T!NotAnswered(e, s) ELSE T!Identified(a)
        called == T!Called(a, id)
        seen == T!Saw(k, call, e)
        changed == IF a.judged = "convention" THEN T!Changed(a.b, a.f) ELSE {}
        Rule(rule, holds) == IF holds THEN {} ELSE {rule}
    IN  Rule("PSC_CPU_ON", T!PSC_CPU_ON(e, isStart))
        \cup Rule("SEQ_ONE_ANSWER", T!SEQ_ONE_ANSWER(e, s, ordered))
        \cup Rule("SEQ_CALLER", T!SEQ_CALLER(e, s, k, ordered))
        \cup Rule("SEQ_NESTING", T!SEQ_NESTING(e, s, ordered))
        \cup Rule("SEQ_YIELDING", T!SEQ_YIELDING(a))
        \cup Rule("RET_RESUME", T!RET_RESUME(e, s, lookedAt))
        \cup Rule("RET_EMULATED", T!RET_EMULATED(a, e))
        \cup Rule("IMM_CONDITION", T!IMM_CONDITION(e, failed))
        \cup Rule("FID_ZERO_IMMEDIATE", T!FID_ZERO_IMMEDIATE(id))
        \cup Rule("FID_WIDTH", T!FID_WIDTH(id))
        \cup Rule("FID_RESERVED_BITS", T!FID_RESERVED_BITS(id))
        \cup Rule("FID_SVE_HINT", T!FID_SVE_HINT(id))
        \cup Rule("FID_OWNER", T!FID_OWNER(id))
        \cup Rule("FID_64_FROM_32", T!FID_64_FROM_32(id))
        \cup Rule("RES_UNKNOWN", T!RES_UNKNOWN(id, T!ServesTooNew(a, called, id)))
        \cup Rule("REG_RESULTS", T!REG_RESULTS(a, id))
        \cup Rule("REG_PRESERVED", T!REG_PRESERVED(a, called, changed))
        \cup Rule("REG_NO_LEAK", T!REG_NO_LEAK(a, called, changed, k, seen))
        \cup Rule("RES_SHIM", T!RES_SHIM(a))
        \cup Rule("RES_SIGN", T!RES_SIGN(a, called, id))
        \cup Rule("RES_CODE", T!RES_CODE(a, called, id))
        \cup Rule("PSC_NO_RETURN", T!PSC_NO_RETURN(a, called, id))
        \cup Rule("PSC_VERSION", T!PSC_VERSION(a, called))
        \cup Rule("PSC_MANDATORY", T!PSC_MANDATORY(a, called))
        \cup Rule("PSC_FEATURES", T!PSC_FEATURES(a, called, id))
        \cup Rule("REG_UPPER_HALVES", T!REG_UPPER_HALVES(a, called))

ReadEvent(e) ==
    CASE e.kind = "begin" -> T!Begin(e.what) /\ broken' = {}
      [] e.kind = "call" -> T!Call(e.cpu, e.regs) /\ broken' = {}
      [] e.kind = "undefined" -> T!UndefinedCall(e.what) /\ broken' = {}
      [] e.kind = "entry" -> T!Entry(e.what, e.imm) /\ broken' = {}
      [] e.kind = "return" ->
           \E rules \in {Broken(e.what)} :
              \/ T!Return(e.what) /\ broken' = rules
              \/ rules # {} /\ broken' = rules \cup {"refused"} /\ UNCHANGED reader

Read ==
    /\ todo # <<>> /\ broken = {}
    /\ todo' = Tail(todo)
    /\ ReadEvent(todo[1])
    /\ UNCHANGED vars

(***************************************************************************)
(* The machine, and what is written of it                                  *)
(***************************************************************************)

Written(events) == todo' = events

ClientWrites(c) ==
    \/ Continue(c) /\ Written(<<>>)
    \/ CallFromEl0(c) /\ Written(El0Events(c))
    \/ \E call \in given.calls[c] : Call(c, call) /\ Written(CallEvents(c, call))
    \/ StartByEl2(c) /\ Written(El2StartEvents(c))

ProcessorWrites(k) ==
    \/ (Save(k) \/ Dispatch(k) \/ Collect(k) \/ Finish(k) \/ Serve(k) \/ WorkDone(k) \/ Preempt(k))
       /\ Written(<<>>)
    \/ CallFirmware(k) /\ Written(CallFirmwareEvents(k))
    \/ (Return(k) \/ ReturnFromFirmware(k)) /\ Written(DeliverEvents(k))
    \/ Inject(k) /\ Written(InjectEvents(k))
    \/ StartByFirmware(k) /\ Written(FirmwareStartEvents(k))
    \/ \E level \in {2, 3} : ResumeInterrupted(k, level) /\ Written(ResumeEvents(k, level))
    \/ \E to \in {2, 3} : Interrupt(k, to) /\ Written(InterruptEvents(k, to))
    \/ \E d \in Clients :
          (SwitchGuest(k, d) \/ Park(k, d) \/ Schedule(k, d)) /\ Written(SwitchEvents(k, d))

Machine ==
    /\ todo = <<>> /\ broken = {}
    /\ \/ \E c \in Clients : ClientWrites(c)
       \/ \E k \in Cpus : ProcessorWrites(k)
       \/ Calm /\ Written(<<>>)
    /\ UNCHANGED <<broken, reader>>

ObservedInit == Init /\ T!Init /\ todo = Beginning /\ broken = {}
\* An event that breaks no rule and is no step stops everything.
Waits == (todo = <<>> \/ broken # {}) /\ UNCHANGED all

ObservedNext == Read \/ Machine \/ Waits
Observed == ObservedInit /\ [][ObservedNext]_all

(***************************************************************************)
(* What holds                                                              *)
(***************************************************************************)

\* Broken is what the action does: what is a step breaks no rule.
AsStepped == broken # {} => "refused" \in broken

\* No return breaks a rule.
NothingRefused == broken = {}

\* By rule, for faults: what is refused is refused by the rules that are blamed.
OthersAccept == broken \subseteq Blamed \cup {"refused"}
Accepts_PSC_CPU_ON == "PSC_CPU_ON" \notin broken
Accepts_SEQ_ONE_ANSWER == "SEQ_ONE_ANSWER" \notin broken
Accepts_SEQ_CALLER == "SEQ_CALLER" \notin broken
Accepts_RET_RESUME == "RET_RESUME" \notin broken
Accepts_FID_ZERO_IMMEDIATE == "FID_ZERO_IMMEDIATE" \notin broken
Accepts_FID_WIDTH == "FID_WIDTH" \notin broken
Accepts_FID_RESERVED_BITS == "FID_RESERVED_BITS" \notin broken
Accepts_FID_SVE_HINT == "FID_SVE_HINT" \notin broken
Accepts_FID_OWNER == "FID_OWNER" \notin broken
Accepts_FID_64_FROM_32 == "FID_64_FROM_32" \notin broken
Accepts_RES_UNKNOWN == "RES_UNKNOWN" \notin broken
Accepts_REG_RESULTS == "REG_RESULTS" \notin broken
Accepts_REG_PRESERVED == "REG_PRESERVED" \notin broken
Accepts_REG_NO_LEAK == "REG_NO_LEAK" \notin broken
Accepts_RES_SHIM == "RES_SHIM" \notin broken
Accepts_RES_CODE == "RES_CODE" \notin broken
Accepts_PSC_NO_RETURN == "PSC_NO_RETURN" \notin broken
Accepts_PSC_FEATURES == "PSC_FEATURES" \notin broken
Accepts_REG_UPPER_HALVES == "REG_UPPER_HALVES" \notin broken

\* A trace may end anywhere.
EndsAccepted == todo = <<>> => \A line \in T!LinesAtEnd : T!SEQ_ENDS(line)

(***************************************************************************)
(* Bounds                                                                  *)
(***************************************************************************)

IsOfOneGuest == [n \in {c.name : c \in Cases} |-> "b0" \notin CaseOf[n].on]

\* A processor that starts again and again is remembered each time.
Few == Len(starts) <= 1 /\ Len(away) <= 2

\* What callers at that level may have held, any of them and ever: no log has more to say.
HeldBy(k, el, labels) ==
    LET words == {Own(label, r) : label \in labels, r \in NumbersIn(64)}
                 \cup {80001, 80002} \cup {ContextOf(e) : e \in {"e1", "e2", "e3"}}
        regs == [known |-> words, w |-> [n \in words |-> n]]
    IN  [cpu |-> k, el |-> el, before |-> regs, after |-> regs]
SeenOfAll ==
    <<HeldBy(0, 1, {"a0", "b0", "result"}), HeldBy(1, 1, {"a1", "result"}),
      HeldBy(0, 2, {"el2", "result"}), HeldBy(1, 2, {"el2", "result"})>>
SawEverything(k, call, e) == SeenOfAll

(***************************************************************************)
(* Cases                                                                   *)
(***************************************************************************)

Undistracted(case) == [case EXCEPT !.irqs = {}]
CaseNamed(n) == CHOOSE c \in Everything : c.name = n

\* A guest whose CPU_ON has the identifier that EL2's own has, so that it counts as passed on.
WideShim == Undisturbed(Two(Shim("wide shim", {From(Wide(Hvc("on")), "e1")}), {}, {"a0"}))

\* Each way that a call goes, without interrupts, and interrupts at the simplest call.
ObservedQuick ==
    {Undistracted(CaseNamed(n)) : n \in
        {"layers, 1.1 on 1.0", "layers, owners", "layers, immediate", "layers, undefined",
         "shim, answers"}}
    \cup {WideShim, OffBesideACall,
          [Undistracted(CaseNamed("direct, 1.2")) EXCEPT
               !.calls["a0"] = {Upper(Smc("version")), Reserved(Smc("version")), Smc("rich")},
               !.name = "spelled"],
          [CaseNamed("direct, immediate") EXCEPT !.calls["a0"] = {Smc("uid")},
                                                 !.name = "interrupted"]}

ObservedPower ==
    {OffBesideACall} \cup {c \in EndsCases :
        c.name \in {"ends, shim", "ends, power", "ends, virtual", "ends, turned off by a shim"}}

\* EL2 does not change guests in the middle of a call.
Together == {[c EXCEPT !.parks = FALSE] : c \in Sharing}
ObservedWider == Identified \cup Yielding

=============================================================================
