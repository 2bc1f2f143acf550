// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.rule;

/** A family of rules: the subject that the first part of a rule id names. */
public enum Family {
  /** Instruction encodings. */
  ENC,
  /** Routing, traps, UNDEFINED. */
  ROU,
  /** The syndrome register. */
  SYN,
  /** Return address, IT, single-step, BTYPE. */
  RET,
  /** Availability and recovery of the immediate. */
  IMM,
  /** The function identifier. */
  FID,
  /** The register contract. */
  REG,
  /** Results and unknown functions. */
  RES,
  /** The power state coordination interface. */
  PSC,
  /** The sequence of calls and answers. */
  SEQ,
  /** Who owns which identifier and which immediate. */
  NSP,
  /** How a client finds out what it may call. */
  DIS
}
