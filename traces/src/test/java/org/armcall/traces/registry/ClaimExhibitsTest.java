// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.ConduitMismatch;
import org.armcall.model.namespace.Finding;
import org.armcall.model.namespace.Registry;
import org.armcall.traces.devicetree.DeclaredInterfaces;
import org.armcall.traces.devicetree.DeviceTree;
import org.armcall.traces.devicetree.DeviceTreeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real bugs of the namespace: what projects claimed is found, and what they claim since is not. */
class ClaimExhibitsTest {
  private static final Path HOME = Path.of(System.getProperty("armcall.home"));
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Registry BUILT_IN = RegistryFile.builtIn();

  /** A rule that is broken, and by which claims. */
  private record Found(String rule, List<String> claims) {
    static Found of(Finding finding) {
      return new Found(finding.rule().id(), finding.claims().stream().map(Claim::title).toList());
    }
  }

  static List<Path> folders() throws IOException {
    try (Stream<Path> all = Files.list(HOME.resolve("traces/exhibits"))) {
      return all.filter(folder -> Files.exists(folder.resolve("faulty.json"))).sorted().toList();
    }
  }

  private static JsonNode exhibit(Path folder) {
    try {
      return JSON.readTree(Files.readString(folder.resolve("exhibit.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is found in a file beside what is found in the registry without it. */
  private static List<Found> found(Path folder, String file)
      throws RegistryException, DeviceTreeException {
    Registry claims = RegistryFile.read(folder.resolve(file)).registry();
    List<Finding> findings = new ArrayList<>(Finding.among(BUILT_IN.with(claims)));
    findings.removeAll(new HashSet<>(Finding.among(BUILT_IN)));
    JsonNode machine = exhibit(folder).path("machine");
    if (machine.isTextual()) {
      DeviceTree tree = DeviceTree.read(folder.resolve(machine.asText()));
      findings.addAll(
          ConduitMismatch.among(
              claims.claims(), DeclaredInterfaces.of(tree).declarations(machine.asText())));
    }
    return findings.stream().map(Found::of).toList();
  }

  private static void assumeReadable(Path folder) {
    boolean isText = exhibit(folder).has("machine");
    boolean isInstalled =
        Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "dtc")));
    if (isText && !isInstalled) {
      System.out.println(folder.getFileName() + ": SKIPPED, dtc is not installed");
    }
    assumeTrue(!isText || isInstalled, "dtc is not installed");
  }

  @ParameterizedTest
  @MethodSource("folders")
  void theFaultyClaimsBreakExactlyThoseRules(Path folder)
      throws RegistryException, DeviceTreeException {
    assumeReadable(folder);
    List<Found> expected = new ArrayList<>();
    for (JsonNode each : exhibit(folder).get("finds")) {
      List<String> claims = new ArrayList<>();
      each.get("claims").forEach(claim -> claims.add(claim.asText()));
      expected.add(new Found(each.get("rule").asText(), claims));
    }
    assertEquals(expected, found(folder, "faulty.json"));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void theFixedClaimsBreakNone(Path folder) throws RegistryException, DeviceTreeException {
    assumeReadable(folder);
    assertEquals(List.of(), found(folder, "fixed.json"));
  }

  /** Otherwise the mended claims could be silent because they are about something else. */
  @ParameterizedTest
  @MethodSource("folders")
  void theFixedClaimsAreToFunctionsOfTheFaultyOnes(Path folder)
      throws RegistryException, IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(HOME.resolve("spec/registry/schema.json")));
    List<JsonNode> pair = new ArrayList<>();
    for (String file : List.of("faulty.json", "fixed.json")) {
      JsonNode claims = JSON.readTree(Files.readString(folder.resolve(file)));
      assertEquals(Set.of(), schema.validate(claims));
      pair.add(claims);
    }
    List<String> before = names(pair.get(0));
    List<String> since = names(pair.get(1));
    assertEquals(since, before.stream().filter(since::contains).toList());
    assertNotEquals(pair.get(0).get("claims"), pair.get(1).get("claims"));
  }

  private static List<String> names(JsonNode file) {
    List<String> names = new ArrayList<>();
    file.get("claims").forEach(claim -> names.add(claim.get("name").asText()));
    return names;
  }
}
