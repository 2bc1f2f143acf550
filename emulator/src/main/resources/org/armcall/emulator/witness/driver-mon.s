// SPDX-License-Identifier: Apache-2.0
// What handlers32.s and driver32.s leave to a driver in Monitor mode, for callers in Secure state.

start_secure:
        cps     #0x16
        ldr     r1, =vectors_mon
        mcr     p15, 0, r1, c12, c0, 1
        ldr     r1, =SCR
        mcr     p15, 0, r1, c1, c1, 0
        isb
        ldr     r1, =vectors_hyp
        mcr     p15, 4, r1, c12, c0, 0
        b       start

// A Secure privileged mode enters Monitor mode by itself. Nothing should get to Hyp mode; a machine
// that does comes back by an SMC, which is known by r7.
leave:
        cmp     r12, #0x1a
        beq     leave_hyp
        cps     #0x16
        b       next_case
leave_hyp:
        mov     r7, #0x5a00
        smc     #0
way_back:
        b       stop
from_monitor:
        cmp     r7, #0x5a00
        beq     next_case
        b       report

// Monitor mode is in the callers' translation regime: while it changes, translation is off.
load_level:
        ldr     r0, =SCTLR_OFF
        mcr     p15, 0, r0, c1, c0, 0
        isb
        mcr     p15, 0, r0, c8, c7, 0
        dsb     sy
        isb
        ldr     r0, [r12, #8]
        mcr     p15, 0, r0, c1, c1, 0
        isb
        bx      lr

enter:
        mov     lr, r1
        movs    pc, lr
        .ltorg
