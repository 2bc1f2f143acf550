// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.Optional;
import org.armcall.model.convention.CalleePolicy;
import org.armcall.model.psci.PsciVersion;

/**
 * What the user says that the callee of a level is.
 *
 * @param name the name of the preset
 * @param policy what it does
 * @param psci the PSCI that it offers, if it does
 */
public record ExpectedCallee(String name, CalleePolicy policy, Optional<PsciVersion> psci) {}
