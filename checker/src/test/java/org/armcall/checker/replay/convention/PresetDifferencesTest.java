// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.armcall.checker.replay.EnginesAgreeTest;
import org.armcall.checker.replay.ReplayRequest;
import org.armcall.checker.replay.SteppedReplay;
import org.armcall.checker.replay.SteppedResult;
import org.armcall.checker.replay.TraceFormat;
import org.armcall.checker.replay.Unknown;
import org.armcall.checker.replay.engine.SteppingException;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.rule.Rule;
import org.armcall.traces.callee.CalleeFile;
import org.armcall.traces.preset.PresetException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a preset does that a trace shows otherwise, by both engines: by the cells of
 * spec/implementations.
 */
class PresetDifferencesTest {
  private static final Path SPEC =
      Path.of(System.getProperty("armcall.home", "..")).resolve("spec");
  private static final String REFUSED = "x0=0xffffffffffffffff";
  private static final String VERSION = "x0=0x84000000";
  private static final String AFFINITY = "x0=0xc4000004 x1=0x0 x2=0x0";

  /** A vector table may be at 0x90000: of synchronous exceptions, and of interrupts. */
  private static final long UNDEFINED = 0x9_0200;

  private static final long INTERRUPT = 0x9_0280;

  @TempDir Path directory;

  private final Map<String, Map<Path, Set<Rule>>> cases = new java.util.TreeMap<>();
  private int number;

