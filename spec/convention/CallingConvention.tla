-------------------------- MODULE CallingConvention --------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* Calls of the SMC Calling Convention (SMCCC), and of PSCI as its most    *)
(* used owner, from a client at EL1 through a hypervisor at EL2 to         *)
(* firmware at EL3, step by step, on two processors.                       *)
(*                                                                         *)
(* Modelled: HVC and SMC, taken, trapped (HCR_EL2.TSC) or direct; EL2      *)
(* answers by itself, forwards, shims (it offers PSCI and makes an SMC of  *)
(* its own), refuses, injects an Undefined Instruction exception, or hands *)
(* to its vendor's part; firmware answers, refuses, works at a yielding    *)
(* call that interrupts preempt, and starts and stops processors; a call   *)
(* tried at EL0, which is none; two guests that share a processor, also    *)
(* while EL2 is in the middle of a call of one of them; interrupts to EL2  *)
(* and to EL3 between any two steps that do not mask them (EL3 masks them  *)
(* in fast calls, EL2 masks its own).                                      *)
(* Left out: the bits of an identifier and of a result (a call has fields  *)
(* that say how it is spelled; a result is a code), state other than       *)
(* general-purpose registers, S-EL1 (firmware and Trusted OS are one),     *)
(* failed conditions, IT and BTYPE (Syndrome.tla), AArch32 firmware, what  *)
(* was before SMCCC 1.0.                                                   *)
(* Checked elsewhere: MCCallingConvention has the bounds and the rules;    *)
(* MCConventionContract holds what is said here of registers, widths,      *)
(* hints and functions against Contract.tla, which has it in full.         *)
(*                                                                         *)
(* Registers hold labels that say whose value they hold: a client's own    *)
(* (its name), "zero", "el2", "el3", a result ("to" and for whom), a       *)
(* context identifier ("ctx" and the entry), and "stale", what is left of  *)
(* a copy once its owner runs again.  REG_NO_LEAK is checked by these      *)
(* labels and not by self-composition.  That suffices, since every step    *)
(* moves whole registers or writes a constant or a result, and no step     *)
(* branches on a label: what flows, flows by a move.  What a client learns *)
(* from when it runs, and from which code it gets, is not covered.         *)
(*                                                                         *)
(* Registers, each for those that every version treats alike:              *)
(*   x0   result in every version           up   bits 63:32 of X0          *)
(*   x2   X1-X3, result in every version, and nothing where there is none  *)
(*   x5   X4-X7, argument and, from 1.2, result of 32-bit calls too        *)
(*   x9   X8-X17, from 1.2 argument and result of 64-bit calls only        *)
(*   x19  X18-X30 and SP, preserved in every version                       *)
(* A move never takes one register to another: a mix-up is not covered.    *)
(*                                                                         *)
(* A call      conduit  "hvc" or "smc";  imm: whether it is not zero       *)
(*             fn       what its number is in its owner's range            *)
(*             wide     64-bit;  reserved: bits 23:17 are not zero         *)
(*             hint     bit 16;  upper: bits 63:32 of X0 and of the        *)
(*                      arguments of a 32-bit call are not zero            *)
(*             good     whether its arguments are valid                    *)
(*             entry    where CPU_ON or CPU_SUSPEND asks to start          *)
(* A case      el2, tsc whether there is EL2, and whether it traps SMC     *)
(*             psci     "forward", "shim" or "virtual" (by EL2 alone)      *)
(*             v2, v3   the versions of EL2 and EL3, as SmcccVersion counts*)
(*             st       64 or 32: the clients' execution state             *)
(*             on       clients that are there at the start                *)
(*             calls    what each client may call;  el0: or try at EL0     *)
(*             parks    whether EL2 changes guests while a call is open    *)
(*             irqs     of {2, 3}: interrupts to EL2 and to EL3            *)
(*             has, offers  optional functions of firmware, and of EL2     *)
(*             reserved "undef" or "refuse": SMC with an immediate         *)
(*             unknown  "refuse" or "forward": no function of a known owner*)
(*             ids      whether EL2 tells firmware who calls               *)
(*             resumes  "el2" or "guest": who resumes a preempted call     *)
(*             polite   a client resumes what was preempted, and only that *)
(*             calms    whether interrupts may come to an end              *)
(*                                                                         *)
(* Sources: Arm DEN 0028 (SMCCC) chapters 2 to 6 and its zero-immediate    *)
(* rule; DEN 0022 (PSCI) chapter 5; DDI 0487 D1 for return addresses.      *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, Witness

CONSTANT Cases          \* records as above

VARIABLES
    name,       \* of the case, chosen at the start
    cpu,        \* [processor -> who runs at EL1, open exceptions, registers]
    cl,         \* [client -> what it does, and what came of its last call]
    thread,     \* [caller as firmware knows it -> its preempted call: whose it is, or "none"]
    power,      \* [processor -> "on", "off" or "asleep"], as firmware has it
    boot,       \* [processor -> where firmware will start it, or "none"]
    due,        \* [client -> where EL2 will start it, or "none"]
    owed,       \* [client -> the entry of a CPU_ON or suspend that has succeeded].  History only.
    quiet       \* whether there will be no more interrupts

vars == <<name, cpu, cl, thread, power, boot, due, owed, quiet>>

CaseOf == [n \in {c.name : c \in Cases} |-> CHOOSE c \in Cases : c.name = n]
given  == CaseOf[name]

(***************************************************************************)
(* Vocabulary                                                              *)
(***************************************************************************)

Cpus    == {"cpu0", "cpu1"}
Clients == {"a0", "a1", "b0"}           \* two of guest A, one of guest B
CpuOf(c)   == IF c = "a1" THEN "cpu1" ELSE "cpu0"
Sibling(c) == IF c = "a0" THEN "a1" ELSE "a0"
On(k)      == {c \in Clients : CpuOf(c) = k}

Registers == {"x0", "up", "x2", "x5", "x9", "x19"}
All(label) == [r \in Registers |-> label]
To(who)    == "to " \o who
Context(entry) == "ctx " \o entry

V1_1 == 2       V1_2 == 3       V1_3 == 4

Success == 0       Preempted == 1       NotSupported == -1   InvalidParameters == -2
Denied == -3       AlreadyOn == -4      OnPending == -5      InternalFailure == -6
NotYet == 99                            \* no code

\* When they succeed (PSC_NO_RETURN).  Three ways for PSCI's nine functions, which
\* MCConventionContract.tla holds against the table: "off" is CPU_OFF and CPU_FREEZE; "suspend" is
\* CPU_SUSPEND to a powerdown state, CPU_DEFAULT_SUSPEND and SYSTEM_SUSPEND; "sysoff" is
\* SYSTEM_OFF, SYSTEM_RESET, SYSTEM_RESET2 and SYSTEM_OFF2.  "standby" is CPU_SUSPEND that returns.
NoReturn  == {"off", "suspend", "sysoff"}
Power     == NoReturn \cup {"on", "standby"}
Psci      == Power \cup {"features", "optional"}
Trusted   == {"work", "resume"}                 \* yielding calls of the Trusted OS
Functions == Psci \cup Trusted \cup {"version", "uid", "rich", "hyp"}
OnlyNarrow == {"version", "features", "off", "sysoff", "uid"}   \* have no 64-bit identifier

OwnerOf(fn) == CASE fn = "hyp" -> "hypervisor"
                 [] fn \in Psci -> "standard"
                 [] fn \in Trusted -> "trusted os"
                 [] fn = "rich" -> "silicon provider"
                 [] fn = "gap" -> "nobody"
                 [] OTHER -> "architecture"

NoCall   == [conduit |-> "none", fn |-> "none", wide |-> FALSE, reserved |-> FALSE, hint |-> FALSE,
             upper |-> FALSE, imm |-> FALSE, good |-> TRUE, entry |-> "none"]
Unserved == [fn |-> "none", by |-> 0, mine |-> TRUE]
NoFrame  == [kind |-> "none", to |-> 0, by |-> "none", trap |-> FALSE, elr |-> 0, call |-> NoCall,
             phase |-> "none", route |-> "none", code |-> NotYet, got |-> NotYet, fits |-> TRUE,
             served |-> Unserved, save |-> All("stale"), sent |-> All("stale"), back |-> 1,
             receipt |-> "el2", above |-> 0]
Idle(phase) == [phase |-> phase, call |-> NoCall, at |-> 0, code |-> NotYet, got |-> NotYet,
                fits |-> TRUE, served |-> Unserved, answers |-> 0, receipt |-> "none", above |-> 0,
                route |-> "none", ctx |-> All("stale"), parked |-> <<>>, owes |-> FALSE,
                start |-> "none", level |-> 1, was |-> "none"]

Frames(k) == cpu[k].frames
Depth(k)  == Len(Frames(k))
Top(k)    == Frames(k)[Depth(k)]
AtEl1(k)  == Depth(k) = 0 /\ cpu[k].now # "none"
Handles(k, level, kind, phase) ==
    Depth(k) > 0 /\ Top(k).to = level /\ Top(k).kind = kind /\ Top(k).phase = phase
WithTop(k, frame) == [Frames(k) EXCEPT ![Depth(k)] = frame]
SetTop(k, frame)  == cpu' = [cpu EXCEPT ![k].frames = WithTop(k, frame)]
Pushed(k, frame)  == Append(Frames(k), frame)
Below(k)  == SubSeq(Frames(k), 1, Depth(k) - 1)
PowerKept == UNCHANGED <<power, boot, due, owed>>

(***************************************************************************)
(* What a call names, and what it leaves                                   *)
(***************************************************************************)

IdentifierSeen(call) == call.fn                                     \* FID_WIDTH: W0 only
ReservedClear(call)  == ~call.reserved                              \* FID_RESERVED_BITS
HintTaken(call, v)   == call.hint => v >= V1_3                      \* FID_SVE_HINT
HasImmediate(call)   == call.imm                                    \* FID_ZERO_IMMEDIATE
WidthFits(call, st)  == (call.wide => st = 64) /\ (call.wide => call.fn \notin OnlyNarrow)

\* Whether a level of that version finds a function by that call, from that execution state.
Recognised(call, v, st) ==
    /\ IdentifierSeen(call) \in IF v < V1_2 THEN Functions \ {"rich"} ELSE Functions
    /\ ReservedClear(call) /\ HintTaken(call, v) /\ WidthFits(call, st)

\* A callee looks at bits 31:0 of the arguments of a 32-bit call (REG_UPPER_HALVES).
Valid(call) == call.good

ResultsOf(fn, wide) ==
    {"x0"} \cup (IF wide THEN {"up"} ELSE {})
           \cup (IF fn \in {"uid", "rich"} THEN {"x2"} ELSE {})
           \cup (IF fn = "rich" THEN {"x5"} ELSE {})
           \cup (IF fn = "rich" /\ wide THEN {"x9"} ELSE {})

\* What a callee of that version need not keep, for a caller in that state, where the function has
\* no result.
MayChange(r, v, st) == r \in {"x0", "up", "x2"} \/ (r \in {"x5", "x9"} /\ v < V1_1 /\ st = 64)

\* Registers at the return of a call: results, what was there, or zero where the callee clears.
After(save, results, who, v, st, clears) ==
    [r \in Registers |-> IF r \in results THEN To(who)
                         ELSE IF clears /\ MayChange(r, v, st) THEN "zero" ELSE save[r]]

(***************************************************************************)
(* Clients                                                                 *)
(***************************************************************************)

\* Trapped: the return address is the SMC itself.  Taken: it is behind the call.
Taken(call) ==
    IF call.conduit = "hvc" THEN [to |-> 2, trap |-> FALSE, elr |-> 1]
    ELSE IF given.el2 /\ given.tsc THEN [to |-> 2, trap |-> TRUE, elr |-> 0]
    ELSE [to |-> 3, trap |-> FALSE, elr |-> 1]

MayCall(c, call) == given.polite => (call.fn = "resume") = cl[c].owes

Call(c, call) ==
    /\ AtEl1(CpuOf(c)) /\ cpu[CpuOf(c)].now = c /\ cl[c].phase = "run"
    /\ call \in given.calls[c] /\ MayCall(c, call)
    /\ LET how == Taken(call)
       IN cpu' = [cpu EXCEPT ![CpuOf(c)].frames = <<[NoFrame EXCEPT !.kind = "call", !.by = c,
                    !.to = how.to, !.trap = how.trap, !.elr = how.elr, !.call = call,
                    !.phase = "taken"]>>]
    /\ cl' = [cl EXCEPT ![c] = [Idle("called") EXCEPT !.call = call, !.owes = cl[c].owes]]
    /\ UNCHANGED <<name, thread, quiet>> /\ PowerKept
    /\ Witness("action Call", TRUE)

\* HVC and SMC are UNDEFINED at EL0: the client's own EL1 gets an exception, and nobody a call.
CallFromEl0(c) ==
    /\ given.el0 /\ AtEl1(CpuOf(c)) /\ cpu[CpuOf(c)].now = c /\ cl[c].phase = "run"
    /\ cl' = [cl EXCEPT ![c].phase = "undef"]
    /\ UNCHANGED <<name, cpu, thread, quiet>> /\ PowerKept
    /\ Witness("action CallFromEl0", TRUE)

\* Whether it has a call to resume: one was preempted, and has not been done since.
Owes(c) == IF cl[c].call.fn \in Trusted /\ cl[c].code >= Success /\ cl[c].code # NotYet
           THEN cl[c].code = Preempted ELSE cl[c].owes

\* The client has seen what came of its call, and computes: every register is its own again.
Continue(c) ==
    /\ AtEl1(CpuOf(c)) /\ cpu[CpuOf(c)].now = c
    /\ cl[c].phase \in {"returned", "undef", "started"}
    /\ cl' = [cl EXCEPT ![c] = [Idle("run") EXCEPT !.owes = Owes(c)]]
    /\ cpu' = [cpu EXCEPT ![CpuOf(c)].regs = All(c)]
    /\ UNCHANGED <<name, thread, quiet>> /\ PowerKept
    /\ Witness("action Continue", TRUE)

\* What a caller takes for the result of a 32-bit call: W0, whatever is above it.
Understood(c) == cl[c].code

(***************************************************************************)
(* Interrupts, and entry to a handler                                      *)
(***************************************************************************)

Interruptible(k, to) ==
    IF to = 2 THEN given.el2 /\ AtEl1(k)
    ELSE AtEl1(k) \/ (Depth(k) > 0 /\ Top(k).to = 2)

Interrupt(k, to) ==
    /\ ~quiet /\ to \in given.irqs /\ Interruptible(k, to)
    /\ cpu' = [cpu EXCEPT ![k].frames = Pushed(k, [NoFrame EXCEPT !.kind = "irq", !.to = to,
                 !.by = IF Depth(k) = 0 THEN cpu[k].now ELSE "el2", !.phase = "taken"])]
    /\ UNCHANGED <<name, cl, thread, quiet>> /\ PowerKept
    /\ Witness("action Interrupt", TRUE)

