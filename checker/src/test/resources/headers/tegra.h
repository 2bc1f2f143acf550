/* SPDX-License-Identifier: Apache-2.0 */
/* In the style of NVIDIA's headers before the number was put right: bits 23:17 are set. */
#define TEGRA_SIP_NEW_VIDEOMEM_REGION	0x82000003
#define TEGRA_SIP_PMC_COMMANDS		0xC2FFFE00
#define TEGRA_SIP_ANOTHER		0xC2FEFE07
#define TEGRA_SIP_LIMIT_OF_NOBODY	0xFFFFFFFF
