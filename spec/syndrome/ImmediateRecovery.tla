-------------------------- MODULE ImmediateRecovery --------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* A guest executes a call, other actors change what is in memory, and a   *)
(* handler looks for the immediate of that call, step by step.             *)
(*                                                                         *)
(* Modelled: the caller's fetch through its TLB and its instruction view,  *)
(* each of which may be stale; writes by the caller before its call, by    *)
(* another processor, by a device, through a second mapping, and by a      *)
(* monitor; changes of the translation tables; pages that stage 2 loses;   *)
(* maintenance done or omitted; and a handler that takes the trap, pauses  *)
(* others, walks, reads each half, compares, decodes, decides and resumes, *)
(* each a step of its own, by a strategy that is data.                     *)
(* Left out: the width of words (a word is call0, call1 or other), the     *)
(* levels of a walk (one step), a walker that reads stale table memory,    *)
(* caches of more than one level, and a page that is opened for writing    *)
(* again after it was protected.                                           *)
(* Checked elsewhere: MCImmediateRecovery has the bounds and the rules.    *)
(*                                                                         *)
(* Sources: DDI 0487 B2.2.5 (concurrent modification and execution) and    *)
(* the chapter The AArch64 Virtual Memory System Architecture; Arm's ASL   *)
(* as in sail-arm for the trap; Syndrome.tla for what the syndrome holds.  *)
(*                                                                         *)
(* A T32 call is two halves, each fetched and read for itself, in one page *)
(* or in two.  A32 and A64 calls are one.  Half 1 holds the immediate.     *)
(*                                                                         *)
(* A caller    insn     "hvc", "smc64", or "smc32" (A32 or T32)            *)
(*             halves   1 or 2;  straddles: half 2 is on the next page     *)
(*             cond     whether it may fail a condition                    *)
(*             trap     whether EL2 traps it: the return address is the    *)
(*                      call itself, and nothing has moved on              *)
(* A strategy  kind     "syndrome", "iss-zero", "ignore" or "memory"       *)
(*             cond     "checked", "field" (COND even where CV is 0),      *)
(*                      or "ignored"                                       *)
(*             moves    what it moves on when it has emulated a trap       *)
(*   and for memory:                                                       *)
(*             pause    stop the other processors first                    *)
(*             walk     "software" or "at"; perm: "read" or "execute"      *)
(*             alias    "cacheable" or "noncacheable"                      *)
(*             check    "once", "twice" (two reads must agree), or         *)
(*                      "snapshot" (must agree with a read before)         *)
(*             verify   whether what was read must be the call             *)
(*             fault    "unavailable", "guess" or "retry"                  *)
(*             bounded  whether retries are                                *)
(*             protect  what is protected, of Protections                  *)
(*             upkeep   which maintenance follows that, of Upkeep          *)
(*             when     "before" the fetch, or at the "trap"               *)
(* A case      name, caller, strat                                         *)
(*             actors   who changes things, of "cpu0", "cpu1", "dma",      *)
(*                      "monitor" and "host"                               *)
(*             acts     what the processors among them do: write through   *)
(*                      "code" or "alias", remap "V1" or "V2", "maintain"; *)
(*                      and a device "only while paused", or "only before  *)
(*                      the call"                                          *)
(*             sticky   what may be stale, of Upkeep: the TLB, the view of *)
(*                      instructions, data that is in a cache only         *)
(*             ahead    whether the processor fetches ahead, forgets and   *)
(*                      writes back by itself                              *)
(*             hidden   virtual pages that may be executed and not read    *)
(*             firsts   what half 1 may be                                 *)
(***************************************************************************)
EXTENDS Integers, FiniteSets, Witness

CONSTANTS
    Cases,          \* records as above
    MaxTries        \* how often a bounded strategy begins again

VARIABLES
    given,          \* the case, chosen at the start
    mem,            \* [page -> [half -> word]]: what a fetch that misses, and a device, see
    line,           \* the same, or "none": what the data cache holds
    clean,          \* the cells <<page, half>> whose line is not newer than mem
    view,           \* the same, or "none": instructions as they were fetched first
    table,          \* [virtual page -> page or "none"]
    tlb,            \* the caller's processor: the same
    out,            \* pages that stage 2 does not map
    patched,        \* cells that a monitor has patched: the word that it saved, or "none"
    cpu,            \* the caller: phase, how it was fetched, whether its condition held
    hv,             \* the handler
    paused,         \* whether the handler has stopped cpu1
    guard,          \* the protections in force
    upkept,         \* the maintenance done since
    armed,          \* whether protection was complete with no fetch under way
    snapshot,       \* halves as read before the guest was let on, or "none"
    last            \* the step: actor, act and parameters.  History only.

machine == <<mem, line, clean, view, table, tlb, out, patched>>
control == <<paused, guard, upkept, armed, snapshot>>

\* Words for the parts of the case.
caller     == given.caller
strat      == given.strat
Actors     == given.actors
Sticky     == given.sticky
Hidden     == given.hidden
Firsts     == given.firsts

(***************************************************************************)
(* Vocabulary                                                              *)
(***************************************************************************)

Pages        == {"p", "q"}
VirtualPages == {"V1", "V2"}
Protections  == {"code", "alias", "tables", "devices"}
UpkeepOrder  == <<"tlb", "data", "view">>   \* no more writes; clean and invalidate; refetch
Upkeep       == {"data", "view", "tlb"}
Moves        == {"pc", "it", "ss", "bt"}

Halves == 1 .. caller.halves
VirtualPage(k) == IF k = 2 /\ caller.straddles THEN "V2" ELSE "V1"
UsedPages == {VirtualPage(k) : k \in Halves}

\* Pages that are, or can come to be, mapped: what is in another one does not matter.
LivePages == IF caller.straddles \/ UsedPages \cap given.acts # {} THEN Pages ELSE {"p"}
Words(k) == IF k = 1 THEN Firsts ELSE {"tail", "other"}

\* Decode("call1", "tail") = "call1"     Decode("call1", "other") = "other"
Decode(first, second) == IF second = "tail" THEN first ELSE "other"

\* ImmediateIn("call1") = 1.  What is not the call has bits in that place too.
ImmediateIn(word) == CASE word = "call0" -> 0 [] word = "call1" -> 1 [] OTHER -> 2
NoImmediate == -1

NoCell == [page |-> "none", word |-> "none", data |-> "none", patch |-> FALSE]
NoCells == [k \in 1 .. 2 |-> NoCell]
WordOf(cells) == Decode(cells[1].word, IF caller.halves = 2 THEN cells[2].word ELSE "tail")

\* What a cacheable read sees.
Coherent(page, k) == IF line[page][k] # "none" THEN line[page][k] ELSE mem[page][k]

SyndromeHolds == caller.insn # "smc32"      (* IMM-IN-SYNDROME, IMM-SMC32-LOST *)

NoAnswer == [kind |-> "none", imm |-> NoImmediate, source |-> "none", relied |-> FALSE,
             fault |-> "none"]
Answer(kind) == [NoAnswer EXCEPT !.kind = kind]
Refused(fault) == [NoAnswer EXCEPT !.kind = "unavailable", !.fault = fault]
Found(imm, source) == [NoAnswer EXCEPT !.kind = "recovered", !.imm = imm, !.source = source]

Unmoved == [m \in Moves |-> 0]
Fresh == [phase |-> "run", cells |-> NoCells, holds |-> TRUE, moved |-> Unmoved]
Idle  == [pc |-> "idle", half |-> 1, page |-> "none", cells |-> NoCells, before |-> "none",
          tries |-> 0, mayFail |-> FALSE, cv |-> TRUE, answer |-> NoAnswer]

\* The history of the last step; "" and 0 where a step has no such parameter.
Note(actor, act, page, half, word, via) ==
    last' = [actor |-> actor, act |-> act, page |-> page, half |-> half, word |-> word,
             via |-> via]
Plain(actor, act) == Note(actor, act, "", 0, "", "")

(***************************************************************************)
(* The caller's processor                                                  *)
(***************************************************************************)

\* The page that a fetch of that virtual page uses: from the TLB where it has one.
Translated(v) == IF tlb[v] # "none" THEN tlb[v] ELSE table[v]
Reaches(v) == Translated(v) # "none" /\ (tlb[v] # "none" \/ table[v] \notin out)

\* What a fetch of that cell gets, and what it leaves in TLB and view.
Fetched(page, k) == IF view[page][k] # "none" THEN view[page][k] ELSE mem[page][k]
FillTlb(v) == tlb' = IF "tlb" \in Sticky THEN [tlb EXCEPT ![v] = Translated(v)] ELSE tlb
FillView(page, k) ==
    view' = IF "view" \in Sticky THEN [view EXCEPT ![page][k] = Fetched(page, k)] ELSE view

\* One fetch for each half; other actors may come in between.
Fetch(k) ==
    /\ cpu.phase = (IF k = 1 THEN "run" ELSE "half") /\ k \in Halves
    /\ Reaches(VirtualPage(k))
    /\ LET page == Translated(VirtualPage(k))
           cell == [page |-> page, word |-> Fetched(page, k), data |-> Coherent(page, k),
                    patch |-> patched[page][k] # "none"]
       IN /\ cpu' = [cpu EXCEPT !.phase = IF k = caller.halves THEN "fetched" ELSE "half",
                                !.cells[k] = cell, !.moved = Unmoved]
          /\ FillView(page, k)
          /\ Note("cpu0", "fetch", page, k, cell.word, VirtualPage(k))
    /\ FillTlb(VirtualPage(k))
    /\ UNCHANGED <<mem, line, clean, table, out, patched, hv, control, given>>
    /\ Witness("action Fetch", TRUE)

\* Something else than the call, or a call whose condition fails: the caller goes on.
ExecuteOther ==
    /\ cpu.phase = "fetched"
    /\ \/ WordOf(cpu.cells) = "other" /\ Plain("cpu0", "pass")
       \/ WordOf(cpu.cells) # "other" /\ caller.cond /\ Plain("cpu0", "skip")
    /\ cpu' = Fresh
    /\ UNCHANGED <<machine, hv, control, given>>
    /\ Witness("action ExecuteOther", TRUE)

\* The call is taken or trapped.  A conditional SMC from AArch32 may be trapped although its
\* condition fails (ROU-FAILED-SMC-TRAP), and may be shown so although it holds; CV is 0 for T32
\* only.
ExecuteCall(holds, mayFail, cv) ==
    /\ cpu.phase = "fetched" /\ WordOf(cpu.cells) # "other"
    /\ ~holds => mayFail
    /\ mayFail => caller.cond /\ caller.insn = "smc32" /\ caller.trap
    /\ ~cv => mayFail /\ caller.halves = 2
    /\ cpu' = [cpu EXCEPT !.phase = "trapped", !.holds = holds,
                          !.moved = [m \in Moves |-> IF caller.trap THEN 0 ELSE 1]]
    /\ hv' = [Idle EXCEPT !.pc = "trapped", !.mayFail = mayFail, !.cv = cv]
    /\ Note("cpu0", "call", "", 0, WordOf(cpu.cells),
            IF ~mayFail THEN "" ELSE IF holds THEN "may fail" ELSE "fails")
    /\ UNCHANGED <<machine, control, given>>
    /\ Witness("action ExecuteCall", TRUE)

(***************************************************************************)
(* Those who change what is in memory                                      *)
(***************************************************************************)

\* The caller itself only before its call, another processor while it is not paused.
Free(a) == a \in Actors \cap {"cpu0", "cpu1"} /\ (IF a = "cpu0" THEN cpu.phase = "run" ELSE ~paused)

\* A protection holds for a writer once the translations that were writable are gone.
Closed(what) == what \in guard /\ ("tlb" \in Sticky => "tlb" \in upkept)

Write(a, via, page, k, word) ==
    /\ Free(a) /\ via \in given.acts /\ ~Closed(via) /\ Coherent(page, k) # word
    /\ IF "data" \in Sticky
       THEN line' = [line EXCEPT ![page][k] = word] /\ clean' = clean \ {<<page, k>>}
            /\ UNCHANGED mem
       ELSE mem' = [mem EXCEPT ![page][k] = word] /\ UNCHANGED <<line, clean>>
    /\ Note(a, "write", page, k, word, via)
    /\ UNCHANGED <<view, table, tlb, out, patched, cpu, hv, control, given>>
    /\ Witness("action Write", TRUE)

\* A device writes memory whether processors are paused or not, and no cache sees it.
DeviceWrite(page, k, word) ==
    /\ "dma" \in Actors /\ ~Closed("devices") /\ mem[page][k] # word
    /\ "only while paused" \in given.acts => paused
    /\ "only before the call" \in given.acts => cpu.phase = "run"
    /\ mem' = [mem EXCEPT ![page][k] = word]
    /\ Note("dma", "write", page, k, word, "device")
    /\ UNCHANGED <<line, clean, view, table, tlb, out, patched, cpu, hv, control, given>>
    /\ Witness("action DeviceWrite", TRUE)

\* The tables are memory too: written as what they are, through another mapping, or by a device.
Remap(a, via, v, page) ==
    /\ v \in given.acts /\ table[v] # page /\ ~Closed(via)
    /\ IF via = "devices" THEN a = "dma" /\ a \in Actors
       ELSE Free(a) /\ (via = "alias" => via \in given.acts)
    /\ table' = [table EXCEPT ![v] = page]
    /\ Note(a, "remap", page, 0, via, v)
    /\ UNCHANGED <<mem, line, clean, view, tlb, out, patched, cpu, hv, control, given>>
    /\ Witness("action Remap", TRUE)

Nothing == [page \in Pages |-> [k \in 1 .. 2 |-> "none"]]
NoTranslations == [v \in VirtualPages |-> "none"]
Dirty(page, k) == line[page][k] # "none" /\ <<page, k>> \notin clean
Cleaned == [page \in Pages |->
               [k \in 1 .. 2 |-> IF Dirty(page, k) THEN line[page][k] ELSE mem[page][k]]]

DropLines == line' = Nothing /\ clean' = {}

\* What a maintenance operation does to the machine: data is cleaned and invalidated.
Maintained(what) ==
    CASE what = "tlb"  -> tlb' = NoTranslations /\ UNCHANGED <<mem, line, clean, view>>
      [] what = "view" -> view' = Nothing /\ UNCHANGED <<mem, line, clean, tlb>>
      [] what = "data" -> mem' = Cleaned /\ DropLines /\ UNCHANGED <<view, tlb>>

Maintain(a, what) ==
    /\ Free(a) /\ "maintain" \in given.acts /\ what \in Sticky
    /\ Maintained(what)
    /\ <<mem, line, view, tlb>>' # <<mem, line, view, tlb>>
    /\ Note(a, "maintain", "", 0, "", what)
    /\ UNCHANGED <<table, out, patched, cpu, hv, control, given>>
    /\ Witness("action Maintain", TRUE)

\* The owner of stage 2 takes a page away, invalidating what TLBs hold of it, and gives it back.
PageOut(page) ==
    /\ "host" \in Actors /\ page \notin out
    /\ out' = out \cup {page}
    /\ tlb' = [v \in VirtualPages |-> IF tlb[v] = page THEN "none" ELSE tlb[v]]
    /\ Note("host", "page out", page, 0, "", "")
    /\ UNCHANGED <<mem, line, clean, view, table, patched, cpu, hv, control, given>>
    /\ Witness("action PageOut", TRUE)

PageIn(page) ==
    /\ "host" \in Actors /\ page \in out
    /\ out' = out \ {page}
    /\ Note("host", "page in", page, 0, "", "")
    /\ UNCHANGED <<mem, line, clean, view, table, tlb, patched, cpu, hv, control, given>>
    /\ Witness("action PageIn", TRUE)

\* A monitor puts its breakpoint in the place of half 1, with all maintenance, and takes it back.
Patch(page) ==
    /\ "monitor" \in Actors
    /\ LET old == Coherent(page, 1)
           word == IF patched[page][1] = "none" THEN "call1" ELSE patched[page][1]
       IN /\ patched[page][1] = "none" => old # "call1"
          /\ patched' = [patched EXCEPT ![page][1] = IF @ = "none" THEN old ELSE "none"]
          /\ mem' = [mem EXCEPT ![page][1] = word]
          /\ Note("monitor", IF patched[page][1] = "none" THEN "patch" ELSE "restore",
                  page, 1, word, "")
    /\ line' = [line EXCEPT ![page][1] = "none"] /\ clean' = clean \ {<<page, 1>>}
    /\ view' = [view EXCEPT ![page][1] = "none"]
    /\ UNCHANGED <<table, tlb, out, cpu, hv, control, given>>
    /\ Witness("action Patch", TRUE)

\* A cacheable read leaves a clean line.
FillLine(page, k) ==
    IF "data" \in Sticky /\ line[page][k] = "none"
    THEN line' = [line EXCEPT ![page][k] = mem[page][k]] /\ clean' = clean \cup {<<page, k>>}
    ELSE UNCHANGED <<line, clean>>

\* The processor fetches ahead, and forgets or writes back by itself.
Speculate ==
    /\ given.ahead
    /\ \/ \E k \in Halves :
             /\ Reaches(VirtualPage(k))
             /\ FillTlb(VirtualPage(k)) /\ FillView(Translated(VirtualPage(k)), k)
             /\ UNCHANGED <<mem, line, clean>>
             /\ Note("cpu0", "prefetch", Translated(VirtualPage(k)), k, "", VirtualPage(k))
       \/ \E v \in UsedPages :
             /\ tlb' = [tlb EXCEPT ![v] = "none"] /\ UNCHANGED <<mem, line, clean, view>>
             /\ Note("cpu0", "forget", "", 0, "", v)
       \/ \E page \in Pages, k \in Halves :
             \/ /\ view' = [view EXCEPT ![page][k] = "none"]
                /\ UNCHANGED <<mem, line, clean, tlb>>
                /\ Note("cpu0", "forget", page, k, "", "view")
             \/ /\ line[page][k] # "none"
                /\ mem' = [mem EXCEPT ![page][k] = Cleaned[page][k]]
                /\ line' = [line EXCEPT ![page][k] = "none"] /\ clean' = clean \ {<<page, k>>}
                /\ UNCHANGED <<view, tlb>>
                /\ Note("cpu0", "write back", page, k, "", "data")
             \/ /\ FillLine(page, k) /\ UNCHANGED <<mem, view, tlb>>
                /\ Note("cpu0", "prefetch", page, k, "", "data")
    /\ UNCHANGED <<table, out, patched, cpu, hv, control, given>>
    /\ <<mem, line, view, tlb>>' # <<mem, line, view, tlb>>
    /\ Witness("action Speculate", TRUE)

(***************************************************************************)
(* The handler protects                                                    *)
(***************************************************************************)

\* Before the caller is let on, or, which is too late, when it has trapped.
Protecting == IF strat.when = "before" THEN ~armed ELSE hv.pc = "protect"

\* All at once: one protection earlier than another only forbids some of what may happen anyhow.
Protect ==
    /\ Protecting /\ guard # strat.protect
    /\ guard' = strat.protect
    /\ Plain("hv", "protect")
    /\ UNCHANGED <<machine, cpu, hv, paused, upkept, armed, snapshot, given>>
    /\ Witness("action Protect", TRUE)

\* In the order of UpkeepOrder, once everything is protected.
UpkeepReady == guard = strat.protect
IsNext(what) == \A n, m \in 1 .. 3 :
    n < m /\ UpkeepOrder[m] = what /\ UpkeepOrder[n] \in strat.upkeep => UpkeepOrder[n] \in upkept

UpkeepStep(what) ==
    /\ Protecting /\ UpkeepReady /\ what \in strat.upkeep \ upkept /\ IsNext(what)
    /\ Maintained(what)
    /\ upkept' = upkept \cup {what}
    /\ Note("hv", "maintain", "", 0, "", what)
    /\ UNCHANGED <<table, out, patched, cpu, hv, paused, guard, armed, snapshot, given>>
    /\ Witness("action UpkeepStep", TRUE)

ProtectionDone == guard = strat.protect /\ upkept = strat.upkeep
NoFetchUnderWay == cpu.phase = "run"

\* What the handler reads of a half through an alias: with "noncacheable", what is not in caches.
ReadWord(page, k) == IF strat.alias = "noncacheable" THEN mem[page][k] ELSE Coherent(page, k)

\* All processors have been at the handler: no fetch from before is under way.
Arm ==
    /\ strat.when = "before" /\ ~armed /\ ProtectionDone /\ NoFetchUnderWay
    /\ strat.check = "snapshot" => \A k \in Halves : table[VirtualPage(k)] # "none"
    /\ armed' = TRUE
    /\ snapshot' = IF strat.check # "snapshot" THEN "none"
                   ELSE Decode(ReadWord(table["V1"], 1),
                               IF caller.halves = 1 THEN "tail"
                               ELSE ReadWord(table[VirtualPage(2)], 2))
    /\ Plain("hv", "arm")
    /\ UNCHANGED <<machine, cpu, hv, paused, guard, upkept, given>>
    /\ Witness("action Arm", TRUE)

(***************************************************************************)
(* The handler answers                                                     *)
(***************************************************************************)

HandlerKeeps == UNCHANGED <<machine, cpu, guard, upkept, armed, snapshot, given>>
Decided(answer) ==
    hv' = [hv EXCEPT !.pc = "decided",
                     !.answer = [answer EXCEPT !.relied = @ \/ hv.answer.relied]]

\* Whether the handler takes the condition for one that failed.  COND is UNKNOWN where CV is 0,
\* and who reads it all the same relies on it.
MayTakeAsFailed(relied) ==
    CASE ~hv.mayFail -> FALSE
      [] strat.cond = "checked" -> ~cpu.holds
      [] strat.cond = "field" -> IF hv.cv THEN ~cpu.holds ELSE relied
      [] OTHER -> FALSE
ReliesOnCond == hv.mayFail /\ strat.cond = "field" /\ ~hv.cv

\* What a strategy that does not read memory says.
FromSyndrome ==
    CASE strat.kind = "ignore" -> Answer("ignored")
      [] SyndromeHolds -> Found(ImmediateIn(WordOf(cpu.cells)), "syndrome")
      [] strat.kind = "iss-zero" -> [Found(0, "reserved") EXCEPT !.relied = TRUE]
      [] OTHER -> Refused("not in the syndrome")

\* Protected since before the fetch, where the strategy asks for that.
Safeguarded == strat.when = "trap" \/ armed

Begin ==
    /\ hv.pc = "trapped"
    /\ \E unknown \in IF ReliesOnCond THEN BOOLEAN ELSE {FALSE} :
          IF MayTakeAsFailed(unknown)
          THEN Decided([Answer("skipped") EXCEPT !.relied = ReliesOnCond])
          ELSE IF strat.kind # "memory" \/ SyndromeHolds
          THEN Decided([FromSyndrome EXCEPT !.relied = @ \/ ReliesOnCond])
          ELSE IF ~Safeguarded
          THEN Decided(Refused("not protected"))
          ELSE hv' = [hv EXCEPT !.pc = IF strat.pause THEN "pause"
                                       ELSE IF strat.when = "trap" THEN "protect" ELSE "walk",
                                !.answer.relied = ReliesOnCond]
    /\ Plain("hv", "begin")
    /\ UNCHANGED paused /\ HandlerKeeps
    /\ Witness("action Begin", TRUE)

Pause ==
    /\ hv.pc = "pause"
    /\ paused' = TRUE
    /\ hv' = [hv EXCEPT !.pc = IF strat.when = "trap" THEN "protect" ELSE "walk"]
    /\ Plain("hv", "pause")
    /\ HandlerKeeps
    /\ Witness("action Pause", TRUE)

LateArm ==
    /\ hv.pc = "protect" /\ ProtectionDone
    /\ hv' = [hv EXCEPT !.pc = "walk"]
    /\ Plain("hv", "arm")
    /\ UNCHANGED paused /\ HandlerKeeps
    /\ Witness("action LateArm", TRUE)

\* Begin again, unless a bounded strategy has done so often enough.
Again(refused) ==
    IF strat.bounded /\ hv.tries = MaxTries
    THEN Decided(refused)
    ELSE hv' = [hv EXCEPT !.pc = "walk", !.half = 1, !.page = "none", !.cells = NoCells,
                          !.before = "none", !.tries = IF strat.bounded THEN @ + 1 ELSE 1 - @]

