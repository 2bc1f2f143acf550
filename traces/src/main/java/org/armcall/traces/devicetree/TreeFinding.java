// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

/**
 * Something about calls in a device tree that a binding or a kernel objects to, or that is worth a
 * note.
 *
 * @param kind what
 * @param node the path of the node
 * @param offset where its first token stands in the compiled tree
 * @param sentence what is wrong there, in one sentence
 */
public record TreeFinding(Kind kind, String node, int offset, String sentence) {
  /** What can be found. */
  public enum Kind {
    /** The binding demands a method, or no call can be made without one. */
    METHOD_MISSING(true, "each binding; drivers/firmware/psci/psci.c: get_set_conduit_method"),
    /** The method is neither "smc" nor "hvc". */
    METHOD_UNKNOWN(true, "each binding; drivers/firmware/psci/psci.c: get_set_conduit_method"),
    /** A node that is compatible with PSCI 0.1 does not say the numbers of CPU_OFF and CPU_ON. */
    IDS_MISSING(true, "Documentation/devicetree/bindings/arm/psci.yaml: required"),
    /** A number is not one 32-bit cell. */
    ID_MALFORMED(true, "Documentation/devicetree/bindings/arm/psci.yaml: uint32"),
    /** Two functions have one number. */
    IDS_ALIKE(true, "Documentation/devicetree/bindings/arm/psci.yaml: properties"),
    /** Numbers that nobody uses, and that are not the standard's. */
    IDS_IGNORED(true, "Documentation/devicetree/bindings/arm/psci.yaml: compatible, PSCI 0.2"),
    /** The older version stands first in the list, where a kernel looks for the better match. */
    VERSIONS_REVERSED(true, "Documentation/devicetree/bindings/arm/psci.yaml: compatible"),
    /** A number that the binding demands is not there. */
    CALL_WITHOUT_ID(true, "Documentation/devicetree/bindings/firmware/arm,scmi.yaml: required"),
    /**
     * Processors are to be started by PSCI, and no node says how to call it. Boot loaders add the
     * node, so that of a tree that did not come from a running machine it proves nothing.
     */
    PSCI_MISSING(
        false,
        "Documentation/devicetree/bindings/arm/cpus.yaml: enable-method;"
            + " arch/arm64/kernel/psci.c: cpu_psci_cpu_prepare"),
    /** More than one node for PSCI; a kernel takes the first. */
    PSCI_TWICE(true, "drivers/firmware/psci/psci.c: psci_dt_init"),
    /** Numbers of PSCI that nobody uses, and that are the standard's. */
    IDS_REDUNDANT(false, "Documentation/devicetree/bindings/arm/psci.yaml: compatible, PSCI 0.2"),
    /** Some nodes are called by SMC and others by HVC: no binding forbids it. */
    CONDUITS_DIFFER(false, "Documentation/devicetree/bindings: none of these forbids it"),
    /** PSCI by SMC beside a hypervisor: the hypervisor sees it only if it traps SMC. */
    SMC_UNDER_HYPERVISOR(false, "DDI0487, HCR_EL2.TSC; Xen's own trees say hvc");

    private final boolean isFault;
    private final String source;

    Kind(boolean isFault, String source) {
      this.isFault = isFault;
      this.source = source;
    }

    /** Whether it is wrong; else it is a note. */
    public boolean isFault() {
      return isFault;
    }

    /** Who says so; paths are of the Linux tree. */
    public String source() {
      return source;
    }
  }
}
