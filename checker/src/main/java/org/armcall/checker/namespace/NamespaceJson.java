// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.armcall.checker.cli.Words;
import org.armcall.model.namespace.CallPattern;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.Clash;
import org.armcall.model.namespace.Finding;
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
    asked.number().ifPresent(number -> node.put("number", number));
    if (asked.isIdentifier()) {
      node.put("range", asked.id().owner().meaning());
    }
    ArrayNode claims = node.putArray("claims");
    asked.claims(registry).forEach(claim -> claims.add(of(claim)));
    return node;
  }

  static ObjectNode of(int claims, List<Finding> findings, Map<Claim, String> places) {
    ObjectNode node = object();
    node.put("claims", claims);
    ArrayNode found = node.putArray("findings");
    for (Finding finding : findings) {
      ObjectNode each = found.addObject();
      each.put("rule", finding.rule().id());
      each.put("sentence", finding.sentence());
      if (finding instanceof Clash clash) {
        each.put("example", Words.hex8(clash.example().value()));
      }
      ArrayNode claimed = each.putArray("claims");
      for (Claim claim : finding.claims()) {
        ObjectNode one = of(claim);
        if (places.containsKey(claim)) {
          one.put("place", places.get(claim));
        }
        claimed.add(one);
      }
    }
    return node;
  }
}
