// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.armcall.emulator.guest.GuestCall;
import org.armcall.emulator.guest.GuestCalls;
import org.armcall.emulator.guest.StageOne;
import org.armcall.emulator.guest.Trial;
import org.armcall.emulator.machine.Handler;
import org.armcall.emulator.machine.HandlerContext;
import org.armcall.emulator.machine.HandlerStep;
import org.armcall.emulator.memory.PageTables.Format;
import org.armcall.emulator.memory.Stage;
import org.armcall.emulator.memory.WalkListener;
import org.armcall.emulator.scenario.ScenarioRun;
import org.armcall.emulator.scenario.ScenarioRunner;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.design.ReadCost;
import org.armcall.model.instruction.InstructionSet;
import org.junit.jupiter.api.Test;

/**
 * What it costs to read the instruction from guest memory (design D7): the formula of the model
 * against the accesses that the careful handler makes on the emulator.
 */
class ReadCostLawsTest {
  private static final List<StageOne> FORMATS =
      List.of(
          StageOne.OFF,
          StageOne.SMALL_PAGES,
          StageOne.LARGE_PAGES,
          StageOne.SECTIONS,
          StageOne.SUPERSECTIONS,
          StageOne.LPAE_PAGES,
          StageOne.LPAE_BLOCKS,
          StageOne.PAGES_4K,
          StageOne.BLOCKS_2M);

  /** Accesses of a handler. */
  private static final class Count {
    private final Map<Stage, Integer> descriptors = new EnumMap<>(Stage.class);
    private int reads;

    private int of(Stage stage) {
      return descriptors.getOrDefault(stage, 0);
    }

    Handler around(Handler handler) {
      return context -> wrapped(handler.step(counting(context)));
    }

    private HandlerStep wrapped(HandlerStep step) {
      return step instanceof HandlerStep.Continue more
          ? new HandlerStep.Continue(more.name(), around(more.then()))
          : step;
    }

    private HandlerContext counting(HandlerContext context) {
      return (HandlerContext)
          Proxy.newProxyInstance(
              HandlerContext.class.getClassLoader(),
              new Class<?>[] {HandlerContext.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("read")) {
                  reads++;
                }
                if (method.getName().equals("walk")) {
                  assertEquals(4, arguments.length, "each walk is one that can be heard");
                  arguments[3] = listening((WalkListener) arguments[3]);
                }
                try {
                  return method.invoke(context, arguments);
                } catch (InvocationTargetException thrown) {
                  throw thrown.getCause();
                }
              });
    }

