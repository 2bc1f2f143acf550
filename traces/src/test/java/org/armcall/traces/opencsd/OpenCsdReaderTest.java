// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.opencsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.format.ReadLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines have the form that OpenCSD's printers give them (trc_gen_elem.cpp, ETMv4). */
class OpenCsdReaderTest {
  private static final String E = "Idx:1; ID:10; OCSD_GEN_TRC_ELEM_";

  private static ReadLog read(String... lines) {
    return ReadLog.of(LogFormat.OPENCSD, lines);
  }

  private static String context(int level) {
    return E + "PE_CONTEXT((ISA=A64) EL" + level + "N; 64-bit; )";
  }

  private static String range(String first) {
    return E + "INSTR_RANGE(exec range=0x" + first + ":[0x1] num_i(1) last_sz(4) (ISA=A64) E --- )";
  }

  private static String exception(int number) {
    return E + "EXCEPTION(pref ret addr:0x1004; excep num (0x0" + number + ") )";
  }

  private static ReadLog call(int from, int to) {
    List<String> lines = new ArrayList<>(List.of(context(from), range("1000"), exception(2)));
    if (from != to) {
      lines.add(context(to));
    }
    lines.add(range("2400"));
    return read(lines.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, SVC",
    "1, 1, SVC",
    "0, 2, SVC",
    "1, 2, HVC",
    "1, 3, SMC",
    "2, 3, SMC",
    "2, 2,",
    "3, 3,"
  })
  void theKindOfACallIsSaidWhereTheLevelsLeaveOneOnly(int from, int to, ExceptionKind kind) {
    TraceEvent.Entry entry = call(from, to).event(0, TraceEvent.Entry.class);
    assertEquals(Optional.ofNullable(kind), entry.exception());
    assertEquals(Optional.of(ExceptionLevel.of(from)), entry.fromEl());
    assertEquals(Optional.of(ExceptionLevel.of(to)), entry.toEl());
    assertEquals(OptionalLong.of(0x1004), entry.elr());
    assertEquals(OptionalLong.of(0x2400), entry.vector());
    assertEquals(Optional.of(ExecutionState.AARCH64), entry.toState());
    assertEquals(OptionalInt.of(0x10), entry.cpu());
    assertEquals(OptionalLong.empty(), entry.syndrome());
  }

  @Test
  void aReturnGoesToTheNextAddress() {
    ReadLog log =
        read(
            context(2),
            E + "INSTR_RANGE(exec range=0x2:[0x6] num_i(1) last_sz(4) (ISA=A64) E iBR A64:eret )",
            context(1),
            E + "ADDR_NACC( 0x1004; Memspace [0x2:EL1N] )");
    TraceEvent.Return back = log.event(0, TraceEvent.Return.class);
    assertEquals(0x1004, back.pc());
    assertEquals(Optional.of(ExceptionLevel.EL2), back.fromEl());
    assertEquals(Optional.of(ExceptionLevel.EL1), back.toEl());
  }

  @Test
  void anEretThatWasNotExecutedReturnsNowhere() {
    assertEquals(
        List.of(),
        read(
                context(2),
                E
                    + "INSTR_RANGE(exec range=0x2:[0x6] num_i(1) last_sz(4) (ISA=A64) N iBR A64:eret )",
                range("6"))
            .events());
  }

  @Test
  void aLowerLevelWithoutAnExceptionIsAReturnOfAarch32() {
    ReadLog log = read(context(2), range("0"), context(1), range("1004"));
    assertEquals(0x1004, log.event(0, TraceEvent.Return.class).pc());
  }

  @Test
  void anInterruptBeforeTheFirstInstructionSaysWhereTheReturnWent() {
    ReadLog log =
        read(
            context(2),
            E + "EXCEPTION_RET()",
            context(1),
            E + "EXCEPTION(pref ret addr:0x1008; excep num (0x0e) )",
            context(2),
            range("2480"));
    assertEquals(0x1008, log.event(0, TraceEvent.Return.class).pc());
    assertEquals(
        Optional.of(ExceptionKind.ASYNCHRONOUS), log.event(1, TraceEvent.Entry.class).exception());
  }

  @Test
  void whatFollowsAGapIsNotTheTarget() {
    ReadLog log =
        read(context(1), exception(2), E + "TRACE_ON( [overflow])", context(3), range("2400"));
    TraceEvent.Entry entry = log.event(0, TraceEvent.Entry.class);
    assertEquals(Optional.empty(), entry.toEl());
    assertEquals(Optional.empty(), entry.exception());
    assertEquals(OptionalLong.empty(), entry.vector());
    assertEquals(1, log.events().size());
  }

  @Test
  void ofPtmNothingIsReadFromTheNumber() {
    ReadLog log =
        read(
            "Trace Packet Lister : PTM Protocol on Trace ID 0x10",
            context(1),
            exception(2),
            context(3),
            range("2400"));
    assertEquals(Optional.empty(), log.event(0, TraceEvent.Entry.class).exception());
  }

  private static final String[] PACKETS = {
    "Idx:1; ID:14; [0x85 ];\tI_ADDR_CTXT_L_64IS0 : Address & Context, Long, 64 bit, IS0.;"
        + " Addr=0x0000000000001000; Ctxt: AArch64,EL1, NS; ",
    "Idx:2; ID:14; [0x06 0x05 ];\tI_EXCEPT : Exception.;  Call; Ret Addr Follows;",
    "Idx:3; ID:14; [0x95 0x01 ];\tI_ADDR_S_IS0 : Address, Short, IS0.;"
        + " Addr=0x0000000000001004 ~[0x4]",
    "Idx:4; ID:14; [0x85 ];\tI_ADDR_CTXT_L_64IS0 : Address & Context, Long, 64 bit, IS0.;"
        + " Addr=0x0000000000002400; Ctxt: AArch64,EL2, NS; VMID=0x0001; "
  };

  @Test
  void packetsSayTheSame() {
    TraceEvent.Entry entry = read(PACKETS).event(0, TraceEvent.Entry.class);
    assertEquals(Optional.of(ExceptionKind.HVC), entry.exception());
    assertEquals(OptionalLong.of(0x1004), entry.elr());
    assertEquals(OptionalLong.of(0x2400), entry.vector());
  }

  @Test
  void linuxPerfListsPacketsWithoutTheirBytes() {
    String[] perf =
        Arrays.stream(PACKETS)
            .map(line -> "        " + line.replaceAll("\\[0x[^\\]]*\\];\\t", "  "))
            .toArray(String[]::new);
    assertEquals(
        OptionalLong.of(0x1004), read(perf).event(0, TraceEvent.Entry.class).elr(), perf[1]);
  }

  @Test
  void packetsOfATraceThatIsDecodedAreNotReadTwice() {
    List<String> lines = new ArrayList<>();
    lines.add(E.replace("ID:10", "ID:14") + "NO_SYNC( [init-decoder])");
    lines.addAll(List.of(PACKETS));
    assertEquals(List.of(), read(lines.toArray(String[]::new)).events());
  }

  @Test
  void traceIdsAreKeptApart() {
    ReadLog log = read(context(1), exception(2), PACKETS[3], context(2), range("2400"));
    assertEquals(OptionalInt.of(0x10), log.event(0, TraceEvent.Entry.class).cpu());
    assertEquals(1, log.events().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Idx:1; ID:10; OCSD_GEN_TRC_ELEM_EXCEPTION(pref ret addr:0x",
        "Idx:1; ID:10; OCSD_GEN_TRC_ELEM_PE_CONTEXT((ISA=A64) EL2N; 65-bit; )",
        "Idx:1; ID:80; OCSD_GEN_TRC_ELEM_EXCEPTION_RET()",
        "Idx:; ID:10; OCSD_GEN_TRC_ELEM_EXCEPTION_RET()"
      })
  void aDamagedLineIsCountedAndWhatWasHeldIsGivenUp(String damaged) {
    ReadLog log = read(context(1), exception(2), damaged, context(2), range("2400"));
    assertEquals(List.of(3L), log.bad());
    assertEquals(Optional.empty(), log.event(0, TraceEvent.Entry.class).toEl());
  }

  @Test
  void theHeadOfAListingAloneIsRefused() {
    assertThrows(
        java.io.UncheckedIOException.class,
        () -> read("Trace Packet Lister: CS Decode library testing"));
  }
}
