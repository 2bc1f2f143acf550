// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.fuzz;

import org.armcall.traces.format.LogFormat;

/** Fuzz targets: each reader of logs, by {@link LogContract}. */
class LogFuzzTest {
  @FuzzTarget
  void qemuInt(byte[] log) {
    LogContract.isKept(LogFormat.QEMU_INT, log);
  }

  @FuzzTarget
  void ftrace(byte[] log) {
    LogContract.isKept(LogFormat.FTRACE, log);
  }

  @FuzzTarget
  void tarmac(byte[] log) {
    LogContract.isKept(LogFormat.TARMAC, log);
  }

  @FuzzTarget
  void canonical(byte[] log) {
    LogContract.isKept(LogFormat.CANONICAL, log);
  }

  @FuzzTarget
  void qemuTrace(byte[] log) {
    LogContract.isKept(LogFormat.QEMU_TRACE, log);
  }

  @FuzzTarget
  void execlog(byte[] log) {
    LogContract.isKept(LogFormat.EXECLOG, log);
  }

  @FuzzTarget
  void opencsd(byte[] log) {
    LogContract.isKept(LogFormat.OPENCSD, log);
  }

  @FuzzTarget
  void console(byte[] log) {
    LogContract.isKept(LogFormat.CONSOLE, log);
  }
}
