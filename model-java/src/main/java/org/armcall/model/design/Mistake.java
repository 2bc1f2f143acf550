// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import java.util.List;
import java.util.OptionalInt;

/**
 * A pick that is not right.
 *
 * @param other what ISS may show as well, with which the pick was {@code wanted}
 * @param shown what ISS shows
 * @param wanted what should be picked
 * @param picked what is
 */
record Mistake(OptionalInt other, OptionalInt shown, List<Offered> wanted, List<Offered> picked) {}
