// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.memory.Fault;
import org.armcall.emulator.memory.FaultKind;
import org.armcall.emulator.memory.Stage;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where faults go and what they leave, worked out from the register descriptions: ESR_ELx and HSR
 * (DDI 0487 D24.2.40), DFSR and IFSR (G8.2.35, G8.2.75), HPFAR_EL2, SCR_EL3.EA, HCR_EL2.TEA.
 */
final class FaultReportsTest {
  private static final long VA = 0x1234_5678L;
  private static final long IPA = 0x8765_4321L;
  private static final long UPPER = 0xffffffffL << 32;
  private static final Fault STAGE_ONE = Fault.stageOne(FaultKind.TRANSLATION, 3);
  private static final Fault STAGE_TWO = Fault.stageTwo(FaultKind.TRANSLATION, 2, IPA, false);
  private static final Fault NOBODY = Fault.ofAccess(FaultKind.EXTERNAL);

  private static Bare wide(Mode mode) {
    return Bare.of(Machines.WIDE, mode, InstructionSet.A64);
  }

  private static Bare narrow(Mode mode) {
    return Bare.of(Machines.ARMV7, mode, InstructionSet.A32);
  }

  private static void went(Bare bare, ExceptionLevel level, Mode mode, int vector) {
    assertEquals(level, bare.cpu.status.level);
    assertEquals(mode, bare.cpu.status.mode);
    assertEquals(vector, bare.offset(level.number()));
  }

  /**
   * EC, IL, and in the ISS the status, WnR in bit 6, S1PTW in bit 7, CM in bit 8. WnR is 1 for
   * maintenance, whatever it does (DDI 0487 D24.2.40).
   */
  @ParameterizedTest
  @CsvSource({"read, 0x96000007", "write, 0x96000047", "maintenance, 0x96000147"})
  void aDataAbortSaysWhatTheAccessWas(String access, String syndrome) {
    Bare bare = wide(Mode.EL1H);
    if (access.equals("maintenance")) {
      bare.parts.aborts().maintenance(STAGE_ONE, VA);
    } else {
      bare.parts.aborts().data(STAGE_ONE, VA, access.equals("write"));
    }
    went(bare, ExceptionLevel.EL1, Mode.EL1H, 0x200);
    assertEquals(Long.decode(syndrome), bare.get(SystemRegister.ESR_EL1).value());
    assertEquals(UPPER | 0xfff800, bare.get(SystemRegister.ESR_EL1).unreliable());
    assertEquals(VA, bare.get(SystemRegister.FAR_EL1).value());
    assertEquals(Bare.HERE, bare.get(SystemRegister.ELR_EL1).value());
  }

  /** DFSC 0b100001; only PC has a class of its own for it. */
  @Test
  void anAlignmentFaultOfDataIsADataAbort() {
    Bare bare = wide(Mode.EL1H);
    bare.parts.aborts().data(Fault.ofAccess(FaultKind.ALIGNMENT), VA, false);
    assertEquals(0x96000021L, bare.get(SystemRegister.ESR_EL1).value());
    assertEquals(UPPER | 0xfff800, bare.get(SystemRegister.ESR_EL1).unreliable());
  }

  /** FAR_EL1 has 64 bits for AArch64, and 32 for what came from AArch32. */
  @Test
  void aFaultAddressOfAarch32IsNarrow() {
    Bare narrow = Bare.of(Machines.WIDE, Mode.USR, InstructionSet.A32);
    narrow.also(SystemRegister.HCR_EL2, 1L << 31);
    narrow.parts.aborts().data(STAGE_ONE, 0x1_0000_0010L, false);
    assertEquals(0x10, narrow.get(SystemRegister.FAR_EL1).value());
    Bare wide = wide(Mode.EL0);
    wide.parts.aborts().data(STAGE_ONE, 0x1_0000_0010L, false);
    assertEquals(0x1_0000_0010L, wide.get(SystemRegister.FAR_EL1).value());
  }

