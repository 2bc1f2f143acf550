----------------------------- MODULE MCEquality -----------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* Outcomes(p, s, i) of Syndrome.tla against the Java model, input by      *)
(* input, over a declared quotient of the input space and over random      *)
(* points outside it; and Reachable(p, s) over a product that is not       *)
(* filtered.                                                               *)
(*                                                                         *)
(* The quotient is a sum of products, one for each family of instructions  *)
(*     callers * controls * instructions                                   *)
(* where a caller is a platform with the part of a state on which it       *)
(* depends whether the state exists (level, states, security, stack, IT    *)
(* block, PSTATE.IL, BTYPE, TGE, E2H, EEL2); the controls are booleans, in *)
(* all combinations: those that the instruction reads and at least two     *)
(* that it must not read; and the instructions are representatives of      *)
(* immediates, conditions and should-be-zero bits.  Why these stand for    *)
(* the rest is a lemma of the Java model's tests: an immediate takes part  *)
(* only by its low 16 bits, a condition only by being 14 or not and as the *)
(* value of COND.                                                          *)
(*                                                                         *)
(* Shape: each caller is an initial state with one successor, in which the *)
(* invariant compares all its inputs, so that workers share the callers    *)
(* and no input is ever a state.                                           *)
(***************************************************************************)
EXTENDS Syndrome, FiniteSets, Sequences, TLC

CONSTANTS
    Thorough,       \* TRUE: the full profile's callers and controls
    Conditions,     \* representatives of the conditions 0 .. 13; 14 is always there
    Machines(_),    \* the platforms that each of the three instructions is compared on
    Factors,        \* the size of each factor: rows <<op, group, callers, controls, instructions>>
    Parts,          \* the size of the unfiltered product for Reachable, per platform
    RandomPoints,   \* how many random points, in whole thousands
    Fault           \* "none", or a fault seeded on the Java side, which must be found

ASSUME Thorough \in BOOLEAN
ASSUME Conditions \subseteq 0 .. 13
ASSUME RandomPoints \in Nat /\ RandomPoints % 1000 = 0
ASSUME Fault \in STRING

VARIABLES
    phase,          \* 0 before, 1 after: the comparison is made in 1
    work            \* <<"agree", op, group, caller>>, <<"reach", platform>>, <<"random", chunk>>

vars == <<phase, work>>

(***************************************************************************)
(* The Java model, by operator overrides.  An override that is not loaded  *)
(* is not an error for TLC: therefore these bodies.                        *)
(***************************************************************************)

JavaAgrees(fault, p, s, i, spec) == Assert(FALSE, "override not loaded: JavaAgrees")
JavaReaches(p, s, spec)   == Assert(FALSE, "override not loaded: JavaReaches")
RandomPoint(k)            == Assert(FALSE, "override not loaded: RandomPoint")

(***************************************************************************)
(* Platforms                                                               *)
(***************************************************************************)

Machine(arch, el3, el2, features, choice) ==
    [arch |-> arch, el3 |-> el3, el2 |-> el2, sel2 |-> features, vhe |-> features,
     nv |-> features, fgt |-> features, bti |-> features, failTrap |-> choice,
     passReport |-> choice, t32Cond |-> choice, noEl3Trap64 |-> choice, noEl3Trap32 |-> choice,
     undefDespiteCond |-> choice]

Shapes(arch) ==
    {h \in {"none", "a32", "a64"} \X {"none", "a32", "a64"} :
        PlatformExists(Machine(arch, h[1], h[2], FALSE, "either"))}

\* Every shape once, features on; and off where EL2 is AArch64, since they belong to it.
BaseMachines ==
    {Machine("v7", h[1], h[2], FALSE, "either") : h \in Shapes("v7")}
        \cup {Machine("v8", h[1], h[2], TRUE, "either") : h \in Shapes("v8")}
        \cup {Machine("v8", el3, "a64", FALSE, "either") : el3 \in {"none", "a64"}}

\* SMC alone reads the choices: settled ones where it can be trapped.
QuickMachines(op) ==
    IF op = "smc"
    THEN BaseMachines \cup {Machine("v8", h[1], h[2], TRUE, choice) :
                                h \in {<<"a64", "a64">>, <<"none", "a64">>, <<"a32", "a32">>},
                                choice \in {"yes", "no"}}
    ELSE BaseMachines

\* The features one by one, on the shapes that can have them; NV where it is read, without EL3.
FeatureMachines ==
    {[Machine("v8", el3, "a64", FALSE, "either") EXCEPT
         !.sel2 = a, !.vhe = b, !.nv = c /\ el3 = "none", !.fgt = d, !.bti = e] :
        el3 \in {"none", "a64"}, a \in BOOLEAN, b \in BOOLEAN, c \in BOOLEAN, d \in BOOLEAN,
        e \in BOOLEAN}

\* The choices one by one: those about reports where EL3 is, those about traps where it is not.
\* undefDespiteCond goes with a choice that no failing instruction reads: passReport is for those
\* that pass, noEl3Trap64 for A64.
ChoiceMachines ==
    {[Machine("v8", h, h, TRUE, "either") EXCEPT
         !.failTrap = a, !.passReport = b, !.undefDespiteCond = b, !.t32Cond = c] :
        h \in States, a \in Choices, b \in Choices, c \in Choices}
    \cup {[Machine("v8", "none", "a64", TRUE, "either") EXCEPT
              !.failTrap = a, !.noEl3Trap64 = b, !.undefDespiteCond = b, !.noEl3Trap32 = c] :
        a \in Choices, b \in Choices, c \in Choices}

FullMachines(op) ==
    IF op = "smc" THEN BaseMachines \cup FeatureMachines \cup ChoiceMachines
    ELSE BaseMachines \cup FeatureMachines

\* One machine with everything is enough to find a seeded fault.
FaultMachines(op) == {Machine("v8", "a64", "a64", TRUE, "either")}

(***************************************************************************)
(* Callers                                                                 *)
(***************************************************************************)

\* Four groups of callers: T32 inside an IT block has conditions, outside it has none.
Groups == {"a32", "t32", "it", "a64"}
IsaOf(group) == IF group = "it" THEN "t32" ELSE group

Calm ==
    [el |-> 1, isa |-> "a64", sec |-> "ns", x0 |-> "a64", x1 |-> "a64", x2 |-> "none",
     x3 |-> "none", sp |-> FALSE, itb |-> "out", ss |-> FALSE, il |-> FALSE, itd |-> FALSE,
     guarded |-> FALSE, bt |-> 0, tsc |-> FALSE, tge |-> FALSE, e2h |-> FALSE, hcd |-> FALSE,
     nv |-> FALSE, hce |-> TRUE, smd |-> FALSE, eel2 |-> FALSE, fgten |-> FALSE,
     svc0 |-> FALSE, svc1 |-> FALSE]

Off == {FALSE}
If(condition, set) == IF condition THEN set ELSE Off

\* The levels below the caller are met in one state each in the quick profile.
FirstLevels(m, el) ==
    IF m.arch = "v7" \/ m.el3 = "a32" THEN {"a32"}
    ELSE IF el >= 2 /\ ~Thorough THEN {IF m.el2 = "a32" THEN "a32" ELSE "a64"} ELSE States
SecondLevels(m, el) ==
    IF m.el2 # "a64" THEN {m.el2} ELSE IF el = 3 /\ ~Thorough THEN {"a64"} ELSE States

Blocks(group) == IF group = "it" THEN {"last", "mid"} ELSE {"out"}

\* <<PSTATE.IL, BTYPE>>
Pending(m, group) ==
    CASE group = "it"             -> {<<FALSE, 0>>}
      [] group \in {"a32", "t32"} -> If(m.arch = "v8", BOOLEAN) \X {0}
      [] group = "a64"            -> {<<FALSE, 0>>, <<FALSE, 1>>, <<TRUE, 0>>, <<TRUE, 3>>}
                                         \cup IF Thorough THEN {<<FALSE, 2>>, <<FALSE, 3>>} ELSE {}

\* TGE matters at EL0 and, for TSC, at EL1; E2H with it at EL0; EEL2 in Secure state.
PartsOf(m, group, el, sec) ==
    {[Calm EXCEPT !.el = el, !.isa = IsaOf(group), !.sec = sec, !.x3 = m.el3, !.x2 = x2, !.x1 = x1,
                  !.x0 = IF el # 0 THEN x1 ELSE IF group = "a64" THEN "a64" ELSE "a32",
                  !.sp = sp, !.itb = itb, !.il = q[1], !.bt = q[2], !.tge = tge, !.e2h = e2h,
                  !.eel2 = eel2] :
        x1 \in FirstLevels(m, el), x2 \in SecondLevels(m, el),
        sp \in If(group = "a64" /\ el # 0, BOOLEAN), itb \in Blocks(group), q \in Pending(m, group),
        tge \in If(m.el2 # "none" /\ el <= 1, BOOLEAN),
        e2h \in If(m.el2 = "a64" /\ el = 0, BOOLEAN),
        eel2 \in If(sec = "s" /\ m.el2 # "none" /\ m.el3 = "a64", BOOLEAN)}

CallersOn(m, group) ==
    {[p |-> m, s |-> c] :
        c \in {k \in UNION {PartsOf(m, group, el, sec) :
                               el \in 0 .. 3, sec \in {"ns", "s", "realm", "root"}} :
                  Reachable(m, k)}}

Callers(op, group) == UNION {CallersOn(m, group) : m \in Machines(op)}

(***************************************************************************)
(* Controls and instructions                                               *)
(***************************************************************************)

\* HVC reads HCE and HCD; SMC reads TSC, SMD and NV; SVC reads FGTEn, SVC_EL0 and SVC_EL1.  A64
\* meets guarded pages and an IT block meets ITD, and neither reads the other, so that the quick
\* profile sets both at once; the last two controls of each row must not matter.
Controlled(op, s) ==
    CASE op = "hvc" ->
            {[s EXCEPT !.hce = a, !.hcd = b, !.guarded = c, !.itd = c # d, !.tsc = e, !.smd = f] :
                a \in BOOLEAN, b \in BOOLEAN, c \in BOOLEAN, d \in If(Thorough, BOOLEAN),
                e \in BOOLEAN, f \in BOOLEAN}
      [] op = "smc" ->
            {[s EXCEPT !.tsc = a, !.smd = b, !.nv = e, !.guarded = c, !.itd = c # d,
                       !.hce = f, !.hcd = f] :
                a \in BOOLEAN, b \in BOOLEAN, c \in BOOLEAN, d \in If(Thorough, BOOLEAN),
                e \in BOOLEAN, f \in BOOLEAN}
      [] op = "svc" ->
            {[s EXCEPT !.fgten = a, !.svc0 = b, !.svc1 = e, !.guarded = c, !.itd = c # d,
                       !.tsc = f, !.ss = f] :
                a \in BOOLEAN, b \in BOOLEAN, c \in BOOLEAN, d \in If(Thorough, BOOLEAN),
                e \in BOOLEAN, f \in BOOLEAN}

\* <<condition, does it hold>>
Conditional(group) ==
    {<<14, TRUE>>} \cup IF group \in {"a32", "it"} THEN Conditions \X BOOLEAN ELSE {}

Instructions(op, group) ==
    {[op |-> op, imm |-> imm, cond |-> e[1], holds |-> e[2], sbz |-> sbz,
      size |-> IF op = "svc" /\ IsaOf(group) = "t32" THEN 2 ELSE 4] :
        imm \in {0, 1, ImmediateLimit([isa |-> IsaOf(group)], [op |-> op])},
        e \in Conditional(group),
        sbz \in If(op = "smc" /\ group # "a64", BOOLEAN)}

(***************************************************************************)
(* Sizes: the formula of the manifest, factor by factor                    *)
(***************************************************************************)

\* 1 277 952 inputs
\* 1 457 280 inputs
\* 1 457 280 inputs
QuickFactors ==
    <<<<"hvc", "a32", 346, 32, 9>>,
      <<"hvc", "t32", 346, 32, 3>>,
      <<"hvc", "it", 360, 32, 9>>,
      <<"hvc", "a64", 380, 32, 3>>,
      <<"smc", "a32", 614, 32, 18>>,
      <<"smc", "t32", 614, 32, 6>>,
      <<"smc", "it", 628, 32, 18>>,
      <<"smc", "a64", 812, 32, 3>>,
      <<"svc", "a32", 346, 32, 9>>,
      <<"svc", "t32", 346, 32, 3>>,
      <<"svc", "it", 360, 32, 9>>,
      <<"svc", "a64", 380, 32, 3>>>>

\* 30 250 368 inputs
FullFactors ==
    <<<<"hvc", "a32", 2814, 64, 9>>,
      <<"hvc", "t32", 2814, 64, 3>>,
      <<"hvc", "it", 2828, 64, 9>>,
      <<"hvc", "a64", 5710, 64, 3>>,
      <<"smc", "a32", 6402, 64, 18>>,
      <<"smc", "t32", 6402, 64, 6>>,
      <<"smc", "it", 6416, 64, 18>>,
      <<"smc", "a64", 16942, 64, 3>>,
      <<"svc", "a32", 2814, 64, 9>>,
      <<"svc", "t32", 2814, 64, 3>>,
      <<"svc", "it", 2828, 64, 9>>,
      <<"svc", "a64", 5710, 64, 3>>>>

FaultFactors ==
    <<<<"hvc", "a32", 88, 32, 9>>,
      <<"hvc", "t32", 88, 32, 3>>,
      <<"hvc", "it", 88, 32, 9>>,
      <<"hvc", "a64", 176, 32, 3>>,
      <<"smc", "a32", 88, 32, 18>>,
      <<"smc", "t32", 88, 32, 6>>,
      <<"smc", "it", 88, 32, 18>>,
      <<"smc", "a64", 176, 32, 3>>,
      <<"svc", "a32", 88, 32, 9>>,
      <<"svc", "t32", 88, 32, 3>>,
      <<"svc", "it", 88, 32, 9>>,
      <<"svc", "a64", 176, 32, 3>>>>

ASSUME \A r \in {Factors[n] : n \in DOMAIN Factors} :
    \/ /\ Cardinality(Callers(r[1], r[2])) = r[3]
       /\ Cardinality(Controlled(r[1], Calm)) = r[4]
       /\ Cardinality(Instructions(r[1], r[2])) = r[5]
    \/ PrintT(<<"a factor has another size", r, Cardinality(Callers(r[1], r[2])),
                Cardinality(Controlled(r[1], Calm)), Cardinality(Instructions(r[1], r[2]))>>)
       /\ FALSE

ASSUME {<<Factors[n][1], Factors[n][2]>> : n \in DOMAIN Factors} = {"hvc", "smc", "svc"} \X Groups

(***************************************************************************)
(* Reachable, over a product that is not filtered                          *)
(***************************************************************************)

ReachPlatforms ==
    {Machine(arch, el3, el2, features, "either") :
        arch \in {"v7", "v8"}, el3 \in {"none", "a32", "a64"}, el2 \in {"none", "a32", "a64"},
        features \in BOOLEAN}

ReachParts ==
    {[Calm EXCEPT !.el = el, !.isa = isa, !.sec = sec, !.x0 = x0, !.x1 = x1, !.x2 = x2, !.x3 = x3,
                  !.sp = sp, !.tge = tge, !.e2h = e2h, !.eel2 = eel2] :
        el \in 0 .. 3, isa \in {"a32", "t32", "a64"}, sec \in {"ns", "s", "realm", "root"},
        x0 \in States, x1 \in States, x2 \in {"none", "a32", "a64"}, x3 \in {"none", "a32", "a64"},
        sp \in If(Thorough, BOOLEAN), tge \in BOOLEAN, e2h \in BOOLEAN, eel2 \in BOOLEAN}

ASSUME Cardinality(ReachParts) = Parts

(***************************************************************************)
(* The machine                                                             *)
(***************************************************************************)

Init ==
    /\ phase = 0
    /\ \/ \E op \in {"hvc", "smc", "svc"}, group \in Groups :
          \E c \in Callers(op, group) : work = <<"agree", op, group, c>>
       \/ \E m \in ReachPlatforms : work = <<"reach", m>>
       \/ \E k \in 1 .. RandomPoints \div 1000 : work = <<"random", k>>

Compare == phase = 0 /\ phase' = 1 /\ UNCHANGED work

Next == Compare
Spec == Init /\ [][Next]_vars

(***************************************************************************)
(* The comparison                                                          *)
(***************************************************************************)

OutcomesAgree ==
    phase = 1 /\ work[1] = "agree" =>
        LET c == work[4]
            instructions == Instructions(work[2], work[3])
        IN  \A t \in Controlled(work[2], c.s) : \A n \in instructions :
                JavaAgrees(Fault, c.p, t, n, Outcomes(c.p, t, n))

ReachesAgree ==
    phase = 1 /\ work[1] = "reach" =>
        \A t \in ReachParts : JavaReaches(work[2], t, Reachable(work[2], t))

RandomPointsAgree ==
    phase = 1 /\ work[1] = "random" =>
        \A k \in (work[2] - 1) * 1000 + 1 .. work[2] * 1000 :
            LET q == RandomPoint(k) IN
            /\ Assert(Reachable(q.p, q.s) /\ Encodable(q.s, q.i),
                      <<"the random point does not exist", q>>)
            /\ JavaAgrees(Fault, q.p, q.s, q.i, Outcomes(q.p, q.s, q.i))

=============================================================================
