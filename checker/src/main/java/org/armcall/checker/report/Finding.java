// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.checker.rules.Law;
import org.armcall.checker.rules.RuleEntry;

/**
 * What was found wrong, in the one form that every report is made from, whoever found it.
 *
 * @param id the same for the same fault in another run: see {@link FindingId}
 * @param engine who found it
 * @param what the broken rule or property
 * @param rule the rule in the catalogue, where it is one
 * @param law what the property says, where it is no rule
 * @param verdict one sentence
 * @param place where it shows
 * @param expected what should have been
 * @param observed what was
 * @param foreseen whether the scenario or the manifest says that it must be found
 * @param evidence the lines of the record as they stand in the log, or the instance
 * @param story the steps that lead to it
 * @param words the syndrome, the instruction and the function identifier, bit by bit
 * @param walks how the instruction was fetched, and how a handler looked for it
 * @param contract what the registers are held against; empty where there are none
 * @param registers what the caller had in its registers and what it found in them
 * @param unknown what was not observed
 * @param run the run that found it
 * @param alloy the instance as the Alloy Analyzer reads it
 * @param image how an image is made that shows it on a machine
 */
public record Finding(
    String id,
    Engine engine,
    String what,
    Optional<RuleEntry> rule,
    Optional<Law> law,
    String verdict,
    Place place,
    String expected,
    String observed,
    boolean foreseen,
    List<Evidence> evidence,
    Story story,
    List<Word> words,
    List<Walk> walks,
    String contract,
    List<Register> registers,
    List<Gap> unknown,
    Run run,
    Optional<String> alloy,
    Image image) {

  /** Copies the lists. */
  public Finding {
    evidence = List.copyOf(evidence);
    words = List.copyOf(words);
    walks = List.copyOf(walks);
    registers = List.copyOf(registers);
    unknown = List.copyOf(unknown);
  }

  /** What the broken rule or property says, one sentence; empty where that is not known. */
  public String sentence() {
    return rule.map(RuleEntry::sentence).or(() -> law.map(Law::sentence)).orElse("");
  }

  /** Where it is from. */
  public List<RuleEntry.Source> sources() {
    return rule.map(RuleEntry::sources).or(() -> law.map(Law::allSources)).orElse(List.of());
  }

  /** The rules that the broken property stands for; empty where it is a rule itself. */
  public List<RuleEntry> standsFor() {
    return law.map(Law::rules).orElse(List.of());
  }

  /** The same, and how an image of it is made. */
  Finding with(Image known) {
    return new Finding(
        id, engine, what, rule, law, verdict, place, expected, observed, foreseen, evidence, story,
        words, walks, contract, registers, unknown, run, alloy, known);
  }

  /**
   * The same in short: what, where, expected and observed.
   *
   * @param why the line that says why it is short, and where the rest is
   */
  Finding inShort(String why) {
    return new Finding(
        id,
        engine,
        what,
        rule,
        law,
        verdict,
        place,
        expected,
        observed,
        foreseen,
        List.of(new Evidence(0, why, false)),
        Story.NONE,
        List.of(),
        List.of(),
        "",
        List.of(),
        List.of(),
        run,
        Optional.empty(),
        image);
  }

  /** Who found it. */
  public enum Engine {
    REPLAY("replay", "a recorded log"),
    STEPPED("replay by TLC", "a recorded log, stepped by TLC"),
    EMULATOR("emulator", "a run of the reference emulator"),
    TLC("TLC", "a counterexample of TLC"),
    ALLOY("Alloy", "an instance of Alloy"),
    EXHAUSTION("exhaustion", "a search through all inputs"),
    PROPERTY_TEST("property test", "a failed property test");

    private final String text;
    private final String about;

    Engine(String text, String about) {
      this.text = text;
      this.about = about;
    }

    /** Whether it looks at a model or a test, of which nothing is unknown. */
    public boolean isOfModel() {
      return this == TLC || this == ALLOY || this == EXHAUSTION || this == PROPERTY_TEST;
    }

    /** One or two words. */
    public String text() {
      return text;
    }

    /** What it is found in, a few words. */
    public String about() {
      return about;
    }
  }

  /**
   * Where it shows.
   *
   * @param file the log, or the module of a model
   * @param line from 1; 0 where there is none
   * @param cpu the processor, where the log says it
   * @param model the model or the scenario; empty for a log
   */
  public record Place(String file, long line, OptionalInt cpu, String model) {
    /** The name of the model that it is in, as the manifest has it; empty where it is in none. */
    public String modelName() {
      return model.startsWith("model ") ? model.substring("model ".length()) : "";
    }

    /** The place in a few words. */
    public String text() {
      String of = model.isEmpty() ? "" : (file.isEmpty() ? "" : " of ") + model;
      return file
          + (line > 0 ? ":" + line : "")
          + of
          + (cpu.isPresent() ? ", CPU " + cpu.getAsInt() : "");
    }
  }

  /**
   * A line of the record.
   *
   * @param line its number; 0 where it has none
   * @param offending whether it is the line that shows the fault
   */
  public record Evidence(long line, String text, boolean offending) {}

  /**
   * The steps that lead to the fault.
   *
   * @param lanes who takes part, in the order in which they are drawn
   * @param loopTo the number of the step that follows the last one, in a behaviour without end
   * @param stuttering whether it stays in the last step for ever
   */
  public record Story(List<Lane> lanes, List<Step> steps, OptionalInt loopTo, boolean stuttering) {
    /** A fault without a story. */
    public static final Story NONE = new Story(List.of(), List.of(), OptionalInt.empty(), false);

    /** Copies the lists. */
    public Story {
      lanes = List.copyOf(lanes);
      steps = List.copyOf(steps);
    }
  }

  /**
   * A layer of a processor, or a variable of a model.
   *
   * @param group what several lanes are of, such as {@code CPU 0}; may be empty
   * @param role what runs there, such as {@code hypervisor}; may be empty
   */
  public record Lane(String group, String name, String role) {}

  /**
   * One step.
   *
   * @param number from 1
   * @param who who acts; may be empty
   * @param text what happens
   * @param from the lane that it leaves
   * @param touched the lanes that it reaches or changes
   * @param changes the values that changed
   * @param values all values behind it, by their paths
   * @param line the line of the log
   * @param action where a model says what the step does
   * @param offending whether it is the step that breaks the rule
   */
  public record Step(
      int number,
      String who,
      String text,
      Optional<Lane> from,
      List<Lane> touched,
      List<Change> changes,
      Map<String, String> values,
      OptionalLong line,
      Optional<Place> action,
      boolean offending) {}

  /** A value that changed; the text is empty where it was not, or is no longer, there. */
  public record Change(String path, String before, String after) {}

  /**
   * A word, bit by bit.
   *
   * @param title what it is
   * @param value in hexadecimal; empty where it was not recorded
   * @param width 16, 32 or 64
   * @param fields from the highest bit down
   * @param note what else is to be said; may be empty
   */
  public record Word(String title, String value, int width, List<Field> fields, String note) {
    /** Copies the list. */
    public Word {
      fields = List.copyOf(fields);
    }
  }

  /**
   * A field of a word.
   *
   * @param bits one character for each bit from the highest down: 0, 1, or ? where it is not known
   * @param standing how far it may be relied on
   * @param broken whether the fault is in it
   */
  public record Field(
      String name,
      int high,
      int low,
      String bits,
      String value,
      String meaning,
      Standing standing,
      boolean broken) {
    /** The bit range as Arm writes it. */
    public String range() {
      return high == low ? "[" + high + "]" : "[" + high + ":" + low + "]";
    }
  }

  /** How far a field may be relied on. */
  public enum Standing {
    KNOWN(""),
    RESERVED("reserved: not to be relied on"),
    UNKNOWN("UNKNOWN: may hold anything"),
    NOT_OBSERVED("not observed");

    private final String text;

    Standing(String text) {
      this.text = text;
    }

    /** In words; empty where there is nothing to say. */
    public String text() {
      return text;
    }
  }

  /**
   * How an address was translated.
   *
   * @param isFetch whether it was for the fetch
   * @param who who translated it, and how
   * @param virtual the address
   * @param read the descriptors that were read, in order
   * @param without why there are none; empty where there are
   * @param physical the physical address; empty where there is none
   * @param space the physical address space
   * @param fault why there is none; empty where there is one
   * @param found what is there, each reading that differs; may be empty
   * @param believed what was made of it; may be empty
   * @param elsewhere whether it led elsewhere than the fetch
   * @param other whether what was found is not what was fetched
   */
  public record Walk(
      boolean isFetch,
      String who,
      String virtual,
      List<Descriptor> read,
      String without,
      String physical,
      String space,
      String fault,
      List<String> found,
      String believed,
      boolean elsewhere,
      boolean other) {
    /** Copies the lists. */
    public Walk {
      read = List.copyOf(read);
      found = List.copyOf(found);
    }
  }

  /**
   * A descriptor of a translation table.
   *
   * @param stage 1 or 2
   * @param level of its table
   * @param at its physical address
   * @param kind what it is, such as {@code small page}
   * @param word its bits
   * @param differs whether the fetch did not go by it
   */
  public record Descriptor(
      int stage, int level, String at, String kind, Word word, boolean differs) {}

  /**
   * A register across a call.
   *
   * @param before empty where it was not recorded
   * @param after empty where it was not recorded
   * @param contract what the convention says of it
   * @param broken whether the fault is in it
   */
  public record Register(
      String name, String before, String after, String contract, boolean broken) {}

  /**
   * What was not observed.
   *
   * @param remedy what to record or give to know it
   */
  public record Gap(String what, String remedy) {}

  /**
   * How an image is made that shows a finding on a machine.
   *
   * @param command the command; empty where no image shows it
   * @param why why none does; empty where one does
   * @param run the command that writes a run of the emulator instead; empty where an image shows it
   *     or the emulator has no such run
   */
  public record Image(String command, String why, String run) {
    /** Before anybody asked. */
    static final Image NOT_ASKED = new Image("", "", "");
  }

  /**
   * The run that found it.
   *
   * @param command the command line, as it was typed
   * @param again the command that shows this again, and no more than this
   * @param armcall its version
   * @param commit the commit that it was, as {@link org.armcall.checker.Checkout} says it
   * @param ended when, in UTC
   * @param platform the platform, where one was named
   * @param about what the model or the scenario is about
   */
  public record Run(
      String command,
      String again,
      String armcall,
      String commit,
      String ended,
      String platform,
      String about) {}
}
