// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.armcall.checker.cli.Words;
import org.armcall.model.instruction.Condition;
import org.armcall.model.syndrome.BitField;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.SyndromeLayout;

/** Explains a syndrome in words, from the layouts that the model declares. */
public final class SyndromeText {
  private SyndromeText() {}

  /** The fields on one line, for example {@code EC 0x16 HVC from AArch64, IL 1, imm16 0xea1}. */
  public static String oneLine(int syndrome) {
    List<String> parts = new ArrayList<>();
    for (BitField field : SyndromeLayout.of(SyndromeLayout.exceptionClass(syndrome))) {
      int value = field.extract(syndrome);
      if (field.equals(SyndromeLayout.EC)) {
        parts.add(String.format("EC 0x%02x %s", value, className(syndrome)));
      } else if (!field.reserved() || value != 0) {
        parts.add(field.name() + " " + (value < 10 ? value : Words.hex(value)));
      }
    }
    return String.join(", ", parts);
  }

  /** What the value of one field means. */
  public static String meaning(BitField field, int syndrome) {
    int value = field.extract(syndrome);
    if (field.equals(SyndromeLayout.EC)) {
      return className(syndrome);
    }
    if (field.equals(SyndromeLayout.IL)) {
      return value == 1 ? "32-bit instruction, or not applicable" : "16-bit instruction";
    }
    if (field.equals(SyndromeLayout.COND)) {
      return conditionMeaning(syndrome, value);
    }
    if (field.equals(SyndromeLayout.CCKNOWNPASS)) {
      return value == 0
          ? "the instruction was unconditional, or its condition passed"
          : "the instruction was conditional and might have failed";
    }
    if (field.equals(SyndromeLayout.CV)) {
      return value == 1 ? "COND holds the condition" : "COND holds no condition";
    }
    if (field.reserved() && value != 0) {
      return "reserved, and not zero: no conforming machine shows this";
    }
    return field.equals(SyndromeLayout.ISS) ? "not modelled for this class" : field.meaning();
  }

  /** What is wrong with the syndrome: combinations that no conforming machine shows. */
  static List<String> objections(int syndrome) {
    List<String> objections = new ArrayList<>();
    Optional<ExceptionClass> exceptionClass = SyndromeLayout.exceptionClass(syndrome);
    if (exceptionClass.isEmpty()) {
      objections.add(
          "EC "
              + Words.hex(SyndromeLayout.EC.extract(syndrome))
              + " is not allocated as far as this version knows");
      return objections;
    }
    boolean narrow = SyndromeLayout.IL.extract(syndrome) == 0;
    switch (exceptionClass.get()) {
      case HVC32, SMC32, HVC64, SMC64, SVC64 -> {
        if (narrow) {
          objections.add(
              "IL is 0, but "
                  + exceptionClass.get().call().orElseThrow()
                  + " from this state is never a 16-bit instruction");
        }
      }
      case UNKNOWN_REASON, ILLEGAL_STATE -> {
        if (narrow) {
          objections.add("IL is 0, but this class always shows 1");
        }
      }
      default -> {}
    }
    for (BitField field : SyndromeLayout.of(exceptionClass)) {
      if (field.reserved() && field.extract(syndrome) != 0) {
        objections.add("reserved bits " + field.range() + " are not zero");
      }
    }
    if (exceptionClass.get() == ExceptionClass.SMC32
        && SyndromeLayout.CCKNOWNPASS.extract(syndrome) == 0
        && (syndrome & (SyndromeLayout.CV.mask() | SyndromeLayout.COND.mask())) != 0) {
      objections.add("CV and COND are RES0 while CCKNOWNPASS is 0");
    }
    return objections;
  }

  static String className(int syndrome) {
    return SyndromeLayout.exceptionClass(syndrome)
        .map(ExceptionClass::meaning)
        .orElse("not allocated");
  }

  private static String conditionMeaning(int syndrome, int value) {
    if (SyndromeLayout.CCKNOWNPASS.extract(syndrome) == 0) {
      return "RES0 while CCKNOWNPASS is 0";
    }
    if (SyndromeLayout.CV.extract(syndrome) == 0) {
      return "UNKNOWN while CV is 0: look at SPSR.IT";
    }
    return value == 15 ? "not a condition" : Condition.of(value).name();
  }
}