  @Test
  void theClassSaysWhetherTheLevelChanged() {
    Bare application = wide(Mode.EL0);
    application.parts.aborts().data(STAGE_ONE, VA, false);
    went(application, ExceptionLevel.EL1, Mode.EL1H, 0x400);
    assertEquals(0x92000007L, application.get(SystemRegister.ESR_EL1).value());
    Bare fetch = wide(Mode.EL0);
    fetch.parts.aborts().instruction(STAGE_ONE, VA);
    assertEquals(0x82000007L, fetch.get(SystemRegister.ESR_EL1).value());
    assertEquals(UPPER | 0x1fff940, fetch.get(SystemRegister.ESR_EL1).unreliable());
    Bare kernel = wide(Mode.EL1T);
    kernel.parts.aborts().instruction(STAGE_ONE, VA);
    went(kernel, ExceptionLevel.EL1, Mode.EL1H, 0x000);
    assertEquals(0x86000007L, kernel.get(SystemRegister.ESR_EL1).value());
  }

  /** HCR_EL2.TGE: what goes to EL1 from EL0 goes to EL2; a kernel's own faults stay. */
  @Test
  void underTgeAnApplicationsFaultsGoToEl2() {
    Bare application = wide(Mode.EL0).also(SystemRegister.HCR_EL2, 1L << 27);
    application.parts.aborts().data(STAGE_ONE, VA, false);
    went(application, ExceptionLevel.EL2, Mode.EL2H, 0x400);
    assertEquals(VA, application.get(SystemRegister.FAR_EL2).value());
    Bare hypervisor = wide(Mode.EL2H);
    hypervisor.parts.aborts().data(STAGE_ONE, VA, false);
    went(hypervisor, ExceptionLevel.EL2, Mode.EL2H, 0x200);
    assertEquals(0x96000007L, hypervisor.get(SystemRegister.ESR_EL2).value());
    Bare monitor = wide3();
    monitor.parts.aborts().data(STAGE_ONE, VA, false);
    went(monitor, ExceptionLevel.EL3, Mode.EL3H, 0x200);
    assertEquals(VA, monitor.get(SystemRegister.FAR_EL3).value());
  }

  private static Bare wide3() {
    return new Bare(Machines.WIDE, Mode.EL3H, InstructionSet.A64, SecurityState.ROOT);
  }

  /** HPFAR_EL2[39:4] is IPA[47:12], for what the register's description lists. */
  @ParameterizedTest
  @CsvSource({
    "TRANSLATION, false, 0x92000006, true",
    "ACCESS_FLAG, false, 0x9200000a, true",
    "ADDRESS_SIZE, false, 0x92000002, true",
    "PERMISSION, false, 0x9200000e, false",
    "PERMISSION, true, 0x9200008e, true",
    "TRANSLATION, true, 0x92000086, true"
  })
  void aStageTwoFaultGoesToEl2(FaultKind kind, boolean onWalk, String syndrome, boolean valid) {
    Bare bare = wide(Mode.EL1H);
    bare.parts.aborts().data(Fault.stageTwo(kind, 2, IPA, onWalk), VA, false);
    went(bare, ExceptionLevel.EL2, Mode.EL2H, 0x400);
    assertEquals(Long.decode(syndrome), bare.get(SystemRegister.ESR_EL2).value());
    assertEquals(VA, bare.get(SystemRegister.FAR_EL2).value());
    assertEquals(valid ? 0x876540L : 0xff_ffff_fff0L, bare.get(SystemRegister.HPFAR_EL2).value());
    assertEquals(valid ? 0 : 0xff_ffff_fff0L, bare.get(SystemRegister.HPFAR_EL2).unreliable());
  }

