// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.replay;

import tlc2.value.impl.RecordValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/** A record of registers, with a number of its own. */
final class RegistersRecord extends RecordValue {
  private static final long serialVersionUID = 1;
  private static long made;

  private final long serial;

  RegistersRecord(UniqueString[] names, Value[] values) {
    super(names, values, true);
    serial = ++made;
  }

  long serial() {
    return serial;
  }
}
