// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.armcall.checker.report.Finding.Image;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each finding says by which command an image of it is made, or why by none. */
final class ImagingTest {
  @TempDir Path directory;

  private static List<Image> images(String result, Images known) {
    Report report =
        new Report(
            List.of(KeptResult.open(result)),
            new Report.Choice(Set.of(), Set.of(), true),
            new Imaging(known));
    List<Image> images = new ArrayList<>();
    report.forEach(finding -> images.add(finding.image()));
    return images;
  }

  @Test
  void aLogIsAskedOnceForEachId() throws IOException {
    List<String> twice = new ArrayList<>(Kept.BROKEN_IL);
    twice.addAll(Kept.BROKEN_IL.subList(1, Kept.BROKEN_IL.size()));
    String result = new Kept(directory).log("twice", twice);
    List<Path> asked = new ArrayList<>();
    List<Image> images =
        images(
            result,
            (finding, trace, file) -> {
              asked.add(trace);
              return new Images.Known("a-machine", "", false);
            });
    assertEquals(List.of(directory.resolve("twice.log")), asked);
    assertEquals(2, images.size());
    for (int i = 0; i < images.size(); i++) {
      String begin =
          "armcall reproduce "
              + result
              + " --finding "
              + (i + 1)
              + " --target a-machine --out image-";
      assertTrue(images.get(i).command().startsWith(begin), images.get(i).command());
      assertEquals("", images.get(i).why());
    }
  }

  @Test
  void whatNobodyTriedIsLeftToTheCommand() throws IOException {
    String result = new Kept(directory).log("il", Kept.BROKEN_IL);
    Image image = images(result, (finding, trace, file) -> Images.UNTRIED).get(0);
    assertTrue(
        image.command().startsWith("armcall reproduce " + result + " --finding 1 --out image-"),
        image.command());
  }

  @Test
  void aFailedTestIsNoRunOfAMachine() throws IOException {
    Images never =
        (finding, trace, file) -> {
          throw new IllegalStateException("there is no log to look at");
        };
    Path xml = directory.resolve("TEST-failed.xml");
    Files.write(xml, Kept.class.getResourceAsStream("TEST-failed.xml").readAllBytes());
    for (Image image : images(xml.toString(), never)) {
      assertEquals("", image.command() + image.run());
      assertTrue(image.why().contains("is no run of a machine"), image.why());
    }
  }

  @Test
  void aModelIsNoImageAndTheEmulatorRunsWhatItCan() throws IOException {
    String result = new Kept(directory).failedCheck();
    for (boolean run : new boolean[] {true, false}) {
      for (Image image :
          images(result, (finding, trace, file) -> new Images.Known("", "a model", run))) {
        assertEquals("", image.command());
        assertEquals("a model", image.why());
        assertEquals(run, image.run().startsWith("armcall reproduce " + result + " --model "));
      }
    }
  }
}
