// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestReaderTest {

  private static final String ALLOY =
      """
      {"name":"fields","subject":"counter","engine":"alloy","kind":"model","module":"counter/Fields.als","profiles":["quick","full"],
       "about":"a","bounds":"b","commands":[{"name":"NoOverlap","expect":0},{"name":"show","expect":1}]}
      """;

  @TempDir Path temporary;

  private SampleSpec sample() {
    return new SampleSpec(temporary).write("counter/Fields.als", "sig A {}");
  }

  private String problem() {
    CheckException wrong = assertThrows(CheckException.class, () -> ManifestReader.read(temporary));
    assertEquals(CheckException.INPUT, wrong.exitCode());
    return wrong.getMessage();
  }

  private String problemOf(String models) {
    sample().write(Manifest.FILE, "{\"version\":1,\"models\":[" + models + "]}");
    return problem();
  }

  private void contains(String text, String part) {
    assertTrue(text.contains(part), text);
  }

  @Test
  void readsAModelOfEachEngine() throws CheckException {
    sample().write(Manifest.FILE, "{\"version\":1,\"models\":[" + ALLOY + "]}");
    Manifest manifest = ManifestReader.read(temporary);
    assertEquals(
        List.of(new Expectation.Command("NoOverlap", false), new Expectation.Command("show", true)),
        ((Expectation.Commands) manifest.models().get(0).expect()).commands());
    assertEquals(Set.of(Profile.QUICK, Profile.FULL), manifest.models().get(0).profiles());
  }

  @Test
  void aManifestThatIsNotThereOrNotJsonIsSaid() {
    contains(problem(), "manifest.json: there is no such file");
    new SampleSpec(temporary).write(Manifest.FILE, "{\"version\":1,\n\"models\":[}");
    contains(problem(), "manifest.json:2: not JSON");
  }

  @Test
  void everyWrongFieldIsSaidWithItsModel() {
    String wrong =
        problemOf(
            """
            {"name":"m","subject":"s","engine":"tcl","kind":"mutnt","module":"x","profiles":["quick","slow"],"heep":"1g",
             "workers":0,"heap":"lots","witnesses":"yes","properties":"P","expect":{"verdict":"holds","states":3}},
            {"subject":"s","engine":"tlc","kind":"mutant","module":"x.tla","config":"x.cfg","profiles":[],"expect":{"verdict":"holds"}},
            7
            """);
    contains(
        wrong,
        "model 'm': field 'engine': expected one of [alloy, exhaustion, tlc], found \"tcl\"");
    contains(wrong, "model 'm': field 'kind': expected one of [equality, model, mutant]");
    contains(wrong, "model 'm': field 'heep': expected one of");
    contains(wrong, "model 'm': field 'workers': expected a whole number, at least 1, found 0");
    contains(wrong, "model 'm': field 'heap': expected a size such as 256m, found lots");
    contains(wrong, "model 'm': field 'witnesses': expected true or false");
    contains(wrong, "model 'm': field 'properties': expected a list of texts");
    contains(wrong, "model 'm': field 'profiles': expected quick or full, found slow");
    contains(wrong, "model number 2: field 'name': expected a text, found nothing");
    contains(wrong, "model number 2: field 'expect': a mutant must be expected to be violated");
    contains(wrong, "model number 3: expected an object");
  }

  @Test
  void aFormulaThatIsNoneIsSaid() {
    contains(
        problemOf(
            """
            {"name":"e","subject":"s","engine":"tlc","kind":"equality","module":"counter/Counter.tla","config":"c.cfg","profiles":["quick","full"],
             "properties":[],"expect":{"verdict":"holds"},"expectCalls":{"quick":"2 * (3"}}
            """),
        "model 'e': 'expectCalls': field 'quick': not a product formula, found '2 * (3': expected a closing parenthesis at character 7");
  }

  @Test
  void aFileThatNoModelListsIsSaid() {
    contains(
        problemOf(ALLOY.replace("Fields.als", "Other.als")),
        "counter/Fields.als is listed by no model");
    contains(
        problemOf(ALLOY.replace("Fields.als", "Other.als")),
        "model 'fields': field 'module': there is no file");
  }

  @Test
  void aConfigurationThatChecksSomethingElseIsSaid() {
    SampleSpec spec = new SampleSpec(temporary);
    spec.counter(
            "m",
            "model",
            "SPECIFICATION Spec\n\\* INVARIANT SYN_LESS\nINVARIANTS\n  SYN_SMALL\n",
            "[\"SYN_LESS\"]",
            "{\"verdict\":\"holds\"}",
            "")
        .done();
    contains(
        problem(),
        "model 'm': field 'properties': expected those of m.cfg, [SYN_SMALL], found [SYN_LESS]");
  }

  @Test
  void namesSelectWhatLiesBelow() throws CheckException {
    Manifest manifest =
        ManifestReader.read(
            new SampleSpec(temporary)
                .slow("a", 1)
                .slow("a/b", 1)
                .slow("a/mutant-1", 1)
                .slow("ab", 1)
                .done()
                .directory());
    assertEquals(List.of("a", "a/b", "a/mutant-1"), names(manifest, "a"));
    assertEquals(List.of("a/b"), names(manifest, "a/b"));
    assertEquals(List.of("a/mutant-1"), names(manifest, "a/mutant"));
    assertEquals(4, names(manifest).size());
  }

  private static List<String> names(Manifest manifest, String... names) throws CheckException {
    return manifest.select(List.of(names), Profile.QUICK).stream().map(Model::name).toList();
  }

  @Test
  void aNameThatSelectsNothingIsSaidWithTheNearest() throws CheckException {
    Manifest manifest =
        ManifestReader.read(
            new SampleSpec(temporary).slow("syndrome", 1).slow("other", 1).done().directory());
    CheckException wrong = assertThrows(CheckException.class, () -> names(manifest, "sindrom"));
    assertEquals("no model is called 'sindrom'; did you mean syndrome?", wrong.getMessage());
    assertEquals(CheckException.USAGE, wrong.exitCode());
    CheckException profile =
        assertThrows(CheckException.class, () -> manifest.select(List.of("other"), Profile.FULL));
    assertEquals("'other' is not in the full profile: add --profile quick", profile.getMessage());
  }

  @Test
  void aFormulaIsEvaluated() {
    assertEquals(1_200_021, ProductFormula.parse("12 * (4 + 1) * 20_000 + 3*7").value());
    assertThrows(IllegalArgumentException.class, () -> ProductFormula.parse("3 - 1"));
    assertThrows(IllegalArgumentException.class, () -> ProductFormula.parse(""));
  }
}