Calm ==
    /\ given.calms /\ ~quiet /\ quiet' = TRUE
    /\ UNCHANGED <<name, cpu, cl, thread>> /\ PowerKept
    /\ Witness("action Calm", TRUE)

OwnLabel(level) == IF level = 2 THEN "el2" ELSE "el3"

\* What of the interrupted, or calling, context an entry keeps.
Saved(k) == cpu[k].regs

Save(k) ==
    /\ Depth(k) > 0 /\ Top(k).phase = "taken"
    /\ cpu' = [cpu EXCEPT ![k].regs = All(OwnLabel(Top(k).to)),
                          ![k].frames = WithTop(k, [Top(k) EXCEPT !.phase = "saved",
                                                                  !.save = Saved(k)])]
    /\ UNCHANGED <<name, cl, thread, quiet>> /\ PowerKept
    /\ Witness("action Save", TRUE)

\* An interrupt returns to where it came from, and nothing has moved.
Restored(frame) == frame.save
ResumeInterrupted(k, level) ==
    /\ Handles(k, level, "irq", "saved")
    /\ cpu' = [cpu EXCEPT ![k].regs = Restored(Top(k)), ![k].frames = Below(k)]
    /\ UNCHANGED <<name, cl, thread, quiet>> /\ PowerKept
    /\ Witness("action ResumeInterrupted", TRUE)

