// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BurstMainTest {

  private static final String SPEC =
      """
      ---- MODULE M ----
      EXTENDS Naturals, Witness
      VARIABLES x, r
      Init == x = 0 /\\ r = [set |-> {1}, map |-> [i \\in {3, 5} |-> i], empty |-> << >>]
      Step == Witness("action Step", TRUE) /\\ x' = (x + 1) % 3 /\\ UNCHANGED r
      Spec == Init /\\ [][Step]_<<x, r>>
      Fair == Spec /\\ WF_<<x, r>>(Step)
      Forward == [][x' > x]_x
      Small == Witness("small", x < 5) => x < 3
      Late == x # 0
      Count == x < 100000000 /\\ x' = x + 1 /\\ UNCHANGED r
      Long == Init /\\ [][Count]_x
      Returns == []<>(x = 1)
      Never == <>(x = 7)
      ====
      """;

  @TempDir Path directory;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final BurstMain burst =
      new BurstMain(new PrintStream(said, true, StandardCharsets.UTF_8));
  private int jobs;

  @BeforeEach
  void writeSpec() throws IOException {
    Files.writeString(directory.resolve("M.tla"), SPEC);
    Files.writeString(
        directory.resolve("Witness.tla"),
        "---- MODULE Witness ----\nWitness(name, condition) == condition\n====\n");
  }

  private String job(String config) throws IOException {
    jobs++;
    Path file = directory.resolve("c" + jobs + ".cfg");
    Files.writeString(file, config);
    return Wire.line(
        List.of(
            "id=" + jobs,
            "module=" + directory.resolve("M.tla"),
            "config=" + file,
            "library=" + directory,
            "metadir=" + directory.resolve("states" + jobs),
            "workers=1",
            "log=" + directory.resolve("log" + jobs)));
  }

  private List<String> run(String config) throws IOException {
    said.reset();
    burst.run(job(config));
    List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
    List<String> fields = Wire.fields(lines.get(lines.size() - 1));
    assertEquals(List.of("result", "id=" + jobs), fields.subList(0, 2));
    return fields;
  }

  private static void has(List<String> fields, String... wanted) {
    for (String field : wanted) {
      assertTrue(fields.contains(field), () -> field + " is not in " + fields);
    }
  }

  @Test
  void eachModelOfABurstHasItsOwnTlc() throws IOException {
    has(
        run("SPECIFICATION Fair\nPROPERTY Never\n"),
        "status=violated",
        "violates=temporal",
        "property=Never",
        "loop=1");
    List<String> good = run("SPECIFICATION Fair\nPROPERTY Returns\nINVARIANT Small\n");
    has(
        good,
        "status=holds",
        "exit=0",
        "distinct=3",
        "queue=0",
        "witness=3 small",
        "witness=12 action Step"); // ENABLED counts too.
    assertFalse(good.stream().anyMatch(field -> field.startsWith("state=")), good::toString);
    has(run("SPECIFICATION Fair\nPROPERTY Never Returns\n"), "property=Never or Returns");
  }

  @Test
  void aTraceHasItsValuesFieldByField() throws IOException {
    has(
        run("SPECIFICATION Spec\nPROPERTY Forward\n"),
        "violates=property",
        "property=Forward",
        "state=1 Initial predicate",
        "value=r.map[3] = 3",
        "value=r.set = {1}",
        "value=r.empty = <<>>",
        "value=x = 2");
    has(
        run("SPECIFICATION Spec\nINVARIANT Late\n"),
        "violates=invariant",
        "state=1 Initial predicate",
        "value=x = 0");
    has(run("SPECIFICATION Spec\nPROPERTY Returns\n"), "stuttering=1");
  }

  @Test
  void whatCannotBeReadSaysSo() throws IOException {
    has(run("SPECIFICATION Spec\nINVARIANT Missing\n"), "status=unreadable", "exit=151");
    has(run("SPECIFICATION Spec\nALIAS x\n"), "status=unreadable");
  }

  @Test
  void aJobThatCannotRunHasAResultToo() {
    burst.run("id=9");
    List<String> fields = Wire.fields(said.toString(StandardCharsets.UTF_8).strip());
    has(fields, "result", "id=9", "status=failed");
  }

  @Test
  void aChildEndsWithItsParentAndTakesItsDirectoryAlong() throws IOException, InterruptedException {
    Path own = Files.createDirectory(directory.resolve("own"));
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + own,
                "-D" + BurstMain.PRIVATE_DIRECTORY + "=" + own,
                "-cp",
                System.getProperty("java.class.path"),
                BurstMain.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedWriter in = child.outputWriter(StandardCharsets.UTF_8);
    BufferedReader out = child.inputReader(StandardCharsets.UTF_8);
    assertEquals(List.of("ready", Long.toString(child.pid())), Wire.fields(out.readLine()));
    in.write(job("SPECIFICATION Long\n") + "\n");
    in.flush();
    assertTrue(out.readLine().startsWith("progress\tid=1\tdistinct="));
    in.close();
    assertTrue(child.waitFor(10, TimeUnit.SECONDS));
    assertFalse(Files.exists(own));
  }

  @Test
  void fieldsSurviveTheWire() {
    List<String> fields = List.of("a", "", "tab\there", "line\nfeed\r", "back\\slash \\t", "end\\");
    assertEquals(fields, Wire.fields(Wire.line(fields)));
  }
}
