// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Headers that nobody means well with: each ends, and says why it has no value. */
final class HostileHeadersTest {
  @TempDir Path directory;

  private static Header read(String text) throws HeaderException {
    return HeaderReader.parse(Map.of("a.h", text)).get(0);
  }

  private static String whyNot(String text, String name) throws HeaderException {
    return read(text).notEvaluated().stream()
        .filter(each -> each.name().equals(name))
        .map(NotEvaluated::reason)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aMacroOfItselfIsNotExpandedAgain() throws HeaderException {
    assertTrue(whyNot("#define A A + 1\n", "A").contains("'A' is not defined"));
    assertTrue(whyNot("#define A B\n#define B A\n", "A").contains("'A' is not defined"));
    assertTrue(whyNot("#define F(x) F(x)\n#define A F(1)\n", "A").contains("'F' is not defined"));
    assertTrue(whyNot("enum { A = B, B = A };\n", "A").contains("is not defined"));
  }

  /** 2^64 additions in 65 lines. */
  @Test
  void doublingMacrosAreCutOff() throws HeaderException {
    StringBuilder text = new StringBuilder("#define D0 1\n");
    for (int each = 1; each <= 64; each++) {
      text.append("#define D%d D%d + D%d\n".formatted(each, each - 1, each - 1));
    }
    Header header = read(text.toString());
    assertTrue(whyNot(text.toString(), "D64").contains("tokens"));
    assertEquals(1024, header.numbers().get(10).value());
  }

  @Test
  void doublingArgumentsAreCutOff() throws HeaderException {
    String text = "#define T(x) x x\n#define A " + "T(".repeat(60) + "1 +" + ")".repeat(60) + "\n";
    assertTrue(whyNot(text, "A").contains("tokens"));
  }

  @Test
  void whatIsNestedTooDeepHasNoValue() throws HeaderException {
    String parentheses = "(".repeat(9000) + "1" + ")".repeat(9000);
    assertTrue(whyNot("#define A " + parentheses, "A").contains("nested"));
    assertTrue(whyNot("#define A " + "~".repeat(19_000) + "1", "A").contains("nested"));
    assertTrue(whyNot("#define A " + "1?".repeat(6000) + "1", "A").contains("nested"));
    String calls = "U(".repeat(500) + "1" + ")".repeat(500);
    assertTrue(whyNot("#define A " + calls, "A").contains("nested"));
    assertTrue(whyNot("#define A " + "1+".repeat(30_000) + "1", "A").contains("tokens"));
  }

  @Test
  void aLongChainOfNamesIsFollowed() throws HeaderException {
    StringBuilder text = new StringBuilder("#define C0 42\n");
    for (int each = 1; each < 2000; each++) {
      text.append("#define C%d C%d\n".formatted(each, each - 1));
    }
    Header header = read(text.toString());
    assertEquals(42, header.numbers().get(1999).value());
  }

  @Test
  void aNameWithManyMeaningsHasNone() throws HeaderException {
    StringBuilder text = new StringBuilder();
    for (int each = 0; each < 5000; each++) {
      text.append("#define A ").append(each).append('\n');
    }
    text.append("#define B A\n");
    assertTrue(whyNot(text.toString(), "B").contains("A has too many meanings"));
  }

  /** Each name of ten with eight meanings: 8^10 values, of which a few are told. */
  @Test
  void combinationsOfMeaningsAreCutOff() throws HeaderException {
    StringBuilder text = new StringBuilder();
    StringBuilder sum = new StringBuilder("#define SUM 0");
    for (int name = 0; name < 10; name++) {
      for (int value = 0; value < 8; value++) {
        text.append("#define N%d %d\n".formatted(name, value << 3 * name));
      }
      sum.append(" + N").append(name);
    }
    long sums =
        read(text + sum.toString()).numbers().stream()
            .filter(each -> each.name().equals("SUM"))
            .count();
    assertTrue(sums >= 2 && sums <= 16, "it has " + sums);
  }

  @Test
  void manyConstantsOfOneEnumTakeLittle() throws HeaderException {
    StringBuilder text = new StringBuilder("enum { A0 = " + "1 + ".repeat(2000) + "1,\n");
    for (int each = 1; each < 3000; each++) {
      text.append('A').append(each).append(",\n");
    }
    Header header = read(text + "};\n");
    assertEquals(2001, header.numbers().get(0).value());
    assertEquals(3000, header.numbers().size() + header.notEvaluated().size());
  }

  @Test
  void manyConditionsAreCounted() throws HeaderException {
    String text = "#if 1\n".repeat(100_000) + "x\n".repeat(100_000) + "#endif\n".repeat(100_000);
    assertEquals(List.of(), read(text).numbers());
  }

  @Test
  void aNulByteIsRefusedWithItsLine() {
    HeaderException wrong =
        assertThrows(HeaderException.class, () -> read("#define A 1\n#define B \0002\n"));
    assertEquals("a.h:2: a NUL byte: this is not a C header", wrong.getMessage());
  }

  /** A line of 200 MB; the file is sparse. */
  @Test
  void aHugeFileIsRefusedBeforeItIsRead() throws IOException {
    Path file = directory.resolve("huge.h");
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.writeBytes("#define A 1\n#define B ");
      huge.setLength(200L << 20);
    }
    HeaderException wrong =
        assertThrows(HeaderException.class, () -> HeaderReader.read(List.of(file)));
    assertEquals(file + " cannot be read: a header has at most 8 MiB", wrong.getMessage());
  }

  @Test
  void aLineOfSevenMegabytesIsRead() throws HeaderException {
    String text = "#define A 0x1 " + " ".repeat(7 << 20) + "\n#define B 2";
    assertEquals(2, read(text).numbers().size());
    assertTrue(whyNot("#define A " + "1".repeat(7 << 20), "A").contains("does not fit"));
    assertTrue(whyNot("#define A " + "+".repeat(7 << 20), "A").contains("tokens"));
  }

  @Test
  void whatIsNoFileIsRefusedInOneLine() {
    Path missing = directory.resolve("missing.h");
    HeaderException none =
        assertThrows(HeaderException.class, () -> HeaderReader.read(List.of(missing)));
    assertEquals(missing + " cannot be read: there is no such file", none.getMessage());
    HeaderException folder =
        assertThrows(HeaderException.class, () -> HeaderReader.read(List.of(directory)));
    assertEquals(directory + " cannot be read: it is a directory", folder.getMessage());
    assertTrue(Files.isDirectory(directory));
  }
}
