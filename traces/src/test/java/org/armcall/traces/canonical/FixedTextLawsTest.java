// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A text is found where it stands, and nowhere else. */
class FixedTextLawsTest {
  /** Three words and a rest; two letters, so that texts stand in lines by chance too. */
  @Property
  void aTextIsWhereItsBytesAre(
      @ForAll @Size(max = 27) @ByteRange(min = 'a', max = 'b') byte[] text,
      @ForAll @Size(max = 60) @ByteRange(min = 'a', max = 'b') byte[] line,
      @ForAll @IntRange(max = 60) int from) {
    int at = Math.min(from, line.length);
    boolean there =
        at + text.length <= line.length
            && Arrays.equals(text, Arrays.copyOfRange(line, at, at + text.length));
    assertEquals(there, new FixedText(text).isAt(line, at));
  }

  @Property
  void oneOtherByteIsAnotherText(
      @ForAll @Size(min = 1, max = 27) byte[] text,
      @ForAll @IntRange(max = 26) int where,
      @ForAll @IntRange(min = 1, max = 255) int flip,
      @ForAll @IntRange(max = 9) int behind) {
    byte[] line = Arrays.copyOf(text, text.length + behind);
    assertTrue(new FixedText(text).isAt(line, 0));
    line[where % text.length] ^= (byte) flip;
    assertEquals(false, new FixedText(text).isAt(line, 0));
  }
}