\* Who runs next gets its registers, or goes on in the middle of its call.
Loaded(d) == cl[d].ctx
SwitchTo(k, d, left) ==
    /\ cpu' = [cpu EXCEPT ![k].now = d,
                 ![k].frames = cl[d].parked,
                 ![k].regs = IF cl[d].parked = <<>> THEN Loaded(d) ELSE All("el2")]
    /\ cl' = [c \in Clients |->
                 IF c = d THEN [cl[c] EXCEPT !.ctx = All("stale"), !.parked = <<>>]
                 ELSE IF c = cpu[k].now THEN left ELSE cl[c]]

Runnable(k, d) == d \in On(k) /\ d # cpu[k].now /\ cl[d].phase \notin {"off", "asleep", "ended"}

\* EL2 gives the processor to another guest at an interrupt.
SwitchGuest(k, d) ==
    /\ Handles(k, 2, "irq", "saved") /\ Runnable(k, d)
    /\ SwitchTo(k, d, [cl[cpu[k].now] EXCEPT !.ctx = Top(k).save])
    /\ UNCHANGED <<name, thread, quiet>> /\ PowerKept
    /\ Witness("action SwitchGuest", TRUE)

\* EL2 gives it away in the middle of a call, with no call of its own open.
Park(k, d) ==
    /\ given.parks /\ Depth(k) = 1 /\ Top(k).to = 2 /\ Top(k).kind = "call"
    /\ Top(k).phase \in {"saved", "served", "ready"} /\ Runnable(k, d)
    /\ SwitchTo(k, d, [cl[cpu[k].now] EXCEPT !.parked = Frames(k)])
    /\ UNCHANGED <<name, thread, quiet>> /\ PowerKept
    /\ Witness("action Park", TRUE)