  /** S1PTW is about stage 2 reading a stage-1 table: an external abort on a walk has it not. */
  @Test
  void aFaultOfStageOneIsNeverOnAWalkOfStageTwo() {
    Bare bare = wide(Mode.EL1H);
    Fault odd =
        new Fault(
            FaultKind.EXTERNAL_ON_WALK,
            Stage.ONE,
            2,
            OptionalLong.empty(),
            true,
            OptionalInt.empty());
    bare.parts.aborts().data(odd, VA, false);
    assertEquals(0x96000016L, bare.get(SystemRegister.ESR_EL1).value());
  }

  /** SCR_EL3.EA for EL3, HCR_EL2.TEA for EL2; neither moves a fault that is no external abort. */
  @Test
  void externalAbortsAreRouted() {
    long tea = 1L << 37;
    Bare trapped = wide(Mode.EL1H).also(SystemRegister.HCR_EL2, tea);
    trapped.parts.aborts().data(NOBODY, VA, false);
    went(trapped, ExceptionLevel.EL2, Mode.EL2H, 0x400);
    assertEquals(0x92000010L, trapped.get(SystemRegister.ESR_EL2).value());
    Bare internal = wide(Mode.EL1H).also(SystemRegister.HCR_EL2, tea);
    internal.also(SystemRegister.SCR_EL3, 8);
    internal.parts.aborts().data(STAGE_ONE, VA, false);
    went(internal, ExceptionLevel.EL1, Mode.EL1H, 0x200);
    for (Mode mode : new Mode[] {Mode.EL0, Mode.EL1H, Mode.EL2H}) {
      Bare firmware = wide(mode).also(SystemRegister.SCR_EL3, 8);
      firmware.parts.aborts().instruction(Fault.stageOne(FaultKind.EXTERNAL_ON_WALK, 1), VA);
      went(firmware, ExceptionLevel.EL3, Mode.EL3H, 0x400);
      assertEquals(0x82000015L, firmware.get(SystemRegister.ESR_EL3).value());
    }
    Bare without = Bare.of(Machines.WIDE_EL2, Mode.EL1H, InstructionSet.A64);
    without.also(SystemRegister.SCR_EL3, 8).parts.aborts().data(NOBODY, VA, false);
    went(without, ExceptionLevel.EL1, Mode.EL1H, 0x200);
    Bare secure =
        new Bare(Machines.WIDE, Mode.EL1H, InstructionSet.A64, SecurityState.SECURE)
            .also(SystemRegister.HCR_EL2, tea);
    secure.parts.aborts().data(NOBODY, VA, false);
    went(secure, ExceptionLevel.EL1, Mode.EL1H, 0x200);
  }

  private static Fault inDomain(FaultKind kind, int level) {
    return new Fault(kind, Stage.ONE, level, OptionalLong.empty(), false, OptionalInt.of(5));
  }

  /** DFSR, short: FS, domain in 7:4, WnR in bit 11, ExT in bit 12. */
  @ParameterizedTest
  @CsvSource({
    "TRANSLATION, 2, false, 0x57",
    "TRANSLATION, 2, true, 0x857",
    "TRANSLATION, 1, true, 0x855",
    "PERMISSION, 2, true, 0x85f",
    "DOMAIN, 1, false, 0x59",
    "EXTERNAL_ON_WALK, 2, false, 0x105e",
    "EXTERNAL, 0, true, 0x1858"
  })
  void theShortStatusOfADataAbort(FaultKind kind, int level, boolean write, String status) {
    Bare bare = narrow(Mode.SVC).set(SystemRegister.TCR_EL1, 0);
    bare.set(SystemRegister.FAR_EL1, 0x1111_1111_2222_2222L);
    bare.parts.aborts().data(inDomain(kind, level), VA, write);
    went(bare, ExceptionLevel.EL1, Mode.ABT, 0x10);
    assertEquals(Long.decode(status), bare.get(SystemRegister.ESR_EL1).value());
    assertEquals(0x1111_1111_0000_0000L | VA, bare.get(SystemRegister.FAR_EL1).value(), "DFAR");
    assertEquals(Bare.HERE + 8, bare.cpu.general.narrow(bare.cpu.row, 14).value());
  }

