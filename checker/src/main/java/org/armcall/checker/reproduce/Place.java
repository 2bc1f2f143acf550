// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

/**
 * Where an image keeps what it measured of a step.
 *
 * @param kind what it is
 * @param step the number of the step, from 0
 * @param register the register's number; 0 where the kind has none
 */
record Place(Kind kind, int step, int register) {
  /** What an image measures. */
  enum Kind {
    /** A register as the caller found it after the call. */
    RESULT,
    /** A register as the callee in the image found it. */
    SEEN,
    /** How many bytes behind the call the caller went on; after an exception, its ELR. */
    LANDING,
    /** 1 where the caller went on in an exception instead. */
    STRAY
  }

  static Place result(int step, int register) {
    return new Place(Kind.RESULT, step, register);
  }

  static Place seen(int step, int register) {
    return new Place(Kind.SEEN, step, register);
  }

  static Place landing(int step) {
    return new Place(Kind.LANDING, step, 0);
  }

  static Place stray(int step) {
    return new Place(Kind.STRAY, step, 0);
  }
}
