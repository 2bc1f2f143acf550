// SPDX-License-Identifier: Apache-2.0
package tlc2.overrides;

import java.util.ArrayList;
import java.util.List;

/**
 * The index of operator overrides: TLC looks up exactly this class name, and only one such class
 * may be on its class path.
 *
 * <p>An override that is not found is no error for TLC, which then evaluates the operator's TLA+
 * body. Each overridden operator therefore either has a body that fails, or a count that the check
 * compares with the manifest.
 */
public final class TLCOverrides implements ITLCOverrides {

  private static final String EQUALITY = "tlc2.overrides.EqualityOverride";

  @Override
  @SuppressWarnings("rawtypes") // The interface is TLC's.
  public Class[] get() {
    List<Class<?>> classes = new ArrayList<>();
    classes.add(WitnessOverride.class);
    try {
      classes.add(Class.forName(EQUALITY, true, TLCOverrides.class.getClassLoader()));
    } catch (ClassNotFoundException e) {
      // Without it an equality model fails: its operators have bodies that fail, and no call is
      // counted.
      return classes.toArray(new Class[0]);
    }
    return classes.toArray(new Class[0]);
  }
}
