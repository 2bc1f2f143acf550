------------------------------ MODULE Syndrome ------------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* What HVC, SMC and SVC do on an Arm A-profile processor: which level     *)
(* takes the exception or the trap, when the instruction is UNDEFINED,     *)
(* what the exception syndrome says, and where the caller would continue.  *)
(*                                                                         *)
(* Modelled: ARMv7-A and ARMv8-A, EL0 to EL3 in either execution state,    *)
(* Secure EL2, VHE, NV with TSC, FGT of SVC, BTI, ITD, PSTATE.IL.          *)
(* Left out: NV2, Debug state, FEAT_TME, asynchronous exceptions, and an   *)
(* implementation that is Secure only and has no EL3.                      *)
(* Checked elsewhere: MCSyndrome (the rules), MCEquality (against Java).   *)
(*                                                                         *)
(* Sources: Arm's ASL as in sail-arm (arm-v9.4-a: v8_base, instrs32,       *)
(* instrs64), operators named after its functions where they do the same;  *)
(* DDI 0487 for ISS encodings and CONSTRAINED UNPREDICTABLE; DDI 0406C for *)
(* ARMv7.  Identifiers such as (* ROU-SMC-TSC *) name rules in spec/rules. *)
(*                                                                         *)
(* This module has no constants and no bounds.  Its arguments are records: *)
(*   p  a platform     arch el3 el2 sel2 vhe nv fgt bti and the choices    *)
(*                     failTrap passReport t32Cond noEl3Trap64 noEl3Trap32 *)
(*                     undefDespiteCond                                    *)
(*   s  a state        el isa sec x0 x1 x2 x3 sp itb ss il itd guarded bt  *)
(*                     tsc tge e2h hcd nv hce smd eel2 fgten svc0 svc1     *)
(*   i  an instruction op imm cond holds sbz size                          *)
(* No word is ever a number here: TLC's integers have 32 bits.             *)
(***************************************************************************)
EXTENDS Integers

(***************************************************************************)
(* Vocabulary                                                              *)
(***************************************************************************)

Absent  == -1      \* there is no such field, register or address
Unknown == -2      \* architecturally UNKNOWN

Choices == {"yes", "no", "either"}          \* IMPLEMENTATION DEFINED behaviour
May(choice)    == choice # "no"             \* May("either") = TRUE
MayNot(choice) == choice # "yes"            \* MayNot("either") = TRUE

States == {"a32", "a64"}

Platforms ==
    [arch : {"v7", "v8"}, el3 : States \cup {"none"}, el2 : States \cup {"none"},
     sel2 : BOOLEAN, vhe : BOOLEAN, nv : BOOLEAN, fgt : BOOLEAN, bti : BOOLEAN,
     failTrap : Choices, passReport : Choices, t32Cond : Choices,
     noEl3Trap64 : Choices, noEl3Trap32 : Choices, undefDespiteCond : Choices]

NoConditionFields == [cv |-> Absent, cond |-> Absent, ckp |-> Absent]

(***************************************************************************)
(* Levels and their execution states                                       *)
(***************************************************************************)

IsV8(p) == p.arch = "v8"
Aarch32Caller(s) == s.isa # "a64"

StateAt(s, el) ==                           \* StateAt(s, 2) = s.x2
    IF el = 2 THEN s.x2 ELSE IF el = 1 THEN s.x1 ELSE IF el = 3 THEN s.x3 ELSE s.x0

\* IsSecureEL2Enabled: SCR_EL3.EEL2 exists where EL3 and EL2 are AArch64 and FEAT_SEL2 is there.
SecureEL2Enabled(p, s) ==
    p.sel2 /\ s.eel2 /\ p.el3 = "a64" /\ p.el2 = "a64"

\* EL2Enabled: EL2 is implemented and serves the Security state of the caller.
EL2Enabled(p, s) ==
    /\ p.el2 # "none"
    /\ p.el3 = "none" \/ s.sec # "s" \/ SecureEL2Enabled(p, s)

\* Where EL3 is AArch32 it holds the Secure PL1 modes, and Secure EL1 does not exist.
SupervisorLevel(p, s) == IF s.sec = "s" /\ p.el3 = "a32" THEN 3 ELSE 1

\* ELIsInHost(EL0): the host's own user level under VHE.
HostUser(p, s) ==
    s.el = 0 /\ s.e2h /\ s.tge /\ p.vhe /\ s.x2 = "a64" /\ EL2Enabled(p, s)

\* A level has a syndrome register if it is AArch64 (ESR_ELx) or if it is Hyp mode (HSR).
HasSyndrome(s, el) == el = 2 \/ StateAt(s, el) = "a64"            (* SYN-NO-REGISTER *)

(***************************************************************************)
(* Which states exist                                                      *)
(***************************************************************************)

\* ARMv7 has no AArch64, and its Virtualization Extensions require the Security Extensions.
PlatformExists(p) ==
    /\ p.arch = "v7" => p.el3 # "a64" /\ p.el2 # "a64" /\ (p.el2 # "none" => p.el3 # "none")
    /\ p.el3 = "a32" => p.el2 # "a64"

\* No level is AArch64 below one that is AArch32; none is wider than the platform.
StatesFit(p, s) ==
    /\ s.x3 = p.el3
    /\ (s.x2 = "none") = (p.el2 = "none")
    /\ s.x1 # "none" /\ s.x0 # "none"
    /\ s.x2 = "a64" => p.el2 = "a64"
    /\ p.arch = "v7" => s.x1 = "a32"
    /\ s.x3 = "a32" => s.x2 # "a64" /\ s.x1 = "a32"
    /\ s.x2 = "a32" => s.x1 = "a32"
    /\ s.x1 = "a32" => s.x0 = "a32"

\* Realm and Root belong to RME: EL3 and EL2 are AArch64, AArch32 is left to EL0.
SecurityFits(p, s) ==
    CASE s.sec = "ns"    -> s.el # 3
      [] s.sec = "s"     -> p.el3 # "none"
      [] s.sec = "realm" -> s.el # 3 /\ p.el3 = "a64" /\ s.x2 = "a64" /\ s.x1 = "a64"
      [] s.sec = "root"  -> s.el = 3 /\ p.el3 = "a64" /\ p.el2 = "a64"

LevelExists(p, s) ==
    CASE s.el = 3 -> p.el3 # "none"
      [] s.el = 2 -> /\ EL2Enabled(p, s)
                     /\ s.sec = "s" => s.x2 = "a64"
      [] s.el = 1 -> ~(s.sec = "s" /\ p.el3 = "a32")
      [] s.el = 0 -> TRUE

Reachable(p, s) ==
    /\ PlatformExists(p)
    /\ StatesFit(p, s)
    /\ SecurityFits(p, s)
    /\ LevelExists(p, s)
    /\ (s.isa = "a64") = (StateAt(s, s.el) = "a64")
    /\ s.sec = "s" /\ s.el # 3 /\ SecureEL2Enabled(p, s) => s.x2 = "a64"
    /\ s.el # 3 /\ s.e2h /\ s.tge /\ p.vhe /\ s.x2 = "a64" /\ EL2Enabled(p, s) => s.x1 = "a64"
    /\ s.sp => s.isa = "a64" /\ s.el # 0
    /\ s.itb # "out" => s.isa = "t32"
    /\ s.bt # 0 => s.isa = "a64" /\ p.bti
    /\ s.il => IsV8(p)

\* Which instructions can be met in a state: sizes, widths of immediates, conditions.
ImmediateLimit(s, i) ==
    CASE i.op = "svc" /\ s.isa = "a32" -> 16777215
      [] i.op = "svc" /\ s.isa = "t32" -> 255
      [] i.op = "smc" /\ s.isa # "a64" -> 15
      [] OTHER                         -> 65535

Encodable(s, i) ==
    /\ i.imm \in 0 .. ImmediateLimit(s, i)
    /\ i.size = IF i.op = "svc" /\ s.isa = "t32" THEN 2 ELSE 4
    /\ i.sbz => i.op = "smc" /\ s.isa # "a64"
    /\ i.cond \in 0 .. 14
    /\ i.cond # 14 => s.isa = "a32" \/ s.itb # "out"
    /\ i.cond = 14 => i.holds

(***************************************************************************)
(* Targets                                                                 *)
(***************************************************************************)

\* EL1 keeps its own exceptions and takes those of EL0; EL2 and EL3 keep their own.
OwnLevel(p, s) == IF s.el >= 2 THEN s.el ELSE SupervisorLevel(p, s)

SvcRoutedByTGE(p, s)   == s.el = 0 /\ s.tge /\ EL2Enabled(p, s)          (* ROU-SVC-TGE *)
UndefRoutedByTGE(p, s) == s.el = 0 /\ s.tge /\ EL2Enabled(p, s)

SvcTarget(p, s) ==                                                    (* ROU-SVC-TARGET *)
    IF SvcRoutedByTGE(p, s) THEN 2 ELSE OwnLevel(p, s)

UndefinedTarget(p, s) ==                                            (* ROU-UNDEF-TARGET *)
    IF UndefRoutedByTGE(p, s) THEN 2 ELSE OwnLevel(p, s)

HvcTarget(s) == IF s.el = 3 THEN 3 ELSE 2                             (* ROU-HVC-TARGET *)

SmcTarget == 3                                                        (* ROU-SMC-TARGET *)

(***************************************************************************)
(* Vectors, relative to VBAR_ELx, HVBAR, VBAR or MVBAR                      *)
(***************************************************************************)

\* The state that chooses between 0x400 and 0x600: the level just below the target, but the
\* user level itself when it is the host's.
StateBelow(p, s, target) ==
    IF target = 3 THEN (IF EL2Enabled(p, s) THEN s.x2 ELSE s.x1)
    ELSE IF target = 2 THEN (IF HostUser(p, s) THEN s.x0 ELSE s.x1)
    ELSE s.x0

VectorA64(p, s, target) ==                                           (* ROU-VECTOR-A64 *)
    IF target = s.el THEN (IF s.sp THEN 512 ELSE 0)
    ELSE IF StateBelow(p, s, target) = "a32" THEN 1536 ELSE 1024

VectorA32(s, target, own) ==                                         (* ROU-VECTOR-A32 *)
    IF target = 2 /\ s.el # 2 THEN 20 ELSE own

\* own: the AArch32 vector in the mode's own table, 8 for a call and 4 for UNDEFINED.
VectorOffset(p, s, target, own) ==
    IF StateAt(s, target) = "a64" THEN VectorA64(p, s, target) ELSE VectorA32(s, target, own)

(***************************************************************************)
(* Syndromes                                                               *)
(***************************************************************************)

BaseClass(op) == IF op = "hvc" THEN 18 ELSE IF op = "smc" THEN 19 ELSE 17

\* ExceptionClass([isa |-> "a64", ..], "smc", 3) = 23.  The target plays no part: that is the rule.
ExceptionClass(s, op, target) ==                                      (* SYN-EC-CALLER *)
    BaseClass(op) + IF Aarch32Caller(s) THEN 0 ELSE 4

LengthBit(i) == IF i.size = 4 THEN 1 ELSE 0                                  (* SYN-IL *)

HvcImmediate(i) == i.imm                              (* SYN-HVC-IMM IMM-IN-SYNDROME *)

SmcImmediate(s, i) ==
    IF Aarch32Caller(s) THEN 0                     (* SYN-SMC32-NO-IMM IMM-SMC32-LOST *)
    ELSE i.imm                                     (* SYN-SMC64-IMM IMM-IN-SYNDROME *)

SvcImmediateLost(s, i) ==                 (* SYN-SVC32-UNKNOWN IMM-SVC-CONDITIONAL *)
    Aarch32Caller(s) /\ i.cond # 14

SvcImmediate(s, i) ==
    IF SvcImmediateLost(s, i) THEN Unknown
    ELSE i.imm % 65536                               (* SYN-SVC32-IMM SYN-SVC64-IMM *)

\* CV, COND and CCKNOWNPASS of EC 0x13 belong together; CCKNOWNPASS = 0 makes the others RES0.
KnownToPass == [cv |-> 0, cond |-> 0, ckp |-> 0]
MayHaveFailed(cond) == [cv |-> 1, cond |-> cond, ckp |-> 1]
LookAtSpsr == [cv |-> 0, cond |-> Unknown, ckp |-> 1]

\* T32 reports the condition or leaves it to SPSR.IT.
T32Reports(p, i) ==
    (IF May(p.t32Cond) THEN {MayHaveFailed(i.cond)} ELSE {})
        \cup (IF MayNot(p.t32Cond) THEN {LookAtSpsr} ELSE {})

PassedReports(p, s, i) ==
    IF s.isa = "a32" THEN {MayHaveFailed(i.cond), MayHaveFailed(14)} ELSE T32Reports(p, i)

FailedReports(p, s, i) ==                                         (* SYN-SMC32-CONDITION *)
    IF s.isa = "a32" THEN {MayHaveFailed(i.cond)} ELSE T32Reports(p, i)

\* The condition fields of an SMC that passed its condition and is trapped to EL2.
TrapReports(p, s, i) ==
    IF s.isa = "a64" THEN {NoConditionFields}
    ELSE IF ~IsV8(p) THEN {KnownToPass}                             (* SYN-SMC32-V7-ZERO *)
    ELSE IF i.cond = 14 THEN {KnownToPass}
    ELSE (IF MayNot(p.passReport) THEN {KnownToPass} ELSE {})     (* SYN-SMC32-CONDITION *)
             \cup (IF May(p.passReport) THEN PassedReports(p, s, i) ELSE {})

\* The condition fields of an SMC that is taken to EL3.
MonitorReport(s) ==                                               (* SYN-SMC32-EL3-ZERO *)
    IF s.isa = "a64" THEN NoConditionFields ELSE KnownToPass

(***************************************************************************)
(* Return address, and what the processor has already moved on             *)
(***************************************************************************)

CallReturnOffset(i)  == i.size                                        (* RET-CALL-NEXT *)
TrapReturnOffset(i)  == 0                                             (* RET-TRAP-THIS *)
UndefReturnOffset(i) == 0                                            (* RET-UNDEF-THIS *)

ITAfterCall(s) == IF Aarch32Caller(s) THEN "advanced" ELSE "none"    (* RET-IT-ADVANCE *)
\* An HVC or SMC that should not be in the middle of a block may also end the block.
ITsAfterMisplacedCall(s) == IF s.itb = "mid" THEN {"advanced", "cleared"} ELSE {ITAfterCall(s)}
                                                   (* RET-IT-ADVANCE ENC-HVC-IT ENC-SMC-IT *)
ITAfterTrap(s) == IF Aarch32Caller(s) THEN "kept" ELSE "none"        (* RET-IT-ADVANCE *)

StepAfterCall == "advanced"                                          (* RET-SS-ADVANCE *)
StepAfterTrap == "kept"                                              (* RET-SS-ADVANCE *)

\* SPSR.BTYPE: CONSTRAINED UNPREDICTABLE, except for the checks made before the instruction.
BtypesSaved == {"kept", "zeroed"}                                         (* RET-BTYPE *)
BtypesSavedByCheck == {"kept"}                                            (* RET-BTYPE *)

WithBtypes(s, o, saved) ==
    IF s.bt = 0 THEN {o} ELSE {[o EXCEPT !.bt = b] : b \in saved}

\* Where the instruction is T32 there is no BTYPE, and where it is A64 no IT state.
WithITs(s, o) ==
    IF s.itb = "out" THEN WithBtypes(s, o, BtypesSaved)
    ELSE {[o EXCEPT !.it = t] : t \in ITsAfterMisplacedCall(s)}

(***************************************************************************)
(* Outcomes                                                                *)
(***************************************************************************)

Nowhere(kind, ret) ==
    [kind |-> kind, el |-> Absent, st |-> "none", vec |-> Absent,
     ec |-> Absent, il |-> Absent, low |-> Absent, cv |-> Absent, cond |-> Absent, ckp |-> Absent,
     ret |-> ret, it |-> "none", ss |-> "none", bt |-> "none"]

Skipped(i)   == Nowhere("skipped", i.size)
NoOp(i)      == Nowhere("nop", i.size)
AnyBehaviour == Nowhere("any", Absent)

\* ARMv7 leaves UNPREDICTABLE open; ARMv8 gives a list.
Unpredictable(p, options) ==                                    (* ROU-V7-UNPREDICTABLE *)
    IF IsV8(p) THEN options ELSE {AnyBehaviour}

\* An exception by one of the three instructions, syndrome included if there is a register.
CallEntry(p, s, i, target, low, f) ==
    LET reg == HasSyndrome(s, target) IN
    [kind |-> "taken", el |-> target, st |-> StateAt(s, target),
     vec  |-> VectorOffset(p, s, target, 8),
     ec   |-> IF reg THEN ExceptionClass(s, i.op, target) ELSE Absent,
     il   |-> IF reg THEN LengthBit(i) ELSE Absent,
     low  |-> IF reg THEN low ELSE Absent,
     cv   |-> IF reg THEN f.cv ELSE Absent,
     cond |-> IF reg THEN f.cond ELSE Absent,
     ckp  |-> IF reg THEN f.ckp ELSE Absent,
     ret  |-> CallReturnOffset(i), it |-> ITAfterCall(s), ss |-> StepAfterCall,
     bt   |-> "none"]

\* A trap to EL2 of a call that is meant for another level.
TrapEntry(p, s, i, low, f) ==
    [kind |-> "taken", el |-> 2, st |-> s.x2, vec |-> VectorOffset(p, s, 2, 8),
     ec |-> ExceptionClass(s, i.op, 2), il |-> LengthBit(i), low |-> low,
     cv |-> f.cv, cond |-> f.cond, ckp |-> f.ckp,
     ret |-> TrapReturnOffset(i), it |-> ITAfterTrap(s), ss |-> StepAfterTrap,
     bt |-> "none"]

\* An exception that is taken instead of the instruction.
FaultEntry(p, s, i, kind, ec, il, low) ==
    LET target == UndefinedTarget(p, s)
        reg    == HasSyndrome(s, target) IN
    [kind |-> IF reg THEN kind ELSE "undefined", el |-> target, st |-> StateAt(s, target),
     vec  |-> VectorOffset(p, s, target, 4),
     ec   |-> IF reg THEN ec ELSE Absent,
     il   |-> IF reg THEN il ELSE Absent,
     low  |-> IF reg THEN low ELSE Absent,
     cv   |-> Absent, cond |-> Absent, ckp |-> Absent,
     ret  |-> UndefReturnOffset(i), it |-> ITAfterTrap(s), ss |-> StepAfterTrap,
     bt   |-> "none"]

\* These three have IL = 1, whatever the length of the instruction.
UndefinedOutcome(p, s, i) ==                                              (* SYN-UNDEF *)
    WithBtypes(s, FaultEntry(p, s, i, "undefined", 0, 1, 0), BtypesSaved)

\* PSTATE.IL = 1 comes before everything; into an AArch32 Undefined mode it is an UNDEFINED.
IllegalStateOutcome(p, s, i) ==                                   (* SYN-ILLEGAL-STATE *)
    WithBtypes(s, FaultEntry(p, s, i, "taken", 14, 1, 0), BtypesSavedByCheck)

BranchTargetOutcome(p, s, i) ==                                   (* SYN-BRANCH-TARGET *)
    WithBtypes(s, FaultEntry(p, s, i, "taken", 13, 1, s.bt), BtypesSavedByCheck)

\* UNDEFINED as a way to treat a CONSTRAINED UNPREDICTABLE instruction: nothing is known of the
\* syndrome (DDI 0487 K1.1.20).
TreatedAsUndefined(p, s, i) ==                                            (* SYN-UNDEF *)
    WithBtypes(s, FaultEntry(p, s, i, "undefined", Unknown, Unknown, Unknown), BtypesSaved)

\* What a CONSTRAINED UNPREDICTABLE instruction may do besides executing in some way.
UndefinedOrNoOp(p, s, i) == TreatedAsUndefined(p, s, i) \cup {NoOp(i)}

(***************************************************************************)
(* Checks before the instruction                                           *)
(***************************************************************************)

IllegalState(p, s) == s.il /\ IsV8(p)                             (* ROU-ILLEGAL-STATE *)

BranchTargetFault(p, s) ==                                        (* ROU-BRANCH-TARGET *)
    s.bt # 0 /\ s.guarded /\ p.bti /\ s.isa = "a64"

ITDisabled(p, s) == s.itb # "out" /\ s.itd /\ IsV8(p)                       (* ROU-ITD *)

ConditionFails(i) == ~i.holds                                         (* ROU-CONDITION *)

(***************************************************************************)
(* HVC                                                                     *)
(***************************************************************************)

HvcNeverHere(s) == s.el = 0                                              (* ROU-HVC-EL0 *)

HvcFromAArch32EL3(s) == s.el = 3 /\ Aarch32Caller(s)                 (* ROU-HVC-A32-EL3 *)

\* EL3 only needs EL2 to be implemented; EL1 needs it enabled in its Security state.
HvcWithoutEL2(p, s) ==                                                (* ROU-HVC-NO-EL2 *)
    p.el2 = "none" \/ (s.el = 1 /\ ~EL2Enabled(p, s))

HvcDisabledByHCE(p, s) == p.el3 # "none" /\ ~s.hce                       (* ROU-HVC-HCE *)
HvcDisabledByHCD(p, s) == p.el3 = "none" /\ s.hcd                        (* ROU-HVC-HCD *)

HvcInHypWithoutHCE(p, s) == p.el3 = "a32" /\ s.el = 2 /\ ~s.hce      (* ROU-HVC-HYP-HCE *)

HvcTaken(p, s, i) ==
    WithITs(s, CallEntry(p, s, i, HvcTarget(s), HvcImmediate(i), NoConditionFields))

HvcExecuted(p, s, i) ==
    IF HvcNeverHere(s) \/ HvcFromAArch32EL3(s) \/ HvcWithoutEL2(p, s)
    THEN UndefinedOutcome(p, s, i)
    ELSE IF HvcInHypWithoutHCE(p, s) THEN Unpredictable(p, UndefinedOrNoOp(p, s, i))
    ELSE IF HvcDisabledByHCE(p, s) \/ HvcDisabledByHCD(p, s) THEN UndefinedOutcome(p, s, i)
    ELSE HvcTaken(p, s, i)

HvcHasCondition(s, i) == s.isa = "a32" /\ i.cond # 14                  (* ENC-HVC-COND *)
HvcInITBlock(s) == s.isa = "t32" /\ s.itb # "out"                        (* ENC-HVC-IT *)

\* With a condition: UNDEFINED, NOP, executed unconditionally, or executed conditionally.
\* In an IT block: UNDEFINED, NOP, or executed as if it passed (DDI 0487 K1.1.7).
HvcOutcomes(p, s, i) ==
    IF HvcHasCondition(s, i)
    THEN Unpredictable(p, UndefinedOrNoOp(p, s, i) \cup HvcExecuted(p, s, i)
                              \cup (IF ConditionFails(i) THEN {Skipped(i)} ELSE {}))
    ELSE IF HvcInITBlock(s)
    THEN Unpredictable(p, UndefinedOrNoOp(p, s, i) \cup HvcExecuted(p, s, i))
    ELSE HvcExecuted(p, s, i)

(***************************************************************************)
(* SMC                                                                     *)
(***************************************************************************)

SmcNeverHere(s) == s.el = 0                                              (* ROU-SMC-EL0 *)

\* HCR.TSC reaches EL1 only, where EL2 is enabled; TGE = 1 makes it ignored.
SmcTrapSet(p, s) == s.tsc /\ s.el = 1 /\ EL2Enabled(p, s) /\ ~s.tge      (* ROU-SMC-TSC *)

\* Without EL3 the trap is there for NV, or where the implementation chose to have it.
NestedSmcTrap(p, s) == p.nv /\ s.nv
SmcTrapWithoutEL3(p, s) ==                              (* ROU-SMC-NO-EL3 ROU-SMC-TSC *)
    IF s.x2 = "a32" THEN "no"
    ELSE IF Aarch32Caller(s) THEN p.noEl3Trap32
    ELSE IF NestedSmcTrap(p, s) THEN "yes" ELSE p.noEl3Trap64

\* "yes", "no" or "either": whether TSC traps an SMC that is executed here.
SmcTraps(p, s) ==                                                        (* ROU-SMC-TSC *)
    IF ~SmcTrapSet(p, s) THEN "no"
    ELSE IF p.el3 = "none" THEN SmcTrapWithoutEL3(p, s)
    ELSE "yes"                                                (* ROU-SMC-TSC-BEATS-SMD *)

TrapOutcomes(p, s, i) ==
    UNION {WithBtypes(s, TrapEntry(p, s, i, SmcImmediate(s, i), f), BtypesSaved)
             : f \in TrapReports(p, s, i)}

SmcDisabledBySMD(p, s) == p.el3 = "a64" /\ s.smd                         (* ROU-SMC-SMD *)
\* On ARMv7 SCR.SCD exists with the Virtualization Extensions only.
DisableExists(p) == IsV8(p) \/ p.el2 # "none"
SmcDisabledInNonSecure(p, s) ==                                          (* ROU-SMC-SMD *)
    p.el3 = "a32" /\ DisableExists(p) /\ s.smd /\ s.sec # "s"
SmcDisabledInSecure(p, s) ==                                      (* ROU-SMC-SCD-SECURE *)
    p.el3 = "a32" /\ DisableExists(p) /\ s.smd /\ s.sec = "s"
SmcWithoutEL3(p) == p.el3 = "none"                                    (* ROU-SMC-NO-EL3 *)

SmcUndefinedHere(p, s) ==
    SmcNeverHere(s) \/ SmcWithoutEL3(p) \/ SmcDisabledBySMD(p, s) \/ SmcDisabledInNonSecure(p, s)

SmcTaken(p, s, i) ==
    WithITs(s, CallEntry(p, s, i, SmcTarget, SmcImmediate(s, i), MonitorReport(s)))

SmcNotTrapped(p, s, i) ==
    IF SmcUndefinedHere(p, s) THEN UndefinedOutcome(p, s, i)
    ELSE IF SmcDisabledInSecure(p, s) THEN Unpredictable(p, UndefinedOrNoOp(p, s, i))
    ELSE SmcTaken(p, s, i)

SmcExecuted(p, s, i) ==
    LET trap == SmcTraps(p, s) IN
    IF trap = "yes" THEN TrapOutcomes(p, s, i)
    ELSE IF trap = "no" THEN SmcNotTrapped(p, s, i)
    ELSE TrapOutcomes(p, s, i) \cup SmcNotTrapped(p, s, i)

\* ARMv7 traps only what passes its condition; ARMv8 may trap what fails it.
MayTrapFailed(p) == IsV8(p) /\ May(p.failTrap)                   (* ROU-FAILED-SMC-TRAP *)
MaySkipFailed(p) == ~IsV8(p) \/ MayNot(p.failTrap)

FailedTrapOutcomes(p, s, i) ==                                   (* ROU-FAILED-SMC-TRAP *)
    {TrapEntry(p, s, i, SmcImmediate(s, i), f) : f \in FailedReports(p, s, i)}

\* An UNDEFINED instruction that fails its condition is skipped or UNDEFINED, as implemented.
FailedIsUndefined(p) == May(p.undefDespiteCond)                        (* ROU-CONDITION *)
FailedIsSkipped(p)   == MayNot(p.undefDespiteCond)                     (* ROU-CONDITION *)

FailedUntrapped(p, s, i) ==
    IF SmcUndefinedHere(p, s)
    THEN (IF FailedIsSkipped(p) THEN {Skipped(i)} ELSE {})
             \cup (IF FailedIsUndefined(p) THEN UndefinedOutcome(p, s, i) ELSE {})
    ELSE {Skipped(i)}

FailedTrapped(p, s, i) ==
    (IF MaySkipFailed(p) THEN {Skipped(i)} ELSE {})
        \cup (IF MayTrapFailed(p) THEN FailedTrapOutcomes(p, s, i) ELSE {})

\* An SMC that fails its condition is no call, wherever it is executed.
SmcFailed(p, s, i) ==
    LET trap == SmcTraps(p, s) IN
    IF trap = "yes" THEN FailedTrapped(p, s, i)
    ELSE IF trap = "no" THEN FailedUntrapped(p, s, i)
    ELSE FailedTrapped(p, s, i) \cup FailedUntrapped(p, s, i)

SmcInsideITBlock(s) == s.isa = "t32" /\ s.itb = "mid"                    (* ENC-SMC-IT *)

SmcConditional(p, s, i) ==
    IF ConditionFails(i) THEN SmcFailed(p, s, i)
    ELSE IF SmcInsideITBlock(s)
         THEN Unpredictable(p, UndefinedOrNoOp(p, s, i) \cup SmcExecuted(p, s, i))
         ELSE SmcExecuted(p, s, i)

SmcReservedBits(i) == i.sbz                                             (* ENC-SMC-SBZ *)

SmcOutcomes(p, s, i) ==
    IF SmcReservedBits(i)
    THEN Unpredictable(p, UndefinedOrNoOp(p, s, i) \cup SmcConditional(p, s, i))
    ELSE SmcConditional(p, s, i)

(***************************************************************************)
(* SVC                                                                     *)
(***************************************************************************)

FineGrainedTrapsOn(p, s) == p.el3 = "none" \/ s.fgten

\* AArch64_CheckForSVCTrap and AArch32_CheckForSVCTrap: EL1 traps from AArch64 only.
SvcTrapped(p, s) ==                                                      (* ROU-SVC-FGT *)
    /\ p.fgt /\ s.x1 = "a64" /\ EL2Enabled(p, s) /\ FineGrainedTrapsOn(p, s)
    /\ \/ s.el = 0 /\ s.svc0 /\ ~HostUser(p, s)
       \/ s.el = 1 /\ s.svc1

SvcExecuted(p, s, i) ==
    IF SvcTrapped(p, s)
    THEN WithBtypes(s, TrapEntry(p, s, i, SvcImmediate(s, i), NoConditionFields), BtypesSaved)
    ELSE WithBtypes(s, CallEntry(p, s, i, SvcTarget(p, s), SvcImmediate(s, i), NoConditionFields),
                    BtypesSaved)

\* An SVC is never UNDEFINED, so that one that fails its condition is skipped.
SvcOutcomes(p, s, i) ==
    IF ConditionFails(i) THEN {Skipped(i)} ELSE SvcExecuted(p, s, i)

(***************************************************************************)
(* Everything that an implementation may do with the instruction           *)
(***************************************************************************)

Outcomes(p, s, i) ==
    IF IllegalState(p, s) THEN IllegalStateOutcome(p, s, i)
    ELSE IF BranchTargetFault(p, s) THEN BranchTargetOutcome(p, s, i)
    ELSE IF ITDisabled(p, s) THEN UndefinedOutcome(p, s, i)
    ELSE CASE i.op = "hvc" -> HvcOutcomes(p, s, i)
           [] i.op = "smc" -> SmcOutcomes(p, s, i)
           [] i.op = "svc" -> SvcOutcomes(p, s, i)

=============================================================================
