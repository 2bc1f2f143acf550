// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceLinesTest {
  @Test
  void theyAreTheLinesThatWereAdded() {
    SourceLines.Builder builder = new SourceLines.Builder();
    List<SourceLine> expected = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String text = "x".repeat(i * 9);
      byte[] bytes = ("> " + text + "\n").getBytes(StandardCharsets.ISO_8859_1);
      builder.add(1L << i, bytes, 2, 2 + text.length());
      expected.add(
          new SourceLine(1L << i, text.substring(0, Math.min(text.length(), SourceLines.KEPT))));
      assertEquals(expected, builder.lines());
    }
    assertEquals(expected.hashCode(), builder.lines().hashCode());
    assertEquals(1, builder.lines().number(0));
    assertEquals(expected.get(0), builder.first());
  }

  @Test
  void whatIsAddedLaterIsNotInAListThatWasTaken() {
    byte[] bytes = "abc".getBytes(StandardCharsets.ISO_8859_1);
    SourceLines.Builder builder = new SourceLines.Builder().add(1, bytes, 0, 3);
    SourceLines taken = builder.lines();
    builder.add(2, bytes, 1, 2);
    assertEquals(List.of(new SourceLine(1, "abc")), taken);
    assertThrows(IndexOutOfBoundsException.class, () -> taken.get(1));
    assertThrows(IndexOutOfBoundsException.class, () -> taken.number(1));
    assertThrows(UnsupportedOperationException.class, () -> taken.remove(0));
  }
}
