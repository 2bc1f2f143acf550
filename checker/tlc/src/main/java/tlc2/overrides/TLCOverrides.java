// SPDX-License-Identifier: Apache-2.0
package tlc2.overrides;

/**
 * The index of operator overrides: TLC looks up exactly this class name, and only one such class
 * may be on its class path.
 *
 * <p>An override that is not found is no error for TLC, which then evaluates the operator's TLA+
 * body. Each overridden operator therefore either has a body that fails, or a count that the check
 * compares with the manifest.
 */
public final class TLCOverrides implements ITLCOverrides {

  @Override
  @SuppressWarnings("rawtypes") // The interface is TLC's.
  public Class[] get() {
    return new Class[] {WitnessOverride.class, EqualityOverride.class, ContractOverride.class};
  }
}
