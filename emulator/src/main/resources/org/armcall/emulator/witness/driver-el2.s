// SPDX-License-Identifier: Apache-2.0
// What driver64.s leaves to a driver at EL2: nothing of its own changes from case to case.

load_level:
        ret
