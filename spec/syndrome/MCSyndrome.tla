----------------------------- MODULE MCSyndrome -----------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* Syndrome.tla, bounded and turned into a small machine, with one         *)
(* invariant for each rule.                                                *)
(*                                                                         *)
(* A platform is chosen, then a state of the caller and an instruction;    *)
(* the processor does one of the things that Outcomes allows; the handler  *)
(* of a call or of a trap then resumes its caller, which must continue     *)
(* after the instruction, exactly once.                                    *)
(*                                                                         *)
(* An invariant says its rule again, from the fields of the records: it    *)
(* does not use the operators of Syndrome.tla that embody the rule, except *)
(* Outcomes itself, to compare two inputs.  Rules about the set of what is *)
(* allowed are checked when the instruction is chosen (phase "about"),     *)
(* rules about one exception when it is entered (phase "entered").         *)
(* Each is Witness(its id, antecedent) => consequent, so that a rule that  *)
(* nothing ever met is found.                                              *)
(***************************************************************************)
EXTENDS Syndrome, Witness

CONSTANTS
    Machines,       \* the platforms to start from: a subset of Platforms
    Calls,          \* which of the three instructions
    Immediates,     \* representatives; those that an encoding cannot hold are left out
    Conditions,     \* representatives of the conditions 0 .. 13; 14 is always there
    Crossed         \* TRUE: every control with every context; FALSE: contexts with few controls

ASSUME Machines \subseteq Platforms /\ \A m \in Machines : PlatformExists(m)
ASSUME Calls \subseteq {"hvc", "smc", "svc"}
ASSUME Immediates \subseteq 0 .. 16777215
ASSUME Conditions \subseteq 0 .. 13
ASSUME Crossed \in BOOLEAN

VARIABLES
    phase,          \* "start", "about" to execute, "entered" a handler, or "done"
    p,              \* the platform
    s,              \* the caller's state
    i,              \* the instruction
    allowed,        \* Outcomes(p, s, i), once they are chosen
    o,              \* the outcome that happened
    at,             \* where the caller continues, from the instruction's address; -1: not yet
    moved           \* how often IT state and single step have moved past the instruction

vars == <<phase, p, s, i, allowed, o, at, moved>>

(***************************************************************************)
(* Bounds                                                                  *)
(***************************************************************************)

Machine(arch, el3, el2, features, choice) ==
    [arch |-> arch, el3 |-> el3, el2 |-> el2, sel2 |-> features, vhe |-> features,
     nv |-> features, fgt |-> features, bti |-> features, failTrap |-> choice,
     passReport |-> choice, t32Cond |-> choice, noEl3Trap64 |-> choice, noEl3Trap32 |-> choice,
     undefDespiteCond |-> choice]

\* One of each shape that the rules tell apart, and both settled choices where traps exist.
QuickMachines ==
    {Machine("v7", "a32", "a32", FALSE, "either"),
     Machine("v8", "a64", "a64", TRUE, "either"),
     Machine("v8", "a64", "a64", FALSE, "yes"),
     Machine("v8", "none", "a64", TRUE, "no"),
     Machine("v8", "none", "a64", FALSE, "either"),
     Machine("v8", "a32", "a32", FALSE, "either"),
     Machine("v8", "none", "a32", FALSE, "yes"),
     Machine("v8", "a64", "none", FALSE, "no")}

\* Every shape, with each uniform setting of the choices and with the features on and off.
FullMachines ==
    {m \in {Machine(arch, el3, el2, features, choice) :
                arch \in {"v7", "v8"}, el3 \in {"none", "a32", "a64"},
                el2 \in {"none", "a32", "a64"}, features \in BOOLEAN, choice \in Choices} :
        PlatformExists(m) /\ (m.arch = "v7" => ~m.bti /\ m.failTrap = "either")}

\* For mutants: two machines are enough to meet each of them.
MutantMachines ==
    {Machine("v7", "a32", "a32", FALSE, "either"), Machine("v8", "a64", "a64", TRUE, "either"),
     Machine("v8", "a32", "a32", FALSE, "either")}

\* Everything off, hypervisor calls on; the level and the states are filled in below.
Calm ==
    [el |-> 1, isa |-> "a64", sec |-> "ns", x0 |-> "a64", x1 |-> "a64", x2 |-> "none",
     x3 |-> "none", sp |-> FALSE, itb |-> "out", ss |-> FALSE, il |-> FALSE, itd |-> FALSE,
     guarded |-> FALSE, bt |-> 0, tsc |-> FALSE, tge |-> FALSE, e2h |-> FALSE, hcd |-> FALSE,
     nv |-> FALSE, hce |-> TRUE, smd |-> FALSE, eel2 |-> FALSE, fgten |-> FALSE,
     svc0 |-> FALSE, svc1 |-> FALSE]

