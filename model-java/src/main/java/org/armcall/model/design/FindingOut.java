// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.armcall.model.convention.Answer;
import org.armcall.model.convention.CalleePolicy;
import org.armcall.model.convention.CalleeSemantics;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.ConventionCall;
import org.armcall.model.convention.NonZeroImmediate;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.convention.UnknownFunction;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.psci.PsciVersion;

/**
 * What befalls a client that does not know what the layer above offers and wants to find out.
 *
 * <p>A client asks; each question that the layer defines is answered by it, and any other as its
 * policy says. Only NOT_SUPPORTED is an answer that harms nobody. Which questions a client asks may
 * depend on what it was told before. What is told is true: no client is safe from a layer that
 * lies.
 */
final class FindingOut {
  /** PSCI_VERSION. */
  static final FunctionId PSCI_VERSION = new FunctionId(0x84000000);

  /** PSCI_FEATURES. */
  static final FunctionId PSCI_FEATURES = new FunctionId(0x8400000a);

  /** SMCCC_VERSION. */
  static final FunctionId SMCCC_VERSION = new FunctionId(0x80000000);

  /** The UID of the vendor's hypervisor: whoever answers it answers with its own. */
  static final FunctionId VENDOR_UID = new FunctionId(0x8600ff01);

  /** A function of the interface that is looked for. */
  static final FunctionId WANTED = new FunctionId(0x86000001);

  private FindingOut() {}

  /**
   * A layer.
   *
   * @param offersIt whether the interface that is looked for is there
   * @param psci the version that the device tree names and the layer has; empty for none
   * @param policy how calls are answered that it does not define
   */
  record Layer(boolean offersIt, Optional<PsciVersion> psci, CalleePolicy policy) {
    boolean has(PsciVersion version) {
      return psci.filter(mine -> mine.compareTo(version) >= 0).isPresent();
    }

    boolean has(SmcccVersion version) {
      return policy.version().isAtLeast(version);
    }

    /** Whether it defines what the call means. */
    boolean defines(FunctionId id) {
      return id.equals(WANTED) && offersIt
          || id.equals(PSCI_VERSION) && has(PsciVersion.V0_2)
          || id.equals(PSCI_FEATURES) && has(PsciVersion.V1_0)
          || id.equals(SMCCC_VERSION) && has(SmcccVersion.V1_1)
          || id.equals(VENDOR_UID) && has(SmcccVersion.V1_1);
    }

    private String text() {
      return (psci.isPresent() ? "PSCI " + psci.get().text() : "no PSCI")
          + ", SMCCC "
          + (policy.version() == SmcccVersion.PRE_SMCCC ? "not kept" : policy.version().text())
          + ", an unknown number "
          + policy.unknownFunction().text()
          + ", a call with another immediate "
          + policy.hvcImmediate().text();
    }
  }

  /** The questions of a client, in order, on a layer that answers truly. */
  @FunctionalInterface
  interface Client {
    List<FunctionId> asks(Layer layer);
  }

  /** Calls and sees. */
  static final Client BLIND = layer -> List.of(WANTED);

  /** Calls what the device tree names. */
  static final Client BY_TREE = layer -> layer.offersIt() ? List.of(WANTED) : List.of();

  /** Asks the next question where the last answer says that it is one. */
  static final Client BY_PROBING =
      layer -> {
        List<FunctionId> asked = new ArrayList<>();
        if (layer.has(PsciVersion.V0_2)) {
          asked.add(PSCI_VERSION);
        }
        if (layer.has(PsciVersion.V1_0)) {
          asked.add(PSCI_FEATURES);
          if (layer.has(SmcccVersion.V1_1)) {
            asked.add(SMCCC_VERSION);
            asked.add(VENDOR_UID);
            if (layer.offersIt()) {
              asked.add(WANTED);
            }
          }
        }
        return asked;
      };

