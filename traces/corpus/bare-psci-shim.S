// SPDX-License-Identifier: Apache-2.0
//
// A hypervisor at EL2 that answers a guest's PSCI calls by asking the firmware, made to be logged by
// `qemu -d int,cpu,nochain`. The firmware is QEMU's own: an SMC is "handled as PSCI call". The guest
// at EL1 fills every register with a value of its own, makes calls of the convention by HVC #0 and
// SMC #0 (trapped), and one HVC #0x4a48 that is the hypervisor's own. Ends by SYSTEM_OFF.

        .text
        .global _start
_start:
        ldr     x0, =vectors
        msr     vbar_el2, x0
        ldr     x0, =stack
        mov     sp, x0
        ldr     x0, =(1 << 31 | 1 << 19)        // RW: EL1 is AArch64; TSC: its SMCs are trapped
        msr     hcr_el2, x0
        mov     x0, #0x3c5
        msr     spsr_el2, x0
        ldr     x0, =guest
        msr     elr_el2, x0
        eret

// All registers of the guest go down as they are and come back as they are.
sync:
        stp     x29, x30, [sp, #-16]!
        mrs     x29, esr_el2
        lsr     x30, x29, #26
        cmp     x30, #0x17                      // SMC, trapped: go on behind it
        b.ne    1f
        mrs     x30, elr_el2
        add     x30, x30, #4
        msr     elr_el2, x30
        b       2f
1:      and     x29, x29, #0xffff
        cbz     x29, 2f
        mov     x0, #0x600d                     // the hypervisor's own call
        b       3f
2:      ldp     x29, x30, [sp], #16
        b       4f                              // a block begins with the call
4:      smc     #0
        eret
3:      ldp     x29, x30, [sp], #16
        eret

        .macro  call conduit, id, one=0, two=0, three=0
        ldr     x0, =\id
        ldr     x1, =\one
        ldr     x2, =\two
        ldr     x3, =\three
        b       9f                              // a block begins with the call
9:      \conduit #0
        .endm

guest:
        .irp    n, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30
        ldr     x\n, =(0x0123000000000000 + 0x1000100 * \n)
        .endr
        call    hvc, 0x84000000                 // PSCI_VERSION
        call    hvc, 0x8400000a, 0xc4000003     // PSCI_FEATURES of CPU_ON
        call    hvc, 0x8400000a, 0x8400001f     // of a number that PSCI does not use
        call    hvc, 0x8400000a, 0x80000000     // of SMCCC_VERSION
        call    smc, 0x84000000
        call    hvc, 0xc4000004, 0              // AFFINITY_INFO of CPU 0: on
        call    smc, 0xc4000004, 0x77           // of a CPU that is not there
        call    hvc, 0xc4000003, 0, guest       // CPU_ON of a CPU that is on
        call    hvc, 0x84000006                 // MIGRATE_INFO_TYPE
        call    hvc, 0xc4000000                 // no function: there is no 64-bit PSCI_VERSION
        call    hvc, 0x8400001f                 // no function
        call    hvc, 0x88000000                 // an owner that nobody is
        hvc     #0x4a48
        call    hvc, 0x84000008                 // SYSTEM_OFF
        b       .

fail:   b       .

        .balign 0x800
vectors:
        .rept   8
        b       fail
        .balign 0x80
        .endr
        b       sync
        .balign 0x80
        .rept   7
        b       fail
        .balign 0x80
        .endr

        .data
        .balign 16
        .skip   4096
stack:
