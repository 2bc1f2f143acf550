// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.armcall.checker.decode.FunctionNotes;
import org.armcall.checker.decode.SyndromeText;
import org.armcall.checker.report.Finding.Field;
import org.armcall.checker.report.Finding.Standing;
import org.armcall.checker.report.Finding.Word;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.Encoding;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.syndrome.BitField;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.SyndromeLayout;

/** The words of a call bit by bit: from the layouts that the model declares. */
final class WordPictures {
  private static final Pattern ISS = Pattern.compile("ISS\\[(\\d+):(\\d+)\\]");
  private static final Pattern NAMED = Pattern.compile("\\b(EC|IL|CV|COND|CCKNOWNPASS)\\b");
  private static final String ARMV7 = "armv7";

  private final String wording;
  private final String platform;
  private final long reliedOn;

  /**
   * Pictures for a fault that is described so.
   *
   * @param wording what was expected and observed
   * @param platform its name; may be empty
   * @param reliedOn the bits of the syndrome that something relied on
   */
  WordPictures(String wording, String platform, long reliedOn) {
    this.wording = wording;
    this.platform = platform;
    this.reliedOn = reliedOn;
  }

  /** The pictures of one call: of its syndrome, its instruction and its function identifier. */
  List<Word> of(Optional<KeptEvent> call, Optional<KeptEvent> entry, boolean isOfConvention) {
    List<Word> words = new ArrayList<>();
    entry.ifPresent(event -> syndrome(event, words));
    call.ifPresent(
        event -> {
          instruction(event, words);
          if (isOfConvention) {
            identifier(event).ifPresent(words::add);
          }
        });
    return words;
  }

  private void syndrome(KeptEvent entry, List<Word> words) {
    OptionalLong word = entry.word("syndrome");
    boolean aarch32 = entry.text("toState").equals("a32");
    boolean isHyp = aarch32 && entry.number("toEl").orElse(0) == 2;
    if (aarch32 && !isHyp) {
      return;
    }
    String name = isHyp ? "HSR" : "ESR_EL" + (entry.has("toEl") ? entry.text("toEl") : "x");
    if (word.isEmpty()) {
      Field whole =
          new Field(
              name, 31, 0, "?".repeat(32), "", "not in the log", Standing.NOT_OBSERVED, false);
      words.add(new Word("Syndrome " + name, "", 32, List.of(whole), ""));
      return;
    }
    int value = (int) word.getAsLong();
    List<Field> fields = new ArrayList<>();
    for (BitField field : SyndromeLayout.of(SyndromeLayout.exceptionClass(value))) {
      fields.add(syndromeField(field, value));
    }
    words.add(new Word("Syndrome " + name, hex8(value), 32, fields, note(value)));
  }

  private Field syndromeField(BitField field, int value) {
    boolean smcOfArmv7 = isSmcOfArmv7(value) && field.high() <= SyndromeLayout.ISS.high();
    boolean unknown =
        field.equals(SyndromeLayout.COND)
            && SyndromeLayout.CCKNOWNPASS.extract(value) == 1
            && SyndromeLayout.CV.extract(value) == 0;
    Standing standing =
        smcOfArmv7 || field.reserved()
            ? Standing.RESERVED
            : unknown ? Standing.UNKNOWN : Standing.KNOWN;
    return new Field(
        field.name(),
        field.high(),
        field.low(),
        bits(field.extract(value), field.width()),
        hex(field.extract(value)),
        smcOfArmv7 ? "UNK/SBZP on ARMv7" : SyndromeText.meaning(field, value),
        standing,
        isBroken(field));
  }

  private boolean isSmcOfArmv7(int value) {
    return platform.toLowerCase(Locale.ROOT).startsWith(ARMV7)
        && SyndromeLayout.exceptionClass(value)
            .filter(ec -> ec == ExceptionClass.SMC32)
            .isPresent();
  }

  /** Whether the words of the fault name the field, or something relied on its bits. */
  private boolean isBroken(BitField field) {
    if ((field.mask() & (int) reliedOn) != 0) {
      return true;
    }
    Matcher range = ISS.matcher(wording);
    while (range.find()) {
      int high = Integer.parseInt(range.group(1));
      int low = Integer.parseInt(range.group(2));
      if (field.low() <= high && field.high() >= low) {
        return true;
      }
    }
    Matcher name = NAMED.matcher(wording);
    while (name.find()) {
      if (name.group(1).equals(field.name())) {
        return true;
      }
    }
    return false;
  }

  private String note(int value) {
    if (isSmcOfArmv7(value)) {
      return "On ARMv7 the whole ISS of a trapped SMC is UNK/SBZP: no bit of it says anything, and"
          + " the immediate is in the instruction only.";
    }
    return SyndromeLayout.exceptionClass(value).filter(ec -> ec == ExceptionClass.SMC32).isPresent()
        ? "The immediate of an SMC from AArch32 is in no bit of the syndrome; the instruction has it."
        : "";
  }

