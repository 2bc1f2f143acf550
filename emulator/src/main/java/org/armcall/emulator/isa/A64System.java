// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.A64Registers.get;
import static org.armcall.emulator.isa.A64Registers.set;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.armcall.model.instruction.Call;

/** Calls, exceptions, system registers, hints and barriers (DDI 0487 C4.1.92). */
final class A64System {
  /** Registers that MSR cannot write: there it is UNDEFINED. */
  private static final Set<SystemRegister> READ_ONLY =
      Set.of(SystemRegister.MIDR_EL1, SystemRegister.MPIDR_EL1, SystemRegister.CURRENT_EL);

  private static final Map<Integer, SystemRegister> REGISTERS = registers();

  /** A hint that has a name. */
  private record NamedHint(int number, String name) {}

  private static final List<NamedHint> HINTS =
      List.of(
          new NamedHint(0, "nop"),
          new NamedHint(1, "yield"),
          new NamedHint(2, "wfe"),
          new NamedHint(3, "wfi"),
          new NamedHint(4, "sev"),
          new NamedHint(5, "sevl"),
          new NamedHint(16, "esb"),
          new NamedHint(20, "csdb"),
          new NamedHint(32, "bti"),
          new NamedHint(34, "bti c"),
          new NamedHint(36, "bti j"),
          new NamedHint(38, "bti jc"));

  private static final List<String> BARRIERS =
      List.of(
          "#0", "oshld", "oshst", "osh", "#4", "nshld", "nshst", "nsh", "#8", "ishld", "ishst",
          "ish", "#12", "ld", "st", "sy");

  private A64System() {}

  static void add(Rows rows) {
    for (Call call : Call.values()) {
      rows.callRow(call).as(call.mnemonic() + " <#i>").does(f -> rows.call(call, f));
    }
    rows.row("BRK", "1101 0100 001 iiiiiiiiiiiiiiii 000 00")
        .as("brk <#i>")
        .does(
            f -> {
              int comment = f.get('i');
              return core -> core.breakpoint(comment);
            });
    rows.row("HLT", "1101 0100 010 iiiiiiiiiiiiiiii 000 00")
        .as("hlt <#i>")
        .does(f -> Core::undefined);
    rows.row("UDF", "0000 0000 0000 0000 iiiiiiiiiiiiiiii")
        .as("udf <#i>")
        .does(f -> Core::undefined);
    rows.row("ERET", "1101011 0100 11111 0000 0 0 11111 00000")
        .as("eret")
        .does(f -> Core::exceptionReturn);
    hints(rows);
    barriers(rows);
    registers(rows);
    pstate(rows, "spsel", "000", "101", PstateField.SP_SELECT);
    pstate(rows, "daifset", "011", "110", PstateField.DAIF_SET);
    pstate(rows, "daifclr", "011", "111", PstateField.DAIF_CLEAR);
    A64Maintenance.add(rows);
  }

  private static void hints(Rows rows) {
    Row.Draft row = rows.row("HINT", "1101 0101 0000 0011 0010 iiiiiii 11111");
    HINTS.forEach(hint -> row.as(hint.name(), "i=" + hint.number()));
    row.as("hint <#i>")
        .does(
            f -> {
              int number = f.get('i');
              return switch (number) {
                case 1 -> Core::yield;
                case 2 -> Core::waitForEvent;
                case 3 -> Core::waitForInterrupt;
                case 4 -> core -> core.sendEvent(true);
                case 5 -> core -> core.sendEvent(false);
                default -> core -> {};
              };
            });
  }

  private static void barriers(Rows rows) {
    rows.row("CLREX", "1101 0101 0000 0011 0011 iiii 010 11111")
        .as("clrex", "i=15")
        .as("clrex <#i>")
        .does(f -> Core::clearExclusive);
    rows.row("DSB", "1101 0101 0000 0011 0011 iiii 100 11111")
        .as("ssbb", "i=0")
        .as("pssbb", "i=4")
        .as("dsb <barrier>")
        .does(f -> Core::barrier);
    rows.row("DMB", "1101 0101 0000 0011 0011 iiii 101 11111")
        .as("dmb <barrier>")
        .does(f -> Core::barrier);
    rows.row("ISB", "1101 0101 0000 0011 0011 iiii 110 11111")
        .as("isb", "i=15")
        .also("isb <barrier>", "")
        .as("isb <#i>")
        .does(f -> Core::barrier);
  }

