// SPDX-License-Identifier: Apache-2.0
// Behind handlers32.s where an AArch64 level drives: it traps WFI.

leave:
        wfi
way_back:
from_monitor:
        b       way_back