OnFault(fault) ==
    CASE strat.fault = "unavailable" -> Decided(Refused(fault))
      [] strat.fault = "guess" -> Decided([Found(0, "default") EXCEPT !.fault = fault])
      [] strat.fault = "retry" -> Again(Refused(fault))

WalkedPage(v) == IF strat.walk = "at" THEN Translated(v) ELSE table[v]

MayRead(v) == strat.perm = "execute" \/ v \notin Hidden

\* One translation for each page that the call is on.
PageOf(k) == VirtualPage(k)

Walk ==
    /\ hv.pc = "walk"
    /\ LET v == PageOf(hv.half)
           page == WalkedPage(v)
       IN /\ IF page = "none" THEN OnFault("translation")
             ELSE IF page \in out THEN OnFault("stage 2")
             ELSE IF ~MayRead(v) THEN OnFault("permission")
             ELSE hv' = [hv EXCEPT !.pc = "read", !.page = page]
          /\ Note("hv", "walk", page, hv.half, "", v)
    /\ UNCHANGED paused /\ HandlerKeeps
    /\ Witness("action Walk", TRUE)

Read ==
    /\ hv.pc = "read"
    /\ LET k == hv.half
           cell == [page |-> hv.page, word |-> ReadWord(hv.page, k),
                    data |-> Coherent(hv.page, k), patch |-> patched[hv.page][k] # "none"]
       IN /\ IF strat.alias = "cacheable" /\ hv.page \notin out THEN FillLine(hv.page, k)
             ELSE UNCHANGED <<line, clean>>
          /\ IF hv.page \in out THEN OnFault("stage 2")
             ELSE hv' = [hv EXCEPT !.cells[k] = cell, !.half = IF k < caller.halves THEN 2 ELSE 1,
                                   !.pc = IF k = caller.halves THEN "compare"
                                          ELSE IF PageOf(2) = PageOf(1) THEN "read" ELSE "walk"]
          /\ Note("hv", "read", hv.page, k, cell.word, strat.alias)
    /\ UNCHANGED <<mem, view, table, tlb, out, patched, cpu, paused, guard, upkept, armed, snapshot,
                   given>>
    /\ Witness("action Read", TRUE)

