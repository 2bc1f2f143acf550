// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.Words;
import org.armcall.model.convention.Conduit;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.Registry;

/**
 * What a user asks the registry for: a function identifier, or an immediate of an instruction.
 *
 * @param text as it was typed
 * @param conduit of an immediate
 * @param value the identifier, or the immediate
 */
record Asked(String text, Optional<Conduit> conduit, int value) {
  private static final Pattern IMMEDIATE = Pattern.compile("(hvc|smc)\\s*#(0x[0-9a-f]+|[0-9]+)");
  private static final int WIDTH = 16;

  /** Reads {@code 0x84000003} or {@code hvc#0xea1}. */
  static Asked of(String text) {
    Matcher immediate = IMMEDIATE.matcher(text.toLowerCase(Locale.ROOT));
    if (immediate.matches()) {
      long value = number(immediate.group(2), text);
      if (value >>> WIDTH != 0) {
        throw CommandException.usage(
            "an immediate of HVC and SMC is 0 to 0xffff, not '" + text + "'");
      }
      return new Asked(
          text,
          Optional.of(Conduit.valueOf(immediate.group(1).toUpperCase(Locale.ROOT))),
          (int) value);
    }
    long value = Words.parse64(text);
    if (value >>> 32 != 0) {
      throw CommandException.usage("a function identifier has 32 bits, not '" + text + "'");
    }
    return new Asked(text, Optional.empty(), (int) value);
  }

  private static long number(String digits, String text) {
    try {
      return Long.decode(digits);
    } catch (NumberFormatException tooLong) {
      throw CommandException.usage(
          "an immediate of HVC and SMC is 0 to 0xffff, not '" + text + "'");
    }
  }

  FunctionId id() {
    return new FunctionId(value);
  }

  /** The claims that it is of, functions before blocks. */
  List<Claim> claims(Registry registry) {
    return conduit
        .map(by -> registry.claimsOf(by, new Immediate(value, WIDTH)))
        .orElseGet(() -> registry.claimsOf(id()));
  }
}
