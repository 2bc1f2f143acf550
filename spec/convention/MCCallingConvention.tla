------------------------ MODULE MCCallingConvention ------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* CallingConvention.tla with bounds, one property for each rule, and the  *)
(* cases by name.  Each .cfg chooses some.  Those beside this file hold;   *)
(* each of unsafe/ breaks the property that the manifest names.            *)
(*                                                                         *)
(* A property looks at what a caller finds when it is answered, and at     *)
(* what is given; it does not use the operators of a handler.              *)
(*                                                                         *)
(* What is bounded: two processors, two clients of one guest and one of    *)
(* another (a third client adds another stranger, and a stranger is one    *)
(* whose label is not the caller's); calls of few functions in each case,  *)
(* one for each way that an identifier, a route or a result can go; one    *)
(* interrupt at a time for each level.  What is not bounded: the number of *)
(* calls, interrupts, preemptions, starts and stops.                       *)
(***************************************************************************)
EXTENDS CallingConvention

(***************************************************************************)
(* Calls                                                                   *)
(***************************************************************************)

Hvc(fn) == [NoCall EXCEPT !.conduit = "hvc", !.fn = fn]
Smc(fn) == [NoCall EXCEPT !.conduit = "smc", !.fn = fn]
Wide(call)     == [call EXCEPT !.wide = TRUE]
Reserved(call) == [call EXCEPT !.reserved = TRUE]
Hint(call)     == [call EXCEPT !.hint = TRUE]
Upper(call)    == [call EXCEPT !.upper = TRUE]
Imm(call)      == [call EXCEPT !.imm = TRUE]
Bad(call)      == [call EXCEPT !.good = FALSE]
From(call, e)  == [call EXCEPT !.entry = e]

\* Every way to spell an identifier, by one conduit.
Spelled(call) == {call, Reserved(call), Hint(call), Upper(call), Wide(call)}
Identifiers(C(_)) == Spelled(C("version")) \cup Spelled(C("rich")) \cup {C("gap"), C("nothing")}

(***************************************************************************)
(* Cases                                                                   *)
(***************************************************************************)

Nobody == [c \in Clients |-> {}]
Calling(a, b) == [Nobody EXCEPT !["a0"] = a, !["b0"] = b]

\* One client and firmware, of version 1.2.
Direct(title, calls) ==
    [name |-> title, el2 |-> FALSE, tsc |-> FALSE, psci |-> "forward", v2 |-> V1_2, v3 |-> V1_2,
     st |-> 64, on |-> {"a0"}, calls |-> Calling(calls, {}), el0 |-> FALSE, parks |-> FALSE,
     irqs |-> {3}, has |-> {"optional"}, offers |-> {"optional"}, reserved |-> "refuse",
     unknown |-> "refuse", ids |-> TRUE, resumes |-> "guest", polite |-> FALSE, calms |-> FALSE]

\* A hypervisor that traps SMC, one guest, interrupts to EL2 and EL3.
Layered(title, calls) == [Direct(title, calls) EXCEPT !.el2 = TRUE, !.tsc = TRUE, !.irqs = {2, 3}]
Virtual(title, calls) == [Layered(title, calls) EXCEPT !.psci = "virtual"]
Shim(title, calls)    == [Layered(title, calls) EXCEPT !.psci = "shim"]
Shared(case, b) == [case EXCEPT !.on = {"a0", "b0"}, !.calls["b0"] = b, !.parks = TRUE]
Versions(case, second, third) == [case EXCEPT !.v2 = second, !.v3 = third]
Two(case, b, on) == [case EXCEPT !.calls["a1"] = b, !.on = on]

PsciAnswers == {Hvc("features"), Hvc("optional"), Hvc("standby"), Upper(Hvc("standby"))}
Starts(C(_)) == {From(C("on"), "e1"), From(C("on"), "e2"), From(Bad(C("on")), "e1")}
Stops(C(_))  == {C("off"), From(C("suspend"), "e3")}
Yields       == {Smc("work"), Smc("resume")}

Identified ==
    {Versions(Direct("direct, 1.0", Identifiers(Smc)), 1, 1),
     [Versions(Direct("direct, 1.0, 32", {Smc("version"), Smc("uid")}), 1, 1) EXCEPT !.st = 32],
     Versions(Direct("direct, 1.1", Identifiers(Smc)), V1_1, V1_1),
     Direct("direct, 1.2", Identifiers(Smc)),
     Versions(Direct("direct, 1.3", Identifiers(Smc)), V1_3, V1_3),
     [Direct("direct, 32", Identifiers(Smc)) EXCEPT !.st = 32, !.el0 = TRUE],
     Direct("direct, immediate", {Imm(Smc("version")), Smc("uid"), Smc("hyp")}),
     Direct("direct, features", {Smc("features"), Smc("optional"), Upper(Smc("standby"))}),
     [Direct("direct, no function", {Smc("features"), Smc("optional")}) EXCEPT !.has = {}],
     Versions(Layered("layers, 1.1 on 1.0", {Smc("version"), Hvc("uid"), Smc("nothing")}), V1_1, 1),
     Versions(Layered("layers, 1.3 on 1.2", Identifiers(Hvc)), V1_3, V1_2),
     [Layered("layers, forwarded", Identifiers(Smc)) EXCEPT !.unknown = "forward"],
     [Layered("layers, 32", {Hvc("rich"), Wide(Hvc("rich")), Smc("uid")}) EXCEPT !.st = 32],
     Layered("layers, owners", {Hvc("hyp"), Smc("hyp"), Wide(Hvc("hyp")), Hvc("gap")}),
     Layered("layers, immediate", {Imm(Hvc("version")), Imm(Smc("version")), Hvc("version")}),
     [Layered("layers, undefined", {Imm(Smc("version"))}) EXCEPT !.reserved = "undef"],
     Virtual("virtual, answers", PsciAnswers),
     [Virtual("virtual, not offered", PsciAnswers) EXCEPT !.offers = {}],
     Shim("shim, answers", PsciAnswers),
     [Shim("shim, not offered", PsciAnswers) EXCEPT !.offers = {}],
     [Shim("shim, not there", PsciAnswers) EXCEPT !.has = {}]}

Sharing ==
    {Shared(Versions(Layered("shared, 1.1 on 1.0", {Smc("version")}), V1_1, 1), {Hvc("uid")}),
     Shared(Virtual("shared, answers", {Hvc("standby"), Smc("hyp")}), {Imm(Hvc("version"))}),
     Shared([Layered("shared, yields", Yields) EXCEPT !.irqs = {2}], {Smc("resume")}),
     [Shared(Virtual("shared, ends", {Hvc("sysoff")}), {Hvc("hyp")}) EXCEPT !.irqs = {2}]}

Yielding ==
    {[Direct("direct, yields", Yields \cup {Smc("version")}) EXCEPT !.calms = TRUE],
     Layered("layers, yields", Yields),
     [Layered("layers, resumed by EL2", Yields) EXCEPT !.resumes = "el2"]}

Powering ==
    {Two(Direct("direct, power", Starts(Smc)), Stops(Smc), {"a0"}),
     Two(Shim("shim, power", {From(Hvc("on"), "e1"), From(Hvc("on"), "e2")}), Stops(Hvc), {"a0"}),
     Two([Virtual("virtual, power", Starts(Smc)) EXCEPT !.irqs = {}], Stops(Smc), {"a0"}),
     Two([Shim("shim, ends", {Hvc("sysoff"), Hvc("off")}) EXCEPT !.irqs = {}], {Hvc("off")},
         {"a0", "a1"}),
     Two([Direct("direct, ends", {Smc("sysoff"), From(Smc("suspend"), "e3")}) EXCEPT !.irqs = {}],
         {From(Smc("on"), "e1")}, {"a0", "a1"})}

Everything == Identified \cup Sharing \cup Yielding \cup Powering

\* For liveness: interrupts end, and a client resumes what was preempted.
Ending(case) == [case EXCEPT !.polite = TRUE, !.calms = TRUE, !.name = "ends, " \o @]
Undisturbed(case) == [Ending(case) EXCEPT !.irqs = {}, !.calms = FALSE]
PreemptedAt3 == Ending(Direct("direct", {Smc("work"), Smc("resume"), Smc("nothing")}))
PreemptedAt2 == [Ending(Layered("layers", Yields)) EXCEPT !.irqs = {2}]
ResumedAt2 ==
    [Ending(Layered("resumed by EL2", {Smc("work"), Imm(Smc("version"))})) EXCEPT
        !.irqs = {}, !.resumes = "el2", !.reserved = "undef"]
Both == {"a0", "a1"}
OffBesideACall == Undisturbed(Two(Direct("off beside a call", {Smc("off")}), {Smc("version")}, Both))
EndsCases ==
    {PreemptedAt3, PreemptedAt2, ResumedAt2,
     Undisturbed(Two(Shim("shim", {From(Hvc("on"), "e1")}), Stops(Hvc), {"a0"})),
     Undisturbed(Two(Direct("power", {From(Smc("on"), "e1"), Smc("sysoff")}), {Smc("off")},
                     {"a0"})),
     Undisturbed(Two(Virtual("virtual", {From(Hvc("on"), "e1")}), Stops(Hvc), {"a0"})),
     OffBesideACall,
     Undisturbed(Two(Direct("turned off", {Smc("sysoff")}), {Smc("version"), Smc("uid")}, Both)),
     Undisturbed(Two(Shim("turned off by a shim", {Hvc("sysoff")}), {Hvc("standby"), Smc("uid")},
                     Both)),
     Undisturbed(Two(Virtual("guest turned off", {Hvc("sysoff")}), {Hvc("hyp")}, Both))}

\* The same with interrupts to both levels; in the full profile only.
EndsDisturbed ==
    {Ending(Layered("disturbed", {Smc("work"), Smc("resume"), Hvc("gap"), Hvc("uid")})),
     Ending(Two(Shim("disturbed shim", {From(Hvc("on"), "e1")}), Stops(Hvc), {"a0"})),
     Ending(Two(Virtual("disturbed virtual", {From(Hvc("on"), "e1")}), Stops(Hvc), {"a0"}))}

Of(case) == {case}

\* Designs that break a rule, each in one case.
NobodySaysWho    == Of([Shared(Layered("nobody says who", Yields), Yields) EXCEPT !.ids = FALSE])
PastTheHypervisor ==
    Of([Shared(Layered("past the hypervisor", Yields), Yields) EXCEPT !.tsc = FALSE])
StartForwarded   == Of(Two(Layered("CPU_ON forwarded", Starts(Hvc)), {}, {"a0"}))
StartPast ==
    Of([Two(Layered("CPU_ON past the hypervisor", Starts(Smc)), {}, {"a0"}) EXCEPT !.tsc = FALSE])

\* Fewer and larger; in the full profile only.
PowerCalls(C(_)) == Starts(C) \cup Stops(C) \cup {C("sysoff"), C("standby")}
WiderCases ==
    {Two(Direct("wider, direct", PowerCalls(Smc)), PowerCalls(Smc), {"a0"}),
     Two(Shim("wider, shim", {From(Hvc("on"), "e1"), From(Hvc("suspend"), "e3")}), Stops(Smc),
         {"a0"}),
     Two(Virtual("wider, virtual", PowerCalls(Hvc)), Stops(Smc), {"a0"}),
     Shared(Layered("wider, yields", Yields), Yields \cup {Hvc("uid")}),
     Shared(Versions(Layered("wider, registers", {Wide(Smc("rich")), Upper(Hvc("uid"))}),
                     V1_3, V1_2),
            {Hint(Smc("rich")), Imm(Smc("rich"))})}

CaseFits(c) ==
    /\ c.v2 \in 1 .. 8 /\ c.v3 \in 1 .. 8 /\ c.st \in {32, 64}
    /\ c.psci \in {"forward", "shim", "virtual"} /\ c.irqs \subseteq {2, 3}
    /\ c.on \subseteq Clients /\ c.reserved \in {"undef", "refuse"}
    /\ c.unknown \in {"refuse", "forward"} /\ c.resumes \in {"el2", "guest"}
    /\ c.has \subseteq {"optional"} /\ c.offers \subseteq {"optional"}
    /\ \A f \in {"el2", "tsc", "el0", "parks", "ids", "polite", "calms"} : c[f] \in BOOLEAN
    /\ ~c.el2 => c.psci = "forward" /\ ~c.tsc /\ c.irqs \subseteq {3} /\ c.on \subseteq {"a0", "a1"}
    /\ \A d \in Clients : \A call \in c.calls[d] :
          /\ call.conduit = "hvc" => c.el2
          /\ (call.fn \in {"on", "suspend"}) = (call.entry # "none")
          /\ d = "b0" => call.fn \notin Power

ASSUME CasesFit == \A c \in Cases : CaseFits(c)
ASSUME NamesDiffer == \A c, d \in Cases : c.name = d.name => c = d

(***************************************************************************)
(* Words for the rules below                                               *)
(***************************************************************************)

Has(c, phase) == cl[c].phase = phase
Said(c)       == cl[c].call
Code(c)       == cl[c].code
ServedAs(c)   == cl[c].served.fn
Visible(c)    == cpu[CpuOf(c)].now = c /\ Frames(CpuOf(c)) = <<>>
Reg(c, r)     == cpu[CpuOf(c)].regs[r]

\* The version that a client has been told: that of the level that it calls.
Told == IF given.el2 THEN given.v2 ELSE given.v3

\* What the version says of a register after a call: a table, and not the callee's operators.
Contract(r, wide, st, v) ==
    CASE r \in {"x0", "up", "x2"} -> "result"
      [] r = "x19" -> IF st = 64 THEN "preserved" ELSE "none"
      [] r = "x5" /\ v = 1 -> IF st = 64 THEN "unpredictable" ELSE "preserved"
      [] r = "x9" /\ v = 1 -> IF st = 64 THEN "unpredictable" ELSE "preserved"
      [] v = 2 -> "preserved"
      [] r = "x5" -> "result or preserved"
      [] r = "x9" -> IF wide THEN "result or preserved" ELSE "preserved"

\* Registers in which a function has a result.
ResultTable == [uid |-> {"x0", "x2"}, rich |-> {"x0", "x2", "x5"}]
HasResults(fn, wide) ==
    (IF fn \in {"uid", "rich"} THEN ResultTable[fn] ELSE {"x0"})
        \cup (IF wide THEN {"up"} \cup (IF fn = "rich" THEN {"x9"} ELSE {}) ELSE {})
Held(r, fn, wide, st, v) ==
    LET what == Contract(r, wide, st, v)
    IN \/ what = "preserved"
       \/ what = "result or preserved" /\ r \notin HasResults(fn, wide)

\* Whether the identifier of a call names a function that is there.
OptionalThere == "optional" \in given.has
                 /\ (given.el2 /\ given.psci # "forward" => "optional" \in given.offers)
There(fn) ==
    /\ fn \notin {"nothing", "gap", "none"}
    /\ fn = "hyp" => given.el2
    /\ fn = "optional" => OptionalThere
    /\ fn = "rich" => given.v3 >= 3 /\ Told >= 3
HasIdentifier(call) == call.wide => call.fn \notin {"version", "uid", "features", "off", "sysoff"}
Names(call) ==
    /\ There(call.fn) /\ HasIdentifier(call) /\ ~call.reserved
    /\ call.hint => Told >= 4
    /\ call.wide => given.st = 64
Right(c) == ServedAs(c) = IF Names(Said(c)) THEN Said(c).fn ELSE "none"
Plain(c) == Has(c, "returned") /\ ~Said(c).imm

\* A level whose own call has been answered, and which has done nothing since.
Answers(k) == Depth(k) > 0 /\ Top(k).phase = "answered"
Inner(k) == OwnCall([Top(k) EXCEPT !.got = NotYet])

TypeOK ==
    Witness("TypeOK", TRUE) =>
        /\ \A c \in Clients :
              /\ cl[c].phase \in {"run", "called", "returned", "undef", "started", "off", "asleep",
                                 "ended"}
              /\ cl[c].code \in {NotYet, 1} \cup -9 .. 0
              /\ cl[c].at \in 0 .. 3 /\ cl[c].answers \in 0 .. 3 /\ cl[c].owes \in BOOLEAN
        /\ \A k \in Cpus :
              /\ cpu[k].now \in Clients \cup {"none"} /\ power[k] \in {"on", "off", "asleep"}
              /\ boot[k] \in {"none", "el2", "e1", "e2", "e3"}
              /\ Depth(k) \in 0 .. 3
              /\ \A n \in 1 .. Depth(k) :
                    /\ Frames(k)[n].to \in {2, 3} /\ Frames(k)[n].kind \in {"call", "irq"}
                    /\ Frames(k)[n].phase \in {"taken", "saved", "asking", "asked", "answered",
                                               "working", "served", "ready"}
              /\ cpu[k].now = "none" => Depth(k) = 0
        /\ \A c \in Clients : {due[c], owed[c]} \subseteq {"none", "e1", "e2", "e3", "twice"}

(***************************************************************************)
(* The rules: sequence                                                     *)
(***************************************************************************)

SEQ_ONE_ANSWER ==
    \A c \in Clients :
        /\ Witness("SEQ-ONE-ANSWER", Has(c, "returned")) => cl[c].answers = 1
        /\ ~Has(c, "returned") => cl[c].answers = 0

SEQ_CALLER ==
    /\ \A c \in Clients : Witness("SEQ-CALLER", Has(c, "returned")) => cl[c].receipt = c
    /\ \A k \in Cpus : Answers(k) => Top(k).receipt = "el2"

SEQ_NESTING ==
    /\ \A c \in Clients :
          Witness("SEQ-NESTING", Has(c, "returned") /\ cl[c].got # NotYet) => cl[c].above = 0
    /\ \A c \in Clients : Has(c, "returned") => cl[c].above = 0
    /\ \A k \in Cpus : Answers(k) => Top(k).above = 0

SEQ_YIELDING ==
    \A c \in Clients :
        /\ Witness("SEQ-YIELDING", Has(c, "returned") /\ Code(c) = Preempted) =>
              Said(c).fn \in {"work", "resume"}
        /\ Has(c, "returned") /\ ServedAs(c) = "resume" /\ Code(c) >= 0 =>
              cl[c].served.mine /\ cl[c].owes

\* A client goes on behind its call, or at it if it was undefined; EL2 behind its own.
RET_RESUME ==
    /\ \A c \in Clients :
          /\ Witness("RET-RESUME", Has(c, "returned")) => cl[c].at = 1
          /\ Has(c, "undef") => cl[c].at = 0
    /\ \A k \in Cpus : Answers(k) => Top(k).back = 1

(***************************************************************************)
(* The rules: registers                                                    *)
(***************************************************************************)

REG_PRESERVED ==
    /\ \A c \in Clients, r \in Registers :
          Witness("REG-PRESERVED",
                  Plain(c) /\ Visible(c)
                      /\ Held(r, ServedAs(c), Said(c).wide, given.st, Told))
              => Reg(c, r) = c
    /\ \A k \in Cpus, r \in Registers :
          Answers(k) /\ Held(r, Top(k).served.fn, Inner(k).wide, 64, given.v3)
              => cpu[k].regs[r] = Top(k).sent[r]

REG_RESULTS ==
    /\ \A c \in Clients : \A r \in HasResults(ServedAs(c), Said(c).wide) :
          Witness("REG-RESULTS", Plain(c) /\ Visible(c)) => Reg(c, r) = "to " \o c
    /\ \A k \in Cpus : Answers(k) =>
          \A r \in HasResults(Top(k).served.fn, Inner(k).wide) : cpu[k].regs[r] = "to el2"

\* Who is at EL1 finds its own, results for it, zero, and what CPU_ON passed to it; so does EL2.
REG_NO_LEAK ==
    /\ \A c \in Clients, r \in Registers :
          Witness("REG-NO-LEAK", Visible(c)) =>
              \/ Reg(c, r) \in {c, "to " \o c, "zero", "stale"}
              \/ Has(c, "started") /\ r = "x0" /\ Reg(c, r) \in {"ctx e1", "ctx e2", "ctx e3"}
    /\ \A k \in Cpus, r \in Registers : Answers(k) =>
          cpu[k].regs[r] \in {Top(k).sent[r], "to el2", "zero", "stale"}

REG_UPPER_HALVES ==
    \A c \in Clients :
        /\ Witness("REG-UPPER-HALVES",
                   Plain(c) /\ Said(c).upper /\ ~Said(c).wide /\ ServedAs(c) = "standby") =>
              Code(c) # -2
        /\ Plain(c) /\ ~Said(c).wide => Understood(c) = Code(c)

\* Not a rule: neither an interrupt nor an undefined call changes a register.
RunsAsItWas ==
    \A c \in Clients, r \in Registers :
        Visible(c) /\ cl[c].phase \in {"run", "undef"} => Reg(c, r) = c

\* Not a rule: who is off runs nothing.
WhoIsOffIsOff == \A k \in Cpus : power[k] # "on" => cpu[k].now = "none" /\ Frames(k) = <<>>

(***************************************************************************)
(* The rules: identifiers and results                                      *)
(***************************************************************************)

FID_WIDTH         == \A c \in Clients : Witness("FID-WIDTH", Plain(c) /\ Said(c).upper) => Right(c)
FID_RESERVED_BITS ==
    \A c \in Clients : Witness("FID-RESERVED-BITS", Plain(c) /\ Said(c).reserved) => Right(c)
FID_SVE_HINT ==
    \A c \in Clients : Witness("FID-SVE-HINT", Plain(c) /\ Said(c).hint /\ Told >= 4) => Right(c)
FID_64_FROM_32 ==
    \A c \in Clients :
        Witness("FID-64-FROM-32", Plain(c) /\ Said(c).wide /\ given.st = 32) => Right(c)

\* The layer of the owner serves, or one that stands for it; a range of nobody has no function.
FID_OWNER ==
    \A c \in Clients :
        Witness("FID-OWNER", Plain(c) /\ (ServedAs(c) # "none" \/ Said(c).fn \in {"gap", "hyp"})) =>
            IF ServedAs(c) = "none" THEN Said(c).fn # "hyp" \/ ~Names(Said(c))
            ELSE /\ Said(c).fn # "gap" /\ ServedAs(c) = Said(c).fn
                 /\ (cl[c].served.by = 2) =
                       \/ Said(c).fn = "hyp"
                       \/ given.psci # "forward" /\ Said(c).fn \in Psci /\ cl[c].got = NotYet

FID_ZERO_IMMEDIATE ==
    \A c \in Clients :
        /\ Witness("FID-ZERO-IMMEDIATE", Has(c, "returned") /\ Said(c).imm) =>
              IF Said(c).conduit = "hvc" THEN ServedAs(c) = "vendor" /\ cl[c].served.by = 2
              ELSE ServedAs(c) = "none"
        /\ Plain(c) => ServedAs(c) # "vendor"

RES_UNKNOWN ==
    \A c \in Clients :
        Witness("RES-UNKNOWN", Plain(c) /\ ~Names(Said(c))) =>
            /\ Code(c) = -1 /\ ServedAs(c) = "none"
            /\ Visible(c) => \A r \in Registers :
                  Contract(r, Said(c).wide, given.st, Told) \in {"preserved", "result or preserved"}
                      => Reg(c, r) = c

\* Codes as the functions' own specifications have them: -2 and -3 are not one owner's.
\* What does not return has no SUCCESS to return.  CPU_ON has DENIED from PSCI 1.2 on (and in 0.1).
Codes == [on |-> {0, -2, -4, -5, -6, -9}, off |-> {-3}, suspend |-> {-2, -3, -9},
          standby |-> {0, -2}, sysoff |-> {}, features |-> {0, -1}, optional |-> {0, -3},
          work |-> {0, 1, -2}, resume |-> {0, 1, -2}, version |-> {0}, uid |-> {0},
          rich |-> {0}, hyp |-> {0}, vendor |-> {0}]
RES_CODE ==
    \A c \in Clients :
        Witness("RES-CODE", Has(c, "returned") /\ ServedAs(c) \in DOMAIN Codes) =>
            Code(c) \in Codes[ServedAs(c)]

\* A shim that asked says what it was told; one that did not says what could have been told.
RES_SHIM ==
    \A c \in Clients :
        Witness("RES-SHIM", Plain(c) /\ cl[c].route \in {"shim", "virtual"}) =>
            /\ cl[c].got # NotYet => Code(c) = cl[c].got
            /\ cl[c].fits

(***************************************************************************)
(* The rules: PSCI                                                         *)
(***************************************************************************)

\* Once, where the CPU_ON that succeeded says, at the caller's level, with its context and no more.
PSC_CPU_ON ==
    \A c \in Clients :
        Witness("PSC-CPU-ON", Has(c, "started")) =>
            /\ cl[c].was # "none" /\ cl[c].start = cl[c].was /\ cl[c].level = 1
            /\ Visible(c) /\ Reg(c, "x0") # "zero" => Reg(c, "x0") = "ctx " \o cl[c].was
            /\ Visible(c) => Reg(c, "x0") # "zero"

PSC_NO_RETURN ==
    \A c \in Clients :
        Witness("PSC-NO-RETURN",
                Has(c, "returned") /\ ServedAs(c) \in {"off", "suspend", "sysoff"})
            => Code(c) # 0

PSC_FEATURES ==
    \A c \in Clients :
        /\ Witness("PSC-FEATURES", Plain(c) /\ ServedAs(c) = "features") =>
              (Code(c) = 0) = OptionalThere
        /\ Plain(c) /\ Said(c).fn = "optional" => (Code(c) # -1) = OptionalThere

(***************************************************************************)
(* Liveness                                                                *)
(***************************************************************************)

\* A fast call returns, or is one of those that do not when they succeed; a yielding one is done
\* when it is resumed each time, and preemptions end.  ASSUMED: nobody turns the system off, or
\* resets it.  Who does takes with it what others have open, on every processor of those that it
\* turns off, and nobody answers that any more; whoever turns nothing off takes nothing with it.
Open(c, fns) == Has(c, "called") /\ Said(c).fn \in fns
Fast == Functions \ Trusted
Failed(c) == Has(c, "returned") /\ Code(c) # 0
TurnedOff(c) ==
    Has(c, "ended") /\ \E d \in Clients : \E call \in given.calls[d] : call.fn = "sysoff"
SEQ_ENDS ==
    \A c \in Clients :
        /\ Witness("SEQ-ENDS", Open(c, (Fast \ NoReturn) \cup {"nothing", "gap"})) ~>
              (Has(c, "returned") \/ Has(c, "undef") \/ TurnedOff(c))
        /\ Open(c, {"off"}) ~> (Failed(c) \/ Has(c, "off") \/ TurnedOff(c))
        /\ Open(c, {"suspend"}) ~> (Failed(c) \/ Has(c, "asleep") \/ TurnedOff(c))
        /\ Open(c, {"sysoff"}) ~> (Failed(c) \/ TurnedOff(c))
        /\ Open(c, Trusted) ~> ((Has(c, "returned") /\ Code(c) # Preempted) \/ TurnedOff(c))

\* Not a rule: a processor whose CPU_ON succeeded starts, or all end.
StartedCpusStart == \A c \in Clients : (owed[c] # "none") ~> (owed[c] = "none")

=============================================================================
