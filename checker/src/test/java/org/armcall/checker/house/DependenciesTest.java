// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Dependencies point one way: model-java, traces, emulator, checker; and each library has one home.
 */
final class DependenciesTest {
  private static final Path HOME = Path.of(System.getProperty("armcall.home"));
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPaths(
              List.of("model-java", "traces", "emulator", "checker", "checker/tlc", "checker/alloy")
                  .stream()
                  .map(module -> HOME.resolve(module).resolve("target/classes"))
                  .toList());

  @Test
  void everyModuleWasRead() {
    for (String of :
        List.of("model", "traces", "emulator", "checker", "engine.tlc", "engine.alloy")) {
      assertTrue(
          CLASSES.stream().anyMatch(c -> c.getPackageName().startsWith("org.armcall." + of)), of);
    }
  }

  @Test
  void dependenciesPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("org.armcall..")
        .layer("model")
        .definedBy("org.armcall.model..")
        .layer("traces")
        .definedBy("org.armcall.traces..")
        .layer("emulator")
        .definedBy("org.armcall.emulator..")
        .layer("engines")
        .definedBy("org.armcall.engine..", "tlc2.overrides..")
        .layer("checker")
        .definedBy("org.armcall.checker..")
        .whereLayer("checker")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("engines")
        .mayOnlyBeAccessedByLayers("checker")
        .whereLayer("emulator")
        .mayOnlyBeAccessedByLayers("checker")
        .whereLayer("traces")
        .mayOnlyBeAccessedByLayers("emulator", "checker")
        .check(CLASSES);
  }

  @Test
  void theModelUsesTheBaseModuleOnly() {
    classes()
        .that()
        .resideInAPackage("org.armcall.model..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("org.armcall.model..", "java.lang..", "java.util..")
        .check(CLASSES);
  }

  @Test
  void theModelDoesNoInputOutputAndHasNoClockAndNoRandomness() {
    noClasses()
        .that()
        .resideInAPackage("org.armcall.model..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..", "java.nio..", "java.time..", "java.net..", "java.util.concurrent..")
        .check(CLASSES);
  }

  @Test
  void theCheckerAloneKnowsTheEnginesAndTheArgumentParser() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.armcall.engine..", "tlc2.overrides..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "tlc2..", "tla2sany..", "edu.mit.csail..", "kodkod..", "org.alloytools..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("org.armcall.checker..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.commons.cli..")
        .check(CLASSES);
  }

  @Test
  void noPackageIsATechnicalLayer() {
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..common..", "..helper..", "..manager..", "..impl..")
        .check(CLASSES);
  }
}
