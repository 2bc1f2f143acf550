// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import java.util.Optional;

/**
 * The first line of a canonical trace.
 *
 * @param source what recorded it
 * @param platform the machine: a preset's name, or a platform file beside the trace
 */
public record TraceHeader(Source source, Optional<String> platform) {
  /** The version of the format that is written and read. */
  public static final int VERSION = 1;

  /** The {@link Source#format} of what armcall's own emulator records. */
  public static final String EMULATOR = "emulator";

  /**
   * What recorded a trace.
   *
   * @param format what the events were made from: {@value #EMULATOR}, {@code qemu-int} and so on
   * @param tool the program and its version
   * @param file the log that the events' {@code line} counts in, or the scenario that was run
   */
  public record Source(String format, Optional<String> tool, Optional<String> file) {}

  /** A trace of the emulator's. */
  public static TraceHeader ofEmulator(String tool, Optional<String> file, String platform) {
    return new TraceHeader(new Source(EMULATOR, Optional.of(tool), file), Optional.of(platform));
  }
}
