// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker;

import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.armcall.checker.check.CheckCommand;
import org.armcall.checker.cli.Command;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.cli.Help;
import org.armcall.checker.cli.Terminal;
import org.armcall.checker.cli.WrongOption;
import org.armcall.checker.compare.CompareCommand;
import org.armcall.checker.convert.ConvertCommand;
import org.armcall.checker.decode.DecodeCommand;
import org.armcall.checker.emulate.EmulateCommand;
import org.armcall.checker.kept.Interruption;
import org.armcall.checker.namespace.NamespaceCommand;
import org.armcall.checker.predict.PredictCommand;
import org.armcall.checker.replay.ReadingProgress;
import org.armcall.checker.replay.ReplayCommand;
import org.armcall.checker.report.ReportCommand;
import org.armcall.checker.reproduce.ImagesOfFindings;
import org.armcall.checker.reproduce.ReproduceCommand;
import org.armcall.checker.rules.RulesCommand;

/**
 * The command line: finds the command, runs it, and turns every failure into one line and an exit
 * code.
 */
public final class Main {
  private static final Map<String, Supplier<Command>> COMMANDS = new LinkedHashMap<>();

  private static final Set<String> HELP = Set.of("help", "--help", "-h");
  private static final Set<String> VERSION = Set.of("version", "--version", "-V", "-v");

  static {
    COMMANDS.put("check", () -> new CheckCommand(new ImagesOfFindings()));
    COMMANDS.put("compare", CompareCommand::new);
    COMMANDS.put("emulate", () -> new EmulateCommand(new ImagesOfFindings()));
    COMMANDS.put("replay", () -> new ReplayCommand(new ImagesOfFindings()));
    COMMANDS.put("convert", ConvertCommand::new);
    COMMANDS.put("predict", PredictCommand::new);
    COMMANDS.put("decode", DecodeCommand::new);
    COMMANDS.put("rules", RulesCommand::new);
    COMMANDS.put("namespace", NamespaceCommand::new);
    COMMANDS.put("report", () -> new ReportCommand(new ImagesOfFindings()));
    COMMANDS.put("reproduce", ReproduceCommand::new);
  }

  private Main() {}

  /** Runs the command that the arguments name and ends the process with its exit code. */
  public static void main(String[] args) {
    Terminal terminal = Terminal.system();
    Interruption.tellBy(
        line -> terminal.err().println(ReadingProgress.instead("armcall: " + line)));
    ExitCode code = run(args, terminal);
    terminal.out().flush();
    boolean lost = terminal.out().checkError();
    if (lost) {
      terminal.err().println("armcall: standard output cannot be written");
    }
    Interruption.none();
    System.exit((lost ? ExitCode.ENGINE : code).status());
  }

  /** Runs the command that the arguments name. */
  public static ExitCode run(String[] args, Terminal terminal) {
    String name = args.length == 0 ? "help" : args[0];
    try {
      if (HELP.contains(name)) {
        return help(args, terminal.out());
      }
      if (VERSION.contains(name)) {
        terminal.out().println("armcall " + Version.text());
        return ExitCode.HOLDS;
      }
      return runCommand(name, Arrays.copyOfRange(args, 1, args.length), terminal);
    } catch (CommandException failure) {
      terminal.out().flush();
      if (Interruption.isUnderway()) {
        // It failed because of that, which is told already.
        return failure.exitCode();
      }
      String more =
          failure.exitCode() == ExitCode.USAGE
              ? " (try 'armcall help" + (COMMANDS.containsKey(name) ? " " + name : "") + "')"
              : "";
      terminal.err().println("armcall: " + failure.getMessage() + more);
      return failure.exitCode();
    } catch (InvalidPathException notAPath) {
      terminal.err().println("armcall: '" + notAPath.getInput() + "' is not a file name here");
      return ExitCode.INPUT;
    } catch (RuntimeException unexpected) {
      if (Interruption.isUnderway()) {
        return ExitCode.ENGINE;
      }
      terminal.err().println("armcall: an internal error, please report it: " + unexpected);
      if (System.getenv("ARMCALL_DEBUG") != null) {
        unexpected.printStackTrace(terminal.err());
      }
      return ExitCode.ENGINE;
    } catch (OutOfMemoryError full) {
      terminal
          .err()
          .println("armcall: out of memory; give the JVM more with ARMCALL_JAVA_OPTS=-Xmx4g");
      return ExitCode.ENGINE;
    }
  }

  private static ExitCode runCommand(String name, String[] rest, Terminal terminal) {
    Command command = command(name);
    if (Arrays.asList(rest).contains("")) {
      throw CommandException.usage("an argument is empty");
    }
    Options options = Help.complete(command.options());
    CommandLine line;
    try {
      line = DefaultParser.builder().setAllowPartialMatching(false).get().parse(options, rest);
    } catch (ParseException wrong) {
      throw WrongOption.of(wrong, options);
    }
    if (line.hasOption("help")) {
      Help.print(name, command, terminal.out());
      return ExitCode.HOLDS;
    }
    for (Option given : line.getOptions()) {
      if (!given.isRequired()
          && !given.hasArgs()
          && !command.repeatable().contains(given.getLongOpt())
          && line.getOptionValues(given) != null
          && line.getOptionValues(given).length > 1) {
        throw CommandException.usage("--" + given.getLongOpt() + " is given more than once");
      }
    }
    return command.run(line, terminal);
  }

  private static Command command(String name) {
    Supplier<Command> command = COMMANDS.get(name);
    if (command == null) {
      throw CommandException.usage(
          "there is no command '"
              + name
              + "'; the commands are "
              + String.join(", ", COMMANDS.keySet()));
    }
    return command.get();
  }

  private static ExitCode help(String[] args, PrintStream out) {
    if (args.length > 1 && !HELP.contains(args[1])) {
      Help.print(args[1], command(args[1]), out);
      return ExitCode.HOLDS;
    }
    out.println("armcall: an executable, model-checked specification of HVC and SMC on Arm");
    out.println();
    COMMANDS.forEach((name, command) -> Help.printSummary(name, command.get(), out));
    out.println("  help [COMMAND]");
    out.println("      Explains a command.");
    out.println();
    out.println(
        "Exit codes: 0 holds, 1 violated, 2 wrong command line, 3 unreadable input, 4 an engine failed or"
            + " --out cannot be written, 130 interrupted.");
    return ExitCode.HOLDS;
  }
}
