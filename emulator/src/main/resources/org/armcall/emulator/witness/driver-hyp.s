// SPDX-License-Identifier: Apache-2.0
// What handlers32.s and driver32.s leave to a driver in Hyp mode. SCR is one for all of its cases:
// with SCD=1 nothing gets back to Monitor mode.

// A machine with Monitor mode starts here, in Secure Supervisor mode; one without starts at
// start_hyp.
start_secure:
        cps     #0x16
        ldr     r1, =vectors_mon
        mcr     p15, 0, r1, c12, c0, 1
        ldr     r1, =SCR
        mcr     p15, 0, r1, c1, c1, 0
        isb
        ldr     r1, =start_hyp
        b       to_hyp
start_hyp:
        ldr     r1, =vectors_hyp
        mcr     p15, 4, r1, c12, c0, 0
        b       start

// Reports are complete: from Hyp mode to the next case, from Monitor mode by way of Hyp mode, from
// elsewhere by a WFI that HCR.TWI traps.
leave:
        cmp     r12, #0x1a
        beq     next_case
        cmp     r12, #0x16
        beq     leave_monitor
        wfi
        b       stop
way_back:
        b       next_case
from_monitor:
        b       report
leave_monitor:
        ldr     r1, =next_case
to_hyp:
        mov     lr, r1
        mov     r1, #0x1da
        msr     spsr_cxsf, r1
        movs    pc, lr

load_level:
        ldr     r0, [r12, #16]
        mcr     p15, 4, r0, c1, c1, 0
        isb
        ldr     r0, [r12, #32]
        mcr     p15, 4, r0, c1, c0, 0
        ldr     r0, [r12, #88]
        ldr     r1, [r12, #92]
        mcrr    p15, 6, r0, r1, c2
        ldr     r0, [r12, #96]
        mcr     p15, 4, r0, c2, c1, 2
        dsb     sy
        mcr     p15, 4, r0, c8, c7, 4
        bx      lr

enter:
        msr     elr_hyp, r1
        eret
        .ltorg
