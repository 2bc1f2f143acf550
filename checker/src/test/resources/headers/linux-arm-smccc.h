/* SPDX-License-Identifier: Apache-2.0 */
/* In the style of Linux' include/linux/arm-smccc.h: identifiers by shifts, result codes beside them. Nothing is wrong with it. */
#ifndef LINUX_STYLE_SMCCC_H
#define LINUX_STYLE_SMCCC_H

#define ARM_SMCCC_STD_CALL		_AC(0,U)
#define ARM_SMCCC_FAST_CALL		_AC(1,U)
#define ARM_SMCCC_TYPE_SHIFT		31
#define ARM_SMCCC_SMC_32		0
#define ARM_SMCCC_SMC_64		1
#define ARM_SMCCC_CALL_CONV_SHIFT	30
#define ARM_SMCCC_OWNER_MASK		0x3F
#define ARM_SMCCC_OWNER_SHIFT		24
#define ARM_SMCCC_FUNC_MASK		0xFFFF

#define ARM_SMCCC_IS_64(smc_val) \
	((smc_val) & (ARM_SMCCC_SMC_64 << ARM_SMCCC_CALL_CONV_SHIFT))
#define ARM_SMCCC_CALL_VAL(type, calling_convention, owner, func_num) \
	(((type) << ARM_SMCCC_TYPE_SHIFT) | \
	((calling_convention) << ARM_SMCCC_CALL_CONV_SHIFT) | \
	(((owner) & ARM_SMCCC_OWNER_MASK) << ARM_SMCCC_OWNER_SHIFT) | \
	((func_num) & ARM_SMCCC_FUNC_MASK))

#define ARM_SMCCC_OWNER_VENDOR_HYP	6
#define ARM_SMCCC_FUNC_QUERY_CALL_UID	0xff01
#define ARM_SMCCC_VERSION_1_1		0x10001

#define ARM_SMCCC_VERSION_FUNC_ID		\
	ARM_SMCCC_CALL_VAL(ARM_SMCCC_FAST_CALL,	\
			   ARM_SMCCC_SMC_32,	\
			   0, 0)
#define ARM_SMCCC_ARCH_WORKAROUND_1		\
	ARM_SMCCC_CALL_VAL(ARM_SMCCC_FAST_CALL,	\
			   ARM_SMCCC_SMC_32,	\
			   0, 0x8000)
#define ARM_SMCCC_VENDOR_HYP_CALL_UID_FUNC_ID	\
	ARM_SMCCC_CALL_VAL(ARM_SMCCC_FAST_CALL,	\
			   ARM_SMCCC_SMC_32,	\
			   ARM_SMCCC_OWNER_VENDOR_HYP, \
			   ARM_SMCCC_FUNC_QUERY_CALL_UID)
/* Words of a UID look like identifiers to the hasty. */
#define ARM_SMCCC_VENDOR_HYP_UID_KVM_REG_0	0xb66fb428U
#define ARM_SMCCC_KVM_FUNC_PTP			1
#define ARM_SMCCC_VENDOR_HYP_KVM_PTP_FUNC_ID	\
	ARM_SMCCC_CALL_VAL(ARM_SMCCC_FAST_CALL,	\
			   ARM_SMCCC_SMC_32,	\
			   ARM_SMCCC_OWNER_VENDOR_HYP, \
			   ARM_SMCCC_KVM_FUNC_PTP)

enum style_conduit { STYLE_CONDUIT_NONE, STYLE_CONDUIT_SMC, STYLE_CONDUIT_HVC };
#define SMCCC_RET_NOT_SUPPORTED		-1
#define SMCCC_SMC_INST			"smc	#0"

#endif
