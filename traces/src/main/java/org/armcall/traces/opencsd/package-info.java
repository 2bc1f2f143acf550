// SPDX-License-Identifier: Apache-2.0

/** Reads what OpenCSD's {@code trc_pkt_lister} lists of the trace of an ETM or ETE. */
package org.armcall.traces.opencsd;
