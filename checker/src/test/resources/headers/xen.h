/* SPDX-License-Identifier: Apache-2.0 */
/* In the style of Xen's public/arch-arm.h: an immediate. Nothing is wrong with it. */
#define XEN_HYPERCALL_TAG   0XEA1
#define PSR_MODE_EL2h       0x9