\* A processor that EL2 has idle goes to a guest that can run.
Schedule(k, d) ==
    /\ power[k] = "on" /\ cpu[k].now = "none" /\ Runnable(k, d)
    /\ SwitchTo(k, d, cl[d])
    /\ UNCHANGED <<name, thread, quiet>> /\ PowerKept
    /\ Witness("action Schedule", TRUE)

(***************************************************************************)
(* Answers                                                                 *)
(***************************************************************************)

Answered(k)         == Depth(k)             \* SEQ_NESTING: the innermost
Receiver(k, caller) == caller               \* SEQ_CALLER
Without(frames, n)  == SubSeq(frames, 1, n - 1) \o SubSeq(frames, n + 1, Len(frames))
Popped(k)           == Without(Frames(k), Answered(k))      \* SEQ_ONE_ANSWER

\* The answer of the handler that runs, with those registers, to whoever called.
Deliver(k, regs) ==
    LET f == Top(k)
        whose == Frames(k)[Answered(k)].by
        who == Receiver(k, whose)
        rest == Popped(k)
        above == Depth(k) - Answered(k)
    IN IF who = "el2"
       THEN /\ cpu' = [cpu EXCEPT ![k].regs = regs, ![k].frames =
                [rest EXCEPT ![Len(rest)].phase = "answered", ![Len(rest)].got = f.code,
                             ![Len(rest)].back = f.elr, ![Len(rest)].served = f.served,
                             ![Len(rest)].receipt = whose, ![Len(rest)].above = above]]
            /\ UNCHANGED cl
       ELSE /\ cpu' = [cpu EXCEPT ![k].regs = regs, ![k].frames = rest]
            /\ cl' = [cl EXCEPT ![who].phase = "returned", ![who].at = f.elr, ![who].code = f.code,
                        ![who].got = f.got, ![who].fits = f.fits, ![who].served = f.served,
                        ![who].answers = @ + 1, ![who].receipt = whose, ![who].above = above,
                        ![who].route = f.route]

(***************************************************************************)
(* PSCI, for whichever level answers it                                    *)
(***************************************************************************)

\* What EL2 answers a CPU_ON without asking: its own view of the target comes first.
OnByEl2(c) == CASE cl[Sibling(c)].phase # "off" -> AlreadyOn
                [] due[Sibling(c)] # "none" -> OnPending
                [] OTHER -> Success

\* What a client may be answered by what stands for firmware, by history alone (RES_SHIM).
Expected(c, call) ==
    CASE call.fn = "on" -> IF ~call.good THEN {InvalidParameters}
                           ELSE IF cl[Sibling(c)].phase # "off" THEN {AlreadyOn}
                           ELSE IF owed[Sibling(c)] # "none" THEN {OnPending}
                           ELSE {Success, InternalFailure}
      [] call.fn = "features" -> {IF "optional" \in given.has \cap given.offers THEN Success
                                  ELSE NotSupported}
      [] call.fn = "suspend" -> IF call.good THEN {Success, Denied} ELSE {InvalidParameters}
      [] call.fn = "off" -> {Success, Denied}
      [] OTHER -> {Success}

