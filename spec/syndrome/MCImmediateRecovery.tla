------------------------ MODULE MCImmediateRecovery ------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* ImmediateRecovery.tla with bounds, one invariant for each rule, and the *)
(* cases by name.  Each .cfg under recovery/ chooses some.  Those of       *)
(* recovery/safe hold; each of recovery/unsafe and recovery/needed breaks  *)
(* the property that the manifest names.                                   *)
(*                                                                         *)
(* An invariant compares what was executed (history in cpu.cells) with     *)
(* what was answered; it does not use the operators of the handler.        *)
(*                                                                         *)
(* What is bounded: two physical pages and one virtual page for each half  *)
(* (a wrong page and the right one; a third would be another wrong one);   *)
(* two immediates and one word that is not the call; one processor beside  *)
(* the caller's, which stands for any number, because it does every step   *)
(* that any of them could do, in any order; two retries.  What is not      *)
(* bounded: the number of writes, remaps, fetches and calls, since the     *)
(* caller loops for ever.                                                  *)
(***************************************************************************)
EXTENDS ImmediateRecovery, Sequences

(***************************************************************************)
(* Callers                                                                 *)
(***************************************************************************)

Call(insn, halves, straddles, cond, trap) ==
    [insn |-> insn, halves |-> halves, straddles |-> straddles, cond |-> cond, trap |-> trap]

A32       == Call("smc32", 1, FALSE, FALSE, TRUE)
A32Cond   == Call("smc32", 1, FALSE, TRUE, TRUE)
T32       == Call("smc32", 2, FALSE, FALSE, TRUE)
T32Cond   == Call("smc32", 2, FALSE, TRUE, TRUE)
Straddles == Call("smc32", 2, TRUE, FALSE, TRUE)
ToMonitor == Call("smc32", 1, FALSE, FALSE, FALSE)      \* an SMC that EL3 takes
A64       == Call("smc64", 1, FALSE, FALSE, TRUE)
Hvc       == Call("hvc", 1, FALSE, FALSE, FALSE)
HvcT32    == Call("hvc", 2, FALSE, FALSE, FALSE)
Everyone  == {A32, A32Cond, T32, T32Cond, Straddles, ToMonitor, A64, Hvc, HvcT32}

CallerFits(c) ==
    /\ c.insn \in {"hvc", "smc64", "smc32"} /\ c.halves \in {1, 2}
    /\ c.straddles => c.halves = 2
    /\ c.cond => c.insn = "smc32"           \* HVC and A64 calls have no condition
    /\ c.insn = "hvc" => ~c.trap            \* EL2 does not trap HVC: it is what is called
    /\ c.insn = "smc64" => c.halves = 1

(***************************************************************************)
(* Strategies                                                              *)
(***************************************************************************)

\* Reads memory once, guarded by nothing.
Plainly ==
    [kind |-> "memory", cond |-> "checked", moves |-> Moves, pause |-> FALSE,
     walk |-> "software", perm |-> "execute", alias |-> "cacheable", check |-> "once",
     verify |-> TRUE, fault |-> "unavailable", bounded |-> TRUE, protect |-> {}, upkeep |-> {},
     when |-> "before"]

Paused    == [Plainly EXCEPT !.pause = TRUE]
Twice     == [Paused EXCEPT !.check = "twice"]
Snapshot  == [Paused EXCEPT !.check = "snapshot"]
WithAt    == [Paused EXCEPT !.walk = "at", !.perm = "read"]
Reading   == [Paused EXCEPT !.perm = "read"]
Unchecked == [Paused EXCEPT !.verify = FALSE]
Guessing  == [Paused EXCEPT !.fault = "guess"]
Syndrome  == [Plainly EXCEPT !.kind = "syndrome"]
Ignoring  == [Plainly EXCEPT !.kind = "ignore"]
IssZero   == [Plainly EXCEPT !.kind = "iss-zero"]

\* Everything protected before the fetch, and maintenance done.
Protected == [Plainly EXCEPT !.protect = Protections, !.upkeep = Upkeep]
Without(what) == [Protected EXCEPT !.protect = @ \ {what}, !.upkeep = @ \ {what}]
Late      == [Protected EXCEPT !.when = "trap", !.pause = TRUE]

StrategyFits(s) ==
    /\ s.kind \in {"syndrome", "iss-zero", "ignore", "memory"}
    /\ s.cond \in {"checked", "field", "ignored"}
    /\ s.walk = "at" => s.perm = "read"     \* AT S12E1R asks for read permission
    /\ s.check \in {"once", "twice", "snapshot"} /\ s.fault \in {"unavailable", "guess", "retry"}
    /\ s.protect \subseteq Protections /\ s.upkeep \subseteq Upkeep /\ s.moves \subseteq Moves
    /\ s.when \in {"before", "trap"} /\ (s.check = "snapshot" => s.when = "before")

(***************************************************************************)
(* Cases                                                                   *)
(***************************************************************************)

AllActs == {"code", "alias", "V1", "V2", "maintain"}
Writing == {"code", "alias", "maintain"}

\* Nothing is stale, nothing is hidden, two immediates.
Case(name, c, s, actors, acts) ==
    [name |-> name, caller |-> c, strat |-> s, actors |-> actors, acts |-> acts, sticky |-> {},
     ahead |-> FALSE, hidden |-> {}, firsts |-> {"call0", "call1"}]
Sticky1(c, what) == [c EXCEPT !.sticky = what]
Hiding(c, pages) == [c EXCEPT !.hidden = pages]
Ahead(c) == [c EXCEPT !.ahead = TRUE, !.sticky = Upkeep]
OneNumber(c) == [c EXCEPT !.firsts = {"call1", "other"}]

\* Safe whatever happens: cpu1 may do at any time what the caller may do before its call.
SafeWithoutMemory ==
    {Case("syndrome, hvc", Hvc, Syndrome, {"cpu1", "dma", "host"}, AllActs),
     Case("syndrome, hvc, patched", Hvc, Syndrome, {"cpu1", "monitor"}, Writing),
     Ahead(Case("syndrome, a64", A64, Syndrome, {"cpu1", "dma"}, Writing)),
     Sticky1(Case("syndrome, a64, remapped", A64, Syndrome, {"cpu1"}, AllActs), {"tlb"}),
     Case("syndrome, t32 hvc", HvcT32, Syndrome, {"cpu1"}, Writing),
     Case("syndrome, a32", A32, Syndrome, {"cpu1"}, Writing),
     Case("ignore, a32, conditional", A32Cond, Ignoring, {"cpu1", "dma"}, AllActs),
     Case("ignore, t32, conditional", T32Cond, Ignoring, {"cpu1"}, Writing)}

SafeProtected ==
    {Ahead(Case("protected, a32", A32, Protected, {"cpu1", "dma"}, Writing)),
     Sticky1(Case("protected, remapped", A32, Protected, {"cpu1", "dma"}, AllActs), {"tlb"}),
     Case("protected, monitor mode", ToMonitor, Protected, {"cpu1", "dma"}, AllActs),
     Sticky1(Case("protected, conditional", A32Cond, Protected, {"cpu1", "dma"}, Writing),
          {"view"}),
     Hiding(Case("protected, hidden", A32,
                 [Protected EXCEPT !.pause = TRUE, !.walk = "at", !.perm = "read"],
                 {"cpu1"}, Writing), {"V1"}),
     Sticky1(Case("protected, at", A32, [Protected EXCEPT !.walk = "at", !.perm = "read"],
                  {"cpu1"}, AllActs), {"tlb"}),
     Sticky1(Case("protected, uncached", A32, [Protected EXCEPT !.alias = "noncacheable"],
                  {"cpu1", "dma"}, Writing), {"data"}),
     Sticky1(Case("protected, paged", A32, [Protected EXCEPT !.fault = "retry"], {"cpu1", "host"},
                  Writing), {"tlb"}),
     Case("protected, snapshot", A32, [Protected EXCEPT !.check = "snapshot"], {"cpu1", "dma"},
          Writing)}

SafeT32 ==
    {Sticky1(Case("protected, t32", T32, Protected, {"cpu1"}, Writing), {"view"}),
     Case("protected, t32, conditional", T32Cond, [Protected EXCEPT !.check = "twice"],
          {"cpu1", "dma"}, Writing),
     Sticky1(Case("protected, straddles", Straddles, Protected, {"cpu1"},
                  {"V1", "V2", "maintain"}), {"tlb"}),
     Hiding(Case("protected, straddles, half hidden", Straddles, [Protected EXCEPT !.perm = "read"],
                 {"cpu1"}, {"code", "V2"}), {"V2"}),
     Case("protected, straddles, paged", Straddles, Protected, {"cpu1", "host"}, {"V2"})}

\* Everything that may be stale, remapped and rewritten at once; in the full profile only.
SafeAtOnce ==
    {Sticky1(Case("protected, a32, at once", A32, Protected, {"cpu1", "dma"}, AllActs), Upkeep),
     Sticky1(Case("protected, straddles, at once", Straddles, Protected, {"cpu1"}, AllActs),
          {"tlb"})}

\* One immediate only, and what is no call: a reader may be refused, and is never wrong.
OneImmediate ==
    {OneNumber(Case("one immediate, " \o n, A32, s, {"cpu1", "host"}, Writing)) :
        <<n, s>> \in {<<"paused", Paused>>, <<"late", Late>>, <<"twice", Twice>>}}

\* Nobody changes anything: each strategy is right, and a reader always answers.
Readers == {<<"plain", Plainly>>, <<"paused", Paused>>, <<"twice", Twice>>,
            <<"snapshot", Snapshot>>,
            <<"at", WithAt>>, <<"unchecked", Unchecked>>, <<"guessing", Guessing>>,
            <<"late", Late>>, <<"uncached", [Paused EXCEPT !.alias = "noncacheable"]>>}
Nobody ==
    {[Case("nobody", c, s[2], {}, {}) EXCEPT !.name = <<s[1], c>>, !.sticky = Upkeep] :
        c \in Everyone, s \in Readers}

SafeCases == SafeWithoutMemory \cup SafeProtected \cup SafeT32 \cup OneImmediate

Of(c) == {c}

\* Pause, and read: a rewrite comes before the pause, or is no processor's, or the fetch was stale.
RewriteNoPause   == Of(Case("rewrite, nobody paused", A32, Plainly, {"cpu1"}, {"code"}))
RewriteFirst     == Of(Case("rewrite between fetch and pause", A32, Paused, {"cpu1"}, {"code"}))
RewriteByDevice ==
    Of(Case("device writes during the pause", A32, Paused, {"dma"}, {"only while paused"}))
RewriteByAlias ==
    Of(Case("rewrite through an alias", A32, [Protected EXCEPT !.protect = {"code"}], {"cpu1"},
        {"code", "alias"}))
RewriteT32       == Of(Case("rewrite of a T32 call", T32, Paused, {"cpu1"}, {"code"}))
StaleView ==
    Of(Sticky1(Case("caller rewrites without maintenance", A32, Paused, {"cpu0"}, {"code"}),
        {"view"}))
StaleLine ==
    Of(Sticky1(Case("rewrite that is in the cache only", A32, Paused, {"cpu0"}, {"code"}),
        {"data"}))
OldLine ==
    Of(Sticky1(Case("device writes under a line that the handler has read", A32, Paused, {"dma"},
        {"only before the call"}), {"data"}))
SecondRead       == Of(Case("second read", A32, Twice, {"cpu1"}, {"code"}))
SecondReadDevice == Of(Case("second read, device", A32, Twice, {"dma"}, {}))
ThereAndBack     == Of(Case("there and back again", A32, Snapshot, {"cpu1"}, {"code"}))
RemapFirst       == Of(Case("remap between fetch and walk", A32, Paused, {"cpu1"}, {"V1"}))
RemapAt          == Of(Case("remap before AT", A32, WithAt, {"cpu1"}, {"V1"}))
StaleTranslation ==
    Of(Sticky1(Case("caller remaps without invalidation", A32, Paused, {"cpu0"}, {"V1"}), {"tlb"}))
NoLongerACall    == Of(OneNumber(Case("no longer a call", A32, Unchecked, {"cpu1"}, {"code"})))
Patched          == Of(Case("monitor restores its breakpoint", A32, Protected, {"monitor"}, {}))
TooLate          == Of(Case("protected after the trap", A32, Late, {"cpu1"}, {"code"}))
IssIsZero        == Of(Case("dispatch on ISS", A32, IssZero, {}, {}))

\* No wrong answer, but not always one.
HiddenCode       == Of(Hiding(Case("execute-only page", A32, Reading, {}, {}), {"V1"}))
PagedOut         == Of(Case("page taken from stage 2", A32, Paused, {"host"}, {}))
HalfUnmapped     == Of(Case("second half unmapped", Straddles, Paused, {"cpu1"}, {"V2"}))
HalfHidden       == Of(Hiding(Case("second half execute-only", Straddles, Reading, {}, {}), {"V2"}))

\* Wrong for other reasons.
CondIgnored ==
    Of(Case("condition ignored", A32Cond, [Ignoring EXCEPT !.cond = "ignored"], {}, {}))
CondIgnoredRead ==
    Of(Case("condition ignored, memory read", A32Cond, [Paused EXCEPT !.cond = "ignored"], {}, {}))
CondByField      == Of(Case("COND without CV", T32Cond, [Ignoring EXCEPT !.cond = "field"], {}, {}))
Guess            == Of(Case("guess", A32, Guessing, {"host"}, {}))
GuessHidden ==
    Of(Hiding(Case("guess, execute-only", A32, [Guessing EXCEPT !.perm = "read"], {}, {}), {"V1"}))
RetryForEver ==
    Of(Case("retry for ever", A32, [Paused EXCEPT !.fault = "retry", !.bounded = FALSE], {"cpu1"},
        {"V1"}))
CompareForEver ==
    Of(Case("compare for ever", A32, [Twice EXCEPT !.bounded = FALSE, !.pause = FALSE], {"cpu1"},
        {"code"}))
MovesPcAndIt ==
    Of(Case("moves PC and IT only", A64, [Syndrome EXCEPT !.moves = {"pc", "it"}], {}, {}))

\* All that is protected is needed, and so is each maintenance.
NoCode           == Of(Case("code not protected", A32, Without("code"), {"cpu1"}, {"code"}))
NoAlias          == Of(Case("aliases not protected", A32, Without("alias"), {"cpu1"}, {"alias"}))
NoTables         == Of(Case("tables not protected", A32, Without("tables"), {"cpu1"}, {"V1"}))
NoDevices        == Of(Case("devices not excluded", A32, Without("devices"), {"dma"}, {}))
NoTlb ==
    Of(Sticky1(Case("TLB not invalidated", A32, Without("tlb"), {"cpu1"}, {"V1"}), {"tlb"}))
NoView ==
    Of(Sticky1(Case("instructions not invalidated", A32, Without("view"), {"cpu1"}, {"code"}),
        {"view"}))
NoData ==
    Of(Sticky1(Case("data not cleaned", A32, Without("data"), {"cpu1"}, {"code"}), {"data"}))

\* For IMM_ENDS, where the history takes part in the states.
EndsCases ==
    {Case("ends, " \o n, A32, s, {"cpu1"}, a) :
        <<n, s, a>> \in {<<"retry", [Plainly EXCEPT !.fault = "retry"], {"V1"}>>,
                         <<"compare", Twice, {"code"}>>,
                         <<"compare, nobody paused", [Twice EXCEPT !.pause = FALSE], {"code"}>>,
                         <<"protected", [Protected EXCEPT !.fault = "retry"], {"code"}>>,
                         <<"syndrome", Syndrome, {"code"}>>, <<"ignore", Ignoring, {"code"}>>}}

\* For mutants: enough to meet each of them, and small.
MutantCases ==
    {Case("m-hvc", Hvc, Syndrome, {"cpu1"}, {"code"}), Case("m-syndrome", A32, Syndrome, {}, {}),
     Case("m-cond", A32Cond, Ignoring, {}, {}),
     Case("m-a32", A32, Protected, {"cpu1"}, {"code"}),
     Case("m-straddles", Straddles, Protected, {"cpu1"}, {"code"}),
     Hiding(Case("m-hidden", A32, [Protected EXCEPT !.perm = "read"], {"host"}, {}), {"V1"}),
     Case("m-paged", A32, Protected, {"host"}, {}),
     OneNumber(Case("m-other", A32, Paused, {"cpu1"}, {"code"}))}

\* For mutants of maintenance: one case each, with what may be stale, and who makes it so.
Upkept(name, actor, what, ahead) ==
    Of([Case(name, A32, Protected, {actor}, {"code"}) EXCEPT !.sticky = what, !.ahead = ahead])
UpkeptView  == Upkept("u-view", "cpu1", {"view"}, FALSE)
UpkeptBoth  == Upkept("u-both", "cpu1", {"data", "view"}, TRUE)
UpkeptLines == Upkept("u-lines", "dma", {"data"}, TRUE)
UpkeptTlb   == Upkept("u-tlb", "cpu1", {"tlb", "data"}, FALSE)

MutantControl == MutantCases \cup UpkeptView \cup UpkeptBoth \cup UpkeptLines \cup UpkeptTlb

CaseFits(c) ==
    /\ CallerFits(c.caller) /\ StrategyFits(c.strat)
    /\ c.actors \subseteq {"cpu0", "cpu1", "dma", "monitor", "host"}
    /\ c.acts \subseteq AllActs \cup {"only while paused",
         "only before the call"} /\ c.sticky \subseteq Upkeep /\ c.hidden \subseteq VirtualPages
    /\ c.firsts \subseteq {"call0", "call1", "other"} /\ c.ahead \in BOOLEAN

ASSUME CasesFit == \A c \in Cases : CaseFits(c)
ASSUME NamesDiffer == \A c, d \in Cases : c.name = d.name => c = d

\* Everything but the history; the case by its name.
WithoutLast == <<given.name, mem, line, clean, view, table, tlb, out, patched, cpu, hv, paused,
     guard,
                 upkept, armed, snapshot>>

(***************************************************************************)
(* Words for the rules below                                               *)
(***************************************************************************)

Done      == hv.pc = "decided"
Kind      == hv.answer.kind
Executed  == IF caller.halves = 2 /\ cpu.cells[2].word # "tail" THEN "other" ELSE cpu.cells[1].word
Number(word) == CASE word = "call0" -> 0 [] word = "call1" -> 1 [] OTHER -> 3
Wrong     == Kind = "recovered" /\ hv.answer.imm # Number(Executed)
FromMemory == hv.answer.source = "memory"
WasRead(k) == hv.cells[k].page # "none"

\* What was read, or, where nothing was, what a read would find now.
PageNow(k) == IF WasRead(k) THEN hv.cells[k].page ELSE table[VirtualPage(k)]
DataNow(k) == IF WasRead(k) /\ hv.cells[k].page = cpu.cells[k].page THEN hv.cells[k].data
              ELSE Coherent(cpu.cells[k].page, k)

Raced     == \E k \in Halves : PageNow(k) # cpu.cells[k].page
Rewritten == \E k \in Halves : DataNow(k) # cpu.cells[k].data
Stale     == \E k \in Halves : cpu.cells[k].word # cpu.cells[k].data
Uncleaned == \E k \in Halves : line[cpu.cells[k].page][k] \notin {"none", cpu.cells[k].word}
Broken    == \E k \in Halves : cpu.cells[k].patch

TypeOK ==
    Witness("TypeOK", TRUE) =>
        /\ \A page \in Pages, k \in Halves :
              /\ mem[page][k] \in Words(k) /\ line[page][k] \in Words(k) \cup {"none"}
              /\ view[page][k] \in Words(k) \cup {"none"}
              /\ patched[page][k] \in Words(k) \cup {"none"}
        /\ \A v \in VirtualPages : {table[v], tlb[v]} \subseteq Pages \cup {"none"}
        /\ \A c \in clean : line[c[1]][c[2]] # "none"
        /\ out \subseteq Pages /\ guard \subseteq strat.protect /\ upkept \subseteq strat.upkeep
        /\ cpu.phase \in {"run", "half", "fetched", "trapped", "resumed"}
        /\ hv.pc \in {"idle", "trapped", "pause", "protect", "walk", "read", "compare", "decode",
                      "decided"}
        /\ hv.tries \in 0 .. MaxTries
        /\ hv.pc # "idle" => cpu.phase = "trapped" /\ Executed # "other"

(***************************************************************************)
(* The rules                                                               *)
(***************************************************************************)

IMM_EXECUTED_ONLY ==
    Witness("IMM-EXECUTED-ONLY", Done /\ Kind = "recovered") => hv.answer.imm = Number(Executed)

\* It has a source for what it says: the syndrome, where that holds it, or each half, as read.
IMM_NO_GUESS ==
    Witness("IMM-NO-GUESS", Done) =>
        /\ Kind \in {"recovered", "unavailable", "contradicted", "ignored", "skipped"}
        /\ Kind = "recovered" =>
              \/ hv.answer.source = "syndrome" /\ caller.insn # "smc32"
              \/ hv.answer.source = "memory" /\ \A k \in Halves : WasRead(k)
        /\ Kind # "recovered" => hv.answer.imm = -1

IMM_RELIANCE == Witness("IMM-RELIANCE", Done) => ~hv.answer.relied

IMM_CONDITION ==
    /\ Witness("IMM-CONDITION", Done /\ ~cpu.holds) => Kind = "skipped"
    /\ Done /\ cpu.holds => Kind # "skipped"

IMM_CONTRADICTED ==
    Witness("IMM-CONTRADICTED",
            Done /\ (\A k \in Halves : WasRead(k))
                 /\ \/ hv.cells[1].word = "other"
                    \/ caller.halves = 2 /\ hv.cells[2].word # "tail")
        => Kind \in {"contradicted", "unavailable"}

\* The hazards.  Each may happen to a strategy that is safe, and is then harmless.
IMM_WALK_RACE   == Witness("IMM-WALK-RACE", Done /\ Raced) => ~Wrong
IMM_REWRITE     == Witness("IMM-REWRITE", Done /\ Rewritten) => ~Wrong
IMM_STALE_FETCH == Witness("IMM-STALE-FETCH", Done /\ Stale) => ~Wrong
IMM_CACHEABILITY_ALIAS == Witness("IMM-CACHEABILITY-ALIAS", Done /\ Uncleaned) => ~Wrong
IMM_BREAKPOINT  == Witness("IMM-BREAKPOINT", Done /\ Broken) => ~Wrong

\* Nothing to read is said to be so.
IMM_STAGE2_UNMAPPED ==
    Witness("IMM-STAGE2-UNMAPPED", Done /\ hv.answer.fault = "stage 2") =>
        Kind = "unavailable" /\ hv.answer.imm = -1
IMM_EXECUTE_ONLY ==
    /\ Witness("IMM-EXECUTE-ONLY", Done /\ hv.answer.fault = "permission") =>
          Kind = "unavailable" /\ hv.answer.imm = -1
    /\ Done /\ Kind = "recovered" /\ FromMemory /\ strat.perm = "read" =>
          \A k \in Halves : VirtualPage(k) \notin Hidden

\* Half 2 of a call that straddles comes from the page that its own virtual page is on.
IMM_PAGE_STRADDLE ==
    Witness("IMM-PAGE-STRADDLE", Done /\ caller.straddles /\ WasRead(2) /\ "tables" \in guard) =>
        hv.cells[2].page = table["V2"] /\ hv.cells[1].page = table["V1"]

\* Who emulated a trap, or skipped it, has moved the caller on once; who refused has not.
RET_EMULATED ==
    /\ Witness("RET-EMULATED", cpu.phase = "resumed" /\ caller.trap) =>
          \A m \in Moves : cpu.moved[m] =
              IF Kind \in {"recovered", "ignored", "skipped"} THEN 1 ELSE 0
    /\ cpu.phase = "resumed" /\ ~caller.trap => \A m \in Moves : cpu.moved[m] = 1

\* Not a rule: what a reader of memory would like, and does not get.
AlwaysAnswers == Done => Kind \notin {"unavailable", "contradicted"}

\* Not a rule: where nobody changes anything, each reader finds what was executed.
ReadsWhatRan == Done /\ Kind # "skipped" /\ armed => Kind = "recovered" /\ ~Wrong

\* Not a rule: who protects everything, and keeps pages, answers each call after it is armed.
ProtectedAnswers ==
    Done /\ armed /\ strat.protect = Protections /\ "host" \notin Actors /\ Hidden = {} =>
        Kind \in {"recovered", "skipped"}

\* The handler comes to an end whatever the others do.
IMM_ENDS == Witness("IMM-ENDS", hv.pc = "trapped") ~> (hv.pc = "decided")

=============================================================================
