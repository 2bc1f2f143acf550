------------------------ MODULE MCConventionContract ------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* CallingConvention.tla and the rules of MCCallingConvention say things   *)
(* that Contract.tla says in full, and that MCContractEquality.tla         *)
(* compares with the Java model: what a register holds after a call, which *)
(* calls are narrow, what a hint is, which functions do not return, and    *)
(* with which codes.  There they are said of six registers and of thirteen *)
(* functions that stand for all.  Here each is asked for every function,   *)
(* width, version and state, and must be what Contract.tla answers.        *)
(*                                                                         *)
(* Nothing moves: a state is a question.  Each .cfg in mutants/ that is    *)
(* named contract-... substitutes one operator and must fail.              *)
(*                                                                         *)
(* LEFT OUT.  The numbers of the functions: the machine has none.  What    *)
(* the upper half of X0 holds after a 32-bit call, which no document says. *)
(***************************************************************************)
EXTENDS MCCallingConvention

Doc == INSTANCE Contract

VARIABLE asked      \* [fn, wide, v, st]: a function, the width of the call, a version, a state

Asking == <<vars, asked>>

\* The variables of the machine take no part.
NoClient == Of(Direct("nobody", {}))

Ask == Init /\ asked \in [fn : Functions, wide : BOOLEAN, v : Doc!SmcccVersions, st : {32, 64}]
Asked == Ask /\ [][UNCHANGED Asking]_Asking

State == IF asked.st = 32 THEN "a32" ELSE "a64"
Defined == Doc!IsDefined(State, asked.wide)
Spelling == [NoCall EXCEPT !.conduit = "smc", !.fn = asked.fn, !.wide = asked.wide]

\* An identifier of a fast call, of an owner that every version has.
Fid == [fast |-> TRUE, wide |-> asked.wide, oen |-> 4, reserved |-> 0, hint |-> FALSE, num |-> 0]

(***************************************************************************)
(* Registers                                                               *)
(***************************************************************************)

NumbersOf ==
    [x0 |-> {0}, x2 |-> 1 .. 3, x5 |-> 4 .. 7, x9 |-> 8 .. 17, x19 |-> 18 .. 30]
Whole == DOMAIN NumbersOf
Roles(r) == {Doc!After(asked.v, State, asked.wide, n) : n \in NumbersOf[r]} \ {"none"}

ClassesAreRegisters ==
        /\ UNION {NumbersOf[r] : r \in Whole} = Doc!Registers
        /\ Whole \cup {"up"} = Registers

\* What the rules say of a class is what the document says of each register in it.
RolesAgree ==
    \A r \in Whole :
        Defined =>
            Roles(r) = {Contract(r, asked.wide, asked.st, asked.v)} \ {"none"}

\* A callee changes what it may change, and where a function has no result.
ChangesAgree ==
    \A r \in Whole :
        Defined =>
            MayChange(r, asked.v, asked.st) = (Roles(r) \cap {"result", "unpredictable"} # {})

\* A function has results where a function of its version may have them.
ResultsAgree ==
    Defined /\ (asked.fn = "rich" => asked.v >= V1_2) =>
        LET results == ResultsOf(asked.fn, asked.wide)
        IN  /\ results = HasResults(asked.fn, asked.wide)
            /\ UNION {NumbersOf[r] : r \in results \ {"up"}}
                   \subseteq 0 .. Doc!LastResult(asked.v, State, asked.wide)
            /\ ("up" \in results) = (Doc!Bits(asked.wide) = 64)

(***************************************************************************)
(* Identifiers                                                             *)
(***************************************************************************)

Objected(fid) == Doc!Objections(fid, asked.v, State)

HintsAgree ==
        /\ HintTaken([Spelling EXCEPT !.hint = TRUE], asked.v)
               = ("reserved bits" \notin Objected([Fid EXCEPT !.hint = TRUE]))
        /\ ReservedClear([Spelling EXCEPT !.reserved = TRUE])
               = ("reserved bits" \notin Objected([Fid EXCEPT !.reserved = 1]))

(***************************************************************************)
(* Functions of PSCI                                                       *)
(***************************************************************************)

\* The function whose identifiers and codes a label has.  "optional" is one that need not be there.
Meant ==
    [off |-> "CPU_OFF", suspend |-> "CPU_SUSPEND", sysoff |-> "SYSTEM_OFF", on |-> "CPU_ON",
     standby |-> "CPU_SUSPEND", features |-> "PSCI_FEATURES",
     optional |-> "MEM_PROTECT_CHECK_RANGE"]

\* What does not return, by the label that stands for it.
StandsFor ==
    [off |-> {"CPU_OFF", "CPU_FREEZE"},
     suspend |-> {"CPU_SUSPEND", "CPU_DEFAULT_SUSPEND", "SYSTEM_SUSPEND"},
     sysoff |-> {"SYSTEM_OFF", "SYSTEM_RESET", "SYSTEM_RESET2", "SYSTEM_OFF2"}]

HasWide(fn) ==
    IF fn \in DOMAIN Meant THEN Doc!PsciTable[Meant[fn]].wide ELSE fn \notin {"version", "uid"}

WidthsAgree ==
    asked.wide =>
        WidthFits(Spelling, asked.st)
            = ("smc64 from aarch32" \notin Objected(Fid) /\ HasWide(asked.fn))

NoReturnAgrees ==
    /\ asked.fn \in Psci /\ asked.fn # "standby" =>
          (asked.fn \in NoReturn) = (Doc!PsciReturns(Meant[asked.fn]) # "always")
    /\ asked.fn \in NoReturn => \A f \in StandsFor[asked.fn] :
          Doc!PsciReturns(f) = IF asked.fn = "suspend" THEN "maybe" ELSE "never"
    /\ asked.fn \in Psci =>
          UNION {StandsFor[fn] : fn \in NoReturn}
              = {f \in Doc!PsciFunctions : Doc!PsciReturns(f) # "always"}

\* PSCI 1.1.  What loses its context does not say that it has; what stays says no more than that
\* its state is none; what is asked for is there, and what is there does not say that it is not.
CodesAgree ==
    asked.fn \in Psci =>
        LET codes == Codes[asked.fn]
            said == Doc!PsciResultsIn(Meant[asked.fn], 3)
        IN  CASE asked.fn = "suspend"  -> codes = said \ {Doc!SUCCESS}
              [] asked.fn = "standby"  -> codes \subseteq said
              [] asked.fn = "features" -> codes = said \cup {Doc!SUCCESS}
              [] asked.fn = "optional" -> codes = said \ {Doc!NOT_SUPPORTED}
              [] OTHER -> codes = said

NamesOfCodesAgree ==
        /\ Success = Doc!SUCCESS /\ NotSupported = Doc!NOT_SUPPORTED
        /\ InvalidParameters = Doc!INVALID_PARAMETERS /\ Denied = Doc!DENIED
        /\ AlreadyOn = Doc!ALREADY_ON /\ OnPending = Doc!ON_PENDING
        /\ InternalFailure = Doc!INTERNAL_FAILURE
        /\ <<V1_1, V1_2, V1_3>> = <<Doc!V1_1, Doc!V1_2, Doc!V1_3>>

=============================================================================