\* A second read, or a read before the call, must agree with what was read.
Compare ==
    /\ hv.pc = "compare"
    /\ LET word == WordOf(hv.cells)
       IN CASE strat.check = "twice" /\ hv.before = "none" ->
                   hv' = [hv EXCEPT !.pc = "walk", !.page = "none", !.before = word]
            [] strat.check = "twice" /\ hv.before # word -> Again(Refused("changed"))
            [] strat.check = "snapshot" /\ snapshot # word -> Decided(Refused("changed"))
            [] OTHER -> hv' = [hv EXCEPT !.pc = "decode", !.before = "none"]
    /\ Plain("hv", "compare")
    /\ UNCHANGED paused /\ HandlerKeeps
    /\ Witness("action Compare", TRUE)

\* What was read, taken for the call that trapped.
Verdict(word) == IF word = "other" /\ strat.verify THEN Answer("contradicted")
                 ELSE Found(ImmediateIn(word), "memory")

Decide ==
    /\ hv.pc = "decode"
    /\ Decided(Verdict(WordOf(hv.cells)))
    /\ Note("hv", "decide", "", 0, WordOf(hv.cells), "")
    /\ UNCHANGED paused /\ HandlerKeeps
    /\ Witness("action Decide", TRUE)

\* Refused means that the caller gets an Undefined Instruction exception, and is not moved on.
Refuses == hv.answer.kind \in {"unavailable", "contradicted"}

