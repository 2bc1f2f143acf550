// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.Optional;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.PartialWord;
import org.armcall.model.syndrome.SyndromeLayout;

/**
 * Takes the immediate from the syndrome where the architecture puts it there, and says why where it
 * does not (IMM-IN-SYNDROME, IMM-SMC32-LOST, IMM-SVC-CONDITIONAL).
 */
public final class SyndromeImmediate implements ImmediateSource {
  @Override
  public ImmediateRead read(ExceptionEntry entry) {
    Optional<PartialWord> syndrome = entry.syndrome();
    if (syndrome.isEmpty()) {
      return new ImmediateRead.Unavailable(
          entry.target() + " in this state has no syndrome register");
    }
    PartialWord word = syndrome.get();
    if (!word.mayRelyOn(SyndromeLayout.EC.mask())) {
      return new ImmediateRead.Unavailable("the exception class is UNKNOWN");
    }
    Optional<ExceptionClass> exceptionClass = SyndromeLayout.exceptionClass(word.value());
    if (exceptionClass.flatMap(ExceptionClass::call).isEmpty()) {
      return new ImmediateRead.Unavailable("the syndrome is not that of a call");
    }
    if (exceptionClass.get() == ExceptionClass.SMC32) {
      return new ImmediateRead.Unavailable(
          "the syndrome of an SMC from AArch32 does not hold the immediate");
    }
    if (!word.mayRelyOn(SyndromeLayout.IMM16.mask())) {
      return new ImmediateRead.Unavailable("ISS[15:0] is UNKNOWN: the SVC was conditional");
    }
    return new ImmediateRead.Recovered(
        new Immediate(SyndromeLayout.IMM16.extract(word.value()), SyndromeLayout.IMM16.width()),
        "ISS[15:0]");
  }
}
