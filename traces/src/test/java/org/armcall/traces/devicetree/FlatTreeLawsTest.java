// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Laws of the reader of the flattened form. */
final class FlatTreeLawsTest {
  /** Words that are tokens, the ends of the number line, or offsets that wrap when aligned. */
  private static final int[] WORDS = {
    0, 1, 2, 3, 4, 5, 9, 16, 40, 0x7fffffff, 0x80000000, 0xfffffff0, 0xfffffffc, 0xfffffffd, -1
  };

  /** A tree that has of everything something: each kind of node, several levels, empty values. */
  private static final TestTree SAMPLE =
      TestTree.root(
              TestTree.node(
                  "cpus", TestTree.node("cpu@0").texts("enable-method", "psci").cell("reg", 0)),
              TestTree.node("psci")
                  .texts("compatible", "arm,psci-0.2", "arm,psci")
                  .texts("method", "hvc")
                  .cell("cpu_on", 0x95c10002)
                  .bytes("empty"),
              TestTree.node("hypervisor").texts("compatible", "xen,xen-4.17", "xen,xen"))
          .cell("#address-cells", 2);

  @Provide
  Arbitrary<TestTree> trees() {
    return RandomTrees.any();
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsRead(@ForAll("trees") TestTree tree) {
    assertEquals(tree.listed(), TestTree.listed(tree.tree()));
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void aTreeHoldsNoMoreThanItsFile(@ForAll("trees") TestTree tree) {
    long held = tree.tree().nodes().stream().mapToLong(node -> 1 + node.properties().size()).sum();
    assertTrue(held * 8 <= tree.blob().length, held + " in " + tree.blob().length + " bytes");
  }

  /** Either a tree comes out, with all that is asked of trees, or one line. */
  private static Optional<DeviceTree> readOrRefused(byte[] blob, String what) {
    try {
      DeviceTree tree = new DeviceTree(FlatTree.read(blob, "tree"), false);
      assertFalse(TestTree.listed(tree).isEmpty());
      DeclaredInterfaces.of(tree);
      return Optional.of(tree);
    } catch (DeviceTreeException refused) {
      String message = refused.getMessage();
      assertTrue(message.matches("tree: byte 0x[0-9a-f]+: [ -~]+"), what + ": " + message);
      return Optional.empty();
    } catch (RuntimeException broken) {
      throw new AssertionError(what, broken);
    }
  }

  private static void everyWordReplaced(byte[] blob) {
    for (int at = 0; at + 4 <= blob.length; at += 4) {
      for (int word : WORDS) {
        byte[] changed = blob.clone();
        ByteBuffer.wrap(changed).putInt(at, word);
        readOrRefused(changed, "word at " + at + " is " + word);
      }
      for (int less = -8; less <= 8; less++) {
        byte[] changed = blob.clone();
        ByteBuffer.wrap(changed).putInt(at, ByteBuffer.wrap(blob).getInt(at) + less);
        readOrRefused(changed, "word at " + at + " plus " + less);
      }
    }
  }

  @Example
  void everyByteReplacedByEveryOtherIsReadOrRefused() {
    byte[] blob = SAMPLE.blob();
    for (int at = 0; at < blob.length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] changed = blob.clone();
        changed[at] = (byte) value;
        readOrRefused(changed, "byte " + at + " is " + value);
      }
    }
  }

  @Example
  void everyWordReplacedIsReadOrRefused() {
    everyWordReplaced(SAMPLE.blob());
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void everyWordReplacedInAnyTreeIsReadOrRefused(@ForAll("trees") TestTree tree) {
    everyWordReplaced(tree.blob());
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void anyBytesBehindTheHeaderAreReadOrRefused(
      @ForAll("trees") TestTree tree, @ForAll byte[] instead, @ForAll int where) {
    byte[] blob = tree.blob();
    int at = 40 + Math.floorMod(where, blob.length - 40);
    System.arraycopy(instead, 0, blob, at, Math.min(instead.length, blob.length - at));
    readOrRefused(blob, "at " + at + " " + Arrays.toString(instead));
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void everyTruncationIsRefused(@ForAll("trees") TestTree tree) {
    byte[] blob = tree.blob();
    for (int length = 0; length < blob.length; length++) {
      byte[] cut = Arrays.copyOf(blob, length);
      assertThrows(DeviceTreeException.class, () -> FlatTree.read(cut, "tree"));
      assertTrue(readOrRefused(cut, "cut at " + length).isEmpty());
    }
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void everyTruncationWhoseHeaderAgreesIsRefused(@ForAll("trees") TestTree tree) {
    byte[] blob = tree.blob();
    for (int length = 40; length < blob.length; length++) {
      byte[] cut = Arrays.copyOf(blob, length);
      ByteBuffer.wrap(cut).putInt(4, length);
      assertTrue(readOrRefused(cut, "made " + length + " long").isEmpty());
    }
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void whatFollowsTheTreeIsNotLookedAt(@ForAll("trees") TestTree tree, @ForAll byte[] behind) {
    byte[] blob = tree.blob();
    byte[] longer = Arrays.copyOf(blob, blob.length + behind.length);
    System.arraycopy(behind, 0, longer, blob.length, behind.length);
    assertEquals(Optional.of(tree.listed()), readOrRefused(longer, "longer").map(TestTree::listed));
  }
}
