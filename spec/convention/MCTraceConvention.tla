------------------------- MODULE MCTraceConvention -------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* TraceConvention.tla fed by a small machine that keeps the rules, and    *)
(* offered at each moment events that break one.  What the machine does    *)
(* must be a step: where a return is due nothing else can happen, so that  *)
(* one that is refused is a deadlock.  What breaks a rule must be none: if *)
(* it is one, `wrong` has the rule's name.                                 *)
(*                                                                         *)
(* The machine has one processor.  A client at EL1 calls EL2, which may    *)
(* call EL3 before it answers; exceptions come in between; the machine     *)
(* itself may answer; a call may fail its condition or be UNDEFINED; lines *)
(* are lost; a hypervisor may go on elsewhere and never answer.  The       *)
(* machine knows which calls are open by itself: `world` is not read from  *)
(* the variables of TraceConvention.tla.                                   *)
(*                                                                         *)
(* Bounds: one processor; calls of five functions, of a callee of version  *)
(* 1.2; two layers; one exception at a time.  The number of events is not  *)
(* bounded.  Of the five functions a callee is asked for the first three,  *)
(* or for one of the others.                                               *)
(*                                                                         *)
(* LEFT OUT.  Other processors, REG_NO_LEAK, callers that a handler left   *)
(* and resumes later, presets, AArch32, CPU_ON and upper halves: of those  *)
(* only the traces say something, on which both engines have to agree.  No *)
(* refinement of CallingConvention.tla is shown: there a register holds    *)
(* the label of an owner, not a word, a copy that was restored is "stale", *)
(* and preparing an answer and returning are two steps, so that its        *)
(* behaviours are no sequences of recorded events without a choice of      *)
(* words that would have to be justified in turn.                          *)
(***************************************************************************)
EXTENDS TraceConvention, Witness

VARIABLES
    begun,      \* the trace has begun
    world,      \* by processor: what is open, what is about to be called, the last answer
    due,        \* returns that happen next, none or one
    wrong       \* the rule of an event that was a step and should not have been

all == <<run, cpus, callees, others, narrow, starts, left, away, begun, world, due, wrong>>

Processors == {0}

\* REG_NO_LEAK remembers other calls' registers, which would multiply the states.
NothingSeen(cpu, call, e) == others

\* So would the callers that a handler left for somebody else.
NobodyGone(before, frame) == before

(***************************************************************************)
(* Calls                                                                   *)
(***************************************************************************)

ReservedFid ==
    [fast |-> TRUE, wide |-> FALSE, oen |-> 20, reserved |-> 0, hint |-> FALSE, num |-> 1]

\* SMCCC_ARCH_FEATURE_AVAILABILITY, of 1.5.
NewerFid == [ArchFid(3) EXCEPT !.wide = TRUE]

\* By function: its identifier, what stands in x0 for it, and what it answers.
Functions ==
    [version  |-> [fid |-> VersionFid, word |-> 1001, answers |-> {65537}],
     affinity |-> [fid |-> PsciFid("AFFINITY_INFO", FALSE), word |-> 1002, answers |-> {0}],
     reserved |-> [fid |-> ReservedFid, word |-> 1004, answers |-> {-1}],
     newer    |-> [fid |-> NewerFid, word |-> 1005, answers |-> {-1}],
     identity |-> [fid |-> UidOfTrustedOs, word |-> 1006, answers |-> {OpteeUid}]]

\* The client has 5 in x1, 6 in x2; x19 is of the processor's and the level's own.
Regs(fid, word, cpu, el, last) ==
    LET w == [i \in 0 .. 30 |-> CASE i = 0 -> word [] i = 1 -> 5 [] i = 2 -> 6
                                  [] i = 19 -> last [] OTHER -> 0]
    IN  [st |-> "a64", known |-> {0, 1, 2, 19}, w |-> w, l |-> w,
         low |-> <<w[1], w[2], w[3]>>, mid |-> [i \in 4 .. 17 |-> w[i]],
         top |-> [i \in 18 .. 30 |-> w[i]], telling |-> {19}, sp |-> <<>>, fid |-> fid,
         upper |-> FALSE, n32 |-> word, n64 |-> word, err64 |-> word < 0, narrow32 |-> FALSE,
         narrow64 |-> FALSE, ups |-> {}, zero |-> {}, asked |-> fid, even |-> 6]

Own(cpu, el) == 100 + 10 * cpu + el
Before(cpu, el, fn) ==
    Regs(Functions[fn].fid, Functions[fn].word, cpu, el, Own(cpu, el))
Given(cpu, el, fn, n) == Regs(Functions[fn].fid, n, cpu, el, Own(cpu, el))

Behind(c, el) == 1000 + 10 * c + el
Interrupted == 77

(***************************************************************************)
(* The machine                                                             *)
(***************************************************************************)

Idle == [open |-> <<>>, pending |-> "none", last |-> <<>>, machine |-> "none"]

Level(c) == IF world[c].open = <<>> THEN 1 ELSE world[c].open[1].to
Free(c) == world[c].pending = "none" /\ world[c].machine = "none"
SeenFrames(c) == Cardinality({i \in 1 .. Len(world[c].open) : world[c].open[i].seen})
IsOpenCall(c) == world[c].open # <<>> /\ world[c].open[1].fn # "exception"
Seen(c) == IsOpenCall(c) /\ world[c].open[1].seen

Exchange(c, fn, from, to, resume) ==
    [cpu |-> c, insn |-> fn, from |-> from, to |-> to, imm |-> 0, resume |-> resume,
     line |-> c + 1, sure |-> TRUE, trap |-> <<>>, failed |-> FALSE]
Back(c, from, to, pc, regs) ==
    [cpu |-> c, from |-> from, to |-> to, mode |-> "a64", state |-> "a64", pc |-> pc,
     near |-> <<pc - 4, pc - 2, pc + 2, pc + 4>>, line |-> c + 1, regs |-> regs, moved |-> <<>>]
Insn(el) == IF el = 1 THEN "hvc" ELSE "smc"

\* What the hypervisor got for the same call from EL3, it hands on.
ItsAnswers(c) ==
    LET top == world[c].open[1] IN
    IF top.fn = "affinity" /\ top.got # <<>> THEN {top.got[1]} ELSE Functions[top.fn].answers
GivenTo(open, n) ==
    IF open = <<>> THEN open ELSE [open EXCEPT ![1].got = <<n>>]

\* What answers the call that is open, with this result.
AnswerTo(c, n) ==
    LET top == world[c].open[1]
    IN  Back(c, top.to, top.from, Behind(c, top.from), Given(c, top.from, top.fn, n))

Quiet == begun /\ due = <<>> /\ wrong = "none"
Unchanged == UNCHANGED <<begun, due, wrong>>

MBegin ==
    /\ ~begun
    /\ begun' = TRUE
    /\ Begin([whole |-> TRUE, version |-> V1_2, everywhere |-> <<>>, el2 |-> <<>>, el3 |-> <<>>])
    /\ UNCHANGED <<world, due, wrong>>

\* The last two functions are called instead of the others, and not besides.
Apart == {"newer", "identity"}
Known(el) == callees[el].did.yes \cup callees[el].did.no
MayCall(fn) ==
    IF fn \in Apart THEN Known(2) \cup Known(3) \subseteq {Functions[fn].fid}
    ELSE \A other \in Apart : Functions[other].fid \notin Known(2) \cup Known(3)

MCall(c, fn) ==
    /\ Quiet /\ Free(c) /\ Level(c) < 3 /\ Len(world[c].open) < 2
    /\ Level(c) = 2 => fn = "affinity" /\ world[c].open[1].fn \notin Apart
    /\ MayCall(fn)
    /\ world' = [world EXCEPT ![c].pending = fn, ![c].last = <<>>]
    /\ Call(c, Before(c, Level(c), fn))
    /\ Unchanged

MTake(c) ==
    /\ Quiet /\ world[c].pending # "none"
    /\ LET el == Level(c)
           frame == [fn |-> world[c].pending, from |-> el, to |-> el + 1, seen |-> TRUE,
                     got |-> <<>>]
       IN  /\ world' = [world EXCEPT ![c].pending = "none", ![c].open = <<frame>> \o @]
           /\ Entry(Exchange(c, Insn(el), el, el + 1, <<Behind(c, el)>>), 0)
    /\ Unchanged

MSkip(c) ==
    /\ Quiet /\ world[c].pending # "none"
    /\ world' = [world EXCEPT ![c].pending = "none"]
    /\ Skipped(c)
    /\ Unchanged

\* The exception that says that it is UNDEFINED follows at once, to the level itself.
MUndefined(c) ==
    /\ Quiet /\ world[c].pending # "none" /\ Level(c) = 1
    /\ world' = [world EXCEPT ![c].pending = "none", ![c].machine = "undefined"]
    /\ UndefinedCall(c)
    /\ Unchanged

MToItself(c) ==
    /\ Quiet /\ world[c].machine = "undefined"
    /\ world' = [world EXCEPT ![c].machine = "none"]
    /\ Entry(Exchange(c, "none", 1, 1, <<>>), Unseen)
    /\ Unchanged

MException(c) ==
    /\ Quiet /\ Free(c) /\ world[c].open = <<>>
    /\ world' = [world EXCEPT ![c].last = <<>>,
                    ![c].open = <<[fn |-> "exception", from |-> 1, to |-> 2, seen |-> FALSE,
                                got |-> <<>>]>>]
    /\ Entry(Exchange(c, "none", 1, 2, <<Interrupted>>), Unseen)
    /\ Unchanged