  private static void registers(Rows rows) {
    rows.row("MSR (register)", "1101 0101 000 1 r pppnnnnmmmmqqq ttttt")
        .where(f -> register(f).isPresent())
        .as("msr <sysreg>, <Xt>")
        .does(
            f -> {
              SystemRegister register = register(f).orElseThrow();
              int t = f.get('t');
              if (READ_ONLY.contains(register)) {
                return Core::undefined;
              }
              return core -> core.system(register, get(core, t));
            });
    rows.row("MRS", "1101 0101 001 1 r pppnnnnmmmmqqq ttttt")
        .where(f -> register(f).isPresent())
        .as("mrs <Xt>, <sysreg>")
        .does(
            f -> {
              SystemRegister register = register(f).orElseThrow();
              int t = f.get('t');
              return core -> set(core, t, core.system(register));
            });
  }

  private static Optional<SystemRegister> register(Fields f) {
    return Optional.ofNullable(
        REGISTERS.get(key(f.get('r') + 2, f.get('p'), f.get('n'), f.get('m'), f.get('q'))));
  }

  private static int key(int op0, int op1, int crn, int crm, int op2) {
    return op0 << 14 | op1 << 11 | crn << 7 | crm << 3 | op2;
  }

  private static int[] numbers(SystemRegister register) {
    String[] parts = register.aarch64().split("\\.", -1);
    int[] numbers = new int[parts.length];
    for (int index = 0; index < parts.length; index++) {
      numbers[index] = Integer.parseInt(parts[index]);
    }
    return numbers;
  }

  private static Map<Integer, SystemRegister> registers() {
    Map<Integer, SystemRegister> registers = new HashMap<>();
    for (SystemRegister register : SystemRegister.values()) {
      if (!register.aarch64().isEmpty()) {
        int[] n = numbers(register);
        registers.put(key(n[0], n[1], n[2], n[3], n[4]), register);
      }
    }
    return registers;
  }

  private static void pstate(Rows rows, String name, String op1, String op2, PstateField field) {
    rows.row(
            "MSR (immediate, " + name + ")",
            "1101 0101 0000 0 " + op1 + " 0100 iiii " + op2 + " 11111")
        .where(f -> field != PstateField.SP_SELECT || f.get('i') < 2)
        .as("msr " + name + ", <#i>")
        .does(
            f -> {
              int value = f.get('i');
              return core -> core.pstate(field, value);
            });
  }

  /** The name of a system register. */
  record RegisterName() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      String name = text.takeName().orElse("");
      Optional<SystemRegister> register =
          SystemRegister.ofName(name)
              .filter(found -> found.text().equalsIgnoreCase(name))
              .filter(found -> !found.aarch64().isEmpty());
      if (register.isEmpty()) {
        return text.refuse("'" + name + "' is not a system register that the emulator has");
      }
      int[] n = numbers(register.get());
      return fields.put('r', n[0] - 2)
          && fields.put('p', n[1])
          && fields.put('n', n[2])
          && fields.put('m', n[3])
          && fields.put('q', n[4]);
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add(register(fields).orElseThrow().text().toLowerCase(Locale.ROOT));
    }
  }

  /** The kind of a barrier, by name or number. */
  record Barrier() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      int before = text.position();
      int number = BARRIERS.indexOf(text.takeName().orElse("").toLowerCase(Locale.ROOT));
      if (number >= 0) {
        return fields.put('i', number);
      }
      text.position(before);
      OptionalLong value = text.takeExpression();
      return (value.isPresent() && fields.put('i', value.getAsLong()))
          || text.refuse("the kind of barrier is missing");
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add(BARRIERS.get(fields.get('i')));
    }
  }
}
