/* SPDX-License-Identifier: Apache-2.0 */
/* In the style of the sys/psci.h of an illumos port: numbers of the alpha of PSCI 1.3, of which one was given away. */
#define	PSCI_VERSION_ID				0x84000000
#define	PSCI_CPU_ON_ID				0xC4000003
#define	PSCI_MIGRATE_ID				0xC4000005
#define	PSCI_CLEAN_INV_MEMREGION_ID		0xC4000015
#define	PSCI_CLEAN_INV_MEMREGION_ATTRIBUTES_ID	0x84000016

enum {
	PSCI_SUCCESS		= 0,
	PSCI_NOT_SUPPORTED	= -1,
};