\* History of what has been promised: more than one start is a mistake.
Owing(c, entry) == [owed EXCEPT ![c] = IF @ = "none" THEN entry ELSE "twice"]

\* Processors that run no more, and clients that are gone.
Gone(clients, phase) == [c \in Clients |-> IF c \in clients THEN Idle(phase) ELSE cl[c]]
Empty == [now |-> "none", frames |-> <<>>, regs |-> All("zero")]
Emptied(ks) == [k \in Cpus |-> IF k \in ks THEN Empty ELSE cpu[k]]

(***************************************************************************)
(* The hypervisor                                                          *)
(***************************************************************************)

Offered == given.offers \cap given.has
FeatureSaid == IF "optional" \in Offered THEN Success ELSE NotSupported

\* Which way a call goes at EL2.
Route(c, call) ==
    CASE HasImmediate(call) -> IF call.conduit = "hvc" THEN "vendor" ELSE given.reserved
      [] ~Recognised(call, given.v2, given.st) ->
             IF call.fn = "nothing" THEN given.unknown ELSE "refuse"
      [] OwnerOf(call.fn) = "hypervisor" -> "local"
      [] call.fn = "optional" /\ given.psci # "forward" ->
             IF "optional" \in Offered THEN given.psci ELSE "refuse"
      [] call.fn = "features" /\ given.psci # "forward" -> "local"
      [] call.fn \in Psci -> given.psci
      [] OTHER -> "forward"

\* The code of what EL2 answers by itself, other than what stops or starts something.
LocalCode(c, call) ==
    CASE ~Valid(call) -> InvalidParameters
      [] call.fn = "features" -> FeatureSaid
      [] call.fn = "on" -> OnByEl2(c)
      [] OTHER -> Success

Answering(k, route, fn, code) ==
    LET f == Top(k)
    IN [f EXCEPT !.phase = "served", !.route = route, !.code = code,
                 !.served = [Unserved EXCEPT !.fn = fn, !.by = 2],
                 !.fits = route = "virtual" => code \in Expected(f.by, f.call),
                 !.save = After(f.save, ResultsOf(fn, f.call.wide), f.by, given.v2, given.st,
                               FALSE)]

RefusalCode == NotSupported
Refuse(k) == SetTop(k, [Answering(k, "refuse", "none", RefusalCode) EXCEPT !.served = Unserved])

\* A guest's processor that EL2 has stopped is idle at EL2.
VirtualEffect(k, c, call) ==
    CASE call.fn = "off" ->
           /\ cl' = Gone({c}, "off") /\ cpu' = Emptied({k}) /\ UNCHANGED <<due, owed>>
      [] call.fn = "suspend" ->
           /\ cl' = Gone({c}, "asleep") /\ cpu' = Emptied({k})
           /\ due' = [due EXCEPT ![c] = call.entry] /\ owed' = Owing(c, call.entry)
      [] call.fn = "sysoff" ->          \* the guest ends, and the other one does not
           LET mine == {"a0", "a1"}
               ks == {j \in Cpus : cpu[j].now \in mine}
           IN /\ \A j \in Cpus : Depth(j) > 0 => Top(j).to = 2
              /\ cl' = Gone(mine, "ended") /\ cpu' = Emptied(ks)
              /\ due' = [d \in Clients |-> "none"] /\ owed' = [d \in Clients |-> "none"]

Dispatch(k) ==
    /\ Handles(k, 2, "call", "saved")
    /\ LET f == Top(k)
           c == f.by
           call == f.call
           route == Route(c, call)
       IN CASE route = "refuse" -> Refuse(k) /\ UNCHANGED <<cl, due, owed>>
            [] route = "undef" ->
                 SetTop(k, [f EXCEPT !.phase = "ready", !.route = "undef"])
                 /\ UNCHANGED <<cl, due, owed>>
            [] route = "vendor" ->
                 SetTop(k, Answering(k, "vendor", "vendor", Success)) /\ UNCHANGED <<cl, due, owed>>
            [] route = "virtual" /\ call.fn \in NoReturn /\ Valid(call) ->
                 VirtualEffect(k, c, call)
            [] route \in {"local", "virtual"} ->
                 LET code == LocalCode(c, call)
                     starts == call.fn = "on" /\ code = Success
                 IN /\ SetTop(k, Answering(k, IF call.fn \in Psci THEN "virtual" ELSE "local",
                                           call.fn, code))
                    /\ due' = IF starts THEN [due EXCEPT ![Sibling(c)] = call.entry] ELSE due
                    /\ owed' = IF starts THEN Owing(Sibling(c), call.entry) ELSE owed
                    /\ UNCHANGED cl
            [] route = "shim" /\ call.fn = "on" /\ Valid(call) /\ OnByEl2(c) # Success ->
                 SetTop(k, Answering(k, "virtual", "on", OnByEl2(c)))
                 /\ UNCHANGED <<cl, due, owed>>
            [] OTHER -> SetTop(k, [f EXCEPT !.phase = "asking", !.route = route])
                        /\ UNCHANGED <<cl, due, owed>>
    /\ UNCHANGED <<name, thread, power, boot, quiet>>
    /\ Witness("action Dispatch", TRUE)

Claimant(f) == IF f.call.fn = "on" THEN Sibling(f.by) ELSE f.by
Claims(f)   == f.route = "shim" /\ f.call.fn \in {"on", "suspend"} /\ f.call.good
Releases(f) == Claims(f) /\ f.got # Success

