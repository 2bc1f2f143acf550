// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trees that break the form, each in one way; expected is what the document says is wrong. */
class FlatTreeTest {
  /** Structure at 56: root (8 bytes), property (16), node a (8), two ends (8), end: 44 bytes. */
  private static byte[] small() {
    return TestTree.root(TestTree.node("a")).cell("reg", 1).blob();
  }

  private static String refused(byte[] blob) {
    return assertThrows(DeviceTreeException.class, () -> FlatTree.read(blob, "t.dtb")).getMessage();
  }

  private static byte[] structure(Consumer<TestTree.Pieces> tokens) {
    TestTree.Pieces pieces = new TestTree.Pieces();
    tokens.accept(pieces);
    return pieces.blob();
  }

  /**
   * The fields of the header: 4 totalsize, 8 structure, 12 strings, 16 reservations, 20 version.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 0xd00dfeee, byte 0x0: a compiled device tree begins with d00dfeed",
    "4, 0xffffffff, 'byte 0x4: totalsize is 4294967295, but the file has 104 bytes: it is cut off'",
    "4, 105, 'byte 0x4: totalsize is 105, but the file has 104 bytes: it is cut off'",
    "4, 39, 'byte 0x4: totalsize is 39, less than the header'",
    "8, 0xffffffff, 'byte 0x8: the structure block is said to be 0xffffffff to 0x10000002b,"
        + " outside the tree''s 0x68 bytes'",
    "8, 54, byte 0x8: the structure block must be at a multiple of 4",
    "8, 16, byte 0x10: structure and header overlap",
    "8, 48, byte 0x30: structure and memory reservation overlap",
    "12, 0xfffffffc, 'byte 0xc: the strings block is said to be 0xfffffffc to 0x100000000,"
        + " outside the tree''s 0x68 bytes'",
    "12, 96, byte 0x60: strings and structure overlap",
    "12, 20, byte 0x14: strings and header overlap",
    "16, 44, byte 0x10: the memory reservation block must be at a multiple of 8",
    "16, 0xfffffff8, byte 0xfffffff8: the memory reservation block does not end inside the tree",
    "16, 96, byte 0x60: the memory reservation block does not end inside the tree",
    "20, 15, 'byte 0x14: version 15, compatible with 16, is not read; 16 and 17 are'",
    "24, 18, 'byte 0x14: version 17, compatible with 18, is not read; 16 and 17 are'",
    "32, 0xffffffff, 'byte 0xc: the strings block is said to be 0x64 to 0x100000063,"
        + " outside the tree''s 0x68 bytes'",
    "36, 0xfffffff0, 'byte 0x8: the structure block is said to be 0x38 to 0x100000028,"
        + " outside the tree''s 0x68 bytes'",
    "36, 40, byte 0x60: the structure block ends without FDT_END",
  })
  void aHeaderThatLiesIsRefused(int field, String value, String message) {
    byte[] blob = small();
    ByteBuffer.wrap(blob).putInt(field, (int) (long) Long.decode(value));
    assertEquals("t.dtb: " + message, refused(blob));
  }

  /** The property of {@link #small}: token at 64, length at 68, name at 72. */
  @ParameterizedTest
  @CsvSource({
    "68, 0xffffffff, a property of 4294967295 bytes does not end inside the structure block",
    "68, 0x7fffffff, a property of 2147483647 bytes does not end inside the structure block",
    "68, 25, a property of 25 bytes does not end inside the structure block",
    "72, 4, the name at 0x4 is outside the strings block",
    "72, 0xffffffff, the name at 0xffffffff is outside the strings block",
    "72, 3, a property without a name",
  })
  void aPropertyThatReachesOutsideIsRefused(int field, String value, String message) {
    byte[] blob = small();
    ByteBuffer.wrap(blob).putInt(field, (int) (long) Long.decode(value));
    assertEquals(String.format("t.dtb: byte 0x%x: %s", field, message), refused(blob));
  }

  @Test
  void aNameThatDoesNotEndIsRefused() {
    byte[] blob = small();
    blob[blob.length - 1] = 'x';
    assertEquals(
        "t.dtb: byte 0x64: the name of a property does not end within 255 bytes or its block",
        refused(blob));
  }

  @Test
  void namesOf255BytesAreReadAndLongerOnesRefused() throws DeviceTreeException {
    String longest = "n".repeat(255);
    byte[] blob = TestTree.root(TestTree.node(longest)).cell(longest, 1).blob();
    assertEquals(longest, FlatTree.read(blob, "t.dtb").children().get(0).name());
    assertEquals(
        "t.dtb: byte 0x44: the name of a node does not end within 255 bytes or its block",
        refused(TestTree.root(TestTree.node(longest + "n")).blob()));
    assertEquals(
        "the name of a property does not end within 255 bytes or its block",
        refused(TestTree.root().cell(longest + "n", 1).blob()).replaceFirst(".*: ", ""));
  }

  @Test
  void aNameWithASlashOrAControlCharacterIsRefused() {
    for (String name : new String[] {"a/b", "a\nb", "a b", "\u007f"}) {
      assertEquals(
          "the name of a node has a character that is none of a name",
          refused(TestTree.root(TestTree.node(name)).blob()).replaceFirst(".*: ", ""));
    }
  }

