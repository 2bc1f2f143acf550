------------------------------ MODULE Discovery ------------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* A client that must find out what it can call, on stacks where a wrong   *)
(* question is answered, is not, or is its last.                           *)
(*                                                                         *)
(* Modelled: what a device tree (or ACPI table) says; PSCI_VERSION,        *)
(* PSCI_FEATURES of SMCCC_VERSION, SMCCC_VERSION, ARCH_FEATURES, the UID   *)
(* queries of owners 5 (standard hypervisor), 6 (vendor's hypervisor) and  *)
(* 63 (for the Trusted OSes, 50 to 63), the identifiers that PSCI 0.1 has  *)
(* in the tree; hypervisors that offer a foreign interface beside their    *)
(* own; a hypervisor below another that answers in its place; strategies.  *)
(* Left out: who dispatches what (Namespace.als), registers other than X0, *)
(* other processors, that a stack changes (migration to another machine),  *)
(* identifiers of 64 bits.                                                 *)
(* Checked elsewhere: MCDiscovery has bounds and properties.               *)
(*                                                                         *)
(* A stack     conduit  by which it takes calls                            *)
(*             other    "undef" or "minus one": a call by the other one    *)
(*             psci     0, 1 (0.1), 2 (0.2), 10, 11;  smccc 10, 11, 12     *)
(*             says     PSCI_FEATURES says that there is SMCCC_VERSION     *)
(*             arch     a function of the architecture is there            *)
(*             has      of Guests and "optee": what there is beside        *)
(*             echo     what answers the UID query, and is not there       *)
(*             unknown  what comes of a call that names no function:       *)
(*                "minus one"  X0 = -1          "ones"  X0 = 0xFFFFFFFF    *)
(*                "left"   registers as they were: X0 is the identifier    *)
(*                "undef"  Undefined Instruction exception                 *)
(*                "kill"   the caller ends      "means" something is done  *)
(*             told, method  what the tree names, and by which conduit     *)
(* A strategy  tree     calls only what the tree says, and by its conduit  *)
(*             by       the conduit, if it does not look                   *)
(*             version, features, smccc: whether it waits for that answer  *)
(*             before it asks what that answer allows                      *)
(*             probes   whether it asks at all                             *)
(*             uid      compares UIDs;  first: one hypervisor is enough    *)
(*             again    asks again what was refused                        *)
(*             width    of X0, 32 or 64, that it looks at                  *)
(*             guard    has a handler for Undefined Instruction            *)
(*                                                                         *)
(* Sources: Arm DEN0028 (SMCCC): discovery of versions, general service    *)
(* queries, error codes; DEN0022 (PSCI) section 5.1;                       *)
(* Linux, Documentation/devicetree/bindings/arm/psci.yaml.                 *)
(***************************************************************************)
EXTENDS Integers, FiniteSets, Witness

CONSTANT Cases          \* records [name, stack, how]

VARIABLES
    given,      \* the case, chosen at the start
    phase,      \* "asking", "using" or "done"; "undefined" or "killed" is the end
    got,        \* [query -> its answer, or "none"]
    found,      \* interfaces that the client believes to be there
    used,       \* those that it has called
    other,      \* whether a call did what nobody asked for.  History only.
    last        \* the last call, and what had been answered before.  History only.

vars == <<given, phase, got, found, used, other, last>>

stack == given.stack
how   == given.how

(***************************************************************************)
(* Vocabulary                                                              *)
(***************************************************************************)

Guests     == {"xen", "kvm", "gunyah"}
Interfaces == Guests \cup {"psci 0.1", "psci", "arch", "optee"}
Uids       == {"uid5", "uid6", "uid63"}
Queries    == {"version", "features", "smccc", "archf"} \cup Uids
UidOf(i)   == CASE i = "xen" -> "uid5" [] i = "optee" -> "uid63" [] OTHER -> "uid6"
Refused    == {"minus one", "ones", "left", "fault"}
Garbage    == 65535                     \* a version that no document has

PsciVersion(a)  == CASE a = "0.2" -> 2 [] a = "1.0" -> 10 [] a = "1.1" -> 11 [] OTHER -> Garbage
SmcccVersion(a) == CASE a = "1.1" -> 11 [] a = "1.2" -> 12 [] OTHER -> Garbage

(***************************************************************************)
(* The stack                                                               *)
(***************************************************************************)

There ==
    (CASE stack.psci = 0 -> {} [] stack.psci = 1 -> {"psci 0.1"} [] OTHER -> {"psci"})
        \cup (IF stack.arch THEN {"arch"} ELSE {}) \cup stack.has

\* What something else leaves in X0 can be anything.
Unknown == IF stack.unknown = "means" THEN {"zero", "minus one", "1.1"} ELSE {stack.unknown}

UidAnswers(q) ==
    LET here == {i \in stack.has \cup stack.echo : UidOf(i) = q}
    IN IF here = {} THEN Unknown ELSE here

Answers(q) ==
    CASE q = "version" /\ stack.psci >= 2 ->
            {CASE stack.psci = 2 -> "0.2" [] stack.psci = 10 -> "1.0" [] OTHER -> "1.1"}
      [] q = "features" /\ stack.psci >= 10 -> {IF stack.says THEN "zero" ELSE "minus one"}
      [] q = "smccc" /\ stack.smccc >= 11 -> {IF stack.smccc = 11 THEN "1.1" ELSE "1.2"}
      [] q = "archf" /\ stack.smccc >= 11 -> {IF stack.arch THEN "zero" ELSE "minus one"}
      [] q \in Uids -> UidAnswers(q)
      [] OTHER -> Unknown

\* What comes of a query by a conduit.
Outcomes(c, q) == IF c = stack.conduit THEN Answers(q) ELSE {stack.other}

(***************************************************************************)
(* What the client makes of an answer                                      *)
(***************************************************************************)

\* As a number of 64 bits 0xFFFFFFFF is positive, and so is an identifier of a fast call.
Negative(a) == a \in IF how.width = 32 THEN Refused ELSE {"minus one", "fault"}

Asked(q) == got[q] # "none"
Psci     == IF Asked("version") /\ ~Negative(got["version"])
            THEN PsciVersion(got["version"]) ELSE 0
Smccc    == IF Asked("smccc") /\ ~Negative(got["smccc"]) THEN SmcccVersion(got["smccc"]) ELSE 10
Conduit  == IF how.tree THEN stack.method ELSE how.by

UidMatches(i, a) == a = i

\* Whom an answer shows to be there.  Without a look at the UID any answer does.
Shown(q, a) ==
    CASE Negative(a) -> {}
      [] q = "version" -> {"psci"}
      [] q = "archf" -> IF a = "zero" THEN {"arch"} ELSE {}
      [] q \in Uids -> {i \in Interfaces \ {"psci 0.1", "psci", "arch"} :
                           UidOf(i) = q /\ (how.uid => UidMatches(i, a))}
      [] OTHER -> {}

\* What the tree names.  Who can ask which version of PSCI there is, asks.
Named == IF how.probes THEN stack.told \ {"psci"} ELSE stack.told
PsciNamed == "psci" \in stack.told

\* Whether the client thinks that it may ask.
MayAsk(q) ==
    CASE q = "version"  -> how.tree => PsciNamed
      [] q = "features" -> how.version => Psci >= 10
      [] q = "smccc"    -> how.features => got["features"] = "zero"
      [] OTHER          -> how.smccc => Smccc >= 11

Enough(q) == how.first /\ q \in {"uid5", "uid6"} /\ found \cap Guests # {}
Open(q)   == MayAsk(q) /\ ~Enough(q) /\ (Asked(q) => how.again /\ Negative(got[q]))
ToAsk     == IF how.probes THEN {q \in Queries : Open(q)} ELSE {}

(***************************************************************************)
(* Steps                                                                   *)
(***************************************************************************)

NoCall  == [query |-> "none", by |-> "none", had |-> got]
Kept(i) == found \cup i

\* A call whose outcome is an exception or the end has no answer.
Ask(q) ==
    /\ phase = "asking" /\ q \in ToAsk
    /\ last' = [query |-> q, by |-> Conduit, had |-> got]
    /\ \E a \in Outcomes(Conduit, q) :
          LET seen == IF a = "undef" THEN "fault" ELSE a
          IN /\ phase' = CASE a = "kill" -> "killed"
                           [] a = "undef" /\ ~how.guard -> "undefined"
                           [] OTHER -> phase
             /\ got' = [got EXCEPT ![q] = seen]
             /\ found' = IF a = "kill" THEN found ELSE Kept(Shown(q, seen))
    /\ other' = (other \/ (Conduit = stack.conduit /\ stack.unknown = "means"
                           /\ Answers(q) = Unknown))
    /\ UNCHANGED <<given, used>>
    /\ Witness("action Ask", TRUE)

Asking == ToAsk # {}

Decide ==
    /\ phase = "asking" /\ ~Asking
    /\ phase' = "using"
    /\ UNCHANGED <<given, got, found, used, other, last>>
    /\ Witness("action Decide", TRUE)

ToUse == found

\* A call of an interface, by an identifier of its own.
Use(i) ==
    /\ phase = "using" /\ i \in ToUse \ used
    /\ used' = used \cup {i}
    /\ UNCHANGED <<given, phase, got, found, other, last>>
    /\ Witness("action Use", TRUE)

Stop ==
    /\ phase = "using" /\ ToUse \subseteq used
    /\ phase' = "done"
    /\ UNCHANGED <<given, got, found, used, other, last>>
    /\ Witness("action Stop", TRUE)

Init ==
    /\ given \in Cases
    /\ phase = "asking"
    /\ got = [q \in Queries |-> "none"]
    /\ found = IF how.tree THEN Named ELSE {}
    /\ used = {} /\ other = FALSE /\ last = NoCall

Next == (\E q \in Queries : Ask(q)) \/ Decide \/ (\E i \in Interfaces : Use(i)) \/ Stop

Spec     == Init /\ [][Next]_vars
FairSpec == Spec /\ WF_vars(Next)

=============================================================================
