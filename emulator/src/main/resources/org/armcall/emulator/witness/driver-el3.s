// SPDX-License-Identifier: Apache-2.0
// What driver64.s leaves to a driver at EL3.

load_level:
        ldr     x0, [x19, #8]
        msr     scr_el3, x0
        isb
        ldr     x0, [x19, #32]
        msr     sctlr_el2, x0
        ldr     x0, [x19, #48]
        msr     vbar_el2, x0
        ret

entry_el3:
        mrs     x10, esr_el3
        mrs     x11, elr_el3
        mrs     x12, spsr_el3
        mov     x8, #0x6403
        b       report
        .ltorg
