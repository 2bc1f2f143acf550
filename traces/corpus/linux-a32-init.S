@ Copyright the armcall authors
@ SPDX-License-Identifier: Apache-2.0
@
@ Licensed under the Apache License, Version 2.0 (the "License");
@ you may not use this file except in compliance with the License.
@ You may obtain a copy of the License at
@
@     http://www.apache.org/licenses/LICENSE-2.0
@
@ Unless required by applicable law or agreed to in writing, software
@ distributed under the License is distributed on an "AS IS" BASIS,
@ WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
@ See the License for the specific language governing permissions and
@ limitations under the License.

@ The first and only process of an AArch32 Linux that is logged by `qemu -d int`:
@ says hello and asks its process number, from A32 and from T32, and powers the
@ machine off. r7 is the system call number of the Arm EABI.

        .syntax unified
        .equ    WRITE,  4
        .equ    GETPID, 20
        .equ    REBOOT, 88

        .arm
        .global _start
_start:
        adr     r1, hello
        mov     r2, #hello_end - hello
        mov     r0, #1
        mov     r7, #WRITE
        svc     #0
        mov     r7, #GETPID
        svc     #0                      @ A32: IL=1
        blx     thumb
        ldr     r0, =0xfee1dead
        ldr     r1, =672274793
        ldr     r2, =0x4321fedc         @ power off
        mov     r7, #REBOOT
        svc     #0
        b       .
hello:
        .ascii  "linux-a32-init\n"
hello_end:
        .balign 4

        .thumb
        .thumb_func
thumb:
        movs    r7, #GETPID
        svc     #0                      @ T32: IL=0
        bx      lr

        .section .note.GNU-stack, "", %progbits
