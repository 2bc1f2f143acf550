// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads C headers: every number that they define by {@code #define} or {@code enum}.
 *
 * <p>Nothing is included, and no condition is evaluated: every branch of {@code #if} counts, except
 * under {@code #if 0}, and {@code #undef} takes nothing back. A name that so gets several meanings
 * has a number for each, and so has what is computed from it, up to 16. A name means what its own
 * file says, else what another of the given files says, else what is well known ({@link
 * WellKnown}). Time and memory are bounded: a file has at most 8 MiB, and a definition that takes
 * too long to expand has no value.
 */
public final class HeaderReader {
  private static final int MOST_BYTES = 8 << 20;
  private static final int MOST_VALUES = 16;

  private HeaderReader() {}

  /**
   * Reads headers that may use each other's macros.
   *
   * @throws HeaderException if one cannot be read or is no header
   */
  public static List<Header> read(List<Path> files) throws HeaderException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Path file : files) {
      texts.put(file.toString(), text(file));
    }
    return parse(texts);
  }

  /**
   * The headers of these names and texts.
   *
   * @throws HeaderException if one is no header
   */
  public static List<Header> parse(Map<String, String> texts) throws HeaderException {
    Map<String, List<Definition>> byFile = new LinkedHashMap<>();
    List<Definition> all = new ArrayList<>();
    for (Map.Entry<String, String> each : texts.entrySet()) {
      List<Definition> found = definitions(each.getKey(), each.getValue());
      byFile.put(each.getKey(), found);
      all.addAll(found);
    }
    Map<String, List<Definition>> allByName = Definitions.byName(all);
    Work work = new Work();
    List<Header> headers = new ArrayList<>();
    byFile.forEach(
        (file, found) ->
            headers.add(
                header(file, found, Definitions.of(Definitions.byName(found), allByName), work)));
    return headers;
  }

  private static List<Definition> definitions(String file, String text) throws HeaderException {
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      int line = 1 + (int) text.substring(0, nul).chars().filter(each -> each == '\n').count();
      throw new HeaderException(file, line, "a NUL byte: this is not a C header");
    }
    return HeaderParser.definitions(file, text);
  }

  private static String text(Path file) throws HeaderException {
    if (Files.isDirectory(file)) {
      throw new HeaderException(file + " cannot be read: it is a directory");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new HeaderException(
            file + " cannot be read: a header has at most " + (MOST_BYTES >> 20) + " MiB");
      }
      // A byte is a letter: names and numbers are ASCII, and comments do not matter.
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException missing) {
      throw new HeaderException(file + " cannot be read: there is no such file");
    } catch (IOException unreadable) {
      throw new HeaderException(file + " cannot be read: " + unreadable.getMessage());
    }
  }

  private static Header header(
      String file, List<Definition> found, Definitions definitions, Work work) {
    List<DefinedNumber> numbers = new ArrayList<>();
    List<NotEvaluated> notEvaluated = new ArrayList<>();
    int functionLike = 0;
    int withoutValue = 0;
    Map<String, List<Definition>> seen = new HashMap<>();
    for (Definition each : found) {
      List<Definition> same = seen.computeIfAbsent(each.name(), name -> new ArrayList<>(1));
      if (same.size() > Expander.MOST_MEANINGS || same.stream().anyMatch(each::saysTheSameAs)) {
        continue;
      }
      same.add(each);
      if (each.parameters().isPresent()) {
        functionLike++;
      } else if (each.body().isEmpty()) {
        withoutValue++;
      } else {
        try {
          numbers.addAll(values(each, definitions, work));
        } catch (NotANumber why) {
          notEvaluated.add(new NotEvaluated(each.name(), each.place(), why.getMessage()));
        }
      }
    }
    return new Header(file, numbers, notEvaluated, functionLike, withoutValue);
  }

  /** Its values, one for each way to choose the meanings of the names that it uses. */
  private static List<DefinedNumber> values(Definition definition, Definitions names, Work work)
      throws NotANumber {
    work.next();
    Map<Long, DefinedNumber> values = new LinkedHashMap<>();
    Deque<Map<String, Integer>> choices = new ArrayDeque<>(List.of(Map.of()));
    Optional<NotANumber> why = Optional.empty();
    for (int tried = 0; tried < MOST_VALUES && !choices.isEmpty(); tried++) {
      Map<String, Integer> chosen = choices.poll();
      Expander expander = new Expander(names, chosen, work);
      try {
        List<Token> tokens = expander.expand(definition);
        long value = Evaluator.evaluate(tokens);
        values.putIfAbsent(value, number(definition, value, expander));
      } catch (NotANumber none) {
        why = why.isPresent() ? why : Optional.of(none);
      }
      expander.meanings().forEach((name, count) -> addOthers(choices, chosen, name, count));
    }
    if (values.isEmpty()) {
      throw why.orElseThrow();
    }
    return List.copyOf(values.values());
  }

  private static void addOthers(
      Deque<Map<String, Integer>> choices, Map<String, Integer> chosen, String name, int count) {
    if (chosen.containsKey(name)) {
      return;
    }
    for (int other = 1; other < count && choices.size() < MOST_VALUES; other++) {
      Map<String, Integer> more = new HashMap<>(chosen);
      more.put(name, other);
      choices.add(more);
    }
  }

  private static DefinedNumber number(Definition definition, long value, Expander expander)
      throws NotANumber {
    List<Token> body = definition.tokens();
    while (body.size() > 2 && body.get(0).is("(") && body.get(body.size() - 1).is(")")) {
      body = body.subList(1, body.size() - 1);
    }
    Optional<String> alias =
        body.size() == 1 && body.get(0).isName()
            ? Optional.of(body.get(0).text())
            : Optional.empty();
    return new DefinedNumber(
        definition.name(),
        value,
        definition.place(),
        definition.shown(),
        expander.functionLike(),
        alias);
  }
}