    private WalkListener listening(WalkListener also) {
      return new WalkListener() {
        @Override
        public void descriptor(
            Stage stage, int level, long virtual, long address, Word descriptor) {
          descriptors.merge(stage, 1, Integer::sum);
          also.descriptor(stage, level, virtual, address, descriptor);
        }

        @Override
        public void relied(long virtual, String what, long bits, Origin origin) {
          also.relied(virtual, what, bits, origin);
        }
      };
    }
  }

  @Provide
  Arbitrary<GuestCall> guests() {
    return GuestCalls.of(
        kind ->
            FORMATS.contains(kind.stageOne())
                && kind.stageTwo()
                    .map(two -> two == Format.STAGE2_LPAE || two == Format.STAGE2_4K)
                    .orElse(true));
  }

  /**
   * Levels of stage 1, from the manuals: a short descriptor's section is of level 1 and its page of
   * level 2 (DDI 0406C B3.5); a long walk of more than 30 bits begins at level 1, of more than 39
   * (AArch64) at level 0, and ends at level 3 for a page and level 2 for a 2 MB block (DDI 0487
   * D8.2, G5.5).
   */
  private static int levels(StageOne stageOne, int bits) {
    return switch (stageOne) {
      case OFF -> 0;
      case SECTIONS, SUPERSECTIONS -> 1;
      case SMALL_PAGES, LARGE_PAGES -> 2;
      case LPAE_PAGES -> bits > 30 ? 3 : 2;
      case LPAE_BLOCKS -> bits > 30 ? 2 : 1;
      case PAGES_4K -> bits > 39 ? 4 : 3;
      case BLOCKS_2M -> bits > 39 ? 3 : 2;
      default -> throw new IllegalArgumentException(stageOne.name());
    };
  }

  /**
   * The tables lie in 16 MB that stage 2 maps by blocks of 2 MB, the code in blocks of 1 GB: from
   * level 1 that is two descriptors, and one.
   */
  private static ReadCost formula(GuestCall guest) {
    boolean stageTwo = guest.kind().stageTwo().isPresent();
    boolean codeInPages = guest.kind().stageOne() == StageOne.OFF && isAtTheEdge(guest);
    return new ReadCost(
        levels(guest.kind().stageOne(), guest.place().bits()),
        stageTwo ? 2 : 0,
        stageTwo ? codeInPages ? 3 : 1 : 0,
        guest.kind().isa() == InstructionSet.T32 ? 2 : 1,
        1);
  }

  /** Without MMU the code may be in the last 64 KB of 32 bits, which stage 2 maps by pages. */
  private static boolean isAtTheEdge(GuestCall guest) {
    long call = guest.place().call() & 0xffff_ffffL;
    return call >= 0xffff_0000L || call < 0x1_0000L;
  }

  private static Count measured(GuestCall guest) {
    Count count = new Count();
    ScenarioRun run =
        ScenarioRunner.run(
            Trial.of(guest, GuestMemory.CAREFUL).scenario(), event -> {}, count::around);
    assertEquals(1, run.totals().decisions(), "one call is handled");
    assertEquals(Optional.of(guest.immediate()), decided(run));
    return count;
  }

  private static Optional<Integer> decided(ScenarioRun run) {
    return run.decisions().stream()
        .map(answered -> answered.decided().immediate())
        .filter(immediate -> immediate.isPresent())
        .map(immediate -> immediate.getAsInt())
        .findFirst();
  }

  /** accesses(read) = p (s1 (1 + t2) + c2 + 1 + r), for every format, set and route. */
  @Property(tries = 300)
  void theFormulaCountsTheAccesses(@ForAll("guests") GuestCall guest) {
    Count count = measured(guest);
    ReadCost cost = formula(guest);
    assertEquals(cost.parts() * cost.stageOne(), count.of(Stage.ONE), "stage 1");
    assertEquals(
        cost.descriptors(), count.of(Stage.ONE) + count.of(Stage.TWO), "descriptors, both stages");
    assertEquals(cost.instruction(), count.reads, "reads of the instruction");
    assertEquals(cost.total(), count.of(Stage.ONE) + count.of(Stage.TWO) + count.reads);
  }

  /** Who goes by registers reads no memory. */
  @Property(tries = 60)
  void aRegisterCostsNoAccess(@ForAll("guests") GuestCall guest) {
    for (Policy policy :
        List.of(new Policy.FunctionId(), new Policy.Iss16Zero(), new Policy.SyndromeImmediate())) {
      Count count = new Count();
      ScenarioRunner.run(Trial.of(guest, policy).scenario(), event -> {}, count::around);
      assertEquals(0, count.reads + count.of(Stage.ONE) + count.of(Stage.TWO), policy.toString());
    }
  }

  /** The worked examples of the table: by hand, one by one. */
  @Test
  void knownCosts() {
    assertEquals(1, new ReadCost(0, 0, 0, 1, 0).total(), "A32, MMU off");
    assertEquals(3, new ReadCost(2, 0, 0, 1, 0).total(), "A32, short descriptors, a small page");
    assertEquals(6, new ReadCost(2, 0, 0, 2, 0).total(), "T32, the same");
    assertEquals(16, new ReadCost(3, 3, 3, 1, 0).total(), "A32, LPAE under stage 2: 3 + 9 + 3 + 1");
    assertEquals(40, new ReadCost(3, 4, 4, 2, 0).total(), "T32 under AArch64: 2 (3 + 12 + 4 + 1)");
    assertTrue(new ReadCost(3, 3, 3, 1, 1).total() == 17, "a second look reads once more");
  }
}
