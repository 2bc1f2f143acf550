// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

import java.util.List;
import java.util.Map;

/**
 * What headers of calls use and other headers define: the suffixes and bits of Linux ({@code
 * uapi/linux/const.h}, {@code linux/bits.h}) and of TF-A ({@code lib/utils_def.h}), and the fields
 * of an identifier (DEN0028 section 2.5) by Linux's names ({@code linux/arm-smccc.h}) and TF-A's
 * ({@code lib/smccc.h}). A given header's own definition comes first.
 */
final class WellKnown {
  private static final String TEXT =
      """
      #define U(x) ((uintmax_t)(x))
      #define UL(x) ((uintmax_t)(x))
      #define ULL(x) ((uintmax_t)(x))
      #define L(x) (x)
      #define LL(x) (x)
      #define _UL(x) ((uintmax_t)(x))
      #define _ULL(x) ((uintmax_t)(x))
      #define _AC(x, suffix) (x)
      #define UINT32_C(x) ((uintmax_t)(x))
      #define UINT64_C(x) ((uintmax_t)(x))
      #define INT32_C(x) (x)
      #define INT64_C(x) (x)
      #define BIT(n) (1UL << (n))
      #define BIT_32(n) (1UL << (n))
      #define BIT_64(n) (1UL << (n))
      #define BIT_ULL(n) (1UL << (n))
      #define _BITUL(n) (1UL << (n))
      #define _BITULL(n) (1UL << (n))
      #define GENMASK(h, l) ((~0UL >> (63 - (h))) & (~0UL << (l)))
      #define GENMASK_32(h, l) GENMASK(h, l)
      #define GENMASK_64(h, l) GENMASK(h, l)
      #define GENMASK_ULL(h, l) GENMASK(h, l)
      #define ARM_SMCCC_STD_CALL 0UL
      #define ARM_SMCCC_FAST_CALL 1UL
      #define ARM_SMCCC_TYPE_SHIFT 31
      #define ARM_SMCCC_SMC_32 0
      #define ARM_SMCCC_SMC_64 1
      #define ARM_SMCCC_CONV_32 0
      #define ARM_SMCCC_CONV_64 1
      #define ARM_SMCCC_CALL_CONV_SHIFT 30
      #define ARM_SMCCC_OWNER_MASK 0x3f
      #define ARM_SMCCC_OWNER_SHIFT 24
      #define ARM_SMCCC_FUNC_MASK 0xffff
      #define ARM_SMCCC_CALL_VAL(type, convention, owner, number) \\
        (((type) << ARM_SMCCC_TYPE_SHIFT) | ((convention) << ARM_SMCCC_CALL_CONV_SHIFT) \\
        | (((owner) & ARM_SMCCC_OWNER_MASK) << ARM_SMCCC_OWNER_SHIFT) \\
        | ((number) & ARM_SMCCC_FUNC_MASK))
      #define ARM_SMCCC_OWNER_ARCH 0
      #define ARM_SMCCC_OWNER_CPU 1
      #define ARM_SMCCC_OWNER_SIP 2
      #define ARM_SMCCC_OWNER_OEM 3
      #define ARM_SMCCC_OWNER_STANDARD 4
      #define ARM_SMCCC_OWNER_STANDARD_HYP 5
      #define ARM_SMCCC_OWNER_VENDOR_HYP 6
      #define ARM_SMCCC_OWNER_HYPERVISOR 6
      #define ARM_SMCCC_OWNER_TRUSTED_APP 48
      #define ARM_SMCCC_OWNER_TRUSTED_APP_END 49
      #define ARM_SMCCC_OWNER_TRUSTED_OS 50
      #define ARM_SMCCC_OWNER_TRUSTED_OS_END 63
      #define ARM_SMCCC_FUNC_QUERY_CALL_UID 0xff01
      #define FUNCID_TYPE_SHIFT 31
      #define FUNCID_CC_SHIFT 30
      #define FUNCID_OEN_SHIFT 24
      #define FUNCID_OEN_MASK 0x3f
      #define FUNCID_NUM_SHIFT 0
      #define FUNCID_NUM_MASK 0xffff
      #define SMC_TYPE_FAST 1UL
      #define SMC_TYPE_YIELD 0UL
      #define SMC_32 0
      #define SMC_64 1
      #define OEN_ARM_START 0
      #define OEN_CPU_START 1
      #define OEN_SIP_START 2
      #define OEN_OEM_START 3
      #define OEN_STD_START 4
      #define OEN_STD_HYP_START 5
      #define OEN_VEN_HYP_START 6
      #define OEN_VEN_EL3_START 7
      #define OEN_TAP_START 48
      #define OEN_TAP_END 49
      #define OEN_TOS_START 50
      #define OEN_TOS_END 63
      """;

  /** By name. */
  static final Map<String, List<Definition>> DEFINITIONS = read();

  private WellKnown() {}

  private static Map<String, List<Definition>> read() {
    try {
      return Definitions.byName(HeaderParser.definitions("well-known definitions", TEXT));
    } catch (HeaderException wrong) {
      throw new IllegalStateException(wrong);
    }
  }
}