\* EL0 is where TGE and E2H count; Secure state is where EEL2 counts; SP is met at EL1 and up.
Tges(m, el) == IF m.el2 = "none" \/ el # 0 THEN {<<FALSE, FALSE>>}
               ELSE {<<FALSE, FALSE>>, <<TRUE, FALSE>>, <<TRUE, m.vhe>>}
Stacks(el, isa) == IF isa = "a64" /\ el # 0 THEN BOOLEAN ELSE {FALSE}
Eel2s(m, sec) == IF sec = "s" /\ m.sel2 THEN BOOLEAN ELSE {FALSE}
Wide(m) == IF m.arch = "v7" \/ m.el3 = "a32" THEN {"a32"} ELSE {"a32", "a64"}
SecondLevels(m) == IF m.el2 = "none" THEN {"none"} ELSE Wide(m)

CallersOf(m) ==
    {c \in UNION {{[Calm EXCEPT !.el = el, !.isa = isa, !.sec = sec, !.x1 = x1, !.x2 = x2,
                                !.x0 = IF el # 0 THEN x1 ELSE IF isa = "a64" THEN "a64" ELSE "a32",
                                !.x3 = m.el3, !.tge = t[1], !.e2h = t[2], !.sp = sp, !.eel2 = eel2] :
                        x1 \in Wide(m), x2 \in SecondLevels(m),
                        t \in Tges(m, el), sp \in Stacks(el, isa), eel2 \in Eel2s(m, sec)} :
                    el \in 0 .. 3, isa \in {"a32", "t32", "a64"},
                    sec \in {"ns", "s", "realm", "root"}} :
        Reachable(m, c)}

\* The controls that the rules of each instruction read, and one that they must not read.  EL1
\* with TGE = 1 is an oddity that only TSC looks at.
Controls(m, op, c) ==
    CASE op = "hvc" -> {[c EXCEPT !.hce = a, !.hcd = b] : a \in BOOLEAN, b \in BOOLEAN}
      [] op = "smc" -> {[c EXCEPT !.tsc = a, !.smd = b, !.nv = d] :
                            a \in BOOLEAN, b \in BOOLEAN, d \in IF m.nv THEN BOOLEAN ELSE {FALSE}}
                       \cup (IF c.el = 1 /\ m.el2 # "none"
                             THEN {[c EXCEPT !.tsc = TRUE, !.tge = TRUE, !.smd = b] : b \in BOOLEAN}
                             ELSE {})
      [] op = "svc" -> {[c EXCEPT !.fgten = a, !.svc0 = b, !.svc1 = b] :
                            a \in BOOLEAN, b \in IF m.fgt THEN BOOLEAN ELSE {FALSE}}

\* What the processor can be in the middle of: an IT block (its position, and ITD), a branch to
\* a page that may be guarded (BTYPE, guarded), an illegal state, or two of them.
Blocks == {<<"out", TRUE>>, <<"last", FALSE>>, <<"last", TRUE>>, <<"mid", FALSE>>, <<"mid", TRUE>>}
Branches == {<<0, TRUE, FALSE>>, <<1, FALSE, FALSE>>, <<3, TRUE, FALSE>>,
             <<0, FALSE, TRUE>>, <<2, TRUE, TRUE>>}

Contexts(m, c) ==
    {k \in {[c EXCEPT !.itb = b[1], !.itd = b[2]] : b \in Blocks}
           \cup {[c EXCEPT !.bt = b[1], !.guarded = b[2], !.il = b[3]] : b \in Branches} :
        Reachable(m, k)}

Situations(m, op, c) ==
    IF Crossed
    THEN UNION {{k} \cup Contexts(m, k) : k \in Controls(m, op, c)}
    ELSE Controls(m, op, c) \cup Contexts(m, [c EXCEPT !.tsc = TRUE])

Instructions(op, c) ==
    {n \in {[op |-> op, imm |-> imm, cond |-> e[1], holds |-> e[2], sbz |-> sbz,
             size |-> IF op = "svc" /\ c.isa = "t32" THEN 2 ELSE 4] :
                imm \in Immediates, sbz \in BOOLEAN,
                e \in {<<14, TRUE>>} \cup (Conditions \X BOOLEAN)} :
        Encodable(c, n)}

