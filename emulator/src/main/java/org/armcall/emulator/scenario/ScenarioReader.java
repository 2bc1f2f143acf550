// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.machine.Fill;
import org.armcall.emulator.machine.Schedule;
import org.armcall.emulator.memory.Coherence;
import org.armcall.emulator.scenario.Scenario.MemoryRegion;
import org.armcall.emulator.scenario.Scenario.OutcomeChoice;
import org.armcall.model.platform.Choice;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.ImplementationChoice;
import org.armcall.model.platform.Platform;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.Control;
import org.armcall.model.state.SecurityState;
import org.armcall.traces.platform.PlatformFile;
import org.armcall.traces.preset.PresetException;

/**
 * Reads scenario files.
 *
 * <p>What it cannot use it refuses, in one line with file, line, field and what to do; a file of
 * more than {@link #LARGEST} bytes is not read.
 */
public final class ScenarioReader {
  /** The largest file in bytes: a scenario is written by hand. */
  public static final int LARGEST = 1 << 20;

  private static final String VERSION = "scenario 1";

  /** What some line of every scenario has, of whatever version. */
  private static final Pattern BEGINNING =
      Pattern.compile(
          "(?m)(?:^|[{,])[ \\t]*[\"']?armcall[\"']?[ \\t]*:[ \\t]*[\"']?scenario[ \\t]");

  private static final long PAGE = 0x1000;

  /** A platform that is described in a scenario and has no name. */
  private static final String UNNAMED = "unnamed";

  private static final List<String> FIELDS =
      List.of(
          "armcall",
          "name",
          "rules",
          "about",
          "platform",
          "choices",
          "security",
          "controls",
          "registers",
          "coherence",
          "unknown",
          "outcome",
          "memory",
          "tables",
          "cpus",
          "code",
          "devices",
          "handler",
          "handlers",
          "schedule",
          "limit",
          "expect");

  private final Fields top;
  private final Optional<Platform> machine;

  private ScenarioReader(Fields top, Optional<Platform> machine) {
    this.top = top;
    this.machine = machine;
  }

  /**
   * The scenario in a file.
   *
   * @throws ScenarioException if it is none
   */
  public static Scenario read(Path file) {
    return read(file, Optional.empty());
  }

