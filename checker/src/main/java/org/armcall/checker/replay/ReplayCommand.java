// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.armcall.checker.cli.Command;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.cli.Help;
import org.armcall.checker.cli.Home;
import org.armcall.checker.cli.Terminal;
import org.armcall.checker.kept.Unwritable;
import org.armcall.checker.minimise.Minimisation;
import org.armcall.checker.platform.Platforms;
import org.armcall.checker.replay.engine.SteppingException;
import org.armcall.checker.report.Images;
import org.armcall.checker.report.RunDirectory;
import org.armcall.checker.report.RunReport;
import org.armcall.model.platform.Platform;
import org.armcall.model.rule.Rule;
import org.armcall.traces.callee.CalleeFile;

/** {@code armcall replay}: checks the recorded logs of a machine against the rules. */
public final class ReplayCommand implements Command {
  private static final String TLC = "tlc";
  private static final String MINIMISE = "minimise";
  private static final String NO_MINIMISE = "no-minimise";
  private static final String IMMEDIATES = "immediates";
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})-([0-9]{1,5})");
  private static final int LARGEST_IMMEDIATE = 0xffff;

  private final Images images;

  /**
   * The command.
   *
   * @param images what knows of which findings an image can be made
   */
  public ReplayCommand(Images images) {
    this.images = images;
  }

  @Override
  public String operands() {
    return "FILE... "
        + LogOptions.USAGE
        + " [--platform P] [--callee [LEVEL=]PRESET]... [--convention V]"
        + " [--rules R,...] [--out DIR [--minimise]]";
  }

  @Override
  public String summary() {
    return "Checks recorded logs against the rules. Exits 0 if no rule is violated, 1 if one is.";
  }

  @Override
  public Set<String> repeatable() {
    return Set.of(ExpectedCallees.CALLEE);
  }

  @Override
  public Options options() {
    Options options = new Options();
    LogOptions.addTo(options);
    options.addOption(
        Option.builder()
            .longOpt("platform")
            .hasArg()
            .argName("P")
            .desc(
                "the machine it was recorded on: a preset's name or a .json file; sharpens the"
                    + " checks")
            .get());
    options.addOption(
        Option.builder()
            .longOpt(ExpectedCallees.CALLEE)
            .hasArg()
            .argName("[LEVEL=]PRESET")
            .desc(
                "who answers the calls, everywhere or at LEVEL el2 or el3: "
                    + String.join(", ", CalleeFile.PRESETS)
                    + ", or a .json file; may be repeated")
            .get());
    options.addOption(
        Option.builder()
            .longOpt(ExpectedCallees.CONVENTION)
            .hasArg()
            .argName("V")
            .desc(
                "the version of the calling convention, 1.0 to 1.7 or pre; default: what the callee"
                    + " says in the trace")
            .get());
    options.addOption(
        Option.builder()
            .longOpt("engine")
            .hasArg()
            .argName("E")
            .desc(
                "java (default), or tlc: TLC steps spec/convention/TraceConvention.tla over the"
                    + " trace; of the rules it has FID, REG, RES, PSC, SEQ and, where the trace"
                    + " shows every call, exception and return, the address of RET-RESUME, and against"
                    + " a preset RET-EMULATED and IMM-CONDITION")
            .get());
    options.addOption(
        Option.builder()
            .longOpt(IMMEDIATES)
            .hasArg()
            .argName("A-B")
            .desc(
                "with --engine tlc: an immediate that was not recorded may have been any from A to"
                    + " B; default: it stays unknown, and nothing is held against its call")
            .get());
    options.addOption(
        Option.builder()
            .longOpt("rules")
            .hasArg()
            .argName("R,...")
            .desc("check these rules or families only")
            .get());
    options.addOption(
        Option.builder()
            .longOpt("out")
            .hasArg()
            .argName("DIR")
            .desc(
                "keep run.txt, result.json and the report in all its forms there, instead of what"
                    + " armcall kept there before")
            .get());
    options.addOption(
        Option.builder()
            .longOpt(MINIMISE)
            .desc(
                "with --out: for the first violation of each rule, "
                    + Minimisation.RULES
                    + " rules at most, minimal-RULE.ndjson is kept there, a trace of the fewest"
                    + " events that still violate it; with this option however many replays it"
                    + " takes (up to 5,000 for each)")
            .get());
    options.addOption(
        Option.builder().longOpt(NO_MINIMISE).desc("with --out: leave that out").get());
    return options;
  }

  @Override
  public ExitCode run(CommandLine line, Terminal terminal) {
    if (line.getArgList().isEmpty()) {
      throw CommandException.usage("replay needs a log, for example: replay boot.log.gz");
    }
    LogOptions logs = LogOptions.of(line);
    oneOf(line, "engine", List.of("java", TLC));
    Set<Integer> immediates = immediates(line);
    Optional<Platform> platform =
        Optional.ofNullable(line.getOptionValue("platform")).map(Platforms::named);
    Set<Rule> rules = rules(line.getOptionValue("rules", ""));
    ReplayRequest request =
        new ReplayRequest(logs.files(), platform, rules, logs.format(), ExpectedCallees.of(line));
    boolean tlc = line.getOptionValue("engine", "").equals(TLC);
    checkMinimise(line, logs.files());
    if (tlc
        && (logs.strict()
            || logs.jobs() > 1
            || logs.files().stream().anyMatch(LogOptions::isStandardInput))) {
      throw CommandException.usage("--strict, --jobs and - are for the java engine");
    }
    Optional<RunDirectory> out =
        Optional.ofNullable(line.getOptionValue("out"))
            .map(path -> RunDirectory.begin(Path.of(path), Help.typed("replay", line)));
    try {
      return tlc
          ? stepped(request, immediates, line, out, terminal)
          : replayed(request, logs, line, out, terminal);
    } finally {
      out.ifPresent(RunDirectory::close);
    }
  }

  private ExitCode replayed(
      ReplayRequest request,
      LogOptions logs,
      CommandLine line,
      Optional<RunDirectory> out,
      Terminal terminal) {
    ReplayResult result = read(request, logs, terminal);
    if (!line.hasOption("json")) {
      terminal.out().print(result.toText(request.callees().untold()));
      terminal.out().flush();
    }
    Minimisation minimal = minimised(request, result, line, out, terminal);
    if (line.hasOption("json")) {
      ObjectNode json = result.toJson();
      if (line.hasOption(MINIMISE)) {
        minimal.addTo(json);
      }
      terminal.out().println(json.toPrettyString());
      terminal.out().flush();
    }
    result.problems().forEach(problem -> terminal.err().println("armcall: " + problem));
    out.ifPresent(
        directory -> {
          write(directory, minimal);
          ObjectNode json = KeptReplay.of(request, result);
          if (line.hasOption(MINIMISE) || !minimal.isNone()) {
            minimal.addTo(json);
          }
          keep(
              directory,
              minimal.toText(directory.named()),
              line,
              result.exitCode(),
              json,
              terminal);
        });
    return ExitCode.of(result.exitCode());
  }

  private static ReplayResult read(ReplayRequest request, LogOptions logs, Terminal terminal) {
    try (ReadingProgress progress =
        ReadingProgress.of(logs.files(), !logs.quiet(), terminal.err())) {
      return Replay.run(request, logs.reading(terminal, progress));
    } catch (UnreadableLine strict) {
      throw CommandException.input(strict.getMessage());
    }
  }

  private static void checkMinimise(CommandLine line, List<Path> files) {
    if (!line.hasOption(MINIMISE)) {
      return;
    }
    if (line.hasOption(NO_MINIMISE)) {
      throw CommandException.usage("--" + MINIMISE + " or --" + NO_MINIMISE + ", not both");
    }
    if (line.getOptionValue("engine", "").equals(TLC)) {
      throw CommandException.usage("--" + MINIMISE + " is for the java engine");
    }
    if (!line.hasOption("out")) {
      throw CommandException.usage("--" + MINIMISE + " needs --out DIR, where the traces are kept");
    }
    for (Path file : files) {
      if (LogOptions.isStandardInput(file)) {
        throw CommandException.usage("--" + MINIMISE + " reads the log again; give a file, not -");
      }
      if (Minimisation.overwrites(Path.of(line.getOptionValue("out")), file)) {
        throw CommandException.usage(
            "--" + MINIMISE + " may write over " + file + "; give --out another directory");
      }
    }
  }

  /** Thoroughly where it is asked for; as far as is quick where a report is written. */
  private static Minimisation minimised(
      ReplayRequest request,
      ReplayResult result,
      CommandLine line,
      Optional<RunDirectory> out,
      Terminal terminal) {
    if (line.hasOption(MINIMISE)) {
      return Minimisation.of(
          request, result, remark -> terminal.err().println("armcall: " + remark));
    }
    return out.isEmpty() || line.hasOption(NO_MINIMISE) || result.violations().isEmpty()
        ? Minimisation.none()
        : Minimisation.quick(request, result, out.get().named());
  }

  private static void write(RunDirectory directory, Minimisation minimal) {
    try {
      minimal.write(directory.stage());
    } catch (IOException unwritable) {
      throw Unwritable.lost(directory.named(), unwritable);
    }
  }

  private ExitCode stepped(
      ReplayRequest request,
      Set<Integer> immediates,
      CommandLine line,
      Optional<RunDirectory> out,
      Terminal terminal) {
    if (request.platform().isPresent()) {
      throw CommandException.usage("--platform is for the java engine");
    }
    SteppedResult result = stepped(request, immediates);
    if (line.hasOption("json")) {
      terminal.out().println(result.toJson().toPrettyString());
    } else {
      terminal.out().print(result.toText());
    }
    terminal.out().flush();
    result.problems().forEach(problem -> terminal.err().println("armcall: " + problem));
    out.ifPresent(
        directory ->
            keep(
                directory,
                List.of(),
                line,
                result.exitCode(),
                KeptReplay.of(request, result),
                terminal));
    return ExitCode.of(result.exitCode());
  }

  /** With the report; the last line says where, unless the output is for machines. */
  private void keep(
      RunDirectory directory,
      List<String> remarks,
      CommandLine line,
      int exitCode,
      ObjectNode result,
      Terminal terminal) {
    directory.write(Map.of("exit", String.valueOf(exitCode)), result.put("command", "replay"));
    String where = RunReport.keep(directory, false, images);
    if (!line.hasOption("json")) {
      remarks.forEach(terminal.out()::println);
      terminal.out().println(where);
    }
  }

  private static SteppedResult stepped(ReplayRequest request, Set<Integer> immediates) {
    Home home = Home.find();
    try (Stream<Path> jars = Files.list(home.engine(TLC))) {
      return new SteppedReplay(jars.sorted().toList(), home.spec(), immediates).run(request);
    } catch (IOException | SteppingException failed) {
      throw CommandException.engine("the tlc engine: " + failed.getMessage());
    }
  }

  /** From A to B, both included. */
  private static Set<Integer> immediates(CommandLine line) {
    if (!line.hasOption(IMMEDIATES)) {
      return Set.of();
    }
    String given = line.getOptionValue(IMMEDIATES);
    Matcher range = RANGE.matcher(given);
    if (!line.getOptionValue("engine", "java").equals(TLC)) {
      throw CommandException.usage("--" + IMMEDIATES + " is for --engine tlc");
    }
    if (!range.matches()
        || Integer.parseInt(range.group(1)) > Integer.parseInt(range.group(2))
        || Integer.parseInt(range.group(2)) > LARGEST_IMMEDIATE) {
      throw CommandException.usage(
          "--" + IMMEDIATES + " is A-B with 0 <= A <= B <= 65535, not '" + given + "'");
    }
    return IntStream.rangeClosed(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)))
        .boxed()
        .collect(Collectors.toSet());
  }

  private static void oneOf(CommandLine line, String option, List<String> allowed) {
    String given = line.getOptionValue(option, allowed.get(0));
    if (!allowed.contains(given)) {
      throw CommandException.notOneOf(option, allowed, given);
    }
  }

  private static Set<Rule> rules(String list) {
    EnumSet<Rule> chosen = EnumSet.noneOf(Rule.class);
    for (String name : list.split(",", -1)) {
      if (name.isBlank()) {
        continue;
      }
      int before = chosen.size();
      for (Rule rule : Rule.values()) {
        if (rule.id().equalsIgnoreCase(name.trim())
            || rule.family().name().equalsIgnoreCase(name.trim())) {
          chosen.add(rule);
        }
      }
      if (chosen.size() == before && Rule.ofId(name.trim()).isEmpty()) {
        throw CommandException.usage(
            "there is no rule or family '" + name.trim() + "'; 'armcall rules' lists them");
      }
    }
    if (!list.isEmpty() && chosen.isEmpty()) {
      throw CommandException.usage("--rules names no rule");
    }
    return chosen;
  }
}
