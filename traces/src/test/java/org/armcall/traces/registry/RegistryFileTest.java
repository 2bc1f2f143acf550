// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The registry's files: the reader and the schema accept the same, one claim stands on a line. */
final class RegistryFileTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("armcall.home")).resolve("spec/registry");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonSchema SCHEMA = schema();

  private static final String CLAIM =
      "{'name':'f','conduits':['smc'],'immediate':'0x0','id':'0x84000000','width':'any',"
          + "'layers':['EL3'],'status':'in use','source':'here'}";
  private static final String UID =
      "{'id':'0x8600ff01','uid':'28b46fb6-2ec5-11e9-a9ca-4b564d003a74','layer':'EL2',"
          + "'source':'here'}";

  private static JsonSchema schema() {
    try {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Files.readString(FOLDER.resolve("schema.json")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Example
  void everyOwnerIsAFileAndEveryFileAnOwner() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      Set<String> names =
          files
              .map(each -> each.getFileName().toString())
              .filter(name -> name.endsWith(".json"))
              .map(name -> name.replace(".json", ""))
              .filter(name -> !name.equals("schema"))
              .collect(Collectors.toSet());
      assertEquals(new TreeSet<>(names), new TreeSet<>(RegistryFile.OWNERS));
    }
  }

  @Example
  void everyFileObeysTheSchemaAndIsTheOwnersThatItIsNamedAfter()
      throws IOException, RegistryException {
    for (String owner : RegistryFile.OWNERS) {
      Path file = FOLDER.resolve(owner + ".json");
      JsonNode node = MAPPER.readTree(Files.readString(file));
      assertEquals(Set.of(), SCHEMA.validate(node), owner);
      assertEquals(
          Set.of(owner),
          RegistryFile.read(file).registry().claims().stream()
              .map(each -> each.owner().name())
              .collect(Collectors.toSet()));
    }
  }

  /** A change of one claim is a change of one line. */
  @Example
  void everyClaimStandsOnALineOfItsOwn() throws IOException {
    for (String owner : RegistryFile.OWNERS) {
      List<String> lines = Files.readAllLines(FOLDER.resolve(owner + ".json"));
      JsonNode node = MAPPER.readTree(String.join("\n", lines));
      assertEquals(
          node.path("claims").size(),
          lines.stream().filter(each -> each.startsWith("    {\"name\": ")).count(),
          owner);
      assertEquals(
          node.path("uids").size(),
          lines.stream().filter(each -> each.startsWith("    {\"id\": ")).count(),
          owner);
    }
  }

  @Example
  void whatTheSchemaRefusesTheReaderRefuses() throws IOException {
    for (String wrong :
        List.of(
            file(CLAIM.replace("'source':'here'", "'source':' '"), UID),
            file(CLAIM.replace(",'source':'here'", ""), UID),
            file(CLAIM.replace("'smc'", "'svc'"), UID),
            file(CLAIM.replace("'smc'", "'smc','smc'"), UID),
            file(CLAIM.replace("['smc']", "[]"), UID),
            file(CLAIM.replace("['smc']", "'smc'"), UID),
            file(CLAIM.replace("0x84000000", "0x8400000"), UID),
            file(CLAIM.replace("0x84000000", "0x8400000A"), UID),
            file(CLAIM.replace("'0x84000000'", "2214592512"), UID),
            file(CLAIM.replace("'id':'0x84000000'", "'from':'0x84000000'"), UID),
            file(CLAIM.replace("'id':'0x84000000'", "'mask':'0x84000000'"), UID),
            file(CLAIM.replace("'id':'0x84000000'", "'ids':'all'"), UID),
            file(CLAIM.replace("'id':'0x84000000',", ""), UID),
            file(CLAIM.replace("'id'", "'ids':'any','id'"), UID),
            file(CLAIM.replace("'0x0'", "'0x10000'"), UID),
            file(CLAIM.replace("'0x0'", "['0x0']"), UID),
            file(CLAIM.replace("'0x0'", "['0x0','0x1','0x2']"), UID),
            file(CLAIM.replace("'any'", "'48'"), UID),
            file(CLAIM.replace("['EL3']", "['EL4']"), UID),
            file(CLAIM.replace("'in use'", "'used'"), UID),
            file(CLAIM.replace("'name'", "'block':false,'name'"), UID),
            file(CLAIM.replace("'name'", "'callers':['root'],'name'"), UID),
            file(CLAIM.replace("'name'", "'sameAs':'nobody','name'"), UID),
            file(CLAIM.replace("'name'", "'unconfirmed':'','name'"), UID),
            file(CLAIM.replace("'name'", "'owner':'x','name'"), UID),
            file("7", UID),
            file(CLAIM, UID.replace("28b4", "28B4")),
            file(CLAIM, UID.replace("'uid'", "'words':['0x00000000'],'uid'")),
            file(CLAIM, UID.replace("'layer':'EL2',", "")),
            file(CLAIM, UID).replace("'silicon'", "'vendor'"),
            file(CLAIM, UID).replace("'owner':'o'", "'owner':'O'"),
            file(CLAIM, UID).replace("'about':'a',", ""),
            file(CLAIM, UID).replace("'about'", "'more':1,'about'"),
            file("", UID),
            "[]")) {
      JsonNode node = MAPPER.readTree(wrong.replace('\'', '"'));
      assertNotEquals(Set.of(), SCHEMA.validate(node), wrong);
      RegistryException refused =
          assertThrows(RegistryException.class, () -> RegistryFile.parse(node, "x.json"), wrong);
      assertTrue(refused.getMessage().startsWith("x.json"), refused.getMessage());
      assertFalse(refused.getMessage().contains("\n"), refused.getMessage());
    }
  }

  @Example
  void whatTheSchemaAcceptsTheReaderAccepts() throws IOException, RegistryException {
    for (String right :
        List.of(
            file(CLAIM, UID),
            file(CLAIM, ""),
            file(CLAIM.replace("'id':'0x84000000'", "'from':'0x00000000','to':'0xffffffff'"), UID),
            file(
                CLAIM.replace("'id':'0x84000000'", "'mask':'0x0000000f','value':'0x00000001'"), ""),
            file(CLAIM.replace("'id':'0x84000000'", "'ids':'any','numberIn':'r12'"), UID),
            file(CLAIM.replace("'0x0'", "['0x0','0xffff']"), UID),
            file(CLAIM.replace("'name'", "'block':true,'sameAs':'a: b','name'"), UID))) {
      JsonNode node = MAPPER.readTree(right.replace('\'', '"'));
      assertEquals(Set.of(), SCHEMA.validate(node), right);
      assertEquals(1, RegistryFile.parse(node, "x.json").claims().size());
    }
  }

  /** What a schema cannot say. */
  @Example
  void contradictionsAreRefusedWithTheClaimsName() throws IOException {
    for (String wrong :
        List.of(
            file(CLAIM.replace("'id':'0x84000000'", "'from':'0x80000000','to':'0x7fffffff'"), UID),
            file(
                CLAIM.replace("'id':'0x84000000'", "'mask':'0x00000001','value':'0x00000002'"), ""),
            file(CLAIM.replace("'0x0'", "['0x2','0x1']"), UID),
            file(CLAIM.replace("['smc']", "['hvc']"), UID))) {
      JsonNode node = MAPPER.readTree(wrong.replace('\'', '"'));
      RegistryException refused =
          assertThrows(RegistryException.class, () -> RegistryFile.parse(node, "x.json"), wrong);
      assertTrue(refused.getMessage().startsWith("x.json: claim 1 (f): "), refused.getMessage());
    }
  }

  @Example
  void textThatIsNotJsonIsRefusedWithItsLine() throws IOException {
    Path file = Files.createTempFile("claims", ".json");
    try {
      for (String wrong :
          List.of("{\n\"owner\": }", "{\"owner\":\n\"a\",\"owner\":\"b\"}", "{}\n{}")) {
        Files.writeString(file, wrong);
        RegistryException refused =
            assertThrows(RegistryException.class, () -> RegistryFile.read(file), wrong);
        assertTrue(refused.getMessage().startsWith(file + ":2: "), refused.getMessage());
      }
    } finally {
      Files.delete(file);
    }
    assertTrue(
        assertThrows(RegistryException.class, () -> RegistryFile.read(file))
            .getMessage()
            .endsWith("there is no such file"));
  }

  /** A claim a line, as the registry has it: the second claim is on line 3, the UID on line 5. */
  @Property(tries = 20)
  void aClaimIsRefusedAndFoundByItsLine(@ForAll @IntRange(min = 0, max = 40) int empty)
      throws IOException, RegistryException {
    String second = CLAIM.replace("'f'", "'g'").replace("84000000", "84000001");
    Path file = Files.createTempFile("claims", ".json");
    try {
      for (String wrong : List.of(second.replace("'any'", "'48'"), "7")) {
        Files.writeString(file, lines(empty, CLAIM, wrong, UID));
        assertTrue(refusal(file).startsWith(file + ":" + (empty + 3) + ": claim 2"), wrong);
      }
      Files.writeString(file, lines(empty, CLAIM, second, UID.replace("28b4", "28B4")));
      assertTrue(refusal(file).startsWith(file + ":" + (empty + 5) + ": uid 1"), refusal(file));
      Files.writeString(file, lines(empty, CLAIM, second, UID));
      ClaimsFile read = RegistryFile.read(file);
      assertEquals(
          List.of(file + ":" + (empty + 2), file + ":" + (empty + 3)),
          read.registry().claims().stream().map(read.places()::get).toList());
    } finally {
      Files.delete(file);
    }
  }

  /** The line is that of the field, where the field is there. */
  @Example
  void aFieldIsFoundByItsLine() throws IOException {
    Path file = Files.createTempFile("claims", ".json");
    try {
      String spread = CLAIM.replace(",'width'", ",\n'colour':1,\n'width'");
      Files.writeString(file, lines(0, CLAIM, spread, UID));
      assertTrue(refusal(file).startsWith(file + ":4: claim 2 (f) has a field 'colour'"));
      Files.writeString(
          file, lines(0, CLAIM, spread.replace("'colour':1,", "").replace("'any'", "'48'"), UID));
      assertTrue(refusal(file).startsWith(file + ":5: claim 2 (f): width must be"));
      Files.writeString(file, "{\n\"owner\": \"o\",\n\"colour\": 1}");
      assertTrue(refusal(file).startsWith(file + ":3 has a field 'colour'"), refusal(file));
    } finally {
      Files.delete(file);
    }
  }

  private static String refusal(Path file) {
    return assertThrows(RegistryException.class, () -> RegistryFile.read(file)).getMessage();
  }

  private static String lines(int empty, String first, String second, String uid) {
    return ("\n".repeat(empty)
            + "{'owner':'o','role':'silicon','about':'a','claims':[\n"
            + first
            + ",\n"
            + second
            + "\n],'uids':[\n"
            + uid
            + "]}")
        .replace('\'', '"');
  }

  @Example
  void whatIsNoFileOfClaimsIsRefusedInOneLine() throws IOException {
    Path file = Files.createTempFile("claims", ".json");
    try {
      Files.write(file, new byte[] {'{', '"', (byte) 0xff, '"', '}'});
      assertEquals(file + " cannot be read: it is not text in UTF-8", refusal(file));
      Files.writeString(file, "[".repeat(100_000));
      assertTrue(refusal(file).startsWith(file + ":1: this is not JSON: "), refusal(file));
      try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
        sparse.setLength(5L << 30);
      }
      assertEquals(file + " has more than 16 MB: too much for a file of claims", refusal(file));
    } finally {
      Files.delete(file);
    }
  }

  @Example
  void theSchemaAndTheReaderHaveTheSameFields() {
    JsonNode claim = SCHEMA.getSchemaNode().path("$defs").path("claim").path("properties");
    Set<String> fields = new HashSet<>();
    claim.fieldNames().forEachRemaining(fields::add);
    ObjectNode unknown = MAPPER.createObjectNode().put("nothing", 1);
    String listed =
        assertThrows(
                RegistryException.class, () -> Fields.of(unknown, RegistryFile.CLAIM, "a claim"))
            .getMessage();
    assertEquals(
        "a claim has a field 'nothing', which none has; it may have "
            + String.join(", ", new TreeSet<>(fields)),
        listed);
  }

  private static String file(String claim, String uid) {
    return "{'owner':'o','role':'silicon','about':'a','claims':["
        + claim
        + "],'uids':["
        + uid
        + "]}";
  }
}
