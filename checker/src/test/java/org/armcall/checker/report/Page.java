// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** An HTML page that is XML too, parsed. */
record Page(Document document) {
  static Page of(String html) {
    try {
      DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      builder.setErrorHandler(null);
      return new Page(builder.parse(new InputSource(new StringReader(html))));
    } catch (Exception malformed) {
      throw new IllegalStateException(html, malformed);
    }
  }

  String text() {
    return document.getDocumentElement().getTextContent();
  }

  List<Element> all(String tag) {
    NodeList nodes = document.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  /** The values of an attribute wherever it stands. */
  List<String> values(String attribute) {
    return all("*").stream()
        .filter(each -> each.hasAttribute(attribute))
        .map(each -> each.getAttribute(attribute))
        .toList();
  }
}
