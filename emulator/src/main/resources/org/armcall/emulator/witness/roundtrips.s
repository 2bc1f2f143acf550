// SPDX-License-Identifier: Apache-2.0
// HVC round trips: a guest at EL1 that calls COUNT times, and a handler at EL2 that looks at the
// syndrome, counts and returns. Prints a line at the start, and at the end the number of calls that
// the handler has seen. In front of this text stand UART and COUNT.

start:
        ldr     x1, =vectors
        msr     vbar_el2, x1
        ldr     x1, =0x80000002
        msr     hcr_el2, x1
        ldr     x1, =0x30d00800
        msr     sctlr_el1, x1
        ldr     x1, =guest
        msr     elr_el2, x1
        ldr     x1, =0x3c5
        msr     spsr_el2, x1
        isb
        ldr     x6, =UART
        mov     x7, #0x3e
        str     w7, [x6]
        mov     x7, #10
        str     w7, [x6]
        mov     x20, #0
        ldr     x19, =COUNT
        eret

guest:
        hvc     #0
        subs    x19, x19, #1
        b.ne    guest
        hvc     #1
stop:
        b       stop

handler:
        mrs     x1, esr_el2
        and     x1, x1, #0xffff
        cbnz    x1, finish
        add     x20, x20, #1
        eret

finish:
        mov     x5, #28
print_digit:
        lsr     x7, x20, x5
        and     x7, x7, #15
        cmp     x7, #10
        add     x7, x7, #48
        b.lo    print_put
        add     x7, x7, #39
print_put:
        str     w7, [x6]
        subs    x5, x5, #4
        b.ge    print_digit
        ldr     x1, =END_LINE
finish_next:
        ldrb    w4, [x1], #1
        cbz     w4, stop
        str     w4, [x6]
        b       finish_next
END_LINE:
        .asciz  " round trips\n"
        .balign 8
        .ltorg

        .balign 2048
vectors:
        .space  1024
        b       handler
