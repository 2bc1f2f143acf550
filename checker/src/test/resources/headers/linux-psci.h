/* SPDX-License-Identifier: Apache-2.0 */
/* In the style of Linux' include/uapi/linux/psci.h: a base plus a number. Nothing is wrong with it. */
#ifndef LINUX_STYLE_PSCI_H
#define LINUX_STYLE_PSCI_H

#define PSCI_0_2_FN_BASE			0x84000000
#define PSCI_0_2_FN(n)				(PSCI_0_2_FN_BASE + (n))
#define PSCI_0_2_64BIT				0x40000000
#define PSCI_0_2_FN64_BASE			(PSCI_0_2_FN_BASE + PSCI_0_2_64BIT)
#define PSCI_0_2_FN64(n)			(PSCI_0_2_FN64_BASE + (n))

#define PSCI_0_2_FN_PSCI_VERSION		PSCI_0_2_FN(0)
#define PSCI_0_2_FN_CPU_ON			PSCI_0_2_FN(3)
#define PSCI_0_2_FN64_CPU_ON			PSCI_0_2_FN64(3)
#define PSCI_0_2_FN_MIGRATE			PSCI_0_2_FN(5)
#define PSCI_1_3_FN_SYSTEM_OFF2			PSCI_0_2_FN(21)
#define PSCI_1_3_FN64_SYSTEM_OFF2		PSCI_0_2_FN64(21)

#define PSCI_0_2_POWER_STATE_AFFL_MASK		(0x3 << 24)
#define PSCI_1_1_RESET_TYPE_VENDOR_START	0x80000000U
#define PSCI_RET_DENIED				-3

#endif
