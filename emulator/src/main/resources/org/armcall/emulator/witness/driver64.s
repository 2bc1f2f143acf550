// SPDX-License-Identifier: Apache-2.0
// The driver of an image whose highest level is AArch64, and the handlers of AArch64. It is written
// with "elD" for the level that drives: EL3 (with driver-el3.s behind it), or EL2 where there is no
// EL3 (with driver-el2.s). In front of this text stand the constants
//   UART       the data register of the PL011
//   STATE      a quadword: the address of the next case
//   DRIVER     the number of the level
//   CASES      the table of cases, up to CASES_END, of CASE_SIZE bytes each
// It takes one case after another: sets the controls, returns to the caller's state, and leaves the
// rest to the vectors. Every handler reports, and WFI is the way back up: HCR_EL2.TWI or
// SCR_EL3.TWI trap it whatever the case has done to SMC and HVC. x0 is the caller's; the others are
// free, because no case looks at them.

start:
        ldr     x1, =vectors_elD
        msr     vbar_elD, x1
        isb
        ldr     x1, =CASES
        ldr     x2, =STATE
        str     x1, [x2]

next_case:
        ldr     x2, =STATE
        ldr     x19, [x2]
        ldr     x3, =CASES_END
        cmp     x19, x3
        b.hs    finish
        add     x3, x19, #CASE_SIZE
        str     x3, [x2]
        mov     x4, #10
        ldr     x6, =UART
        str     w4, [x6]
        ldr     x4, [x19, #0]
        mov     x5, #28
        bl      print
        bl      load_level
        ldr     x0, [x19, #16]
        msr     hcr_el2, x0
        isb
        ldr     x0, [x19, #24]
        msr     sctlr_el1, x0
        ldr     x0, [x19, #40]
        msr     vbar_el1, x0
        ldr     x0, [x19, #56]
        msr     ttbr0_el1, x0
        ldr     x0, [x19, #64]
        msr     ttbr1_el1, x0
        ldr     x0, [x19, #72]
        msr     tcr_el1, x0
        ldr     x0, [x19, #80]
        msr     mair_el1, x0
        ldr     x0, [x19, #88]
        msr     vttbr_el2, x0
        ldr     x0, [x19, #96]
        msr     vtcr_el2, x0
        ldr     x0, [x19, #104]
        msr     dacr32_el2, x0
        ldr     x0, [x19, #112]
        msr     spsr_elD, x0
        ldr     x0, [x19, #120]
        msr     elr_elD, x0
        dsb     sy
        tlbi    alle1
        dsb     sy
        isb
        ldr     x0, [x19, #128]
        eret

finish:
        ldr     x6, =UART
        ldr     x1, =END_LINE
finish_next:
        ldrb    w4, [x1], #1
        cbz     w4, stop
        str     w4, [x6]
        b       finish_next
stop:
        wfi
        b       stop

// Prints x4 as hexadecimal digits and a blank; x5 is 4 * (digits - 1).
print:
        ldr     x6, =UART
print_digit:
        lsr     x7, x4, x5
        and     x7, x7, #15
        cmp     x7, #10
        add     x7, x7, #48
        b.lo    print_put
        add     x7, x7, #39
print_put:
        str     w7, [x6]
        subs    x5, x5, #4
        b.ge    print_digit
        mov     x7, #32
        str     w7, [x6]
        ret

// x9 is the vector's offset.
entry_el1:
        mrs     x10, esr_el1
        mrs     x11, elr_el1
        mrs     x12, spsr_el1
        mov     x8, #0x6401
        b       report
entry_el2:
        mrs     x10, esr_el2
        mrs     x11, elr_el2
        mrs     x12, spsr_el2
        mov     x8, #0x6402
        b       report
report:
        lsr     x13, x10, #26
        cmp     x13, #1
        b.eq    next_case
        mov     x14, x0
        mov     x4, x8
        mov     x5, #12
        bl      print
        mov     x4, x9
        mov     x5, #8
        bl      print
        mov     x4, x10
        mov     x5, #28
        bl      print
        mov     x4, x11
        mov     x5, #60
        bl      print
        mov     x4, x12
        mov     x5, #28
        bl      print
        mov     x4, x14
        mov     x5, #60
        bl      print
        mrs     x4, CurrentEL
        lsr     x4, x4, #2
        cmp     x4, #DRIVER
        b.eq    next_case
        wfi
        b       stop

END_LINE:
        .asciz  "\nwitness end\n"
        .balign 8
        .ltorg
