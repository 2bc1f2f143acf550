// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.armcall.checker.cli.Words;
import org.armcall.model.namespace.Breach;
import org.armcall.model.namespace.CallPattern;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.Clash;
import org.armcall.model.namespace.Registry;

/** The registry as another program reads it. */
final class NamespaceJson {
  private NamespaceJson() {}

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ObjectNode of(Claim claim) {
    CallPattern calls = claim.calls();
    ObjectNode node = object();
    node.put("owner", claim.owner().name());
    node.put("name", claim.name());
    ArrayNode conduits = node.putArray("conduits");
    calls.conduits().forEach(each -> conduits.add(each.name().toLowerCase(Locale.ROOT)));
    node.put("immediates", calls.immediates().text());
    node.put("ids", calls.ids().text());
    calls.numberIn().ifPresent(where -> node.put("numberIn", where));
    node.put("width", calls.width().text());
    ArrayNode layers = node.putArray("layers");
    calls.layers().forEach(each -> layers.add(each.text()));
    claim.since().ifPresent(version -> node.put("since", version));
    node.put("status", claim.status().text());
    node.put("block", claim.isBlock());
    claim.doubt().ifPresent(why -> node.put("unconfirmed", why));
    node.put("source", claim.source());
    return node;
  }

  static ObjectNode of(Asked asked, Registry registry) {
    ObjectNode node = object();
    node.put("value", asked.text());
    if (asked.conduit().isEmpty()) {
      node.put("range", asked.id().owner().meaning());
    }
    ArrayNode claims = node.putArray("claims");
    asked.claims(registry).forEach(claim -> claims.add(of(claim)));
    return node;
  }

  static ObjectNode of(int claims, List<Clash> clashes, List<Breach> breaches) {
    ObjectNode node = object();
    node.put("claims", claims);
    ArrayNode found = node.putArray("clashes");
    for (Clash clash : clashes) {
      ObjectNode each = found.addObject();
      each.put("kind", clash.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
      each.put("sentence", clash.sentence());
      each.put("example", Words.hex8(clash.example().value()));
      each.set("first", of(clash.first()));
      each.set("second", of(clash.second()));
    }
    ArrayNode broken = node.putArray("breaches");
    for (Breach breach : breaches) {
      ObjectNode each = broken.addObject();
      each.put("kind", breach.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
      each.put("sentence", breach.sentence());
      each.set("claim", of(breach.claim()));
    }
    return node;
  }
}
