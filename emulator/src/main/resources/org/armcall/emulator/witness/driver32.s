// SPDX-License-Identifier: Apache-2.0
// The driver of a 32-bit machine, behind handlers32.s and in front of driver-hyp.s or driver-mon.s.
// In front of all stand the constants that driver64.s names. It takes one case after another: sets
// the controls and returns to the caller's state.

start:
        ldr     r1, =CASES
        ldr     r2, =STATE
        str     r1, [r2]
next_case:
        ldr     r2, =STATE
        ldr     r12, [r2]
        ldr     r3, =CASES_END
        cmp     r12, r3
        bhs     finish
        add     r3, r12, #CASE_SIZE
        str     r3, [r2]
        mov     r4, #10
        ldr     r6, =UART
        str     r4, [r6]
        ldr     r4, [r12, #0]
        mov     r5, #28
        bl      print
        bl      load_level
        ldr     r0, [r12, #40]
        mcr     p15, 0, r0, c12, c0, 0
        ldr     r0, [r12, #72]
        mcr     p15, 0, r0, c2, c0, 2
        ldr     r0, [r12, #56]
        ldr     r1, [r12, #60]
        mcrr    p15, 0, r0, r1, c2
        ldr     r0, [r12, #64]
        ldr     r1, [r12, #68]
        mcrr    p15, 1, r0, r1, c2
        ldr     r0, [r12, #80]
        mcr     p15, 0, r0, c10, c2, 0
        ldr     r0, [r12, #84]
        mcr     p15, 0, r0, c10, c2, 1
        ldr     r0, [r12, #104]
        mcr     p15, 0, r0, c3, c0, 0
        ldr     r0, [r12, #112]
        msr     spsr_cxsf, r0
        dsb     sy
        ldr     r0, [r12, #24]
        mcr     p15, 0, r0, c1, c0, 0
        isb
        ldr     r1, [r12, #120]
        ldr     r0, [r12, #128]
        b       enter

finish:
        ldr     r6, =UART
        ldr     r1, =END_LINE
finish_next:
        ldrb    r4, [r1], #1
        cmp     r4, #0
        beq     stop
        str     r4, [r6]
        b       finish_next
stop:
        b       stop
END_LINE:
        .asciz  "\nwitness end\n"
        .balign 4
        .ltorg
