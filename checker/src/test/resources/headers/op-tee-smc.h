/* SPDX-License-Identifier: Apache-2.0 */
/* In the style of OP-TEE's optee_smc.h: types are flags, arguments in another order than declared. */
#ifndef OP_TEE_STYLE_SMC_H
#define OP_TEE_STYLE_SMC_H

#define OPTEE_SMC_32			U(0)
#define OPTEE_SMC_FAST_CALL		U(0x80000000)
#define OPTEE_SMC_STD_CALL		U(0)
#define OPTEE_SMC_OWNER_MASK		U(0x3F)
#define OPTEE_SMC_OWNER_SHIFT		U(24)
#define OPTEE_SMC_FUNC_MASK		U(0xFFFF)
#define OPTEE_SMC_CALL_VAL(type, calling_convention, owner, func_num) \
			((type) | (calling_convention) | \
			(((owner) & OPTEE_SMC_OWNER_MASK) << \
				OPTEE_SMC_OWNER_SHIFT) |\
			((func_num) & OPTEE_SMC_FUNC_MASK))
#define OPTEE_SMC_STD_CALL_VAL(func_num) \
	OPTEE_SMC_CALL_VAL(OPTEE_SMC_32, OPTEE_SMC_STD_CALL, \
			   OPTEE_SMC_OWNER_TRUSTED_OS, (func_num))
#define OPTEE_SMC_FAST_CALL_VAL(func_num) \
	OPTEE_SMC_CALL_VAL(OPTEE_SMC_32, OPTEE_SMC_FAST_CALL, \
			   OPTEE_SMC_OWNER_TRUSTED_OS, (func_num))
#define OPTEE_SMC_OWNER_TRUSTED_OS	U(50)

#define OPTEE_SMC_CALL_WITH_ARG		OPTEE_SMC_STD_CALL_VAL(4)
#define OPTEE_SMC_CALL_GET_OS_UUID	OPTEE_SMC_FAST_CALL_VAL(0)
#define OPTEE_SMC_GET_SHM_CONFIG	OPTEE_SMC_FAST_CALL_VAL(7)

#define OPTEE_SMC_RETURN_RPC_PREFIX	0xFFFF0000
#define OPTEE_SMC_RETURN_UNKNOWN_FUNCTION 0xFFFFFFFF

#endif