  /** The client that a design makes. */
  static Client clientOf(Design design) {
    return switch (design) {
      case D1, D2, D3, D4, D7, D8 -> BLIND;
      case D5 -> BY_TREE;
      case D6 -> BY_PROBING;
    };
  }

  /** The immediate of its calls: a design that goes by tags has one for a new interface. */
  static Immediate tagOf(Design design, Column column) {
    List<Immediate> tags =
        Sightings.representatives(column.conduit(), column.machines().get(0).isa());
    return switch (design) {
      case D4, D5, D6 -> tags.get(0);
      case D1, D2, D3, D7, D8 -> tags.get(1);
    };
  }

  /** Every layer: before the convention, or of a version, whatever it does with unknown calls. */
  static List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    for (SmcccVersion version : SmcccVersion.values()) {
      for (CalleePolicy policy : policies(version)) {
        for (boolean offersIt : new boolean[] {false, true}) {
          if (!version.isAtLeast(SmcccVersion.V1_1)) {
            layers.add(new Layer(offersIt, Optional.empty(), policy));
          }
          for (PsciVersion psci : PsciVersion.values()) {
            // 1.1 of the convention is found by PSCI_FEATURES of PSCI 1.0.
            if (!version.isAtLeast(SmcccVersion.V1_1) || psci.compareTo(PsciVersion.V1_0) >= 0) {
              layers.add(new Layer(offersIt, Optional.of(psci), policy));
            }
          }
        }
      }
    }
    return layers;
  }

  /**
   * From 1.1 on an unknown function is NOT_SUPPORTED; before, implementations did as they liked.
   */
  private static List<CalleePolicy> policies(SmcccVersion version) {
    CalleePolicy documented = CalleePolicy.asDocumented(version);
    if (version.isAtLeast(SmcccVersion.V1_1)) {
      return List.of(documented);
    }
    List<CalleePolicy> policies = new ArrayList<>();
    for (NonZeroImmediate tagged : NonZeroImmediate.values()) {
      for (UnknownFunction unknown : UnknownFunction.values()) {
        policies.add(
            new CalleePolicy(
                version,
                tagged,
                tagged,
                documented.undefinedReturn(),
                unknown,
                documented.identifierWidth(),
                documented.cleared(),
                documented.hint(),
                documented.reservedBits(),
                documented.identityOwner(),
                documented.smc32Immediate(),
                documented.thirtyTwoBitCaller(),
                documented.legacy()));
      }
    }
    return policies;
  }

  /** What a client does to itself or to others; empty where no question of it harms. */
  static Optional<List<String>> harm(Client client, Immediate tag, Column column) {
    ExecutionState caller = column.machines().get(0).isa().executionState();
    for (Layer layer : layers()) {
      for (FunctionId id : client.asks(layer)) {
        if (layer.defines(id)) {
          continue;
        }
        Answer answer =
            CalleeSemantics.answers(
                layer.policy(),
                new ConventionCall(column.conduit(), tag, id.value() & 0xffff_ffffL, caller));
        if (!(answer instanceof Answer.NotSupported)) {
          return Optional.of(
              List.of(
                  "The layer does not offer the interface: " + layer.text() + ".",
                  String.format(
                      "A client that cannot know calls %s %s with r0 = 0x%08x.",
                      column.conduit() == Conduit.HVC ? "hvc" : "smc", tag.text(), id.value()),
                  "What comes of it: " + consequence(answer) + "."));
        }
      }
    }
    return Optional.empty();
  }

  private static String consequence(Answer answer) {
    return switch (answer.kind()) {
      case "undefined" -> "an Undefined Instruction exception in the client";
      case "killed" -> "the client is stopped";
      case "vendor" -> "a call of whoever has that immediate is done";
      case "forwarded" -> "the layer below is asked, and does whatever the number means there";
      case "untouched" -> "nothing, and the number that is still in r0 is taken for the result";
      default -> "the function that has the number r0 there is done";
    };
  }
}
