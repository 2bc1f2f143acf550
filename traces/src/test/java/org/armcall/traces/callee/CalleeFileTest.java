// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.callee;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.armcall.model.convention.CalleePolicy;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.traces.preset.PresetException;

/** Implementation files: every cell has a source, and the reader and the schema accept the same. */
final class CalleeFileTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("armcall.home")).resolve("spec/implementations");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonSchema SCHEMA = schema();

  /** The implementations and the rows of the matrix, each of which must have a cell. */
  private static final Set<String> COLUMNS =
      Set.of("xen", "kvm-guest", "pkvm-host", "jailhouse", "bao", "hafnium", "qemu", "tf-a");

  private static JsonSchema schema() {
    try {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Files.readString(FOLDER.resolve("schema.json")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode file(String name) throws IOException {
    return (ObjectNode) MAPPER.readTree(Files.readString(FOLDER.resolve(name + ".json")));
  }

  @Example
  void everyPresetIsAFileAndEveryFileAPreset() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      Set<String> names =
          files
              .map(each -> each.getFileName().toString().replace(".json", ""))
              .filter(name -> !name.equals("schema"))
              .collect(Collectors.toSet());
      assertEquals(new TreeSet<>(names), new TreeSet<>(CalleeFile.PRESETS));
    }
    assertTrue(CalleeFile.PRESETS.containsAll(COLUMNS));
  }

  @Example
  void thePresetsObeyTheSchemaAndCarryTheirFilesName() throws IOException, PresetException {
    for (String name : CalleeFile.PRESETS) {
      assertEquals(Set.of(), SCHEMA.validate(file(name)), name);
      assertEquals(name, CalleeFile.named(name).name());
    }
  }

  /** Each source says where: a project with a version or date, a document, or a commit's title. */
  @Example
  void everyCellOfTheMatrixHasASourceThatNamesAPlace() throws PresetException {
    for (String name : COLUMNS) {
      Callee callee = CalleeFile.named(name);
      assertEquals(new HashSet<>(CalleeFile.CELLS), callee.sources().keySet());
      for (String cell : CalleeFile.CELLS) {
        assertTrue(
            callee.sources().get(cell).matches("[A-Za-z-]+/[A-Za-z_-]+[ ,].{10,}"),
            name + " " + cell + ": " + callee.sources().get(cell));
      }
      callee
          .deviations()
          .forEach(each -> assertTrue(each.source().contains(": "), each.toString()));
    }
  }

  @Example
  void theSchemaAndTheReaderHaveTheSameCells() {
    Set<String> fields = new HashSet<>();
    SCHEMA.getSchemaNode().path("properties").fieldNames().forEachRemaining(fields::add);
    fields.removeAll(Set.of("$schema", "name", "about", "exceptions"));
    assertEquals(fields, new HashSet<>(CalleeFile.CELLS));
  }

  /** The reference does what the documents say, as the model reads them. */
  @Example
  void theReferenceIsTheDocumentedPolicy() throws PresetException {
    assertEquals(
        CalleePolicy.asDocumented(SmcccVersion.V1_6), CalleeFile.named("reference").policy());
  }

  @Property
  void aCellWithoutItsSourceIsRefused(@ForAll("presets") String name, @ForAll("cells") String cell)
      throws IOException {
    ObjectNode node = file(name);
    ((ObjectNode) node.path(cell)).remove("source");
    refused(node, cell + " has no source");
    ((ObjectNode) node.path(cell)).put("source", "  ");
    refused(node, cell + " has no source");
    node.remove(cell);
    refused(node, cell + " must have a value and a source");
  }

  /** What the schema refuses, the reader refuses in one line; what it accepts is read. */
  @Property(tries = 3000)
  void theReaderAndTheSchemaAgree(@ForAll("damaged") JsonNode node) {
    boolean valid = SCHEMA.validate(node).isEmpty();
    try {
      CalleeFile.parse(node, "document");
      assertTrue(valid, node.toString());
    } catch (PresetException refused) {
      assertEquals(PresetException.Problem.INPUT, refused.problem());
      assertEquals(1, refused.getMessage().lines().count());
      assertFalse(valid, node + " " + refused.getMessage());
    }
  }

  @Provide
  Arbitrary<String> presets() {
    return Arbitraries.of(CalleeFile.PRESETS);
  }

  @Provide
  Arbitrary<String> cells() {
    return Arbitraries.of(CalleeFile.CELLS);
  }

  private static final List<String> VALUES =
      List.of(
          "null",
          "1",
          "5",
          "true",
          "\"\"",
          "\"1.1\"",
          "\"ignored\"",
          "\"x0 only\"",
          "\"masked\"",
          "\"left\"",
          "[]",
          "[\"hvc\"]",
          "[\"smc\",\"smc\"]",
          "[\"0x1\"]",
          "[\"0xea1\",\"0xea1\"]",
          "[\"svc\"]",
          "{}",
          "{\"value\":\"ignored\"}",
          "{\"value\":\"1.3\",\"source\":\"s\"}",
          "{\"value\":\"none\",\"source\":\"s\",\"more\":1}",
          "[{\"when\":{\"conduit\":\"hvc\"},\"parameter\":\"hint\",\"value\":\"masked\",\"source\":\"s\"}]",
          "[{\"when\":{\"owners\":[64]},\"parameter\":\"cleared\",\"value\":\"x0 only\",\"source\":\"s\"}]",
          "[{\"when\":{\"owners\":[2]},\"parameter\":\"cleared\",\"value\":\"x0 only\",\"source\":\"s\"}]",
          "[{\"when\":{\"immediate\":\"zero\"},\"parameter\":\"cleared\",\"value\":\"left\",\"source\":\"s\"}]",
          "[{\"when\":{\"state\":\"aarch32\",\"width\":64},\"parameter\":\"legacy\",\"value\":\"none\",\"source\":\"s\"}]",
          "[{\"when\":{\"state\":\"a32\"},\"parameter\":\"legacy\",\"value\":\"none\",\"source\":\"s\"}]",
          "[{\"when\":{\"width\":\"64\"},\"parameter\":\"cleared\",\"value\":\"x0 only\",\"source\":\"s\"}]",
          "[{\"when\":{\"numbers\":[\"0x0\",\"0x1f\"]},\"parameter\":\"thirtyTwoBitCaller\",\"value\":\"by mode\",\"source\":\"s\"}]",
          "[{\"when\":{\"numbers\":[\"0x0\"]},\"parameter\":\"cleared\",\"value\":\"x0 only\",\"source\":\"s\"}]",
          "[{\"when\":{\"numbers\":[0,31]},\"parameter\":\"cleared\",\"value\":\"x0 only\",\"source\":\"s\"}]",
          "[{\"when\":{},\"parameter\":\"cleared\",\"value\":\"x0 only\",\"source\":\"s\"}]",
          "[{\"when\":{\"owners\":[2]},\"parameter\":\"cleared\",\"value\":\"x0 only\"}]");

  /** A preset with one cell, or one value or source of a cell, replaced by something else. */
  @Provide
  Arbitrary<JsonNode> damaged() {
    List<String> fields =
        Stream.concat(
                CalleeFile.CELLS.stream(),
                Stream.of("name", "about", "$schema", "exceptions", "frobnicates"))
            .toList();
    return Combinators.combine(
            Arbitraries.of(CalleeFile.PRESETS),
            Arbitraries.of(fields),
            Arbitraries.of("", "value", "source", "remark"),
            Arbitraries.of(VALUES))
        .as(CalleeFileTest::damage);
  }

  private static JsonNode damage(String preset, String field, String part, String value) {
    try {
      ObjectNode node = file(preset);
      JsonNode replacement = MAPPER.readTree(value);
      if (!part.isEmpty() && node.path(field) instanceof ObjectNode cell) {
        cell.set(part, replacement);
      } else {
        node.set(field, replacement);
      }
      return node;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Example
  void whatCannotBeHadIsSaidInOneLine() throws IOException {
    refused("zen", PresetException.Problem.NO_SUCH_PRESET, "the presets are xen");
    refused(
        "no-such-file.json",
        PresetException.Problem.INPUT,
        "cannot be read: there is no such file");
    Path broken = Files.createTempFile("callee", ".json");
    try {
      Files.writeString(broken, "{");
      refused(broken.toString(), PresetException.Problem.INPUT, "is not JSON");
      Files.writeString(broken, "[]");
      refused(broken.toString(), PresetException.Problem.INPUT, "an implementation is an object");
      Files.writeString(broken, file("xen").toString());
      assertEquals("xen", readable(broken));
    } finally {
      Files.delete(broken);
    }
  }

  private static String readable(Path file) {
    try {
      return CalleeFile.named(file.toString()).name();
    } catch (PresetException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void refused(JsonNode node, String words) {
    PresetException refused =
        assertThrows(PresetException.class, () -> CalleeFile.parse(node, "document"));
    assertTrue(refused.getMessage().contains(words), refused.getMessage());
  }

  private static void refused(String operand, PresetException.Problem problem, String words) {
    PresetException refused = assertThrows(PresetException.class, () -> CalleeFile.named(operand));
    assertEquals(problem, refused.problem());
    assertTrue(refused.getMessage().contains(words), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }
}
