/* SPDX-License-Identifier: Apache-2.0 */
/* In the style of Bao's smcc.h: the beginning of each owner's range has a name of its own. Nothing is wrong with it. */
#define SMCC_FID_STD_SRVC	(0x84000000)
#define SMCC_FID_VND_HYP_SRVC	(0x86000000)
#define SMCC_ERR_NOT_SUPPORTED	(-1)
#define PSCI_FNID_VERSION	(0x84000000)