  /**
   * DFSR.Domain is UNKNOWN for a fault that is in none, and with LPAE for a permission fault (DDI
   * 0406C B4.1.52).
   */
  @ParameterizedTest
  @CsvSource({
    "DOMAIN, true, 0",
    "TRANSLATION, true, 0",
    "PERMISSION, true, 0xf0",
    "TRANSLATION, false, 0xf0",
    "PERMISSION, false, 0xf0"
  })
  void theDomainIsUnknownWhereThereIsNone(FaultKind kind, boolean domain, String unknown) {
    Bare bare = narrow(Mode.SVC).set(SystemRegister.TCR_EL1, 0);
    bare.parts.aborts().data(domain ? inDomain(kind, 2) : Fault.stageOne(kind, 2), VA, false);
    assertEquals(Long.decode(unknown), bare.get(SystemRegister.ESR_EL1).unreliable());
  }

  /** CM is bit 13 of DFSR, and WnR is 1 for maintenance. */
  @ParameterizedTest
  @CsvSource({"0, 0x2857", "0x80000000, 0x2a06"})
  void theStatusOfMaintenanceOfAarch32(String control, String status) {
    Bare bare = narrow(Mode.SVC).set(SystemRegister.TCR_EL1, Long.decode(control));
    bare.parts.aborts().maintenance(inDomain(FaultKind.TRANSLATION, 2), VA);
    assertEquals(Long.decode(status), bare.get(SystemRegister.ESR_EL1).value());
  }

  /** IFSR has neither a domain nor WnR; IFAR is beside DFAR. */
  @Test
  void thePrefetchAbortOfAarch32() {
    Bare bare = narrow(Mode.SVC).set(SystemRegister.TCR_EL1, 0);
    bare.set(SystemRegister.FAR_EL1, 0x1111_1111_2222_2222L);
    bare.parts.aborts().instruction(inDomain(FaultKind.PERMISSION, 2), VA);
    went(bare, ExceptionLevel.EL1, Mode.ABT, 0x0c);
    assertEquals(0xf, bare.get(SystemRegister.IFSR32_EL2).value());
    assertEquals(VA << 32 | 0x2222_2222L, bare.get(SystemRegister.FAR_EL1).value(), "IFAR");
    assertEquals(Bare.HERE + 4, bare.cpu.general.narrow(bare.cpu.row, 14).value());
  }

  /** With TTBCR.EAE=1: LPAE in bit 9, STATUS in 5:0. */
  @Test
  void theLongStatus() {
    Bare data = narrow(Mode.SVC).set(SystemRegister.TCR_EL1, 1L << 31);
    data.parts.aborts().data(inDomain(FaultKind.TRANSLATION, 2), VA, true);
    assertEquals(0xa06, data.get(SystemRegister.ESR_EL1).value());
    Bare fetch = narrow(Mode.SVC).set(SystemRegister.TCR_EL1, 1L << 31);
    fetch.parts.aborts().instruction(NOBODY, VA);
    assertEquals(0x1210, fetch.get(SystemRegister.IFSR32_EL2).value());
  }