Moved(m) == cpu.moved[m] + IF caller.trap /\ ~Refuses /\ m \in strat.moves THEN 1 ELSE 0

Resume ==
    /\ hv.pc = "decided"
    /\ cpu' = [cpu EXCEPT !.phase = "resumed", !.moved = [m \in Moves |-> Moved(m)]]
    /\ hv' = [Idle EXCEPT !.answer = hv.answer]
    /\ paused' = FALSE
    /\ IF strat.when = "trap" THEN guard' = {} /\ upkept' = {} ELSE UNCHANGED <<guard, upkept>>
    /\ Plain("hv", "resume")
    /\ UNCHANGED <<machine, armed, snapshot, given>>
    /\ Witness("action Resume", TRUE)

\* The caller loops to its call again.
Loop ==
    /\ cpu.phase = "resumed"
    /\ cpu' = Fresh /\ hv' = Idle
    /\ Plain("cpu0", "loop")
    /\ UNCHANGED <<machine, control, given>>
    /\ Witness("action Loop", TRUE)

(***************************************************************************)
(* Everything together                                                     *)
(***************************************************************************)

Init ==
    /\ given \in Cases
    /\ \E f \in [Pages -> Firsts] :
          /\ \A page \in Pages \ LivePages : f[page] = f["p"]
          /\ mem = [page \in Pages |-> [k \in 1 .. 2 |-> IF k = 1 THEN f[page] ELSE "tail"]]
    /\ line = Nothing /\ clean = {} /\ view = Nothing /\ patched = Nothing
    /\ table = [v \in VirtualPages |->
                   IF v = "V1" THEN "p" ELSE IF caller.straddles THEN "q" ELSE "none"]
    /\ tlb = NoTranslations /\ out = {}
    /\ cpu = Fresh /\ hv = Idle
    /\ paused = FALSE /\ guard = {} /\ upkept = {} /\ snapshot = "none"
    /\ armed = (strat.protect = {} /\ strat.upkeep = {} /\ strat.check # "snapshot")
    /\ last = [actor |-> "", act |-> "start", page |-> "", half |-> 0, word |-> "", via |-> ""]

CallerStep ==
    \/ \E k \in Halves : Fetch(k)
    \/ ExecuteOther
    \/ \E holds, mayFail, cv \in BOOLEAN : ExecuteCall(holds, mayFail, cv)
    \/ Loop

ChangeStep ==
    \/ \E page \in LivePages, k \in Halves : \E word \in Words(k) :
          \/ \E a \in {"cpu0", "cpu1"}, via \in {"code", "alias"} : Write(a, via, page, k, word)
          \/ DeviceWrite(page, k, word)
    \/ \E a \in {"cpu0", "cpu1", "dma"}, via \in {"tables", "alias", "devices"} :
          \E v \in UsedPages, page \in Pages \cup {"none"} : Remap(a, via, v, page)
    \/ \E a \in {"cpu0", "cpu1"}, what \in Upkeep : Maintain(a, what)
    \/ \E page \in LivePages : PageOut(page) \/ PageIn(page) \/ Patch(page)
    \/ Speculate

ProtectStep ==
    \/ Protect
    \/ \E what \in Upkeep : UpkeepStep(what)
    \/ Arm

HandlerStep == Begin \/ Pause \/ LateArm \/ Walk \/ Read \/ Compare \/ Decide \/ Resume

Next == CallerStep \/ ChangeStep \/ ProtectStep \/ HandlerStep

vars == <<machine, cpu, hv, control, given, last>>
Spec == Init /\ [][Next]_vars

\* The handler is not left waiting; nobody else need ever do anything.
FairSpec == Spec /\ WF_vars(HandlerStep) /\ WF_vars(ProtectStep)

=============================================================================