Idle == [op |-> "svc", imm |-> 0, cond |-> 14, holds |-> TRUE, sbz |-> FALSE, size |-> 4]
NotYet == Nowhere("none", Absent)

(***************************************************************************)
(* The machine                                                             *)
(***************************************************************************)

Init ==
    /\ phase = "start" /\ p \in Machines /\ s = Calm /\ i = Idle
    /\ allowed = {} /\ o = NotYet /\ at = Absent /\ moved = 0

Choose ==
    /\ phase = "start"
    /\ Witness("action Choose", TRUE)
    /\ \E op \in Calls : \E c \in CallersOf(p) : \E k \in Situations(p, op, c) :
       \E n \in Instructions(op, k) :
          /\ s' = k /\ i' = n
          /\ allowed' = Outcomes(p, k, n)
    /\ phase' = "about"
    /\ UNCHANGED <<p, o, at, moved>>

\* An exception that comes before the instruction, and one that the instruction asks for.
FaultPending == s.il \/ (s.guarded /\ s.bt # 0)

\* A trap: EL2 takes a call that was meant for another level.
FineGrained ==
    /\ p.fgt /\ s.x1 = "a64" /\ (p.el3 = "none" \/ s.fgten)
    /\ s.sec # "s" \/ (p.sel2 /\ s.eel2)
    /\ p.el2 # "none"
    /\ (s.el = 0 /\ s.svc0 /\ ~(p.vhe /\ s.e2h /\ s.tge)) \/ (s.el = 1 /\ s.svc1)
Trapped(r) == r.el = 2 /\ (i.op = "smc" \/ (i.op = "svc" /\ FineGrained))

Enter(kind, name, guard(_)) ==
    /\ phase = "about"
    /\ \E r \in allowed : r.kind = kind /\ guard(r) /\ o' = r
    /\ Witness(name, TRUE)
    /\ phase' = "entered"
    /\ moved' = IF o'.ss = "advanced" THEN 1 ELSE 0
    /\ UNCHANGED <<p, s, i, allowed, at>>

IsCall(r)  == ~FaultPending /\ ~Trapped(r)
IsTrap(r)  == ~FaultPending /\ Trapped(r)
IsFault(r) == FaultPending
IsAnything(r) == TRUE

TakeCall      == Enter("taken", "action TakeCall", IsCall)
TakeTrap      == Enter("taken", "action TakeTrap", IsTrap)
TakeFault     == Enter("taken", "action TakeFault", IsFault)
TakeUndefined == Enter("undefined", "action TakeUndefined", IsAnything)

\* The instruction does nothing, and the caller goes on.
Continue(kind, name) ==
    /\ phase = "about"
    /\ \E r \in allowed : r.kind = kind /\ o' = r
    /\ Witness(name, TRUE)
    /\ phase' = "done" /\ at' = o'.ret /\ moved' = 1
    /\ UNCHANGED <<p, s, i, allowed>>

Skip      == Continue("skipped", "action Skip")
DoNothing == Continue("nop", "action DoNothing")

BehaveAnyhow ==
    /\ phase = "about"
    /\ \E r \in allowed : r.kind = "any" /\ o' = r
    /\ Witness("action BehaveAnyhow", TRUE)
    /\ phase' = "done"
    /\ UNCHANGED <<p, s, i, allowed, at, moved>>

\* The handler of a call returns to where it was told; that of a trap has done the caller's work
\* and steps over the instruction, moving IT state and single step itself.
ResumeCall ==
    /\ phase = "entered" /\ o.kind = "taken" /\ IsCall(o)
    /\ Witness("action ResumeCall", TRUE)
    /\ phase' = "done" /\ at' = o.ret
    /\ UNCHANGED <<p, s, i, allowed, o, moved>>

ResumeTrap ==
    /\ phase = "entered" /\ o.kind = "taken" /\ IsTrap(o)
    /\ Witness("action ResumeTrap", TRUE)
    /\ phase' = "done" /\ at' = o.ret + i.size /\ moved' = moved + 1
    /\ UNCHANGED <<p, s, i, allowed, o>>

Next ==
    \/ Choose
    \/ TakeCall \/ TakeTrap \/ TakeFault \/ TakeUndefined
    \/ Skip \/ DoNothing \/ BehaveAnyhow
    \/ ResumeCall \/ ResumeTrap

Spec == Init /\ [][Next]_vars

(***************************************************************************)
(* Types                                                                   *)
(***************************************************************************)

OutcomeFits(r) ==
    /\ r.kind \in {"taken", "undefined", "skipped", "nop", "any"}
    /\ r.el \in {-1, 1, 2, 3} /\ r.st \in {"a32", "a64", "none"}
    /\ r.vec \in {-1, 0, 4, 8, 20, 512, 1024, 1536}
    /\ r.ec \in -2 .. 63 /\ r.il \in -2 .. 1 /\ r.low \in -2 .. 65535
    /\ r.cv \in -1 .. 1 /\ r.cond \in -2 .. 15 /\ r.ckp \in -1 .. 1
    /\ r.ret \in {-1, 0, 2, 4}
    /\ r.it \in {"advanced", "cleared", "kept", "none"} /\ r.ss \in {"advanced", "kept", "none"}
    /\ r.bt \in {"kept", "zeroed", "none"}

TypeOK ==
    Witness("TypeOK", phase = "about") =>
        /\ Reachable(p, s) /\ Encodable(s, i)
        /\ allowed # {} /\ \A r \in allowed : OutcomeFits(r)

(***************************************************************************)
(* Words for the rules below                                               *)
(***************************************************************************)

About   == phase = "about"
Entered == phase = "entered"
V7 == p.arch = "v7"
V8 == p.arch = "v8"
Narrow == s.isa \in {"a32", "t32"}
InBlock == s.itb \in {"last", "mid"}

Kinds == {r.kind : r \in allowed}
OnlyUndefined == Kinds = {"undefined"}
OnlyTakenTo(el) == \A r \in allowed : r.kind = "taken" /\ r.el = el

\* EL2 is there for software of this Security state.
Served ==
    /\ p.el2 \in {"a32", "a64"}
    /\ \/ s.sec \in {"ns", "realm"}
       \/ s.sec = "s" /\ p.sel2 /\ s.eel2 /\ p.el3 = "a64" /\ p.el2 = "a64"

\* Nothing comes before the instruction.
Undisturbed == ~s.il /\ ~(s.guarded /\ s.bt # 0) /\ ~(V8 /\ s.itd /\ InBlock)

HvcConditional == i.op = "hvc" /\ s.isa = "a32" /\ i.cond < 14
HvcInBlock == i.op = "hvc" /\ InBlock
SmcNotLast == i.op = "smc" /\ s.itb = "mid"
Regular == ~HvcConditional /\ ~HvcInBlock /\ ~SmcNotLast /\ ~i.sbz

\* The instruction is executed, and its own rules decide.
Executes(op) == About /\ i.op = op /\ Undisturbed /\ Regular /\ i.holds

TscTraps == s.el = 1 /\ s.tsc /\ ~s.tge /\ Served

\* SCR.SMD, or SCR.SCD, which ARMv7 has together with Hyp mode only.
Disabled == s.smd /\ (V8 \/ p.el2 # "none")

SmcUndefined ==
    \/ s.el = 0 \/ p.el3 = "none"
    \/ Disabled /\ (p.el3 = "a64" \/ s.sec = "ns")

\* CONSTRAINED UNPREDICTABLE: the encoding, or a control in a place where it should not be.
Constrained ==
    \/ ~Regular
    \/ i.op = "hvc" /\ s.el = 2 /\ p.el3 = "a32" /\ ~s.hce
    \/ i.op = "smc" /\ s.el = 3 /\ p.el3 = "a32" /\ Disabled

\* One of the choices is UNDEFINED with an UNKNOWN syndrome, and one is NOP.
Offered ==
    /\ \E r \in allowed : r.kind = "undefined" /\ (r.ec = -2 \/ (r.st = "a32" /\ r.el # 2))
    /\ \E r \in allowed : r.kind = "nop"

\* A call from the middle of a block goes on in the block, or after it.
BlockMayEnd ==
    \A r \in allowed : r.kind = "taken" /\ r.el = (IF i.op = "hvc" THEN 2 ELSE 3) =>
        /\ [r EXCEPT !.it = "advanced"] \in allowed
        /\ ([r EXCEPT !.it = "cleared"] \in allowed) = (s.itb = "mid")

\* The level that is entered, of the three that can be, has a register for the syndrome.
Recorded == o.st = "a64" \/ o.el = 2

\* One of the three instructions was taken as what it is, or trapped.
Took(op) == Entered /\ o.kind = "taken" /\ i.op = op /\ ~FaultPending
Told(op) == Took(op) /\ Recorded
Interrupted == Entered /\ (o.kind = "undefined" \/ FaultPending)

(***************************************************************************)
(* Encodings                                                               *)
(***************************************************************************)

\* UNDEFINED, NOP, as if unconditional, or as the condition says.
ENC_HVC_COND ==
    Witness("ENC-HVC-COND", About /\ V8 /\ Undisturbed /\ HvcConditional) =>
        /\ Offered
        /\ ("skipped" \in Kinds) = ~i.holds
        /\ Outcomes(p, s, [i EXCEPT !.cond = 14, !.holds = TRUE]) \subseteq allowed

\* UNDEFINED, NOP, or as if it passed its condition.
ENC_HVC_IT ==
    Witness("ENC-HVC-IT", About /\ V8 /\ Undisturbed /\ HvcInBlock) =>
        /\ Offered /\ BlockMayEnd
        /\ "skipped" \notin Kinds
        /\ Outcomes(p, [s EXCEPT !.itb = "out"], [i EXCEPT !.cond = 14, !.holds = TRUE])
               \subseteq allowed

ENC_SMC_IT ==
    Witness("ENC-SMC-IT", About /\ V8 /\ Undisturbed /\ SmcNotLast /\ i.holds /\ ~i.sbz) =>
        /\ Offered /\ BlockMayEnd
        /\ Outcomes(p, [s EXCEPT !.itb = "last"], i) \subseteq allowed

ENC_SMC_SBZ ==
    Witness("ENC-SMC-SBZ", About /\ V8 /\ Undisturbed /\ i.sbz) =>
        /\ Offered
        /\ Outcomes(p, s, [i EXCEPT !.sbz = FALSE]) \subseteq allowed

(***************************************************************************)
(* Routing                                                                 *)
(***************************************************************************)

ROU_ILLEGAL_STATE ==
    Witness("ROU-ILLEGAL-STATE", About /\ s.il) =>
        \A r \in allowed :
            \/ r.kind = "taken" /\ r.ec = 14
            \/ r.kind = "undefined" /\ r.st = "a32" /\ r.vec = 4

ROU_BRANCH_TARGET ==
    Witness("ROU-BRANCH-TARGET", About /\ ~s.il /\ s.guarded /\ s.bt # 0) =>
        \A r \in allowed : r.kind = "taken" /\ r.ec = 13

ROU_ITD ==
    Witness("ROU-ITD", About /\ V8 /\ ~s.il /\ s.itd /\ InBlock) => OnlyUndefined

\* A failing condition makes no call: skipped, or trapped, or UNDEFINED if it would be anyway.
ROU_CONDITION ==
    Witness("ROU-CONDITION", About /\ Undisturbed /\ Regular /\ ~i.holds) =>
        /\ \A r \in allowed :
               \/ r.kind = "skipped"
               \/ i.op = "smc" /\ r.kind = "taken" /\ r.el = 2
               \/ i.op = "smc" /\ SmcUndefined /\ r.kind = "undefined"
        /\ i.op = "smc" /\ SmcUndefined /\ ~s.tsc =>
               /\ ("undefined" \in Kinds) = (p.undefDespiteCond # "no")
               /\ ("skipped" \in Kinds) = (p.undefDespiteCond # "yes")

ROU_FAILED_SMC_TRAP ==
    Witness("ROU-FAILED-SMC-TRAP",
            /\ About /\ i.op = "smc" /\ Undisturbed /\ Regular /\ ~i.holds
            /\ TscTraps /\ p.el3 # "none" /\ ~s.smd) =>
        /\ ("taken" \in Kinds) = (V8 /\ p.failTrap # "no")
        /\ ("skipped" \in Kinds) = (V7 \/ p.failTrap # "yes")

ROU_HVC_EL0 ==
    Witness("ROU-HVC-EL0", Executes("hvc") /\ s.el = 0) => OnlyUndefined

ROU_HVC_NO_EL2 ==
    Witness("ROU-HVC-NO-EL2",
            Executes("hvc") /\ s.el # 0 /\ (p.el2 = "none" \/ (s.el = 1 /\ ~Served)))
        => OnlyUndefined

ROU_HVC_A32_EL3 ==
    Witness("ROU-HVC-A32-EL3", Executes("hvc") /\ s.el = 3 /\ Narrow) => OnlyUndefined

\* HVC from a level that may use it, on a platform that has EL2 for it.
HvcPossible ==
    /\ Executes("hvc") /\ p.el2 # "none"
    /\ (s.el = 1 /\ Served) \/ s.el = 2 \/ (s.el = 3 /\ s.isa = "a64")

ROU_HVC_HCE ==
    Witness("ROU-HVC-HCE", HvcPossible /\ p.el3 # "none" /\ ~s.hce /\ ~(s.el = 2 /\ p.el3 = "a32"))
        => OnlyUndefined

ROU_HVC_HYP_HCE ==
    Witness("ROU-HVC-HYP-HCE", V8 /\ HvcPossible /\ s.el = 2 /\ p.el3 = "a32" /\ ~s.hce) =>
        Kinds = {"undefined", "nop"} /\ Offered

\* HCD exists only without EL3: with it, HCE alone decides.
ROU_HVC_HCD ==
    Witness("ROU-HVC-HCD", HvcPossible /\ (p.el3 = "none" \/ s.hce)) =>
        Kinds = IF p.el3 = "none" /\ s.hcd THEN {"undefined"} ELSE {"taken"}

ROU_HVC_TARGET ==
    Witness("ROU-HVC-TARGET", Took("hvc")) => o.el = IF s.el = 3 THEN 3 ELSE 2

ROU_SMC_EL0 ==
    Witness("ROU-SMC-EL0", Executes("smc") /\ s.el = 0) => OnlyUndefined

ROU_SMC_TSC ==
    Witness("ROU-SMC-TSC", Executes("smc") /\ TscTraps /\ p.el3 # "none" /\ ~s.smd)
        => OnlyTakenTo(2)

ROU_SMC_TSC_BEATS_SMD ==
    Witness("ROU-SMC-TSC-BEATS-SMD", Executes("smc") /\ TscTraps /\ p.el3 # "none" /\ s.smd)
        => OnlyTakenTo(2)

\* Taken, undefined, or both, as a choice says.
AsChosen(choice) ==
    CASE choice = "yes" -> {"taken"} [] choice = "no" -> {"undefined"}
      [] choice = "either" -> {"taken", "undefined"}

ROU_SMC_NO_EL3 ==
    Witness("ROU-SMC-NO-EL3", Executes("smc") /\ s.el # 0 /\ p.el3 = "none") =>
        Kinds = IF ~TscTraps \/ s.x2 # "a64" THEN {"undefined"}
                ELSE IF Narrow THEN AsChosen(p.noEl3Trap32)
                ELSE IF p.nv /\ s.nv THEN {"taken"}
                ELSE AsChosen(p.noEl3Trap64)

ROU_SMC_SMD ==
    Witness("ROU-SMC-SMD",
            Executes("smc") /\ s.el # 0 /\ ~TscTraps /\ Disabled
            /\ (p.el3 = "a64" \/ (p.el3 = "a32" /\ s.sec = "ns"))) => OnlyUndefined

ROU_SMC_SCD_SECURE ==
    Witness("ROU-SMC-SCD-SECURE", V8 /\ Executes("smc") /\ s.el = 3 /\ p.el3 = "a32" /\ s.smd)
        => Kinds = {"undefined", "nop"} /\ Offered

ROU_SMC_TARGET ==
    Witness("ROU-SMC-TARGET",
            Executes("smc") /\ s.el # 0 /\ ~TscTraps /\ p.el3 # "none" /\ ~Disabled) => OnlyTakenTo(3)

\* EL0's own supervisor: Secure EL0 under AArch32 EL3 has it at EL3.
Supervisor == IF p.el3 = "a32" /\ s.sec = "s" THEN 3 ELSE 1

ROU_SVC_TARGET ==
    Witness("ROU-SVC-TARGET",
            Executes("svc") /\ ~FineGrained /\ ~(s.el = 0 /\ s.tge /\ Served)) =>
        OnlyTakenTo(IF s.el = 0 THEN Supervisor ELSE s.el)

ROU_SVC_TGE ==
    Witness("ROU-SVC-TGE", Executes("svc") /\ ~FineGrained /\ s.el = 0 /\ s.tge /\ Served) =>
        OnlyTakenTo(2)

ROU_SVC_FGT ==
    Witness("ROU-SVC-FGT", Executes("svc") /\ FineGrained) =>
        OnlyTakenTo(2) /\ \A r \in allowed : r.ret = 0

ROU_UNDEF_TARGET ==
    Witness("ROU-UNDEF-TARGET", Interrupted) =>
        o.el = IF s.el # 0 THEN s.el ELSE IF s.tge /\ Served THEN 2 ELSE Supervisor

\* The width that the vector shows: the level below the one that is entered.
ShownWidth ==
    CASE o.el = 1               -> s.isa
      [] o.el = 2 /\ s.el = 0   -> IF p.vhe /\ s.e2h /\ s.tge THEN s.isa ELSE s.x1
      [] o.el = 2 /\ s.el = 1   -> s.isa
      [] o.el = 3 /\ s.el = 2   -> s.isa
      [] o.el = 3 /\ s.el = 1   -> IF Served THEN s.x2 ELSE s.isa

ROU_VECTOR_A64 ==
    Witness("ROU-VECTOR-A64", Entered /\ o.st = "a64") =>
        o.vec = CASE o.el = s.el /\ s.sp          -> 512
                  [] o.el = s.el /\ ~s.sp         -> 0
                  [] o.el # s.el                  -> IF ShownWidth = "a64" THEN 1024 ELSE 1536

ROU_VECTOR_A32 ==
    Witness("ROU-VECTOR-A32", Entered /\ o.st = "a32") =>
        o.vec = CASE o.el = 2 /\ s.el < 2                    -> 20
                  [] o.kind = "undefined" \/ s.il            -> 4
                  [] OTHER                                   -> 8

\* What ARMv7 calls UNPREDICTABLE is open, and nothing else is.
V7Open ==
    \/ HvcConditional \/ HvcInBlock \/ i.sbz \/ (SmcNotLast /\ i.holds)
    \/ i.op = "hvc" /\ s.el = 2 /\ ~s.hce
    \/ i.op = "smc" /\ s.el = 3 /\ Disabled /\ i.holds

ROU_V7_UNPREDICTABLE ==
    Witness("ROU-V7-UNPREDICTABLE", About /\ V7) =>
        IF V7Open THEN Kinds = {"any"} ELSE "any" \notin Kinds /\ "nop" \notin Kinds

(***************************************************************************)
(* Syndromes                                                               *)
(***************************************************************************)

SYN_EC_CALLER ==
    Witness("SYN-EC-CALLER", Entered /\ o.kind = "taken" /\ ~FaultPending /\ Recorded) =>
        o.ec = CASE i.op = "svc" /\ Narrow  -> 17 [] i.op = "svc" /\ ~Narrow -> 21
                 [] i.op = "hvc" /\ Narrow  -> 18 [] i.op = "hvc" /\ ~Narrow -> 22
                 [] i.op = "smc" /\ Narrow  -> 19 [] i.op = "smc" /\ ~Narrow -> 23

\* Only the 16-bit SVC, and only when it is reported as an SVC, has IL = 0.
SYN_IL ==
    Witness("SYN-IL", Entered /\ Recorded /\ ~(o.kind = "undefined" /\ Constrained)) =>
        o.il = IF i.op = "svc" /\ s.isa = "t32" /\ o.kind = "taken" /\ ~FaultPending THEN 0 ELSE 1

SYN_HVC_IMM ==
    Witness("SYN-HVC-IMM", Told("hvc")) => o.low = i.imm

SYN_SMC64_IMM ==
    Witness("SYN-SMC64-IMM", Told("smc") /\ ~Narrow) => o.low = i.imm

SYN_SVC64_IMM ==
    Witness("SYN-SVC64-IMM", Told("svc") /\ ~Narrow) => o.low = i.imm

\* The low half of a 24-bit immediate, the whole of an 8-bit one.
SYN_SVC32_IMM ==
    Witness("SYN-SVC32-IMM", Told("svc") /\ Narrow /\ i.cond = 14) =>
        o.low \in 0 .. 65535 /\ (i.imm - o.low) % 65536 = 0

SYN_SVC32_UNKNOWN ==
    Witness("SYN-SVC32-UNKNOWN", Told("svc") /\ Narrow /\ i.cond # 14) => o.low = -2

SYN_SMC32_NO_IMM ==
    Witness("SYN-SMC32-NO-IMM", Told("smc") /\ Narrow) => o.low = 0

NoConditionShown == o.cv = 0 /\ o.cond = 0 /\ o.ckp = 0

SYN_SMC32_V7_ZERO ==
    Witness("SYN-SMC32-V7-ZERO", Told("smc") /\ V7) => NoConditionShown

\* CCKNOWNPASS = 1 says "may have failed": only then are CV and COND there.
SYN_SMC32_CONDITION ==
    Witness("SYN-SMC32-CONDITION", Told("smc") /\ Narrow /\ V8 /\ o.el = 2) =>
        IF o.ckp = 0
        THEN NoConditionShown /\ i.holds /\ (i.cond = 14 \/ p.passReport # "yes")
        ELSE /\ o.ckp = 1 /\ i.cond # 14
             /\ i.holds => p.passReport # "no"
             /\ CASE s.isa = "a32" -> o.cv = 1 /\ (o.cond = i.cond \/ (o.cond = 14 /\ i.holds))
                  [] s.isa = "t32" -> \/ o.cv = 1 /\ o.cond = i.cond /\ p.t32Cond # "no"
                                      \/ o.cv = 0 /\ o.cond = -2 /\ p.t32Cond # "yes"

SYN_SMC32_EL3_ZERO ==
    Witness("SYN-SMC32-EL3-ZERO", Told("smc") /\ Narrow /\ o.el = 3) =>
        NoConditionShown /\ o.low = 0

SYN_NO_REGISTER ==
    Witness("SYN-NO-REGISTER", Entered /\ o.st = "a32" /\ o.el # 2) =>
        o.ec = -1 /\ o.il = -1 /\ o.low = -1

SYN_UNDEF ==
    Witness("SYN-UNDEF", Entered /\ o.kind = "undefined" /\ Recorded) =>
        \/ o.ec = 0 /\ o.il = 1 /\ o.low = 0
        \/ o.ec = -2 /\ o.il = -2 /\ o.low = -2 /\ Constrained /\ Undisturbed

SYN_ILLEGAL_STATE ==
    Witness("SYN-ILLEGAL-STATE", Entered /\ s.il /\ Recorded) =>
        o.kind = "taken" /\ o.ec = 14 /\ o.il = 1 /\ o.low = 0

SYN_BRANCH_TARGET ==
    Witness("SYN-BRANCH-TARGET", Entered /\ ~s.il /\ s.guarded /\ s.bt # 0) =>
        o.ec = 13 /\ o.il = 1 /\ o.low = s.bt

(***************************************************************************)
(* Return                                                                  *)
(***************************************************************************)

RET_CALL_NEXT ==
    Witness("RET-CALL-NEXT", Entered /\ o.kind = "taken" /\ IsCall(o)) => o.ret = i.size

RET_TRAP_THIS ==
    Witness("RET-TRAP-THIS", Entered /\ o.kind = "taken" /\ IsTrap(o)) => o.ret = 0

RET_UNDEF_THIS ==
    Witness("RET-UNDEF-THIS", Interrupted) => o.ret = 0

\* What a call, and nothing else, has moved past the instruction.
MovedOn == o.kind = "taken" /\ IsCall(o)

RET_IT_ADVANCE ==
    Witness("RET-IT-ADVANCE", Entered) =>
        IF ~Narrow THEN o.it = "none"
        ELSE IF ~MovedOn THEN o.it = "kept"
        ELSE o.it = "advanced" \/ (o.it = "cleared" /\ s.itb = "mid" /\ i.op # "svc")

RET_SS_ADVANCE ==
    Witness("RET-SS-ADVANCE", Entered) => o.ss = IF MovedOn THEN "advanced" ELSE "kept"

RET_BTYPE ==
    Witness("RET-BTYPE", About /\ s.bt # 0) =>
        \A r \in allowed :
            IF r.kind \notin {"taken", "undefined"} THEN r.bt = "none"
            ELSE IF s.il \/ s.guarded THEN r.bt = "kept"
            ELSE r.bt # "none" /\ \A b \in {"kept", "zeroed"} : [r EXCEPT !.bt = b] \in allowed

RET_RESUME ==
    Witness("RET-RESUME", phase = "done" /\ o.kind = "taken") => at = i.size /\ moved = 1

(***************************************************************************)
(* Immediates                                                              *)
(***************************************************************************)

\* The same instruction with another immediate that every encoding of it can hold.
Other == [i EXCEPT !.imm = IF i.imm = 1 THEN 2 ELSE 1]

SmcNarrow == i.op = "smc" /\ Narrow
SvcConditional == i.op = "svc" /\ Narrow /\ i.cond # 14

\* Where the immediate is reported, another immediate would have shown another syndrome.
IMM_IN_SYNDROME ==
    Witness("IMM-IN-SYNDROME",
            /\ Entered /\ o.kind = "taken" /\ ~FaultPending /\ Recorded
            /\ ~SmcNarrow /\ ~SvcConditional) => o \notin Outcomes(p, s, Other)

\* A 32-bit SMC shows nothing of its immediate, to anybody.
IMM_SMC32_LOST ==
    Witness("IMM-SMC32-LOST", About /\ SmcNarrow) => allowed = Outcomes(p, s, Other)

IMM_SVC_CONDITIONAL ==
    Witness("IMM-SVC-CONDITIONAL", About /\ SvcConditional) => allowed = Outcomes(p, s, Other)

=============================================================================