  /**
   * HSR, HDFAR in FAR_EL2[31:0], HIFAR in FAR_EL2[63:32], HPFAR; vector 0x14 from outside. The half
   * that the fault is not about is UNKNOWN (AArch32.ReportHypEntry).
   */
  @Test
  void hypTakesTheFaultsOfStageTwo() {
    Bare data = narrow(Mode.SVC).set(SystemRegister.FAR_EL2, 0x1111_1111_2222_2222L);
    data.parts.aborts().data(STAGE_TWO, VA, true);
    went(data, ExceptionLevel.EL2, Mode.HYP, 0x14);
    assertEquals(0x92000046L, data.get(SystemRegister.ESR_EL2).value());
    assertEquals(VA, data.get(SystemRegister.FAR_EL2).low(32).value());
    assertEquals(UPPER, data.get(SystemRegister.FAR_EL2).unreliable());
    assertEquals(0x876540L, data.get(SystemRegister.HPFAR_EL2).value());
    assertEquals(Bare.HERE, data.get(SystemRegister.ELR_EL2).value());
    Bare fetch = narrow(Mode.USR).set(SystemRegister.FAR_EL2, 0x1111_1111_2222_2222L);
    fetch.parts.aborts().instruction(STAGE_TWO, VA);
    went(fetch, ExceptionLevel.EL2, Mode.HYP, 0x14);
    assertEquals(0x82000006L, fetch.get(SystemRegister.ESR_EL2).value());
    assertEquals(VA, fetch.get(SystemRegister.FAR_EL2).bits(63, 32).value());
    assertEquals(~UPPER, fetch.get(SystemRegister.FAR_EL2).unreliable());
  }

  /** From Hyp mode itself the vectors are those of the old table. */
  @Test
  void hypTakesItsOwnFaults() {
    Bare data = narrow(Mode.HYP);
    data.parts.aborts().data(STAGE_ONE, VA, false);
    went(data, ExceptionLevel.EL2, Mode.HYP, 0x10);
    assertEquals(0x96000007L, data.get(SystemRegister.ESR_EL2).value());
    Bare fetch = narrow(Mode.HYP);
    fetch.parts.aborts().instruction(STAGE_ONE, VA);
    went(fetch, ExceptionLevel.EL2, Mode.HYP, 0x0c);
    assertEquals(0x86000007L, fetch.get(SystemRegister.ESR_EL2).value());
    Bare firmware = narrow(Mode.HYP).also(SystemRegister.SCR_EL3, 8);
    firmware.parts.aborts().data(NOBODY, VA, false);
    went(firmware, ExceptionLevel.EL3, Mode.MON, 0x10);
    Bare own = narrow(Mode.SVC).also(SystemRegister.SCR_EL3, 8);
    own.parts.aborts().instruction(STAGE_ONE, VA);
    went(own, ExceptionLevel.EL1, Mode.ABT, 0x0c);
    Bare secure = new Bare(Machines.ARMV7, Mode.SVC, InstructionSet.A32, SecurityState.SECURE);
    secure.set(SystemRegister.TCR_EL1, 0).parts.aborts().data(NOBODY, VA, false);
    assertEquals(Mode.ABT, secure.cpu.status.mode, "without EA it is no exception of Monitor");
    assertEquals(ExceptionLevel.EL3, secure.cpu.status.level);
    assertEquals(0x10, secure.offset(1));
  }

  /** PC alignment: a class of its own, or the alignment status of a prefetch abort. */
  @Test
  void aMisalignedProgramCounter() {
    Bare wide = wide(Mode.EL0);
    wide.parts.aborts().pcAlignment();
    went(wide, ExceptionLevel.EL1, Mode.EL1H, 0x400);
    assertEquals(0x8a000000L, wide.get(SystemRegister.ESR_EL1).value());
    assertEquals(UPPER | 0x1ffffff, wide.get(SystemRegister.ESR_EL1).unreliable());
    assertEquals(Bare.HERE, wide.get(SystemRegister.FAR_EL1).value());
    Bare old = narrow(Mode.SVC).set(SystemRegister.TCR_EL1, 0);
    old.parts.aborts().pcAlignment();
    went(old, ExceptionLevel.EL1, Mode.ABT, 0x0c);
    assertEquals(1, old.get(SystemRegister.IFSR32_EL2).value());
    assertEquals(Bare.HERE, old.get(SystemRegister.FAR_EL1).value() >>> 32);
    Bare hyp = narrow(Mode.HYP);
    hyp.parts.aborts().pcAlignment();
    went(hyp, ExceptionLevel.EL2, Mode.HYP, 0x0c);
    assertEquals(0x8a000000L, hyp.get(SystemRegister.ESR_EL2).value());
    assertEquals(Bare.HERE, hyp.get(SystemRegister.FAR_EL2).value() >>> 32, "HIFAR");
  }

