// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import java.util.List;
import org.armcall.emulator.image.Image;
import org.armcall.emulator.image.ImageBuilder;
import org.armcall.emulator.image.ImageRun;
import org.armcall.emulator.isa.Assembler;
import org.armcall.emulator.isa.Program;
import org.armcall.model.state.SecurityState;

/** An image that shows a finding, with the text that it was assembled from. */
final class Reproducer {
  /** More than any script needs. */
  private static final long MOST_TURNS = 1_000_000;

  private static final int PAGE = 4096;

  private final Script script;
  private final Target target;
  private final String listing;
  private final Image image;
  private final Prediction prediction;

  private Reproducer(
      Script script, Target target, String listing, Image image, Prediction prediction) {
    this.script = script;
    this.target = target;
    this.listing = listing;
    this.image = image;
    this.prediction = prediction;
  }

  /** The reproducer of a script on a target that it fits. */
  static Reproducer of(Script script, Target target) {
    Listing written = target.listing(script);
    String text = written.write();
    Program program = Assembler.assemble(target.isa(), Listing.CODE, text);
    ImageBuilder builder = new ImageBuilder();
    builder.put(program.address(), program.bytes());
    int blocks = script.steps().size() * written.blockSize();
    builder.put(Listing.BLOCKS, new byte[blocks]);
    builder.put(Listing.STATE, new byte[PAGE]);
    Image image = builder.build(target.imageMachine(), program.label("start"));
    return new Reproducer(script, target, text, image, Prediction.of(script));
  }

  Script script() {
    return script;
  }

  Target target() {
    return target;
  }

  /** The assembly text. */
  String listing() {
    return listing;
  }

  Image image() {
    return image;
  }

  /** What it prints if the callee does as the trace says. */
  Prediction prediction() {
    return prediction;
  }

  /** The command that boots it. */
  List<String> command(String file) {
    return target.command(script, file);
  }

  /**
   * What the emulator printed, and the status that the image ended with.
   *
   * @param output the serial line
   * @param status the second word of the parameter block of the exit call
   * @param why why the run stopped
   */
  record Emulated(String output, int status, String why) {}

  /** Runs it on the emulator. */
  Emulated emulate() {
    ImageRun.Ended run =
        ImageRun.run(
            image, target.platform(), target.start(image.entry()), Reproducer::isEnd, MOST_TURNS);
    int size = target == Target.A15 ? 4 : 8;
    long status = run.memory().read(Listing.EXIT_BLOCK + size, 4, SecurityState.NONSECURE).value();
    return new Emulated(run.output(), (int) status, run.ended() ? "" : run.why());
  }

  private static boolean isEnd(String output) {
    return output.matches("(?s).*armcall: exit [012]\n");
  }
}
