----------------------------- MODULE MCDiscovery -----------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* Discovery.tla with bounds, its properties, and the cases by name.  Each *)
(* .cfg chooses some.  Those beside this file hold; each of unsafe/ breaks *)
(* the property that the manifest names.                                   *)
(*                                                                         *)
(* A property looks at the stack and at what was called; it does not use   *)
(* what the client thinks.  Stacks are bounded, questions are not: all     *)
(* stacks that a document allows, of one version before and one after each *)
(* step of discovery, with each outcome of an unknown call.  The order of  *)
(* questions is any that the strategy leaves open.                         *)
(***************************************************************************)
EXTENDS Discovery

(***************************************************************************)
(* Stacks                                                                  *)
(***************************************************************************)

Bare ==
    [conduit |-> "smc", other |-> "undef", psci |-> 0, smccc |-> 10, says |-> FALSE,
     arch |-> FALSE, has |-> {}, echo |-> {}, unknown |-> "minus one", told |-> {},
     method |-> "smc"]
On(s, conduit) == [s EXCEPT !.conduit = conduit, !.method = conduit]

AnyUnknown == {"minus one", "ones", "left", "undef", "kill", "means"}
Conduits   == {"hvc", "smc"}

\* Before SMCCC 1.1 an unknown call may be anything.  Xen or a Trusted OS may be there.
Names(p) == CASE p = 0 -> {} [] p = 1 -> {"psci 0.1"} [] OTHER -> {"psci"}
Before11 ==
    {[On(Bare, c) EXCEPT !.psci = p, !.unknown = u, !.has = h, !.other = o, !.told = Names(p)] :
        c \in Conduits, o \in {"undef", "minus one"}, p \in {0, 1, 2, 10}, u \in AnyUnknown,
        h \in {{}, {"xen", "optee"}}}
    \cup {[On(Bare, c) EXCEPT !.psci = p, !.unknown = u, !.has = h, !.told = h \cup Names(p)] :
             c \in Conduits, p \in {1, 2, 10}, u \in AnyUnknown, h \in {{"xen"}, {"optee"}}}

\* From 1.1 on it is refused.  A hypervisor may offer a foreign interface beside its own.
From11 ==
    {[On(Bare, c) EXCEPT !.psci = v - 1, !.smccc = v, !.says = TRUE, !.arch = a, !.unknown = u,
         !.has = h, !.told = {"psci"}] :
        c \in Conduits, v \in {11, 12}, a \in BOOLEAN, u \in {"minus one", "ones"},
        h \in {{}, {"xen"}, {"kvm"}, {"xen", "kvm"}, {"xen", "gunyah", "optee"}}}
    \cup {[On(Bare, "hvc") EXCEPT !.psci = 11, !.smccc = 12, !.says = TRUE, !.has = h,
              !.told = h \cup {"psci"}] : h \in {{"xen"}, {"optee"}, {"xen", "optee"}}}

\* Firmware that advertises SMCCC_VERSION, and refuses it.
Advertised ==
    {[On(Bare, c) EXCEPT !.psci = 11, !.says = TRUE, !.unknown = u, !.told = {"psci"}] :
        c \in Conduits, u \in {"minus one", "ones", "left"}}

Stacks == Before11 \cup From11 \cup Advertised

\* Where a wrong question does no harm, if exceptions are handled.
Harmless ==
    {s \in Stacks : /\ s.unknown \in {"minus one", "ones", "left", "undef"} /\ ~s.arch
                    /\ s.psci \in {0, 2, 11} /\ "xen" \in s.has /\ s.told \subseteq {"psci"}}

(***************************************************************************)
(* Strategies                                                              *)
(***************************************************************************)

ByTheBook ==
    [tree |-> TRUE, by |-> "hvc", version |-> TRUE, features |-> TRUE, smccc |-> TRUE,
     probes |-> TRUE, uid |-> TRUE, first |-> FALSE, again |-> FALSE, width |-> 32,
     guard |-> FALSE]
TreeOnly == [ByTheBook EXCEPT !.probes = FALSE]
Blind    ==
    [ByTheBook EXCEPT !.tree = FALSE, !.version = FALSE, !.features = FALSE, !.smccc = FALSE]
Guarded(c) == [Blind EXCEPT !.guard = TRUE, !.by = c]

Case(s, h) == [stack |-> s, how |-> h]
With(stacks, hows) == {Case(s, h) : s \in stacks, h \in hows}

Book         == With(Stacks, {ByTheBook})
TreeCases    == With(Before11, {TreeOnly})
GuardedCases == With(Harmless, {Guarded("hvc")})