  /** BKPT taken to AArch32: a debug event; its fault address is UNKNOWN. */
  @Test
  void aBreakpointOfAarch32() {
    Bare shortFormat = narrow(Mode.SVC).set(SystemRegister.TCR_EL1, 0);
    shortFormat.parts.exceptions().breakpoint(1, 4);
    went(shortFormat, ExceptionLevel.EL1, Mode.ABT, 0x0c);
    assertEquals(2, shortFormat.get(SystemRegister.IFSR32_EL2).value());
    assertEquals(UPPER, shortFormat.get(SystemRegister.FAR_EL1).unreliable() & UPPER);
    Bare longFormat = narrow(Mode.SVC).set(SystemRegister.TCR_EL1, 1L << 31);
    longFormat.parts.exceptions().breakpoint(1, 4);
    assertEquals(0x222, longFormat.get(SystemRegister.IFSR32_EL2).value());
    for (Mode mode : new Mode[] {Mode.SVC, Mode.USR, Mode.HYP}) {
      Bare hyp = narrow(mode).also(SystemRegister.MDCR_EL2, 1 << 8);
      hyp.set(SystemRegister.FAR_EL2, 0);
      hyp.parts.exceptions().breakpoint(1, 2);
      went(hyp, ExceptionLevel.EL2, Mode.HYP, mode == Mode.HYP ? 0x0c : 0x14);
      long reason = mode == Mode.HYP ? 0x86000022L : 0x82000022L;
      assertEquals(reason, hyp.get(SystemRegister.ESR_EL2).value());
      assertEquals(-1L, hyp.get(SystemRegister.FAR_EL2).unreliable());
    }
  }

  /**
   * IFAR alone: DFAR, beside it, keeps what it held; UNKNOWN bits are as the machine fills them.
   */
  @Test
  void aBreakpointLeavesTheFaultAddressOfFetchesUnknown() {
    Bare bare =
        new Bare(
            Machines.ARMV7,
            new Start(Bare.HERE, Mode.SVC, InstructionSet.A32, SecurityState.NONSECURE),
            Fill.ZEROS,
            Behaviour.plainest());
    bare.set(SystemRegister.TCR_EL1, 0).set(SystemRegister.FAR_EL1, 0x1111_1111_2222_2222L);
    bare.parts.exceptions().breakpoint(1, 4);
    assertEquals(0x2222_2222L, bare.get(SystemRegister.FAR_EL1).value());
    assertEquals(UPPER, bare.get(SystemRegister.FAR_EL1).unreliable());
  }

  /** BRK and BKPT taken to AArch64: the comment, IL by the size, and HCR.TGE as MDCR.TDE. */
  @Test
  void aBreakpointOfAarch64() {
    Bare brk = wide(Mode.EL1H);
    brk.parts.exceptions().breakpoint(0x1234, 4);
    went(brk, ExceptionLevel.EL1, Mode.EL1H, 0x200);
    assertEquals(0xf2001234L, brk.get(SystemRegister.ESR_EL1).value());
    assertEquals(UPPER | 0x1ff0000, brk.get(SystemRegister.ESR_EL1).unreliable());
    Bare host = wide(Mode.EL0).also(SystemRegister.HCR_EL2, 1L << 27);
    host.parts.exceptions().breakpoint(1, 4);
    went(host, ExceptionLevel.EL2, Mode.EL2H, 0x400);
    Bare thumb = Bare.of(Machines.WIDE, Mode.USR, InstructionSet.T32);
    thumb.also(SystemRegister.HCR_EL2, 1L << 31);
    thumb.parts.exceptions().breakpoint(0xab, 2);
    went(thumb, ExceptionLevel.EL1, Mode.EL1H, 0x600);
    assertEquals(0xe00000abL, thumb.get(SystemRegister.ESR_EL1).value());
  }
}
