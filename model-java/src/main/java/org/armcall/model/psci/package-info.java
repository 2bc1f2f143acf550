// SPDX-License-Identifier: Apache-2.0

/** The Power State Coordination Interface as a table (DEN0022F.b). */
package org.armcall.model.psci;
