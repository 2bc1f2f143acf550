/* SPDX-License-Identifier: Apache-2.0 */
/* In the style of TF-A's include/lib/psci/psci.h: literals, both widths, abbreviated. Nothing is wrong with it. */
#ifndef TF_A_STYLE_PSCI_H
#define TF_A_STYLE_PSCI_H

#define PSCI_VERSION			U(0x84000000)
#define PSCI_CPU_ON_AARCH32		U(0x84000003)
#define PSCI_CPU_ON_AARCH64		U(0xc4000003)
#define PSCI_MIG_AARCH32		U(0x84000005)
#define PSCI_MIG_AARCH64		U(0xc4000005)
#define PSCI_MEM_CHK_RANGE_AARCH32	U(0x84000014)
#define PSCI_MEM_CHK_RANGE_AARCH64	U(0xc4000014)

#if ENABLE_STATISTICS
#define PSCI_NUM_CALLS			U(7)
#else
#define PSCI_NUM_CALLS			U(6)
#endif
#define PSTATE_VALID_MASK		U(0xB0000000)
#define PSCI_RESET2_TYPE_VENDOR		(U(1) << U(31))
#define PSCI_INVALID_MPIDR		~((u_register_t)0)
#define PSCI_INVALID_PWR_LVL		(PLAT_MAX_PWR_LVL + U(1))

#endif
