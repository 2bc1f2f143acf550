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

@ An ARMv7 machine with own Monitor and Hyp code, made to be logged by
@ `qemu -d int`. It starts in Secure Supervisor mode and ends by semihosting
@ SYS_EXIT: status 0 when every exception was one of those expected, else 1.
@ Below Hyp mode it runs bare-a32-guest.S, the same bytes as bare-a64-el3.S does.
@
@ Monitor mode has no syndrome register: a Monitor call is told by r12 alone.
@ r11 is where `run` goes on; the code below Hyp leaves it alone.

        .arch   armv7-a
        .arch_extension virt
        .arch_extension sec
        .syntax unified
        .arm

        .equ    DONE,     0xe2d         @ immediates as in bare-a32-guest.S
        .equ    BAD,      0xbad
        .equ    SET_SCR,  0x5c3         @ r12 of an SMC: SCR := r0

        .equ    SCR_NS,   1 << 0
        .equ    SCR_SCD,  1 << 7
        .equ    SCR_HCE,  1 << 8
        .equ    HCR_TSC,  1 << 19       @ SMC in a Non-secure PL1 mode goes to Hyp
        .equ    HCR_TGE,  1 << 27       @ User mode exceptions go to Hyp

        .equ    A32_USR,  0x1d0         @ PSR, with A I F masked
        .equ    T32_USR,  0x1f0
        .equ    A32_SVC,  0x1d3
        .equ    A32_HYP,  0x1da

@ Enter a lower mode at \entry; come back here when it has said DONE.
        .macro  run psr, entry
        adr     r11, 1f
        ldr     r0, =\psr
        msr     spsr_cxsf, r0
        ldr     r0, =\entry
        msr     elr_hyp, r0
        eret
1:
        .endm

        .macro  hcr bits
        ldr     r0, =\bits
        mcr     p15, 4, r0, c1, c1, 0
        isb
        .endm

        .macro  scr bits                @ from Non-secure state, by the Monitor
        ldr     r0, =\bits
        ldr     r12, =SET_SCR
        smc     #0
        mov     r12, #0
        .endm

@ Secure state.

        .global _start
_start:
        ldr     r0, =monitor_vectors
        mcr     p15, 0, r0, c12, c0, 1  @ MVBAR
        ldr     r0, =secure_vectors
        mcr     p15, 0, r0, c12, c0, 0  @ VBAR, Secure
        mov     r12, #0
        svc     #0x33                   @ Secure Supervisor to itself, vector 0x08
        smc     #3                      @ Secure Supervisor to Monitor, vector 0x08
        cps     #0x16                   @ Monitor mode
        smc     #4                      @ Monitor to itself
        ldr     r0, =(SCR_NS | SCR_HCE)
        mcr     p15, 0, r0, c1, c1, 0   @ SCR
        ldr     r0, =A32_HYP
        msr     spsr_cxsf, r0
        ldr     lr, =hyp_start
        movs    pc, lr

monitor_call:
        teq     r12, #0
        mcrne   p15, 0, r0, c1, c1, 0
        movs    pc, lr

@ Hyp mode: runs the lower modes one after another.

hyp_start:
        ldr     r0, =hyp_vectors
        mcr     p15, 4, r0, c12, c0, 0  @ HVBAR
        ldr     sp, =hyp_stack

        hvc     #0x22                   @ Hyp to itself: vector 0x08, not 0x14
        svc     #0x22                   @ the same
        smc     #2                      @ Hyp to Monitor

        hcr     0
        run     A32_SVC, guest          @ SMC goes to Monitor
        hcr     HCR_TSC
        run     A32_SVC, guest          @ SMC goes to Hyp, vector 0x14
        smc     #5                      @ TSC does not touch SMC in Hyp mode

        hcr     HCR_TGE
        run     A32_USR, a32_usr_tge
        run     T32_USR, t32_usr_tge

        hcr     0
        scr     SCR_NS                  @ HCE=0
        run     A32_SVC, no_hvc
        scr     (SCR_NS | SCR_HCE | SCR_SCD)
        run     A32_SVC, no_smc
        hcr     HCR_TSC
        run     A32_SVC, no_smc_tsc
        ldr     r1, =0x20026            @ ADP_Stopped_ApplicationExit
        b       exit

hyp_sync:
        push    {r0, r1}
        mrc     p15, 4, r0, c5, c2, 0   @ HSR
        lsr     r1, r0, #26
        uxth    r0, r0
        cmp     r1, #0x12               @ HVC
        beq     1f
        cmp     r1, #0x11               @ SVC: of Hyp, or with TGE
        beq     1f
        cmp     r1, #0x13               @ SMC, trapped
        bne     fail
        mrs     r0, elr_hyp             @ step over it
        add     r0, r0, #4
        msr     elr_hyp, r0
        b       2f
1:      ldr     r1, =BAD
        cmp     r0, r1
        beq     fail
        cmp     r0, #0xed               @ DONE of a T32 SVC, which has 8 bits only
        ldrne   r1, =DONE
        cmpne   r0, r1
        beq     3f
2:      pop     {r0, r1}
        eret
3:      pop     {r0, r1}
        msr     elr_hyp, r11
        ldr     r0, =A32_HYP
        msr     spsr_cxsf, r0
        eret

@ Non-secure Supervisor mode, with VBAR of bare-a32-guest.S, which steps over
@ what is UNDEFINED.

no_hvc:
        hvc     #0x13                   @ UNDEFINED: HCE=0
        scr     (SCR_NS | SCR_HCE)
        hvc     #DONE
no_smc:
        smc     #6                      @ UNDEFINED: SCD=1
        hvc     #DONE
no_smc_tsc:
        smc     #7                      @ trapped to Hyp: TSC comes before SCD
        hvc     #DONE

@ Semihosting SYS_EXIT with reason r1.

fail:
        mov     r1, #0
exit:
        mov     r0, #0x18
        svc     #0x123456
        b       .

        .ltorg
        .balign 32
secure_vectors:
        b       fail
        b       fail
        movs    pc, lr                  @ 0x08 SVC
        .rept   5
        b       fail
        .endr
monitor_vectors:
        b       fail
        b       fail
        b       monitor_call            @ 0x08 SMC
        .rept   5
        b       fail
        .endr
hyp_vectors:
        b       fail
        b       fail
        b       hyp_sync                @ 0x08 HVC or SVC from Hyp mode
        b       fail
        b       fail
        b       hyp_sync                @ 0x14 from a lower mode
        b       fail
        b       fail

        .balign 0x1000
guest:
        .incbin "bare-a32-guest.bin"
        .equ    a32_usr_tge, guest + 0x800      @ fixed places in bare-a32-guest.S
        .equ    t32_usr_tge, guest + 0x900

        .bss
        .balign 8
        .space  256
hyp_stack:
