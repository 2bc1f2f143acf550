// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.armcall.checker.engine.tlc.TlcEngine;

/** A small specification for tests, written into a directory of the test. */
final class SampleSpec {

  static final String COUNTER =
      """
      ---- MODULE Counter ----
      EXTENDS Naturals, Witness
      VARIABLES x, call
      vars == <<x, call>>
      Init == x = 0 /\\ call = [op |-> "svc", args |-> <<0, 0>>]
      Step == Witness("action Step", TRUE) /\\ x' = (x + 1) % 4 /\\ call' = [call EXCEPT !.args[2] = x]
      Next == Step
      Spec == Init /\\ [][Next]_vars
      FairSpec == Spec /\\ WF_vars(Step)
      SYN_SMALL == Witness("SYN-SMALL", x = 3) => x < 4
      SYN_LESS == Witness("SYN-LESS", x > 0) => x < 3
      SYN_NEVER == Witness("SYN-NEVER", x = 9) => FALSE
      ComesBack == []<>(x = 1)
      NeverComes == <>(x = 7)
      Bad == x < 3 \\/ x = "three"
      ====
      """;

  static final String SLOW =
      """
      ---- MODULE Slow ----
      EXTENDS Naturals
      CONSTANT Last
      VARIABLES x
      Init == x = 0
      Next == x < Last /\\ x' = x + 1
      Spec == Init /\\ [][Next]_x
      Small == x >= 0
      ====
      """;

  private final Path directory;
  private final List<String> models = new ArrayList<>();

  SampleSpec(Path directory) {
    this.directory = directory;
    write("Witness.tla", "---- MODULE Witness ----\nWitness(name, condition) == condition\n====\n");
    write("counter/Counter.tla", COUNTER);
    write("counter/deep/Slow.tla", SLOW);
  }

  Path directory() {
    return directory;
  }

  SampleSpec write(String file, String text) {
    try {
      Files.createDirectories(directory.resolve(file).getParent());
      Files.writeString(directory.resolve(file), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds a model of Counter with this configuration text; fields are JSON, with a comma after each.
   */
  SampleSpec counter(
      String name, String kind, String config, String properties, String expect, String fields) {
    return model(name, kind, "counter/Counter.tla", config, properties, expect, fields);
  }

  SampleSpec model(
      String name,
      String kind,
      String module,
      String config,
      String properties,
      String expect,
      String fields) {
    String file = "counter/" + name.replace('/', '_') + ".cfg";
    write(file, config);
    models.add(
        """
        {"name":"%s","subject":"counter","engine":"tlc","kind":"%s","module":"%s","config":"%s","profiles":["quick"],
         "about":"a test","bounds":"small","properties":%s,"burst":true,%s"expect":%s}
        """
            .formatted(name, kind, module, file, properties, fields, expect));
    return this;
  }

  /** Adds a model that counts to this number. */
  SampleSpec slow(String name, int last) {
    return model(
        name,
        "model",
        "counter/deep/Slow.tla",
        "SPECIFICATION Spec\nCONSTANT Last = " + last + "\nINVARIANT Small\nCHECK_DEADLOCK FALSE\n",
        "[\"Small\"]",
        "{\"verdict\":\"holds\",\"distinctStates\":" + (last + 1) + "}",
        "");
  }

  /** Writes the manifest. */
  SampleSpec done() {
    return write(Manifest.FILE, "{\"version\":1,\"models\":[" + String.join(",", models) + "]}");
  }

  CheckRequest request(String... names) {
    return new CheckRequest(
        directory,
        List.of(names),
        Profile.QUICK,
        2,
        Duration.ofMinutes(2),
        Optional.empty(),
        List.of("check"));
  }

  static Check check() {
    return new Check(List.of(new TlcEngine(classPath())));
  }

  /** Where the classes of a child are in this build: jars or class directories. */
  static List<Path> classPath() {
    return List.of(placeOf("org.armcall.engine.tlc.BurstMain"), placeOf("tlc2.TLC"));
  }

  private static Path placeOf(String type) {
    try {
      Class<?> known = Class.forName(type, false, SampleSpec.class.getClassLoader());
      return Path.of(known.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Hears everything and says nothing. */
  static class Quiet implements RunListener {
    final List<String> notes = new ArrayList<>();

    @Override
    public void started(Model model) {}

    @Override
    public void progress(Model model, long distinct, long generated, long queue) {}

    @Override
    public void finished(Model model, Outcome outcome, Duration time) {}

    @Override
    public synchronized void note(Model model, String text) {
      notes.add(model.name() + ": " + text);
    }
  }
}
