// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads {@code manifest.json} and compares it with the files beside it. Everything that is wrong is
 * said at once, each with the model and the field.
 */
public final class ManifestReader {

  private static final Set<String> MODEL_FIELDS =
      Set.of(
          "name",
          "subject",
          "engine",
          "kind",
          "module",
          "config",
          "profiles",
          "about",
          "bounds",
          "properties",
          "expect",
          "witnesses",
          "burst",
          "heap",
          "workers",
          "expectCalls",
          "commands",
          "timeLimitSeconds");

  private static final String HEAP = "[1-9][0-9]*[mg]";

  private final Path spec;
  private final List<String> errors = new ArrayList<>();

  private ManifestReader(Path spec) {
    this.spec = spec;
  }

  /**
   * Reads the manifest of a specification.
   *
   * @param spec the directory that holds {@code manifest.json}
   * @throws CheckException when it cannot be read, is malformed, or does not list what is there
   */
  public static Manifest read(Path spec) throws CheckException {
    ManifestReader reader = new ManifestReader(spec.toAbsolutePath().normalize());
    Path file = spec.resolve(Manifest.FILE);
    List<Model> models = reader.models(parse(file));
    if (reader.errors.isEmpty()) {
      try {
        reader.errors.addAll(SpecFiles.problems(reader.spec, models));
      } catch (UncheckedIOException e) {
        reader.errors.add("a file beside it cannot be read: " + e.getCause());
      }
    }
    if (!reader.errors.isEmpty()) {
      throw new CheckException(
          CheckException.INPUT, file + ": " + String.join("\n" + file + ": ", reader.errors));
    }
    return new Manifest(reader.spec, models);
  }

  private static JsonNode parse(Path file) throws CheckException {
    if (!Files.isRegularFile(file)) {
      throw new CheckException(CheckException.INPUT, file + ": there is no such file");
    }
    try {
      return new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new CheckException(
          CheckException.INPUT,
          file
              + ":"
              + (e.getLocation() == null ? 0 : e.getLocation().getLineNr())
              + ": not JSON: "
              + e.getOriginalMessage());
    } catch (IOException e) {
      throw new CheckException(CheckException.INPUT, file + ": cannot be read: " + e.getMessage());
    }
  }

  private List<Model> models(JsonNode root) {
    List<Model> models = new ArrayList<>();
    if (root.path("version").asInt() != 1) {
      errors.add("field 'version': expected 1, found " + root.path("version"));
    }
    if (!root.path("models").isArray() || root.path("models").isEmpty()) {
      errors.add("field 'models': expected a list of models");
      return models;
    }
    Set<String> names = new HashSet<>();
    int number = 0;
    for (JsonNode node : root.path("models")) {
      number++;
      String name = node.path("name").asText("");
      String where = name.isEmpty() ? "model number " + number : "model '" + name + "'";
      if (!node.isObject()) {
        errors.add(where + ": expected an object");
        continue;
      }
      if (!names.add(name)) {
        errors.add(where + ": field 'name': two models have it");
      }
      int before = errors.size();
      Model model = model(new ManifestFields(node, where, errors));
      if (errors.size() == before) {
        models.add(model);
      }
    }
    return models;
  }

  private Model model(ManifestFields fields) {
    fields.onlyThese(MODEL_FIELDS);
    String engine = fields.word("engine", Set.of("tlc", "alloy", "exhaustion"));
    boolean tlc = engine.equals("tlc");
    Model.Kind kind = fields.constant("kind", Model.Kind.class, Model.Kind.MODEL);
    String heap = fields.text("heap", "256m");
    if (!heap.matches(HEAP)) {
      fields.wrong("heap", "expected a size such as 256m", heap);
    }
    Model model =
        new Model(
            fields.text("name", null),
            fields.text("subject", null),
            engine,
            kind,
            fields.text("module", null),
            tlc ? Optional.of(fields.text("config", null)) : Optional.empty(),
            profiles(fields),
            fields.text("about", ""),
            fields.text("bounds", ""),
            fields.texts("properties"),
            expectation(fields, !engine.equals("alloy")),
            fields.flag("witnesses"),
            fields.flag("burst"),
            heap,
            fields.count("workers", 1),
            expectCalls(fields),
            fields.has("timeLimitSeconds")
                ? Optional.of(Duration.ofSeconds(fields.count("timeLimitSeconds", 1)))
                : Optional.empty());
    checkTogether(model, fields);
    return model;
  }

  private static void checkTogether(Model model, ManifestFields fields) {
    boolean violated = model.expect() instanceof Expectation.Violated;
    if (model.kind() == Model.Kind.MUTANT && !violated && model.engine().equals("tlc")) {
      fields.wrong("expect", "a mutant must be expected to be violated", "another verdict");
    }
    if (model.kind() == Model.Kind.EQUALITY && !violated) {
      for (Profile profile : model.profiles()) {
        if (!model.expectCalls().containsKey(profile)) {
          fields.wrong(
              "expectCalls", "expected a formula for the " + profile.word() + " profile", "none");
        }
      }
    }
    if (model.expect() instanceof Expectation.Violated expected
        && !model.properties().isEmpty()
        && !model.properties().contains(expected.property())
        && !expected.property().equals("Deadlock")) {
      fields.wrong(
          "expect.property", "expected one of the model's properties", expected.property());
    }
  }

  private static Set<Profile> profiles(ManifestFields fields) {
    Set<Profile> profiles = EnumSet.noneOf(Profile.class);
    for (String word : fields.texts("profiles")) {
      Profile known = null;
      for (Profile profile : Profile.values()) {
        known = profile.word().equals(word) ? profile : known;
      }
      if (known == null) {
        fields.wrong("profiles", "expected quick or full", word);
      } else {
        profiles.add(known);
      }
    }
    if (profiles.isEmpty()) {
      fields.wrong("profiles", "expected at least one of quick and full", "none");
    }
    return profiles;
  }

  private static Expectation expectation(ManifestFields fields, boolean properties) {
    if (!properties) {
      return new Expectation.Commands(commands(fields));
    }
    ManifestFields expect =
        fields.object("expect", Set.of("verdict", "property", "distinctStates"));
    if (expect.word("verdict", Set.of("holds", "violated")).equals("violated")) {
      return new Expectation.Violated(expect.text("property", null));
    }
    return new Expectation.Holds(
        expect.has("distinctStates")
            ? OptionalLong.of(expect.count("distinctStates", 0))
            : OptionalLong.empty());
  }

  private static List<Expectation.Command> commands(ManifestFields fields) {
    List<Expectation.Command> commands = new ArrayList<>();
    for (ManifestFields command : fields.objects("commands", Set.of("name", "expect"))) {
      commands.add(
          new Expectation.Command(
              command.text("name", null), command.word("expect", Set.of("0", "1")).equals("1")));
    }
    if (commands.isEmpty()) {
      fields.wrong("commands", "expected at least one command", "none");
    }
    return commands;
  }

  private static Map<Profile, ProductFormula> expectCalls(ManifestFields fields) {
    Map<Profile, ProductFormula> calls = new EnumMap<>(Profile.class);
    if (!fields.has("expectCalls")) {
      return calls;
    }
    ManifestFields formulas = fields.object("expectCalls", Set.of("quick", "full"));
    for (Profile profile : Profile.values()) {
      if (formulas.has(profile.word())) {
        String text = formulas.text(profile.word(), null);
        try {
          calls.put(profile, ProductFormula.parse(text));
        } catch (IllegalArgumentException | ArithmeticException e) {
          formulas.wrong(profile.word(), "not a product formula", e.getMessage());
        }
      }
    }
    return calls;
  }
}
