// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
 * What a user asks the registry for: a function identifier, an immediate of an instruction, or the
 * name of a function.
 *
 * @param text as it was typed
 * @param conduits of an immediate; none for the others
 * @param value the identifier, or the immediate; absent for a name
 */
record Asked(String text, Set<Conduit> conduits, Optional<Integer> value) {
  private static final Pattern IMMEDIATE = Pattern.compile("(hvc|smc|)\\s*#(0x[0-9a-f]+|[0-9]+)");
  private static final Pattern EIGHT_DIGITS = Pattern.compile("[0-9A-Fa-f]{8}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][\\w .:-]*");
  private static final int WIDTH = 16;

  Asked {
    conduits = Set.copyOf(conduits);
  }

  /** Reads {@code 0x84000003}, {@code hvc#0xea1}, {@code #0xea1} or {@code CPU_ON}. */
  static Asked of(String text) {
    Matcher immediate = IMMEDIATE.matcher(text.toLowerCase(Locale.ROOT));
    if (immediate.matches()) {
      String by = immediate.group(1).toUpperCase(Locale.ROOT);
      return new Asked(
          text,
          by.isEmpty() ? EnumSet.allOf(Conduit.class) : Set.of(Conduit.valueOf(by)),
          Optional.of(immediate(immediate.group(2), text)));
    }
    boolean isDecimal = text.chars().allMatch(Character::isDigit);
    if (!isDecimal && EIGHT_DIGITS.matcher(text).matches()) {
      throw CommandException.usage(
          "'" + text + "' is not a number; did you mean 0x" + text.toLowerCase(Locale.ROOT) + "?");
    }
    if (NAME.matcher(text).matches()) {
      return new Asked(text, Set.of(), Optional.empty());
    }
    long value = Words.parse64(text);
    if (value >>> 32 != 0) {
      throw CommandException.usage("a function identifier has 32 bits, not '" + text + "'");
    }
    return new Asked(text, Set.of(), Optional.of((int) value));
  }

  private static int immediate(String digits, String text) {
    try {
      // Not Long.decode, for which 010 is eight.
      long value =
          digits.startsWith("0x")
              ? Long.parseLong(digits.substring(2), 16)
              : Long.parseLong(digits);
      if (value >>> WIDTH == 0) {
        return (int) value;
      }
    } catch (NumberFormatException tooLong) {
      // Refused below, as every number that is too large.
    }
    throw CommandException.usage("an immediate of HVC and SMC is 0 to 0xffff, not '" + text + "'");
  }

  boolean isName() {
    return value.isEmpty();
  }

  boolean isIdentifier() {
    return value.isPresent() && conduits.isEmpty();
  }

  /** The identifier; only of what {@link #isIdentifier is one}. */
  FunctionId id() {
    return new FunctionId(value.orElseThrow());
  }

  /** The number in hexadecimal, which the registry is in. */
  Optional<String> number() {
    return value.map(each -> isIdentifier() ? Words.hex8(each) : Words.hex(each));
  }

  /** What was typed; of a decimal number also what it is, for hexadecimal is often meant. */
  String heading() {
    String digits = text.substring(text.indexOf('#') + 1).trim();
    boolean isDecimal = !digits.isEmpty() && digits.chars().allMatch(Character::isDigit);
    if (isName() || !isDecimal) {
      return text;
    }
    String meant = EIGHT_DIGITS.matcher(digits).matches() ? "; did you mean 0x" + digits + "?" : "";
    return text + " (decimal, " + number().orElseThrow() + meant + ")";
  }

  /** The claims that it is of, functions before blocks; all that have the name, of a name. */
  List<Claim> claims(Registry registry) {
    if (isName()) {
      return registry.claims().stream().filter(claim -> isNamed(claim.name())).toList();
    }
    if (isIdentifier()) {
      return registry.claimsOf(id());
    }
    Set<Claim> claims = new LinkedHashSet<>();
    for (Conduit by : Conduit.values()) {
      if (conduits.contains(by)) {
        claims.addAll(registry.claimsOf(by, new Immediate(value.orElseThrow(), WIDTH)));
      }
    }
    return List.copyOf(claims);
  }

  private boolean isNamed(String name) {
    return name.toUpperCase(Locale.ROOT).contains(text.toUpperCase(Locale.ROOT))
        || SpelledName.of(text).isSameAs(SpelledName.of(name));
  }
}
