// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A fuzz target: a method of one byte array that fails where something that is promised of all
 * inputs does not hold.
 *
 * <p>In the ordinary build it is run over its seeds: the files that {@link Seeds} gives for the
 * method's name, and those that stand in {@code src/test/resources} in {@code CLASSInputs/METHOD}
 * beside its package. With the profile {@code fuzz} Jazzer makes more of them, for ten minutes
 * (traces/FUZZING.md).
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ArgumentsSource(Seeds.class)
@FuzzTest(maxDuration = "10m")
public @interface FuzzTarget {}
