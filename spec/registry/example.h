// SPDX-License-Identifier: Apache-2.0
// A header with five mistakes, for ./armcall namespace check (README.md).
#ifndef BOARD_SMC_H
#define BOARD_SMC_H
#define FAST(owner, n) (0x80000000u | (owner) << 24 | (n))
#define BOARD_GET_SERIAL_FUNC_ID     FAST(2u, 0x40)
#define BOARD_GET_SERIAL_FUNC_ID_64  (FAST(2u, 0x41) | 1u << 30)
#define BOARD_REBOOT_FUNC_ID         FAST(4u, 0x9)
#define BOARD_TRACE_FUNC_ID          0x82700001
#define BOARD_HVC_TAG                0xea1
#endif