MMachine(c) ==
    /\ Quiet /\ world[c].pending # "none" /\ Level(c) = 1
    /\ world' = [world EXCEPT ![c].pending = "none", ![c].machine = world[c].pending]
    /\ Handled(Exchange(c, "smc", 1, 3, <<>>))
    /\ Unchanged

MLost ==
    /\ Quiet
    /\ world' = [c \in Processors |->
            [world[c] EXCEPT !.last = <<>>,
                !.open = [i \in 1 .. Len(@) |-> [@[i] EXCEPT !.seen = FALSE]],
                !.pending = "none", !.machine = "none"]]
    /\ Lost
    /\ Unchanged

(* Returns: what happens in the machine, and then its event. *)

Owes(c, e) ==
    /\ due' = <<e>>
    /\ UNCHANGED <<run, cpus, callees, others, narrow, starts, left, away, begun, wrong>>

MAnswer(c) ==
    /\ Quiet /\ IsOpenCall(c) /\ Free(c)
    /\ \E n \in ItsAnswers(c) :
        /\ world' = [world EXCEPT ![c].open = GivenTo(Tail(@), n),
                        ![c].last = IF world[c].open[1].seen THEN <<AnswerTo(c, n)>> ELSE <<>>]
        /\ Owes(c, AnswerTo(c, n))

ByMachine(c, n, last) ==
    LET fn == world[c].machine
    IN  [Back(c, Unseen, Unseen, Behind(c, 1),
              Regs(Functions[fn].fid, n, c, 1, last)) EXCEPT !.mode = "none"]
IsByMachine(c) == world[c].machine \notin {"none", "undefined"}

MMachineAnswers(c) ==
    /\ Quiet /\ IsByMachine(c)
    /\ world' = [world EXCEPT ![c].machine = "none"]
    /\ \E n \in Functions[world[c].machine].answers : Owes(c, ByMachine(c, n, Own(c, 1)))

MResume(c) ==
    /\ Quiet /\ world[c].open # <<>> /\ ~IsOpenCall(c) /\ Free(c)
    /\ world' = [world EXCEPT ![c].open = Tail(@)]
    /\ Owes(c, Back(c, 2, 1, Interrupted, Before(c, 1, "affinity")))

\* The hypervisor goes back to its guest elsewhere, and never answers.
MLeave(c) ==
    /\ Quiet /\ Seen(c) /\ Free(c) /\ Level(c) = 2
    /\ world' = [world EXCEPT ![c].open = Tail(@)]
    /\ Owes(c, Back(c, 2, 1, 55, Before(c, 1, "affinity")))

MReturn ==
    /\ due # <<>>
    /\ Return(due[1])
    /\ due' = <<>>
    /\ UNCHANGED <<begun, world, wrong>>

MCInit == Init /\ begun = FALSE /\ world = [c \in Processors |-> Idle] /\ due = <<>> /\ wrong = "none"

(***************************************************************************)
(* Events that break a rule.  The condition is the one under which the     *)
(* rule decides it.                                                        *)
(***************************************************************************)

Some(c) == CHOOSE n \in ItsAnswers(c) : TRUE
Changing(e) == [e EXCEPT !.regs = Regs(e.regs.fid, e.regs.w[0], e.cpu, e.to, 99)]

\* The caller of the call that is open makes it again.
OnTheCall(c) ==
    LET top == world[c].open[1]
    IN  Back(c, top.to, top.from, Behind(c, top.from) - 4,
             Given(c, top.from, top.fn, Some(c)))

Offered(rule, condition, event) ==
    /\ condition
    /\ event
    /\ wrong' = rule
    /\ UNCHANGED <<begun, world, due>>

Answerable(c) == Quiet /\ Seen(c) /\ Free(c)
Of(c, fn) == Answerable(c) /\ world[c].open[1].fn = fn
Callee(c) == callees[world[c].open[1].to]

WrongReturn(c) ==
    \/ Offered("REG-PRESERVED", Witness("REG-PRESERVED", Of(c, "affinity")),
            Return(Changing(AnswerTo(c, Some(c)))))
    \/ Offered("REG-PRESERVED of the machine",
            Witness("REG-PRESERVED of the machine", Quiet /\ IsByMachine(c)),
            Return(ByMachine(c, CHOOSE n \in Functions[world[c].machine].answers : TRUE, 99)))
    \/ Offered("RET-RESUME", Witness("RET-RESUME", Of(c, "affinity")), Return(OnTheCall(c)))
    \/ Offered("RES-SHIM",
            Witness("RES-SHIM", Of(c, "affinity") /\ world[c].open[1].got # <<>>),
            Return(AnswerTo(c, 1)))
    \/ Offered("RES-CODE", Witness("RES-CODE", Of(c, "affinity") /\ Callee(c).psci # Unseen),
            Return(AnswerTo(c, 5)))
    \/ Offered("FID-OWNER", Witness("FID-OWNER", Of(c, "reserved")), Return(AnswerTo(c, 7)))
    \/ Offered("PSC-VERSION", Witness("PSC-VERSION", Of(c, "version")), Return(AnswerTo(c, -5)))
    \/ Offered("RES-UNKNOWN", Witness("RES-UNKNOWN", Of(c, "newer")), Return(AnswerTo(c, 0)))
    \/ Offered("SEQ-YIELDING",
            Witness("SEQ-YIELDING", Of(c, "identity") /\ Callee(c).optee),
            Return(AnswerTo(c, -65532)))
    \/ Offered("SEQ-ONE-ANSWER",
            Witness("SEQ-ONE-ANSWER", Quiet /\ world[c].last # <<>> /\ Free(c)),
            Return(world[c].last[1]))
    \/ Offered("SEQ-CALLER", Witness("SEQ-CALLER", Answerable(c)),
            Return([AnswerTo(c, Some(c)) EXCEPT !.to = 0]))
    \/ Offered("SEQ-NESTING", Witness("SEQ-NESTING", Answerable(c) /\ SeenFrames(c) = 2),
            Return(Back(c, 2, 1, Behind(c, 1), Before(c, 1, "affinity"))))

WrongEnd == \E l \in left : Offered("SEQ-ENDS", Witness("SEQ-ENDS", Quiet), End(l.line))

MCNext ==
    \/ MBegin \/ MLost \/ MReturn \/ WrongEnd
    \/ \E c \in Processors :
        \/ \E fn \in DOMAIN Functions : MCall(c, fn)
        \/ MTake(c) \/ MAnswer(c) \/ WrongReturn(c)
    \/ MSkip(0) \/ MUndefined(0) \/ MToItself(0) \/ MException(0) \/ MMachine(0)
    \/ MMachineAnswers(0) \/ MResume(0) \/ MLeave(0)

Spec == MCInit /\ [][MCNext]_all

(***************************************************************************)
(* What holds                                                              *)
(***************************************************************************)

IsCallRecord(call) ==
    /\ call.insn \in {"hvc", "smc"} /\ call.from \in Levels /\ call.to \in Levels
    /\ call.from < call.to /\ Len(call.inner) <= 1

TypeOK ==
    Witness("TypeOK", TRUE) =>
        /\ DOMAIN cpus \subseteq Processors
        /\ \A c \in DOMAIN cpus :
              /\ Len(cpus[c].open) <= 2
              /\ \A i \in 1 .. Len(cpus[c].open) : IsCallRecord(cpus[c].open[i])
              /\ cpus[c].handled = NoCall \/ cpus[c].handled.to = 3
        /\ Len(others) <= Others
        /\ \A l \in left : l.from = 1 /\ l.cpu \in Processors

\* What is known of a callee leaves it a version.
CalleesHaveVersions ==
    \A el \in Levels :
        Witness("CalleesHaveVersions", begun) =>
            callees[el].versions # {} /\ callees[el].versions \subseteq Versions

\* No event that breaks a rule is a step: by the event.
AnswersAreJudged ==
    Witness("AnswersAreJudged", begun) =>
        wrong \notin {"REG-PRESERVED", "RES-SHIM", "RES-CODE", "FID-OWNER", "PSC-VERSION",
                      "SEQ-CALLER", "SEQ-NESTING"}
MachinesAnswersAreJudged ==
    Witness("MachinesAnswersAreJudged", begun) => wrong # "REG-PRESERVED of the machine"
SecondAnswerIsNoStep == Witness("SecondAnswerIsNoStep", begun) => wrong # "SEQ-ONE-ANSWER"
UnansweredIsNoEnd    == Witness("UnansweredIsNoEnd", begun) => wrong # "SEQ-ENDS"
ElsewhereIsNoStep    == Witness("ElsewhereIsNoStep", begun) => wrong # "RET-RESUME"
NewerIsNoStep        == Witness("NewerIsNoStep", begun) => wrong # "RES-UNKNOWN"
NotDoneIsNoStep      == Witness("NotDoneIsNoStep", begun) => wrong # "SEQ-YIELDING"

\* What a handler of the machine does is in order.
ReturnsAreInOrder ==
    \A i \in 1 .. Len(due) :
        LET e == due[i]
            s == Cpu(e.cpu)
            ordered == Ordered(e, e.from = Unseen)
        IN  Witness("ReturnsAreInOrder", ordered) =>
                /\ SEQ_ONE_ANSWER(e, s, ordered) /\ SEQ_CALLER(e, s, e.cpu, ordered)
                /\ SEQ_NESTING(e, s, ordered) /\ RET_RESUME(e, s, IsLookedAt(e, s, ordered))

\* What the specification takes for open is what the machine has open and was seen.
OpenAsInTheWorld ==
    \A c \in Processors :
        Witness("OpenAsInTheWorld", due = <<>>) => Len(Cpu(c).open) = SeenFrames(c)

\* Nothing is left of a call that was not taken, or that was.
NothingPending ==
    \A c \in Processors :
        Witness("NothingPending", due = <<>> /\ Free(c) /\ Cpu(c).ran) => Cpu(c).pending = <<>>

=============================================================================
