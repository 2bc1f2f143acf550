// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes small canonical traces by hand, of an Armv7 guest whose SMCs are trapped. */
final class Trace {
  private final StringBuilder text;
  private int seq;

  private Trace(String header) {
    text = new StringBuilder(header).append('\n');
  }

  static Trace recordedBy(String format) {
    return new Trace("{\"armcall\":1,\"source\":{\"format\":\"" + format + "\"}}");
  }

  static Trace ofEmulator() {
    return recordedBy("emulator");
  }

  static Trace ofEmulator(String platform) {
    return new Trace(
        "{\"armcall\":1,\"source\":{\"format\":\"emulator\"},\"platform\":\"" + platform + "\"}");
  }

  /** An event of processor 0; quotes are written as apostrophes. */
  Trace event(String fields) {
    text.append("{\"seq\":")
        .append(++seq)
        .append(",\"cpu\":0,")
        .append(fields.replace('\'', '"'))
        .append("}\n");
    return this;
  }

  Trace line(String line) {
    text.append(line).append('\n');
    return this;
  }

  /** An A32 SMC at 0x8000 that HCR.TSC traps: two events, the second of them the entry. */
  Trace trappedSmc(String word) {
    return event(
            "'kind':'call','insn':'smc','isa':'a32','el':1,'pc':'0x8000','word':'" + word + "'")
        .event(
            "'kind':'entry','fromEl':1,'toEl':2,'toState':'a32','syndrome':'0x4e000000','elr':'0x8000','spsr':'0x600001d3','vector':'0x1014'");
  }

  /** A T32 SMC at an address that HCR.TSC traps. */
  Trace trappedThumbSmc(String pc, String word) {
    return event(
            "'kind':'call','insn':'smc','isa':'t32','el':1,'pc':'" + pc + "','word':'" + word + "'")
        .event(
            "'kind':'entry','fromEl':1,'toEl':2,'toState':'a32','syndrome':'0x4e000000','elr':'"
                + pc
                + "','spsr':'0x600001f3','vector':'0x1014'");
  }

  Trace fetch(String va, String bytes) {
    return event("'kind':'fetch','va':'" + va + "','bytes':'" + bytes + "'");
  }

  Trace recovered(String imm) {
    return event(
        "'kind':'decision','policy':'memory-immediate','result':'recovered','imm':'"
            + imm
            + "','provenance':'fetch','dispatch':'hypercall'");
  }

  Trace back(String pc) {
    return event("'kind':'return','fromEl':2,'toEl':1,'pc':'" + pc + "'");
  }

  String text() {
    return text.toString();
  }

  ReplayResult replay() {
    try {
      Path file = Files.createTempFile("armcall-trace", ".ndjson");
      try {
        Files.writeString(file, text);
        return Replay.run(ReplayRequest.of(file));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