\* Unsafe strategies, where they show it.
Psci02Stack   == [Bare EXCEPT !.psci = 2, !.told = {"psci"}]
BlindCases    == With({Bare, On(Bare, "hvc")}, {Blind})
Means         == With({[On(Bare, "hvc") EXCEPT !.unknown = "means"]}, {Guarded("hvc")})
WrongConduit  == With({s \in From11 : s.conduit = "hvc"},
                      {[ByTheBook EXCEPT !.tree = FALSE, !.by = "smc"]})
NoVersion     == With(Before11, {[ByTheBook EXCEPT !.version = FALSE]})
NoVersionLuck == With({Psci02Stack}, {[ByTheBook EXCEPT !.version = FALSE]})
NoFeatures    == With(Before11, {[ByTheBook EXCEPT !.features = FALSE]})
NoSmccc       == With({s \in Before11 : s.unknown = "means"}, {[ByTheBook EXCEPT !.smccc = FALSE]})
AllBits       == With(Advertised, {[ByTheBook EXCEPT !.width = 64]})
AnyUid        == With(From11, {[ByTheBook EXCEPT !.uid = FALSE]})
FirstIsEnough == With(From11, {[ByTheBook EXCEPT !.first = TRUE]})
AsksAgain     == With(From11, {[ByTheBook EXCEPT !.again = TRUE]})
TreeMisses    == With(From11, {TreeOnly})

\* Stacks that are not what they say: no client can be safe.
Told(s) == [s EXCEPT !.psci = 11, !.told = {"psci"}]
AdvertisedAndKills == With({[Told(Bare) EXCEPT !.says = TRUE, !.unknown = "kill"]}, {ByTheBook})
StaleTree == With({[Told(Bare) EXCEPT !.method = "hvc"]}, {ByTheBook})
Deviates ==
    With({[Told(Bare) EXCEPT !.says = TRUE, !.smccc = 11, !.unknown = "kill"]}, {ByTheBook})
PassedOn ==
    With({[Told(On(Bare, "hvc")) EXCEPT !.says = TRUE, !.smccc = 11, !.has = {"xen"},
              !.echo = {"kvm"}]}, {ByTheBook})

StackFits(s) ==
    /\ s.conduit \in Conduits /\ s.method \in Conduits /\ s.other \in {"undef", "minus one"}
    /\ s.psci \in {0, 1, 2, 10, 11} /\ s.smccc \in {10, 11, 12}
    /\ s.smccc >= 11 => s.psci >= 10 /\ s.says
    /\ s.says => s.psci >= 10
    /\ s.arch => s.smccc >= 11
    /\ s.has \cup s.echo \subseteq Guests \cup {"optee"}
    /\ s.unknown \in AnyUnknown

ASSUME CasesFit == \A c \in Cases : StackFits(c.stack)

(***************************************************************************)
(* Properties                                                              *)
(***************************************************************************)

TypeOK ==
    /\ phase \in {"asking", "using", "done", "undefined", "killed"}
    /\ got \in [Queries -> Refused \cup Interfaces
                               \cup {"none", "zero", "0.2", "1.0", "1.1", "1.2", "kill"}]
    /\ found \subseteq Interfaces /\ used \subseteq Interfaces /\ other \in BOOLEAN

\* RES_UNKNOWN protects from SMCCC 1.1 on, and from nothing before.
DIS_ALIVE    == Witness("DIS-ALIVE", last.query # "none") => phase \notin {"undefined", "killed"}
DIS_HARMLESS == Witness("DIS-HARMLESS", last.query # "none") => ~other

DIS_THERE == Witness("DIS-THERE", used # {}) => used \subseteq There

\* SMCCC_VERSION says what the version is; where it is not to be asked or refused, it is 1.0.
DIS_VERSION ==
    Witness("DIS-VERSION", phase = "done" /\ how.probes) => Smccc = stack.smccc

\* What the tree names, and what SMCCC 1.1 lets a client ask for.
Discoverable ==
    {i \in There :
        \/ i \in stack.told
        \/ "psci" \in stack.told /\ stack.smccc >= 11}
DIS_FINDS == Witness("DIS-FINDS", phase = "done") => Discoverable \subseteq used

\* What each answer allows (PSC_VERSION, PSC_FEATURES): by the answers, not by what was made of
\* them.  Each call is the last one of some state.
DIS_ALLOWED ==
    Witness("DIS-ALLOWED", last.query # "none") =>
        /\ last.by = stack.method
        /\ CASE last.query = "version"  -> "psci" \in stack.told
             [] last.query = "features" -> last.had["version"] \in {"1.0", "1.1"}
             [] last.query = "smccc"    -> last.had["features"] = "zero"
             [] OTHER                   -> last.had["smccc"] \in {"1.1", "1.2"}

DIS_ENDS == Witness("DIS-ENDS", phase = "asking") ~> phase = "done"

=============================================================================
