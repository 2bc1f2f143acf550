// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** Says what is wrong with an option, with the dashes that the user typed and has to type. */
public final class WrongOption {
  private static final String LONG = "--";

  private WrongOption() {}

  /**
   * In one line.
   *
   * @param options those that the command has
   */
  public static CommandException of(ParseException wrong, Options options) {
    if (wrong instanceof UnrecognizedOptionException unknown) {
      return CommandException.usage(unknown(unknown.getOption(), options));
    }
    if (wrong instanceof MissingArgumentException missing && missing.getOption() != null) {
      String name = LONG + missing.getOption().getLongOpt();
      return CommandException.usage(
          name + " needs a value: " + name + " " + argument(missing.getOption()));
    }
    String message = wrong.getMessage();
    return CommandException.usage(
        message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1));
  }

  private static String argument(Option option) {
    return Optional.ofNullable(option.getArgName()).orElse("VALUE");
  }

  private static String unknown(String typed, Options options) {
    int equals = typed.indexOf('=');
    String name = equals < 0 ? typed : typed.substring(0, equals);
    String bare = name.replaceFirst("^--?", "");
    if (equals >= 0 && options.hasLongOption(bare)) {
      return LONG + bare + " takes no value";
    }
    List<String> names = options.getOptions().stream().map(Option::getLongOpt).sorted().toList();
    List<String> meant =
        name.startsWith(LONG) ? Nearest.to(bare, names) : beginningLike(bare, names);
    return "there is no option "
        + name
        + (meant.isEmpty()
            ? ""
            : "; "
                + (name.startsWith(LONG) ? "did you mean " : "write ")
                + meant.stream().map(LONG::concat).collect(Collectors.joining(" or "))
                + (name.startsWith(LONG) ? "?" : ""));
  }

  /** The options whose short form it might have been, had they one. */
  private static List<String> beginningLike(String letters, List<String> names) {
    return names.stream()
        .filter(name -> !letters.isEmpty() && name.charAt(0) == lower(letters.charAt(0)))
        .toList();
  }

  private static char lower(char letter) {
    return String.valueOf(letter).toLowerCase(Locale.ROOT).charAt(0);
  }
}
