/* SPDX-License-Identifier: Apache-2.0 */
/* In the style of TF-A's include/services/spm_mm_svc.h: numbers that FF-A has too. */
#ifndef TF_A_STYLE_SPM_MM_H
#define TF_A_STYLE_SPM_MM_H

#define MM_COMMUNICATE_AARCH64			U(0xC4000041)
#define MM_COMMUNICATE_AARCH32			U(0x84000041)
#define SPM_MM_VERSION_AARCH32			U(0x84000060)
#define MM_SP_EVENT_COMPLETE_AARCH64		U(0xC4000061)

#endif
