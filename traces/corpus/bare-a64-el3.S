// Copyright the armcall authors
// SPDX-License-Identifier: Apache-2.0
//
// Licensed under the Apache License, Version 2.0 (the "License");
// you may not use this file except in compliance with the License.
// You may obtain a copy of the License at
//
//     http://www.apache.org/licenses/LICENSE-2.0
//
// Unless required by applicable law or agreed to in writing, software
// distributed under the License is distributed on an "AS IS" BASIS,
// WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
// See the License for the specific language governing permissions and
// limitations under the License.

// A machine with own EL3, EL2 and EL1 code, made to be logged by `qemu -d int`.
// It starts at EL3, makes one call of each kind worth having in a log, and ends
// by semihosting SYS_EXIT: status 0 when every exception was one of those
// expected, 1 when a vector was entered that this program never provokes.
// The AArch32 part is in bare-a32-guest.S and is included as bytes.
//
// Every level has one rule for returning:
//   an exception that returns after the instruction (SVC, HVC, SMC): plain ERET;
//   one that returns to it (trapped SMC, UNDEFINED): ELR += 4, then ERET.

        .equ    DONE,     0xe2d         // immediate: "this part is over"
        .equ    BAD,      0xbad         // immediate: AArch32 vector never provoked
        .equ    SET_SCR,  0x5c3         // SMC immediate: SCR_EL3 := x1

        .equ    SCR,      0x531         // RW HCE RES1 NS: EL2 is AArch64, Non-secure
        .equ    SCR_HCE,  1 << 8
        .equ    SCR_SMD,  1 << 7
        .equ    HCR_RW,   1 << 31       // EL1 is AArch64
        .equ    HCR_TGE,  1 << 27       // EL0 exceptions go to EL2
        .equ    HCR_TSC,  1 << 19       // SMC at EL1 is trapped to EL2

        .equ    EL0T,     0x3c0         // SPSR.M, with D A I F masked
        .equ    EL1H,     0x3c5
        .equ    EL2H,     0x3c9
        .equ    A32_SVC,  0x1d3         // AArch32 Supervisor mode, A32, A I F masked
        .equ    A32_USR,  0x1d0
        .equ    T32_USR,  0x1f0

// Enter a lower level at \entry; come back here when it has said DONE.
        .macro  run el, spsr, entry
        adr     x0, 1f
        msr     tpidr_\el, x0
        mov     x0, #\spsr
        msr     spsr_\el, x0
        ldr     x0, =\entry
        msr     elr_\el, x0
        eret
1:
        .endm

        .macro  hcr bits
        ldr     x0, =\bits
        msr     hcr_el2, x0
        isb
        .endm

        .macro  scr bits                // from EL1 or EL2, by EL3
        ldr     x1, =\bits
        smc     #SET_SCR
        .endm

// The four groups of vectors of one level; the four kinds other than
// synchronous never come, since interrupts stay masked and the GIC unused.
        .macro  vectors sync
        .balign 0x800
        .rept   4
        b       \sync
        .balign 0x80
        .rept   3
        b       fail
        .balign 0x80
        .endr
        .endr
        .endm