\* The SMC that EL2 makes: the guest's, or one of its own that starts and ends at EL2.
Forwarded(call) == [call EXCEPT !.conduit = "smc", !.hint = @ /\ given.v3 >= V1_3]
OwnCall(f) ==
    CASE f.got = Preempted -> [Forwarded(f.call) EXCEPT !.fn = "resume"]
      [] f.route = "shim" -> [NoCall EXCEPT !.conduit = "smc", !.fn = f.call.fn,
                                !.wide = f.call.fn \in {"on", "suspend"}, !.good = f.call.good,
                                !.entry = IF f.call.entry = "none" THEN "none" ELSE "el2"]
      [] OTHER -> Forwarded(f.call)
Passed(f) == [r \in Registers |-> IF f.route = "shim" \/ r = "x19" THEN "el2" ELSE f.save[r]]

CallFirmware(k) ==
    /\ Handles(k, 2, "call", "asking")
    /\ LET f == Top(k)
           inner == [NoFrame EXCEPT !.kind = "call", !.by = "el2", !.to = 3, !.elr = 1,
                                    !.call = OwnCall(f), !.phase = "taken"]
       IN /\ cpu' = [cpu EXCEPT ![k].regs = Passed(f), ![k].frames = Append(
                WithTop(k, [f EXCEPT !.phase = "asked", !.sent = Passed(f)]), inner)]
          /\ due' = IF Claims(f) THEN [due EXCEPT ![Claimant(f)] = f.call.entry] ELSE due
    /\ UNCHANGED <<name, cl, thread, power, boot, owed, quiet>>
    /\ Witness("action CallFirmware", TRUE)

ShimCode(code) == code                      \* RES_SHIM
Results(f) == ResultsOf(IF f.served.fn = "none" THEN "none" ELSE f.call.fn, f.call.wide)

\* Results are the guest's where they were EL2's; everything else stays as the guest had it.
Copied(k, f) ==
    [r \in Registers |-> IF r \notin Results(f) THEN f.save[r]
                         ELSE IF cpu[k].regs[r] = To("el2") \/ f.route = "shim" THEN To(f.by)
                         ELSE cpu[k].regs[r]]

\* A call that EL2 resumed by itself is the call that was preempted.
Done(f) == IF given.resumes = "el2" /\ f.call.fn = "work" /\ f.served.fn = "resume"
           THEN [f.served EXCEPT !.fn = "work"] ELSE f.served

Collect(k) ==
    /\ Handles(k, 2, "call", "answered")
    /\ LET f == Top(k)
       IN IF f.got = Preempted /\ given.resumes = "el2"
          THEN SetTop(k, [f EXCEPT !.phase = "asking"]) /\ UNCHANGED due
          ELSE /\ SetTop(k, [f EXCEPT !.phase = "served", !.save = Copied(k, f), !.served = Done(f),
                       !.code = IF f.route = "shim" THEN ShimCode(f.got) ELSE f.got])
               /\ due' = IF Releases(f) THEN [due EXCEPT ![Claimant(f)] = "none"] ELSE due
    /\ UNCHANGED <<name, cl, thread, power, boot, owed, quiet>>
    /\ Witness("action Collect", TRUE)

Advance(f) == IF f.trap THEN 1 ELSE 0       \* RET_RESUME

Finish(k) ==
    /\ Handles(k, 2, "call", "served")
    /\ \E clears \in BOOLEAN :
          LET f == Top(k)
              kept == After(f.save, {}, f.by, given.v2, given.st, clears)
          IN SetTop(k, [f EXCEPT !.phase = "ready", !.elr = @ + Advance(f), !.save =
                [r \in Registers |-> IF r \in Results(f) THEN f.save[r] ELSE kept[r]]])
    /\ UNCHANGED <<name, cl, thread, quiet>> /\ PowerKept
    /\ Witness("action Finish", TRUE)

Return(k) ==
    /\ Handles(k, 2, "call", "ready") /\ Top(k).route # "undef"
    /\ Deliver(k, Top(k).save)
    /\ UNCHANGED <<name, thread, quiet>> /\ PowerKept
    /\ Witness("action Return", TRUE)

\* No answer: an exception at EL1, whose return address is the call itself.
UndefAt(f) == f.elr
Inject(k) ==
    /\ Handles(k, 2, "call", "ready") /\ Top(k).route = "undef"
    /\ cpu' = [cpu EXCEPT ![k].regs = Top(k).save, ![k].frames = Below(k)]
    /\ cl' = [cl EXCEPT ![Top(k).by].phase = "undef", ![Top(k).by].at = UndefAt(Top(k))]
    /\ UNCHANGED <<name, thread, quiet>> /\ PowerKept
    /\ Witness("action Inject", TRUE)

(***************************************************************************)
(* The firmware                                                            *)
(***************************************************************************)

\* For whom a call is, in the end: history for RES_SHIM and PSC_CPU_ON only.
Client(k) == Frames(k)[1].by

\* Who calls, as firmware knows it: what EL2 says, or "ns" for anybody in the Normal world.
Identity(k) == IF Depth(k) = 2 /\ given.ids THEN Client(k) ELSE "ns"

FirmwareState(k) == IF Depth(k) = 1 THEN given.st ELSE 64
CpuOfTarget(k)   == CHOOSE j \in Cpus : j # k

