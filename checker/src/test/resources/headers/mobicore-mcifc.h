/* SPDX-License-Identifier: Apache-2.0 */
/* In the style of MobiCore's mcifc.h: the value depends on the machine, and one of them is PSCI's. */
#if defined(CONFIG_ARM64) && !defined(MC_ARMV7_FC)
#define MC_FC_STD64_BASE	((u32)0xFF000000)
#define MC_FC_STD64(x)		((u32)(MC_FC_STD64_BASE + (x)))
#define MC_FC_SWAP_CPU		MC_FC_STD64(54)
#else
#define MC_FC_SWAP_CPU		((u32)(0x84000005))
#endif

#define MC_SMC_N_YIELD		3
#define MC_STATUS_HALT		3
