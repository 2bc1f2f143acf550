// SPDX-License-Identifier: Apache-2.0
// The vectors and handlers of AArch32. Behind this text stands what they leave open: where to go from
// "leave", with the mode in r12, from "way_back", where Hyp mode has trapped a WFI, and from
// "from_monitor", where Monitor mode has an SMC to report. r0 is the caller's; r1 to r12 are free.

        .balign 32
vectors_pl1:
        b       stray
        b       pl1_04
        b       pl1_08
        b       pl1_0c
        b       pl1_10
        b       stray
        b       stray
        b       stray
vectors_hyp:
        b       stray
        b       hyp_04
        b       hyp_08
        b       hyp_0c
        b       hyp_10
        b       hyp_14
        b       stray
        b       stray
vectors_mon:
        b       stray
        b       stray
        b       mon_08
        b       mon_0c
        b       mon_10
        b       stray
        b       stray
        b       stray

stray:
        mov     r9, #0x7c
        b       pl1
pl1_04:
        mov     r9, #0x04
        b       pl1
pl1_08:
        mov     r9, #0x08
        b       pl1
pl1_0c:
        mov     r9, #0x0c
        b       pl1
pl1_10:
        mov     r9, #0x10
        b       pl1
hyp_04:
        mov     r9, #0x04
        b       hyp
hyp_08:
        mov     r9, #0x08
        b       hyp
hyp_0c:
        mov     r9, #0x0c
        b       hyp
hyp_10:
        mov     r9, #0x10
        b       hyp
hyp_14:
        mov     r9, #0x14
        b       hyp
mon_08:
        mov     r9, #0x08
        mov     r8, #0
        mov     r11, lr
        b       from_monitor
mon_0c:
        mov     r9, #0x0c
        b       pl1
mon_10:
        mov     r9, #0x10
        b       pl1

pl1:
        mov     r8, #0
        mov     r11, lr
        b       report
hyp:
        mrc     p15, 4, r8, c5, c2, 0
        lsr     r4, r8, #26
        cmp     r4, #1
        beq     way_back
        mrs     r11, elr_hyp
report:
        mrs     r10, spsr
        mrs     r12, cpsr
        and     r12, r12, #31
        orr     r4, r12, #0x3200
        mov     r5, #12
        bl      print
        mov     r4, r9
        mov     r5, #8
        bl      print
        mov     r4, r8
        mov     r5, #28
        bl      print
        mov     r4, r11
        mov     r5, #28
        bl      print
        mov     r4, r10
        mov     r5, #28
        bl      print
        mov     r4, r0
        mov     r5, #28
        bl      print
        b       leave

// Prints r4 as hexadecimal digits and a blank; r5 is 4 * (digits - 1).
print:
        ldr     r6, =UART
print_digit:
        lsr     r7, r4, r5
        and     r7, r7, #15
        cmp     r7, #10
        addlo   r7, r7, #48
        addhs   r7, r7, #87
        str     r7, [r6]
        subs    r5, r5, #4
        bpl     print_digit
        mov     r7, #32
        str     r7, [r6]
        bx      lr
        .balign 4
        .ltorg