FirmwareHas(call) == call.fn = "optional" => "optional" \in given.has
FirmwareSays == IF "optional" \in given.has THEN Success ELSE NotSupported

\* The codes that it may answer, and only those the function may have.
FirmwareCodes(k, call) ==
    CASE ~Valid(call) -> {InvalidParameters}
      [] call.fn = "on" -> IF power[CpuOfTarget(k)] # "off" THEN {AlreadyOn}
                           ELSE IF boot[CpuOfTarget(k)] # "none" THEN {OnPending}
                           ELSE {Success, InternalFailure}
      [] call.fn \in {"off", "suspend"} -> {Success, Denied}
      [] call.fn = "features" -> {FirmwareSays}
      [] call.fn = "optional" -> {Success, Denied}
      [] OTHER -> {Success}

ServedByFirmware(k) ==
    LET call == Top(k).call
    IN /\ ~HasImmediate(call) /\ Recognised(call, given.v3, FirmwareState(k))
       /\ OwnerOf(call.fn) # "hypervisor" /\ FirmwareHas(call)

Serving(k, fn, code) ==
    [Top(k) EXCEPT !.phase = "served", !.code = code,
        !.served = [fn |-> fn, by |-> 3,
                    mine |-> fn = "resume" => thread[Identity(k)] \in {"none", Client(k)}]]

ReturnsHere(fn, code) == fn \notin NoReturn \/ code # Success

\* CPU_OFF stops its caller, and nobody else.
StopsWith(k) == {Client(k)}

\* Processors stop, and what was open on them is gone.
StopSelf(k, call) ==
    CASE call.fn = "off" ->
           LET ks == {CpuOf(c) : c \in StopsWith(k)}
           IN /\ power' = [j \in Cpus |-> IF j \in ks THEN "off" ELSE power[j]]
              /\ cpu' = Emptied(ks)
              /\ cl' = Gone(StopsWith(k), "off") /\ UNCHANGED <<boot, due, owed>>
      [] call.fn = "suspend" ->
           /\ power' = [power EXCEPT ![k] = "asleep"] /\ cpu' = Emptied({k})
           /\ cl' = Gone({Client(k)}, "asleep") /\ boot' = [boot EXCEPT ![k] = call.entry]
           /\ owed' = Owing(Client(k), Frames(k)[1].call.entry) /\ UNCHANGED due
      [] call.fn = "sysoff" ->
           /\ power' = [j \in Cpus |-> "off"] /\ cpu' = Emptied(Cpus) /\ cl' = Gone(Clients, "ended")
           /\ boot' = [j \in Cpus |-> "none"] /\ due' = [d \in Clients |-> "none"]
           /\ owed' = [d \in Clients |-> "none"]

StartOther(k, call, code) ==
    IF call.fn = "on" /\ code = Success
    THEN /\ boot' = [boot EXCEPT ![CpuOfTarget(k)] = call.entry]
         /\ owed' = Owing(Sibling(Client(k)), Frames(k)[1].call.entry)
    ELSE UNCHANGED <<boot, owed>>

\* A caller has one preempted call at most, and resumes that.
Resumable(k)  == thread[Identity(k)] # "none"
Resumed(k)    == "none"
Busy(k, call) == (call.fn = "work") = Resumable(k)

Serve(k) ==
    /\ Handles(k, 3, "call", "saved")
    /\ LET call == Top(k).call
       IN CASE ~ServedByFirmware(k) ->
                 /\ SetTop(k, [Serving(k, "none", RefusalCode) EXCEPT !.served = Unserved])
                 /\ UNCHANGED <<cl, thread, power, boot, due, owed>>
            [] call.fn \in Trusted ->
                 /\ IF Busy(k, call)
                    THEN SetTop(k, Serving(k, call.fn, InvalidParameters)) /\ UNCHANGED thread
                    ELSE /\ SetTop(k, [Serving(k, call.fn, NotYet) EXCEPT !.phase = "working"])
                         /\ thread' = [thread EXCEPT ![Identity(k)] = Resumed(k)]
                 /\ UNCHANGED <<cl, power, boot, due, owed>>
            [] OTHER -> \E code \in FirmwareCodes(k, call) :
                 /\ UNCHANGED thread
                 /\ IF ReturnsHere(call.fn, code)
                    THEN /\ SetTop(k, Serving(k, call.fn, code)) /\ StartOther(k, call, code)
                         /\ UNCHANGED <<cl, power, due>>
                    ELSE StopSelf(k, call)
    /\ UNCHANGED <<name, quiet>>
    /\ Witness("action Serve", TRUE)

WorkDone(k) ==
    /\ Handles(k, 3, "call", "working")
    /\ SetTop(k, [Top(k) EXCEPT !.phase = "served", !.code = Success])
    /\ UNCHANGED <<name, cl, thread, quiet>> /\ PowerKept
    /\ Witness("action WorkDone", TRUE)

\* Only what yields, and only for an interrupt (SEQ_YIELDING).
Disturbed     == ~quiet
MayPreempt(k) == Handles(k, 3, "call", "working")

Preempt(k) ==
    /\ Disturbed /\ MayPreempt(k)
    /\ SetTop(k, [Top(k) EXCEPT !.phase = "served", !.code = Preempted])
    /\ thread' = [thread EXCEPT ![Identity(k)] = Client(k)]
    /\ UNCHANGED <<name, cl, quiet>> /\ PowerKept
    /\ Witness("action Preempt", TRUE)

