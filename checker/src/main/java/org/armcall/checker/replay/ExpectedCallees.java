// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.replay.convention.Expectations;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.traces.callee.Callee;
import org.armcall.traces.callee.CalleeFile;
import org.armcall.traces.preset.PresetException;

/** The options that say who answers the calls of a log, and by which version. */
final class ExpectedCallees {
  static final String CALLEE = "callee";
  static final String CONVENTION = "convention";

  private ExpectedCallees() {}

  static Expectations of(CommandLine line) {
    Optional<Callee> everywhere = Optional.empty();
    Map<ExceptionLevel, Callee> atLevel = new EnumMap<>(ExceptionLevel.class);
    String[] given = line.getOptionValues(CALLEE);
    for (String value : given == null ? new String[0] : given) {
      int equals = value.indexOf('=');
      Callee callee = callee(value.substring(equals + 1));
      boolean twice;
      if (equals < 0) {
        twice = everywhere.isPresent();
        everywhere = Optional.of(callee);
      } else {
        twice = atLevel.put(level(value.substring(0, equals), value), callee) != null;
      }
      if (twice) {
        throw CommandException.usage(
            "--callee says twice who answers"
                + (equals < 0 ? "" : " at " + value.substring(0, equals)));
      }
    }
    return new Expectations(everywhere, atLevel, convention(line));
  }

  private static ExceptionLevel level(String text, String value) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "el2" -> ExceptionLevel.EL2;
      case "el3" -> ExceptionLevel.EL3;
      default ->
          throw CommandException.usage(
              "--callee is PRESET, el2=PRESET or el3=PRESET, not '" + value + "'");
    };
  }

  private static Callee callee(String operand) {
    try {
      return CalleeFile.named(operand);
    } catch (PresetException refused) {
      throw switch (refused.problem()) {
        case NO_SUCH_PRESET -> CommandException.usage(refused.getMessage());
        case INPUT -> CommandException.input(refused.getMessage());
      };
    }
  }

  private static Optional<SmcccVersion> convention(CommandLine line) {
    String text = line.getOptionValue(CONVENTION);
    if (text == null) {
      return Optional.empty();
    }
    Optional<SmcccVersion> version = SmcccVersion.of(text);
    if (version.isEmpty()) {
      throw CommandException.usage(
          "--convention is "
              + Arrays.stream(SmcccVersion.values())
                  .map(SmcccVersion::text)
                  .collect(Collectors.joining(", "))
              + ", not '"
              + text
              + "'");
    }
    return version;
  }
}