// x1 := exception class, x0 := ISS[15:0]; both are on the stack.
        .macro  syndrome el
        stp     x0, x1, [sp, #-16]!
        mrs     x0, esr_\el
        lsr     x1, x0, #26
        and     x0, x0, #0xffff
        .endm

// Leave x0, x1 as the caller had them.
        .macro  resume
        ldp     x0, x1, [sp], #16
        eret
        .endm

        .macro  skip el
        mrs     x0, elr_\el
        add     x0, x0, #4
        msr     elr_\el, x0
        .endm

// The lower level has said DONE: go on in `run`, at this level, by an ERET.
        .macro  go_on el, spsr
        ldp     x0, x1, [sp], #16
        mrs     x0, tpidr_\el
        msr     elr_\el, x0
        mov     x0, #\spsr
        msr     spsr_\el, x0
        eret
        .endm

        .text

// EL3: calls at its own level, then down to EL2.

        .global _start
_start:
        ldr     x0, =el3_vectors
        msr     vbar_el3, x0
        ldr     x0, =el3_stack
        mov     sp, x0
        svc     #0x33                   // EL3 to EL3, vector 0x200
        smc     #0x33                   // EL3 to EL3, vector 0x200
        mov     x0, #SCR
        msr     scr_el3, x0
        mov     x0, #EL2H
        msr     spsr_el3, x0
        ldr     x0, =el2_start
        msr     elr_el3, x0
        eret

el3_sync:
        syndrome el3
        cmp     x1, #0x15               // SVC at EL3
        b.eq    2f
        cmp     x1, #0x13               // SMC from AArch32: no immediate
        b.eq    2f
        cmp     x1, #0x17               // SMC from AArch64
        b.ne    fail
        cmp     x0, #SET_SCR
        b.ne    2f
        ldr     x1, [sp, #8]
        msr     scr_el3, x1
2:      resume

// EL2: runs the lower levels one after another.

el2_start:
        ldr     x0, =el2_vectors
        msr     vbar_el2, x0
        ldr     x0, =el2_stack
        mov     sp, x0

        // Calls of EL2 itself: HVC and SVC stay at EL2 (vector 0x200).
        hcr     HCR_RW
        hvc     #0x22
        svc     #0x22
        smc     #0x22
        smc     #0xffff
        // The same with SP_EL0 as stack pointer: vector 0x000.
        ldr     x0, =el2t_stack
        msr     sp_el0, x0
        msr     spsel, #0
        hvc     #0x20
        msr     spsel, #1

        // A64 at EL1 and EL0; SMC goes to EL3, then (TSC) to EL2.
        run     el2, EL1H, el1_start
        hcr     (HCR_RW | HCR_TSC)
        run     el2, EL1H, el1_start
        smc     #0x2                    // TSC does not touch SMC at EL2

        // HCE=0: HVC is UNDEFINED at EL1 and at EL2.
        scr     (SCR & ~SCR_HCE)
        hvc     #0x23                   // UNDEFINED, EL2 to EL2
        hcr     HCR_RW
        run     el2, EL1H, el1_no_hvc

        // TGE: EL0 runs directly under EL2, in A64, A32 and T32.
        hcr     (HCR_RW | HCR_TGE)
        run     el2, EL0T, el0_tge
        hcr     HCR_TGE
        run     el2, A32_USR, a32_usr_tge
        run     el2, T32_USR, t32_usr_tge

        // A32 and T32 at EL1 and EL0; SMC goes to EL3, then (TSC) to EL2.
        ldr     x0, =0x00c50838         // SCTLR of AArch32: RES1, little-endian, MMU off
        msr     sctlr_el1, x0
        hcr     0
        run     el2, A32_SVC, a32_guest
        hcr     HCR_TSC
        run     el2, A32_SVC, a32_guest

        // SMD=1: SMC is UNDEFINED at EL2 and EL1, but TSC comes first. There is
        // no way back to EL3 from here, so the program ends at EL2.
        ldr     x0, =0x30d00800         // SCTLR_EL1 of AArch64 again
        msr     sctlr_el1, x0
        scr     (SCR | SCR_SMD)
        smc     #0x24                   // UNDEFINED, EL2 to EL2
        hcr     HCR_RW
        run     el2, EL1H, el1_smd
        hcr     (HCR_RW | HCR_TSC)
        run     el2, EL1H, el1_smd_tsc
        mov     x2, #0
        b       exit

el2_sync:
        syndrome el2
        cmp     x1, #0x16               // HVC from A64
        b.eq    1f
        cmp     x1, #0x12               // HVC from A32 or T32
        b.eq    1f
        cmp     x1, #0x15               // SVC from A64: of EL2, or with TGE
        b.eq    1f
        cmp     x1, #0x11               // SVC from A32 or T32 with TGE
        b.eq    2f
        cmp     x1, #0x17               // SMC from A64, trapped
        b.eq    3f
        cmp     x1, #0x13               // SMC from A32 or T32, trapped
        b.eq    3f
        cbz     x1, 3f                  // UNDEFINED
        b       fail
1:      cmp     x0, #DONE
        b.eq    4f
        cmp     x0, #BAD
        b.eq    fail
        resume
2:      cmp     x0, #0xed               // T32 SVC has 8 bits only
        b.eq    4f
        cmp     x0, #DONE
        b.eq    4f
        resume
3:      skip    el2
        resume
4:      go_on   el2, EL2H

// EL1, A64.

        .macro  enter_el1
        ldr     x0, =el1_vectors
        msr     vbar_el1, x0
        ldr     x0, =el1_stack
        mov     sp, x0
        .endm

el1_start:
        enter_el1
        hvc     #0                      // to EL2, EC 0x16, vector 0x400
        hvc     #1
        hvc     #0x4a48
        hvc     #0xffff
        smc     #0                      // to EL3, or (TSC) trapped to EL2, EC 0x17
        smc     #1
        smc     #0x4a48
        smc     #0xffff
        svc     #0                      // EL1 to EL1, EC 0x15, vector 0x200
        svc     #0x4a48
        run     el1, EL0T, el0_start
        hvc     #DONE

el1_no_hvc:
        hvc     #0x13                   // UNDEFINED: HCE=0
        scr     SCR                     // HCE=1 again
        hvc     #0x14
        hvc     #DONE

el1_smd:
        enter_el1                       // AArch32 had its own VBAR in VBAR_EL1
        smc     #0x15                   // UNDEFINED: SMD=1
        hvc     #DONE

el1_smd_tsc:
        smc     #0x16                   // trapped to EL2: TSC comes before SMD
        hvc     #DONE

el1_sync:
        syndrome el1
        cbz     x1, 1f                  // UNDEFINED
        cmp     x1, #0x15               // SVC
        b.ne    fail
        cmp     x0, #DONE
        b.eq    2f
        resume
1:      skip    el1
        resume
2:      go_on   el1, EL1H

// EL0, A64.

el0_start:
        svc     #0                      // EL0 to EL1, EC 0x15, vector 0x400
        svc     #1
        svc     #0xffff
        smc     #0                      // UNDEFINED, EC 0x00, also with TSC
        hvc     #0                      // UNDEFINED, EC 0x00
        svc     #DONE

el0_tge:
        svc     #0                      // EL0 to EL2, EC 0x15, vector 0x400
        svc     #0x4a48
        hvc     #0                      // UNDEFINED, EL0 to EL2
        svc     #DONE

// Semihosting SYS_EXIT with status x2.

fail:
        mov     x2, #1
exit:
        ldr     x1, =exit_block
        str     x2, [x1, #8]
        mov     w0, #0x18
        hlt     #0xf000
        b       .

        vectors el3_sync
        .balign 0x800
el3_vectors = . - 0x800
        vectors el2_sync
        .balign 0x800
el2_vectors = . - 0x800
        vectors el1_sync
        .balign 0x800
el1_vectors = . - 0x800

        .balign 0x1000
a32_guest:
        .incbin "bare-a32-guest.bin"
        .equ    a32_usr_tge, a32_guest + 0x800  // fixed places in bare-a32-guest.S
        .equ    t32_usr_tge, a32_guest + 0x900

        .data
        .balign 16
exit_block:
        .quad   0x20026, 0              // ADP_Stopped_ApplicationExit, status

        .bss
        .balign 16
        .space  256
el3_stack:
        .space  256
el2_stack:
        .space  256
el2t_stack:
        .space  256
el1_stack:
