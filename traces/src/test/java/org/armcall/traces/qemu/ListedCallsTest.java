// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.traces.event.TraceEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code -d in_asm} listed at the address of a call is its instruction, where that is sure.
 */
class ListedCallsTest {
  private static final String IN = "----------------\nIN: \n";

  /** As QEMU 7.2 lists it (bare-a64-el3-asm.log). */
  private static final String LISTED = IN + "0x40080314:  d4094902  hvc      #0x4a48\n\n";

  private static String record(String name, String levels, String syndrome, String elr) {
    return "Taking exception "
        + name
        + " on CPU 0\n...from "
        + levels
        + "\n...with ESR "
        + syndrome
        + "\n...with ELR "
        + elr
        + "\n...to EL2 PC 0x40081400 PSTATE 0x3c9\n";
  }

  private static final String HVC =
      record("11 [Hypervisor Call]", "EL1 to EL2", "0x16/0x5a004a48", "0x40080318");

  private static Optional<TraceEvent.Call> call(String log) {
    Collected read = Collected.from(log);
    assertEquals(List.of(), read.bad());
    return read.events().stream()
        .filter(TraceEvent.Call.class::isInstance)
        .map(TraceEvent.Call.class::cast)
        .reduce((first, second) -> second);
  }

  @Test
  void theInstructionBeforeTheReturnAddressIsTheCall() {
    Collected read = Collected.from(LISTED + HVC);
    TraceEvent.Call call = (TraceEvent.Call) read.events().get(0);
    assertEquals(Optional.of(Call.HVC), call.insn());
    assertEquals(Optional.of(InstructionWord.of(InstructionSet.A64, 0xd4094902)), call.word());
    assertEquals(OptionalInt.of(0x4a48), call.imm());
    assertEquals(Optional.empty(), call.executed(), "listed when it was translated");
    assertEquals(OptionalLong.empty(), call.pc(), "it would be ELR, and prove ELR right");
    assertEquals(
        "insn, isa, word, imm from in_asm, which lists no other call before elr;"
            + " cpu, el from the exception",
        read.reconstructed().get(0));
    assertEquals("", read.reconstructed().get(1), "the entry is as it was");
  }

  /** Lines of QEMU 7.2 for a Cortex-A15 and a Cortex-A53, with the records that followed. */
  @ParameterizedTest
  @CsvSource({
    "0x4008101c:  e1600070  smc      #0, 0x4008101c, a32, 0xe1600070, 0x0",
    "0x4008102c:  01600071  smceq    #1, 0x4008102c, a32, 0x01600071, 0x1",
    "0x40081066:  f7f4 8000  smc      #4, 0x40081066, t32, 0xf7f48000, 0x4",
  })
  void aTrappedSmcIsAtTheReturnAddress(
      String line, String elr, String isa, String word, String imm) {
    String trap = record("12 [Hypervisor Trap]", "EL1 to EL2", "0x13/0x4e000000", elr);
    TraceEvent.Call call = call(IN + line + "\n\n" + trap).orElseThrow();
    assertEquals(Optional.of(Call.SMC), call.insn());
    assertEquals(isa, call.isa().orElseThrow().name().toLowerCase(java.util.Locale.ROOT));
    assertEquals(word, call.word().orElseThrow().text());
    assertEquals(Integer.decode(imm), call.imm().orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "0x40081904:  dfed       svc      #0xed, 0x40081906, 0xdfed, 0xed",
    "0x40081054:  ef4a4844  svc      #0x4a4844, 0x40081058, 0xef4a4844, 0x4a4844",
  })
  void anSvcHasTwoBytesOrFour(String line, String elr, String word, String imm) {
    String svc = record("2 [SVC]", "EL1 to EL2", "0x11/0x460000ed", elr);
    TraceEvent.Call call = call(IN + line + "\n\n" + svc).orElseThrow();
    assertEquals(word, call.word().orElseThrow().text());
    assertEquals(Integer.decode(imm), call.imm().orElseThrow());
  }

  @Test
  void whereAnSvcOfEitherSizeMayBeMeantNoneIs() {
    String both =
        IN
            + "0x40000100:  ef000001  svc      #1\n\n"
            + IN
            + "0x40000102:  df02       svc      #2\n";
    String svc = record("2 [SVC]", "EL1 to EL2", "0x11/0x46000001", "0x40000104");
    assertEquals(Optional.empty(), call(both + svc));
  }

  @Test
  void listedAgainAlikeItIsStillKnown() {
    assertTrue(call(LISTED + HVC + LISTED + HVC).isPresent());
  }

  /** Two guests of one hypervisor, or code that was written again: the old block may still run. */
  @Test
  void whereOthersWereListedTooNoneIsGiven() {
    String other = LISTED.replace("d4094902  hvc      #0x4a48", "d4000022  hvc      #1");
    assertEquals(Optional.empty(), call(LISTED + other + HVC));
    assertEquals(Optional.empty(), call(other + LISTED + HVC));
    assertEquals(Optional.empty(), call(other + LISTED + LISTED + HVC));
  }

  @Test
  void whatIsListedIsTakenEvenIfItIsAnotherCall() {
    String smc = LISTED.replace("d4094902  hvc", "d4094903  smc");
    assertEquals(Optional.of(Call.SMC), call(smc + HVC).orElseThrow().insn());
  }

  @Test
  void anInstructionThatIsNoCallSaysNothing() {
    assertEquals(Optional.empty(), call(LISTED.replace("hvc ", "nop ") + HVC));
    assertEquals(Optional.empty(), call(IN + "0x40080318:  d4094902  hvc      #1\n" + HVC));
  }

  /** -d out_asm prints code of the host alike, which may be an Arm machine. */
  @Test
  void onlyWhatStandsInAListingIsOne() {
    assertEquals(Optional.empty(), call("0x40080314:  d4094902  hvc      #0x4a48\n" + HVC));
  }

  @Test
  void behindALineThatCannotBeReadNothingIsKnown() {
    Collected read = Collected.from(LISTED + "0x400803\u0001\n" + HVC);
    assertEquals(1, read.bad().size());
    assertEquals(List.of("entry"), read.events().stream().map(TraceEvent::kind).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"5 [IRQ]", "1 [Undefined Instruction]", "4 [Data Abort]"})
  void anExceptionThatIsNoCallHasNone(String name) {
    assertEquals(
        Optional.empty(),
        call(LISTED + HVC.replace("11 [Hypervisor Call]", name).replace("0x16/0x5a", "0x0/0x02")));
  }

  @Test
  void aHypervisorTrapOfAnotherClassHasNone() {
    String trap = record("12 [Hypervisor Trap]", "EL1 to EL2", "0x18/0x62000000", "0x40080314");
    assertEquals(Optional.empty(), call(LISTED + trap));
  }

  @Test
  void anOperandOfAnotherDisassemblerIsReadToo() {
    assertEquals(
        OptionalInt.of(0x4a48),
        call(LISTED.replace("hvc      #0x4a48", "hvc\t0x00004a48\t; x") + HVC).orElseThrow().imm());
    assertEquals(
        OptionalInt.empty(), call(LISTED.replace("#0x4a48", "x") + HVC).orElseThrow().imm());
  }

  private static String bytes(String address, String... lines) {
    return IN + address + ":  \nOBJD-T: " + String.join("\nOBJD-T: ", lines) + "\n\n";
  }

  /** The bytes are those of the lines above, each preceded by another instruction. */
  @ParameterizedTest
  @CsvSource({
    "0x40080310, 1f2003d5024909d4, 11 [Hypervisor Call], 0x40080318, 0xd4094902",
    "0x40081018, 00f020e3700060e1, 13 [Secure Monitor Call], 0x40081020, 0xe1600070",
    "0x40081064, 00bff4f70080, 13 [Secure Monitor Call], 0x4008106a, 0xf7f48000",
    "0x40081902, 00bfeddf, 2 [SVC], 0x40081906, 0xdfed",
    "0x40080310, 024909d41f2003d5, 11 [Hypervisor Call], 0x40080318, none",
    "0x40080310, 024909d41f2003d5, 11 [Hypervisor Call], 0x40080314, none",
  })
  void withoutADisassemblerTheLastBytesOfABlockAreTheCall(
      String address, String line, String name, String elr, String word) {
    String exception = record(name, "EL1 to EL2", "0x16/0x5a004a48", elr);
    Collected read = Collected.from(bytes(address, line) + exception);
    Optional<InstructionWord> found =
        read.events().get(0) instanceof TraceEvent.Call call ? call.word() : Optional.empty();
    assertEquals(word, found.map(InstructionWord::text).orElse("none"));
  }

  @Test
  void whatBytesAreOfIsTheExceptionsWord() {
    String log = bytes("0x40080310", "1f2003d5024909d4") + HVC;
    TraceEvent.Call call = call(log).orElseThrow();
    assertEquals(Optional.of(Call.HVC), call.insn());
    assertEquals(OptionalInt.empty(), call.imm(), "no line says it but the word");
    assertEquals(
        "isa, word from in_asm, which lists no other call before elr;"
            + " insn, cpu, el from the exception",
        Collected.from(log).reconstructed().get(0));
  }

  @Test
  void bytesGoOnInLinesOf32() {
    String nops = "1f2003d5".repeat(8);
    assertTrue(call(bytes("0x400802f4", nops, "024909d4") + HVC).isPresent());
    // A T32 call may begin in one line and end in the next.
    String smc = record("13 [Secure Monitor Call]", "EL1 to EL3", "0x13/0x4e000000", "0x40081022");
    String halves = "00bf".repeat(15) + "f4f7";
    assertTrue(call(bytes("0x40081000", halves, "0080") + smc).isPresent());
  }

  @Test
  void bytesThatAreDamagedOrWithoutAnAddressAreOfNothing() {
    assertEquals(Optional.empty(), call(bytes("0x40080310", "1f2003d5024909dx") + HVC));
    assertEquals(Optional.empty(), call(bytes("0x40080310", "1f2003d5024909d") + HVC));
    assertEquals(Optional.empty(), call(IN + "OBJD-T: 024909d4\n\n" + HVC));
  }

  /** svcle #0 of A32 ends as svc #0 of T16 does. */
  @Test
  void bytesThatAreACallInTwoInstructionSetsAreNone() {
    String svc = record("2 [SVC]", "EL1 to EL2", "0x11/0x46000000", "0x40081038");
    assertEquals(Optional.empty(), call(bytes("0x40081034", "000000df") + svc));
  }

  @Test
  void ofMoreCallsThanItRemembersItGivesNone() {
    StringBuilder full = new StringBuilder(IN);
    for (int i = 0; i < Listings.MOST; i++) {
      full.append(String.format("0x%08x:  d4000002  hvc      #0%n", 0x5000_0000 + 4 * i));
    }
    String first = full + "\n" + HVC.replace("0x40080318", "0x50000004");
    assertTrue(call(first).isPresent());
    assertEquals(Optional.empty(), call(full + "\n" + LISTED + HVC));
  }
}
