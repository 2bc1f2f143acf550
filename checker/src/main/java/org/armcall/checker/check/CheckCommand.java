// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.armcall.checker.cli.Command;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.cli.Help;
import org.armcall.checker.cli.Home;
import org.armcall.checker.cli.Terminal;
import org.armcall.checker.engine.alloy.AlloyModels;
import org.armcall.checker.engine.exhaustion.ExhaustiveEncodings;
import org.armcall.checker.engine.tlc.TlcModels;
import org.armcall.checker.report.Images;

/** {@code armcall check}: model-checks the specification. */
public final class CheckCommand implements Command {
  private static final String EXPECTED = "expected";
  private static final int MOST_WORKERS = 64;

  private final Images images;

  /**
   * The command.
   *
   * @param images knows what the emulator can run of what is found
   */
  public CheckCommand(Images images) {
    this.images = images;
  }

  @Override
  public String operands() {
    return "[NAME...] [--profile quick|full] [--workers N] [--out DIR [--expected]]";
  }

  @Override
  public String summary() {
    return "Model-checks the specification. Exits 0 if every model has the verdict and the states that spec/manifest.json expects.";
  }

  @Override
  public Options options() {
    Options options = new Options();
    options.addOption(
        Option.builder()
            .longOpt("profile")
            .hasArg()
            .argName("quick|full")
            .desc("how far to look; default quick")
            .get());
    options.addOption(
        Option.builder()
            .longOpt("workers")
            .hasArg()
            .argName("N")
            .desc(
                "how many JVMs or threads work at a time; default " + CheckRequest.DEFAULT_WORKERS)
            .get());
    options.addOption(
        Option.builder()
            .longOpt("out")
            .hasArg()
            .argName("DIR")
            .desc(
                "keep run.txt, result.json, the engines' own output and the report in all its forms"
                    + " there, instead of what armcall kept there before")
            .get());
    options.addOption(
        Option.builder()
            .longOpt(EXPECTED)
            .desc("with --out: the report shows the models too that fail as the manifest expects")
            .get());
    return options;
  }

  @Override
  public String details() {
    return """
        A NAME is that of a model in spec/manifest.json, such as syndrome/layouts; a folder of models,
        such as syndrome or recovery/unsafe; or, where neither is called so, the beginning of a name.
        Without one, every model of the profile is checked; a few are in the full profile only.
        """;
  }

  @Override
  public ExitCode run(CommandLine line, Terminal terminal) {
    if (line.hasOption(EXPECTED) && !line.hasOption("out")) {
      throw CommandException.usage("--" + EXPECTED + " is for the report that --out DIR keeps");
    }
    Home home = Home.find();
    Profile profile = profile(line.getOptionValue("profile", "quick"));
    CheckRequest request =
        new CheckRequest(
            home.spec(),
            line.getArgList(),
            profile,
            workers(line),
            CheckRequest.defaultTimeLimit(profile),
            Optional.ofNullable(line.getOptionValue("out")).map(Path::of),
            Help.typed("check", line));
    try {
      Check check =
          new Check(
              List.of(
                  new TlcModels(home.engine("tlc")),
                  new AlloyModels(home.lib()),
                  new ExhaustiveEncodings()));
      int status =
          new CheckSession(check, terminal.out(), terminal.err(), images)
              .run(request, line.hasOption("json"), line.hasOption(EXPECTED));
      return ExitCode.of(status);
    } catch (CheckException failure) {
      throw switch (ExitCode.of(failure.exitCode())) {
        case USAGE -> CommandException.usage(failure.getMessage());
        case INPUT -> CommandException.input(failure.getMessage());
        case HOLDS, VIOLATED, ENGINE -> CommandException.engine(failure.getMessage());
      };
    }
  }

  private static Profile profile(String text) {
    return switch (text) {
      case "quick" -> Profile.QUICK;
      case "full" -> Profile.FULL;
      default -> throw CommandException.notOneOf("profile", List.of("quick", "full"), text);
    };
  }

  private static int workers(CommandLine line) {
    String text = line.getOptionValue("workers", String.valueOf(CheckRequest.DEFAULT_WORKERS));
    try {
      int workers = Integer.parseInt(text);
      if (workers >= 1 && workers <= MOST_WORKERS) {
        return workers;
      }
    } catch (NumberFormatException notANumber) {
      throw CommandException.usage(
          "--workers is a number from 1 to " + MOST_WORKERS + ", not '" + text + "'");
    }
    throw CommandException.usage(
        "--workers is a number from 1 to " + MOST_WORKERS + ", not '" + text + "'");
  }
}
