// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.armcall.traces.source.LineCursor;

/**
 * Why a thread that runs a guest goes to the program that made it ({@code kvm_userspace_exit} of
 * include/trace/events/kvm.h).
 *
 * @param reason {@code KVM_EXIT_HYPERCALL} and others, a number in hexadecimal of one that the
 *     kernel has no name for; {@code restart} of a signal and {@code error} of another failure
 * @param number the reason's number; of a signal or failure that of the error, from 1
 */
record UserspaceExit(String reason, int number) {
  private static final Pattern REASON = Pattern.compile("KVM_EXIT_[A-Z0-9_]+|0x\\p{XDigit}{1,8}");
  private static final String RESTART = "restart";
  private static final String ERROR = "error";
  private static final int EINTR = 4;

  /** Behind these the guest does not go on where it was, if at all. */
  private static final Set<String> ENDS =
      Set.of(
          ERROR,
          "KVM_EXIT_SHUTDOWN",
          "KVM_EXIT_FAIL_ENTRY",
          "KVM_EXIT_INTERNAL_ERROR",
          "KVM_EXIT_SYSTEM_EVENT");

  /** The numbers of these in include/uapi/linux/kvm.h, and of the one that asks for an answer. */
  private static final Set<Integer> NUMBERS_OF_ENDS = Set.of(8, 9, 17, 24);

  private static final int HYPERCALL = 3;

  /** Reads {@code reason NAME (N)}, or the fields by their names; empty if that is not whole. */
  static Optional<UserspaceExit> of(LineCursor c) {
    if (RawFields.begins(c)) {
      return ofFields(RawFields.of(c));
    }
    String reason = c.literal("reason ").upTo(' ');
    int number = c.literal("(").decimal();
    c.literal(")");
    boolean known =
        reason.equals(RESTART) || reason.equals(ERROR) || REASON.matcher(reason).matches();
    return c.fitsWhole() && known
        ? Optional.of(new UserspaceExit(reason, number))
        : Optional.empty();
  }

  private static Optional<UserspaceExit> ofFields(RawFields fields) {
    if (!fields.has("reason", "errno")) {
      return Optional.empty();
    }
    int reason = (int) fields.value("reason");
    int error = -(int) fields.value("errno");
    if (error > 0) {
      return Optional.of(new UserspaceExit(error == EINTR ? RESTART : ERROR, error));
    }
    return Optional.of(
        new UserspaceExit(
            reason == HYPERCALL ? "KVM_EXIT_HYPERCALL" : "0x" + Integer.toHexString(reason),
            reason));
  }

  /** What a note says of it. */
  String text() {
    return "kvm_userspace_exit " + reason + " (" + number + ")";
  }

  /** Whether the guest did nothing for it: a signal came to the thread, which comes back. */
  boolean isRestart() {
    return reason.equals(RESTART);
  }

  /** Whether the guest does not go on from where it was. */
  boolean isEnd() {
    return ENDS.contains(reason) || reason.startsWith("0x") && NUMBERS_OF_ENDS.contains(number);
  }

  /** Whether that program answers the guest's call, and says where the guest goes on. */
  boolean isHypercall() {
    return reason.equals("KVM_EXIT_HYPERCALL");
  }
}