  /**
   * The scenario in a file, on another platform than it says.
   *
   * @param platform the machine; the one in the file where it is empty
   * @throws ScenarioException if it is none
   */
  public static Scenario read(Path file, Optional<Platform> platform) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new ScenarioException(
            file + ": it is larger than " + LARGEST + " bytes; no scenario is");
      }
      return parse(file.toString(), text(file, bytes), platform);
    } catch (NoSuchFileException missing) {
      throw new ScenarioException(
          file + ": there is no such file; traces/scenarios has scenarios to begin with");
    } catch (IOException unreadable) {
      throw new ScenarioException(
          file
              + (Files.isDirectory(file)
                  ? ": it is a directory; name the scenarios in it, for example "
                      + file.resolve("*.yaml")
                  : ": it cannot be read; is it a file that you may read?"));
    }
  }

  /** YAML is text, and text has no zero bytes. */
  private static String text(Path file, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') < 0) {
        if (!text.isBlank() && !BEGINNING.matcher(text).find()) {
          throw new ScenarioException(
              file
                  + ": is not a scenario, which begins with 'armcall: "
                  + VERSION
                  + "'; traces/scenarios has some, and logs and traces are for 'armcall replay'");
        }
        return text;
      }
    } catch (CharacterCodingException binary) {
      // Said below.
    }
    throw new ScenarioException(
        file + ": it is not text in UTF-8; a scenario begins with 'armcall: " + VERSION + "'");
  }

  /**
   * The scenario in a text.
   *
   * @param file what to call it in messages
   * @throws ScenarioException if it is none
   */
  public static Scenario parse(String file, String text) {
    return parse(file, text, Optional.empty());
  }

  private static Scenario parse(String file, String text, Optional<Platform> platform) {
    Fields top = Fields.of(file, "", YamlTree.parse(file, text), FIELDS);
    if (!top.required("armcall").equals(VERSION)) {
      throw top.refuse("armcall", "this version reads '" + VERSION + "' only");
    }
    return new ScenarioReader(top, platform).scenario();
  }

  private Scenario scenario() {
    Platform platform = machine.isPresent() ? machine.get() : platform();
    List<MemoryRegion> memory = memory();
    TablesReader tables = new TablesReader(top, platform, memory);
    List<Scenario.Tables> allTables = tables.tables();
    GuestReader guest = new GuestReader(top, platform, memory);
    List<Scenario.Code> code = guest.code();
    List<Scenario.ProcessorStart> processors = guest.processors();
    List<Scenario.Script> devices = new ScriptReader(top, memory, allTables, guest).scripts();
    HandlerReader handler = new HandlerReader(top);
    SecurityState security = security(platform);
    List<Control> controls = controls();
    Map<SystemRegister, Long> registers =
        top.numbers("registers", SystemRegister::ofName, "system register");
    tables.fit(
        allTables,
        processors.stream()
            .map(start -> LevelStates.of(platform, security, controls, registers, start))
            .toList());
    return new Scenario(
        name(),
        top.texts("rules").stream().map(text -> rule(top, "rules", text)).toList(),
        top.text("about").orElse("").strip(),
        platform,
        security,
        controls,
        registers,
        coherence(),
        unknown(),
        outcome(),
        memory,
        allTables,
        processors,
        code,
        devices,
        handler.handlers(platform),
        schedule(processors.size(), devices),
        top.number("limit", 1, Scenario.MOST_TURNS).orElse(Scenario.DEFAULT_LIMIT),
        new ExpectationReader(top, processors).expectation());
  }

  private SecurityState security(Platform platform) {
    SecurityState security =
        top.oneOf("security", words(SecurityState.values(), SecurityState::text))
            .orElse(SecurityState.NONSECURE);
    boolean granted = security == SecurityState.REALM || security == SecurityState.ROOT;
    if (granted && !platform.has(Feature.REALM_MANAGEMENT)) {
      throw top.refuse("security", platform.name() + " has no rme; armv9a-rme has");
    }
    return security;
  }

  private String name() {
    String name = top.required("name");
    if (!name.matches("[a-z0-9][a-z0-9-]{0,63}")) {
      throw top.refuse("name", "a name has lower-case letters, digits and hyphens, 64 at most");
    }
    return name;
  }

  static Rule rule(Fields fields, String field, String text) {
    return Rule.ofId(text)
        .orElseThrow(
            () ->
                fields.refuse(
                    field, "there is no rule '" + text + "'; 'armcall rules' lists them"));
  }

  static <T> Map<String, T> words(T[] values, Function<T, String> word) {
    return Arrays.stream(values)
        .collect(Collectors.toMap(word, value -> value, (a, b) -> a, java.util.LinkedHashMap::new));
  }

  private Platform platform() {
    Platform platform;
    try {
      Optional<JsonNode> described = top.json("platform");
      platform =
          described.isPresent()
              ? PlatformFile.parse(described.get(), UNNAMED)
              : PlatformFile.named(top.required("platform"));
    } catch (PresetException wrong) {
      throw top.refuse("platform", wrong.getMessage());
    }
    List<String> known =
        Arrays.stream(ImplementationChoice.values()).map(ImplementationChoice::key).toList();
    Optional<Fields> choices = top.mapping("choices", known);
    for (ImplementationChoice choice : ImplementationChoice.values()) {
      Optional<Choice> value =
          choices.flatMap(
              fields -> fields.oneOf(choice.key(), words(Choice.values(), Choice::text)));
      if (value.isPresent()) {
        platform = platform.with(choice, value.get());
      }
    }
    return platform;
  }

  private List<Control> controls() {
    List<Control> controls = new ArrayList<>();
    for (String text : top.texts("controls")) {
      String[] parts = text.split("=", -1);
      Optional<Control> control = Control.ofText(parts[0].strip());
      if (control.isEmpty() || parts.length != 2 || !parts[1].strip().equals("1")) {
        throw top.refuse(
            "controls",
            "'" + text + "' is not a control bit that is 1; write for example HCR.TSC=1");
      }
      controls.add(control.get());
    }
    return controls;
  }

  private Coherence coherence() {
    Map<String, Boolean> words = Fields.ordered("coherent", true, "sticky", false);
    Optional<Fields> fields = top.mapping("coherence", List.of("tlb", "instructions", "data"));
    return fields
        .map(
            each ->
                new Coherence(
                    each.oneOf("tlb", words).orElse(true),
                    each.oneOf("instructions", words).orElse(true),
                    each.oneOf("data", words).orElse(true)))
        .orElse(Coherence.ALL);
  }

  private Fill unknown() {
    return switch (top.text("unknown").orElse("zeros")) {
      case "zeros" -> Fill.ZEROS;
      case "ones" -> Fill.ONES;
      default -> Fill.seeded(afterWord("unknown", "seed", "zeros, ones or 'seed N'"));
    };
  }

  private OutcomeChoice outcome() {
    String text = top.text("outcome").orElse("plainest");
    if (text.equals("plainest")) {
      return new OutcomeChoice.Plainest();
    }
    String what = "plainest, 'number N' or 'seed N'";
    return text.startsWith("number")
        ? new OutcomeChoice.Numbered((int) (afterWord("outcome", "number", what) & 0xff))
        : new OutcomeChoice.Seeded(afterWord("outcome", "seed", what));
  }

  private long afterWord(String field, String word, String what) {
    String[] parts = top.required(field).strip().split("\\s+", -1);
    if (parts.length == 2 && parts[0].equals(word)) {
      Optional<Long> number = Numbers.parse(parts[1]);
      if (number.isPresent()) {
        return number.get();
      }
    }
    throw top.refuse(field, "it is " + what + ", not '" + top.required(field) + "'");
  }

  private List<MemoryRegion> memory() {
    List<MemoryRegion> regions = new ArrayList<>();
    for (Fields fields : top.mappings("memory", List.of("at", "size", "owner"))) {
      long at = fields.requiredNumber("at");
      long size = fields.requiredNumber("size");
      if (at % PAGE != 0 || size % PAGE != 0 || size <= 0 || at < 0 || at + size > 1L << 48) {
        throw fields.refuse(
            "at", "memory is whole pages of 0x1000 bytes, within 48 bits of address");
      }
      regions.add(
          new MemoryRegion(
              at, size, fields.oneOf("owner", words(SecurityState.values(), SecurityState::text))));
    }
    if (regions.isEmpty()) {
      throw top.refuse(
          "memory", "there is none; write for example [{at: 0x40000000, size: 0x100000}]");
    }
    return regions;
  }

  private Schedule schedule(int processors, List<Scenario.Script> devices) {
    Schedule schedule;
    try {
      schedule = Schedule.parse(top.text("schedule").orElse("seed 1"));
    } catch (IllegalArgumentException wrong) {
      throw top.refuse("schedule", wrong.getMessage());
    }
    Set<String> actors = new HashSet<>();
    for (int cpu = 0; cpu < processors; cpu++) {
      actors.add("cpu" + cpu);
    }
    devices.forEach(device -> actors.add(device.name()));
    if (schedule instanceof Schedule.Listed listed) {
      for (Schedule.Turn turn : listed.turns()) {
        if (!actors.contains(turn.actor())) {
          throw top.refuse(
              "schedule",
              "there is no '"
                  + turn.actor()
                  + "'; here are "
                  + actors.stream().sorted().collect(Collectors.joining(", ")));
        }
      }
    }
    return schedule;
  }
}
