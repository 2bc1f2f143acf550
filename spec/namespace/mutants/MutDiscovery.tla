----------------------------- MODULE MutDiscovery -----------------------------
(* SPDX-License-Identifier: Apache-2.0                                       *)
(***************************************************************************)
(* Wrong clients.  Each .cfg in this directory substitutes one operator of *)
(* Discovery.tla by one of those below and must fail on the property that  *)
(* the manifest names and that its .cfg lists last; those before it hold.  *)
(***************************************************************************)
EXTENDS MCDiscovery

MOnFrom11     == With({s \in From11 : s.conduit = "hvc" /\ s.unknown = "minus one"}, {ByTheBook})
MOnUntold     == With({s \in From11 : s.told = {"psci"}}, {ByTheBook})
MOnAdvertised == With({s \in Advertised : s.unknown = "minus one"}, {ByTheBook})
MOnOld        == With({s \in Before11 : s.psci = 1 /\ s.unknown = "means"}, {ByTheBook})
MOnTree       == With({s \in Before11 : s.has \cap s.told # {}}, {ByTheBook})

\* Fails DIS_ALIVE: calls by the conduit that the tree does not name.
MutConduit == IF stack.method = "hvc" THEN "smc" ELSE "hvc"

\* Fails DIS_HARMLESS: takes PSCI 0.1 for 0.2, whose identifiers are fixed.
MutPsciNamed == stack.told # {}

\* Fails DIS_THERE: compares the owner and not the UID.
MutUidMatches(i, a) == a \in Interfaces

\* Fails DIS_THERE: uses what it knows, found or not.
MutToUse == found \cup {"arch"}

\* Fails DIS_THERE: an answer to ARCH_FEATURES that is not zero will do.
MutShown(q, a) ==
    IF q = "archf" THEN {"arch"}
    ELSE IF Negative(a) THEN {} ELSE IF q = "version" THEN {"psci"} ELSE {a} \cap Interfaces

\* Fails DIS_VERSION: NOT_SUPPORTED is taken for version 65535.65535.
MutNegative(a) == FALSE

\* Fails DIS_VERSION: the minor version is not looked at.
MutSmcccVersion(a) == 11

\* Fails DIS_FINDS: remembers what it found last.
MutKept(i) == i

\* Fails DIS_FINDS: forgets what the tree names.
MutNamed == {}

\* Fails DIS_FINDS: stops asking when it has found a hypervisor.
MutAsking == ToAsk # {} /\ found \cap Guests = {}

\* Fails DIS_ALLOWED: asks for UIDs as soon as there is PSCI 1.0.
MutMayAsk(q) ==
    CASE q = "version" -> PsciNamed
      [] q = "smccc"   -> got["features"] = "zero"
      [] OTHER         -> Psci >= 10

\* Fails DIS_ENDS: asks what it has asked.
MutOpen(q) == MayAsk(q)

=============================================================================
