// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.Optional;
import org.armcall.model.psci.PsciResult;

/**
 * What a call left in X0 or R0, read as a result code (RES-SIGN).
 *
 * @param register the register; of AArch32 bits 31:0
 * @param width the width of the call
 */
public record ResultWord(long register, CallWidth width) {

  /** The register that says that code: sign-extended to the width of the call. */
  public static ResultWord of(int code, CallWidth width) {
    return new ResultWord(width == CallWidth.CALL32 ? code & 0xffff_ffffL : code, width);
  }

  /** The number: bits 31:0 of a 32-bit call, whatever stands above them; all 64 otherwise. */
  public long signed() {
    return width == CallWidth.CALL32 ? (int) register : register;
  }

  /** Whether it is an error code: negative, and one that fits 32 bits. */
  public boolean isError() {
    return signed() < 0 && signed() >= Integer.MIN_VALUE;
  }

  /** The result of the convention that it is, if any. */
  public Optional<SmcccResult> smccc() {
    return fitsCode() ? SmcccResult.of((int) signed()) : Optional.empty();
  }

  /** The result of PSCI that it is, if any. */
  public Optional<PsciResult> psci() {
    return fitsCode() ? PsciResult.of((int) signed()) : Optional.empty();
  }

  private boolean fitsCode() {
    return signed() == 0 || isError();
  }
}
