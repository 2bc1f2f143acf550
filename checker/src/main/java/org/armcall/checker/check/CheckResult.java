// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.time.Duration;

/** One model's result. */
public record CheckResult(Model model, Outcome outcome, Verdict verdict, Duration time) {}