\* What EL3 leaves its caller: results, and what was there or zero.
Left(k, clears) ==
    LET f == Top(k)
    IN After(f.save, ResultsOf(f.served.fn, f.call.wide), f.by, given.v3, FirmwareState(k), clears)

ReturnFromFirmware(k) ==
    /\ Handles(k, 3, "call", "served")
    /\ \E clears \in BOOLEAN : Deliver(k, Left(k, clears))
    /\ UNCHANGED <<name, thread, quiet>> /\ PowerKept
    /\ Witness("action ReturnFromFirmware", TRUE)

(***************************************************************************)
(* Starting                                                                *)
(***************************************************************************)

ContextRegister(entry) == Context(entry)
StartRegisters(entry) == [All("zero") EXCEPT !["x0"] = ContextRegister(entry)]

Started(c, entry, level) ==
    /\ cl' = [cl EXCEPT ![c] = [Idle("started") EXCEPT !.start = entry, !.was = owed[c],
                                                       !.level = level]]
    /\ owed' = [owed EXCEPT ![c] = "none"]

\* Firmware starts a processor at the highest level of the Normal world.
StartByFirmware(k) ==
    /\ boot[k] # "none" /\ power[k] # "on"
    /\ power' = [power EXCEPT ![k] = "on"] /\ boot' = [boot EXCEPT ![k] = "none"]
    /\ LET c == CHOOSE d \in On(k) : d # "b0"
       IN IF given.el2 /\ boot[k] = "el2"
          THEN cpu' = [cpu EXCEPT ![k] = Empty] /\ UNCHANGED <<cl, owed>>
          ELSE /\ cpu' = [cpu EXCEPT ![k] = [Empty EXCEPT !.now = c,
                                                          !.regs = StartRegisters(boot[k])]]
               /\ Started(c, boot[k], IF given.el2 THEN 2 ELSE 1)
    /\ UNCHANGED <<name, thread, due, quiet>>
    /\ Witness("action StartByFirmware", TRUE)

\* EL2 starts a guest's processor on one that is idle.
StartByEl2(c) ==
    /\ LET k == CpuOf(c)
       IN /\ due[c] # "none" /\ cl[c].phase \in {"off", "asleep"}
          /\ power[k] = "on" /\ cpu[k].now = "none"
          /\ cpu' = [cpu EXCEPT ![k] = [Empty EXCEPT !.now = c, !.regs = StartRegisters(due[c])]]
          /\ Started(c, due[c], 1)
    /\ due' = [due EXCEPT ![c] = "none"]
    /\ UNCHANGED <<name, thread, power, boot, quiet>>
    /\ Witness("action StartByEl2", TRUE)

(***************************************************************************)
(* Everything together                                                     *)
(***************************************************************************)

\* EL2 of a shim leaves a processor off that has no client; one that has PSCI to itself keeps it.
Init ==
    /\ name \in {c.name : c \in Cases}
    /\ cl = [c \in Clients |-> [Idle(IF c \in given.on THEN "run" ELSE "off") EXCEPT
                                  !.ctx = IF c = "b0" THEN All(c) ELSE All("stale")]]
    /\ cpu = [k \in Cpus |-> LET c == IF k = "cpu0" THEN "a0" ELSE "a1"
                             IN IF c \in given.on
                                THEN [Empty EXCEPT !.now = c, !.regs = All(c)] ELSE Empty]
    /\ power = [k \in Cpus |-> IF k = "cpu1" /\ "a1" \notin given.on /\ given.psci # "virtual"
                               THEN "off" ELSE "on"]
    /\ thread = [id \in Clients \cup {"ns"} |-> "none"]
    /\ boot = [k \in Cpus |-> "none"]
    /\ due = [c \in Clients |-> "none"] /\ owed = [c \in Clients |-> "none"]
    /\ quiet = FALSE

ClientStep(c) == Continue(c) \/ CallFromEl0(c) \/ \E call \in given.calls[c] : Call(c, call)

HandlerStep(k) ==
    \/ Save(k) \/ \E level \in {2, 3} : ResumeInterrupted(k, level)
    \/ Dispatch(k) \/ CallFirmware(k) \/ Collect(k) \/ Finish(k) \/ Return(k) \/ Inject(k)
    \/ Serve(k) \/ WorkDone(k) \/ ReturnFromFirmware(k)

Next ==
    \/ \E c \in Clients : ClientStep(c) \/ StartByEl2(c)
    \/ \E k \in Cpus :
          \/ HandlerStep(k) \/ Preempt(k) \/ StartByFirmware(k)
          \/ \E to \in {2, 3} : Interrupt(k, to)
          \/ \E d \in Clients : SwitchGuest(k, d) \/ Park(k, d) \/ Schedule(k, d)
    \/ Calm

Spec == Init /\ [][Next]_vars

\* Each processor does what it can, other than call or be interrupted, and interrupts end.
\* A client resumes what was preempted; it need not call otherwise.
Progress(k) ==
    \/ HandlerStep(k) \/ StartByFirmware(k)
    \/ \E c \in On(k) :
          \/ StartByEl2(c) \/ Continue(c)
          \/ cl[c].owes /\ \E call \in given.calls[c] : call.fn = "resume" /\ Call(c, call)

FairSpec == Spec /\ WF_vars(Calm) /\ \A k \in Cpus : WF_vars(Progress(k))

=============================================================================
