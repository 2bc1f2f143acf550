// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc;

import java.util.ArrayList;
import java.util.List;
import tlc2.output.EC;
import tlc2.output.MPRecorder;
import tlc2.tool.TLCStateInfo;

/**
 * Everything that TLC says, as codes and parameters: the source of a result, rather than the text
 * that it prints.
 */
final class MessageLog extends MPRecorder {

  /** One message of TLC. */
  record Entry(int code, List<String> parameters) {}

  /** One state of an error trace. */
  record Step(int number, TLCStateInfo state) {}

  private final List<Entry> entries = new ArrayList<>();
  private final List<Step> trace = new ArrayList<>();
  private String backTo = "";
  private boolean stuttering;

  @Override
  public synchronized void record(int code, Object... parameters) {
    switch (code) {
      case EC.TLC_STATE_PRINT1, EC.TLC_STATE_PRINT2, EC.TLC_STATE_PRINT3 ->
          recordState(code, parameters);
      case EC.TLC_BACK_TO_STATE ->
          backTo = parameters.length > 0 ? String.valueOf(parameters[0]) : "";
      default -> {
        List<String> texts = new ArrayList<>();
        for (Object parameter : parameters) {
          texts.add(String.valueOf(parameter));
        }
        entries.add(new Entry(code, texts));
      }
    }
  }

  private void recordState(int code, Object... parameters) {
    if (code == EC.TLC_STATE_PRINT3) {
      stuttering = true;
    } else if (parameters.length > 1
        && parameters[0] instanceof TLCStateInfo info
        && parameters[1] instanceof Integer number
        && info.state != null) {
      trace.add(new Step(number, info));
    }
  }

  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  synchronized List<Step> trace() {
    return List.copyOf(trace);
  }

  /** The number of the state that a lasso goes back to; empty when there is none. */
  synchronized String backTo() {
    return backTo;
  }

  synchronized boolean stuttering() {
    return stuttering;
  }

  /** The parameters of the last message with this code; empty when there was none. */
  synchronized List<String> last(int code) {
    List<String> found = List.of();
    for (Entry entry : entries) {
      if (entry.code() == code) {
        found = entry.parameters();
      }
    }
    return found;
  }
}
