// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.armcall.emulator.machine.HandlerStep;
import org.armcall.model.convention.CallWidth;
import org.armcall.model.convention.SmcccResult;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.function.FunctionId;
import org.armcall.model.psci.PsciFunction;

/**
 * What a caller finds out by: SMCCC_VERSION and SMCCC_ARCH_FEATURES (DEN0028 section 7, from 1.1),
 * PSCI_FEATURES of SMCCC_VERSION, by which a caller knows that it may ask (whoever answers the one
 * answers the other), and at one owner the general queries for the UID and the revision (section
 * 6.2).
 *
 * @param version of the convention
 * @param owner at which it says who it is; 0 if nowhere
 * @param identity its UID
 */
public record Discovery(SmcccVersion version, int owner, UUID identity) implements Functions {
  /** SMCCC_VERSION. */
  private static final FunctionId SMCCC_VERSION = new FunctionId(0x8000_0000);

  private static final FunctionId ARCH_FEATURES = new FunctionId(0x8000_0001);
  private static final int UID = 0xff01;
  private static final int REVISION = 0xff03;
  private static final long WORD = 0xffff_ffffL;

  @Override
  public Optional<Supplier<HandlerStep>> find(Request request, FunctionId id) {
    if (version.isAtLeast(SmcccVersion.V1_1) && id.equals(SMCCC_VERSION)) {
      return Optional.of(() -> request.answered(word(version)));
    }
    if (version.isAtLeast(SmcccVersion.V1_1) && id.equals(ARCH_FEATURES)) {
      return Optional.of(() -> request.answered(features(request)));
    }
    if (id.equals(PsciFunction.PSCI_FEATURES.id32()) && asked(request).equals(SMCCC_VERSION)) {
      boolean there = version.isAtLeast(SmcccVersion.V1_1);
      return Optional.of(
          () -> request.answered((there ? SmcccResult.SUCCESS : SmcccResult.NOT_SUPPORTED).code()));
    }
    if (owner == 0 || !id.isGeneralQuery() || id.ownerNumber() != owner) {
      return Optional.empty();
    }
    return switch (id.number()) {
      case UID -> Optional.of(() -> request.answered(words(identity)));
      case REVISION -> Optional.of(() -> request.answered(1, 0));
      default -> Optional.empty();
    };
  }

  private static long features(Request request) {
    FunctionId asked = asked(request);
    boolean there = asked.equals(SMCCC_VERSION) || asked.equals(ARCH_FEATURES);
    return (there ? SmcccResult.SUCCESS : SmcccResult.NOT_SUPPORTED).code();
  }

  private static FunctionId asked(Request request) {
    return new FunctionId((int) request.argument(1, CallWidth.CALL32));
  }

  /** Major in bits 30:16, minor in bits 15:0. */
  private static long word(SmcccVersion version) {
    return 1 << 16 | (version.compareTo(SmcccVersion.V1_0));
  }

  /** Four bytes a register, the first in the lowest place. */
  private static long[] words(UUID identity) {
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(identity.getMostSignificantBits()).putLong(identity.getLeastSignificantBits());
    bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
    long[] words = new long[4];
    for (int index = 0; index < words.length; index++) {
      words[index] = bytes.getInt() & WORD;
    }
    return words;
  }
}