  private static Expectations who(String preset) {
    if (preset.isEmpty()) {
      return Expectations.NONE;
    }
    try {
      return new Expectations(
          Optional.empty(), Map.of(ExceptionLevel.EL2, CalleeFile.named(preset)), Optional.empty());
    } catch (PresetException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Java at once, the specification with all others behind the test. */
  private void broken(String preset, Calls calls, Rule... rules) {
    Set<Rule> all = Set.of(rules);
    assertEquals(all, Set.copyOf(calls.with(who(preset)).broken()), calls.text());
    Path file = directory.resolve("case-" + number++ + ".ndjson");
    try {
      Files.writeString(file, calls.text());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    cases.computeIfAbsent(preset, each -> new java.util.LinkedHashMap<>()).put(file, all);
  }

  private void explained(String preset, Calls calls) {
    broken(preset, calls);
  }

  @AfterEach
  void theSpecificationFindsTheSame() throws SteppingException, IOException {
    for (Map.Entry<String, Map<Path, Set<Rule>>> preset : cases.entrySet()) {
      List<Path> files = List.copyOf(preset.getValue().keySet());
      SteppedResult stepped =
          new SteppedReplay(EnginesAgreeTest.classPath(), SPEC, Set.of())
              .run(
                  new ReplayRequest(
                      files, Optional.empty(), Set.of(), TraceFormat.AUTO, who(preset.getKey())));
      for (Path file : files) {
        Set<String> found =
            stepped.rejected().stream()
                .filter(each -> stepped.fileOf(each).equals(file.toString()))
                .flatMap(each -> each.conjuncts().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> rules =
            preset.getValue().get(file).stream()
                .map(Rule::id)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(rules, found, Files.readString(file));
      }
    }
  }

  private static Calls hvc(int immediate, String before, String after) {
    return Calls.trace().hvcTaken(immediate, before).hvcAnswered(0, after);
  }

  // DEN0028 table 6-2: 0 to 0x0100ffff are of interfaces that existed before.
  @Test
  void aCallFromBeforeTheConventionOwesItNothing() {
    String[] presets = {"", "kvm-guest", "reference"};
    for (String preset : presets) {
      for (String id : List.of("0x2", "0x100ffff")) {
        Calls stub =
            Calls.trace()
                .hvc("x0=" + id + " x1=0x1000 x5=0x1 x19=0x77", "x0=0x0 x1=0x1 x5=0x9 x19=0x78");
        explained(preset, stub);
        assertTrue(
            stub.answers(Rule.REG_PRESERVED)
                .undetermined()
                .containsKey(Unknown.BEFORE_THE_CONVENTION));
      }
    }
    explained("", Calls.ofVersion11().hvc("x0=0x2 x5=0x1 x19=0x77", "x0=0x0 x5=0x9 x19=0x78"));
    for (String id : List.of("0x2000000", "0x1010000")) {
      broken(
          "reference",
          Calls.trace().hvc("x0=" + id + " x19=0x77", REFUSED + " x19=0x78"),
          Rule.REG_PRESERVED);
    }
  }

  // Xen has PSCI 0.1 at 0 to 3.
  @Test
  void aNumberThatThePresetClaimsIsHeldToItsContract() {
    String before = " x1=0x1 x2=0x80000 x3=0x0 x19=0x77";
    broken(
        "xen",
        Calls.trace().hvc("x0=0x2" + before, "x0=0x0 x1=0x1 x2=0x80000 x3=0x0 x19=0x78"),
        Rule.REG_PRESERVED);
    explained("xen", Calls.trace().hvc("x0=0x4" + before, "x0=0x0 x19=0x78"));
  }

  // What Bao would take for function 0 is Xen's console.
  @Test
  void byAnotherImmediateANumberThatNobodyClaimsIsUnknown() {
    broken("bao", hvc(0xea1, "x0=0x0 x16=0x12", "x0=0x0 x16=0x12"), Rule.RES_UNKNOWN);
    broken("bao", hvc(0xea1, "x0=0x1 x16=0x12", "x0=0x0 x16=0x12"), Rule.FID_ZERO_IMMEDIATE);
    explained("bao", hvc(0xea1, "x0=0x1 x16=0x12", REFUSED + " x16=0x12"));
    explained("bao", hvc(0, "x0=0x1 x16=0x12", "x0=0x0 x16=0x12"));
    explained("xen", hvc(0xea1, "x0=0x1 x16=0x12", "x0=0x0 x16=0x12"));
    explained("hafnium", hvc(0xea1, "x0=0x1", "x0=0x1"));
    broken("hafnium", hvc(0xea1, "x0=0x1", REFUSED), Rule.FID_ZERO_IMMEDIATE);
  }

  @Test
  void whoStopsItsCallersDidNotAnswerThem() {
    broken("jailhouse", hvc(0, "", ""), Rule.RES_UNKNOWN);
    broken("jailhouse", hvc(5, "", ""), Rule.FID_ZERO_IMMEDIATE);
    broken("jailhouse", hvc(5, AFFINITY, ""), Rule.FID_ZERO_IMMEDIATE);
    broken("xen", hvc(5, "", ""), Rule.FID_ZERO_IMMEDIATE);
    explained("jailhouse", hvc(0x4a48, "", ""));
    explained("jailhouse", Calls.trace().smc("", ""));
    explained("xen", hvc(0, "", ""));
    explained("xen", hvc(0xea1, "", ""));
    explained("bao", hvc(5, "", ""));
    explained("", hvc(5, "", ""));
  }

  private static Calls left(int immediate, String before, long to) {
    return Calls.trace().hvcTaken(immediate, before).back(0, 2, 1, to, "x0=0x0");
  }

  // Xen gives UNDEFINED for another immediate; Bao looks at none.
  @Test
  void whoIsUndefinedWasNotAnswered() {
    // AFFINITY_INFO does not come back: that is held against every callee (SEQ-ENDS), by 0 only.
    broken("bao", left(5, AFFINITY, UNDEFINED), Rule.FID_ZERO_IMMEDIATE);
    broken("bao", left(5, "x0=0x88000000", UNDEFINED), Rule.FID_ZERO_IMMEDIATE);
    broken("bao", left(0, "x0=0x88000000", UNDEFINED), Rule.FID_OWNER);
    broken("jailhouse", left(5, AFFINITY, UNDEFINED), Rule.FID_ZERO_IMMEDIATE);
    explained("xen", left(5, AFFINITY, UNDEFINED));
    explained("xen", left(0xea1, AFFINITY, UNDEFINED));
    explained("bao", left(5, AFFINITY, INTERRUPT));
    explained("bao", left(5, "x0=0xc4000001 x1=0x0 x2=0x0", UNDEFINED));
    explained("bao", left(5, "x0=0x84000009", UNDEFINED));
    explained("bao", left(5, "", UNDEFINED));
    explained("pkvm-host", Calls.trace().trapped(0, "x0=0x88000000").back(0, 2, 1, UNDEFINED, ""));
    explained(
        "bao", Calls.ofQemu().hvcTaken(5, "x0=0x88000000").back(0, 2, 1, UNDEFINED, "x0=0x0"));
  }

  private void undetermined(String preset, Rule rule, Calls calls) {
    explained(preset, calls);
    assertTrue(
        calls.answers(rule).undetermined().containsKey(Unknown.LAYER_BELOW_NOT_RECORDED),
        calls::text);
  }

  private static Calls passed(Calls trace, String below, String after) {
    trace.trapped(0, "x0=0x88000000");
    if (!below.isEmpty()) {
      trace.smc(below.equals("unseen") ? "" : below, REFUSED);
    }
    return trace.hvcAnswered(0, after);
  }

  // pKVM passes an unknown SMC on. Of a log that need not show that layer nothing says that it did
  // not.
  @Test
  void whoAsksTheLayerBelowIsHeldToItWhereTheTraceShowsThatLayer() {
    String same = "x0=0x88000000";
    broken("pkvm-host", passed(Calls.trace(), "", REFUSED), Rule.FID_OWNER);
    broken("pkvm-host", passed(Calls.trace(), "x0=0x88000001", REFUSED), Rule.FID_OWNER);
    explained("pkvm-host", passed(Calls.trace(), same, REFUSED));
    Calls seen = passed(Calls.ofQemu(), same, REFUSED);
    explained("pkvm-host", seen);
    assertEquals(1, seen.answers(Rule.FID_OWNER).held());
    undetermined("pkvm-host", Rule.FID_OWNER, passed(Calls.trace(), "unseen", REFUSED));
    undetermined("pkvm-host", Rule.FID_OWNER, passed(Calls.ofQemu(), "", REFUSED));
    undetermined("pkvm-host", Rule.FID_OWNER, passed(Calls.ofQemu(), "x0=0x88000001", REFUSED));
    String ofSilicon = "x0=0x8200fffe x1=0x1";
    String zeroed = REFUSED + " x1=0x0";
    broken(
        "pkvm-host", Calls.trace().trapped(0, ofSilicon).hvcAnswered(0, zeroed), Rule.REG_RESULTS);
    undetermined(
        "pkvm-host", Rule.REG_RESULTS, Calls.ofQemu().trapped(0, ofSilicon).hvcAnswered(0, zeroed));
    assertTrue(
        passed(Calls.ofQemu(), "", REFUSED)
            .with(who("pkvm-host"))
            .replay()
            .toText()
            .contains("which shows the hypervisor's own SMC too"));
  }

  private static Calls trapped(String isa, String syndrome, String spsr, String after) {
    return Calls.trace()
        .event(
            0,
            "'kind':'call','insn':'smc','isa':'"
                + isa
                + "','el':1,'pc':'0x8000','word':'"
                + Map.of("a32", "0x01600070", "t32", "0xf7f08000", "a64", "0xd4000003").get(isa)
                + "','regs':{'"
                + (isa.equals("a64") ? "x" : "r")
                + "0':'0x84000006'}")
        .event(
            0,
            "'kind':'entry','fromEl':1,'toEl':2,'toState':'a64','syndrome':'"
                + syndrome
                + "','elr':'0x8000','spsr':'"
                + spsr
                + "'")
        .back(0, 2, 1, 0x8004, after);
  }

  private static Calls movedOn(String pstate) {
    return trapped("a64", "0x5e000000", "0x2007c5", "x0=0x2 pstate=" + pstate);
  }

  // BTYPE 1 and SS 1: a NOP in its place would leave neither.
  @Test
  void whatIsMovedOnPastATrappedSmcIsThatOfThePreset() {
    String nothing = "0x2007c5";
    String everything = "0x3c5";
    for (String preset : List.of("xen", "bao", "pkvm-host", "jailhouse")) {
      explained(preset, movedOn(nothing));
      broken(preset, movedOn(everything), Rule.RET_EMULATED);
    }
    for (String preset : List.of("kvm-guest", "reference")) {
      explained(preset, movedOn(everything));
      broken(preset, movedOn(nothing), Rule.RET_EMULATED);
      broken(preset, movedOn("0x7c5"), Rule.RET_EMULATED);
    }
    for (String preset : List.of("tf-a", "qemu")) {
      explained(preset, movedOn(nothing));
      explained(preset, movedOn(everything));
    }
    explained("", movedOn(nothing));
  }

  // The last instruction of an IT block: 0x08 in bits 15:10 and 26:25 is bit 11.
  @Test
  void whetherItIsMovedOnPastATrappedSmcIsThatOfThePreset() {
    for (String after : List.of("0x400001f3", "0x400009f3")) {
      Calls trace = trapped("t32", "0x4f080000", "0x400009f3", "r0=0x2 cpsr=" + after);
      boolean moved = after.equals("0x400001f3");
      for (String preset : List.of("xen", "jailhouse", "reference", "kvm-guest")) {
        if (moved) {
          explained(preset, trace);
        } else {
          broken(preset, trace, Rule.RET_EMULATED);
        }
      }
      if (moved) {
        broken("bao", trace, Rule.RET_EMULATED);
      } else {
        explained("bao", trace);
      }
    }
  }

  // smceq with Z clear: CCKNOWNPASS 1, CV 1, COND 0.
  @Test
  void whatBecomesOfAFailedConditionIsThatOfThePreset() {
    String before = "r0=0x84000006";
    String answered = "r0=0x2";
    for (String preset : List.of("xen", "reference")) {
      explained(preset, trapped("a32", "0x4f080000", "0x1d3", before));
      broken(preset, trapped("a32", "0x4f080000", "0x1d3", answered), Rule.IMM_CONDITION);
    }
    for (String preset : List.of("kvm-guest", "jailhouse", "bao", "hafnium")) {
      explained(preset, trapped("a32", "0x4f080000", "0x1d3", answered));
      broken(preset, trapped("a32", "0x4f080000", "0x1d3", before), Rule.IMM_CONDITION);
    }
    for (String after : List.of(before, answered)) {
      explained("pkvm-host", trapped("a32", "0x4f080000", "0x1d3", after));
      explained("", trapped("a32", "0x4f080000", "0x1d3", after));
    }
  }

  // By which of three ways a caller in AArch32 is recognised changes no answer.
  @Test
  void whatNoTraceShowsOfAPresetIsSaid() {
    Calls trace = Calls.trace().hvc(VERSION, "x0=0x10001");
    String xen = trace.replay().toText(who("xen").untold());
    assertTrue(xen.contains("preset xen: no trace shows that thirtyTwoBitCaller is \"by domain\""));
    assertTrue(xen.lines().reduce((a, last) -> last).orElse("").startsWith("holds: "), xen);
    assertEquals(List.of(), who("kvm-guest").untold());
    assertTrue(who("bao").untold().get(0).contains("trapAdvance is \"pc by 4\""));
  }

  // 1.0 leaves x4 to x17 open, Bao and QEMU keep them; a function of silicon may have results
  // there.
  @Test
  void whatThePresetLeavesOfTheScratchRegistersIsHeldAgainstIt() {
    String ofSilicon = "x0=0xc2000001 x4=0x4 x17=0x17";
    Calls changed = Calls.trace().hvc(ofSilicon, "x0=0x1 x4=0x4 x17=0x18");
    Calls kept = Calls.trace().hvc(ofSilicon, "x0=0x1 x4=0x4 x17=0x17");
    for (String preset : List.of("bao", "qemu")) {
      broken(preset, changed, Rule.REG_PRESERVED);
      explained(preset, kept);
    }
    for (String preset : List.of("reference", "hafnium", "pkvm-host")) {
      explained(preset, changed);
    }
    explained("bao", Calls.trace().hvc(ofSilicon, "x0=0x1 x18=0x1"));
    assertTrue(
        changed.with(who("bao")).replay().toText().contains("it leaves x4 and those behind it"));
  }

  private static Calls reset(int immediate, String before) {
    return Calls.trace().hvcTaken(immediate, before).smcTaken("x0=0x84000009");
  }

  // A plain call of a function that has to return is held against every callee: SEQ-ENDS.
  @Test
  void whoEndsTheMachineInsteadOfAnAnswerDiffersFromThePresetThatGivesOne() {
    broken("xen", reset(5, AFFINITY), Rule.FID_ZERO_IMMEDIATE);
    broken("bao", reset(5, AFFINITY), Rule.FID_ZERO_IMMEDIATE);
    broken("bao", reset(0, "x0=0x88000000"), Rule.FID_OWNER);
    broken("bao", reset(0, AFFINITY), Rule.SEQ_ENDS);
    explained("xen", reset(0xea1, AFFINITY));
    explained("jailhouse", reset(5, AFFINITY));
    explained("bao", reset(5, "x0=0x84000008"));
    explained("bao", reset(5, ""));
    explained("", reset(5, AFFINITY));
    explained("xen", Calls.ofQemu().hvcTaken(5, AFFINITY).smcTaken("x0=0x84000009"));
  }

  @Test
  void aVersionThatIsNotThePresetsIsADifference() {
    String smccc = "x0=0x80000000";
    for (String old : List.of("bao", "qemu")) {
      broken(old, Calls.trace().hvc(smccc, "x0=0x10001"), Rule.RES_CODE);
      broken(old, Calls.trace().hvc(smccc, "x0=0x10063"), Rule.RES_CODE);
      explained(old, Calls.trace().hvc(smccc, REFUSED));
      explained(old, Calls.trace().hvc(smccc, "x0=0x10000"));
    }
    broken("xen", Calls.trace().hvc(smccc, REFUSED), Rule.RES_CODE);
    explained("xen", Calls.trace().hvc(smccc, "x0=0x10001"));
  }

  @Test
  void aVendorsCallHasNoAnswerOfTheConvention() {
    Calls said = Calls.trace().hvc(VERSION, "x0=0x10003");
    broken(
        "reference",
        said.hvcTaken(5, VERSION).hvcAnswered(0, "x0=0x10003"),
        Rule.FID_ZERO_IMMEDIATE);
    Calls other = Calls.trace().hvc(VERSION, "x0=0x10003");
    explained("reference", other.hvcTaken(5, VERSION).hvcAnswered(0, "x0=0x0"));
    // By itself too: KVM looks at no immediate of an HVC, and so answers as to a plain call.
    broken("reference", hvc(5, VERSION, "x0=0x10003"), Rule.FID_ZERO_IMMEDIATE);
    broken("reference", hvc(5, "x0=0x80000000", "x0=0x10001"), Rule.FID_ZERO_IMMEDIATE);
    explained("reference", hvc(5, VERSION, "x0=0x2"));
    explained("reference", hvc(5, VERSION, "x0=0x10004"));
    explained("reference", hvc(5, "x0=0x84000006", "x0=0x10003"));
  }

  // KVM writes x0 to x3 with -1, the reference x0.
  @Test
  void whatIsNotThereLeavesTheRegistersThatThePresetLeaves() {
    String ofSilicon = "x0=0x8200fffe x1=0x1 x2=0x2 x3=0x3";
    String zeroed = REFUSED + " x1=0x0 x2=0x0 x3=0x0";
    String kept = REFUSED + " x1=0x1 x2=0x2 x3=0x3";
    broken("reference", Calls.trace().hvc(ofSilicon, zeroed), Rule.REG_RESULTS);
    broken("kvm-guest", Calls.trace().hvc(ofSilicon, kept), Rule.REG_RESULTS);
    explained("reference", Calls.trace().hvc(ofSilicon, kept));
    explained("kvm-guest", Calls.trace().hvc(ofSilicon, zeroed));
    // A function that a document has may have results of its own beside -1.
    explained("reference", Calls.trace().hvc("x0=0x8400000a x1=0x84000005", REFUSED + " x1=0x0"));
    // The layer below answered.
    explained(
        "reference",
        Calls.trace()
            .hvcTaken(0, ofSilicon)
            .smc(ofSilicon, zeroed.replace("x2=0x0", "x2=0x2"))
            .hvcAnswered(0, zeroed.replace("x2=0x0", "x2=0x2")));
  }
}
