// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One field of one record is changed: that rule is named, and that line. */
class HandEditTest {
  private static final int RECORDS = 4;

  /** A call in a log: the index of its header, and its name. */
  private record CallAt(int header, String name, List<String> lines) {
    int lineOf(String prefix) {
      for (int i = header + 1; i < lines.size() && lines.get(i).startsWith("..."); i++) {
        if (lines.get(i).startsWith(prefix)) {
          return i;
        }
      }
      return -1;
    }

    String ec() {
      int line = lineOf("...with ESR");
      return line < 0 ? "" : lines.get(line).substring(12, 16);
    }

    String site() {
      int line = lineOf("...with ELR");
      return line < 0 ? "" : lines.get(line);
    }
  }

  static Stream<Arguments> edits() {
    return Logs.all().stream()
        .flatMap(log -> Stream.of(HandEdit.values()).map(edit -> Arguments.of(log, edit)));
  }

  @ParameterizedTest
  @MethodSource("edits")
  void everyEditThatTheLogShowsIsCaughtAtItsLine(Path log, HandEdit edit) {
    List<String> lines = Logs.lines(log);
    for (CallAt call : someCalls(lines, edit)) {
      int at = call.lineOf(edit.prefix());
      String old = lines.get(at);
      lines.set(at, edit.change(old));
      ReplayResult result = Logs.replay(lines);
      String what = log.getFileName() + ":" + (at + 1) + " " + lines.get(at) + "\n";
      lines.set(at, old);
      assertEquals(1, result.violations().size(), () -> what + result.toText());
      Judgement finding = result.violations().get(0);
      assertTrue(rulesFor(edit, call).contains(finding.rule().id()), () -> what + finding.rule());
      assertEquals(at + 1, finding.line(), what);
      assertEquals(1, result.exitCode());
    }
  }

  /** A few calls from the middle of the log on, of which the log shows that edit. */
  private static List<CallAt> someCalls(List<String> lines, HandEdit edit) {
    List<CallAt> calls = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("Taking exception") && line.matches(".*\\[(SVC|Hyp|Secure).*")) {
        calls.add(new CallAt(i, line.replaceAll(".*\\[(.*)\\].*", "$1"), lines));
      }
    }
    List<CallAt> some = new ArrayList<>();
    for (int i = calls.size() / 2; i < calls.size() && some.size() < RECORDS; i++) {
      if (calls.get(i).lineOf(edit.prefix()) >= 0 && isShown(edit, calls.get(i), calls, i)) {
        some.add(calls.get(i));
      }
    }
    return some;
  }

  /** Whether the log holds what is needed to see the edit; see the known limits of replay. */
  private static boolean isShown(HandEdit edit, CallAt call, List<CallAt> calls, int index) {
    boolean a64 = Set.of("0x15", "0x16", "0x17").contains(call.ec());
    boolean body = call.lineOf("...to EL") >= 0;
    boolean hvc = call.name().equals("Hypervisor Call");
    // Below AArch32 EL1 and Monitor there is no syndrome register to hold against the rules.
    boolean register = body || hvc;
    return switch (edit) {
      case EC_IN_ESR_ONLY -> true;
      case EC_IN_BOTH_PLACES -> !call.name().equals("Hypervisor Trap");
      case EC_OF_THE_OTHER_STATE, IL, RESERVED_BIT -> register && a64;
      case IMMEDIATE -> hvc && a64 && isAmongEqual(call, calls, index);
      case ELR_PLUS_4, ELR_MINUS_4 -> hvc && a64 && isAmongEqual(call, calls, index);
      case ELR_PLUS_1 -> true;
      case TARGET_LEVEL -> body;
      case ENTERED_LEVEL, VECTOR_OFFSET -> true;
      case VECTOR_OF_THE_OTHER_STATE -> a64;
    };
  }

  /** Whether the same call, immediate too, is made at the same site before and after. */
  private static boolean isAmongEqual(CallAt call, List<CallAt> calls, int index) {
    return calls.subList(0, index).stream().anyMatch(c -> isEqual(c, call))
        && calls.subList(index + 1, calls.size()).stream().anyMatch(c -> isEqual(c, call));
  }

  private static boolean isEqual(CallAt a, CallAt b) {
    return a.site().equals(b.site())
        && a.lines().get(a.lineOf("...with ESR")).equals(b.lines().get(b.lineOf("...with ESR")));
  }

  private static Set<String> rulesFor(HandEdit edit, CallAt call) {
    return switch (edit) {
      case EC_IN_BOTH_PLACES, EC_OF_THE_OTHER_STATE, EC_IN_ESR_ONLY -> Set.of("SYN-EC-CALLER");
      case IL -> Set.of("SYN-IL");
      case RESERVED_BIT ->
          Set.of(
              switch (call.ec()) {
                case "0x16" -> "SYN-HVC-IMM";
                case "0x17" -> "SYN-SMC64-IMM";
                default -> "SYN-SVC64-IMM";
              });
      case IMMEDIATE -> Set.of("IMM-SITE");
      case ELR_PLUS_1 ->
          Set.of(call.name().equals("Hypervisor Trap") ? "RET-TRAP-THIS" : "RET-CALL-NEXT");
      case ELR_PLUS_4, ELR_MINUS_4 -> Set.of("RET-CALL-NEXT");
      case TARGET_LEVEL ->
          Set.of(
              switch (call.name()) {
                case "Hypervisor Call" -> "ROU-HVC-TARGET";
                case "Secure Monitor Call" -> "ROU-SMC-TARGET";
                case "Hypervisor Trap" -> "ROU-SMC-TSC";
                default -> "ROU-SVC-TARGET";
              });
      case ENTERED_LEVEL, VECTOR_OFFSET, VECTOR_OF_THE_OTHER_STATE -> Set.of("ROU-VECTOR-A64");
    };
  }

  static List<Path> logs() {
    return Logs.all();
  }

  /**
   * Another digit of ELR than those of {@link HandEdit} makes a log that a context switch might
   * have made as well. It is no violation, and the reason says what it may be.
   */
  @ParameterizedTest
  @MethodSource("logs")
  void anElrFarFromTheCallIsUndeterminedForAReasonThatNamesIt(Path log) {
    List<String> lines = Logs.lines(log);
    Map<Unknown, Long> expected = new EnumMap<>(Unknown.class);
    expected.putAll(undetermined(Logs.replay(lines)));
    expected.merge(Unknown.RESUMED_ELSEWHERE, 1L, Long::sum);
    for (CallAt call : someCalls(lines, HandEdit.ELR_PLUS_4)) {
      int at = call.lineOf("...with ELR");
      String old = lines.get(at);
      for (int digit = old.indexOf("0x") + 2; digit < old.length(); digit++) {
        int bit = digit == old.length() - 1 ? 8 : 2;
        int other = Character.digit(old.charAt(digit), 16) ^ bit;
        lines.set(
            at, old.substring(0, digit) + Character.forDigit(other, 16) + old.substring(digit + 1));
        ReplayResult result = Logs.replay(lines);
        String what = log.getFileName() + ":" + (at + 1) + " " + lines.get(at) + "\n";
        assertEquals(List.of(), result.violations(), what);
        assertEquals(expected, undetermined(result), what);
      }
      lines.set(at, old);
    }
  }

  private static Map<Unknown, Long> undetermined(ReplayResult result) {
    Tally.Count none = new Tally.Count(0, 0, Map.of());
    return result.tally().byRule().getOrDefault(Rule.RET_CALL_NEXT, none).undetermined();
  }

  @Test
  void everyKindOfEditIsTriedOnTheSamples() {
    for (HandEdit edit : HandEdit.values()) {
      assertTrue(
          someCalls(Logs.lines(Logs.XEN), edit).size() == RECORDS, edit + " is not tried on Xen");
    }
  }
}
