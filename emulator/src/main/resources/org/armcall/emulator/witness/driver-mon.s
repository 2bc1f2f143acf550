// SPDX-License-Identifier: Apache-2.0
// What handlers32.s and driver32.s leave to a driver in Monitor mode, for callers in Secure state.

start_secure:
        cps     #0x16
        ldr     r1, =vectors_mon
        mcr     p15, 0, r1, c12, c0, 1
        b       start

// A Secure privileged mode enters Monitor mode by itself.
leave:
        cps     #0x16
        b       next_case
way_back:
        b       stop

load_level:
        ldr     r0, [r12, #8]
        mcr     p15, 0, r0, c1, c1, 0
        isb
        bx      lr

enter:
        mov     lr, r1
        dsb     sy
        mcr     p15, 0, r0, c8, c7, 0
        dsb     sy
        isb
        ldr     r0, [r12, #128]
        movs    pc, lr
        .ltorg