  private static void instruction(KeptEvent event, List<Word> words) {
    Optional<Call> call = event.call();
    Optional<InstructionSet> isa = event.isa();
    if (call.isEmpty() || isa.isEmpty()) {
      return;
    }
    Encoding row = Encodings.of(call.get(), isa.get());
    OptionalLong word = event.word("word");
    boolean decodes = word.isPresent() && row.matches((int) word.getAsLong());
    if (word.isPresent() && !decodes) {
      int width = event.text("word").length() > 6 ? 32 : 16;
      Field whole =
          new Field(
              "not " + row.name(),
              width - 1,
              0,
              bits((int) word.getAsLong(), width),
              event.text("word"),
              "another instruction than " + call.get().mnemonic(),
              Standing.KNOWN,
              true);
      words.add(new Word("Instruction", event.text("word"), width, List.of(whole), ""));
      return;
    }
    String value = word.isPresent() ? event.text("word") : "";
    words.add(
        new Word(
            "Instruction " + row.name() + " (" + isa.get() + ")",
            value,
            row.size() * 8,
            rows(row, word),
            word.isPresent()
                ? ""
                : "The word was not recorded: what the encoding fixes is shown, the rest is not"
                    + " known."));
  }

  /** The runs of the pattern: fixed, condition, immediate, should be zero. */
  private static List<Field> rows(Encoding row, OptionalLong word) {
    String pattern = row.pattern().replace(" ", "");
    List<Field> fields = new ArrayList<>();
    int width = pattern.length();
    for (int start = 0; start < width; ) {
      char kind = kind(pattern.charAt(start));
      int end = start;
      while (end < width && kind(pattern.charAt(end)) == kind) {
        end++;
      }
      int high = width - 1 - start;
      int low = width - end;
      String bits =
          word.isPresent()
              ? bits((int) (word.getAsLong() >>> low), end - start)
              : kind == '0' ? pattern.substring(start, end) : "?".repeat(end - start);
      boolean known = word.isPresent() || kind == '0';
      String value = known ? hex(Integer.parseUnsignedInt(bits, 2)) : "";
      fields.add(field(kind, high, low, bits, value, known));
      start = end;
    }
    return fields;
  }

  private static Field field(
      char kind, int high, int low, String bits, String value, boolean known) {
    Standing standing =
        kind == 'z' ? Standing.RESERVED : known ? Standing.KNOWN : Standing.NOT_OBSERVED;
    return switch (kind) {
      case 'c' -> new Field("cond", high, low, bits, value, "the condition", standing, false);
      case 'i' -> new Field("imm", high, low, bits, value, "immediate", standing, false);
      case 'z' -> new Field("SBZ", high, low, bits, value, "should be zero", standing, false);
      default -> new Field("opcode", high, low, bits, value, "fixed", standing, false);
    };
  }

  private static char kind(char pattern) {
    return pattern == '1' ? '0' : pattern;
  }

  private static Optional<Word> identifier(KeptEvent event) {
    Long first = event.registers().get("x0");
    boolean wide = first != null;
    if (!wide) {
      first = event.registers().get("r0");
    }
    if (first == null) {
      return Optional.empty();
    }
    FunctionId id = new FunctionId(first.intValue());
    List<Field> fields = new ArrayList<>();
    for (BitField field : id.layout()) {
      int value = field.extract(id.value());
      fields.add(
          new Field(
              field.name(),
              field.high(),
              field.low(),
              bits(value, field.width()),
              hex(value),
              field.equals(FunctionId.OWNER) || field.equals(FunctionId.YIELDING_NUMBER)
                  ? id.owner().meaning()
                  : field.meaning(),
              field.reserved() ? Standing.RESERVED : Standing.KNOWN,
              false));
    }
    return Optional.of(
        new Word(
            "Function identifier in "
                + (wide ? "W0" : "R0")
                + FunctionNotes.function(id).map(name -> ", " + name).orElse(""),
            hex8(id.value()),
            32,
            fields,
            first >>> 32 == 0 || !wide
                ? ""
                : "X0 holds " + hex(first) + "; bits 63:32 are not part of the identifier."));
  }

  private static String bits(int value, int width) {
    StringBuilder bits = new StringBuilder(width);
    for (int i = width - 1; i >= 0; i--) {
      bits.append(value >>> i & 1);
    }
    return bits.toString();
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }

  private static String hex(int value) {
    return "0x" + Integer.toHexString(value);
  }

  private static String hex8(int value) {
    return String.format(Locale.ROOT, "0x%08x", value);
  }
}
