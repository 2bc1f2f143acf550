@ Copyright the armcall authors
@ SPDX-License-Identifier: Apache-2.0
@
@ Licensed under the Apache License, Version 2.0 (the "License");
@ you may not use this file except in compliance with the License.
@ You may obtain a copy of the License at
@
@     http://www.apache.org/licenses/LICENSE-2.0
@
@ Unless required by applicable law or agreed to in writing, software
@ distributed under the License is distributed on an "AS IS" BASIS,
@ WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
@ See the License for the specific language governing permissions and
@ limitations under the License.

@ The AArch32 code that bare-a64-el3.S runs below its AArch64 EL2, and that
@ bare-a32-mon.S runs below its Hyp mode. It is entered at its first byte in
@ Supervisor mode (EL1), twice: with TSC=0 an SMC goes to EL3, with TSC=1 to EL2,
@ where the handler steps over it. It is position independent and needs no memory:
@ r7 and r6 are its only state, r11 and r12 belong to bare-a32-mon.S.

        .arch   armv7-a
        .arch_extension virt
        .arch_extension sec
        .syntax unified
        .equ    DONE, 0xe2d             @ both as in bare-a64-el3.S
        .equ    BAD,  0xbad

        .arm
guest:
        adr     r0, vectors
        mcr     p15, 0, r0, c12, c0, 0  @ VBAR
        mov     r7, #0

        hvc     #0                      @ to EL2, EC 0x12; vector 0x600, in Hyp 0x14
        hvc     #1
        hvc     #0x4a48
        hvc     #0xffff
        smc     #0                      @ to EL3, or (TSC) trapped to EL2, EC 0x13
        smc     #7
        smc     #15
        cmp     r7, #0
        smceq   #1                      @ condition passes: taken
        smcne   #2                      @ condition fails: not taken
        svc     #0                      @ EL1 to EL1, EC 0x11, vector 0x08
        svc     #0x4a4844               @ 24 bits; the syndrome has 0x4844
        blx     thumb

        cps     #16                     @ User mode: EL0
        svc     #1                      @ EL0 to EL1, vector 0x08
        smc     #0                      @ UNDEFINED, vector 0x04, also with TSC
        hvc     #0                      @ UNDEFINED
        adr     r7, back
        svc     #2                      @ the handler goes on at `back`, at EL1
back:
        hvc     #DONE

        .thumb
        .thumb_func
thumb:
        mov     r6, lr                  @ svc in Supervisor mode overwrites lr
        hvc     #0                      @ to EL2, EC 0x12; vector 0x600, in Hyp 0x14
        hvc     #1
        hvc     #0x4a48
        hvc     #0xffff
        smc     #0                      @ to EL3, or (TSC) trapped to EL2, EC 0x13
        smc     #15
        svc     #0x42                   @ EL1 to EL1, EC 0x11, IL=0
        bx      r6

        .arm
        .balign 32
vectors:
        b       unexpected              @ 0x00
        movs    pc, lr                  @ 0x04 UNDEFINED: LR is the next A32 instruction
        b       supervisor_call         @ 0x08
        b       unexpected              @ 0x0c
        b       unexpected              @ 0x10
        b       unexpected              @ 0x14
        b       unexpected              @ 0x18
        b       unexpected              @ 0x1c

supervisor_call:
        cmp     r7, #0
        movseq  pc, lr
        bx      r7                      @ stay in Supervisor mode

unexpected:
        hvc     #BAD
        b       .

@ User mode directly under EL2 (TGE=1). DONE does not fit in a T32 SVC: 0xed there.

        .org    0x800
        svc     #0                      @ EL0 to EL2, EC 0x11; vector 0x600, in Hyp 0x14
        svc     #0x4a48
        svc     #DONE

        .org    0x900
        .thumb
        svc     #0                      @ the same, IL=0
        svc     #0x42
        svc     #0xed