  private static TestTree nested(int depth) {
    TestTree inner = TestTree.node("n");
    for (int level = 2; level < depth; level++) {
      inner = TestTree.node("n", inner);
    }
    return TestTree.root(inner);
  }

  @Test
  void sixtyFourLevelsAreReadAndOneMoreIsRefused() throws DeviceTreeException {
    Node node = FlatTree.read(nested(64).blob(), "t.dtb");
    int depth = 1;
    for (; !node.children().isEmpty(); depth++) {
      node = node.children().get(0);
    }
    assertEquals(64, depth);
    assertEquals("/n".repeat(63), node.path());
    assertEquals(
        "nodes are nested more than 64 deep",
        refused(nested(65).blob()).replaceFirst("^t.dtb: byte 0x[0-9a-f]+: ", ""));
  }

  @Test
  void hundredsOfThousandsOfNestedNodesAreRefusedAtTheSixtyFifth() {
    TestTree.Pieces pieces = new TestTree.Pieces().begin("");
    for (int each = 0; each < 400_000; each++) {
      pieces.begin("n");
    }
    assertEquals("t.dtb: byte 0x238: nodes are nested more than 64 deep", refused(pieces.blob()));
  }

  @Test
  void aTreeWithoutItsEndIsRefused() {
    assertEquals(
        "t.dtb: byte 0x48: the structure block ends without FDT_END",
        refused(structure(to -> to.begin("").begin("a"))));
    assertEquals(
        "t.dtb: byte 0x48: FDT_END inside a node, or before the root",
        refused(structure(to -> to.begin("").begin("a").word(9))));
    assertEquals(
        "t.dtb: byte 0x38: FDT_END inside a node, or before the root",
        refused(structure(to -> to.word(9))));
  }

  @Test
  void whatStandsInTheWrongPlaceIsRefused() {
    assertEquals(
        "t.dtb: byte 0x38: FDT_END_NODE without a node", refused(structure(to -> to.word(2))));
    assertEquals(
        "t.dtb: byte 0x38: a property must stand in a node, before the nodes below it",
        refused(structure(to -> to.property("p"))));
    assertEquals(
        "t.dtb: byte 0x50: a property must stand in a node, before the nodes below it",
        refused(structure(to -> to.begin("").begin("a").word(2, 4).property("p"))));
    assertEquals(
        "t.dtb: byte 0x44: a second root",
        refused(structure(to -> to.begin("").word(2).begin("").word(2, 9))));
    assertEquals(
        "t.dtb: byte 0x3c: the root has a name",
        refused(structure(to -> to.begin("a").word(2, 9))));
    assertEquals(
        "t.dtb: byte 0x44: a node without a name",
        refused(structure(to -> to.begin("").begin("").word(2, 2, 9))));
    assertEquals(
        "t.dtb: byte 0x4c: the node has the property p twice",
        refused(structure(to -> to.begin("").property("p").property("p").word(2, 9))));
    assertEquals(
        "t.dtb: byte 0x40: 0x7 is no token", refused(structure(to -> to.begin("").word(7))));
    assertEquals(
        "t.dtb: byte 0x44: FDT_END before the end of the structure block",
        refused(structure(to -> to.begin("").word(2, 9, 9))));
    assertEquals(
        "t.dtb: byte 0x40: the structure block ends inside a property",
        refused(structure(to -> to.begin("").word(3, 0))));
  }

  @Test
  void aTreeOfVersion16HasNoSizeOfItsStructure() throws DeviceTreeException {
    byte[] blob = small();
    ByteBuffer.wrap(blob).putInt(20, 16).putInt(36, 0xdeadbeef);
    // Version 16 ends its header before that field, so the reservations may begin there; they do
    // not, and the field is not looked at.
    assertEquals("a", FlatTree.read(blob, "t.dtb").children().get(0).name());
  }

  @Test
  void tokensThatStandForNothingAreSkippedEverywhere() throws DeviceTreeException {
    byte[] blob =
        structure(
            to ->
                to.word(4)
                    .begin("")
                    .word(4)
                    .property("p")
                    .word(4)
                    .property("q")
                    .word(4)
                    .begin("a")
                    .word(4, 2, 4, 2, 4, 9));
    assertEquals(
        "/\n  p \n  q \n/a\n",
        TestTree.listed(new DeviceTree(FlatTree.read(blob, "t.dtb"), false)));
  }

  @Test
  void regionsThatAreReservedAreSkipped() throws DeviceTreeException {
    byte[] plain = small();
    byte[] blob = new byte[plain.length + 16];
    System.arraycopy(plain, 0, blob, 0, 40);
    blob[47] = 1;
    System.arraycopy(plain, 40, blob, 56, plain.length - 40);
    ByteBuffer.wrap(blob).putInt(4, blob.length).putInt(8, 72).putInt(12, 116);
    assertEquals("a", FlatTree.read(blob, "t.dtb").children().get(0).name());
    Arrays.fill(blob, 56, 72, (byte) 1);
    assertEquals(
        "t.dtb: byte 0x28: the memory reservation block does not end inside the tree",
        refused(blob));
  }
}
