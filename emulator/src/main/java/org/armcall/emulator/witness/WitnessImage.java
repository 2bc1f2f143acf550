// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.armcall.emulator.image.Image;
import org.armcall.emulator.image.ImageBuilder;
import org.armcall.emulator.isa.Assembler;
import org.armcall.emulator.isa.Program;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.state.Control;

/** An image of random cases, and the cases that it holds. */
public final class WitnessImage {
  /** The line that ends a run. */
  static final String END = "witness end";

  private static final int A64_BREAK = 0xd420_0bc0;
  private static final int A32_BREAK = 0xe120_0070;
  private static final int T32_BREAK = 0xbe5e;

  private final WitnessMachine machine;
  private final long seed;
  private final List<WitnessCase> cases;
  private final Image image;

  private WitnessImage(WitnessMachine machine, long seed, List<WitnessCase> cases, Image image) {
    this.machine = machine;
    this.seed = seed;
    this.cases = List.copyOf(cases);
    this.image = image;
  }

  /** Turns the text of a driver into bytes. */
  interface CodeSource {
    /** The driver of the text at the address. */
    Code assemble(InstructionSet isa, long address, String text);
  }

  /** The image of that many random cases; the same seed makes the same image. */
  public static WitnessImage random(WitnessMachine machine, long seed, int count) {
    return random(machine, seed, count, WitnessImage::assemble);
  }

  static WitnessImage random(WitnessMachine machine, long seed, int count, CodeSource assembler) {
    Set<Control> fixed = fixedControls(machine, new Dice(~seed));
    List<Code> codes = new ArrayList<>();
    Code narrow =
        assembler.assemble(
            InstructionSet.A32,
            Layout.CODE32,
            DriverText.aarch32(machine, count, (int) ControlWords.fixedScr(fixed)));
    codes.add(narrow);
    Vectors vectors = new Vectors(0, 0, narrow.label("vectors_pl1"), narrow.label("vectors_hyp"));
    long entry;
    if (machine.isAarch64()) {
      Code wide =
          assembler.assemble(InstructionSet.A64, Layout.CODE64, DriverText.aarch64(machine, count));
      codes.add(wide);
      vectors =
          new Vectors(
              wide.label("vectors_el1"), wide.label("vectors_el2"), vectors.pl1(), vectors.hyp());
      entry = wide.label("start");
    } else {
      entry = narrow.label(machine.hasEl3() ? "start_secure" : "start_hyp");
    }
    List<WitnessCase> cases = new CaseGenerator(machine, fixed, vectors, seed).cases(count);
    ImageBuilder builder = new ImageBuilder();
    for (Code code : codes) {
      builder.put(code.address(), code.bytes());
    }
    builder.putLong(Layout.STATE, 0);
    TranslationTables.put(builder, machine.isAarch64());
    for (WitnessCase one : cases) {
      put(builder, one);
    }
    return new WitnessImage(machine, seed, cases, builder.build(machine.imageMachine(), entry));
  }

  /** A driver in Hyp mode has one SCR for all cases of an image. */
  private static Set<Control> fixedControls(WitnessMachine machine, Dice dice) {
    Set<Control> fixed = EnumSet.noneOf(Control.class);
    if (machine.driver() == WitnessMachine.Driver.HYP && machine.hasEl3()) {
      if (dice.percent(65)) {
        fixed.add(Control.SCR_HCE);
      }
      if (dice.percent(35)) {
        fixed.add(Control.SCR_SMD);
      }
    }
    return fixed;
  }

  private static Code assemble(InstructionSet isa, long address, String text) {
    Program program = Assembler.assemble(isa, address, text);
    return new Code(address, program.bytes(), program.labels());
  }

  private static void put(ImageBuilder builder, WitnessCase one) {
    long[] words = one.controls().words(one.index(), one.address(), one.x0());
    for (int number = 0; number < words.length; number++) {
      long at = Layout.CASES + (long) one.index() * Layout.CASE_SIZE + 8L * number;
      builder.putLong(at, words[number]);
    }
    byte[] code = code(one.word());
    for (int offset = 0; offset < code.length; offset++) {
      long physical = one.space().physical(one.place() + offset);
      builder.put(physical, new byte[] {code[offset]});
    }
  }

  /** The call and, behind it, an instruction that always reports that it was reached. */
  private static byte[] code(InstructionWord word) {
    List<Integer> halfwords = new ArrayList<>();
    switch (word.isa()) {
      case T32 -> {
        if (word.size() == 4) {
          halfwords.add(word.bits() >>> 16);
        }
        halfwords.add(word.bits() & 0xffff);
        halfwords.add(T32_BREAK);
      }
      case A32, A64 -> {
        int sentinel = word.isa() == InstructionSet.A32 ? A32_BREAK : A64_BREAK;
        for (int bits : new int[] {word.bits(), sentinel}) {
          halfwords.add(bits & 0xffff);
          halfwords.add(bits >>> 16);
        }
      }
    }
    byte[] bytes = new byte[2 * halfwords.size()];
    for (int index = 0; index < bytes.length; index++) {
      bytes[index] = (byte) (halfwords.get(index / 2) >>> 8 * (index % 2));
    }
    return bytes;
  }

  /** The machine that it is for. */
  public WitnessMachine machine() {
    return machine;
  }

  /** The seed that it was made from. */
  public long seed() {
    return seed;
  }

  /** What the machine loads. */
  public Image image() {
    return image;
  }

  /** How many cases it holds. */
  public int size() {
    return cases.size();
  }

  List<WitnessCase> cases() {
    return cases;
  }
}
